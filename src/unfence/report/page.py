"""The page: its sections in their order, put into the template, written in one piece."""

import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from unfence.errors import UnfenceError
from unfence.report.blocks import Section, Table
from unfence.report.facts import Facts, facts_of
from unfence.report.sections import (
    answer,
    assumptions,
    carbon,
    chain,
    doubt,
    fences,
    glossary,
    incomes,
    measures,
    method,
    people,
    plan_map,
    plans,
    reach,
    rows,
    sharing,
    wedge,
)
from unfence.report.tables import Written, written
from unfence.studies import Study
from unfence.words import Lang

SECTIONS: tuple[Callable[[Facts], Section], ...] = (
    plan_map.section,
    fences.section,
    measures.section,
    plans.section,
    incomes.section,
    sharing.section,
    chain.section,
    wedge.section,
    people.section,
    reach.section,
    carbon.section,
    doubt.section,
    assumptions.section,
    method.section,
    rows.section,
    glossary.section,
)


def page(study: Study, lang: Lang) -> str:
    """The whole page as HTML.

    >>> from unfence import study
    >>> from unfence.examples import example
    >>> page(study(example("two_towns")), "zh").startswith("<!doctype html>")
    True
    """
    facts = facts_of(study, lang)
    home = resources.files(__package__)

    def table(block: Table) -> Written:
        return written(block, facts.scale, facts.currency, lang)

    frame = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = frame.from_string(home.joinpath("page.html").read_text(encoding="utf-8"))
    return template.render(
        facts=facts,
        style=Markup(home.joinpath("page.css").read_text(encoding="utf-8")),  # noqa: S704  our own file
        answers=answer.sentences_of(facts),
        tiles=answer.tiles(facts),
        sections=[section(facts) for section in SECTIONS],
        written=table,
    )


def write_report(study: Study, path: str | Path, lang: Lang) -> Path:
    """Write the page and return where it lies; folders that are missing are made.

    What stood there before is replaced only when the new page is complete. Raises ``UnfenceError`` if it cannot be
    written.
    """
    path = Path(path)
    text = page(study, lang)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        raise UnfenceError("report", path=str(path), reason=error.strerror or str(error)) from error
    return path


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
