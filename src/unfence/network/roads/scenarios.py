"""A scenario is a weight vector: the time of every edge with these fences up and these planned links built.

A time fence between two sides adds its minutes to every edge that leads from the one side to the other. A planned link
is in the graph from the start, at infinite time; building it gives its edges the time that they will take.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.roads import OUTSIDE, Bools, Floats, Roads

MINUTE = 60.0


@dataclass(frozen=True)
class TimeFence:
    """A wait at a border between two sides.

    A side is a jurisdiction's id, several joined by ``+``, or ``outside``: all that lies in none.
    """

    first: str
    second: str
    minutes: float
    """0 or more; inf closes the border"""
    both_ways: bool = True
    """Else only from the first side to the second."""
    vehicles: tuple[str, ...] = ()
    """Kinds of vehicles that wait; empty: all."""


def scenario(roads: Roads, fences: Iterable[TimeFence] = (), built: Iterable[str] = ()) -> Floats:
    """(edges,) seconds with ``fences`` up and the planned links ``built`` open.

    >>> roads = Roads.of([0, 1], [1, 0], seconds=[60, 60], lon=[0, 1], lat=[0, 0])
    >>> from dataclasses import replace
    >>> roads = replace(roads, jurisdiction=np.array([0, 1]), jurisdictions=("west", "east"))
    >>> scenario(roads, [TimeFence("west", "east", 5, both_ways=False)])
    array([360.,  60.])
    """
    seconds = roads.seconds.copy()
    opened = np.isin(roads.link, [_row(name, roads.links, "link") for name in built])
    seconds[opened] = roads.built[opened]
    for fence in fences:
        if not fence.minutes >= 0:
            raise RoadsError("wait", first=fence.first, second=fence.second, seen=f"{fence.minutes:g}")
        if not fence.vehicles or roads.vehicle in fence.vehicles:
            seconds[borne(roads, fence)] += fence.minutes * MINUTE
    return seconds


def borne(roads: Roads, fence: TimeFence) -> Bools:
    """(edges,) the fence bears on the edge: its ends lie on the fence's two sides, in the fence's direction."""
    first, second = (_side(roads, side) for side in (fence.first, fence.second))
    if (first & second).any():
        raise RoadsError("sides", first=fence.first, second=fence.second)
    # Jurisdiction -1, outside, is the last of the rows.
    tail, head = roads.jurisdiction[roads.tail], roads.jurisdiction[roads.head]
    across = first[tail] & second[head]
    return np.asarray(across | (second[tail] & first[head]) if fence.both_ways else across)


def _side(roads: Roads, side: str) -> Bools:
    """(jurisdictions + 1,) those that belong to a side; the last is outside."""
    members = np.zeros(len(roads.jurisdictions) + 1, dtype=bool)
    for name in side.split("+"):
        members[_row(name.strip(), (*roads.jurisdictions, OUTSIDE), "jurisdiction")] = True
    return members


def _row(name: str, known: tuple[str, ...], kind: str) -> int:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
        raise RoadsError(f"unknown_{kind}", seen=name, nearest=near[0] if near else "-")
    return known.index(name)
