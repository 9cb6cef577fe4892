"""Breaks: where a chain could close within the area and does not, found from recipes, plants, flows and prices.

    bought_outside   players buy a commodity outside, although a plant or source of a player sells it, or a plant here
                     is full or planned, or a process of the book makes it from inputs that are here
    waste            a player's plant pays to be rid of something that a plant on another player's side uses

A plant counts as a maker of its main product only: what sells for most of what a run makes. Inputs are here if players
make or sell at least HERE of them, by what a run pays for them. By duality more of a plant is worth nothing where one
more run earns nothing at today's prices, so such plants are not tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from unfence.book import Book
from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes
from unfence.industry.actors import Actor
from unfence.industry.closings import Closing, Growth, NewLink, NewPlant, Opening, kilometres
from unfence.industry.origins import Origins, origins_of
from unfence.industry.trader import Trader
from unfence.network.arcs import Floats, floats, numbering

Kind = Literal["bought_outside", "waste"]

SMALL = 1e-8
"""The share of a whole below which a part of it is none."""
HERE = 0.5
"""The least share of a process's inputs, by value, that players must make or sell for its inputs to be here."""


@dataclass(frozen=True)
class Break:
    """Who makes a commodity, who takes it, and which closings are open to them."""

    kind: Kind
    commodity: int
    makers: tuple[Actor, ...]
    """Who makes it here, or could."""
    takers: tuple[Actor, ...]
    players: tuple[int, ...]
    """Who buys outside, or who pays to be rid of it."""
    way: Closing | None
    capacity: tuple[Closing, ...]
    """More of plants that are full today, or new ones."""
    larger: tuple[Closing, ...]
    """More of plants that are too small for all of it, once there is a way."""


