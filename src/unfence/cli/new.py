"""``unfence new``: an empty book to fill in."""

from pathlib import Path

import click

from unfence.cli.spoken import Spoken
from unfence.errors import UnfenceError
from unfence.words import Lang, say

SHEETS = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv")
"""Endings that ask for a workbook, but not for one that this program writes."""


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Spoken("new", lang, [click.Argument(["path"], metavar="PATH[.xlsx]")], run)


def run(path: str, lang: Lang) -> None:
    """Write the book and say what comes next; what exists is never replaced."""
    from unfence.book import new_book  # noqa: PLC0415  help must not wait for it

    if Path(path).suffix.lower() in SHEETS:
        raise UnfenceError(
            "new.ending", path=path, ending=Path(path).suffix, better=str(Path(path).with_suffix(".xlsx"))
        )
    new_book(path, lang)
    click.echo(say("command.new.done", lang, path=path))
