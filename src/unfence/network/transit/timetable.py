"""A timetable: what runs around one day, as connections, each a vehicle's way from one stop to the next.

    runs           vehicles on their way from a first stop to a last one, once
    connections    (start, end, departs, arrives) of a run between two neighbouring stops, sorted by departure

Times are seconds after the midnight with which the day begins. Runs of the day before that are still under way lie in
it too, as do those of the day after, so that a journey may begin or end in the night.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from unfence.network.roads.roads import Bools, Floats, Ints
from unfence.network.transit.clock import DAY, MINUTE
from unfence.network.transit.errors import TransitError

HORIZON = 2 * DAY
"""Seconds after midnight up to which vehicles leave."""


class Connections(NamedTuple):
    """Ways from stop to stop, by departure; those of one run in their order."""

    start: Ints
    """(connections,) stop where it begins"""
    end: Ints
    """(connections,) stop where it ends"""
    departs: Floats
    """(connections,) seconds"""
    arrives: Floats
    """(connections,) seconds"""
    run: Ints
    """(connections,)"""
    place: Ints
    """(connections,) its number in its run"""
    board: Bools
    """(connections,) one may get on at its start"""
    alight: Bools
    """(connections,) one may get off at its end"""

    def sorted(self) -> "Connections":
        """The same by departure; of one run those that leave at one moment keep their order."""
        return self.only(np.lexsort((self.place, self.departs)))

    def only(self, rows: Ints | Bools) -> "Connections":
        """Those of ``rows``."""
        start, end, departs, arrives, run, place, board, alight = self
        return Connections(
            start[rows], end[rows], departs[rows], arrives[rows], run[rows], place[rows], board[rows], alight[rows]
        )


@dataclass(frozen=True, eq=False)
class Calls:
    """Where and when a vehicle of some pattern calls: pattern after pattern, each in its order."""

    pattern: Ints
    """(calls,) ascending"""
    stop: Ints
    """(calls,)"""
    arrives: Floats
    """(calls,) seconds"""
    departs: Floats
    """(calls,) seconds"""
    board: Bools
    """(calls,) one may get on"""
    alight: Bools
    """(calls,) one may get off"""

    def connections(self, pattern: Ints, shift: Floats) -> Connections:
        """What one run of each ``pattern`` makes, ``shift`` seconds later than its calls say."""
        hop = np.flatnonzero(self.pattern[:-1] == self.pattern[1:])
        patterns = int(max(self.pattern.max(initial=-1), pattern.max(initial=-1))) + 1
        hops = np.bincount(self.pattern[hop], minlength=patterns)
        first = np.cumsum(hops) - hops
        each = hops[pattern]
        run = np.repeat(np.arange(len(pattern)), each)
        place = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        call = hop[first[pattern[run]] + place]
        made = Connections(
            start=self.stop[call],
            end=self.stop[call + 1],
            departs=self.departs[call] + shift[run],
            arrives=self.arrives[call + 1] + shift[run],
            run=run,
            place=place,
            board=self.board[call],
            alight=self.alight[call + 1],
        )
        return made.only((made.departs >= 0) & (made.departs < HORIZON)).sorted()


@dataclass(frozen=True, eq=False)
class Stops:
    """Where one gets on and off."""

    ids: tuple[str, ...]
    lon: Floats
    """(stops,) degrees, WGS 84"""
    lat: Floats
    """(stops,) degrees, WGS 84"""


@dataclass(frozen=True, eq=False)
class Transfers:
    """Changes that take another time than the walk; from a stop to itself: a change there."""

    start: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """(transfers,) stop where one gets off"""
    end: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """(transfers,) stop where one gets on"""
    seconds: Floats = field(default_factory=lambda: np.empty(0))
    """(transfers,) inf: not possible"""


@dataclass(frozen=True, eq=False)
class Timetable:
    """What runs around one day."""

    stops: Stops
    connections: Connections
    line: Ints
    """(runs,) row in ``lines``"""
    lines: tuple[str, ...]
    """What people call them."""
    transfers: Transfers = field(default_factory=Transfers)

    @property
    def runs(self) -> int:
        """How many vehicles' runs."""
        return len(self.line)

    def joined(self, other: "Timetable") -> "Timetable":
        """Both timetables as one: a line added. Stops stay apart; those at one place are no walk from each other."""
        stops, runs = len(self.stops.ids), self.runs
        mine, theirs = self.connections, other.connections
        moved = theirs._replace(start=theirs.start + stops, end=theirs.end + stops, run=theirs.run + runs)
        both = (self.transfers, other.transfers)
        return Timetable(
            stops=Stops(
                self.stops.ids + other.stops.ids,
                np.concatenate([self.stops.lon, other.stops.lon]),
                np.concatenate([self.stops.lat, other.stops.lat]),
            ),
            connections=_together(mine, moved).sorted(),
            line=np.concatenate([self.line, other.line + len(self.lines)]),
            lines=self.lines + other.lines,
            transfers=Transfers(
                np.concatenate([both[0].start, both[1].start + stops]),
                np.concatenate([both[0].end, both[1].end + stops]),
                np.concatenate([t.seconds for t in both]),
            ),
        )

    def fenced(
        self,
        side: Ints,
        minutes: float = np.inf,
        lines: Iterable[str] = (),
        between: tuple[Collection[int], Collection[int]] | None = None,
        *,
        both_ways: bool = True,
    ) -> "Timetable":
        """The timetable with a border that vehicles pass only after a wait, or not at all.

        ``side`` (stops,) says on which side each stop lies. A vehicle that goes over waits ``minutes`` and is late by
        them from there on. With inf it ends at the last stop before the border, and another begins at the first stop
        beyond at the time of the old one: two lines with a walk between. ``lines``: those that it bears on, empty: all.
        ``between``: it stands only between these two groups of sides, and unless ``both_ways`` only from the first to
        the second; without it between any two sides. Of several borders those that are closed go first.
        """
        if np.shape(side) != (len(self.stops.ids),):
            raise TransitError("sides", seen=np.shape(side), stops=len(self.stops.ids))
        if not minutes >= 0:
            raise TransitError("wait", seen=f"{minutes:g}")
        ordered = self.connections.only(np.lexsort((self.connections.place, self.connections.run)))
        leaves, enters = side[ordered.start], side[ordered.end]
        over = _across(leaves, enters, between)
        if both_ways:
            over = over | _across(enters, leaves, between)
        return self._stopped(ordered, over & self._of(lines)[ordered.run], minutes)

    def _stopped(self, ordered: Connections, over: Bools, minutes: float) -> "Timetable":
        """Late, or cut, where the connections, run after run, go ``over``."""
        sofar = np.cumsum(over)
        crossed = sofar - np.r_[0, sofar][np.searchsorted(ordered.run, ordered.run)]
        if np.isfinite(minutes):
            wait = minutes * MINUTE
            late = ordered._replace(
                departs=ordered.departs + wait * (crossed - over), arrives=ordered.arrives + wait * crossed
            )
            return replace(self, connections=late.sorted())
        parts, run = np.unique(np.stack([ordered.run, crossed]), axis=1, return_inverse=True)
        cut = ordered._replace(run=run.reshape(-1)).only(~over)
        return replace(self, connections=cut.sorted(), line=self.line[parts[0]])

    def running(self, lines: Collection[int]) -> "Timetable":
        """The timetable with only those ``lines``, by row: the others do not run."""
        return replace(self, connections=self.connections.only(np.isin(self.line, list(lines))[self.connections.run]))

    def _of(self, lines: Iterable[str]) -> Bools:
        """(runs,) belongs to one of ``lines``; with no lines named: all."""
        wanted = set(lines)
        unknown = sorted(wanted - set(self.lines))
        if unknown:
            raise TransitError("unknown_line", seen=unknown[0], known=list(dict.fromkeys(self.lines))[:8])
        return np.array([not wanted or name in wanted for name in self.lines], dtype=bool)[self.line]


def _across(leaves: Ints, enters: Ints, between: tuple[Collection[int], Collection[int]] | None) -> Bools:
    """(connections,) from the first group of sides to the second; from any side to another where none is named."""
    if between is None:
        return np.asarray(leaves != enters)
    first, second = between
    return np.isin(leaves, list(first)) & np.isin(enters, list(second))


def _together(one: Connections, other: Connections) -> Connections:
    return Connections(
        start=np.concatenate([one.start, other.start]),
        end=np.concatenate([one.end, other.end]),
        departs=np.concatenate([one.departs, other.departs]),
        arrives=np.concatenate([one.arrives, other.arrives]),
        run=np.concatenate([one.run, other.run]),
        place=np.concatenate([one.place, other.place]),
        board=np.concatenate([one.board, other.board]),
        alight=np.concatenate([one.alight, other.alight]),
    )
