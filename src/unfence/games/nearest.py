"""Nearest point: of all points of a polytope, the one nearest to a target, in least squares.

It is unique, so a rule that leaves a choice can end with it and not depend on the order of rows. The polytope is known
only through a linear program that finds its extreme point in a direction (Wolfe's method)::

    p[k]     corners found so far, relative to the target;   z = sum of w[k] p[k],  w >= 0,  sum of w = 1
    major    the corner with least z . p; if z . p >= z . z, no corner is nearer: z is the point
    minor    the point nearest to 0 on the plane through the corners; where a weight would fall below 0, stop at the
             face and drop that corner

Source: P. Wolfe, Finding the nearest point in a polytope, Math. Programming 11 (1976).
"""

from collections.abc import Callable

import numpy as np

from unfence.games.coalitions import FloatArray

_NEAR = 1e-12  # of the squared distance; the corners are exact to about as much
_STEPS = 1000  # far more than a polytope in 20 dimensions takes


def nearest(target: FloatArray, corner: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Find the point of a polytope that is nearest to a target.

    Parameters
    ----------
    target
        (n,), in any unit.
    corner
        Takes a direction, (n,), and gives the point of the polytope, (n,), whose product with it is least.

    Returns
    -------
    FloatArray
        (n,), in the same unit.

    The triangle between (0, 0), (4, 0) and (0, 4), seen from (3, 3):

    >>> triangle = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    >>> nearest(np.array([3.0, 3.0]), lambda way: triangle[np.argmin(triangle @ way)])
    array([2., 2.])
    """
    corners = corner(-target)[None, :] - target
    weights = np.ones(1)
    for _ in range(_STEPS):
        z = weights @ corners
        found = corner(z) - target
        scale = max(1.0, float(np.square(corners).sum(axis=1).max()))
        if z @ (z - found) <= _NEAR * scale or np.any(np.abs(corners - found).max(axis=1) <= _NEAR * scale):
            break
        corners, weights = _face(np.vstack([corners, found]), np.append(weights, 0.0))
    return target + weights @ corners


def _face(corners: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The corners whose hull holds the point of the plane nearest to 0, and its weights."""
    while True:
        plane = _affine(corners)
        if plane.min() > -_NEAR:
            kept = plane > _NEAR
            return corners[kept], plane[kept] / plane[kept].sum()
        falling = plane < weights
        step = np.min(weights[falling & (plane <= 0)] / (weights - plane)[falling & (plane <= 0)], initial=1.0)
        weights = (1 - step) * weights + step * plane
        kept = weights > _NEAR
        corners, weights = corners[kept], weights[kept] / weights[kept].sum()


def _affine(corners: FloatArray) -> FloatArray:
    """Weights, summing to 1, of the point nearest to 0 on the plane through the corners."""
    count = len(corners)
    if count == 1:
        return np.ones(1)
    edges = corners[1:] - corners[0]
    rest = np.linalg.lstsq(edges.T, -corners[0])[0]
    return np.append(1 - rest.sum(), rest)
