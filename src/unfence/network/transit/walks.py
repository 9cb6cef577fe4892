"""Walks: from where people start to the stops, from stop to stop, from the stops to where they go, and all the way.

    seconds = detour metres / speed        metres: the great circle, from the chord c = |a - b| of a sphere of radius R,
                                           2 R asin(c / 2R)

By straight lines unless street times are handed in: a straight line knows no river. A person walks at most ``most``
metres to a stop, from one stop to the next, and from the last stop; the whole way on foot has no limit.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from unfence.network.roads.places import EARTH
from unfence.network.roads.roads import Floats, Ints
from unfence.network.transit.errors import TransitError
from unfence.network.transit.timetable import Timetable

SPEED = 4.8
"""km/h on foot."""
DETOUR = 1.3
"""How much longer streets are than the straight line between their ends."""
MOST = 1500.0
"""Metres as the crow flies that people walk to a stop or between two."""


class Paths(NamedTuple):
    """Walks grouped by what they are looked up by: those of row r are ``first[r]:first[r + 1]``."""

    first: Ints
    """(rows + 1,)"""
    stop: Ints
    """(paths,) the stop at the other end"""
    seconds: Floats
    """(paths,)"""

    @staticmethod
    def of(rows: int, row: Ints, stop: Ints, seconds: Floats) -> "Paths":
        """Paths in any order, those of infinite time left out."""
        open_ = np.flatnonzero(np.isfinite(seconds))
        order = open_[np.lexsort((stop[open_], row[open_]))]
        first = np.concatenate([[0], np.cumsum(np.bincount(row[order], minlength=rows))])
        return Paths(first, stop[order], seconds[order])


@dataclass(frozen=True)
class Walk:
    """How people walk where no street times are known.

    >>> round(Walk().seconds(1000.0), 3)
    975.0
    """

    speed: float = SPEED
    """km/h"""
    detour: float = DETOUR
    """Street metres for each metre as the crow flies."""
    most: float = MOST
    """Metres as the crow flies to, from and between stops."""

    def __post_init__(self) -> None:
        if not (0 < self.speed < np.inf and 1 <= self.detour < np.inf and 0 <= self.most < np.inf):
            raise TransitError("walk", speed=f"{self.speed:g}", detour=f"{self.detour:g}", most=f"{self.most:g}")

    def seconds(self, metres: Floats | float) -> Floats | float:
        """Seconds for so many metres as the crow flies."""
        return metres * (self.detour * 3.6 / self.speed)


@dataclass(frozen=True, eq=False)
class Walks:
    """Every walk that a journey may need, in seconds."""

    access: Floats
    """(origins, stops) inf: too far"""
    between: Paths
    """By the stop where one gets off, to where one gets on; to itself: a change there."""
    egress: Paths
    """By the point, from the stop where one gets off."""
    direct: Floats
    """(origins, points) all the way on foot"""

    @staticmethod
    def straight(timetable: Timetable, origins: ArrayLike, points: ArrayLike, walk: Walk | None = None) -> "Walks":
        """Walks by straight lines; ``origins`` (origins, 2) and ``points`` (points, 2) are lon, lat in degrees."""
        walk = walk or Walk()
        begins, ends, stops = _sphere(origins), _sphere(points), _sphere_of_stops(timetable)
        access = np.full((len(begins), len(stops)), np.inf)
        row, stop, seconds = _near(begins, stops, walk)
        access[row, stop] = seconds
        return Walks(
            access=access,
            between=between_stops(timetable, _near(stops, stops, walk)),
            egress=Paths.of(len(ends), *_near(ends, stops, walk)),
            direct=np.asarray(walk.seconds(_metres(cdist(begins, ends)))),
        )

    @staticmethod
    def handed(
        timetable: Timetable, access: ArrayLike, egress: ArrayLike, direct: ArrayLike, between: ArrayLike | None = None
    ) -> "Walks":
        """Walks whose times are known, in seconds, inf where nobody walks.

        ``access`` (origins, stops), ``egress`` (stops, points), ``direct`` (origins, points), ``between`` (stops,
        stops), which is by straight lines if it is not given; a change at one stop takes what the timetable says, else
        no time. TransitError for another shape or a time below 0.
        """
        stops = len(timetable.stops.ids)
        to, whole = np.atleast_2d(np.asarray(access, dtype=float)), np.atleast_2d(np.asarray(direct, dtype=float))
        off = _checked("egress", np.asarray(egress, dtype=float), (stops, whole.shape[1]))
        if between is None:
            xyz = _sphere_of_stops(timetable)
            changes = _near(xyz, xyz, Walk())
        else:
            changes = _paths(_checked("between", np.asarray(between, dtype=float), (stops, stops)))
        return Walks(
            access=_checked("access", to, (len(whole), stops)),
            between=between_stops(timetable, changes),
            egress=Paths.of(whole.shape[1], *_paths(off.T)),
            direct=_checked("direct", whole, whole.shape),
        )


def between_stops(timetable: Timetable, changes: tuple[Ints, Ints, Floats]) -> Paths:
    """Walks from stop to stop, given (from, to, seconds) of those that people walk.

    What the timetable says of a change goes before, and a change at one stop is free.
    """
    stops, said = len(timetable.stops.ids), timetable.transfers
    row, stop, seconds = changes
    same = np.arange(stops)
    apart = row != stop
    rows = np.concatenate([said.start, row[apart], same])
    ends = np.concatenate([said.end, stop[apart], same])
    _, once = np.unique(rows.astype(np.int64) * stops + ends, return_index=True)
    times = np.concatenate([said.seconds, seconds[apart], np.zeros(stops)])
    return Paths.of(stops, rows[once], ends[once], times[once])


def _near(a: Floats, b: Floats, walk: Walk) -> tuple[Ints, Ints, Floats]:
    """(row of a, row of b, seconds) of all pairs that people walk."""
    if not len(a) or not len(b):
        none = np.empty(0, dtype=np.int64)
        return none, none, np.empty(0)
    chord = 2 * EARTH * np.sin(min(walk.most / (2 * EARTH), np.pi / 2))
    pairs = KDTree(a).sparse_distance_matrix(KDTree(b), chord, output_type="ndarray")
    return pairs["i"], pairs["j"], np.asarray(walk.seconds(_metres(pairs["v"])))


def _paths(seconds: Floats) -> tuple[Ints, Ints, Floats]:
    row, stop = np.nonzero(np.isfinite(seconds))
    return row, stop, seconds[row, stop]


def _metres(chord: Floats) -> Floats:
    return np.asarray(2 * EARTH * np.arcsin(np.minimum(chord / (2 * EARTH), 1.0)))


def _sphere_of_stops(timetable: Timetable) -> Floats:
    return _sphere(np.stack([timetable.stops.lon, timetable.stops.lat], axis=1))


def _sphere(places: ArrayLike) -> Floats:
    """(places, 3) metres from the middle of the earth."""
    degrees = np.asarray(places, dtype=float)
    degrees = degrees.reshape(-1, 2) if degrees.size else np.empty((0, 2))
    # A comparison with what is not a number fails, so that such a place is refused as well.
    wrong = np.flatnonzero(~((np.abs(degrees) <= [180.0, 90.0]).all(axis=1)))
    if len(wrong):
        raise TransitError("place", lon=f"{degrees[wrong[0], 0]:g}", lat=f"{degrees[wrong[0], 1]:g}")
    lon, lat = np.radians(degrees).T
    return EARTH * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _checked(name: str, seconds: Floats, shape: tuple[int, ...]) -> Floats:
    if seconds.shape != shape:
        raise TransitError("shape", name=name, seen=seconds.shape, shape=shape)
    if not (seconds >= 0).all():
        raise TransitError("seconds", name=name, seen=f"{seconds[~(seconds >= 0)][0]:g}")
    return seconds
