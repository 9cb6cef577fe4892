"""Properties of a game, each with a witness: two coalitions that break it, or weights that do.

    superadditive   v(S) + v(T) <= v(S + T)                     for all S, T without a common player
    convex          v(S) + v(T) <= v(S or T) + v(S and T)       for all S, T
    balanced        sum of l(S) v(S) <= v(N)                    for all weights l >= 0 in which each player adds to 1

Convex is tested on pairs S + i, S + j only, which is enough. Balanced means that the core is not empty (Bondareva 1963,
Shapley 1967): the witness is an allocation in the core or, where there is none, the weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from unfence.games.coalitions import TINY, FloatArray, IntArray, checked, indicators, players, size_of
from unfence.games.linear import INF, Optimum, Program, minimise, on_demand


@dataclass(frozen=True)
class Pair:
    """Whether a property holds; if not, the two coalitions that break it most, and by how much (the worths' unit)."""

    holds: bool
    witness: tuple[int, int] | None
    excess: float


@dataclass(frozen=True)
class Balance:
    """Whether a game is balanced, and the proof.

    If it is: ``allocation``, (n,), is in the core. If not: ``weights``, (m,), of ``coalitions``, (m,), under which
    each player counts 1 and the worths add up to ``excess`` above the worth of everybody.
    """

    holds: bool
    allocation: FloatArray | None
    coalitions: IntArray
    weights: FloatArray
    excess: float


def superadditive(worth: ArrayLike) -> Pair:
    """Whether two coalitions without a common player never lose by joining.

    Parameters
    ----------
    worth
        (2**n,), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    Pair
        With the two coalitions that lose most, if any do.

    Raises
    ------
    UnfenceError
        The array is no game.

    Notes
    -----
    All 3**n pairs are looked at: n = 16 takes a fraction of a second, n = 20 half a minute.

    Two bridges over one river:

    >>> superadditive([0, 5, 5, 7])
    Pair(holds=False, witness=(1, 2), excess=3.0)
    """
    game = checked(worth)
    excess, first, second = _disjoint(game, game, game, alike=True)
    return _pair(game, excess, (first, second))


def convex(worth: ArrayLike) -> Pair:
    """Whether a player adds the more, the more are there already.

    Parameters
    ----------
    worth
        (2**n,), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    Pair
        With the two coalitions S + i, S + j that break it most, if any do.

    Raises
    ------
    UnfenceError
        The array is no game.

    Notes
    -----
    L. S. Shapley, Cores of convex games, Int. J. Game Theory 1 (1971): the Shapley value then lies in the core.

    >>> convex([0, 0, 0, 6, 0, 7, 0, 9])
    Pair(holds=False, witness=(3, 5), excess=4.0)
    """
    game = checked(worth)
    n = players(game)
    excess, witness = -np.inf, (0, 0)
    for j in range(n):
        for i in range(j):
            # axes: players above j, j, those between, i, those below i
            cube = game.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i)
            loss = cube[:, 0, :, 1] + cube[:, 1, :, 0] - cube[:, 0, :, 0] - cube[:, 1, :, 1]
            high, mid, low = np.unravel_index(np.argmax(loss), loss.shape)
            if loss[high, mid, low] > excess:
                rest = int(high << (j + 1) | mid << (i + 1) | low)
                excess, witness = float(loss[high, mid, low]), (rest | 1 << i, rest | 1 << j)
    return _pair(game, excess, witness)


def balanced(worth: ArrayLike) -> Balance:
    """Whether the core is not empty.

    Parameters
    ----------
    worth
        (2**n,), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    Balance
        With an allocation in the core or with the weights that prove that there is none.

    Raises
    ------
    UnfenceError
        The array is no game.

    >>> proof = balanced([0, 0, 0, 6, 0, 6, 6, 6])
    >>> proof.holds, proof.coalitions, proof.weights, proof.excess
    (False, array([3, 5, 6]), array([0.5, 0.5, 0.5]), 3.0)
    """
    game = checked(worth)
    n = players(game)
    size = float(size_of(game))
    scaled = game / size

    def cheapest(masks: IntArray) -> Optimum:
        """The least x(N) that meets these demands."""
        wide = np.full(n, INF)
        return minimise(Program(np.ones(n), indicators(masks, n), scaled[masks], np.full(len(masks), INF), -wide, wide))

    if n == 1:
        return Balance(True, game[1:], np.array([1]), np.ones(1), 0.0)
    best, masks = on_demand(scaled, 0.0, cheapest)
    used = best.dual > TINY
    excess = float(best.value - scaled[-1])
    holds = excess <= TINY
    allocation = size * (best.x - excess / n) if holds else None
    return Balance(holds, allocation, masks[used], best.dual[used], max(0.0, size * excess))


def _pair(game: FloatArray, excess: float, witness: tuple[int, int]) -> Pair:
    holds = bool(excess <= TINY * size_of(game))
    return Pair(holds, None if holds else (min(witness), max(witness)), 0.0 if holds else float(excess))


def _disjoint(first: FloatArray, second: FloatArray, union: FloatArray, *, alike: bool) -> tuple[float, int, int]:
    """Largest first[S] + second[T] - union[S + T] over S, T without a common player.

    By the last player: in S, in T or in neither, each a game of half the length; where first and second are alike, S
    may have him. For few players, all pairs as one array.
    """
    half = len(union) // 2
    if half >= 1 << 9:
        parts = [
            (half, 0, _disjoint(first[half:], second[:half], union[half:], alike=False)),
            (0, 0, _disjoint(first[:half], second[:half], union[:half], alike=alike)),
        ]
        if not alike:
            parts.append((0, half, _disjoint(first[:half], second[half:], union[half:], alike=False)))
        in_first, in_second, (excess, one, other) = max(parts, key=lambda part: part[2][0])
        return excess, in_first | one, in_second | other
    s, t = _pairs(players(union))
    loss = first[s] + second[t] - union[s | t]
    best = int(np.argmax(loss))
    return float(loss[best]), int(s[best]), int(t[best])


def _pairs(n: int) -> tuple[IntArray, IntArray]:
    """All 3**n pairs of coalitions without a common player."""
    s = t = np.zeros(1, dtype=np.int64)
    for i in range(n):
        s, t = np.concatenate([s, s | 1 << i, s]), np.concatenate([t, t, t | 1 << i])
    return s, t
