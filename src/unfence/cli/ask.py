"""``unfence ask``: the numbers to find out next, as letters to those who know."""

from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, option
from unfence.cli.study import opened
from unfence.words import Lang, money, say

if TYPE_CHECKING:
    from unfence.book import Book
    from unfence.studies.ask import Asked

RULE = "-" * 72


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["book"], metavar="BOOK"),
        option("ask", "--out", lang, metavar="FILE"),
        option("ask", "--force", lang, is_flag=True),
    ]
    return Spoken("ask", lang, params, run)


def run(book: str, *, out: str | None, force: bool, lang: Lang) -> None:
    """Find what to ask, and print it or write it to a file."""
    target = place(out, force=force) if out else None
    from unfence.cli.why import ending  # noqa: PLC0415  help must not wait for it
    from unfence.studies.ask import asked  # noqa: PLC0415

    read: Book = opened(book, lang)
    text = post(read, asked(read), ending(book), lang)
    if target:
        put(target, text)
        click.echo(say("command.study.written", lang, path=str(target)), err=True)
    else:
        click.echo(text, nl=False)


def post(book: "Book", found: "Asked", ending: str, lang: Lang) -> str:
    """All letters as one text, with what was not tried at the end."""
    from unfence.studies.ask import letters  # noqa: PLC0415

    currency, written = book.settings.currency, letters(book, found, lang, ending)
    parts = [] if written else [say("ask.nothing", lang, gain=money(found.gain, currency, lang))]
    for number, letter in enumerate(written, start=1):
        moves = money(float(f"{max(q.moves for q in letter.questions):.3g}"), currency, lang)
        parts += [RULE, say("ask.rule", lang, number=number, count=len(written), moves=moves), RULE, letter.text, ""]
    parts += [RULE, say("ask.limits", lang, unsure=found.unsure, tried=found.tried, bare=found.bare)]
    if found.blind:
        cells = [_cell(book, *where, ending=ending, lang=lang) for where in found.blind]
        parts.append(say("ask.blind", lang, cells=cells))
    return "\n".join(parts) + "\n"


def _cell(book: "Book", table: str, key: str, column: str, *, ending: str, lang: Lang) -> str:
    """A cell as its file or sheet, row and column."""
    from unfence.book.players import labels  # noqa: PLC0415

    frame = book[table]
    row = int(frame["row"][int((labels(frame, table) == key).arg_true()[0])])
    return say("ask.cell", lang, file=f"{table}{ending}", row=row, column=column, key=key)
