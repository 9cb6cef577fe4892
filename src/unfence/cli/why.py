"""``unfence why``: the formula of a number with its numbers put in, and the rows of the book that it rests on."""

from typing import TYPE_CHECKING

import click

from unfence.cli.spoken import Spoken
from unfence.cli.study import opened
from unfence.words import Lang

if TYPE_CHECKING:
    from unfence.book import Book


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params: list[click.Parameter] = [
        click.Argument(["book"], metavar="BOOK"),
        click.Argument(["what"], metavar="[WHAT]", required=False),
    ]
    return Spoken("why", lang, params, run)


def run(book: str, *, what: str | None, lang: Lang) -> None:
    """Print why a number is what it is, or what can be asked."""
    from unfence.cli.printed.why import print_askable, print_why  # noqa: PLC0415  help must not wait for it
    from unfence.studies.why import askable, why  # noqa: PLC0415

    read: Book = opened(book, lang)
    if what is None:
        print_askable(askable(read), read, lang)
    else:
        print_why(why(read, what), read, lang, ending=ending(book))


def ending(path: str) -> str:
    """What follows a table's name where the book keeps it: ``.csv`` in a folder, nothing in a workbook."""
    from pathlib import Path  # noqa: PLC0415

    return ".csv" if Path(path).is_dir() else ""
