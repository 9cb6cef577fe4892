"""The trader: delivered prices between actors in any state of the border.

He knows today, today with all fences down, and that with everything planned built; each search of ways is done once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, Solution, State
from unfence.economy.incomes import Incomes
from unfence.industry.actors import Actor, Actors
from unfence.industry.carriage import Carriage, Lanes, Parts, Way, with_planned
from unfence.industry.quotes import quoted


@dataclass(frozen=True)
class Offer:
    """One seller's price at the buyer's door."""

    seller: str
    delivered: float
    parts: Parts
    by: tuple[str, ...]
    """The links and terminals that the goods take, in order."""


class Trader:
    """Delivered prices between actors in any state of the border; remembers what it has searched."""

    def __init__(self, economy: Economy, solution: Solution, incomes: Incomes) -> None:
        self.book, self.programme, self.today = economy.book, economy.programme, solution.state
        self.open = solution.state.without(range(len(self.book["fences"])))
        self.built = with_planned(self.open, self.programme)
        self.carriage = Carriage(self.programme, self.today, incomes.price)
        self.actors: Actors = quoted(self.carriage, solution, incomes.price)
        self.price = self.actors.price
        self.commodities = self.book["commodities"]["id"].to_list()
        self.only_built = with_planned(self.today, self.programme)
        self._single: dict[int, State] = {}
        self._lanes: dict[tuple[bytes, frozenset[int] | None], Lanes] = {}
        self._found: dict[tuple[int, int, float], tuple[Mapping[int, float], Mapping[int, int]]] = {}
        self._keys: dict[int, tuple[State, bytes]] = {}

    def without(self, fence: int) -> State:
        """Today with one fence down."""
        return self._single.setdefault(fence, self.today.without([fence]))

    def way(self, node: int, price: float, end: int, state: State, modes: frozenset[int] | None = None) -> Way | None:
        """The cheapest way from a maker's node to a user's, by some modes only if asked."""
        lanes = self._lanes_in(state, modes)
        return self.carriage.way(end, price, lanes, self._search(node, price, lanes)[1])

    def best(self, sellers: Sequence[Actor], end: int, state: State) -> tuple[Actor, Way] | None:
        """The seller whose goods cost least at a node, with their way."""
        lanes = self._lanes_in(state)
        offers = [(self._search(a.node, a.price, lanes)[0].get(end, np.inf), a.id, a) for a in sellers]
        delivered, _, seller = min(offers, key=lambda offer: offer[:2], default=(np.inf, "", None))
        if seller is None or delivered == np.inf:
            return None
        way = self.way(seller.node, seller.price, end, state)
        return (seller, way) if way else None

    def _lanes_in(self, state: State, modes: frozenset[int] | None = None) -> Lanes:
        if id(state) not in self._keys:
            self._keys[id(state)] = state, state.key()  # the state is kept, so that its id stays its own
        lane = self._keys[id(state)][1], modes
        if lane not in self._lanes:
            self._lanes[lane] = self.carriage.lanes(state, modes)
        return self._lanes[lane]

    def _search(self, node: int, price: float, lanes: Lanes) -> tuple[Mapping[int, float], Mapping[int, int]]:
        search = id(lanes), node, price
        if search not in self._found:
            self._found[search] = self.carriage.from_node(node, price, lanes)
        return self._found[search]

    def offer(self, seller: Actor, way: Way) -> Offer:
        """A way's price in the seller's name."""
        return Offer(seller.id, way.parts.delivered, way.parts, self.carriage.named(way))

    def across(self, buyer: Actor) -> list[Actor]:
        """Who makes what a buyer uses, on another player's side, and could make some."""
        there = self.actors.players - {buyer.home}
        makers = self.actors.makers_of(buyer.commodity)
        return [a for a in makers if a.home in there and a.most > 0 and np.isfinite(a.price)]


def is_dump(trader: Trader, user: Actor) -> bool:
    """A market that takes goods only against payment."""
    return user.table == "markets" and float(trader.programme.price[user.row]) <= 0
