"""Sites that lie in another area than their rows say."""

from collections.abc import Iterator

from unfence.network.plan.found import Conflict
from unfence.network.plan.plan import Plan
from unfence.network.plan.shapes import SLIT_KM, Shapes


def misplaced(plan: Plan, shapes: Shapes) -> Iterator[Conflict]:
    """Sites that lie in the shape of another jurisdiction and not in, or just beside, their own.

    A site is judged where a player is concerned: it is said to be a player's, or it lies in a player's area.
    """
    for site in plan.sites.values():
        if site.place is None:
            continue
        there = shapes.holding(site.place)
        away = shapes.km_to(site.side, site.place)
        concerned = plan.players & {site.side, *there}
        if not there or not concerned or (away is not None and away <= SLIT_KM):
            continue
        named = {"site": ("sites", site.id), "other": ("jurisdictions", there[0])}
        named |= {"side": ("jurisdictions", site.side)} if site.side else {}
        yield Conflict(
            kind="wrong_area",
            sides=tuple(filter(None, (site.side, there[0]))),
            rows=(("sites", site.id),),
            place=site.place,
            named=named,
            values={} if site.side else {"side": "outside"},
        )
