"""``unfence study``: everything one book says, printed, and as a report or as JSON."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, number, option
from unfence.errors import BookError
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.book import Book
    from unfence.studies import Study

STDOUT = "-"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["book"], metavar="BOOK"),
        option("study", "--report", lang, metavar="FILE"),
        option("study", "--json", lang, "as_json", metavar="FILE"),
        option(
            "study", "--jobs", lang, metavar="N", default=str(os.cpu_count() or 1), callback=number(lang, 1, "whole")
        ),
        option("study", "--budget-year", lang, metavar="AMOUNT", callback=number(lang, 0)),
        option("study", "--draws", lang, metavar="N", default="0", callback=number(lang, 0, "whole")),
        option("study", "--seed", lang, metavar="S", default="0", callback=number(lang, 0, "whole")),
        option("study", "--force", lang, is_flag=True),
    ]
    return Spoken("study", lang, params, run)


def run(  # noqa: PLR0913  one for each option
    book: str,
    *,
    report: str | None,
    as_json: str | None,
    jobs: int,
    budget_year: float | None,
    draws: int,
    seed: int,
    force: bool,
    lang: Lang,
) -> None:
    """Study a book; where the results go is looked at before the work begins."""
    page = place(report, force=force) if report else None
    data = place(as_json, force=force) if as_json and as_json != STDOUT else None
    made = studied(opened(book, lang), jobs, budget_year, lang, (draws, seed))
    if as_json == STDOUT:
        click.echo(made.to_json().encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        from unfence.cli.printed import print_study  # noqa: PLC0415  help must not wait for it

        print_study(made, lang, budget_year=budget_year)
    if data:
        put(data, made.to_json() + "\n")
        _written(data, lang)
    if page:
        made.report(page, lang=lang)
        _written(page, lang)


def opened(path: str, lang: Lang) -> "Book":
    """The book at a path, its warnings counted on stderr; raises ``BookError`` if it has errors."""
    from unfence.studies.check import check  # noqa: PLC0415

    book, findings = check(path)
    if book is None or any(f.level == "error" for f in findings):
        raise BookError(path, findings)
    if findings:
        click.echo(say("command.study.warnings", lang, path=path, count=len(findings)), err=True)
    return book


def studied(book: "Book", jobs: int, budget_year: float | None, lang: Lang, drawn: tuple[int, int] = (0, 0)) -> "Study":
    """The study of a book, its progress shown on stderr; ``drawn``: how many books are drawn, and the seed."""
    from unfence.cli.progress import shown  # noqa: PLC0415
    from unfence.studies import study  # noqa: PLC0415

    with shown(lang) as progress:
        return study(book, jobs=jobs, budget_year=budget_year, draws=drawn[0], seed=drawn[1], progress=progress)


def _written(path: Path, lang: Lang) -> None:
    click.echo(say("command.study.written", lang, path=str(path)), err=True)
