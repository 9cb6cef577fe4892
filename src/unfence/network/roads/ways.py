"""Ways of an OpenStreetMap file, as arrays: every stretch between two neighbouring points that a vehicle may drive.

A file is read front to back; points come before the ways that use them, as every .osm and .osm.pbf has them.
Stretches with an end outside the file are left out: extracts cut ways at their edge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import osmium
from osmium.filter import KeyFilter

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import NOWHERE, UNIT, metres_between, places, said_plainly
from unfence.network.roads.roads import Bools, Floats, Ints
from unfence.network.roads.turns import KEY, Ban, ban
from unfence.network.roads.vehicles import EXPRESSWAY, Vehicle

Progress = Callable[[str, int, int], None]
"""Told a step's name, how much is done, and how much there is; 0: not known yet."""
OFTEN = 5_000
"""Roads after which progress is told."""


def quietly(_step: str, _done: int, _whole: int) -> None:
    """Tell nobody how far reading is."""


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
    way: Ints
    """(pieces,) number of the way in the file"""
    bans: tuple[Ban, ...] = ()
    """Turns that are forbidden, at points of these stretches."""


@dataclass(frozen=True)
class _Way:
    id: int
    points: list[tuple[int, int, int]]
    speeds: tuple[float, float]
    expressway: bool


def read_stretches(path: Path, vehicle: Vehicle, progress: Progress = quietly) -> Stretches:
    """All that ``vehicle`` may drive in a file; RoadsError where the file cannot be read or has no roads."""
    ways, blocked, bans = said_plainly(path, lambda: _scan(path, vehicle, progress))
    if not ways:
        raise RoadsError("no_roads", path=str(path), vehicle=vehicle.name)
    return _as_arrays(path, ways, blocked, bans)


def _scan(path: Path, vehicle: Vehicle, progress: Progress) -> tuple[list[_Way], set[int], list[Ban]]:
    """The ways that the vehicle may drive, the points that it cannot pass, the turns that it may not make."""
    ways: list[_Way] = []
    blocked: set[int] = set()
    bans: list[Ban] = []
    tagged = KeyFilter("highway", "route", "barrier", KEY, *(f"{KEY}:{key}" for key in vehicle.access))
    for thing in osmium.FileProcessor(str(path)).with_locations().with_filter(tagged):
        if isinstance(thing, osmium.osm.Node):
            if vehicle.blocked(dict(thing.tags)):
                blocked.add(thing.id)
        elif isinstance(thing, osmium.osm.Way):
            tags = dict(thing.tags)
            speeds = vehicle.speeds(tags)
            if any(speeds):
                points = [(n.ref, n.x, n.y) for n in thing.nodes]
                ways.append(_Way(thing.id, points, speeds, tags.get("highway") in EXPRESSWAY))
                if len(ways) % OFTEN == 0:
                    progress("scan", len(ways), 0)
        elif isinstance(thing, osmium.osm.Relation):
            stated = ban(dict(thing.tags), [(m.type, m.ref, m.role) for m in thing.members], vehicle)
            bans += [stated] if stated else []
    progress("scan", len(ways), len(ways))
    return ways, blocked, bans


def _as_arrays(path: Path, ways: list[_Way], blocked: set[int], bans: Sequence[Ban]) -> Stretches:
    way = np.repeat(np.arange(len(ways)), [len(w.points) for w in ways])
    ref, x, y = places(path, [w.points for w in ways])
    here = (x != NOWHERE) & (y != NOWHERE)
    start = np.flatnonzero((way[:-1] == way[1:]) & here[:-1] & here[1:] & (ref[:-1] != ref[1:]))
    if not len(start):
        raise RoadsError("no_places", path=str(path), count=len(ways), way=ways[0].id)

    place = np.concatenate([start, start + 1])
    ends = ref[place]
    # A point that nobody can pass is another point for every piece that ends there, numbered below all others.
    stops = np.flatnonzero(np.isin(ends, np.fromiter(blocked, dtype=np.int64)))
    ends[stops] = ends.min() - 1 - np.arange(len(stops))
    known, once, numbers = np.unique(ends, return_index=True, return_inverse=True)
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
        way=np.array([w.id for w in ways])[way[start]],
        bans=_at_points(bans, ways, known),
    )


def _at_points(bans: Sequence[Ban], ways: Sequence[_Way], known: Ints) -> tuple[Ban, ...]:
    """The bans whose ways end at their point, which is called by its number among ``known`` from now on.

    A way that runs on through the point could be meant on either side of it.
    """
    named = {way for one in bans for way in (*one.origins, *one.targets)}
    ends = {w.id: (w.points[0][0], w.points[-1][0]) for w in ways if w.id in named}

    def ending(those: Sequence[int], via: int) -> tuple[int, ...]:
        return tuple(way for way in those if via in ends.get(way, ()))

    found = []
    for one in bans:
        point = int(np.searchsorted(known, one.via))
        if point < len(known) and known[point] == one.via:
            origins, targets = ending(one.origins, one.via), ending(one.targets, one.via)
            found.append(replace(one, via=point, origins=origins, targets=targets))
    return tuple(found)
