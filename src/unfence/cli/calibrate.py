"""``unfence calibrate``: the model of today against recorded purchases."""

import json
from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, option
from unfence.cli.study import opened
from unfence.words import Lang, say

if TYPE_CHECKING:
    from pathlib import Path

    from unfence.book import Book


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["book"], metavar="BOOK"),
        option("calibrate", "--json", lang, "json_path", metavar="FILE"),
        option("calibrate", "--accept", lang, metavar="FILE"),
        option("calibrate", "--force", lang, is_flag=True),
    ]
    return Spoken("calibrate", lang, params, run)


def run(book: str, *, json_path: str | None, accept: str | None, force: bool, lang: Lang) -> None:
    """Print the questions; write JSON and rows where asked to."""
    from unfence.studies.calibration import calibrate  # noqa: PLC0415  help must not wait for it

    json_file = _free(json_path, force=force)
    rows_file = _free(accept, force=force)
    read: Book = opened(book, lang)
    calibrated = calibrate(read)
    if json_path == "-":
        text = json.dumps(calibrated.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)
        click.echo(text.encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        for line in calibrated.lines(lang):
            click.echo(line)
    if json_file:
        put(json_file, json.dumps(calibrated.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        click.echo(say("command.calibrate.json_written", lang, path=json_path), err=True)
    if rows_file and calibrated.found.suspects:
        put(rows_file, calibrated.fences_csv(lang))
        click.echo(say("command.calibrate.written", lang, path=accept), err=True)
    elif rows_file:
        click.echo(say("command.calibrate.no_suspects", lang, path=accept), err=True)
    elif calibrated.found.suspects and json_path != "-":
        click.echo(say("calibration.accept", lang, path=book))


def _free(path: str | None, *, force: bool) -> "Path | None":
    """Where a file may be written, said before the work begins."""
    return place(path, force=force) if path and path != "-" else None
