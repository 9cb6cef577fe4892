"""What if: some measures in place and some fences down, beside today, in a breath.

    gain = welfare then - yearly cost of the measures - welfare today
    change of a side = income then - what it pays for the measures - income today;    all sides together: the gain

What a fence costs is what the area would earn more without it alone: today, and with the scenario in place. A ``Bench``
keeps the solver warm and remembers today, so that the next question costs a few solves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np

from unfence.book import Book
from unfence.economy import Economy, InfeasibleError, Solution, State, UnboundedError
from unfence.economy.accounts import Accounts, accounts_of
from unfence.economy.incomes import Incomes, incomes_of
from unfence.economy.trouble import EndlessError, endless_path, shortage
from unfence.errors import StudyError
from unfence.gains.choices import Choices, choices_of
from unfence.industry.carbon import Footprint, factor_sets, footprint
from unfence.network.arcs import settled
from unfence.studies.reach import Difference
from unfence.studies.travels import reach_between


@dataclass(frozen=True)
class Clash:
    """Why measures cannot be done together: ``measure`` ``needs`` or ``excludes`` ``other``, or is ``barred``."""

    kind: str
    """``barred``: it and a measure that is decided exclude each other; ``other`` is then empty."""
    measure: str
    other: str = ""


@dataclass(frozen=True)
class Toll:
    """What one fence costs a year; ``then`` is None where it is down."""

    fence: str
    today: float
    then: float | None


@dataclass(frozen=True)
class Outlook:
    """One state: welfare, incomes by party before anybody pays for measures, accounts, emissions."""

    welfare: float
    income: Mapping[str, float]
    accounts: Accounts
    carbon: Footprint
    """By the book's own factors."""


@dataclass(frozen=True)
class WhatIf:
    """A scenario beside today. Money is the book's currency, a year."""

    measures: tuple[str, ...]
    fences: tuple[str, ...]
    today: Outlook
    then: Outlook
    capex: float
    """Money, once."""
    cost: float
    """Yearly cost of the measures."""
    payments: Mapping[str, float]
    """By party: its part of the yearly cost."""
    tolls: tuple[Toll, ...]
    """Every fence that stands today, in the book's order."""
    reach: tuple[Difference, ...]
    """What comes within so many minutes, and what falls out; empty where no minute changes."""

    @property
    def gain(self) -> float:
        """Welfare then, less the yearly cost, less welfare today."""
        return self.then.welfare - self.cost - self.today.welfare

    @property
    def change(self) -> Mapping[str, float]:
        """By party: income then, after what it pays, less income today; they add up to the gain."""
        then, today = self.then.income, self.today.income
        return {party: then[party] - self.payments[party] - today[party] for party in today}

    def to_dict(self) -> dict[str, object]:
        """Plain values; what is named as in a study's JSON means the same (``income`` then is after payments)."""
        states = {"today": self.today, "then": self.then}
        paid = {party: self.then.income[party] - self.payments[party] for party in self.then.income}
        return {
            "welfare": {
                "today": self.today.welfare,
                "then": self.then.welfare,
                "cost": self.cost,
                "capex": self.capex,
                "gain": self.gain,
            },
            "income": {"today": dict(self.today.income), "then": paid},
            "accounts": {name: asdict(outlook.accounts) for name, outlook in states.items()},
            "carbon": {"footprints": [{**asdict(o.carbon), "state": name} for name, o in states.items()]},
            "fences": [{"id": toll.fence, "today": toll.today, "then": toll.then} for toll in self.tolls],
            "reach": [asdict(difference) for difference in self.reach],
        }


