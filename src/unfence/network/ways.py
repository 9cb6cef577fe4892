"""Trips of people: the cheapest way from door to door, and whether the trip is made at all.

A traveller whose hour is worth h pays on an arc

    link cost + hours * h + sum over its fences of   size * h  (time),  size  (cost, fee)

and a ban closes the arc. The trip is made when the cheapest way costs less than the trip is worth. Of ways that cost
the traveller the same the one that burns least, which is the one with most fees, is taken: private ties are broken
for the common good, as in the economy.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.book import Book
from unfence.network.arcs import Arcs, Bools, Floats, Ints, floats, numbering, rows_of
from unfence.network.crossings import Crossings, carries_people

# Money on a way is compared in whole grains, so that two ways that cost the same do so exactly.
_GRAIN = 1e-7


@dataclass(frozen=True)
class Trips:
    """All trips of a book; ``modes`` is (trips, modes)."""

    start: Ints
    end: Ints
    modes: Bools
    number: Floats
    hour_value: Floats
    value: Floats

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class Way:
    """How one trip is made: cost and fees per traveller, the arcs taken; ``made`` is false where it does not pay."""

    made: bool
    cost: float
    fees: Mapping[int, float]
    """Fee per traveller by fence."""
    arcs: tuple[int, ...]


@dataclass(frozen=True)
class Bars:
    """What stands in the way of people: for each arc its fences, with what they take."""

    closed: Bools
    """(arcs,): the link is not there, or a ban closes it."""
    hours: Floats
    """(arcs,): hours lost at its fences."""
    burnt: Floats
    """(arcs,): money lost at its fences."""
    fees: Mapping[int, Floats]
    """Fence -> (arcs,): fee per traveller."""


def trips_of(book: Book) -> Trips:
    """The trips of a book as arrays."""
    trips, sites, modes = book["trips"], numbering(book["sites"]), numbering(book["modes"])
    allowed = np.zeros((len(trips), len(modes)), dtype=bool)
    for t, names in enumerate(trips["modes"]):
        allowed[t, [modes[m] for m in names]] = True
    return Trips(
        start=rows_of(trips["from"], sites),
        end=rows_of(trips["to"], sites),
        modes=allowed & carries_people(book)[None, :],
        number=floats(trips["number"]),
        hour_value=floats(trips["hour_value"]),
        value=floats(trips["value"]),
    )


def bars(arcs: Arcs, crossings: Crossings, kinds: Sequence[str], sizes: Floats, open_links: Bools) -> Bars:
    """The state of the border for people; ``sizes`` holds NaN for a fence that is down."""
    closed = ~open_links[arcs.link]
    hours, burnt, fees = np.zeros(len(arcs)), np.zeros(len(arcs)), {}
    for f, kind in enumerate(kinds):
        if not crossings.people[f] or np.isnan(sizes[f]):
            continue
        met = crossings.arcs[f]
        if kind == "ban":
            closed = closed | met
        elif kind == "time":
            hours = hours + met * sizes[f]
        elif kind == "cost":
            burnt = burnt + met * sizes[f]
        elif kind == "fee" and sizes[f]:
            fees[f] = met * sizes[f]
    return Bars(closed, hours, burnt, fees)


def ways(trips: Trips, arcs: Arcs, barred: Bars) -> tuple[Way, ...]:
    """The way of every trip."""
    total_fee = sum(barred.fees.values(), np.zeros(len(arcs)))
    found = []
    for t in range(len(trips)):
        usable = np.flatnonzero(trips.modes[t][arcs.mode] & ~barred.closed)
        burnt = arcs.unit_cost[usable] + barred.burnt[usable]
        burnt = burnt + (arcs.hours[usable] + barred.hours[usable]) * trips.hour_value[t]
        fee = total_fee[usable]
        taken = _cheapest(int(trips.start[t]), int(trips.end[t]), arcs, usable, burnt + fee, fee)
        found.append(_way(taken, burnt + fee, usable, barred, float(trips.value[t])))
    return tuple(found)


def _way(taken: list[int] | None, cost: Floats, usable: Ints, barred: Bars, value: float) -> Way:
    if taken is None:
        return Way(made=False, cost=np.inf, fees={}, arcs=())
    total = float(cost[taken].sum())
    used = usable[taken]
    fees = {f: float(fee[used].sum()) for f, fee in barred.fees.items()}
    saved = round((value - total) / _GRAIN)
    made = saved > 0 or (saved == 0 and sum(fees.values()) > 0)
    return Way(made, total, {f: fee for f, fee in fees.items() if fee}, tuple(int(e) for e in used))


def _cheapest(start: int, end: int, arcs: Arcs, usable: Ints, cost: Floats, fee: Floats) -> list[int] | None:
    """The arcs (places in ``usable``) of the cheapest way, of equals the one with most fees; None if there is none."""
    leaving: dict[int, list[int]] = {}
    for place, arc in enumerate(usable):
        leaving.setdefault(int(arcs.tail[arc]), []).append(place)
    grains = [(round(c / _GRAIN), -round(f / _GRAIN)) for c, f in zip(cost, fee, strict=True)]
    arrived: dict[int, int | None] = {}
    queue: list[tuple[int, int, int, int | None]] = [(0, 0, start, None)]
    while queue:
        spent, collected, site, by = heapq.heappop(queue)
        if site in arrived:
            continue
        arrived[site] = by
        if site == end:
            return _unwind(end, arrived, arcs, usable)
        for place in leaving.get(site, ()):
            head = int(arcs.head[usable[place]])
            if head not in arrived:
                more, less = grains[place]
                heapq.heappush(queue, (spent + more, collected + less, head, place))
    return None


def _unwind(end: int, arrived: Mapping[int, int | None], arcs: Arcs, usable: Ints) -> list[int]:
    taken, site = [], end
    while (place := arrived[site]) is not None:
        taken.append(place)
        site = int(arcs.tail[usable[place]])
    return taken[::-1]
