r"""Sloped markets: a separable convex quadratic cost, solved exactly by a few linear programmes on one warm basis.

Market k costs  s q^2 / 2  beside its linear part. Its quantity is cut at breakpoints  0 = b_0 < b_1 < ... < b_n;
the piece between two of them costs s (b_i + b_{i+1}) / 2 per unit, so that the cost is exact at every breakpoint and
too high between them. The breakpoints lie around the last quantity q, in distances that shrink by a fixed factor:

    {0, u}  and  {q, q +- u r, q +- u r^2, ..., q*}        q* = where the line meets the last price, r = RATIO

q itself is always one of them, so no round is ever worse than the one before. It ends when q stays and meets its
price: |q - q*| <= CLOSE * u for every market. What a q that does not meet it loses is at most sum s (q - q*)^2 / 2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from unfence.economy.solver import Bounds, SolverError, Vertex
from unfence.network.arcs import Floats, Ints

RATIO = 0.25
DEPTH = 15
PIECES = 2 * DEPTH + 3
CLOSE = 1e-8
ROUNDS = 60
ENOUGH = 1e-9
"""The share of all money that a solution may miss if the rounds are used up."""


@dataclass(frozen=True)
class Slopes:
    """The sloped columns of a programme: which they are, and their slopes."""

    columns: Ints
    slope: Floats

    def __len__(self) -> int:
        return len(self.columns)

    def cost(self, x: Floats) -> float:
        """The quadratic part of the cost of a solution."""
        return float(np.sum(self.slope * x[self.columns] ** 2) / 2)

    def extended(self, matrix: sparse.csc_array) -> sparse.csc_array:
        """The matrix with PIECES more columns for each sloped market and a row that ties them to its quantity."""
        if not len(self):
            return matrix
        columns = matrix.shape[1]
        piece = np.arange(len(self) * PIECES)
        tie = np.repeat(np.arange(len(self)), PIECES)
        quantity = sparse.coo_array(
            (np.full(len(self), -1.0), (np.arange(len(self)), self.columns)), shape=(len(self), columns)
        )
        pieces = sparse.coo_array((np.ones(len(piece)), (tie, piece)), shape=(len(self), len(piece)))
        return sparse.csc_array(sparse.block_array([[matrix, None], [quantity, pieces]], format="csc"))


def solve(
    slopes: Slopes, cost: Floats, bounds: Bounds, run: Callable[[Floats, Bounds], Vertex], start: Floats
) -> Vertex:
    """The exact optimum; ``run`` solves the extended linear programme, ``start`` guesses the sloped quantities."""
    if not len(slopes):
        return run(cost, bounds)
    upper = bounds.upper[slopes.columns]
    near, met = np.minimum(start, upper), np.minimum(start, upper)
    for _ in range(ROUNDS):
        points = _breakpoints(near, met, upper)
        vertex = run(*_extended(slopes, cost, bounds, points))
        quantity = vertex.x[slopes.columns]
        marginal = vertex.dual[-len(slopes) :] - vertex.reduced[slopes.columns]
        met = np.clip(marginal / slopes.slope, bounds.lower[slopes.columns], upper)
        stays = np.abs(quantity - near) <= CLOSE * upper
        if np.all(stays & (np.abs(quantity - met) <= CLOSE * upper)):
            return vertex
        near = quantity
    lost = float(np.sum(slopes.slope * (quantity - met) ** 2) / 2)  # no other solution is better by more than this
    if lost <= ENOUGH * (float(np.abs(cost) @ np.abs(vertex.x[: len(cost)])) + slopes.cost(vertex.x)):
        return vertex
    raise SolverError


def _breakpoints(near: Floats, met: Floats, upper: Floats) -> Floats:
    """(markets, PIECES + 1) increasing breakpoints from 0 to the bound."""
    steps = RATIO ** np.arange(1, DEPTH + 1)
    around = upper[:, None] * np.concatenate([-steps, [0.0], steps])
    points = np.concatenate([np.zeros((len(upper), 1)), near[:, None] + around, met[:, None], upper[:, None]], axis=1)
    return np.sort(np.clip(points, 0.0, upper[:, None]), axis=1)


def _extended(slopes: Slopes, cost: Floats, bounds: Bounds, points: Floats) -> tuple[Floats, Bounds]:
    width, middle = np.diff(points, axis=1), (points[:, 1:] + points[:, :-1]) / 2
    pieces = np.zeros(width.size)
    ties = np.zeros(len(slopes))
    return (
        np.concatenate([cost, (slopes.slope[:, None] * middle).ravel()]),
        Bounds(
            np.concatenate([bounds.lower, pieces]),
            np.concatenate([bounds.upper, width.ravel()]),
            np.concatenate([bounds.row_lower, ties]),
            np.concatenate([bounds.row_upper, ties]),
        ),
    )
