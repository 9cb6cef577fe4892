"""Delays: what each matter costs while it waits, and whether a newer study still says what a decision rested on.

A measure that is in the best set is missed every month by ``in_best / 12``: the yearly gain without it, set against the
gain with it. Of several measures together no study says the loss, but it is at least that of the dearest, since who
can do without two can do without one:

    best - best without A and B  >=  max(best - best without A, best - best without B)

A matter without a measure in the best set is set beside what the dearest of its fences costs a month (``alone / 12``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from unfence.workspace.jobs.models import StudyResult
from unfence.workspace.matters.models import Decision, Matter
from unfence.workspace.people.models import Member
from unfence.workspace.register.prices import to_the_fen
from unfence.workspace.sharing.results import study_seen_by

MONTHS = 12
TOLERANCE = 0.01
"""Figures that differ by less than this share of the larger say the same."""


@dataclass(frozen=True)
class Priced:
    """A fence or a measure that a matter is tied to: ``yearly`` is ``alone`` or ``in_best``, None if not studied."""

    table: str
    key: str
    name: str
    name_zh: str
    yearly: float | None
    best: bool

    @property
    def pair(self) -> str:
        """As a decision's figures call it."""
        return f"{self.table}/{self.key}"


@dataclass(frozen=True)
class Delay:
    """What a month costs, in the study's currency; ``least``: the loss is at least this; ``of_fence``: a fence's."""

    monthly: float
    least: bool
    of_fence: bool


@dataclass(frozen=True)
class Moved:
    """A figure that a decision rested on, and what the latest study says (None: nothing any more)."""

    name: str
    name_zh: str
    then: float | None
    now: float | None


@dataclass(frozen=True)
class Figures:
    """The figures of one study that matters rest on; ``number`` 0 where there is none."""

    number: int
    revision: int
    currency: str
    fences: Mapping[str, Mapping[str, Any]]
    measures: Mapping[str, Mapping[str, Any]]
    best: Collection[str]

    def ties(self, matter: Matter) -> list[Priced]:
        """What a matter is tied to, with its figures."""
        return [self._priced("measures", key) for key in matter.measures] + [
            self._priced("fences", key) for key in matter.fences
        ]

    def delay(self, matter: Matter) -> Delay | None:
        """What a month of delay costs; None where nothing that the study holds is tied to it, or it is closed."""
        if matter.closed:
            return None
        ties = [tie for tie in self.ties(matter) if tie.yearly is not None]
        best = [tie.yearly or 0.0 for tie in ties if tie.best]
        fences = [tie.yearly or 0.0 for tie in ties if tie.table == "fences"]
        counted = best or fences
        if counted:
            return Delay(max(counted) / MONTHS, len(counted) > 1, not best)
        return Delay(0.0, least=False, of_fence=False) if ties else None

    def rested(self, matter: Matter) -> dict[str, float]:
        """The figures that a decision about a matter rests on today."""
        return {tie.pair: tie.yearly for tie in self.ties(matter) if tie.yearly is not None}

    def moved(self, decision: Decision) -> list[Moved]:
        """The figures of a decision that this study puts otherwise; none if it is the study that it rested on."""
        if self.number == decision.study:
            return []
        ties = {tie.pair: tie for tie in self.ties(decision.matter)}
        pairs = dict.fromkeys((*decision.figures, *ties))
        found = []
        for pair in pairs:
            tie = ties.get(pair) or self._priced(*pair.split("/", 1))
            then, now = decision.figures.get(pair), tie.yearly
            if not _alike(then, now):
                found.append(Moved(tie.name, tie.name_zh, then, now))
        return found

    def _priced(self, table: str, key: str) -> Priced:
        held = (self.fences if table == "fences" else self.measures).get(key)
        best = table == "measures" and key in self.best
        if held is None:
            return Priced(table, key, key, "", None, best)
        return Priced(table, key, held["name"] or key, held["name_zh"] or "", to_the_fen(held[_FIGURE[table]]), best)


_FIGURE = {"fences": "alone", "measures": "in_best"}


def figures_seen_by(member: Member) -> Figures:
    """The figures of the latest study; all of them are parts that every member sees."""
    return figures_of(study_seen_by(member))


def figures_of(study: StudyResult | None) -> Figures:
    """The figures of a study; none of None."""
    if study is None:
        return Figures(0, 0, "CNY", {}, {}, ())
    held = cast("Mapping[str, Any]", study.figures)
    fences, measures = ({entry["id"]: entry for entry in held[part]} for part in ("fences", "measures"))
    return Figures(study.number, study.revision, held["book"]["currency"], fences, measures, held["best"])


def _alike(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
