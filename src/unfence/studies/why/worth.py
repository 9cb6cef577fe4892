"""Why a fence costs, and a measure is worth, what it does: two states, and what each row of the book adds to both."""

from collections.abc import Iterator, Mapping

import numpy as np

from unfence.economy import Solution
from unfence.economy.layout import ARC
from unfence.gains.choices import yearly_cost
from unfence.network.arcs import numbering
from unfence.studies.why.parts import Bearing, Formula, Sum, sum_of
from unfence.studies.why.scene import Scene, welfare_by_row

Told = tuple[tuple[Formula, ...], tuple[Sum, ...], tuple[Bearing, ...], tuple[str, ...]]
"""Formulas, sums, flows under a fence, and the names of the rows behind them."""


def of_fence(scene: Scene, name: str) -> Told:
    """What a fence costs: alone on today, and last when all others are down."""
    down = scene.economy.solve(scene.economy.state([name]))
    fences = scene.book["fences"]["id"].to_list()
    whole, others = (
        scene.economy.solve(scene.economy.state(some)).welfare for some in (fences, [f for f in fences if f != name])
    )
    values = {"before": scene.today.welfare, "after": down.welfare, "worth": down.welfare - scene.today.welfare}
    formulas = [Formula("fence_alone", values)]
    formulas.append(Formula("fence_last", {"before": others, "after": whole, "worth": whole - others}))
    collected = float(scene.today.fee_by_fence()[fences.index(name)])
    if collected:
        formulas.append(Formula("fence_fee", {"fee": collected}))
    changed = _change(scene.today, down)
    bearings = tuple(_bearings(scene, fences.index(name), down))
    rows = (f"fences.{name}", *(b.thing for b in bearings), *(t.name for t in changed.terms))
    return tuple(formulas), (changed,), bearings, rows


def of_measure(scene: Scene, name: str) -> Told:
    """What a measure is worth alone on today, net of its yearly cost."""
    row = scene.book["measures"].row(numbering(scene.book["measures"])[name], named=True)
    rate = scene.book.settings.discount_rate
    cost = yearly_cost(row["capex"], row["opex"], row["life"], rate)
    paid = {"capex": row["capex"], "opex": row["opex"], "rate": rate, "life": row["life"] or 0.0, "cost": cost}
    key = "cost_annuity" if row["life"] and rate else "cost_spread" if row["life"] else "cost_forever"
    if row["status"] in ("done", "building"):
        return (Formula("measure_decided", {}), Formula(key, paid)), (), (), (f"measures.{name}", f"effects.{name}")
    after = scene.economy.solve(scene.economy.state(measures=[name]))
    before = scene.today.welfare
    worth = {"before": before, "after": after.welfare, "cost": cost, "worth": after.welfare - before - cost}
    changed = _change(scene.today, after)
    effects = scene.book["effects"].filter(scene.book["effects"]["measure"] == name).iter_rows(named=True)
    things = [f"{e['on']}s.{e['id']}" for e in effects]
    rows = (f"measures.{name}", f"effects.{name}", *things, *(t.name for t in changed.terms))
    return (Formula(key, paid), Formula("measure_alone", worth)), (changed,), (), rows


def of_welfare(scene: Scene) -> Told:
    """What welfare today is made of."""
    made = sum_of("welfare", welfare_by_row(scene.today))
    paid = {"private": scene.today.private, "welfare": scene.today.welfare}
    formula = Formula("welfare", paid | {"collected": scene.today.welfare - scene.today.private})
    return (formula,), (made,), (), tuple(t.name for t in made.terms)


def _change(before: Solution, after: Solution) -> Sum:
    """The change of welfare by the rows that it comes from."""
    was, now = welfare_by_row(before), welfare_by_row(after)
    names: Mapping[str, None] = dict.fromkeys((*was, *now))
    return sum_of("change", {name: now.get(name, 0.0) - was.get(name, 0.0) for name in names})


def _bearings(scene: Scene, fence: int, down: Solution) -> Iterator[Bearing]:
    """Every flow and every trip that the fence bears on, with it or without it."""
    programme, book = scene.programme, scene.book
    columns, arcs, first = programme.layout.columns, programme.arcs, programme.transport.start
    sites, links = book["sites"]["id"], book["links"]["id"]
    size = float(np.nan_to_num(scene.today.state.fences[fence]))
    priced = programme.fence_kind[fence] in ("time", "cost", "fee")
    put = programme.fence_on(fence)[first:]
    for k in np.flatnonzero((put > 0) & (columns.kind == ARC)):
        quantity, without = float(scene.today.x[first + k]), float(down.x[first + k])
        if quantity or without:
            arc = int(columns.thing[k])
            yield Bearing(
                thing=f"links.{links[int(arcs.link[arc])]}",
                start=sites[int(arcs.tail[arc])],
                end=sites[int(arcs.head[arc])],
                commodity=book["commodities"]["id"][int(columns.commodity[k])],
                quantity=quantity,
                without=without,
                each=size * float(put[k]) if priced else 0.0,
            )
    if programme.crossings.people[fence]:
        yield from _travellers(scene, fence, size, down)


def _travellers(scene: Scene, fence: int, size: float, down: Solution) -> Iterator[Bearing]:
    met, kind = scene.programme.crossings.arcs[fence], scene.programme.fence_kind[fence]
    trips = scene.book["trips"].iter_rows(named=True)
    for trip, way, other in zip(trips, scene.today.ways, down.ways, strict=True):
        crossed, free = (sum(bool(met[arc]) for arc in w.arcs) if w.made else 0 for w in (way, other))
        if crossed or free:
            each = size * (trip["hour_value"] if kind == "time" else 1.0) * max(crossed, free)
            yield Bearing(
                thing=f"trips.{trip['id']}",
                start=trip["from"],
                end=trip["to"],
                commodity="",
                quantity=trip["number"] if crossed else 0.0,
                without=trip["number"] if free else 0.0,
                each=each if kind in ("time", "cost", "fee") else 0.0,
            )
