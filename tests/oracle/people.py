"""The oracle's travellers: Dijkstra in exact fractions; of ways that cost the same, the one that pays most fees."""

import heapq
from dataclasses import dataclass
from fractions import Fraction

from oracle.reader import Row
from oracle.scene import PEOPLE, Scene, bears, fees, haul, hours, ways


@dataclass(frozen=True)
class Journey:
    """One trip's cheapest way: money, the fees in it by payee, the links taken."""

    cost: Fraction
    fees: dict[str, Fraction]
    links: tuple[str, ...]


def journey(scene: Scene, trip: Row) -> Journey | None:
    """The cheapest way from ``from`` to ``to``, or None where there is none."""
    steps = _steps(scene, trip)
    heap: list[tuple[Fraction, Fraction, int, str, Journey]] = [
        (Fraction(0), Fraction(0), 0, trip["from"], Journey(Fraction(0), {}, ()))
    ]
    settled: set[str] = set()
    pushed = 0
    while heap:
        _, _, _, here, so_far = heapq.heappop(heap)
        if here == trip["to"]:
            return so_far
        if here in settled:
            continue
        settled.add(here)
        for link, end, cost, paid in steps.get(here, []):
            total = {p: so_far.fees.get(p, Fraction(0)) + paid.get(p, 0) for p in so_far.fees.keys() | paid.keys()}
            onward = Journey(so_far.cost + cost, total, (*so_far.links, link))
            pushed += 1
            heapq.heappush(heap, (onward.cost, -sum(total.values(), Fraction(0)), pushed, end, onward))
    return None


def _steps(scene: Scene, trip: Row) -> dict[str, list[tuple[str, str, Fraction, dict[str, Fraction]]]]:
    steps: dict[str, list[tuple[str, str, Fraction, dict[str, Fraction]]]] = {}
    for link, start, end in ways(scene):
        mode = scene.book.row("modes", link["mode"])
        if mode["id"] not in trip["modes"] or "people" not in mode["carries"]:
            continue
        crossed = [f for f in scene.standing["fences"] if bears(scene.book, f, link, (start, end), PEOPLE)]
        if any(f["kind"] == "ban" for f in crossed):
            continue
        waiting = sum(f["size"] for f in crossed if f["kind"] == "time")
        paid = fees(crossed)
        cost = haul(link, mode) + (hours(link, mode) + waiting) * trip["hour_value"]
        cost += sum(f["size"] for f in crossed if f["kind"] == "cost") + sum(paid.values())
        steps.setdefault(start, []).append((link["id"], end, cost, paid))
    return steps


def made(scene: Scene) -> list[tuple[Row, Journey]]:
    """The trips that are made: those whose cheapest way costs less than they are worth."""
    found = [(trip, journey(scene, trip)) for trip in scene.book["trips"]]
    return [(trip, way) for trip, way in found if way is not None and way.cost < trip["value"]]
