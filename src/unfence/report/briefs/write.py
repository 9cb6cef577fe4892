"""The briefs' files: each brief as a page of its own, and all of them in one file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from unfence.report.blocks import Table
from unfence.report.briefs.changes import changes
from unfence.report.briefs.parties import Parties
from unfence.report.briefs.subject import Subject, short
from unfence.report.briefs.terms import terms
from unfence.report.facts import Facts, facts_of
from unfence.report.figures import Figure
from unfence.report.tables import Written, written
from unfence.studies import Study
from unfence.words import Lang

ALL = "measures.html"
"""The file that holds every brief; the others begin with ``measure-``, so that no id can be its name."""
_PAIRS = 2
"""As many measures as are said to reinforce or overlap with one."""


@dataclass(frozen=True)
class Brief:
    """What one page says."""

    id: str
    title: str
    standing: Markup
    tiles: list[tuple[str, Markup, Markup]]
    """Label, amount, note."""
    changes: list[Markup]
    worths: list[tuple[str, Markup]]
    remarks: list[Markup]
    table: Written | None
    terms: list[Markup]


def file_of(measure: str) -> str:
    """The name of a measure's own file.

    >>> file_of("bridge")
    'measure-bridge.html'
    """
    return f"measure-{measure}.html"


def briefs(study: Study, lang: Lang) -> Mapping[str, str]:
    """Every file's text by its name: one for each measure that can be chosen, and ``ALL`` of them.

    >>> from unfence import study
    >>> from unfence.examples import example
    >>> list(briefs(study(example("two_towns")), "en"))
    ['measure-one_check.html', 'measures.html']
    """
    facts = facts_of(study, lang)
    made = [_brief(Subject(facts, number)) for number in _order(facts)]
    home = resources.files("unfence.report")
    frame = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = frame.from_string(home.joinpath("brief.html").read_text(encoding="utf-8"))
    style = "".join(home.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "brief.css"))

    def page(pages: list[Brief]) -> str:
        return template.render(facts=facts, title=short(facts.title), style=Markup(style), briefs=pages)  # noqa: S704  our own files

    return {file_of(brief.id): page([brief]) for brief in made} | {ALL: page(made)}


def _order(facts: Facts) -> list[int]:
    """The measures' numbers: the best plan's in the order in which they start, then the others."""
    turn = {step["measure"]: k for k, step in enumerate(facts.at("order"))}
    return sorted(range(len(facts.at("measures"))), key=lambda k: turn.get(facts.at("measures", k, "id"), len(turn)))


def _brief(subject: Subject) -> Brief:
    facts, parties = subject.facts, Parties(subject)
    table = parties.table() if subject.possible else None
    return Brief(
        id=subject.id,
        title=short(facts.name("measures", subject.id)),
        standing=_standing(subject),
        tiles=list(_tiles(subject)),
        changes=changes(subject),
        worths=list(_worths(subject)),
        remarks=[*_instead(subject), *_together(subject), *_carbon(subject), _sure(subject)],
        table=_written(facts, table) if table else None,
        terms=terms(subject, parties),
    )


def _written(facts: Facts, table: Table) -> Written:
    return written(table, facts.scale, facts.currency, facts.lang)


def _standing(subject: Subject) -> Markup:
    status = subject.facts.word(f"measure_status.{subject.row['status']}")
    decides = subject.facts.word(f"answer.decides_{subject.row['decides']}")
    word = "chosen" if subject.chosen else "not_chosen" if subject.possible else "impossible"
    return subject.text("standing", status=status, decides=decides, chosen=subject.facts.word(f"brief.{word}"))


def _tiles(subject: Subject) -> Iterator[tuple[str, Markup, Markup]]:
    facts, months = subject.facts, subject.row["lead_months"] or 0
    works = facts.text("answer.works_now") if not months else subject.text("works", months=f"{months:g}")
    yield facts.word("brief.capex"), subject.money("capex"), works
    yield facts.word("brief.yearly_cost"), subject.money("yearly_cost"), subject.text("yearly_note")
    if subject.chosen:
        gain = facts.money(facts.figure("welfare", "gain"))
        yield facts.word("brief.in_best"), subject.money("in_best"), subject.text("in_best_note", gain=gain)
        yield facts.word("brief.delay"), subject.money("delay_month"), _starts(subject)
    else:
        forced = subject.money("in_best", signed=True) if subject.possible else Markup("–")
        gain = facts.money(facts.figure("welfare", "gain"))
        yield facts.word("brief.forced"), forced, subject.text("forced_note", gain=gain)
        yield facts.word("brief.alone"), subject.money("alone", signed=True), subject.text("alone_note")


def _starts(subject: Subject) -> Markup:
    year = next(step["year"] for step in subject.facts.at("order") if step["measure"] == subject.id)
    return subject.text("starts", year=year)


def _worths(subject: Subject) -> Iterator[tuple[str, Markup]]:
    words = ["alone", "last", "shapley", *(["share_of_best"] if subject.chosen else [])]
    for word in words:
        yield subject.facts.word(f"brief.worth.{word}"), subject.money(word, signed=True)


def _instead(subject: Subject) -> Iterator[Markup]:
    """What takes its place in the best plan without it, or what it would push out."""
    if not subject.possible:
        yield subject.text("barred")
        return
    best, other = subject.facts.at("best"), subject.json["instead"]
    first, second = (other, best) if subject.chosen else (best, other)
    moved = [m for m in first if m not in second and m != subject.id]
    key = "instead" if subject.chosen else "displaced"
    yield subject.text(key if moved else f"{key}_nothing", measures=subject.names("measures", moved))


def _together(subject: Subject) -> Iterator[Markup]:
    """The measures with which it is worth more, or less, than one by one; the strongest first."""
    pairs = subject.facts.at("pairs", "measures")
    found = [(k, pair) for k, pair in enumerate(pairs) if subject.id in (pair["first"], pair["second"])]
    for k, pair in found[:_PAIRS]:
        other = pair["second"] if pair["first"] == subject.id else pair["first"]
        figure = subject.facts.figure("pairs", "measures", k, "amount")
        size = figure if figure.value > 0 else figure.opposite
        name = subject.name("measures", other)
        yield subject.text(f"pair_{pair['kind']}", measure=name, amount=subject.facts.money(size))


def _carbon(subject: Subject) -> Iterator[Markup]:
    """What it avoids by the book's own emission factors."""
    for k, abatement in enumerate(subject.facts.at("carbon", "abatements")):
        if abatement["measure"] == subject.id and abatement["factors"] == "book":
            tonnes = subject.facts.figure("carbon", "abatements", k, "tonnes")
            if abs(tonnes.value) >= 1:
                size = tonnes if tonnes.value > 0 else tonnes.opposite
                key = "avoids" if tonnes.value > 0 else "emits"
                yield subject.text(key, tonnes=subject.facts.units(size))


def _sure(subject: Subject) -> Markup:
    """How much of it rests on assumptions, and where nine of ten drawn books put it."""
    facts = subject.facts
    share = facts.maybe("measures", subject.number, "assumed_share")
    said = subject.text("sure", share=facts.percent(share)) if share else subject.text("sure_nothing")
    return said + _band(subject)


def _band(subject: Subject) -> Markup:
    bands = (subject.facts.at("sensitivity") or {}).get("measures", [])
    place = next((k for k, band in enumerate(bands) if band["id"] == subject.id), None)
    if place is None:
        return Markup()

    def end(word: str) -> Figure:
        return subject.facts.figure("sensitivity", "measures", place, "worth", word)

    return subject.text("band", low=subject.facts.money(end("low")), high=subject.facts.money(end("high")))
