"""Comparison: scenarios side by side, today first. Each line is one figure of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from unfence.workspace.results.called import Called
from unfence.workspace.whatif.answers import Answer, Reader
from unfence.workspace.whatif.models import Scenario

MOST = 4
"""So many scenarios stand side by side and can still be read."""


@dataclass(frozen=True)
class Column:
    """One scenario and what a member sees of it."""

    scenario: Scenario
    answer: Answer


@dataclass(frozen=True)
class Line:
    """One figure: ``what`` is a key of words, or ``thing`` is what has the name; None in ``cells`` is withheld."""

    what: str
    unit: str
    """``money``, or the unit of an amount."""
    today: float | None
    cells: Sequence[float | None]
    thing: Called | None = None
    signed: bool = False


@dataclass(frozen=True)
class Part:
    """Lines under one heading, a key of words."""

    title: str
    lines: Sequence[Line]


def columns_of(scenarios: Sequence[Scenario], reader: Reader) -> list[Column]:
    """The columns, in the order in which they were asked for."""
    readers = {revision: reader.of(revision) for revision in {scenario.revision for scenario in scenarios}}
    return [Column(scenario, readers[scenario.revision].answer(scenario.figures)) for scenario in scenarios]


def parts_of(columns: Sequence[Column]) -> list[Part]:
    """Everything that is compared."""
    answers = [column.answer for column in columns]
    first = answers[0]

    def whole(what: str, word: str, today: float | None, *, signed: bool = False) -> Line:
        return Line(what, "money", today, [a.welfare[word] for a in answers], signed=signed)

    area = [
        whole("gain", "gain", 0.0, signed=True),
        whole("welfare", "then", first.welfare["today"]),
        whole("yearly_cost", "cost", 0.0),
        whole("capex", "capex", 0.0),
        Line("whatif.carbon", "t", first.carbon[0], [a.carbon[1] for a in answers]),
    ]
    income = _of_things([{s.thing: s.income for s in a.sides} for a in answers], "money", signed=True)
    work = _of_things([{s.thing: s.labour for s in a.sides} for a in answers], first.labour_unit, signed=True)
    before = {toll.thing: toll.today for a in reversed(answers) for toll in a.tolls}
    tolls = _of_things([{toll.thing: toll.then for toll in a.tolls} for a in answers], "money", before)
    return [
        Part("whatif.area", area),
        Part("whatif.income_change", income),
        Part("whatif.labour_change", [line for line in work if any(line.cells)]),
        Part("whatif.tolls", tolls),
    ]


def _of_things(
    columns: Sequence[Mapping[Called, float | None]],
    unit: str,
    today: Mapping[Called, float] = MappingProxyType({}),
    *,
    signed: bool = False,
) -> list[Line]:
    """A line for each thing that some column has; 0 where a column lacks it, and where nothing is said of today."""
    every = dict.fromkeys(thing for column in columns for thing in column)
    return [
        Line("", unit, today.get(thing, 0.0), [column.get(thing, 0.0) for column in columns], thing, signed)
        for thing in every
    ]
