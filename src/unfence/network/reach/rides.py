"""Rides: how long it takes on foot along the streets and by what the timetable offers, to every node.

    ready[s] = departure + walk(start, s)                         at stop s
    off[s]   = when one gets off a vehicle at s at the earliest    by connection scan
    t(node)  = min(walk(start, node), min over s of  off[s] - departure + walk(s, node))

Walks are along the streets: of any length from the start and from the last stop, between two vehicles no longer than a
walk of ``MOST`` metres as the crow flies usually takes; from one stop to another at the same node straight. Over a
window of departures the mean of t counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from unfence.network.reach.cases import Case
from unfence.network.reach.circles import Times
from unfence.network.reach.errors import ReachError
from unfence.network.reach.ground import Belonging, Ground
from unfence.network.roads.places import metres_between
from unfence.network.roads.roads import OUTSIDE, Floats, Ints, Roads, quickest
from unfence.network.roads.scenarios import scenario
from unfence.network.transit.scan import ridden
from unfence.network.transit.timetable import Timetable
from unfence.network.transit.walks import Paths, Walk, between_stops

BUS = "bus"
"""What vehicles of a timetable are called where a fence says on whom it bears."""
BETWEEN = float(Walk().seconds(Walk().most))
"""Seconds that people walk at most between two vehicles."""
CHUNK = 64
"""Stops from which walks are looked for at once."""


@dataclass(frozen=True, eq=False)
class Lines:
    """What runs, and when people leave."""

    timetable: Timetable
    departures: Floats
    """(departures,) seconds after midnight"""
    planned: tuple[str, ...] = ()
    """Lines that run only where a case builds them: the last ones of the timetable."""

    def of(self, built: Sequence[str]) -> Timetable:
        """What runs where these are built."""
        every = range(len(self.timetable.lines))
        today = len(every) - len(self.planned)
        return self.timetable.running([line for line in every if line < today or self.planned[line - today] in built])


def ride(ground: Ground, lines: Lines) -> Times:
    """Times on foot and by ``lines`` on a ``ground`` of roads on foot; ReachError where no stop lies near a road."""
    stops = lines.timetable.stops
    at = ground.belonging(stops.lon, stops.lat)
    if len(at.missing) == len(stops.ids):
        _, metres = ground.nearest(stops.lon, stops.lat)
        raise ReachError("feed_elsewhere", count=len(stops.ids), km=f"{metres.min() / 1000:,.0f}")
    side = ground.borders.of(stops.lon, stops.lat) if ground.borders else np.zeros(len(stops.ids), dtype=int)
    ready: dict[Case, _Riding] = {}

    def times(case: Case, starts: Belonging) -> Floats:
        if case not in ready:
            ready[case] = _riding(ground.roads, lines, case, at, side)
        return np.stack([ready[case].from_start(s, starts) for s in range(len(starts.node))])

    return times


def _riding(roads: Roads, lines: Lines, case: Case, at: Belonging, side: Ints) -> "_Riding":
    """What walks and runs in a case."""
    on_roads = [name for name in case.built if name in roads.links]
    walks = scenario(roads, case.fences, on_roads)
    timetable = lines.of(case.built)
    for fence in sorted(case.fences, key=lambda fence: -fence.minutes):
        if not fence.vehicles or BUS in fence.vehicles:
            groups = (_rows(roads, fence.first), _rows(roads, fence.second))
            timetable = timetable.fenced(side, fence.minutes, between=groups, both_ways=fence.both_ways)
    return _Riding(roads, walks, timetable, lines.departures, at)


def _rows(roads: Roads, side: str) -> list[int]:
    """Rows of the jurisdictions of a side; outside is -1."""
    names = side.split("+")
    rows = [row for row, name in enumerate(roads.jurisdictions) if name in names]
    return rows + ([-1] if OUTSIDE in names else [])


@dataclass(frozen=True, eq=False)
class _Riding:
    """A timetable and the streets around its stops, in one case."""

    roads: Roads
    seconds: Floats
    """(edges,) on foot"""
    timetable: Timetable
    departures: Floats
    at: Belonging
    """Of the stops."""

    @cached_property
    def streets(self) -> csr_matrix:
        """Node to node, the quickest of parallel edges."""
        open_ = np.flatnonzero(np.isfinite(self.seconds))
        tail, head = self.roads.tail[open_], self.roads.head[open_]
        chosen = quickest(tail, head, self.seconds[open_])
        shape = (self.roads.nodes, self.roads.nodes)
        return csr_matrix((self.seconds[open_][chosen], (tail[chosen], head[chosen])), shape=shape)

    @cached_property
    def between(self) -> Paths:
        """Walks from stop to stop along the streets."""
        rows, stops, seconds = zip(*self._walks(), strict=True) if len(self.near) else ((), (), ())
        found = [np.concatenate([*part, np.empty(0)]) for part in (rows, stops, seconds)]
        return between_stops(self.timetable, (found[0].astype(np.int64), found[1].astype(np.int64), found[2]))

    @cached_property
    def near(self) -> Ints:
        """Stops near a road at which something calls."""
        used = self.timetable.connections
        calls = np.unique(np.concatenate([used.start, used.end]))
        return np.asarray(calls[self.at.node[calls] >= 0])

    def _walks(self) -> Iterator[tuple[Ints, Ints, Floats]]:
        """(from, to, seconds) of all pairs of stops that people walk between."""
        node, off = self.at.node[self.near], self.at.seconds[self.near]
        for first in range(0, len(self.near), CHUNK):
            some = slice(first, first + CHUNK)
            walked = np.asarray(dijkstra(self.streets, indices=node[some], limit=BETWEEN))[:, node]
            walked = np.where(node[some, None] == node, self._straight(some), walked + off[some, None] + off)
            row, stop = np.nonzero(walked <= BETWEEN)
            yield self.near[row + first], self.near[stop], walked[row, stop]

    def _straight(self, some: slice) -> Floats:
        """(stops, stops) seconds on foot without a street to follow."""
        lon, lat = (of[self.near] for of in (self.timetable.stops.lon, self.timetable.stops.lat))
        metres = metres_between(lon[some, None], lat[some, None], lon[None, :], lat[None, :])
        return np.asarray(Walk().seconds(metres))

    def from_start(self, start: int, starts: Belonging) -> Floats:
        """(nodes,) seconds from a start, the mean over the departures."""
        walked = np.asarray(dijkstra(self.streets, indices=int(starts.node[start]))) + starts.seconds[start]
        ready = np.full(len(self.at.node), np.inf)
        ready[self.near] = walked[self.at.node[self.near]] + self.at.seconds[self.near]
        longest = ready[self.near].max(initial=0.0)  # a ride that takes longer than the walk to each stop is of no use
        total = np.zeros(len(walked))
        for leave in self.departures.tolist():
            got_off = ridden(self.timetable, self.between, leave + ready, leave, leave + longest) - leave
            sooner = np.flatnonzero(got_off < ready)
            total += self._spread(walked, sooner, got_off) if len(sooner) else walked
        return np.asarray(total / len(self.departures))

    def _spread(self, walked: Floats, stops: Ints, got_off: Floats) -> Floats:
        """(nodes,) seconds on foot from the start or from these stops, whichever is first."""
        first = np.full(len(walked), np.inf)
        np.minimum.at(first, self.at.node[stops], got_off[stops] + self.at.seconds[stops])
        nodes = np.flatnonzero(np.isfinite(first))
        graph = self.streets
        data, indices = np.concatenate([graph.data, first[nodes]]), np.concatenate([graph.indices, nodes])
        indptr = np.append(graph.indptr, len(data))
        source = csr_matrix((data, indices, indptr), shape=(len(walked) + 1, len(walked) + 1))
        return np.asarray(np.minimum(walked, np.asarray(dijkstra(source, indices=len(walked)))[:-1]))
