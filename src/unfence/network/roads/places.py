"""Where the points of ways are, and how far it is between points.

Editors number the points that they add below 0, for instance where they cut a file at its edge; the store of locations
that reads along with the ways leaves those out, so they are looked up in a pass of their own, which most files do not
need.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import osmium
from osmium.osm import NODE

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.roads import Floats, Ints

T = TypeVar("T")

UNIT = 1e-7
"""Degrees per unit of the whole numbers that OpenStreetMap keeps."""

NOWHERE = 2**31 - 1
"""The x and y of a point that is not in the file."""

EARTH = 6_371_008.8
"""Mean radius in metres."""


def said_plainly(path: Path, read: Callable[[], T]) -> T:
    """What ``read`` returns; what goes wrong in the file is said in words that name the file."""
    if not path.is_file():
        raise RoadsError("no_file", path=str(path))
    try:
        return read()
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:  # all that pyosmium raises for a file
        raise RoadsError("broken", path=str(path), reason=str(error)) from error


def places(path: Path, ways: Sequence[Sequence[Any]]) -> tuple[Ints, Ints, Ints]:
    """The points of ways, one after the other: ref, x, y in units of 1e-7 degrees; ``NOWHERE`` where the file has none.

    A point is a tuple (ref, x, y) as it came along with its way.
    """
    flat = np.array([point for way in ways for point in way], dtype=np.int64).reshape(-1, 3)
    ref, x, y = flat.T
    lost = np.flatnonzero((ref < 0) & (x == NOWHERE))
    if len(lost):
        known = _numbered_below_zero(path)
        for place in lost:
            x[place], y[place] = known.get(int(ref[place]), (NOWHERE, NOWHERE))
    return ref, x, y


def _numbered_below_zero(path: Path) -> dict[int, tuple[int, int]]:
    nodes = osmium.FileProcessor(str(path), NODE)
    return {n.id: (n.location.x, n.location.y) for n in nodes if isinstance(n, osmium.osm.Node) and n.id < 0}


def metres_between(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Great-circle distance by the haversine formula, in metres; degrees in.

    >>> metres_between(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([1.0])).round()
    array([111195.])
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half = half + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(half)))
