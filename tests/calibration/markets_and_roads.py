"""A plain world for calibration: who buys from whom is worked out from a table of costs, without the model.

Sellers ask a price and have so much; buyers have to buy so much; a straight road joins every two sites, at one a km.
"""

import math
import random
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse.csgraph import shortest_path

from unfence.book import Book, book_from_rows


@dataclass(frozen=True)
class Region:
    """Sites by jurisdiction; sellers ``(site, price, most)``, buyers ``(site, quantity)``."""

    home: list[str]
    place: list[tuple[float, float]]
    sellers: list[tuple[int, float, float]]
    buyers: list[tuple[int, float]]

    def km(self, a: int, b: int) -> float:
        return round(math.dist(self.place[a], self.place[b]), 3)

    def record(self, fences: dict[tuple[str, str], float]) -> list[dict[str, object]]:
        """What is bought where crossings cost ``fences``: the cheapest transport plan."""
        sites = range(len(self.home))
        roads = [[self.km(i, k) + fences.get((self.home[i], self.home[k]), 0.0) for k in sites] for i in sites]
        way = shortest_path(np.array(roads))  # a fence can be gone round by a third side
        cost = [[p + way[s, b] for b, _ in self.buyers] for s, p, _ in self.sellers]
        m, n = len(self.sellers), len(self.buyers)
        most = np.kron(np.eye(m), np.ones(n))
        need = np.kron(np.ones(m), np.eye(n))
        plan = linprog(np.ravel(cost), most, [q for *_, q in self.sellers], need, [q for _, q in self.buyers]).x
        return [
            {
                "id": f"t{i}-{j}",
                "seller": f"sell{i}",
                "buyer": f"buy{j}",
                "commodity": "ore",
                "quantity": float(plan[i * n + j]),
            }
            for i in range(m)
            for j in range(n)
            if plan[i * n + j] > 1e-6
        ]

    def book(self, trades: list[dict[str, object]], fences: list[dict[str, object]] | None = None) -> Book:
        """The book of the region."""
        sites = range(len(self.home))
        markets = [
            {"id": f"sell{i}", "site": f"s{s}", "commodity": "ore", "side": "supply", "price": p, "quantity": q}
            for i, (s, p, q) in enumerate(self.sellers)
        ] + [
            {
                "id": f"buy{j}",
                "site": f"s{s}",
                "commodity": "ore",
                "side": "demand",
                "price": 5000,
                "quantity": q,
                "must": q,
            }
            for j, (s, q) in enumerate(self.buyers)
        ]
        return book_from_rows(
            jurisdictions=[{"id": j, "name": j.upper()} for j in sorted(set(self.home))],
            sites=[{"id": f"s{i}", "name": f"Site {i}", "jurisdiction": self.home[i]} for i in sites],
            commodities=[{"id": "ore", "name": "Ore", "unit": "t", "kind": "good"}],
            modes=[{"id": "road", "name": "Road", "carries": "good", "cost_km": 1}],
            links=[
                {"id": f"r{i}-{k}", "a": f"s{i}", "b": f"s{k}", "mode": "road", "km": self.km(i, k), "minutes": 0}
                for i in sites
                for k in range(i)
            ],
            markets=markets,
            trades=trades,
            fences=fences or [],
        )


def region(seed: int, sides: str = "ab") -> Region:
    """A region drawn at random."""
    dice = random.Random(seed)
    home = [sides[i % len(sides)] for i in range(3 * len(sides))]
    place = [(dice.uniform(0, 60) + 40 * sides.index(side), dice.uniform(0, 60)) for side in home]
    sites = list(range(len(home)))
    sellers = [(s, round(dice.uniform(100, 160), 2), round(dice.uniform(60, 200), 1)) for s in dice.sample(sites, 4)]
    asked = sum(q for *_, q in sellers)
    buyers = [(s, round(asked * dice.uniform(0.1, 0.25), 1)) for s in dice.sample(sites, 3)]
    return Region(home, place, sellers, buyers)
