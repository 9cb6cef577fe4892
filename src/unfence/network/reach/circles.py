"""Circles: who and what lies within so many minutes of each start, in each case, as numbers and as areas.

Times come as an array (starts, nodes) of seconds from whoever travels: ``driven`` drives, ``ridden`` goes by bus.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from unfence.network.reach.cases import Case
from unfence.network.reach.contours import NEAR, contour, grid, km2, reached
from unfence.network.reach.errands import Rates, drives
from unfence.network.reach.errors import ReachError
from unfence.network.reach.ground import MINUTE, Belonging, Ground
from unfence.network.reach.places import Places, Zones
from unfence.network.roads.roads import Floats, Ints, Roads
from unfence.network.roads.scenarios import scenario
from unfence.network.roads.snap import FAR
from unfence.network.roads.times import travel_times

BATCH = 16
"""Starts whose times are held at once, for each case."""
KM = 1000.0

Times = Callable[[Case, Belonging], Floats]
"""(case, starts) -> (starts, nodes) seconds from door to node, inf where there is no way."""
Told = Callable[[int, int], None]
"""Called with how many starts are done and how many there are."""


@dataclass(frozen=True, eq=False)
class Question:
    """From where, how long, and what is looked for."""

    starts: Places
    minutes: tuple[float, ...]
    zones: Zones = field(default_factory=Zones.none)
    sites: Places = field(default_factory=lambda: Places.of([]))
    within: float = FAR
    """Metres from a road beyond which a start is refused, and a zone or site is left out."""
    near: float = NEAR
    """Metres from a road beyond which land is not served, for areas."""
    shapes: bool = False
    """Whether areas are asked for."""
    rates: Rates | None = None
    """What a vehicle costs; with it one vehicle is sent from each start to each site."""

    def __post_init__(self) -> None:
        """Refuse bounds that are none."""
        if not self.minutes or not all(0 < bound < np.inf for bound in self.minutes):
            raise ReachError("minutes", seen=[f"{bound:g}" for bound in self.minutes])


@dataclass(frozen=True, eq=False)
class Freight:
    """One vehicle from each start to each site that it reaches in every case: (cases, starts) sums of the drives."""

    sites: Ints
    """(starts,) how many sites that are"""
    hours: Floats
    """vehicle-hours, one way"""
    km: Floats
    money: Floats


@dataclass(frozen=True, eq=False)
class Circles:
    """The answer; ``cases[0]`` is today."""

    question: Question
    cases: tuple[Case, ...]
    people: Floats
    """(cases, starts, bounds, 3) residents, workers, jobs within the bound"""
    to_sites: Floats
    """(cases, starts, sites) minutes; inf where there is no way"""
    areas: tuple[tuple[tuple[Any, ...], ...], ...]
    """[case][start][bound] shapely multipolygons; empty where no areas were asked for"""
    lost_zones: tuple[str, ...]
    """Ids of zones that no road comes near; they are counted nowhere."""
    lost_sites: tuple[str, ...]
    freight: Freight | None = None

    @property
    def sites(self) -> Ints:
        """(cases, starts, bounds) how many sites lie within the bound."""
        bounds = np.array(self.question.minutes)
        return np.asarray((self.to_sites[:, :, None, :] <= bounds[:, None]).sum(axis=-1))

    @cached_property
    def km2(self) -> Floats:
        """(cases, starts, bounds) square kilometres of the areas; no cases where no areas were asked for."""
        return np.array([[[km2(area) for area in bounds] for bounds in starts] for starts in self.areas])

    def site_names(self, case: int, start: int, bound: int) -> tuple[str, ...]:
        """Ids of the sites within a bound that are not within it today, and the other way round."""
        there = self.to_sites[:, start, :] <= self.question.minutes[bound]
        return tuple(np.array(self.question.sites.ids())[there[case] != there[0]].tolist())


def driven(roads: Roads) -> Times:
    """Times by road: the fences of a case up, what it builds built."""

    def times(case: Case, starts: Belonging) -> Floats:
        seconds = travel_times(roads, starts.node, scenario(roads, case.fences, case.built))
        return np.asarray(seconds + starts.seconds[:, None])

    return times


def circles_on(
    ground: Ground, question: Question, cases: tuple[Case, ...], times: Times | None = None, told: Told | None = None
) -> Circles:
    """The circles of every start in every case; RoadsError or ReachError for what is wrong, as each part says.

    >>> from unfence.network.reach import Label, cases_of
    >>> roads = Roads.of([0, 1], [1, 0], seconds=[600, 600], lon=[109.0, 109.1], lat=[27.3, 27.3])
    >>> ends = Places.of([(Label("a"), 109.0, 27.3), (Label("b"), 109.1, 27.3)])
    >>> zones = Zones(ends, np.array([[500.0, 200, 50], [800, 300, 90]]))
    >>> found = circles_on(Ground(roads), Question(ends, (5, 15), zones), cases_of([]))
    >>> found.people[0, 0]
    array([[ 500.,  200.,   50.],
           [1300.,  500.,  140.]])
    """
    times = times or driven(ground.roads)
    start = ground.snapped(question.starts, question.within)
    zone = ground.belonging(question.zones.places.lon, question.zones.places.lat, question.within)
    site = ground.belonging(question.sites.lon, question.sites.lat, question.within)
    shape = (len(cases), len(question.starts))
    people = np.zeros((*shape, len(question.minutes), question.zones.people.shape[1]))
    to_sites = np.zeros((*shape, len(question.sites)))
    areas: list[list[tuple[Any, ...]]] = [[] for _ in cases]
    bounds = np.array(question.minutes)
    for row, seconds in _by_start(start, cases, times):
        to_zones, to_sites[:, row] = zone.minutes(seconds), site.minutes(seconds)
        people[:, row] = (to_zones[:, None, :] <= bounds[:, None]) @ question.zones.people
        if question.shapes:
            for kept, drawn in zip(areas, _areas(ground, question, seconds), strict=True):
                kept.append(drawn)
        if told:
            told(row + 1, len(question.starts))
    return Circles(
        question,
        cases,
        people,
        to_sites,
        tuple(map(tuple, areas)) if question.shapes else (),
        tuple(question.zones.places.labels[i].id for i in zone.missing),
        tuple(question.sites.labels[i].id for i in site.missing),
        _freight(ground, question.rates, cases, start, site) if question.rates and len(question.sites) else None,
    )


def _by_start(start: Belonging, cases: tuple[Case, ...], times: Times) -> Iterator[tuple[int, Floats]]:
    """Each start with its (cases, nodes) seconds."""
    for first in range(0, len(start.node), BATCH):
        rows = np.arange(first, min(first + BATCH, len(start.node)))
        some = replace(start, node=start.node[rows], metres=start.metres[rows])
        seconds = np.stack([times(case, some) for case in cases], axis=1)
        for row in rows:
            yield int(row), seconds[row - first]


def _areas(ground: Ground, question: Question, seconds: Floats) -> list[tuple[Any, ...]]:
    """By case, an area for each bound; cases with the same times share theirs."""
    around = grid(ground, reached(seconds, max(question.minutes)), question.near)
    drawn: list[tuple[Any, ...]] = []
    for case, time in enumerate(seconds):
        same = next((earlier for earlier in range(case) if np.array_equal(seconds[earlier], time)), None)
        if same is not None:
            drawn.append(drawn[same])
        else:
            drawn.append(tuple(contour(around, time, bound) for bound in question.minutes))
    return drawn


def _freight(ground: Ground, rates: Rates, cases: tuple[Case, ...], start: Belonging, site: Belonging) -> Freight:
    """Drives from door to door: the ways off the road belong to them."""
    seen = np.flatnonzero(site.node >= 0)
    off_road = start.metres[:, None] + site.metres[seen]
    weights = [scenario(ground.roads, case.fences, case.built) for case in cases]
    found = [drives(ground.roads, seconds, start.node, site.node[seen]) for seconds in weights]
    hours = np.stack([drive.seconds for drive in found]) + off_road / ground.speed
    km = (np.stack([drive.metres for drive in found]) + off_road) / KM
    hours /= MINUTE * MINUTE
    always = np.isfinite(hours).all(axis=0)
    hours, km = (np.where(always, part, 0.0) for part in (hours, km))
    return Freight(
        always.sum(axis=1), hours.sum(axis=-1), km.sum(axis=-1), np.asarray(rates.money(hours, km).sum(axis=-1))
    )
