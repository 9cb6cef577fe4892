"""Why somebody earns what he does, and why something costs what it does at a place; both of today."""

import numpy as np

from unfence.economy.incomes import profits
from unfence.economy.layout import ARC, CHANGE, USED
from unfence.economy.prices import prices_of
from unfence.gains.pairs import tolerance
from unfence.network.arcs import numbering
from unfence.studies.why.parts import Formula, sum_of
from unfence.studies.why.scene import Scene, columns_of
from unfence.studies.why.trade import delivered
from unfence.studies.why.worth import Told


def of_income(scene: Scene, party: str) -> Told:
    """What a jurisdiction earns today, by the rows that it comes from; fees and taxes under those that pay them."""
    p = scene.incomes.parties.index(party)
    found: dict[str, float] = {}
    for part in (_own(scene, p), _ways(scene, p), _collected(scene, p), _trips(scene, party)):
        for name, amount in part.items():
            found[name] = found.get(name, 0.0) + amount
    made = sum_of("income", found)
    ends = {"low": float(scene.incomes.low[p]), "high": float(scene.incomes.high[p])}
    key = "income_range" if ends["high"] - ends["low"] > tolerance(scene.today.welfare) else "income"
    formula = Formula(key, {"income": float(scene.incomes.income[p]), **ends})
    return (formula,), (made,), (), tuple(t.name.removeprefix("fee.") for t in made.terms)


def _own(scene: Scene, p: int) -> dict[str, float]:
    """Profits of the party's plants and markets."""
    own = profits(scene.today, scene.incomes.price)
    names = columns_of(scene.today)
    return {names[k]: float(own[k]) for k in range(len(own)) if scene.programme.party[k] == p}


def _ways(scene: Scene, p: int) -> dict[str, float]:
    """Rents of links, half for each end, and of terminals."""
    programme, state = scene.programme, scene.today.state
    columns, arcs, first = programme.layout.columns, programme.arcs, programme.transport.start
    price = scene.incomes.price
    paid = (programme.burnt(state) + programme.fees(state))[first:]
    rent = (price[columns.head] * columns.arrives - price[columns.tail] - paid) * scene.today.x[first:]
    jurisdictions = numbering(scene.book["jurisdictions"])
    homes = [jurisdictions.get(j, len(jurisdictions)) for j in scene.book["sites"]["jurisdiction"]]
    names, found = columns_of(scene.today), dict[str, float]()
    for k in np.flatnonzero(rent):
        thing = int(columns.thing[k])
        if columns.kind[k] == ARC:
            ends = int(arcs.tail[thing]), int(arcs.head[thing])
        elif columns.kind[k] == CHANGE:
            ends = (int(programme.layout.node_site[columns.tail[k]]),) * 2
        else:
            continue
        share = sum(homes[end] == p for end in ends) / 2
        name = names[first + k]
        found[name] = found.get(name, 0.0) + share * float(rent[k])
    return found


def _collected(scene: Scene, p: int) -> dict[str, float]:
    """Fees and taxes that the party receives, by who or what pays them."""
    programme = scene.programme
    levied, names = programme.levy * scene.today.x, columns_of(scene.today)
    found = {f"fee.{names[k]}": float(levied[k]) for k in np.flatnonzero(levied) if programme.levy_payee[k] == p}
    for f, fee in enumerate(scene.today.fee_by_fence().tolist()):
        if fee and programme.fence_payee[f] == p:
            found[f"fee.fences.{scene.book['fences']['id'][f]}"] = fee
    return found


def _trips(scene: Scene, party: str) -> dict[str, float]:
    """Surplus of the trips that start there."""
    homes = dict(zip(scene.book["sites"]["id"], scene.book["sites"]["jurisdiction"], strict=True))
    trips = scene.book["trips"].iter_rows(named=True)
    rows = zip(trips, scene.today.trip_surplus().tolist(), strict=True)
    return {f"trips.{t['id']}": kept for t, kept in rows if (homes[t["from"]] or "outside") == party}


def of_price(scene: Scene, site: str, commodity: str) -> Told | None:
    """What a commodity costs at a site today; None where it is neither made nor used there."""
    layout, prices = scene.programme.layout, prices_of(scene.today)
    s, c = numbering(scene.book["sites"])[site], numbering(scene.book["commodities"])[commodity]
    here = [k for k, n in enumerate(prices.node) if layout.node_site[n] == s and layout.node_commodity[n] == c]
    if not here:
        return None
    k = max(here, key=lambda k: layout.node_level[prices.node[k]] == USED)
    node = int(prices.node[k])
    ends = {"price": float(scene.trader.price[node]), "low": float(prices.low[k]), "high": float(prices.high[k])}
    known = ends["high"] - ends["low"] <= tolerance(ends["price"])
    makers = [a for a in scene.trader.actors.makers_of(c) if a.quantity > 0]
    best = scene.trader.best(makers, node, scene.today.state) if layout.node_level[node] == USED else None
    if best is None:
        actors = (*scene.trader.actors.makers, *scene.trader.actors.users)
        own = [scene.named(a.id) for a in actors if a.node == node]
        return (Formula("price_mill" if known else "price_mill_range", ends),), (), (), tuple(own)
    offer = scene.trader.offer(*best)
    values = {**ends, "seller": scene.named(offer.seller), "delivered": offer.delivered}
    return (
        (Formula("price" if known else "price_range", values),),
        (delivered("delivered", offer),),
        (),
        tuple(scene.behind(offer)),
    )
