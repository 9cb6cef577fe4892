"""Calibration: whether the model, as the book describes it, buys what the record says is bought.

The record (table ``trades``) is partial evidence: what it says is bought is bought, what it does not say may be bought
too. A purchase is reproduced as far as some optimum of today makes it; purchases that cost the buyer less than ``NEAR``
of their price more than what the model prefers count as reproduced, for no price is known better than that.

For the rest the record is pinned. What cannot be pinned contradicts the book (capacity, ban, a missing link); what can
is explained by the smallest costs at the border (``suspects``), or by a premium on the purchase itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, Solution
from unfence.economy import slopes as sloped
from unfence.economy.slopes import Slopes
from unfence.economy.solver import Bounds, Solver, Vertex, unit_of
from unfence.gains.suspects import Candidate, Explanation, Pinned, candidates_of, explained, fewest, most, rivals
from unfence.gains.traced import Purchase, Traced, purchases_of, traced
from unfence.network.arcs import Floats

NEAR = 1e-3
"""The share of the price by which a purchase may cost more and still count as reproduced."""
MISSED = 0.01
"""The share of a recorded quantity that may be missing before anybody is asked about it."""


@dataclass(frozen=True)
class Check:
    """One recorded purchase and what the model makes of it; units a year, money per unit."""

    trade: str
    seller: str
    buyer: str
    commodity: str
    recorded: float
    reproduced: float
    possible: float
    """The most that can be bought so, with the book's capacities, bans and links."""
    gap: float | None
    """What a unit costs the buyer more than the model's own choice; None where nothing can be bought so."""
    bought_from: str
    """From whom the model has the buyer buy most, if not from the recorded seller; else empty."""
    sold_to: str
    """To whom the model has the seller sell most, if not to the recorded buyer; else empty."""
    price: float
    """Delivered, today, in the model."""

    @property
    def missed(self) -> float:
        """What is recorded and not reproduced."""
        return max(0.0, self.recorded - self.reproduced)


@dataclass(frozen=True)
class Suspect:
    """A fence that is not in the book but would explain part of the record."""

    commodity: str
    first: str
    second: str
    size: float
    """The least cost per unit that explains the record."""
    most: float
    """The largest cost that explains it too; inf where any would, and a ban."""
    trades: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    """Other borders (from, to) at which a cost no larger would explain the record as well."""


@dataclass(frozen=True)
class Calibration:
    """The record against the model, purchase by purchase, and what would explain the differences."""

    checks: tuple[Check, ...]
    suspects: tuple[Suspect, ...]
    premiums: Mapping[str, float]
    """By trade: what no border explains, money per unit."""

    @property
    def share(self) -> float | None:
        """The share of recorded purchases, at the model's prices, that is reproduced; None without a record."""
        worth = sum(c.recorded * abs(c.price) for c in self.checks)
        return sum(c.reproduced * abs(c.price) for c in self.checks) / worth if worth else None


def calibration_of(economy: Economy, today: Solution) -> Calibration:
    """The calibration of a book whose optimum of today is known.

    >>> from unfence.examples import example
    >>> economy = Economy(example("daxin"))
    >>> found = calibration_of(economy, economy.solve(economy.today()))
    >>> len(found.checks), 0 < found.share <= 1
    (7, True)
    """
    purchases = purchases_of(economy.programme)
    if not purchases:
        return Calibration(_strange(economy, ()), (), {})
    model = _Model(economy, today, traced(economy.programme, purchases))
    recorded = np.array([p.quantity for p in purchases])
    prices = model.prices()
    near = model.solve(np.zeros(len(purchases)), recorded, NEAR * prices[[p.commodity for p in purchases]])
    made = near.x[model.traced.bought]
    if np.all(made >= recorded * (1 - MISSED)):
        checks = model.checks(made, recorded, np.zeros(len(purchases)), near)
        return Calibration((*checks, *_strange(economy, purchases)), (), {})
    possible = np.minimum(model.most(recorded), recorded)
    explanation, gaps, others = model.explanation(possible, prices)
    checks = model.checks(made, possible, gaps, near)
    missed = [c for c in checks if c.missed > MISSED * c.recorded and c.gap]
    suspects = _suspects(economy, explanation, others, missed, prices)
    premiums = {
        c.trade: float(s)
        for c, s, p in zip(checks, explanation.premiums, purchases, strict=True)
        if s > NEAR * prices[p.commodity]
    }
    return Calibration((*checks, *_strange(economy, purchases)), suspects, premiums)


