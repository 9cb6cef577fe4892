"""Games as arrays: a coalition is a bit mask, a game is the worth of every mask.

Symbols, here and in every file of this package::

    n        number of players, numbered 0 .. n-1
    S        a coalition; bit i of its mask is player i, so mask 5 = {0, 2}; N is everybody, mask 2**n - 1
    v(S)     its worth, ``worth[S]``; v(nobody) = 0
    x        an allocation, (n,); x(S) = sum of x[i] over i in S
    v(S) - x(S)   the excess, or complaint, of S at x

Every solution takes one game ``(2**n,)`` and gives ``(n,)``, or K games ``(K, 2**n)`` and gives ``(K, n)``. K games
are K states of one world (draws of what is not known): each is solved whole, and a mean or a quantile is taken over
the K allocations, so that what moves together in the worths moves together in the shares.

A game of costs c is the game of worths -c, and its shares are minus the shares of that.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unfence.errors import UnfenceError

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Game: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
Games: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]

TINY = 1e-9  # two worths nearer than this share of the game's size are one
_NOISE = 1e-13  # of the largest worth: rounding in sums of worths


def checked(worth: ArrayLike) -> FloatArray:
    """One game or K games as floats, or an error that says what is wrong with them.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n); worth of nobody, ``worth[..., 0]``, is 0.

    Raises
    ------
    UnfenceError
        A length that is no power of two, a worth that is not finite, or nobody worth something.

    >>> checked([0, 1, 1, 4])
    array([0., 1., 1., 4.])
    >>> checked([0, 1, 1])
    Traceback (most recent call last):
    unfence.errors.UnfenceError: a game needs one worth for each coalition, ...
    """
    games = np.asarray(worth, dtype=np.float64)
    length = games.shape[-1] if games.ndim in (1, 2) else 0
    if length < 2 or length & (length - 1):  # noqa: PLR2004  two worths: nobody's and the only player's
        raise UnfenceError("games.length", seen=str(games.shape))
    if not np.isfinite(games).all():
        where = np.argwhere(~np.isfinite(games))[0]
        raise UnfenceError("games.finite", mask=int(where[-1]), seen=str(games[tuple(where)]))
    nobody = games[..., 0]
    if np.any(nobody != 0):
        raise UnfenceError("games.nobody", seen=float(nobody.flat[np.flatnonzero(nobody)[0]]))
    return games


def matched(worth: FloatArray, x: ArrayLike) -> FloatArray:
    """The shares as floats, one a player: (n,) for one game, (K, n) for K; or an error.

    >>> matched(np.zeros(4), [1, 2])
    array([1., 2.])
    """
    share = np.asarray(x, dtype=np.float64)
    wanted = (*worth.shape[:-1], players(worth))
    if share.shape != wanted:
        raise UnfenceError("games.shares", seen=str(share.shape), wanted=str(wanted))
    return share


def players(worth: FloatArray) -> int:
    """How many players a game has.

    >>> players(np.zeros(8))
    3
    """
    return int(worth.shape[-1]).bit_length() - 1


def per_game(solve: Callable[[FloatArray], FloatArray], worth: ArrayLike) -> FloatArray:
    """Apply a solution of one game to one game or to each of K.

    >>> per_game(lambda v: v[[1, 2]], [[0, 1, 2, 9], [0, 3, 4, 9]])
    array([[1., 2.],
           [3., 4.]])
    """
    games = checked(worth)
    if games.ndim == 1:
        return solve(games)
    return np.array([solve(game) for game in games]).reshape(len(games), -1)


def members(mask: int) -> tuple[int, ...]:
    """The players of a coalition.

    >>> members(5)
    (0, 2)
    """
    return tuple(i for i in range(int(mask).bit_length()) if mask >> i & 1)


def coalition(players: Iterable[int]) -> int:
    """The mask of some players.

    >>> coalition([0, 2])
    5
    """
    return sum(1 << i for i in set(players))


def sizes(n: int) -> IntArray:
    """How many players each of the 2**n coalitions has, (2**n,).

    >>> sizes(2)
    array([0, 1, 1, 2])
    """
    return np.bitwise_count(np.arange(1 << n)).astype(np.int64)


def sums(x: ArrayLike) -> FloatArray:
    """What every coalition receives, x(S): (n,) gives (2**n,), (K, n) gives (K, 2**n).

    >>> sums([1, 2, 4])
    array([0., 1., 2., 3., 4., 5., 6., 7.])
    """
    share = np.asarray(x, dtype=np.float64)
    n = share.shape[-1]
    total = np.zeros((*share.shape[:-1], 1 << n))
    for i in range(n):
        half = 1 << i
        np.add(total[..., :half], share[..., i, None], out=total[..., half : 2 * half])
    return total


def indicators(masks: ArrayLike, n: int) -> FloatArray:
    """One row a coalition: 1 where the player is in it, (m, n).

    >>> indicators([1, 6], 3)
    array([[1., 0., 0.],
           [0., 1., 1.]])
    """
    wide = np.asarray(masks, dtype=np.int64)[:, None]
    return (wide >> np.arange(n) & 1).astype(np.float64)


def singles(worth: FloatArray) -> FloatArray:
    """What each player is worth alone, (..., n).

    >>> singles(np.array([0.0, 1, 2, 9]))
    array([1., 2.])
    """
    return worth[..., 1 << np.arange(players(worth))]


def marginals(worth: FloatArray) -> FloatArray:
    """What each player adds when he comes last, v(N) - v(N without i), (..., n).

    >>> marginals(np.array([0.0, 1, 2, 9]))
    array([7., 8.])
    """
    everybody = worth.shape[-1] - 1
    return worth[..., -1:] - worth[..., everybody ^ (1 << np.arange(players(worth)))]


def size_of(worth: FloatArray) -> FloatArray:
    """The scale of a game, for tolerances: its largest worth beside the players' own, never 0; (...,).

    >>> float(size_of(np.array([0.0, 5, 5, 12])))
    2.0
    """
    beyond = np.abs(worth - sums(singles(worth))).max(axis=-1)
    largest = np.abs(worth).max(axis=-1)
    # A sum of decimals is never exact: what lies below that noise is no size.
    return np.where(beyond > _NOISE * largest, beyond, np.where(largest > 0, largest, 1.0))
