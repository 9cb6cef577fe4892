"""``unfence new``: an empty book to fill in."""

import click

from unfence.cli.spoken import Spoken
from unfence.words import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    return Spoken("new", lang, [click.Argument(["path"], metavar="PATH[.xlsx]")], run)


def run(path: str, lang: Lang) -> None:
    """Write the book and say what comes next; what exists is never replaced."""
    from unfence.book import new_book  # noqa: PLC0415  help must not wait for it

    new_book(path, lang)
    click.echo(say("command.new.done", lang, path=path))
