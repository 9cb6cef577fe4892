"""Answers: what a member may see of a scenario, in the form that pages show.

Of a study every member sees what each side gains, since that is what is negotiated; of a scenario not, since who may
ask any question could ask for one plant's income.

Its figures are named as a study's are, so the sharing rule says which are seen. Two things are said here: where just
one party's income is withheld, the others' and the whole would give it away, so what is outside is withheld with it;
and circles of minutes rest on every link and every zone, so they are shown to who sees them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from unfence.words import Lang, say, sentences
from unfence.workspace.books.models import SETTINGS_TABLE, WHOLE
from unfence.workspace.people.models import Member
from unfence.workspace.results.called import (
    Called,
    Names,
    called,
    in_order,
    listed,
    names_seen_by,
    party,
    protected,
)
from unfence.workspace.sharing.results import Withheld, figures_seen, withheld_from

Figures = Mapping[str, Any]
NAMED = (SETTINGS_TABLE, "jurisdictions", "measures", "fences", "sites", "modes", "commodities")
UNDER_REACH = ("links", "terminals", "fences", "zones", "trips")
"""The tables whose figures the circles of minutes rest on."""
NOISE = 1e-9
"""Of welfare: a change of income below it is what the solver left over."""
STILL = 1e-3
"""A change of fees, value added or work below it is none."""
WORDS = ("fees", "value_added", "labour")


@dataclass(frozen=True)
class Side:
    """What changes for one party a year; None is withheld."""

    thing: Called
    income: float | None
    fees: float | None
    value_added: float | None
    labour: float | None


@dataclass(frozen=True)
class Toll:
    """What a fence costs today and then; ``down``: it no longer stands."""

    thing: Called
    today: float
    then: float | None

    @property
    def down(self) -> bool:
        """Whether it is down in the scenario."""
        return self.then is None


@dataclass(frozen=True)
class Nearer:
    """What comes within so many minutes of a place, and what falls out."""

    place: Called
    modes: Sequence[Called]
    people: bool
    minutes: float
    residents: float
    jobs: float
    sites: Sequence[Called]
    lost: Sequence[Called]


@dataclass(frozen=True)
class Answer:
    """A scenario as one member sees it."""

    currency: str
    welfare: Mapping[str, float]
    sides: Sequence[Side]
    tolls: Sequence[Toll]
    carbon: tuple[float, float]
    """Tonnes a year, today and then."""
    labour_unit: str
    reach: Sequence[Nearer] | None
    """None: withheld."""
    withheld: bool
    """Whether anything about a side is withheld."""

    @property
    def carbon_change(self) -> float:
        """Tonnes a year more than today."""
        return self.carbon[1] - self.carbon[0]


@dataclass(frozen=True)
class Reader:
    """Who reads answers: what is withheld from them, and what they see things called. One for a page."""

    names: Names
    withheld: Withheld
    lang: Lang
    member: Member

    def of(self, revision: int) -> "Reader":
        """The reader of what was solved on a revision: rows that were taken out since are withheld as they were."""
        return replace(self, withheld=withheld_from(self.member, revision))

    def answer(self, figures: Figures) -> Answer:
        """What of a scenario's figures is shown."""
        named_alike = {name: part for name, part in figures.items() if name != "reach"}  # a study's reach is another
        seen = figures_seen(named_alike, self.withheld)
        footprints = {held["state"]: held["total"] for held in seen["carbon"]["footprints"]}
        sides = self._sides(seen)
        return Answer(
            currency=self.names.get((SETTINGS_TABLE, WHOLE), {}).get("currency") or "CNY",
            welfare=seen["welfare"],
            sides=sides,
            tolls=[Toll(self._called("fences", t["id"]), t["today"], t["then"]) for t in seen["fences"]],
            carbon=(footprints["today"], footprints["then"]),
            labour_unit=self._labour_unit(),
            reach=None if any(map(self.withheld.rows.get, UNDER_REACH)) else self._reach(figures["reach"]),
            withheld=any(side.income is None or side.fees is None for side in sides),
        )

    def _called(self, table: str, key: str) -> Called:
        return called(self.names, table, key)

    def _sides(self, seen: Figures) -> list[Side]:
        """The players in the book's order and whoever else something changes for, outside last."""
        noise = NOISE * abs(seen["welfare"]["today"])
        before, after = seen["income"]["today"], seen["income"]["then"]
        income = protected({key: _less(after[key], before[key], noise) for key in before})
        players = {k: row.get("player") != "no" for (table, k), row in self.names.items() if table == "jurisdictions"}
        found = [self._side(key, income[key], seen["accounts"]) for key in in_order(self.names, income)]
        return [s for s in found if players.get(s.thing.key) or s.income is None or s.income or s.fees or s.labour]

    def _side(self, key: str, income: float | None, accounts: Figures) -> Side:
        today, then = (accounts[state]["by_jurisdiction"].get(key) or {} for state in ("today", "then"))
        fees, value_added, labour = (_less(then.get(word), today.get(word), STILL) for word in WORDS)
        return Side(party(self.names, key, self.lang), income, fees, value_added, labour)

    def _labour_unit(self) -> str:
        """The unit of work, if the book counts it in one."""
        rows = [row for (table, _), row in self.names.items() if table == "commodities" and row.get("kind") == "labour"]
        unit = " + ".join(sorted({row.get("unit", "") for row in rows}))
        key = f"report.unit_name.{unit}"
        return say(key, self.lang) if key in sentences() else unit

    def _reach(self, entries: Sequence[Figures]) -> list[Nearer]:
        return [
            Nearer(
                place=self._called("sites", entry["start"]),
                modes=listed(self.names, "modes", entry["modes"]),
                people=entry["people"],
                minutes=entry["minutes"],
                residents=entry["residents"],
                jobs=entry["jobs"],
                sites=listed(self.names, "sites", entry["sites"]),
                lost=listed(self.names, "sites", entry["lost"]),
            )
            for entry in entries
        ]


def reader_of(member: Member, lang: Lang) -> Reader:
    """The reader that a member is."""
    return Reader(names_seen_by(member, *NAMED), withheld_from(member), lang, member)


def _less(then: float | None, today: float | None, noise: float) -> float | None:
    """The change, 0 where it is noise; None where either is withheld."""
    if then is None or today is None:
        return None
    change = then - today
    return change if abs(change) > noise else 0.0
