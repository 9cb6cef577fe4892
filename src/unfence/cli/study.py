"""``unfence study``: everything one book says, printed, and as a report, JSON, a workbook, a map or one-page briefs."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, number, option
from unfence.errors import BookError, UnfenceError
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
        option("study", "--xlsx", lang, metavar="FILE"),
        option("study", "--geojson", lang, metavar="FILE"),
        option("study", "--briefs", lang, metavar="DIR"),
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
    xlsx: str | None,
    geojson: str | None,
    briefs: str | None,
    jobs: int,
    budget_year: float | None,
    draws: int,
    seed: int,
    force: bool,
    lang: Lang,
) -> None:
    """Study a book; where the results go is looked at before the work begins."""
    asked = {"report": report, "json": as_json if as_json != STDOUT else None, "xlsx": xlsx, "geojson": geojson}
    places = {kind: place(path, force=force) for kind, path in asked.items() if path}
    held = opened(book, lang)
    pages = {name: place(str(Path(briefs) / name), force=force) for name in _names(held)} if briefs else {}
    _apart([*places.values(), *pages.values()])
    made = studied(held, jobs, budget_year, lang, (draws, seed))
    if as_json == STDOUT:
        click.echo(made.to_json().encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        from unfence.cli.printed import print_study  # noqa: PLC0415  help must not wait for it

        print_study(made, lang, budget_year=budget_year)
    for kind, path in places.items():
        _write(made, kind, path, lang)
    _write_briefs(made, pages, lang)


def _names(book: "Book") -> list[str]:
    """The files that a book's briefs take."""
    from unfence.report.briefs import ALL, file_of  # noqa: PLC0415  help must not wait for it

    return [*(file_of(measure) for measure in book["measures"]["id"]), ALL]


def _apart(files: Sequence[Path]) -> None:
    """Raise ``UnfenceError`` where two results are to go to one file."""
    seen: set[Path] = set()
    for file in files:
        if file.resolve() in seen:
            raise UnfenceError("output.same", path=str(file))
        seen.add(file.resolve())


def _write(study: "Study", kind: str, path: Path, lang: Lang) -> None:
    """Write one result, whole or not at all."""
    if kind == "report":
        study.report(path, lang=lang)
    elif kind == "json":
        put(path, study.to_json() + "\n")
    elif kind == "xlsx":
        from unfence.report.workbook import workbook  # noqa: PLC0415

        put(path, workbook(study, lang))
    else:
        from unfence.report.plan_layers import plan_layers  # noqa: PLC0415

        put(path, plan_layers(study))
    _written(path, lang)


def _write_briefs(study: "Study", pages: Mapping[str, Path], lang: Lang) -> None:
    """Write the briefs; all of them in one file is what a reader opens first."""
    from unfence.report.briefs import ALL, briefs  # noqa: PLC0415

    if pages:
        for name, text in briefs(study, lang).items():
            put(pages[name], text)
        _written(pages[ALL], lang)


def opened(path: str, lang: Lang) -> "Book":
    """The book at a path, its warnings counted on stderr; raises ``BookError`` if it has errors."""
    from unfence.studies.check import check  # noqa: PLC0415

    book, findings = check(path)
    if book is None or any(f.level == "error" for f in findings):
        raise BookError(path, findings)
    if doubtful := sum(f.level == "warning" for f in findings):
        click.echo(say("command.study.warnings", lang, path=path, count=doubtful), err=True)
    return book


def studied(book: "Book", jobs: int, budget_year: float | None, lang: Lang, drawn: tuple[int, int] = (0, 0)) -> "Study":
    """The study of a book, its progress shown on stderr; ``drawn``: how many books are drawn, and the seed."""
    from unfence.cli.progress import shown  # noqa: PLC0415
    from unfence.studies import study  # noqa: PLC0415

    with shown(lang) as progress:
        return study(book, jobs=jobs, budget_year=budget_year, draws=drawn[0], seed=drawn[1], progress=progress)


def _written(path: Path, lang: Lang) -> None:
    click.echo(say("command.study.written", lang, path=str(path)), err=True)
