"""Shapley value: the mean of what a player adds, over all orders in which the players may come.

    x[i] = sum over S without i of  p(|S|) (v(S + i) - v(S)),     p(s) = s! (n - 1 - s)! / n!

Gathered by coalition instead of by player, each v(S) counts p(|S| - 1) for those inside and -p(|S|) for those
outside, so one weighted copy of the game, folded bit by bit, gives all n shares in O(2**n).

Source: L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II, 1953.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from unfence.games.coalitions import FloatArray, checked, players, sizes


def shapley(worth: ArrayLike) -> FloatArray:
    """Shapley value of a game.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game.

    Notes
    -----
    Shapley 1953. It need not lie in the core: ask ``core_excess``. n = 20 takes about 0.1 s.

    >>> shapley([0, 40, 10, 80])
    array([55., 25.])

    A left glove and two right ones: the pair is worth 1.

    >>> shapley([0, 0, 0, 1, 0, 1, 0, 1]).round(4)
    array([0.6667, 0.1667, 0.1667])
    """
    games = checked(worth)
    n = players(games)
    size = sizes(n)
    chance = np.array([1 / (n * math.comb(n - 1, s)) for s in range(n)])
    joined = np.append(0.0, chance)[size]
    left = np.append(chance, 0.0)[size]
    value: FloatArray = _folded(games * (joined + left)) - (games @ left)[..., None]
    return value


def _folded(weighted: FloatArray) -> FloatArray:
    """Sum over the coalitions that hold i, for every i: the top bit's half is summed, then laid on the other half."""
    n = players(weighted)
    total = np.empty((*weighted.shape[:-1], n))
    for i in reversed(range(n)):
        below, above = weighted[..., : 1 << i], weighted[..., 1 << i :]
        total[..., i] = above.sum(axis=-1)
        weighted = below + above
    return total
