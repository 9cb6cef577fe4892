"""Tau value: half way, in the players' own measure, between the most and the least that each can argue for.

    M[i] = v(N) - v(N without i)                            the most: nobody will pay i more than he adds
    m[i] = max over S with i of  v(S) - sum of M[j], j in S but i     the least: i can pay others M and keep this
    x    = m + a (M - m),  a in [0, 1] such that x(N) = v(N)

It exists where the game is quasi-balanced: m[i] <= M[i] and sum of m <= v(N) <= sum of M.

Source: S. H. Tijs, Bounds for the core and the tau-value, Game Theory and Mathematical Economics, 1981.
"""

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, FloatArray, checked, marginals, players, size_of, sums
from unfence.games.keys import by_key


def tau_value(worth: ArrayLike) -> FloatArray:
    """Tau value of a quasi-balanced game.

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
        The array is no game, or the game is not quasi-balanced: no compromise lies between the two bounds.

    I. Stach, Selected simple cost-sharing rules, Operations Research and Decisions 2011:

    >>> tau_value([0, 0, 0, 1, 0, 2, 1, 3]).round(6)
    array([1.2, 0.6, 1.2])
    """
    games = checked(worth)
    whole = games[..., -1]
    most, least = bounds(games)
    slack = TINY * np.asarray(size_of(games))
    apart = (least > most + slack[..., None]).any(axis=-1)
    none = apart | (least.sum(axis=-1) > whole + slack) | (whole > most.sum(axis=-1) + slack)
    if np.any(none):
        first = int(np.argmax(none))
        seen, there = float(least.sum(axis=-1).flat[first]), float(whole.flat[first])
        raise UnfenceError("games.quasi_balanced", least=seen, whole=there)
    return by_key(whole, least, np.maximum(0.0, most - least))


def bounds(worth: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The most and the least that each player can argue for, M and m, (n,) or (K, n) each.

    >>> bounds(np.array([0.0, 0, 0, 1, 0, 2, 1, 3]))
    (array([2., 1., 2.]), array([0., 0., 0.]))
    """
    most = marginals(worth)
    gap = sums(most) - worth
    least = np.empty_like(most)
    for i in range(players(worth)):
        with_i = gap.reshape(*gap.shape[:-1], -1, 2, 1 << i)[..., 1, :]
        least[..., i] = most[..., i] - with_i.min(axis=(-2, -1))
    return most, least
