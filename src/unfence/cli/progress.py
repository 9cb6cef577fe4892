"""How far long work is: a bar for each step on a terminal, one quiet line for each step elsewhere; always on stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from unfence.studies import Progress
from unfence.words import Lang, say


@contextmanager
def shown(lang: Lang) -> Iterator[Progress]:
    """What a study tells its progress while the block runs."""
    if not sys.stderr.isatty():
        yield _lines(lang)
        return
    from rich import progress as bars  # noqa: PLC0415  slow to import
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as display:
        tasks: dict[str, bars.TaskID] = {}

        def told(step: str, done: int, whole: int) -> None:
            if step not in tasks:
                tasks[step] = display.add_task(say(f"command.step.{step}", lang), total=whole or None)
            display.update(tasks[step], completed=done, total=whole or None)

        yield told


def _lines(lang: Lang) -> Progress:
    begun: set[str] = set()

    def told(step: str, _done: int, whole: int) -> None:
        if step not in begun:
            begun.add(step)
            line = "line" if whole else "begun"
            click.echo(say(f"command.step.{line}", lang, step=say(f"command.step.{step}", lang), whole=whole), err=True)

    return told