class Scene:
    """One solution, looked at for breaks."""

    def __init__(self, economy: Economy, solution: Solution, incomes: Incomes) -> None:
        self.book, self.trader = economy.book, Trader(economy, solution, incomes)
        self.actors, self.names = self.trader.actors, self.trader.commodities
        self.players = sorted(self.actors.players)
        self.outside = [k for k in range(len(incomes.parties)) if k not in self.actors.players]
        self.origins = origins_of(solution)
        self.recipes = _recipes(self.book)
        self.dual = incomes.price
        self.worth = _worths(solution, self.trader.price)

    def breaks(self) -> list[Break]:
        """Every break, commodity by commodity."""
        found = [find(c) for c in range(len(self.names)) for find in (self._bought_outside, self._waste)]
        return [b for b in found if b is not None and (b.way is not None or b.capacity)]

    def from_outside(self, origins: Origins, commodity: int) -> Floats:
        """(parties,): units that each player uses and no player made."""
        bought = origins.used[commodity][:, self.outside].sum(axis=1)
        bought[self.outside] = 0.0
        return np.asarray(bought)

    def crossing(self, origins: Origins, commodity: int) -> float:
        """Units that plants of players use of what other players made."""
        used = origins.used_by_plants[commodity][np.ix_(self.players, self.players)]
        return float(used.sum() - np.trace(used))

    def _bought_outside(self, commodity: int) -> Break | None:
        bought = self.from_outside(self.origins, commodity)
        buyers = tuple(j for j in self.players if bought[j] > SMALL * max(1.0, float(bought.sum())))
        users = self._here(self.actors.users_of(commodity))
        takers = tuple(a for a in users if a.home in buyers and a.quantity > 0)
        sellers = self._here(self.actors.makers_of(commodity))
        makers = tuple(a for a in sellers if a.table == "markets" or self._main(self._process(a)) == commodity)
        if not takers:
            return None
        units = float(bought.sum())
        plants = [a for a in makers if a.table == "plants" and self._fed(self._process(a))]
        capacity = [more(self.names, a, units) for a in plants if self._could_grow(a)]
        if not any(a.table == "plants" for a in makers):
            capacity = self._new_plants(commodity, takers, units)
        larger = [more(self.names, a, units) for a in plants if a.spare < units]
        way = self._way([(m, t) for m in makers for t in takers if m.home != t.home])
        return Break("bought_outside", commodity, makers, takers, buyers, way, tuple(capacity), tuple(larger))

    def _waste(self, commodity: int) -> Break | None:
        plants = [a for a in self._here(self.actors.makers_of(commodity)) if a.table == "plants"]
        makers = tuple(a for a in plants if a.quantity > 0 and self.trader.price[a.node] < 0)
        homes = {a.home for a in makers}
        users = self._here(self.actors.users_of(commodity))
        takers = tuple(a for a in users if a.table == "plants" and homes - {a.home})
        if not takers:
            return None
        units = sum(a.quantity for a in makers)
        capacity = tuple(more(self.names, a, units) for a in takers if self._could_grow(a))
        larger = tuple(more(self.names, a, units) for a in takers if a.spare < units)
        way = self._way([(m, t) for m in makers for t in takers if m.home != t.home])
        return Break("waste", commodity, makers, takers, tuple(sorted(homes)), way, capacity, larger)

    def _here(self, actors: Sequence[Actor]) -> list[Actor]:
        return [a for a in actors if a.home in self.actors.players]

    def _process(self, actor: Actor) -> str:
        return str(self.book["plants"]["process"][actor.row]) if actor.table == "plants" else ""

    def _main(self, process: str) -> int | None:
        """What sells for most of what a run makes."""
        made = {c: amount * float(self.worth[c]) for c, amount in self.recipes[process].items() if amount > 0}
        return max(made, key=lambda c: (made[c], -c), default=None)

    def _fed(self, process: str) -> bool:
        """Whether players make or sell most of what a process uses, by value; one that uses nothing is fed."""
        sold = {a.commodity for a in self._here(self.actors.makers) if a.most > 0}
        used = {
            c: -amount * max(0.0, float(self.worth[c])) for c, amount in self.recipes[process].items() if amount < 0
        }
        here = sum(value for c, value in used.items() if c in sold)
        return here >= HERE * sum(used.values())

    def _could_grow(self, actor: Actor) -> bool:
        """A plant that is full and would earn with more, or that is only planned."""
        if actor.table != "plants" or actor.spare > SMALL * max(1.0, actor.most):
            return False
        scale = max(1.0, float(np.abs(self.actors.margin).max()))
        return bool(actor.most == 0 or self.actors.margin[actor.row] > SMALL * scale)

    def _new_plants(self, commodity: int, takers: Sequence[Actor], units: float) -> list[Closing]:
        """Each process of the book that makes it from inputs that are here, at the site of its largest user."""
        site = self._site(max(takers, key=lambda a: (a.quantity, a.id)))
        plants = self.book["plants"]
        found = []
        for process, recipe in self.recipes.items():
            if self._main(process) == commodity and self._fed(process):
                known = (plants["process"] == process).to_numpy().astype(bool)
                cost, tax = (float(floats(plants[c])[known].mean()) if known.any() else 0.0 for c in ("cost", "tax"))
                plant = NewPlant(site, process, cost, tax, units / recipe[commodity])
                found.append(Closing(self.names[commodity], plant=plant))
        return found

    def _way(self, pairs: Sequence[tuple[Actor, Actor]]) -> Closing | None:
        """What stands between makers and takers of different sides; None where nothing does."""
        if not pairs:
            return None
        trader, commodity = self.trader, pairs[0][0].commodity
        name, fences = self.names[commodity], self._fences(commodity)
        if any(trader.way(m.node, 0.0, t.node, trader.open) for m, t in pairs):
            return Closing(name, fences=fences) if fences else None
        for maker, taker in pairs:
            way = trader.way(maker.node, 0.0, taker.node, trader.built)
            if way is not None:
                missing = trader.carriage.missing_on(way, trader.today)
                return Closing(name, fences=fences, opened=tuple(Opening(on, thing) for on, thing in missing))
        link = self._new_link(pairs, name)
        return Closing(name, fences=self._fences(commodity, anywhere=True), link=link) if link else None

    def _fences(self, commodity: int, *, anywhere: bool = False) -> tuple[str, ...]:
        """The standing fences that bear on some way of a commodity, or would on a new one ``anywhere``."""
        programme = self.trader.programme
        mine = (programme.layout.columns.commodity == commodity).astype(np.float64)
        bearing = programme.bears[:, programme.transport] @ mine > 0
        if anywhere:
            bearing = programme.crossings.commodities[:, commodity]
        standing = ~np.isnan(self.trader.today.fences)
        return tuple(self.book["fences"]["id"][int(f)] for f in np.flatnonzero(bearing & standing))

    def _new_link(self, pairs: Sequence[tuple[Actor, Actor]], commodity: str) -> NewLink | None:
        """The shortest link that would join a maker and a taker, in the mode that carries it cheapest."""
        kind = dict(zip(self.names, self.book["commodities"]["kind"], strict=True))[commodity]
        modes = [m for m in self.book["modes"].iter_rows(named=True) if {commodity, kind} & set(m["carries"])]
        ends = {(self._site(m), self._site(t)) for m, t in pairs}
        known = [(km, a, b) for a, b in ends if (km := kilometres(self.book, a, b)) is not None]
        if not modes or not known:
            return None
        km, a, b = min(known)
        return NewLink(a, b, min(modes, key=lambda m: (m["cost_km"] / m["payload"], m["id"]))["id"], km)

    def _site(self, actor: Actor) -> str:
        return str(self.book["sites"]["id"][int(self.trader.programme.layout.node_site[actor.node])])


def more(names: Sequence[str], actor: Actor, units: float) -> Closing:
    """As much more as a plant lacks to make, or take, so many units beside what it does."""
    return Closing(names[actor.commodity], grown=(Growth(actor.id, (units - actor.spare) / actor.amount),))


def _recipes(book: Book) -> Mapping[str, Mapping[int, float]]:
    """By process: units per run of each commodity by row, made above 0, used below."""
    commodity = numbering(book["commodities"])
    found: dict[str, dict[int, float]] = {process: {} for process in book["processes"]["id"]}
    for row in book["recipes"].iter_rows(named=True):
        found[row["process"]][commodity[row["commodity"]]] = row["amount"]
    return found


def _worths(solution: Solution, price: Floats) -> Floats:
    """(commodities,): the mean price of each over its nodes, and no less than what its cheapest source asks."""
    programme, layout = solution.programme, solution.programme.layout
    total, count = (np.zeros(len(programme.book["commodities"])) for _ in range(2))
    np.add.at(total, layout.node_commodity, price)
    np.add.at(count, layout.node_commodity, 1.0)
    asked = np.full(len(total), np.inf)
    sold = layout.market_supplies
    np.minimum.at(asked, layout.node_commodity[layout.market_node[sold]], programme.price[sold])
    return np.asarray(np.maximum(total / np.maximum(count, 1.0), np.where(np.isfinite(asked), asked, -np.inf)))
