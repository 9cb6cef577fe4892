"""How far each unknown of a system of inequalities can go: bounds row by row, and which of them are proven to be met.

    rows  a_k y <= c_k;  with  l <= y <= h  known so far,

    a_kv > 0    y_v <= (c_k - sum_{j != v} min a_kj y_j) / a_kv        a_kv < 0 bounds y_v from below

is applied until nothing moves. On a network, where a row says that two prices differ by no more than a transport
cost, these are shortest paths, and the greatest prices are greatest together: the vector h itself meets every row.
That is what is asked of h. The unknowns that are not settled (l = h) fall into parts that share no row; where h meets
every row of a part, h there beside a known solution elsewhere is a solution, so h is met, not only a bound. An h
without end is proven by a ray, r >= 0 with A r <= 0. What is not proven here has to be asked of a solver.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from unfence.network.arcs import Bools, Floats, Ints

ROUNDS = 2000
"""Rows are applied so often at most; bounds are valid whenever one stops."""
STILL = 1e-13
"""A bound that moves by no more than this share of the money at hand stands still."""
FAR = 1e3
"""How far along a ray one goes, in sizes of the money at hand, to see whether it spoils what has an end."""
MET = 1e-10
"""The share of its own terms by which a row may be missed and still counts as met."""


@dataclass(frozen=True)
class Rows:
    """A y <= c, entry by entry, with a solution ``known``."""

    row: Ints
    column: Ints
    value: Floats
    bound: Floats
    known: Floats

    def flipped(self) -> "Rows":
        """The same rows for -y."""
        return Rows(self.row, self.column, -self.value, self.bound, -self.known)

    def total(self, terms: Floats) -> Floats:
        """(rows,): sums of a value for each entry."""
        return np.asarray(np.bincount(self.row, terms, len(self.bound)), dtype=np.float64)


@dataclass(frozen=True)
class Extents:
    """Bounds of every unknown, and which of them are proven least and greatest values; infinite without end."""

    low: Floats
    high: Floats
    low_met: Bools
    high_met: Bools
    settled: Bools
    """Least and greatest are the same."""


def rows_of(matrix: sparse.csc_array, lower: Floats, upper: Floats, known: Floats) -> Rows:
    """The rows of ``lower <= matrix' y <= upper`` that say something; ``known`` is one y that meets them.

    >>> rows = rows_of(sparse.csc_array(np.array([[1.0], [-1.0]])), np.array([-np.inf]), np.array([3.0]), np.zeros(2))
    >>> rows.bound
    array([3.])
    """
    by_column = sparse.csc_array(matrix).T.tocoo()
    says_upper, says_lower = np.isfinite(upper), np.isfinite(lower)
    number = np.cumsum(np.concatenate([says_upper, says_lower])) - 1
    row, column = by_column.coords
    above, below = says_upper[row], says_lower[row]
    return Rows(
        row=np.concatenate([number[row[above]], number[len(upper) + row[below]]]),
        column=np.concatenate([column[above], column[below]]),
        value=np.concatenate([by_column.data[above], -by_column.data[below]]),
        bound=np.concatenate([upper[says_upper], -lower[says_lower]]),
        known=known,
    )


def extents_of(rows: Rows, low: Floats, high: Floats) -> Extents:
    """The bounds that rows imply for every unknown between ``low`` and ``high``.

    >>> rows = rows_of(sparse.csc_array(np.array([[1.0], [-1.0]])), np.array([-np.inf]), np.array([3.0]), np.zeros(2))
    >>> found = extents_of(rows, np.array([-np.inf, -np.inf]), np.array([np.inf, 5.0]))
    >>> found.high, found.high_met
    (array([8., 5.]), array([ True,  True]))
    """
    scale = float(np.max(np.abs(rows.known), initial=0.0)) or 1.0
    low, high = _narrowed(rows, low, high, scale)
    settled = high - low <= MET * scale
    parts = _parts(rows, ~settled)
    return Extents(
        low=low,
        high=high,
        low_met=_met(rows.flipped(), -high, -low, parts, scale),
        high_met=_met(rows, low, high, parts, scale),
        settled=settled,
    )


def _narrowed(rows: Rows, low: Floats, high: Floats, scale: float) -> tuple[Floats, Floats]:
    """Bounds that no row narrows any further; never past the known solution."""
    up = rows.value > 0
    low, high = np.minimum(low, rows.known), np.maximum(high, rows.known)
    for _ in range(ROUNDS):
        least = np.where(up, low[rows.column], high[rows.column]) * rows.value
        endless = np.isinf(least)
        finite = np.where(endless, 0.0, least)
        open_ends = rows.total(endless.astype(np.float64))[rows.row] - endless
        rest = (rows.bound - rows.total(finite))[rows.row] + finite
        ends = np.where(open_ends > 0, np.inf, rest) / rows.value
        new_low, new_high = low.copy(), high.copy()
        np.minimum.at(new_high, rows.column[up], ends[up])
        np.maximum.at(new_low, rows.column[~up], ends[~up])
        new_low, new_high = np.minimum(new_low, rows.known), np.maximum(new_high, rows.known)
        moved = _moves(new_low, low, scale) | _moves(new_high, high, scale)
        low, high = np.where(moved, new_low, low), np.where(moved, new_high, high)
        if not moved.any():
            break
    return low, high


def _moves(new: Floats, old: Floats, scale: float) -> Bools:
    same = new == old
    far = np.abs(np.where(same, 0.0, new) - np.where(same, 0.0, old)) > STILL * scale
    return np.asarray(~same & far)


def _parts(rows: Rows, loose: Bools) -> Ints:
    """(unknowns,): which unknowns that are not settled hang together by some row; settled ones are on their own."""
    count = len(loose)
    on = loose[rows.column]
    ones = np.ones(int(on.sum()))
    graph = sparse.coo_array((ones, (rows.column[on], count + rows.row[on])), shape=(count + len(rows.bound),) * 2)
    return np.asarray(connected_components(graph, directed=False)[1][:count])


def _met(rows: Rows, low: Floats, high: Floats, parts: Ints, scale: float) -> Bools:
    """Which of the greatest values some solution has."""
    settled = high - low <= MET * scale
    endless = np.isinf(high)
    ray = _ray(rows, endless, parts)
    top = np.where(endless, rows.known + FAR * scale * ray, np.where(settled, rows.known, high))
    terms = rows.value * top[rows.column]
    size = np.abs(rows.bound) + rows.total(np.abs(terms)) + scale
    broken = rows.total(terms) - rows.bound > MET * size
    return settled | (np.where(endless, ray > MET, True) & ~_holding(rows, broken, parts, ~settled))


def _holding(rows: Rows, which: Bools, parts: Ints, loose: Bools) -> Bools:
    """The unknowns whose part holds one of some rows."""
    held = which[rows.row] & loose[rows.column]
    return np.isin(parts, parts[rows.column[held]])


def _ray(rows: Rows, endless: Bools, parts: Ints) -> Floats:
    """(unknowns,) in 0..1: a direction in which every row lets one go for ever; 0 where none is found."""
    ray = endless.astype(np.float64)
    up = rows.value > 0
    for _ in range(ROUNDS):
        ends = rows.total(np.where(up, 0.0, -rows.value * ray[rows.column]))[rows.row] / np.where(up, rows.value, 1.0)
        new = ray.copy()
        np.minimum.at(new, rows.column[up], ends[up])
        if np.array_equal(new, ray):
            break
        ray = new
    terms = rows.value * ray[rows.column]
    against = rows.total(terms) > STILL * (rows.total(np.abs(terms)) + 1.0)
    return np.where(_holding(rows, against, parts, endless), 0.0, ray)
