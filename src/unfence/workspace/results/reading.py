"""Reading: the tables of a study as one member sees it, what matters most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unfence.words import Lang
from unfence.workspace.jobs.models import StudyResult
from unfence.workspace.people.models import Member
from unfence.workspace.results.answers import Answer, Speaker, rule_of
from unfence.workspace.results.called import Called, Names, called, in_order, names_seen_by, party, protected
from unfence.workspace.sharing.results import withheld_from

STATES = ("today", "open", "best")
NAMED = ("jurisdictions", "sites", "commodities")
Json = Mapping[str, Any]
Ends = Sequence[float | None]
"""The least and the most that a price can be; None: no end."""


@dataclass(frozen=True)
class Plan:
    """The best plan for a budget, and what it adds to the one before."""

    budget: float
    gain: float
    yearly_cost: float
    measures: Sequence[Called]


@dataclass(frozen=True)
class Income:
    """A party's income in each state; None is withheld."""

    thing: Called
    states: Sequence[float | None]


@dataclass(frozen=True)
class Share:
    """What a player gains by prices alone, its share by the rule that is spoken of, what it receives or pays."""

    thing: Called
    own: float
    share: float
    transfer: float


@dataclass(frozen=True)
class Price:
    """What a commodity costs at a site in each state."""

    site: Called
    commodity: Called
    unit: str
    states: Sequence[Ends]

    @property
    def wanders(self) -> float:
        """How far the price lies from today's where it goes furthest, as a share of today's."""
        middles = [_middle(ends) for ends in self.states]
        if middles[0] is None:
            return 0.0
        base = max(abs(middles[0]), 1e-9)
        return max(abs(m - middles[0]) / base for m in middles if m is not None)


@dataclass(frozen=True)
class Reading:
    """A study as one member sees it."""

    study: StudyResult
    figures: Json
    answers: Sequence[Answer]
    whole: bool
    """Whether nothing is withheld from this member."""
    fences: Sequence[Json]
    measures: Sequence[Json]
    plans: Sequence[Plan]
    best: Sequence[Called]
    incomes: Sequence[Income]
    rule: str | None
    shares: Sequence[Share]
    prices: Sequence[Price]

    @property
    def currency(self) -> str:
        """The book's, when it was studied."""
        return str(self.figures["book"]["currency"])

    @property
    def incomes_withheld(self) -> bool:
        """Whether somebody's income is."""
        return any(value is None for income in self.incomes for value in income.states)


def reading_of(member: Member, study: StudyResult, lang: Lang) -> Reading:
    """A study, already cut to what the member may see, as tables."""
    figures: Json = study.figures
    names = names_seen_by(member, *NAMED)
    speaker = Speaker(figures, names, lang)
    measures = {m["id"]: Called(m["id"], m["name"], m["name_zh"]) for m in figures["measures"]}
    return Reading(
        study=study,
        figures=figures,
        answers=speaker.answers(),
        whole=withheld_from(member, study.revision).nothing,
        fences=sorted(_settled(figures["fences"], speaker.near), key=lambda fence: -fence["shapley"]),
        measures=sorted(
            _settled(figures["measures"], speaker.near),
            key=lambda m: (m["id"] not in figures["best"], -(m["in_best"] or 0.0)),
        ),
        plans=[_plan(plan, measures) for plan in figures["plans"]],
        best=[measures[m] for m in figures["best"]],
        incomes=_incomes(figures["income"], names, lang),
        rule=rule_of(figures),
        shares=_shares(figures, names, lang),
        prices=sorted((_price(entry, names) for entry in figures["prices"]), key=lambda price: -price.wanders),
    )


def _settled(bill: Sequence[Json], near: float) -> list[Json]:
    """A bill whose amounts are 0 where they are what the solver left over."""
    return [{word: 0.0 if isinstance(v, float) and abs(v) < near else v for word, v in line.items()} for line in bill]


def _plan(plan: Json, measures: Mapping[str, Called]) -> Plan:
    chosen = [measures[m] for m in plan["measures"]]
    return Plan(plan["budget"], plan["gain"], plan["yearly_cost"], chosen)


def _incomes(income: Json, names: Names, lang: Lang) -> list[Income]:
    """Everybody who earns something in some state, or whose income is withheld; one withheld alone hides outside's."""
    states = [protected(income[state]) for state in STATES]
    found = [Income(party(names, key, lang), [s[key] for s in states]) for key in in_order(names, states[0])]
    return [line for line in found if any(value is None or value for value in line.states)]


def _shares(figures: Json, names: Names, lang: Lang) -> list[Share]:
    rule, sharing = rule_of(figures), figures["sharing"]
    if rule is None:
        return []
    lines = zip(
        sharing["players"], sharing["own_change"], sharing["solutions"][rule], sharing["transfers"][rule], strict=True
    )
    return [Share(party(names, player, lang), own, share, transfer) for player, own, share, transfer in lines]


def _price(entry: Json, names: Names) -> Price:
    unit = names.get(("commodities", entry["commodity"]), {}).get("unit", "")
    return Price(
        called(names, "sites", entry["site"]),
        called(names, "commodities", entry["commodity"]),
        unit,
        [entry[state] or (None, None) for state in STATES],
    )


def _middle(ends: Ends) -> float | None:
    low, high = ends
    return None if low is None or high is None else (low + high) / 2
