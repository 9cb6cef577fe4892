"""Draws: one book after another, each solved in the same scenarios.

Every draw gets an economy of its own and solves its scenarios in the same order, so that what it says does not depend
on how many draws there are, nor on which process does it.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing import get_context

import numpy as np

from unfence.book import Book
from unfence.economy import Economy, InfeasibleError, SolverError, UnboundedError
from unfence.gains.assumptions import Assumption, drawn_book
from unfence.gains.choices import Choices, choices_of, players_of
from unfence.gains.plans import Plan, Plans
from unfence.gains.sharing import sharing_of, solver
from unfence.gains.sweep import Progress, Scenario, welfare_of
from unfence.network.arcs import Floats, settled

SHARED = 3
"""So many players' shares are drawn; the coalitions of more take too long."""
SHARE_DRAWS = 50
"""So many draws, the first ones, say what the shares are: incomes take as long as all else."""
PER_JOB = 8
"""Draws below which another process takes longer to start than to work."""


@dataclass(frozen=True)
class Answers:
    """What one draw says; arrays in the book's order."""

    gain: float
    open: float
    fences: Floats
    measures: Floats
    """NaN where no allowed plan can hold the measure."""
    lost: Floats
    """What the best plan is worth above each other plan that was tried."""
    shares: Mapping[tuple[str, str], float]
    """By rule and player; the rule ``own_change`` is what prices alone give."""


@dataclass(frozen=True)
class Task:
    """What every draw is asked: the book as stated, what is uncertain, the plans chosen at what is stated (masks)."""

    book: Book
    assumptions: tuple[Assumption, ...]
    best: int
    others: tuple[int | None, ...]
    """For each measure the best plan without it, if it is in the best, else with it; None where there is none."""
    coalitions: Mapping[int, int] | None
    """The best plan within what each coalition may do; None where shares are not drawn."""

    def gain(self, u: Floats) -> float | None:
        """The best plan's net gain alone; None where there is no answer."""
        economy = self._economy(u)
        choices = choices_of(economy.book)
        try:
            best = welfare_of(economy, Scenario(measures=choices.named(self.best)))
            gain = best - choices.cost(self.best) - welfare_of(economy, Scenario())
        except (UnboundedError, SolverError):
            return None
        return gain if np.isfinite(gain) else None

    def answers(self, number: int, u: Floats) -> Answers | None:
        """All answers of one draw; None if something is short in it, or has no bound."""
        try:
            return self.solved(u, shares=number < SHARE_DRAWS)
        except (InfeasibleError, UnboundedError, SolverError):
            return None

    def solved(self, u: Floats, *, shares: bool = True) -> Answers:
        """All answers of one draw; raises InfeasibleError, UnboundedError or SolverError where it has none."""
        economy = self._economy(u)
        choices, fences = choices_of(economy.book), tuple(economy.book["fences"]["id"])
        plans = [self.best, *(self.best if mask is None else mask for mask in self.others)]
        single = [Scenario(fences=(f,)) for f in fences]
        done = [Scenario(measures=choices.named(mask)) for mask in plans]
        scenarios = [Scenario(), *single, Scenario(fences=fences), *done]

        @cache
        def welfare(scenario: Scenario) -> float:
            return welfare_of(economy, scenario)

        worth = np.array([welfare(scenario) for scenario in scenarios])
        if not np.isfinite(worth).all():
            raise InfeasibleError
        gains = settled(worth - worth[0], worth[0])
        alone, opened, bettered = np.split(gains[1:], [len(fences), len(fences) + 1])
        nets = bettered - [choices.cost(mask) for mask in plans]
        inside = np.array([self.best >> i & 1 for i in range(len(choices))], dtype=bool)
        known = np.array([mask is not None for mask in self.others], dtype=bool)
        lost = settled(nets[0] - nets[1:], worth[0])
        agreed = _Agreed(choices, self.coalitions or {}, welfare)
        return Answers(
            gain=float(nets[0]),
            open=float(opened[0]),
            fences=alone,
            measures=np.where(known, np.where(inside, lost, -lost), np.nan),
            lost=lost[known],
            shares=_shares(economy, agreed, float(opened[0])) if shares and self.coalitions is not None else {},
        )

    def _economy(self, u: Floats) -> Economy:
        return Economy(drawn_book(self.book, self.assumptions, u))


