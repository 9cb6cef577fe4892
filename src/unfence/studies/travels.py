"""How the circles of a book are reckoned over its own links: who travels how, from where, past which fences.

Waits count, money does not: a fence of kind ``time`` makes people and goods late, a ``ban`` turns them back. Goods of
one mode stand for a vehicle that may hold all that the mode carries: a wait for some of it is a wait of the vehicle, a
ban closes its way only if it bears on all.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from unfence.book import Book
from unfence.economy import Economy
from unfence.economy.state import State
from unfence.network import bars, carried, trips_of
from unfence.network.arcs import Floats, Ints
from unfence.network.crossings import carries_people
from unfence.network.minutes import minutes
from unfence.studies.neighbourhood import Neighbourhood, neighbourhood_of
from unfence.studies.reach import MINUTES, Away, CaseKind, Circle, Reach, Start, Travel, Within
from unfence.studies.record import STATES

BEGIN = {True: ("park", "town", "station"), False: ("park", "station", "port")}
"""Kinds of sites where circles begin, for people and for goods; where a book has none, at any site."""
MOVED = ("good", "waste")
"""Kinds of commodities that vehicles carry; energy has no circle."""
HAIR = 1e-6
"""Minutes by which a bound may be missed by rounding, and by which times differ at least."""


@dataclass(frozen=True)
class _Means:
    """Modes, by row, that may be used together."""

    modes: tuple[int, ...]
    people: bool


@dataclass(frozen=True)
class _Case:
    """A state with its name."""

    kind: CaseKind
    id: str
    state: State


def reach_of(economy: Economy, best: Collection[str]) -> Reach:
    """The circles of a book; ``best`` are the measures of the best plan.

    >>> from unfence.examples import example
    >>> reach = reach_of(Economy(example("two_towns")), ["bridge"])
    >>> [(travel.modes, travel.people) for travel in reach.travels]
    [(('truck',), False)]
    """
    book = economy.book
    cases, zones = tuple(_cases(economy, best)), neighbourhood_of(book)
    found = [_travel(economy, means, cases, zones) for means in _means(book)]
    return Reach(MINUTES, tuple(t for t in found if t.starts and (t.people or t.changed)), zones.lost)


def reach_between(economy: Economy, fences: Collection[str], measures: Collection[str]) -> Reach:
    """The circles of today, and of a scenario: some fences down, some measures in place (case ``with``, id "")."""
    book, zones = economy.book, neighbourhood_of(economy.book)
    cases = (_Case("today", "today", economy.state()), _Case("with", "", economy.state(fences, measures)))
    found = [_travel(economy, means, cases, zones) for means in _means(book)]
    return Reach(MINUTES, tuple(t for t in found if t.starts and (t.people or t.changed)), zones.lost)


def _cases(economy: Economy, best: Collection[str]) -> Iterator[_Case]:
    """The three states, then without each fence, with each measure and what it needs."""
    book, state = economy.book, economy.state
    fences = book["fences"]["id"].to_list()
    needs = dict(zip(book["measures"]["id"], book["measures"]["needs"], strict=True))
    yield _Case("today", "today", state())
    yield _Case("open", "open", state(fences))
    yield _Case("best", "best", state(measures=best))
    for fence in fences:
        yield _Case("without", fence, state([fence]))
    for measure in needs:
        yield _Case("with", measure, state(measures=_whole(measure, needs)))


def _whole(measure: str, needs: Mapping[str, Sequence[str]]) -> set[str]:
    """A measure with all that it needs, and what that needs."""
    whole, more = set[str](), {measure}
    while more - whole:
        whole |= more
        more = {other for name in whole for other in needs[name]}
    return whole


def _means(book: Book) -> Iterator[_Means]:
    """Modes that people's trips may use together, the most travelled first; then each mode that carries goods."""
    trips, everybody = trips_of(book), carries_people(book)
    sets = trips.modes if len(trips) else everybody[None, :]
    used = {frozenset(np.flatnonzero(modes).tolist()) for modes in sets}
    largest = [modes for modes in used if modes and not any(modes < other for other in used)]

    def travelled(modes: frozenset[int]) -> float:
        others = [mode for mode in range(len(everybody)) if mode not in modes]
        return float(trips.number[~trips.modes[:, others].any(axis=1)].sum())

    for modes in sorted(largest, key=lambda modes: (-travelled(modes), sorted(modes))):
        yield _Means(tuple(int(mode) for mode in sorted(modes)), people=True)
    moved = np.isin(book["commodities"]["kind"].to_list(), MOVED)
    for mode in np.flatnonzero(carried(book)[:, moved].any(axis=1)):
        yield _Means((int(mode),), people=False)


