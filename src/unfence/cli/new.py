"""``unfence new``: an empty book to fill in, or one that starts with what the library knows."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unfence.cli.spoken import Spoken, option
from unfence.errors import UnfenceError
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.library import Figure

SHEETS = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv")
"""Endings that ask for a workbook, but not for one that this program writes."""
LIBRARY = "library:"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        click.Argument(["path"], metavar="PATH[.xlsx]", required=False),
        option("new", "--from", lang, "origin", metavar="library:TOPIC,..."),
    ]
    return Spoken("new", lang, params, run)


def run(path: str | None, *, origin: str | None, lang: Lang) -> None:
    """Write the book and say what comes next; what exists is never replaced. ``library:`` alone lists the topics."""
    topics = None if origin is None else _topics(origin)
    if topics == "" and path is None:
        _list(lang)
        return
    if path is None:
        ctx = click.get_current_context()
        raise click.MissingParameter(ctx=ctx, param=next(p for p in ctx.command.params if p.name == "path"))
    if Path(path).suffix.lower() in SHEETS:
        raise UnfenceError(
            "new.ending", path=path, ending=Path(path).suffix, better=str(Path(path).with_suffix(".xlsx"))
        )
    if topics:
        _filled(path, topics, lang)
    else:
        from unfence.book import new_book  # noqa: PLC0415  help must not wait for it

        new_book(path, lang)
        click.echo(say("command.new.done", lang, path=path))


def _topics(origin: str) -> str:
    """The topics that ``library:road,rail`` asks for; raises ``UnfenceError`` for any other origin."""
    if not origin.lower().startswith(LIBRARY):
        raise UnfenceError("library.origin", value=origin)
    return origin[len(LIBRARY) :].strip()


def _list(lang: Lang) -> None:
    """Print every topic with what it is about."""
    from unfence.library import known_topics  # noqa: PLC0415
    from unfence.library.shelf import topic_name  # noqa: PLC0415

    for topic in known_topics():
        click.echo(f"{topic:<12} {topic_name(topic, lang)}")


def _filled(path: str, topics: str, lang: Lang) -> None:
    """Write a book from the library; say what is in it, and print the figures that wait for a place."""
    from unfence.library import beside, library_book  # noqa: PLC0415

    rows = library_book(path, topics, lang)
    counts = [f"{table} {len(found)}" for table, found in rows.items() if found]
    click.echo(say("command.new.filled", lang, path=path, quoted=shlex.quote(path), counts=counts))
    if waiting := beside(topics):
        click.echo(say("command.new.beside", lang))
        for figure in waiting:
            click.echo(f"  {line(figure)}")


def line(figure: "Figure") -> str:
    """A figure on one line: what it is, its value and range, its source."""
    span = "" if figure.low == figure.high else f" ({figure.low:g} - {figure.high:g})"
    where = f"{figure.table} {figure.key} {figure.column}"
    return f"{where}: {figure.value:g}{span} {figure.unit} [{figure.confidence}: {figure.source}]"