class _Model:
    """The traced programme in today's state, with its solver."""

    def __init__(self, economy: Economy, today: Solution, with_layers: Traced) -> None:
        self.economy, self.today, self.traced = economy, today, with_layers
        programme = economy.programme
        paid = programme.burnt(today.state) + programme.fees(today.state)
        self.cost = with_layers.over_columns(paid)
        self.cost[programme.matrix.shape[1] : with_layers.bought.start] = paid[programme.transport][with_layers.origin]
        lines = np.flatnonzero(programme.slope > 0)
        self.slopes = Slopes(programme.markets.start + lines, programme.slope[lines])
        limits = programme.limits(today.state)
        self.unit_flow = unit_of(np.concatenate([limits.lower, limits.upper, limits.rows]))
        self.solver = Solver(self.slopes.extended(with_layers.matrix), unit_of(paid), self.unit_flow)

    def prices(self) -> Floats:
        """(commodities,): what a unit is worth where it is bought on record, or at all; never 0."""
        programme = self.economy.programme
        size = np.abs(self.today.price)
        usual = float(np.median(size[size > 0])) if (size > 0).any() else 1.0
        found = np.full(len(programme.book["commodities"]), usual)
        for p in self.traced.purchases:
            seen = [size[q.used] for q in self.traced.purchases if q.commodity == p.commodity and size[q.used] > 0]
            found[p.commodity] = float(np.median(seen)) if seen else usual
        return found

    def bounds(self, lower: Floats, upper: Floats) -> Bounds:
        return self.traced.bounds(self.today.state, lower, upper)

    def solve(self, lower: Floats, upper: Floats, bonus: Floats | float = 0.0) -> Vertex:
        """The optimum with purchases within bounds, each unit of them favoured by ``bonus``."""
        cost = self.cost.copy()
        cost[self.traced.bought] -= bonus
        start = self.today.x[self.slopes.columns]
        return sloped.solve(self.slopes, cost, self.bounds(lower, upper), self.solver.solve, start)

    def most(self, recorded: Floats) -> Floats:
        """(purchases,): as much of the record as can be bought all together."""
        solver = Solver(self.traced.matrix, 1.0, self.unit_flow)
        cost = np.zeros(self.traced.matrix.shape[1])
        cost[self.traced.bought] = -1.0 / recorded
        cost /= np.max(np.abs(cost))
        return solver.solve(cost, self.bounds(np.zeros(len(recorded)), recorded)).x[self.traced.bought]

    def explanation(
        self, possible: Floats, prices: Floats
    ) -> tuple[Explanation, Floats, tuple[tuple[float, tuple[Candidate, ...]], ...]]:
        """What explains the record; how much more each purchase costs by itself; largest sizes and other places."""
        least = possible * (1 - 1e-7)
        vertex = self.solve(least, possible)
        cost = self.cost.copy()
        cost[self.slopes.columns] += self.slopes.slope * vertex.x[self.slopes.columns]
        pinned = Pinned(vertex, cost, self.bounds(least, possible))
        candidates = candidates_of(self.traced)
        found = fewest(self.traced, pinned, explained(self.traced, pinned, candidates, prices), prices)
        alone = explained(self.traced, pinned, (), prices).premiums
        ends = [most(self.traced, pinned, found, which) for which in range(len(found.costs))]
        others = rivals(self.traced, pinned, found, candidates, prices)
        return found, alone, tuple(zip(ends, others, strict=True))

    def checks(self, made: Floats, possible: Floats, gaps: Floats, near: Vertex) -> tuple[Check, ...]:
        """Each purchase against the model."""
        trades = self.economy.book["trades"]
        commodities = self.economy.book["commodities"]["id"]
        x = near.x[: self.traced.matrix.shape[1]]
        found = []
        for k, p in enumerate(self.traced.purchases):
            row = trades.row(p.row, named=True)
            lost = made[k] < p.quantity * (1 - MISSED)
            found.append(
                Check(
                    trade=row["id"],
                    seller=row["seller"],
                    buyer=row["buyer"],
                    commodity=commodities[p.commodity],
                    recorded=p.quantity,
                    reproduced=float(min(made[k], p.quantity)),
                    possible=float(possible[k]),
                    gap=float(gaps[k]) if possible[k] > MISSED * p.quantity else None,
                    bought_from=self._other(p, x, back=True) if lost else "",
                    sold_to=self._other(p, x, back=False) if lost else "",
                    price=float(self.today.price[p.used]),
                )
            )
        return tuple(found)

    def _other(self, p: Purchase, x: Floats, *, back: bool) -> str:
        """Who stands at the other end of the largest flow to a buyer (``back``), or from a seller."""
        layout, programme = self.economy.programme.layout, self.economy.programme
        columns, own = layout.columns, programme.matrix.shape[1]
        flow = x[programme.transport] + np.bincount(
            self.traced.origin, weights=x[own : self.traced.bought.start], minlength=len(columns)
        )
        here, there = (columns.head, columns.tail) if back else (columns.tail, columns.head)
        node, seen = p.used if back else p.made, set[int]()
        while node not in seen:
            seen.add(node)
            on = np.flatnonzero((here == node) & (flow > 1e-9 * self.unit_flow))
            if not len(on):
                break
            node = int(there[on[np.argmax(flow[on])]])
        ends = self._makers(node, x) if back else self._users(node, x)
        known = self.economy.book["trades"].row(p.row, named=True)
        return next((name for name in ends if name not in (known["seller"], known["buyer"])), "")

    def _makers(self, node: int, x: Floats) -> list[str]:
        return self._at(node, x, making=True)

    def _users(self, node: int, x: Floats) -> list[str]:
        return self._at(node, x, making=False)

    def _at(self, node: int, x: Floats, *, making: bool) -> list[str]:
        """Who makes (or uses) goods at a node, most first."""
        layout, programme = self.economy.programme.layout, self.economy.programme
        book = programme.book
        sign = 1.0 if making else -1.0
        entries = np.flatnonzero((layout.recipe_node == node) & (sign * layout.recipe_amount > 0))
        found = [
            (
                abs(float(layout.recipe_amount[e])) * float(x[layout.recipe_plant[e]]),
                book["plants"]["id"][int(layout.recipe_plant[e])],
            )
            for e in entries
        ]
        markets = np.flatnonzero((layout.market_node == node) & (layout.market_supplies == making))
        found += [(float(x[programme.markets.start + m]), book["markets"]["id"][int(m)]) for m in markets]
        return [name for amount, name in sorted(found, key=lambda pair: -pair[0]) if amount > 0]


