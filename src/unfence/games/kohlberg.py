"""Kohlberg's test: is this the nucleolus? It looks at the answer only, not at how it was found.

With D(t) = all coalitions whose complaint at x is at least t, x is the prenucleolus exactly where for every t

    no transfer y with y(N) = 0 gives every S in D(t) at least 0 and one of them more;

(said of weights: D(t) is balanced). For the nucleolus y[i] >= 0 is asked, too, where x[i] = v({i}). Such a transfer
would lessen a complaint and raise no larger one; where the test fails, it is the proof.

Levels are taken from the top. Once D(t) has passed, every such y is 0 on its span, so only the coalitions of the next
level that lie outside need a program of n columns; when the span is whole, all later levels pass.

Sources: E. Kohlberg, SIAM J. Appl. Math. 20 (1971); for the spans, T. D. Nguyen, Oper. Res. Lett. 45 (2017).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unfence.games.coalitions import (
    FloatArray,
    IntArray,
    checked,
    indicators,
    matched,
    players,
    singles,
    size_of,
    sizes,
    sums,
)
from unfence.games.linear import INF, Program, minimise

_BETTER = 1e-6  # a transfer has entries up to 1; below this it helps nobody
_SPAN = 1e-9


@dataclass(frozen=True)
class Verdict:
    """What the test found.

    ``fails`` is empty where the allocation passes, else ``sum`` (it does not add up), ``floor`` (somebody gets less
    than alone) or ``balance``: then adding a little of ``transfer``, (n,), to the allocation lessens a complaint of
    size ``level`` and raises none as large.
    """

    fails: Literal["", "sum", "floor", "balance"]
    level: float
    transfer: FloatArray

    @property
    def holds(self) -> bool:
        """Whether the allocation is the one asked about."""
        return not self.fails


def kohlberg(
    worth: ArrayLike, x: ArrayLike, *, floor: bool = True, per_head: bool = False, tolerance: float = 1e-8
) -> Verdict:
    """Test whether an allocation is the nucleolus of a game.

    Parameters
    ----------
    worth
        (2**n,), in any unit; bit i of the index is player i; worth of nobody is 0.
    x
        (n,), in the worths' unit.
    floor
        True asks for the nucleolus, False for the prenucleolus.
    per_head
        Complaints are divided by the size of the coalition: True asks for ``per_capita_nucleolus``.
    tolerance
        Complaints nearer than this share of the game's size are one level; widen it for a rounded allocation.

    Returns
    -------
    Verdict
        ``holds``; if not, what fails, with a transfer that proves it.

    Raises
    ------
    UnfenceError
        The array is no game, or the allocation has another number of players.

    >>> kohlberg([0, 0, 0, 1, 0, 1, 0, 1], [1, 0, 0]).holds
    True
    >>> verdict = kohlberg([0, 40, 10, 80], [50, 30])
    >>> verdict.fails, verdict.level, verdict.transfer
    ('balance', -10.0, array([ 1., -1.]))
    """
    game = checked(worth)
    share = matched(game, x)
    n = players(game)
    near = tolerance * float(size_of(game))
    none = np.zeros(n)
    if abs(share.sum() - game[-1]) > near:
        return Verdict("sum", 0.0, none)
    if floor and np.any(share < singles(game) - near):
        return Verdict("floor", float((singles(game) - share).max()), none)
    held = share <= singles(game) + near if floor else np.zeros(n, dtype=np.bool_)
    complaint = (game - sums(share)) / (np.maximum(1, sizes(n)) if per_head else 1)
    free = np.eye(n) - 1 / n  # projects onto the transfers that nothing forbids yet
    for level, masks in _levels(complaint, near):
        rows = indicators(masks, n)
        rows = rows[np.linalg.norm(rows @ free, axis=1) > _SPAN]
        if not rows.size:
            continue
        transfer = _better(rows, free, held)
        if rows.sum(axis=0) @ transfer > _BETTER:
            return Verdict("balance", level, transfer)
        free = _narrowed(free, rows)
        if np.trace(free) < 0.5:  # noqa: PLR2004  its rank: a whole number
            break
    return Verdict("", 0.0, none)


def _levels(complaint: FloatArray, near: float) -> Iterator[tuple[float, IntArray]]:
    """Coalitions by complaint, largest first, in groups of like size."""
    order = 1 + np.argsort(-complaint[1:-1], kind="stable")
    falls = np.flatnonzero(-np.diff(complaint[order]) > near) + 1
    for masks in np.split(order, falls) if order.size else ():
        yield float(complaint[masks[0]]), masks


def _better(rows: FloatArray, free: FloatArray, held: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
    """The transfer that gives these coalitions most, none of them less than 0."""
    n = len(free)
    kept = np.eye(n) - free  # what is settled must stay
    matrix = np.vstack([rows, kept])
    row_high = np.append(np.full(len(rows), INF), np.zeros(n))
    program = Program(
        cost=-rows.sum(axis=0),
        matrix=matrix,
        row_low=np.zeros(len(matrix)),
        row_high=row_high,
        low=np.where(held, 0.0, -1.0),
        high=np.ones(n),
    )
    return minimise(program).x


def _narrowed(free: FloatArray, rows: FloatArray) -> FloatArray:
    """The projection onto what is orthogonal to these rows, too."""
    _, length, axes = np.linalg.svd(rows @ free, full_matrices=False)
    axes = axes[length > _SPAN]
    narrowed: FloatArray = free - axes.T @ axes
    return narrowed
