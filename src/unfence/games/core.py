"""Core: the allocations at which no coalition has a complaint, and how far an allocation is from it.

    core        = { x : x(N) = v(N), v(S) - x(S) <= 0 for every S }
    least core  = { x : x(N) = v(N), v(S) - x(S) <= eps for every S but nobody and N },  eps as small as can be

The core is empty exactly where eps > 0.

Source: D. B. Gillies 1959; M. Maschler, B. Peleg, L. S. Shapley, Math. Oper. Res. 4 (1979).
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, FloatArray, Game, Games, IntArray, checked, matched, players, size_of, sums
from unfence.games.lexicographic import descend

_ADDS_UP = 1e-6  # shares may be rounded to the fen before they are asked about


@overload
def core_excess(worth: Game, x: Game) -> tuple[float, int]: ...
@overload
def core_excess(worth: Games, x: Games) -> tuple[FloatArray, IntArray]: ...
@overload
def core_excess(worth: ArrayLike, x: ArrayLike) -> tuple[float | FloatArray, int | IntArray]: ...
def core_excess(worth: ArrayLike, x: ArrayLike) -> tuple[float | FloatArray, int | IntArray]:
    """Largest complaint at an allocation, and whose it is.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.
    x
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Returns
    -------
    tuple
        The largest v(S) - x(S) over every S but nobody and everybody, and the mask of that S (the lowest of several):
        a float and an int for one game, (K,) arrays for K. ``x`` is in the core where the excess is not above 0.
        With one player there is no such S: 0 and mask 0.

    Raises
    ------
    UnfenceError
        The array is no game, or the shares do not add up to the worth of everybody.

    >>> core_excess([0, 0, 0, 1, 0, 1, 0, 1], [0.5, 0.25, 0.25])
    (0.25, 3)
    """
    games = checked(worth)
    share = matched(games, x)
    n = players(games)
    gap = np.abs(share.sum(axis=-1) - games[..., -1])
    if np.any(gap > _ADDS_UP * np.maximum(1.0, np.abs(games).max(axis=-1))):
        first = np.argmax(gap)
        seen, whole = float(share.sum(axis=-1).flat[first]), float(games[..., -1].flat[first])
        raise UnfenceError("games.adds_up", seen=seen, whole=whole)
    if n == 1:
        excess, mask = np.zeros(games.shape[:-1]), np.zeros(games.shape[:-1], dtype=np.int64)
    else:
        complaint = (games - sums(share))[..., 1:-1]
        excess = complaint.max(axis=-1)
        tied = complaint >= (excess - TINY * size_of(games))[..., None]
        mask = 1 + tied.argmax(axis=-1)
    return (float(excess), int(mask)) if games.ndim == 1 else (excess, mask)


@overload
def least_core(worth: Game) -> tuple[float, FloatArray]: ...
@overload
def least_core(worth: Games) -> tuple[FloatArray, FloatArray]: ...
@overload
def least_core(worth: ArrayLike) -> tuple[float | FloatArray, FloatArray]: ...
def least_core(worth: ArrayLike) -> tuple[float | FloatArray, FloatArray]:
    """Smallest largest complaint that any allocation can reach, and an allocation that reaches it.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    tuple
        ``eps``, a float for one game or (K,): the core is empty where it is above 0; and ``x``, (n,) or (K, n). The
        least core may hold many allocations; this is the prenucleolus, so that the answer is one and does not depend
        on the order of the players. With one player eps is 0.

    Raises
    ------
    UnfenceError
        The array is no game.

    Three parties, any two of which can earn 6, all three 6: somebody always lacks 2.

    >>> eps, x = least_core([0, 0, 0, 6, 0, 6, 6, 6])
    >>> round(eps, 6), x.round(6)
    (2.0, array([2., 2., 2.]))
    """
    games = checked(worth)
    n = players(games)
    ends = [descend(game, floor=False) for game in np.atleast_2d(games)]
    eps = np.array([end.levels[0] if end.levels.size else 0.0 for end in ends])
    x = np.array([end.x for end in ends]).reshape(len(ends), n)
    return (float(eps[0]), x[0]) if games.ndim == 1 else (eps, x)