class Bench:
    """One book, ready for questions; keeps the solver warm and remembers today.

    >>> from unfence.examples import example
    >>> bench = Bench(example("two_towns"))
    >>> round(bench.whatif(["one_check"]).gain)
    27500
    """

    def __init__(self, book: Book) -> None:
        self._economy = Economy(book)
        self._known: dict[bytes, float] = {}

    @cached_property
    def choices(self) -> Choices:
        """The measures that can still be chosen."""
        return choices_of(self._economy.book)

    def warm(self) -> None:
        """Solve today, if nobody has asked for it yet."""
        _ = self._today

    @property
    def fences(self) -> tuple[str, ...]:
        """The fences of the book that stand today."""
        return tuple(self._today[1])

    @property
    def decided(self) -> tuple[str, ...]:
        """The measures that are done or being built: in force today, no choice any more."""
        return tuple(m for m in self._economy.book["measures"]["id"] if m not in self.choices.ids)

    @cached_property
    def _today(self) -> tuple[Outlook, Mapping[str, float]]:
        return self._outlook((), ()), self._tolls((), ())

    def clashes(self, measures: Sequence[str]) -> tuple[Clash, ...]:
        """Every need that is not met and every two measures that exclude each other; empty: they can be done."""
        choices, mask = self.choices, self.choices.mask(measures)
        found = []
        for i, measure in enumerate(choices.ids):
            if not mask >> i & 1:
                continue
            if choices.barred >> i & 1:
                found.append(Clash("barred", measure))
            found += [Clash("needs", measure, other) for other in choices.named(choices.needs[i] & ~mask)]
            later = choices.excludes[i] & mask & -(1 << i)
            found += [Clash("excludes", measure, other) for other in choices.named(later)]
        return tuple(found)

    def whatif(self, measures: Collection[str] = (), fences: Collection[str] = ()) -> WhatIf:
        """What the area is with these measures in place and these fences down, free of charge; see ``whatif``."""
        choices, book = self.choices, self._economy.book
        chosen = tuple(m for m in choices.ids if m in measures)
        down = tuple(f for f in book["fences"]["id"] if f in fences)
        unknown = [*(set(measures) - set(chosen)), *(set(fences) - set(down))]
        if unknown or self.clashes(chosen):
            raise StudyError("whatif_unknown" if unknown else "whatif_clash", names=sorted(unknown) or chosen)
        try:
            before, tolls = self._today
            then = self._outlook(down, chosen) if down or chosen else before
            after = self._tolls(down, chosen)
        except UnboundedError as error:
            raise StudyError("endless_somewhere") from error
        mask = choices.mask(chosen)
        parties = self._economy.programme.parties
        paid = choices.payments(mask, parties).tolist()
        return WhatIf(
            measures=chosen,
            fences=down,
            today=before,
            then=then,
            capex=choices.capital(mask),
            cost=choices.cost(mask),
            payments=dict(zip(parties, paid, strict=True)),
            tolls=tuple(Toll(fence, tolls[fence], after.get(fence)) for fence in tolls),
            reach=reach_between(self._economy, down, chosen).differences,
        )

    def _outlook(self, fences: Sequence[str], measures: Sequence[str]) -> Outlook:
        solution = self._solved(self._economy.state(fences, measures))
        incomes: Incomes = incomes_of(solution)
        earned = dict(zip(incomes.parties, incomes.income.tolist(), strict=True))
        emitted = footprint(solution, "", factor_sets(self._economy.book)[0])
        return Outlook(solution.welfare, earned, accounts_of(solution, incomes), emitted)

    def _solved(self, state: State) -> Solution:
        """The optimum of a state; raises ``ShortError`` or ``EndlessError``, in words, where there is none."""
        programme = self._economy.programme
        path = endless_path(programme, state)
        if path is not None:
            raise EndlessError(path)
        try:
            solution = self._economy.solve(state)
        except InfeasibleError as error:
            raise shortage(programme, state) from error
        self._known[state.key()] = solution.welfare
        return solution

    def _tolls(self, fences: Sequence[str], measures: Sequence[str]) -> Mapping[str, float]:
        """What each fence that still stands costs: welfare without it less welfare with it."""
        here = self._economy.state(fences, measures)
        standing = self._welfare(here)
        without = {f: self._economy.state([*fences, f], measures) for f in self._economy.book["fences"]["id"]}
        worth = {f: self._welfare(state) - standing for f, state in without.items() if state.key() != here.key()}
        return dict(zip(worth, settled(np.array([*worth.values()]), standing).tolist(), strict=True))

    def _welfare(self, state: State) -> float:
        """Welfare in a state, solved once."""
        key = state.key()
        if key not in self._known:
            self._known[key] = self._economy.solve(state).welfare
        return self._known[key]


def whatif(book: Book, measures: Collection[str] = (), fences: Collection[str] = ()) -> WhatIf:
    """Ask one question; who asks more keeps a ``Bench``.

    Parameters
    ----------
    book
        The facts of both sides.
    measures
        Ids of measures that can still be chosen, together with what they need.
    fences
        Ids of fences that are down, free of charge.

    Raises
    ------
    StudyError
        A name that the book does not have; measures that cannot be done together; no solution, in words.

    >>> from unfence.examples import example
    >>> answer = whatif(example("two_towns"), fences=["checkpoint"])
    >>> answer.gain == answer.tolls[0].today, answer.tolls[0].then
    (True, None)
    """
    return Bench(book).whatif(measures, fences)