def _suspects(
    economy: Economy,
    explanation: Explanation,
    others: Sequence[tuple[float, tuple[Candidate, ...]]],
    missed: Sequence[Check],
    prices: Floats,
) -> tuple[Suspect, ...]:
    """The costs found, as fences; what is less than ``NEAR`` of the price is none."""
    book = economy.book
    sides, goods = book["jurisdictions"]["id"], book["commodities"]["id"]
    found = []
    for (candidate, size), (largest, instead) in zip(explanation.costs, others, strict=True):
        if size <= NEAR * prices[candidate.commodity]:
            continue
        commodity = goods[candidate.commodity]
        trades = tuple(c.trade for c in missed if c.commodity == commodity) or tuple(c.trade for c in missed)
        borders = tuple((sides[c.first], sides[c.second]) for c in instead)
        found.append(
            Suspect(commodity, sides[candidate.first], sides[candidate.second], size, largest, trades, borders)
        )
    return tuple(found)


def _strange(economy: Economy, known: Sequence[Purchase]) -> tuple[Check, ...]:
    """Recorded purchases that the model cannot hold: the seller makes none of it, or the buyer uses none."""
    rows = {p.row for p in known}
    return tuple(
        Check(
            t["id"], t["seller"], t["buyer"], t["commodity"], t["quantity"], 0.0, 0.0, None, "", "", t["price"] or 0.0
        )
        for row, t in enumerate(economy.book["trades"].iter_rows(named=True))
        if row not in rows and t["quantity"] > 0
    )
