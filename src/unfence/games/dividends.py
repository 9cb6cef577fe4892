"""Harsanyi dividends: what a coalition adds that none of its parts already had.

    v(S) = sum of d(T) over all T in S;      d(S) = v(S) - sum of d(T) over all T in S but S itself

A dividend above 0 says that these players (fences, measures) need each other, below 0 that they stand in for each
other. The Shapley value gives each player an equal part of every dividend he is in.

Source: J. C. Harsanyi, Contributions to the Theory of Games IV, 1959.
"""

from numpy.typing import ArrayLike

from unfence.games.coalitions import FloatArray, checked, players


def dividends(worth: ArrayLike) -> FloatArray:
    """Dividend of every coalition.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        As ``worth``: entry S is the dividend of coalition S; they add up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game.

    A bridge (0) and a road to it (1): alone worth nothing and 10, together 50.

    >>> dividends([0, 0, 10, 50])
    array([ 0.,  0., 10., 40.])
    """
    found = checked(worth).copy()
    for i in range(players(found)):
        pairs = found.reshape(*found.shape[:-1], -1, 2, 1 << i)
        pairs[..., 1, :] -= pairs[..., 0, :]
    return found


def worth_of(dividend: ArrayLike) -> FloatArray:
    """The game that has these dividends.

    Parameters
    ----------
    dividend
        (2**n,) or (K, 2**n), in any unit; that of nobody is 0.

    Returns
    -------
    FloatArray
        As ``dividend``: the worth of every coalition.

    Raises
    ------
    UnfenceError
        The array is no game.

    >>> worth_of([0, 0, 10, 40])
    array([ 0.,  0., 10., 50.])
    """
    found = checked(dividend).copy()
    for i in range(players(found)):
        pairs = found.reshape(*found.shape[:-1], -1, 2, 1 << i)
        pairs[..., 1, :] += pairs[..., 0, :]
    return found
