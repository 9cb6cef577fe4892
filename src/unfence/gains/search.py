"""Plans searched: the best of more sets of measures than can be tried one by one, by branch and bound.

A span of plans is bounded from above by one linear programme (``relaxation.py``). The span with the highest bound is
taken next: the plan that its shares point to is solved as every plan is, at private decisions; then one of its free
measures is put in, in one half, and left out, in the other. Halves whose bound lies below the best plan found are
dropped, so that when none is left the best is proven, as if every set had been tried.

Why not one mixed-integer programme? Plans are ranked by welfare at private decisions, fees and taxes counted by those
who decide; a mixed-integer programme can only be had at social costs. It would have to be solved anew for every plan
that looks better to it than it is, with rows of large constants that have to be right where flows are unlimited. Here
the large constants only tighten a bound, a plan that disappoints costs one solve, and every plan solved serves all
later questions; where so few sets are allowed that solving them all is no dearer than to go on searching, they are all
solved. A question that is not answered after LIMIT spans gets the best plan found; ``exact`` is then False and ``gap``
is the most that could still be missing. That happens where fees bend decisions by more than measures differ.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, InfeasibleError
from unfence.gains.choices import Choices, subsets
from unfence.gains.fences import PAIRS
from unfence.gains.pairs import tolerance
from unfence.gains.plans import Plan, best_of
from unfence.gains.relaxation import Relaxation
from unfence.gains.spans import Span, allowed_sets, members, narrowed
from unfence.gains.sweep import Progress, Scenario, welfare_of
from unfence.network.arcs import Floats, settled

LIMIT = 6000
"""Spans that one question may open."""
WHOLE = 30_000
"""Spans that all questions of one kind may open together; later ones get HURRIED each."""
HURRIED = 10
SETS = 8192
"""If no more sets than this are allowed, and searching has cost as much as solving them all, they are all solved."""
FEW = 3
"""So many free measures leave so few plans that it may be quicker to solve the last of them than to bound them."""
TIES = 200
"""Spans that may be opened only to find equals with less capex, fewer measures or earlier ids."""
CLEAN = 1e-9
"""The share of welfare by which a bound may be off, as the solver's last digits are."""

_Heap = list[tuple[float, int, int]]
"""Open spans as (-bound, least, most)."""


@dataclass(frozen=True)
class _Question:
    """Which plans are asked for."""

    within: int
    forced: int
    budget: float

    def admits(self, choices: Choices, mask: int) -> bool:
        """Whether a plan is among them; needs and excludes aside."""
        inside = mask & ~self.within == 0 and mask & self.forced == self.forced
        return inside and choices.capital(mask) <= self.budget * (1 + 1e-12)

    def holds(self, other: "_Question") -> bool:
        """Whether every plan that the other admits is among these."""
        inside = other.within & ~self.within == 0 and other.forced & self.forced == self.forced
        return inside and other.budget <= self.budget


