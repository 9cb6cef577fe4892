"""Suspected fences: the smallest costs at the border that would explain purchases which the model does not make.

At the pinned optimum x every recorded purchase is made. Some of its flows lose money at the book's costs c; the model
would rather use others. Looked for are prices y, costs t on crossings and premiums s on purchases, all as small as
possible, at which x is an optimum (inverse optimisation: Ahuja and Orlin 2001, Operations Research 49, 771-783):

    minimise    sum t_f / p_f  +  DEAR sum s_k / p_k
    subject to  y A_j  = c_j + (B't)_j     where column j is inside its bounds
                y A_j <= c_j + (B't)_j     at its lower bound          y A_j >= c_j + (B't)_j   at its upper bound
                y A_k >= -s_k              for purchase k              t, s >= 0

A candidate f is one commodity on all links from one jurisdiction to another; p are prices, so that goods of different
units weigh alike. What no such cost explains is left as a premium s: a contract, a quality, something else.
Of costs that do as well those in fewer places are named. Sizes are least: any larger cost, or a ban, may explain the
same record. A record says who buys from whom, not by which way; goods keep the ways of x, so that where a third side
offers a way round a fence, a second cost may be named there which keeps them from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from unfence.economy.solver import Bounds, Vertex
from unfence.gains.traced import Traced, on_arcs
from unfence.network.arcs import Bools, Floats, numbering, rows_of

DEAR = 10.0
"""How much more a premium on one purchase weighs than a cost on a crossing."""
_INSIDE = 1e-7
"""The share of the largest flow below which a flow counts as 0."""


@dataclass(frozen=True)
class Candidate:
    """A place where a fence may stand: one commodity, from one jurisdiction to another."""

    commodity: int
    first: int
    second: int


@dataclass(frozen=True)
class Explanation:
    """The smallest costs that make the record an optimum; money per unit."""

    costs: tuple[tuple[Candidate, float], ...]
    premiums: Floats
    """(purchases,)"""
    weight: float
    """The objective."""


@dataclass(frozen=True)
class Pinned:
    """The optimum with the record pinned: its vertex, the marginal cost of every column, its bounds."""

    vertex: Vertex
    cost: Floats
    bounds: Bounds


def candidates_of(traced: Traced) -> tuple[Candidate, ...]:
    """Every recorded commodity on every border between two jurisdictions that a link of it crosses."""
    commodities = sorted({p.commodity for p in traced.purchases})
    pairs = list(permutations(range(len(traced.programme.book["jurisdictions"])), 2))
    every = (Candidate(c, first, second) for c in commodities for first, second in pairs)
    return tuple(candidate for candidate in every if borne(traced, candidate).any())


def borne(traced: Traced, candidate: Candidate) -> Floats:
    """(columns,): 1 where a candidate's cost is paid."""
    book = traced.programme.book
    home = rows_of(book["sites"]["jurisdiction"], numbering(book["jurisdictions"]))
    tails, heads = np.flatnonzero(home == candidate.first), np.flatnonzero(home == candidate.second)
    return on_arcs(traced, candidate.commodity, tails, heads)


def explained(traced: Traced, pinned: Pinned, candidates: tuple[Candidate, ...], prices: Floats) -> Explanation:
    """The smallest costs and premiums; ``prices`` (commodities,) say what a unit of each weighs."""
    support = _support(traced, pinned, candidates)
    weights = np.array([1 / prices[c.commodity] for c in candidates])
    dear = np.array([DEAR / prices[p.commodity] for p in traced.purchases])
    free = np.tile([0.0, np.inf], (len(weights) + len(dear), 1))
    answer = support.least(np.concatenate([weights, dear]), free)
    if answer is None:  # the vertex's own duals are a solution, so this is the solver's failure: claim nothing
        return Explanation((), np.maximum(0.0, pinned.vertex.reduced[traced.bought]), np.inf)
    costs = tuple((c, float(t)) for c, t in zip(candidates, answer, strict=False) if t > 0)
    return Explanation(costs, answer[len(candidates) :], float(np.concatenate([weights, dear]) @ answer))


def fewest(traced: Traced, pinned: Pinned, explanation: Explanation, prices: Floats) -> Explanation:
    """The same with costs in fewer places: each is left out, smallest first, if no premium grows for that."""
    for candidate, _ in sorted(explanation.costs, key=lambda cost: cost[1] / prices[cost[0].commodity]):
        others = tuple(c for c, _ in explanation.costs if c != candidate)
        without = explained(traced, pinned, others, prices)
        if without.premiums.sum() <= explanation.premiums.sum() + _INSIDE * float(np.median(prices)):
            explanation = without
    return explanation


