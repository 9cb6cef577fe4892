"""Ways that end at the line: a road, a pipe, a wire that one side builds or plans, and that nobody goes on with.

A site is such an end if nothing stands there, no trip begins or ends there, all its links of a mode lead to one
neighbour of its own side, and the other side is near: its area where that is drawn, else its nearest site.
"""

from collections.abc import Iterator, Mapping, Sequence

from unfence.network.plan.found import Conflict
from unfence.network.plan.plan import Link, Plan, Site, km_between
from unfence.network.plan.shapes import Shapes

BARE = ("", "junction")
"""Kinds of sites at which a way need not end."""


def ended(plan: Plan, shapes: Shapes, near: float) -> Iterator[Conflict]:
    """Ways that end within ``near`` kilometres of another side; ways of several modes beside each other are one."""
    for (site, _), links in _stubs(plan).items():
        found = plan.sites[site]
        over = _over_there(plan, shapes, found)
        if over is None or over[0] > near:
            continue
        km, other = over
        modes = tuple(dict.fromkeys(link.mode for link in links))
        yield Conflict(
            kind="half_planned" if all(link.planned for link in links) else "ends",
            sides=(found.side, other),
            rows=(*(("links", link.id) for link in links), ("sites", site)),
            place=found.place,
            named={"site": ("sites", site), "side": ("jurisdictions", found.side), "other": ("jurisdictions", other)},
            values={"km": km, "mode": ";".join(modes)},
        )


def _stubs(plan: Plan) -> Mapping[tuple[str, str], Sequence[Link]]:
    """(site, its one neighbour) -> the links between them, of the modes that end there."""
    found: dict[tuple[str, str], list[Link]] = {}
    for links in plan.by_mode.values():
        at: dict[str, list[Link]] = {}
        for link in links:
            at.setdefault(link.a, []).append(link)
            at.setdefault(link.b, []).append(link)
        for site, here in at.items():
            neighbour, *others = {link.b if link.a == site else link.a for link in here}
            if not others and _bare(plan, site) and plan.side(neighbour) == plan.side(site):
                found.setdefault((site, neighbour), []).extend(here)
    return found


def _bare(plan: Plan, site: str) -> bool:
    return bool(plan.side(site)) and plan.sites[site].kind in BARE and site not in plan.standing


def _over_there(plan: Plan, shapes: Shapes, site: Site) -> tuple[float, str] | None:
    """The nearest other side of a site: kilometres, and which it is."""
    if site.place is None:
        return None
    here, found = site.place, []
    for other in plan.players - {site.side}:
        away = [km_between(here, s.place) for s in plan.sites.values() if s.side == other and s.place]
        drawn = shapes.km_to(other, here)
        away += [] if drawn is None else [drawn]
        found += [(min(away), other)] if away else []
    return min(found, default=None)