@dataclass(frozen=True)
class _Agreed:
    """Plans that were chosen at what is stated, in a book in which numbers may be others."""

    choices: Choices
    chosen: Mapping[int, int]
    """The best plan within a set of measures, both as masks."""
    welfare: Callable[[Scenario], float]
    exact: bool = True

    def net(self, mask: int) -> float:
        """Gain of a set in this book."""
        bettered = self.welfare(Scenario(measures=self.choices.named(mask)))
        return bettered - self.choices.cost(mask) - self.welfare(Scenario())

    def worth(self, mask: int) -> float:
        """Gain of what was chosen within a set."""
        return self.net(self.chosen[mask])

    def best(self, within: int, forced: int = 0, budget: float = np.inf) -> Plan | None:
        """What was chosen within a set, if it holds ``forced`` and keeps to ``budget``."""
        mask = self.chosen[within]
        capital = self.choices.capital(mask)
        if mask & forced != forced or capital > budget:
            return None
        return Plan(self.choices.named(mask), mask, capital, self.choices.cost(mask), self.net(mask))


def _shares(economy: Economy, agreed: _Agreed, gain: float) -> Mapping[tuple[str, str], float]:
    """What every rule gives every player; a prenucleolus counts as the nucleolus that it stands for."""
    sharing = sharing_of(economy, agreed, solver(economy), gain)
    splits = {name.replace("prenucleolus", "nucleolus"): split.shares for name, split in sharing.splits.items()}
    return {
        (rule, player): share
        for rule, shares in {"own_change": sharing.own_change, **splits}.items()
        for player, share in zip(sharing.players, shares, strict=True)
    }


def task_of(economy: Economy, plans: Plans) -> Task:
    """What every draw is asked, from the plans of the book as stated; nothing is uncertain yet."""
    choices, everything = plans.choices, (1 << len(plans.choices)) - 1
    best = _mask(plans.best(everything)) or 0

    def other(i: int) -> int | None:
        bit = 1 << i
        return (_mask(plans.best(everything & ~bit)) or 0) if best & bit else _mask(plans.best(everything, bit))

    players = players_of(economy.book)
    coalitions = None
    if len(players) <= SHARED:
        members = [frozenset(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1 << len(players))]
        within = {choices.consenting(m) for m in members}
        coalitions = {mask: _mask(plans.best(mask)) or 0 for mask in within}
    book = drawn_book(economy.book, (), np.zeros(0))
    return Task(book, (), best, tuple(other(i) for i in range(len(choices))), coalitions)


def scenarios_of(task: Task, choices: Choices) -> tuple[Scenario, ...]:
    """Every scenario that a draw solves, apart from the coalitions' own."""
    fences = tuple(task.book["fences"]["id"])
    masks = dict.fromkeys([task.best, *(mask for mask in task.others if mask is not None)])
    single = [Scenario(fences=(f,)) for f in fences]
    return (Scenario(), *single, Scenario(fences=fences), *(Scenario(measures=choices.named(m)) for m in masks))


def drawn(task: Task, places: Floats, jobs: int, progress: Progress) -> list[Answers | None]:
    """The answers of every draw (rows of ``places``), in order."""
    if jobs <= 1 or len(places) < PER_JOB * jobs:
        found = []
        for number, u in enumerate(places):
            found.append(task.answers(number, u))
            progress(len(found), len(places))
        return found
    parts = [(first, places[first : first + PER_JOB]) for first in range(0, len(places), PER_JOB)]
    found = []
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for part in pool.map(partial(_stretch, task), parts):
            found += part
            progress(len(found), len(places))
    return found


def _stretch(task: Task, part: tuple[int, Floats]) -> list[Answers | None]:
    """One process's part."""
    first, places = part
    return [task.answers(first + k, u) for k, u in enumerate(places)]


def _mask(plan: Plan | None) -> int | None:
    return None if plan is None else plan.mask
