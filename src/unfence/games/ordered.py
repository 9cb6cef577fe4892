"""Ordered Shapley value: the mean of what a player adds, over those orders only that respect what needs what.

Where player i needs others (a road its bridge), S is *feasible* if it holds with each player all that he needs. With
u(S) the number of ways to build S player by player through feasible coalitions and d(S) the number of ways to go on
from S to everybody::

    x[i] = sum over feasible S, S + i  of  u(S) d(S + i) / u(N)  (v(S + i) - v(S))

A coalition that is not feasible has u = 0, so its worth does not count. Without needs this is the Shapley value.

Source: U. Faigle and W. Kern, The Shapley value for cooperative games under precedence constraints, Int. J. Game
Theory 21 (1992).
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import FloatArray, IntArray, checked, coalition, members, players, sizes


def ordered_shapley(worth: ArrayLike, needs: Mapping[int, Iterable[int]]) -> FloatArray:
    """Shapley value over the orders in which everyone comes after those he needs.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.
    needs
        player -> the players that must come before; those who need nobody may be left out.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game, a need names no player, or players need each other in a circle.

    A road (1) that needs its bridge (0): the road comes last in every order.

    >>> ordered_shapley([0, 0, 10, 50], {1: [0]})
    array([ 0., 50.])
    >>> ordered_shapley([0, 0, 10, 50], {})
    array([20., 30.])
    """
    games = checked(worth)
    n = players(games)
    before = _before(needs, n)
    steps = _steps(before, n)
    up, down = np.zeros(1 << n), np.zeros(1 << n)
    up[0] = down[-1] = 1.0
    for i, start in steps:
        up[start | 1 << i] += up[start]  # one player at a time, so no mask comes twice
    if up[-1] == 0:
        raise UnfenceError("games.circle", seen=_circle(before))
    for i, start in reversed(steps):
        down[start] += down[start | 1 << i]
    total = np.zeros((*games.shape[:-1], n))
    for i, start in steps:
        end = start | 1 << i
        total[..., i] += (games[..., end] - games[..., start]) @ (up[start] * down[end] / up[-1])
    return total


def _before(needs: Mapping[int, Iterable[int]], n: int) -> list[int]:
    """The mask of those whom each player needs."""
    before = [0] * n
    for player, needed in needs.items():
        wanted = list(needed)
        for named in (player, *wanted):
            if not 0 <= named < n:
                raise UnfenceError("games.no_player", seen=named, last=n - 1)
        before[player] |= coalition(wanted)
    return before


def _steps(before: list[int], n: int) -> list[tuple[int, IntArray]]:
    """Every (player, coalitions he may join), in the order of the coalitions' size."""
    masks = np.arange(1 << n)
    size = sizes(n)
    steps = []
    for k in range(n):
        layer = masks[size == k]
        steps += [(i, layer[(layer >> i & 1 == 0) & (layer & before[i] == before[i])]) for i in range(n)]
    return steps


def _circle(before: list[int]) -> list[int]:
    """The players who can never come: they are in a circle of needs, or need one who is."""
    came = 0
    while ready := [i for i, needed in enumerate(before) if not came >> i & 1 and needed & came == needed]:
        came |= coalition(ready)
    return list(members(((1 << len(before)) - 1) ^ came))