class Searched:
    """Plans by branch and bound; every set that is solved is remembered."""

    def __init__(self, economy: Economy, choices: Choices, today: float, gain: float, progress: Progress) -> None:
        self.choices = choices
        self.gap = 0.0
        """The most by which some best plan could still be better than the one returned; 0 where all are proven."""
        self.worth_gap = 0.0
        """The same for the best allowed parts of sets that are not allowed."""
        self._economy, self._today, self._near = economy, today, tolerance(gain)
        self._relaxation = Relaxation(economy, choices)
        self._nets: dict[int, float] = {0: 0.0}
        self._answers: dict[_Question, Plan | None] = {}
        self._parts: dict[int, float] = {}
        self._all_solved = False
        self._every = allowed_sets(choices, SETS)
        self._opened = {True: 0, False: 0}
        self._progress, self._expected = progress, 2 * PAIRS * len(choices)

    @property
    def exact(self) -> bool:
        """Whether every best plan so far is proven best."""
        return self.gap == 0.0

    def net(self, mask: int) -> float:
        """Gain of an allowed set, -inf if it has no solution."""
        if mask not in self._nets:
            welfare = welfare_of(self._economy, Scenario(measures=self.choices.named(mask)))
            net = np.asarray(welfare - self.choices.cost(mask) - self._today)
            self._nets[mask] = float(settled(net, self._today))
            self._progress(min(len(self._nets), self._expected - 1), self._expected)
        return self._nets[mask]

    def worth(self, mask: int) -> float:
        """Net of an allowed set; of another the net of its best allowed part."""
        if self.choices.allowed(mask) and np.isfinite(self.net(mask)):
            return self.net(mask)
        if mask not in self._parts:
            plan = self._answer(_Question(mask, 0, np.inf), ties=False)
            self._parts[mask] = plan.gain if plan else 0.0
        return self._parts[mask]

    def best(self, within: int, forced: int = 0, budget: float = np.inf) -> Plan | None:
        """The best allowed set inside ``within`` that holds ``forced`` and costs no more than ``budget`` of capex."""
        return self._answer(_Question(within, forced, budget), ties=True)

    def _answer(self, question: _Question, *, ties: bool) -> Plan | None:
        """The answer to a question: from an earlier one that settles it, from what is solved, or by search."""
        for asked, plan in self._answers.items():
            if asked.holds(question) and (plan is None or question.admits(self.choices, plan.mask)):
                return plan
        self._solve_all_if_quicker()
        seen = _Seen(self.choices, self._near, ties=ties)
        for mask, net in self._nets.items():
            if question.admits(self.choices, mask) and self.choices.allowed(mask):
                seen.add(mask, net)
        if not self._all_solved:
            self._search(question, seen, ties=ties)
        if ties:
            self._answers[question] = seen.plan
        return seen.plan

    def _solve_all_if_quicker(self) -> None:
        if self._every and not self._all_solved and sum(self._opened.values()) > len(self._every):
            for mask in self._every:
                self.net(mask)
            self._all_solved = True

    def _search(self, question: _Question, seen: "_Seen", *, ties: bool) -> None:
        heap: _Heap = []
        self._push(heap, np.inf, Span(question.forced, question.within))
        left = max(HURRIED, min(LIMIT, WHOLE - self._opened[ties]))
        equals = 0
        while heap:
            bound, span = -heap[0][0], Span(*heapq.heappop(heap)[1:])
            equals += bound <= seen.top + self._near
            if seen.hopeless(bound, span) or equals > TIES:
                continue
            if not left:
                self._give_up(bound, question, seen, ties=ties)
                return
            left -= 1
            self._opened[ties] += 1
            self._open(heap, bound, span, question, seen)

    def _give_up(self, bound: float, question: _Question, seen: "_Seen", *, ties: bool) -> None:
        """Better the best plan seen as far as one change at a time goes, and say how much may be missing."""
        self._climb(question, seen)
        gap = max(0.0, bound - seen.top)
        if ties:
            self.gap = max(self.gap, gap)
        else:
            self.worth_gap = max(self.worth_gap, gap)

    def _open(self, heap: _Heap, bound: float, span: Span, question: _Question, seen: "_Seen") -> None:
        """Bound a span, solve the plan that it points to, and halve it."""
        if self._tried(span, question, seen):
            return
        try:
            relaxed = self._relaxation.over(span, question.budget)
        except InfeasibleError:
            return
        bound = min(bound, relaxed.bound - self._today + CLEAN * (abs(relaxed.bound) + abs(self._today)))
        if seen.hopeless(bound, span):
            return
        self._try(_rounded(self.choices, span, relaxed.shares), question, seen)
        if seen.hopeless(bound, span):
            return
        half = max(members(span.free), key=lambda i: (0.5 - abs(relaxed.shares[i] - 0.5), self.choices.yearly[i]))
        self._push(heap, bound, Span(span.least | 1 << half, span.most))
        self._push(heap, bound, Span(span.least, span.most & ~(1 << half)))

    def _climb(self, question: _Question, seen: "_Seen") -> None:
        """Go on to better plans that differ in one measure and what hangs on it, as long as there are any."""
        plan = None
        while seen.plan is not None and seen.plan != plan:
            plan = seen.plan
            for bit in (1 << i for i in members(question.within)):
                most = question.within & ~bit if plan.mask & bit else question.within
                flipped = narrowed(self.choices, Span(question.forced | (bit & most), most))
                if flipped is not None:
                    self._try(plan.mask & flipped.most | flipped.least, question, seen)

    def _tried(self, span: Span, question: _Question, seen: "_Seen") -> bool:
        """Solve all plans of a small span, if no more than one of them has not been solved yet."""
        if span.free.bit_count() > FEW:
            return False
        plans = [span.least | part for part in subsets(span.free)]
        plans = [mask for mask in plans if question.admits(self.choices, mask) and self.choices.allowed(mask)]
        if sum(mask not in self._nets for mask in plans) > 1:
            return False
        for mask in plans:
            seen.add(mask, self.net(mask))
        return True

    def _push(self, heap: _Heap, bound: float, span: Span) -> None:
        left = narrowed(self.choices, span)
        if left is not None:
            heapq.heappush(heap, (-bound, left.least, left.most))

    def _try(self, mask: int, question: _Question, seen: "_Seen") -> None:
        if question.admits(self.choices, mask) and self.choices.allowed(mask):
            seen.add(mask, self.net(mask))


class _Seen:
    """The plans that a question admits and that have been solved, and what they leave to hope for."""

    def __init__(self, choices: Choices, near: float, *, ties: bool) -> None:
        self.plan: Plan | None = None
        self.top = -np.inf
        self._choices, self._near, self._ties = choices, near, ties
        self._nets: dict[int, float] = {}

    def add(self, mask: int, net: float) -> None:
        """Take note of a plan."""
        if mask in self._nets or net < self.top - self._near or np.isinf(net):
            return
        self._nets[mask] = net
        self.top = max(self.top, net)
        self.plan = best_of(self._choices, np.array(list(self._nets)), np.array(list(self._nets.values())), self._near)

    def hopeless(self, bound: float, span: Span) -> bool:
        """Whether no plan of a span can be better, nor equal and to be preferred."""
        if self.plan is None or bound > self.top + self._near:
            return False
        size = self._choices.capital(span.least), span.least.bit_count()
        return not self._ties or bound < self.top - self._near or size > (self.plan.capex, len(self.plan.measures))


def _rounded(choices: Choices, span: Span, shares: Floats) -> int:
    """A plan of the span near some shares: the measures above one half, largest first, with all that they need."""
    mask = span.least
    for i in sorted(members(span.free), key=lambda i: -shares[i]):
        if shares[i] > 0.5:  # noqa: PLR2004  one half
            more = narrowed(choices, Span(mask | 1 << i, span.most))
            mask = more.least if more else mask
    return mask
