"""The same facility twice: two sides build or plan what one of them would do for both.

Two facilities of two sides do the same work if they run the same process or take the same waste; where one of them is
only planned, also if it makes something that the other makes. They are a conflict within reach of each other, by the
links that carry what they make or take, if both are planned, or if one that stands has room to spare.
"""

import heapq
import math
from collections.abc import Iterator, Mapping
from itertools import combinations

from unfence.network.plan.found import Conflict
from unfence.network.plan.plan import Facility, Plan

ROOM = 0.1
"""The idle share from which on a facility has room."""

Ways = Mapping[str, list[tuple[str, float]]]


def twins(plan: Plan, reach: float) -> Iterator[Conflict]:
    """Pairs of facilities that do the same within ``reach`` kilometres."""
    owned = [f for f in plan.facilities if plan.side(f.site)]
    for one, other in combinations(owned, 2):
        if plan.side(one.site) == plan.side(other.site) or not _same(one, other) or not _idle(one, other):
            continue
        km = _km(_ways(plan, one.goods & other.goods or one.goods), one.site, other.site, reach)
        if km <= reach:
            yield _conflict(plan, one, other, km)


def _same(one: Facility, other: Facility) -> bool:
    if one.table != other.table:
        return False
    return one.work == other.work or ((one.planned or other.planned) and bool(one.goods & other.goods))


def _idle(one: Facility, other: Facility) -> bool:
    """Whether one of them is one too many, as far as is known."""
    if one.planned and other.planned:
        return True
    return any(not f.planned and f.spare is not None and f.spare >= ROOM for f in (one, other))


def _conflict(plan: Plan, one: Facility, other: Facility, km: float) -> Conflict:
    # The one that is planned, or else stands idle less, is named first: it is the one that could be left out.
    first, second = sorted((one, other), key=lambda f: (not f.planned, f.spare or 0.0))
    values: dict[str, float | str] = {"km": km, "work": first.work, "planned": sum(f.planned for f in (one, other))}
    if second.spare is not None and not second.planned:
        values["spare"] = second.spare
    return Conflict(
        kind="twice",
        sides=(plan.side(first.site), plan.side(second.site)),
        rows=((first.table, first.id), (second.table, second.id)),
        place=plan.sites[first.site].place,
        named={
            "first": (first.table, first.id),
            "second": (second.table, second.id),
            "side": ("jurisdictions", plan.side(first.site)),
            "other": ("jurisdictions", plan.side(second.site)),
            "what": ("commodities", min(first.goods & second.goods or first.goods, default="")),
        },
        values=values,
    )


def _ways(plan: Plan, goods: frozenset[str]) -> Ways:
    """The links that carry some of these goods (all links, where nothing is made), both ways where they run so."""
    found: dict[str, list[tuple[str, float]]] = {}
    for link in plan.links:
        km = plan.length(link)
        if km is not None and (not goods or goods & plan.carriers.get(link.mode, frozenset())):
            found.setdefault(link.a, []).append((link.b, km))
            found.setdefault(link.b, []).append((link.a, km))
    return found


def _km(ways: Ways, start: str, end: str, most: float) -> float:
    """Kilometres from site to site; inf where no way is as short as ``most``."""
    queue, done = [(0.0, start)], set()
    while queue:
        km, site = heapq.heappop(queue)
        if site == end:
            return km
        if site in done:
            continue
        done.add(site)
        ahead = ((km + more, there) for there, more in ways.get(site, ()) if km + more <= most)
        for step in ahead:
            heapq.heappush(queue, step)
    return math.inf
