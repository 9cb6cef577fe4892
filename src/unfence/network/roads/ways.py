"""Ways of an OpenStreetMap file, as arrays: every stretch between two neighbouring points that a vehicle may drive.

A file is read front to back; points come before the ways that use them, as every .osm and .osm.pbf has them.
Stretches with an end outside the file are left out: extracts cut ways at their edge.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
from osmium.filter import KeyFilter

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import NOWHERE, UNIT, metres_between, places, said_plainly
from unfence.network.roads.roads import Bools, Floats, Ints
from unfence.network.roads.vehicles import EXPRESSWAY, Vehicle


@dataclass(frozen=True)
class Stretches:
    """Straight pieces of ways between points."""

    lon: Floats
    """(points,) degrees"""
    lat: Floats
    """(points,) degrees"""
    first: Ints
    """(pieces,) the point where the piece begins"""
    last: Ints
    """(pieces,) the point where it ends"""
    metres: Floats
    """(pieces,)"""
    along: Floats
    """(pieces,) km/h from first to last; 0: not that way"""
    against: Floats
    """(pieces,) km/h from last to first"""
    expressway: Bools
    """(pieces,) nobody gets on or off here"""


@dataclass(frozen=True)
class _Way:
    points: list[tuple[int, int, int]]
    speeds: tuple[float, float]
    expressway: bool


def read_stretches(path: Path, vehicle: Vehicle) -> Stretches:
    """All that ``vehicle`` may drive in a file; RoadsError where the file cannot be read or has no roads."""
    ways, blocked = said_plainly(path, lambda: _scan(path, vehicle))
    if not ways:
        raise RoadsError("no_roads", path=str(path), vehicle=vehicle.name)
    return _as_arrays(path, ways, blocked)


def _scan(path: Path, vehicle: Vehicle) -> tuple[list[_Way], set[int]]:
    """The ways that the vehicle may drive, and the points that it cannot pass."""
    ways: list[_Way] = []
    blocked: set[int] = set()
    tagged = KeyFilter("highway", "route", "barrier")
    for thing in osmium.FileProcessor(str(path)).with_locations().with_filter(tagged):
        if isinstance(thing, osmium.osm.Node):
            if vehicle.blocked(dict(thing.tags)):
                blocked.add(thing.id)
        elif isinstance(thing, osmium.osm.Way):
            tags = dict(thing.tags)
            speeds = vehicle.speeds(tags)
            if any(speeds):
                points = [(n.ref, n.x, n.y) for n in thing.nodes]
                ways.append(_Way(points, speeds, tags.get("highway") in EXPRESSWAY))
    return ways, blocked


def _as_arrays(path: Path, ways: list[_Way], blocked: set[int]) -> Stretches:
    way = np.repeat(np.arange(len(ways)), [len(w.points) for w in ways])
    ref, x, y = places(path, [w.points for w in ways])
    here = (x != NOWHERE) & (y != NOWHERE)
    start = np.flatnonzero((way[:-1] == way[1:]) & here[:-1] & here[1:] & (ref[:-1] != ref[1:]))
    if not len(start):
        raise RoadsError("no_places", path=str(path), count=len(ways))

    place = np.concatenate([start, start + 1])
    ends = ref[place]
    # A point that nobody can pass is another point for every piece that ends there, numbered below all others.
    stops = np.flatnonzero(np.isin(ends, np.fromiter(blocked, dtype=np.int64)))
    ends[stops] = ends.min() - 1 - np.arange(len(stops))
    _, once, numbers = np.unique(ends, return_index=True, return_inverse=True)
    lon, lat = x[place[once]] * UNIT, y[place[once]] * UNIT
    first, last = np.split(numbers.astype(np.int32), 2)
    speeds = np.array([w.speeds for w in ways])[way[start]]
    return Stretches(
        lon=lon,
        lat=lat,
        first=first,
        last=last,
        metres=metres_between(lon[first], lat[first], lon[last], lat[last]),
        along=speeds[:, 0],
        against=speeds[:, 1],
        expressway=np.array([w.expressway for w in ways])[way[start]],
    )
