"""The nearest place on the roads: where a trip that begins off the road gets on."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import EARTH
from unfence.network.roads.roads import Bools, Floats, Ints, Roads

FAR = 2000.0
"""Metres beyond which a place is refused unless told otherwise."""


def main_piece(roads: Roads) -> Bools:
    """(nodes,) in the largest part of the roads in which each node can be reached from each other today."""
    open_ = np.isfinite(roads.seconds)
    edges = (np.ones(int(open_.sum())), (roads.tail[open_], roads.head[open_]))
    _, piece = connected_components(csr_matrix(edges, shape=(roads.nodes, roads.nodes)), connection="strong")
    return np.asarray(piece == np.bincount(piece).argmax())


def between_interchanges(roads: Roads) -> Bools:
    """(nodes,) on an expressway where one cannot stop; not the copies of a junction that forbids turns."""
    place = roads.lon + 1j * roads.lat
    _, row, count = np.unique(place, return_inverse=True, return_counts=True)
    return np.asarray(~roads.kerb & (count[row] == 1))


def on_plane(roads: Roads, lon: Floats, lat: Floats) -> Floats:
    """(places, 2) metres on a plane that is true near the roads."""
    middle = np.cos(np.radians(roads.lat.mean()))
    return np.asarray(np.radians(np.stack([lon * middle, lat], axis=-1)) * EARTH)


def nearest(
    roads: Roads, lon: Floats, lat: Floats, *, expressway: bool = False, within: float = FAR
) -> tuple[Ints, Floats]:
    """(places,) the nearest node of the main piece to each place, and its distance in metres.

    A node where one can stop, or with ``expressway`` one on an expressway between two interchanges. RoadsError names
    the first place that has none ``within`` so many metres: a start in the sea.
    """
    lon, lat = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    allowed = np.flatnonzero(main_piece(roads) & (between_interchanges(roads) if expressway else roads.kerb))
    if not len(allowed):
        raise RoadsError("no_expressway")
    tree = KDTree(on_plane(roads, roads.lon[allowed], roads.lat[allowed]))
    metres, row = tree.query(on_plane(roads, lon, lat))
    metres = np.asarray(metres, dtype=float)
    # A place that is not a number is as far as can be.
    far = np.flatnonzero(~(metres <= within))
    if len(far):
        raise RoadsError(
            "far", lon=float(lon[far[0]]), lat=float(lat[far[0]]), km=float(metres[far[0]]) / 1000, most=within / 1000
        )
    return allowed[row], metres