def most(traced: Traced, pinned: Pinned, explanation: Explanation, which: int) -> float:
    """The largest size of one of the costs found at which the record is still an optimum; inf if there is none."""
    candidates = tuple(c for c, _ in explanation.costs)
    sizes = np.array([t for _, t in explanation.costs])
    held = np.column_stack([sizes, sizes])
    held[which] = 0.0, np.inf
    room = np.column_stack([np.zeros_like(explanation.premiums), explanation.premiums])
    weights = np.zeros(len(held) + len(room))
    weights[which] = -1.0
    answer = _support(traced, pinned, candidates).least(weights, np.concatenate([held, room]))
    return np.inf if answer is None else float(answer[which])


@dataclass(frozen=True)
class _Support:
    """All prices y, costs t, premiums s that support the pinned optimum: ``matrix @ (y, t, s) <= limit``."""

    matrix: sparse.csr_array
    limit: Floats
    duals: Floats

    def least(self, weights: Floats, extent: Floats) -> Floats | None:
        """The costs and premiums, within their own bounds, of which the weighted sum is least; None if it has none."""
        scale = float(np.median(np.abs(self.limit[self.limit != 0]))) if self.limit.any() else 1.0
        size = float(np.max(np.abs(weights), initial=0.0)) or 1.0
        answer = linprog(
            np.concatenate([np.zeros(len(self.duals)), weights / size]),
            A_ub=self.matrix,
            b_ub=self.limit / scale,
            bounds=np.concatenate([self.duals, extent / scale]),
            method="highs",
        )
        return None if answer.x is None else np.asarray(answer.x[len(self.duals) :] * scale)


def _support(traced: Traced, pinned: Pinned, candidates: tuple[Candidate, ...]) -> _Support:
    """Rows are columns of the programme: what a unit brings, less what costs and premiums add to what it takes."""
    bears = [borne(traced, candidate) for candidate in candidates]
    fence = sparse.csr_array(np.array(bears)) if bears else sparse.csr_array((0, traced.matrix.shape[1]))
    rows = sparse.hstack([traced.matrix.T, -fence.T, _premiums(traced).T], format="csr")
    lower, upper = _ends(traced, pinned)
    at_most, at_least = np.flatnonzero(np.isfinite(upper)), np.flatnonzero(np.isfinite(lower))
    matrix = sparse.vstack([rows[at_most], -rows[at_least]], format="csr")
    return _Support(matrix, np.concatenate([upper[at_most], -lower[at_least]]), _duals(traced, pinned))


def rivals(
    traced: Traced, pinned: Pinned, explanation: Explanation, candidates: tuple[Candidate, ...], prices: Floats
) -> Iterator[tuple[Candidate, ...]]:
    """For each cost found, the places where costs no larger would explain the record as well."""
    named = {candidate for candidate, _ in explanation.costs}
    for candidate, _ in explanation.costs:
        others = tuple(c for c in candidates if c != candidate)
        instead = explained(traced, pinned, others, prices)
        as_good = instead.weight <= explanation.weight * (1 + 1e-6)
        yield tuple(c for c, _ in instead.costs if c not in named) if as_good else ()


def _premiums(traced: Traced) -> sparse.csr_array:
    """(purchases, columns): 1 at each purchase's column."""
    count = len(traced.purchases)
    at = np.arange(count)
    return sparse.csr_array((np.ones(count), (at, traced.bought.start + at)), shape=(count, traced.matrix.shape[1]))


def _ends(traced: Traced, pinned: Pinned) -> tuple[Floats, Floats]:
    """Least and most that each column's unit may bring; wide enough for the vertex's own duals."""
    x, bounds, cost = pinned.vertex.x[: traced.matrix.shape[1]], pinned.bounds, pinned.cost
    value = pinned.vertex.dual[: traced.matrix.shape[0]] @ traced.matrix
    off_lower, off_upper = _off(x, bounds.lower), _off(bounds.upper, x)
    fixed = bounds.lower == bounds.upper
    lower = np.where(off_lower & ~fixed, np.minimum(cost, value), -np.inf)
    upper = np.where(off_upper & ~fixed, np.maximum(cost, value), np.inf)
    bought = traced.bought
    lower[bought] = np.where(x[bought] > 0, 0.0, -np.inf)
    upper[bought] = np.inf
    return lower, upper


def _off(high: Floats, low: Floats) -> Bools:
    with np.errstate(invalid="ignore"):
        slack = high - low
    finite = np.abs(np.concatenate([high[np.isfinite(high)], low[np.isfinite(low)], [1e-9]]))
    return np.asarray(slack > _INSIDE * min(float(finite.max()), 1e12))


def _duals(traced: Traced, pinned: Pinned) -> Floats:
    """(rows, 2): bounds of every row's dual: free at nodes, at most 0 at tight capacities, 0 at slack ones."""
    rows, activity = pinned.bounds.row_upper, traced.matrix @ pinned.vertex.x[: traced.matrix.shape[1]]
    equal = pinned.bounds.row_lower == rows
    tight = activity >= rows - _INSIDE * (1 + np.abs(rows))
    priced = pinned.vertex.dual[: len(rows)] < 0
    least = np.where(equal | tight | priced, -np.inf, 0.0)
    return np.column_stack([least, np.where(equal, np.inf, 0.0)])
