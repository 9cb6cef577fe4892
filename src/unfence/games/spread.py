"""Spread of a split over K states of the world.

K games give K allocations. What two players receive moves together from draw to draw, and so do the worths of their
coalitions; quantiles are therefore taken over whole allocations, and never put together from errors of single worths.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import FloatArray


@dataclass(frozen=True)
class Spread:
    """What the players receive over the draws, in the shares' unit.

    ``mean``, ``deviation``, ``low`` and ``high`` are (n,); ``together`` is the covariance, (n, n): where it is below 0,
    what one gains the other loses.
    """

    mean: FloatArray
    deviation: FloatArray
    low: FloatArray
    high: FloatArray
    together: FloatArray


def spread(shares: ArrayLike, level: float = 0.9) -> Spread:
    """Mean, deviation and middle range of each player's share over the draws.

    Parameters
    ----------
    shares
        (K, n), in any unit: the allocations of K games, K at least 2.
    level
        The share of the draws between ``low`` and ``high``, in (0, 1).

    Returns
    -------
    Spread
        The means add up to the mean of the wholes; ``low`` and ``high`` are quantiles of each player's own share.

    Raises
    ------
    UnfenceError
        Fewer than 2 draws.

    Two states: the whole is 80 or 100, and the better one is player 0's alone.

    >>> both = spread([[55.0, 25.0], [75.0, 25.0]])
    >>> both.mean, both.deviation.round(3)
    (array([65., 25.]), array([14.142,  0.   ]))
    """
    draws = np.asarray(shares, dtype=np.float64)
    if draws.ndim != 2 or len(draws) < 2:  # noqa: PLR2004  draws by players, and a spread takes two
        raise UnfenceError("games.draws", seen=str(draws.shape))
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    mean = draws.mean(axis=0)
    apart = draws - mean
    together = apart.T @ apart / (len(draws) - 1)
    return Spread(mean=mean, deviation=np.sqrt(np.diag(together)), low=low, high=high, together=together)
