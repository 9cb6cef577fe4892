"""Reading roads: an OpenStreetMap file, or roads that were stored before."""

from pathlib import Path
from typing import TYPE_CHECKING

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.junctions import SPACING, graph
from unfence.network.roads.roads import Roads
from unfence.network.roads.vehicles import VEHICLES
from unfence.network.roads.ways import Progress, quietly, read_stretches

if TYPE_CHECKING:
    from unfence.network.roads.borders import Borders

LARGE = 20_000
"""Nodes from which on a graph is numbered by dissection when it is read."""


def read_roads(
    path: str | Path,
    borders: "Borders | None" = None,
    vehicle: str = "car",
    spacing: float = SPACING,
    progress: Progress | None = None,
) -> Roads:
    """Roads of a file that a ``car`` or a ``truck`` may drive, as a graph.

    ``path`` is an .osm or .osm.pbf file, or an .npz that ``Roads.save`` wrote, which keeps its own vehicle. With
    ``borders`` every node knows its jurisdiction. ``spacing`` is about how far apart, in metres, nodes lie on a road
    without junctions. ``progress`` is told (step, done, whole): ``scan``, the roads found so far, whole 0 as long as
    nobody knows how many there are; then, of large files, ``order``, begun and done. RoadsError names the file and
    what is wrong with it.
    """
    path = Path(path)
    told = progress or quietly
    if path.suffix == ".npz":
        roads = Roads.load(path)
    elif vehicle in VEHICLES:
        roads = graph(read_stretches(path, VEHICLES[vehicle], told), vehicle, spacing)
        if not roads.edges:  # nothing but rings that lead back to themselves
            raise RoadsError("no_roads", path=str(path), vehicle=vehicle)
    else:
        raise RoadsError("vehicle", seen=vehicle, known=list(VEHICLES))
    if roads.nodes >= LARGE and not roads.dissected:
        from unfence.network.roads.hierarchy import dissected  # noqa: PLC0415 - the compiler loads only for who asks

        told("order", 0, 0)
        roads = dissected(roads)
        told("order", 1, 1)
    return roads if borders is None else borders.on(roads)
