"""On which links a fence stands, as far as a plan knows: place, direction, mode and goods fit."""

from collections.abc import Mapping

from unfence.book.sides import side
from unfence.network.plan.plan import Link, Plan, Row, names

TWO = 2


def bearing(plan: Plan) -> Mapping[str, tuple[Link, ...]]:
    """For each fence its links, planned ones included; a fence whose sides are withheld has none.

    >>> from unfence.examples import example
    >>> from unfence.network.plan.plan import plan_of_book
    >>> {fence: [link.id for link in links] for fence, links in bearing(plan_of_book(example("two_towns"))).items()}
    {'checkpoint': ['road'], 'stamp': ['road']}
    """
    return {str(fence["id"]): tuple(link for link in plan.links if _bears(plan, fence, link)) for fence in plan.fences}


def _bears(plan: Plan, fence: Row, link: Link) -> bool:
    written = names(fence.get("between"))
    if len(written) != TWO:
        return False
    first, second = (side(part, plan.provinces) for part in written)
    a, b = plan.sites[link.a].side, plan.sites[link.b].side
    there, back = a in first and b in second, a in second and b in first
    one_way = fence.get("direction") == "first_to_second"
    met = (there or (back and link.both_ways)) if one_way else (there or back)
    modes = names(fence.get("modes"))
    return met and (not modes or link.mode in modes) and _same_goods(plan, fence, link)


def _same_goods(plan: Plan, fence: Row, link: Link) -> bool:
    said, carried = set(names(fence.get("commodities"))), plan.carriers.get(link.mode, frozenset())
    return not said or bool(carried & said) or any(plan.kinds.get(what) in said for what in carried)