def _travel(economy: Economy, means: _Means, cases: tuple[_Case, ...], zones: Neighbourhood) -> Travel:
    """The circles of one way to get about; cases that change no minute are left out, the three states never."""
    book = economy.book
    starts = _starts(economy, means, zones)
    times = [
        minutes(economy.programme.arcs, _hours(economy, means, case.state), starts, len(book["sites"]))
        for case in cases
    ]
    differs = [_differ(time, times[0]) for time in times]
    kept = [c for c, case in enumerate(cases) if differs[c] or case.kind in STATES]
    ids = book["sites"]["id"].to_list()
    held = zones if means.people else replace(zones, people=np.zeros_like(zones.people))
    return Travel(
        modes=tuple(book["modes"]["id"][mode] for mode in means.modes),
        people=means.people,
        starts=tuple(
            Start(ids[site], tuple(_circle(cases[c], times[c][row], ids, held) for c in kept))
            for row, site in enumerate(starts)
        ),
        changed=any(differs),
    )


def _circle(case: _Case, time: Floats, ids: list[str], zones: Neighbourhood) -> Circle:
    near = np.flatnonzero(time <= max(MINUTES) + HAIR)
    within = []
    for bound in MINUTES:
        residents, workers, jobs = zones.within(time, bound + HAIR).tolist()
        sites = tuple(ids[row] for row in near if time[row] <= bound + HAIR)
        within.append(Within(bound, residents, workers, jobs, sites))
    return Circle(case.kind, case.id, tuple(within), tuple(Away(ids[row], float(time[row])) for row in near))


def _differ(time: Floats, today: Floats) -> bool:
    """Whether any minute changes; what is out of reach in both does not."""
    return not np.allclose(time, today, rtol=0, atol=HAIR)


def _hours(economy: Economy, means: _Means, state: State) -> Floats:
    """(arcs,) hours in a state, its waits included; inf where these modes do not run or may not."""
    programme = economy.programme
    arcs, crossings = programme.arcs, programme.crossings
    stopped = crossings.people
    closed = ~np.isin(arcs.mode, means.modes)
    if not means.people:
        loads = carried(economy.book)[list(means.modes)].any(axis=0)
        some, all_ = (which(crossings.commodities[:, loads], axis=1) for which in (np.any, np.all))
        stopped = np.where(np.array(programme.fence_kind, dtype=object) == "ban", all_, some)
        closed |= state.links[arcs.link] == 0
    met = bars(arcs, replace(crossings, people=stopped), programme.fence_kind, state.fences, state.open_links)
    return np.where(closed | met.closed, np.inf, arcs.hours + met.hours)


def _starts(economy: Economy, means: _Means, zones: Neighbourhood) -> Ints:
    """Rows of the players' sites where these circles begin: places that people live in or travel from, and yards."""
    book, arcs = economy.book, economy.programme.arcs
    sites = book["sites"]
    players = book["jurisdictions"].filter(book["jurisdictions"]["player"])["id"].to_list()
    here = np.isin(np.arange(len(sites)), arcs.tail[np.isin(arcs.mode, means.modes)])
    here &= np.array([j in players for j in sites["jurisdiction"]], dtype=bool)
    if means.people:
        trips = trips_of(book)
        here &= np.isin(np.arange(len(sites)), np.concatenate([zones.site, trips.start, trips.end]))
    fitting = here & np.array([kind in BEGIN[means.people] for kind in sites["kind"]], dtype=bool)
    return np.flatnonzero(fitting if fitting.any() else here)
