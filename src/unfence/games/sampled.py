"""Sampled Shapley value: the mean over orders drawn by chance, each with its own reverse.

A player early in an order is late in its reverse, so the two errors mostly cancel. The pairs are independent of each
other (the two of a pair are not), so the error is that of a mean of pairs: standard deviation / sqrt(pairs).

    z[p, i] = mean of what i adds in order p and in its reverse
    value   = mean of z over p,     error[i] = std of z[., i] / sqrt(pairs)

Every order hands out exactly v(N), so the value adds up however few are drawn. The same seed draws the same orders:
solve K states of the world with one seed, and their differences are not blurred by the draw.

Sources: J. Castro, D. Gomez, J. Tejada, Comput. Oper. Res. 36 (2009); M. Lomeli, M. Rowland, A. Gretton, Z. Ghahramani,
Antithetic and Monte Carlo kernel estimators for partial rankings, 2019.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unfence.errors import UnfenceError
from unfence.games.coalitions import FloatArray, IntArray


@dataclass(frozen=True)
class Estimate:
    """A sampled value, (n,), and its standard error, (n,), in the worths' unit."""

    value: FloatArray
    error: FloatArray


def sampled_shapley(worth: Callable[[int], float], n: int, pairs: int, seed: int = 0) -> Estimate:
    """Shapley value from drawn orders, for games whose worths are dear.

    Parameters
    ----------
    worth
        Mask of a coalition -> its worth, in any unit; nobody's must be 0. It is asked anew for the same mask: let it
        remember (``functools.cache``).
    n
        Number of players; may be far above 20.
    pairs
        How many orders are drawn, each with its reverse; at least 2, for the error. 2 n pairs worths are asked.
    seed
        The same seed draws the same orders.

    Returns
    -------
    Estimate
        ``value`` adds up to the worth of everybody; ``error`` is one standard error of each share.

    Raises
    ------
    UnfenceError
        Fewer than 2 pairs, or nobody is worth something.

    >>> worths = [0, 0, 0, 1, 0, 1, 0, 1]
    >>> estimate = sampled_shapley(worths.__getitem__, n=3, pairs=2000)
    >>> bool((abs(estimate.value - [2 / 3, 1 / 6, 1 / 6]) < 4 * estimate.error).all())
    True
    """
    if pairs < 2:  # noqa: PLR2004  a spread takes two
        raise UnfenceError("games.pairs", seen=pairs)
    if worth(0) != 0:
        raise UnfenceError("games.nobody", seen=float(worth(0)))
    random = np.random.default_rng(seed)
    means = np.empty((pairs, n))
    for pair in means:
        order = random.permutation(n)
        pair[:] = (_added(worth, order) + _added(worth, order[::-1])) / 2
    return Estimate(value=means.mean(axis=0), error=means.std(axis=0, ddof=1) / np.sqrt(pairs))


def _added(worth: Callable[[int], float], order: IntArray) -> FloatArray:
    """What each player adds in one order."""
    added = np.empty(len(order))
    mask, last = 0, 0.0
    for player in order.tolist():
        mask |= 1 << player
        now = float(worth(mask))
        added[player], last = now - last, now
    return added
