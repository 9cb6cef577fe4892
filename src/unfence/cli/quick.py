"""``unfence quick``: ten questions about each barrier, answered at once."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, option
from unfence.errors import UnfenceError
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.quick import Form, Price


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["form"], metavar="FORM.xlsx"),
        option("quick", "--report", lang, metavar="FILE"),
        option("quick", "--to", lang, "book", metavar="BOOK"),
        option("quick", "--force", lang, is_flag=True),
    ]
    return Spoken("quick", lang, params, run)


def run(form: str, *, report: str | None, book: str | None, force: bool, lang: Lang) -> None:
    """Write the empty form, or answer the filled one; where results go is looked at first."""
    from unfence.quick import prices, read_form, write_form  # noqa: PLC0415  help must not wait for it

    if not Path(form).exists():
        write_form(form, lang)
        click.echo(say("command.quick.made", lang, path=form, quoted=shlex.quote(form)))
        if report or book:
            click.echo(say("command.quick.no_use", lang, path=form), err=True)
            raise click.exceptions.Exit(1)
        return
    target = place(report, force=force or _ours(report)) if report else None
    read = _read(form, lang) if Path(form).is_file() else read_form(form)
    ranked = prices(read)
    _print(read, ranked, lang)
    if target:
        from unfence.quick import page  # noqa: PLC0415

        put(target, page(read, ranked, lang))
        click.echo(say("command.study.written", lang, path=str(target)), err=True)
    if book:
        _first_book(read, ranked, book, lang)


def _ours(report: str) -> bool:
    """Whether a file is a page of this kind, which may be written anew."""
    from unfence.quick.page import MARK  # noqa: PLC0415

    return Path(report).is_file() and MARK in Path(report).read_bytes()


def _read(path: str, lang: Lang) -> "Form":
    """The form; where it cannot be used every finding is printed and the program ends with 1."""
    from unfence.quick import FormError, read_form  # noqa: PLC0415

    try:
        return read_form(path)
    except FormError as error:
        for finding in error.findings:
            click.echo(say("command.quick.finding", lang, finding=finding.say(lang)))
        raise


def _print(form: "Form", ranked: "tuple[Price, ...]", lang: Lang) -> None:
    """The answer on the terminal: a sentence, the table, what is not sure, what is still to be asked."""
    from rich.console import Console  # noqa: PLC0415

    from unfence.cli.printed.sheet import Sheet  # noqa: PLC0415
    from unfence.quick.spoken import Speaker  # noqa: PLC0415

    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    sheet, spoken = Sheet(lang, console, form.currency), Speaker(form, ranked, lang)
    sheet.text(spoken.answer())
    if spoken.priced:
        unit = sheet.unit((v for p in spoken.priced for v in (p.cost.high, p.moved)), digits=3)
        sheet.heading("quick", unit)
        fees = any(price.moved for price in spoken.priced)
        rows = [
            [
                price.barrier.name,
                spoken.volume(price),
                *(unit.text(v) for v in (price.cost.value, price.cost.low, price.cost.high)),
                *([unit.text(price.moved or None)] if fees else []),
                say(f"quick.choice.{price.barrier.decides}", lang),
            ]
            for price in spoken.priced
        ]
        heads = sheet.columns("quick_barrier", "quick_volume", "quick_cost", "quick_low", "quick_high")
        heads += [*(sheet.columns("quick_moved") if fees else []), *sheet.columns("quick_decides")]
        sheet.table(heads, rows, texts=(0, 1, len(heads) - 1))
        for price in spoken.priced:
            sheet.text(f"{spoken.reckoned(price)}  [{spoken.says(price)}]")
    for note in (*spoken.notes(), *spoken.asks()):
        sheet.text(note)


def _first_book(form: "Form", ranked: "tuple[Price, ...]", path: str, lang: Lang) -> None:
    """Write the first book, and say which barriers are not in it."""
    from unfence.book import write_book  # noqa: PLC0415
    from unfence.quick import first_book  # noqa: PLC0415

    if not any(price.priced for price in ranked):
        raise UnfenceError("quick.nothing", path=path)
    write_book(first_book(form, ranked), path, lang=lang)
    if left := [price.barrier.name for price in ranked if not price.priced]:
        click.echo(say("command.quick.left_out", lang, names=left), err=True)
    click.echo(say("command.quick.book", lang, path=path, quoted=shlex.quote(path)))
