"""Statements of one link: both sides state it and differ, or only one side is asked about it."""

import math
from collections.abc import Iterator
from itertools import combinations

from unfence.network.plan.found import Conflict
from unfence.network.plan.plan import Link, Plan

SAME = 1e-9
STATUS = ("existing", "planned")


def stated_twice(plan: Plan) -> Iterator[Conflict]:
    """Links over the line that each side states from its own end, with other figures.

    Two rows that begin at the same end are two roads; two that are one-way are one road, there and back.
    """
    pairs: dict[tuple[frozenset[str], str], list[Link]] = {}
    for link in plan.links:
        if plan.crosses(link):
            pairs.setdefault((frozenset((link.a, link.b)), link.mode), []).append(link)
    for links in pairs.values():
        for one, other in combinations(links, 2):
            if one.a == other.a or not (one.both_ways or other.both_ways):
                continue
            differ = tuple(_differences(one, other))
            if differ:
                yield Conflict(
                    kind="statements",
                    sides=(plan.side(one.a), plan.side(other.a)),
                    rows=(("links", one.id), ("links", other.id)),
                    place=plan.middle(one),
                    named={
                        "a": ("sites", one.a),
                        "b": ("sites", one.b),
                        "side": ("jurisdictions", plan.side(one.a)),
                        "other": ("jurisdictions", plan.side(other.a)),
                    },
                    values={"mode": one.mode},
                    differ=differ,
                )


def one_sided(plan: Plan) -> Iterator[Conflict]:
    """Planned links over the line of which every measure that opens them names its parties, and never both sides."""
    for link in plan.links:
        if not (link.planned and plan.crosses(link)):
            continue
        sides = {plan.side(link.a), plan.side(link.b)}
        asked = plan.openers.get(link.id, ())
        if asked and all(parties and not sides <= parties for _, parties in asked):
            measure, parties = asked[0]
            absent = min(sides - parties)
            yield Conflict(
                kind="one_side",
                sides=(plan.side(link.a), plan.side(link.b)),
                rows=(("measures", measure), ("links", link.id)),
                place=plan.middle(link),
                named={
                    "a": ("sites", link.a),
                    "b": ("sites", link.b),
                    "measure": ("measures", measure),
                    "other": ("jurisdictions", absent),
                },
                values={"mode": link.mode},
            )


def _differences(one: Link, other: Link) -> Iterator[tuple[str, float | str, float | str]]:
    """What two rows say differently; what one of them does not say, or hides, is no difference."""
    for column in ("km", "minutes", "capacity"):
        first, second = getattr(one, column), getattr(other, column)
        if first is not None and second is not None and not math.isclose(first, second, rel_tol=SAME):
            yield column, first, second
    if one.planned != other.planned:
        yield "status", STATUS[one.planned], STATUS[other.planned]
