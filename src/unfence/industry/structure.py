r"""Structure: indices of how alike two areas' industries are, on plain arrays.

x is (areas, industries), above or equal 0 (output, say); s_ik = x_ik / sum over k of x_ik are shares. For areas i, j

    similarity      S_ij = sum_k x_ik x_jk / sqrt(sum_k x_ik^2  sum_k x_jk^2)       0 nothing in common .. 1 the same
    krugman         K_ij = sum_k |s_ik - s_jk|                                      0 the same .. 2 nothing in common
    overlap         F_ij = sum_k min(s_ik, s_jk)            = 1 - K_ij / 2          0 .. 1
    quotient        LQ_ik = s_ik / (sum_i x_ik / sum of all x)                      1: as everywhere

Sources: UNIDO, World Industry since 1960: Progress and Prospects (1979), similarity of industrial structure;
P. Krugman, Geography and Trade (1991), specialisation; J. M. Finger and M. E. Kreinin, A Measure of "Export Similarity"
and Its Possible Uses, Economic Journal 89 (1979), there times 100; P. S. Florence, location quotient (1939).
An area without industry has no shares: its entries are nan.
"""

import numpy as np
from numpy.typing import ArrayLike

from unfence.network.arcs import Floats


def similarity(output: ArrayLike) -> Floats:
    """(areas, areas): the UNIDO index of similarity of industrial structure.

    >>> similarity([[3, 4, 0], [4, 3, 0], [0, 0, 9]]).round(2)
    array([[1.  , 0.96, 0.  ],
           [0.96, 1.  , 0.  ],
           [0.  , 0.  , 1.  ]])
    """
    x = np.asarray(output, dtype=np.float64)
    length = np.sqrt((x**2).sum(axis=1))
    return np.asarray(_divided(x @ x.T, length[:, None] * length[None, :]))


def krugman(output: ArrayLike) -> Floats:
    """(areas, areas): Krugman's index of specialisation of one area against another.

    >>> krugman([[20, 10, 70, 0, 0], [0, 0, 0, 60, 40]])
    array([[0., 2.],
           [2., 0.]])
    """
    s = shares(output)
    return np.asarray(np.abs(s[:, None, :] - s[None, :, :]).sum(axis=2))


def overlap(output: ArrayLike) -> Floats:
    """(areas, areas): the Finger-Kreinin overlap, as a share.

    >>> overlap([[50, 50], [20, 80]])
    array([[1. , 0.7],
           [0.7, 1. ]])
    """
    s = shares(output)
    return np.asarray(np.minimum(s[:, None, :], s[None, :, :]).sum(axis=2))


def location_quotients(output: ArrayLike, everywhere: ArrayLike | None = None) -> Floats:
    """(areas, industries): location quotients against ``everywhere`` (industries,), else against the areas' sum.

    The example is Farhauer and Kroell's (2013), as the R package REAT prints it: 1714 of 79,006 here, 879,213 of
    15,593,224 everywhere.

    >>> here, everywhere = [[1714, 79_006 - 1714]], [879_213, 15_593_224 - 879_213]
    >>> float(location_quotients(here, everywhere)[0, 0].round(7))
    0.3847623
    """
    x = np.asarray(output, dtype=np.float64)
    whole = x.sum(axis=0) if everywhere is None else np.asarray(everywhere, dtype=np.float64)
    return np.asarray(_divided(shares(x), np.broadcast_to(_divided(whole, whole.sum()), x.shape)))


def shares(output: ArrayLike) -> Floats:
    """(areas, industries): each industry's share of its area.

    >>> shares([[1, 3], [0, 0]])
    array([[0.25, 0.75],
           [ nan,  nan]])
    """
    x = np.asarray(output, dtype=np.float64)
    return np.asarray(_divided(x, x.sum(axis=1, keepdims=True)))


def _divided(above: Floats, below: Floats | float) -> Floats:
    """A quotient that is nan where there is nothing to divide by."""
    whole = np.broadcast_to(np.asarray(below, dtype=np.float64), np.shape(above))
    return np.asarray(np.divide(above, whole, out=np.full(np.shape(above), np.nan), where=whole > 0))
