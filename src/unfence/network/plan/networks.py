"""Networks that do not meet: each side has pipes or wires of a mode, near each other, and no link joins them.

A network is what links of one mode join, planned ones too: what is planned to be joined is no conflict.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from unfence.network.plan.found import Conflict
from unfence.network.plan.plan import Link, Plan, Site, km_between


def apart(plan: Plan, near: float) -> Iterator[Conflict]:
    """For each mode and two sides: the nearest two sites of networks that are not joined, within ``near`` km."""
    for mode, links in plan.by_mode.items():
        nets = _networks(links)
        owned = [(plan.side(site), plan.sites[site], k) for k, net in enumerate(nets) for site in sorted(net)]
        for one, other in combinations(sorted({side for side, *_ in owned if side}), 2):
            if any({one, other} <= {plan.side(site) for site in net} for net in nets):
                continue
            gaps = _gaps([s for side, s, _ in owned if side == one], [s for side, s, _ in owned if side == other])
            km, a, b = min(gaps, default=(float("inf"), None, None), key=lambda gap: gap[0])
            if a is not None and b is not None and km <= near:
                yield _conflict(mode, (a, b), km)


def _conflict(mode: str, ends: tuple[Site, Site], km: float) -> Conflict:
    a, b = ends
    place = ((a.place[0] + b.place[0]) / 2, (a.place[1] + b.place[1]) / 2) if a.place and b.place else None
    return Conflict(
        kind="apart",
        sides=(a.side, b.side),
        rows=(("sites", a.id), ("sites", b.id)),
        place=place,
        named={"site": ("sites", a.id), "there": ("sites", b.id)},
        values={"km": km, "mode": mode},
    )


def _gaps(ones: Sequence[Site], others: Sequence[Site]) -> Iterator[tuple[float, Site, Site]]:
    for a in ones:
        for b in others:
            if a.place and b.place:
                yield km_between(a.place, b.place), a, b


def _networks(links: Sequence[Link]) -> list[set[str]]:
    """The sets of sites that links join."""
    nets: list[set[str]] = []
    for link in links:
        met = [net for net in nets if link.a in net or link.b in net]
        nets = [net for net in nets if net not in met] + [{link.a, link.b}.union(*met)]
    return nets
