"""Contours: the area within so many minutes, as polygons whose rings are valid (RFC 7946) and keep a river's gap.

On a grid of cells, with t minutes to a cell's place, T the bound, d metres from the cell to its node and D the
farthest that a road serves:

    g = max(t / T, d / D)          the area is where g <= 1

t jumps where a cell belongs to a node on the other bank, and the line g = 1 follows that jump within a cell; d / D is
smooth, so that the edge of the land that no road serves is a smooth line. contourpy (BSD) finds the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from contourpy import FillType, contour_generator

from unfence.network.reach.ground import MINUTE, Belonging, Ground
from unfence.network.roads.places import EARTH
from unfence.network.roads.roads import Bools, Floats

NEAR = 100.0
"""Metres from a road node beyond which land is not served, unless told otherwise."""
FINE = 3.0
"""Cells to ``near``."""
MOST_CELLS = 1_000_000
OUTSIDE = 2.0
"""What g is held to at most: how far beyond the bound a cell is does not move the line."""
LEVEL = 1.0
DEGREE_STEP = 1e-6
"""Coordinates are rounded to this, about 0.1 m."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells around what can be reached, each with the node it belongs to."""

    lon: Floats
    """(columns,) degrees"""
    lat: Floats
    """(rows,) degrees"""
    cells: Belonging
    """row by row"""
    near: float
    """Metres from its node beyond which a cell is not served."""


def grid(ground: Ground, reached: Bools, near: float = NEAR) -> Grid:
    """A grid around the nodes ``reached`` (nodes,), of no cells where there are none.

    Cells are a third of ``near`` wide; where that would be more than a million, they are wider, and so is ``near``.
    """
    nodes = np.flatnonzero(reached & ground.usable)
    if not len(nodes):
        return Grid(np.empty(0), np.empty(0), ground.belonging(np.empty(0), np.empty(0)), near)
    east, north = ground.metres_per_degree
    lon, lat = ground.roads.lon[nodes], ground.roads.lat[nodes]
    width, height = np.ptp(lon) * east, np.ptp(lat) * north
    cell = max(near / FINE, float(np.sqrt((width + 4 * near) * (height + 4 * near) / MOST_CELLS)))
    near = max(near, 2 * cell)
    margin = near + 2 * cell
    x = np.arange(lon.min() - margin / east, lon.max() + margin / east + cell / east, cell / east)
    y = np.arange(lat.min() - margin / north, lat.max() + margin / north + cell / north, cell / north)
    columns, rows = np.meshgrid(x, y)
    # A little beyond, so that the line falls where d = D and not where cells have no node any more.
    return Grid(x, y, ground.belonging(columns.ravel(), rows.ravel(), near + 2 * cell), near)


def contour(on: Grid, seconds: Floats, minutes: float) -> Any:  # noqa: ANN401 - shapely is not typed
    """The area within ``minutes`` as a shapely multipolygon in degrees, given (nodes,) seconds; ``minutes`` above 0.

    Outer rings run counterclockwise, holes clockwise.
    """
    if not len(on.lon):
        return shapely.MultiPolygon()
    time = on.cells.minutes(seconds) / minutes
    g = np.minimum(np.maximum(time, on.cells.metres / on.near), OUTSIDE)
    lines = contour_generator(x=on.lon, y=on.lat, z=g.reshape(len(on.lat), len(on.lon)), fill_type=FillType.OuterOffset)
    filled: Any = lines.filled(-LEVEL, LEVEL)
    points, offsets = filled
    parts = [_polygon(p, o) for p, o in zip(points, offsets, strict=True) if p is not None and o is not None]
    return valid(without_specks(parts, (on.lon[1] - on.lon[0]) * (on.lat[1] - on.lat[0])))


def without_specks(parts: Sequence[Any], least: float) -> list[Any]:
    """The parts of an area, and their holes, that are as large as ``least`` square degrees: a cell shows no less.

    >>> island, pond = shapely.box(5, 5, 5.1, 5.1), shapely.box(1, 1, 1.1, 1.1)
    >>> kept = without_specks([shapely.box(0, 0, 2, 2).difference(pond), island], 1.0)
    >>> len(kept), len(kept[0].interiors)
    (1, 0)
    """
    large = [part for part in parts if shapely.Polygon(part.exterior).area >= least]
    return [
        shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area >= least])
        for part in large
    ]


def km2(area: Any) -> float:  # noqa: ANN401
    """Square kilometres of an area in degrees, each part at its own latitude.

    >>> round(km2(valid([shapely.box(0, 60, 0.01, 60.01)])), 3)
    0.618
    """
    parts = shapely.get_parts(area)
    per_degree = np.radians(1.0) * EARTH / 1000
    shrink = np.cos(np.radians(shapely.get_y(shapely.centroid(parts))))
    return float((shapely.area(parts) * shrink).sum() * per_degree**2)


def valid(parts: Sequence[Any]) -> Any:  # noqa: ANN401
    """One valid multipolygon with rounded coordinates and oriented rings.

    >>> bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> bow.is_valid, valid([bow]).is_valid, valid([bow]).area
    (False, True, 2.0)
    """
    whole = shapely.union_all([shapely.make_valid(part) for part in parts])
    rounded = shapely.set_precision(whole, DEGREE_STEP)
    areas = [part for part in shapely.get_parts(shapely.get_parts(rounded)) if part.geom_type == "Polygon"]
    return shapely.orient_polygons(shapely.MultiPolygon(areas))


def _polygon(points: Floats, offsets: Any) -> Any:  # noqa: ANN401
    rings = [points[first:last] for first, last in pairwise(offsets)]
    return shapely.Polygon(rings[0], rings[1:])


def reached(seconds: Floats, minutes: float) -> Bools:
    """(nodes,) within ``minutes`` in any of (..., nodes) seconds.

    >>> reached(np.array([[50.0, np.inf], [70.0, 30.0]]), 1.0)
    array([ True,  True])
    """
    return np.asarray((seconds.reshape(-1, seconds.shape[-1]) <= minutes * MINUTE).any(axis=0))
