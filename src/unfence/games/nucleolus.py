"""Nucleolus and its kin: the one allocation whose complaints, sorted from the largest, are lexicographically least.

    complaint of S at x = (v(S) - x(S)) / w(S)

=========================  ===============  ==========================================
solution                   w(S)             among
=========================  ===============  ==========================================
``nucleolus``              1                allocations that give nobody less than alone
``prenucleolus``           1                all that add up to v(N)
``per_capita_nucleolus``   |S|              allocations that give nobody less than alone
=========================  ===============  ==========================================

Each lies in the core where the core is not empty. How they are found, and the mistake to keep from, is told in
``lexicographic``; ``kohlberg`` verifies a result without knowing how it was found.
"""

import numpy as np
from numpy.typing import ArrayLike

from unfence.games.coalitions import FloatArray, per_game, players, sizes
from unfence.games.lexicographic import descend


def nucleolus(worth: ArrayLike) -> FloatArray:
    """Nucleolus of a game.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody, nobody below the worth alone.

    Raises
    ------
    UnfenceError
        The array is no game; or everybody together is worth less than the players alone, so that nobody can be kept
        from losing (``prenucleolus`` always exists).

    Notes
    -----
    D. Schmeidler, SIAM J. Appl. Math. 17 (1969). n = 20 takes about a second.

    >>> nucleolus([0, 40, 10, 80])
    array([55., 25.])

    The Talmud's three widows, claims 100, 200, 300 on an estate of 200 (Aumann and Maschler 1985):

    >>> nucleolus([0, 0, 0, 0, 0, 0, 100, 200]).round(6)
    array([50., 75., 75.])
    """
    return per_game(lambda game: descend(game, floor=True).x, worth)


def prenucleolus(worth: ArrayLike) -> FloatArray:
    """Prenucleolus of a game: the nucleolus without the floor; it always exists.

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
    B. Peleg and P. Sudhoelter, Introduction to the Theory of Cooperative Games, 2007, chapter 5; their example 5.5.12:

    >>> prenucleolus([0, 0, 0, 10, 0, 0, 0, 2]).round(6)
    array([ 3.,  3., -4.])
    """
    return per_game(lambda game: descend(game, floor=False).x, worth)


def per_capita_nucleolus(worth: ArrayLike) -> FloatArray:
    """Nucleolus with complaints counted per head of the coalition.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody, nobody below the worth alone.

    Raises
    ------
    UnfenceError
        As ``nucleolus``.

    Notes
    -----
    H. P. Young, N. Okada, T. Hashimoto, Water Resources Research 18 (1982), who found that a larger cake may give the
    nucleolus a smaller slice; per head, each gains alike:

    >>> cake = np.array([0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 3, 0, 1, 0, 4, 9.0])
    >>> larger = cake + np.eye(16)[15]
    >>> (per_capita_nucleolus(larger) - per_capita_nucleolus(cake)).round(6)
    array([0.25, 0.25, 0.25, 0.25])
    """
    return per_game(lambda game: descend(game, _heads(game), floor=True).x, worth)


def _heads(game: FloatArray) -> FloatArray:
    return np.maximum(1, sizes(players(game))).astype(np.float64)
