"""Equal profit method: among the splits nobody can object to, the one whose relative gains differ least.

With b[i] the base that i's gain is measured by (what he has, or costs, alone)::

    minimise   f
    subject to f >= x[i] / b[i] - x[j] / b[j]            every pair i, j
               x(S) >= v(S) - max(0, eps)                every S;   x(N) = v(N)

eps is the least core's, so that there is a split even where the core is empty. Several may share the least f; of
those the one nearest to proportional is taken (least sum of x[i]**2 / b[i]), which is unique.

Source: M. Frisk, M. Gothe-Lundgren, K. Jornsten, M. Ronnqvist, Cost allocation in collaborative forest transportation,
European J. Oper. Res. 205 (2010).
"""

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, FloatArray, IntArray, checked, indicators, matched, players, singles, size_of
from unfence.games.core import least_core
from unfence.games.linear import INF, Optimum, Program, minimise, on_demand
from unfence.games.nearest import nearest


def equal_profit(worth: ArrayLike, base: ArrayLike | None = None) -> FloatArray:
    """Split whose gains relative to a base are as equal as the core allows.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit: for savings v, what the coalition saves; worth of nobody is 0.
    base
        (n,), above 0: what each player's share is measured by, such as his cost alone; None: the worth alone.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game, or a base is not above 0.

    Two and two could save 50 between the first and the second; equal percentages would leave them 48.

    >>> equal_profit([0, 0, 0, 50, 0, 0, 0, 72], base=[100, 100, 100]).round(6)
    array([25., 25., 22.])
    """
    games = checked(worth)
    if games.ndim == 1:
        return _equal_profit(games, singles(games) if base is None else matched(games, base))
    own = singles(games) if base is None else np.broadcast_to(matched(games[0], base), (len(games), players(games)))
    return np.array([_equal_profit(game, by) for game, by in zip(games, own, strict=True)])


def _equal_profit(game: FloatArray, base: FloatArray) -> FloatArray:
    n = players(game)
    if np.any(base <= 0):
        raise UnfenceError("games.base", seen=float(base.min()))
    size = float(size_of(game))
    scaled, per = game / size, base / base.mean()
    allowed = max(0.0, float(least_core(scaled)[0]))

    def best(cost: FloatArray, widest: float) -> Optimum:
        """The least cost among the splits in the core whose ratios differ by no more than ``widest``."""
        return on_demand(scaled, allowed, lambda masks: minimise(_program(scaled, per, allowed, masks, cost, widest)))[
            0
        ]

    f = best(np.append(np.zeros(n), [-1.0, 1.0]), INF).value + TINY
    root = np.sqrt(per)  # in x / root, the distance to proportional is a plain one
    target = root * scaled[-1] / n
    found = nearest(target, lambda way: best(np.append(way / root, [0.0, 0.0]), f).x[:n] / root)
    share: FloatArray = size * root * found
    return share


def _program(
    game: FloatArray, base: FloatArray, allowed: float, masks: IntArray, cost: FloatArray, widest: float
) -> Program:
    """Columns x, lowest and highest ratio; rows: their difference, everybody, each ratio between them, demands."""
    n = players(game)
    own = np.eye(n)
    none = np.zeros((n, 1))
    demands = np.hstack([indicators(masks, n), np.zeros((len(masks), 2))])
    matrix = np.vstack(
        [
            np.append(np.zeros(n), [-1.0, 1.0]),
            np.append(np.ones(n), [0.0, 0.0]),
            np.hstack([own, -base[:, None], none]),
            np.hstack([own, none, -base[:, None]]),
            demands,
        ]
    )
    row_low = np.concatenate([[0.0, game[-1]], np.zeros(n), np.full(n, -INF), game[masks] - allowed])
    row_high = np.concatenate([[widest, game[-1]], np.full(n, INF), np.zeros(n), np.full(len(masks), INF)])
    wide = np.full(n + 2, INF)
    return Program(cost, matrix, row_low, row_high, -wide, wide)
