"""Factors at one price: what power, gas, steam, water and labour cost on both sides, and why not the same.

A factor is a commodity of kind ``energy``, ``utility`` or ``labour``, and any other that has tariffs. Of each side its
largest offer counts (``offers.py``), with price P, of which T is a transfer. Between a cheap side a and a dear side b

    wedge      P_b - P_a = policy + distance + fence
    policy     T_b - T_a
    distance   what it costs more to bring a unit from a to who uses most of it on b than from b's own offer, by the
               cheapest way with every fence down: no more than the rest R = wedge - policy, and below 0 where the
               neighbour is nearer; 0 where there is no way. Where R < 0 the way goes from b to a and the sign is turned
    fence      R - distance: what fences, and links that are missing or full, keep apart

If both took the lower price, buyers of q units on b would save wedge * q. Who receives transfers would lose policy * q;
the rest is lost by who sells, unless the goods really come from the other side.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from unfence.economy import Solution, State
from unfence.economy.layout import MADE, USED
from unfence.economy.prices import Prices
from unfence.industry.carriage import Carriage, Way, with_planned
from unfence.industry.offers import Offer, offers_of
from unfence.network.arcs import numbering
from unfence.words import Lang, amount, say

KINDS = ("energy", "utility", "labour")
_FULL = 1e-6
"""The share of its capacity by which a full link or terminal may seem to have room."""


@dataclass(frozen=True)
class Wedge:
    """Two players' prices of one factor, and why they differ; ``policy + distance + fence`` is the wedge."""

    commodity: str
    cheap: str
    dear: str
    cheap_offer: str
    """The market or plant."""
    dear_offer: str
    wedge: float
    policy: float
    distance: float
    fence: float
    way: str
    """``open``: there is a way, were it not for the fences; ``planned``: only with what is planned; ``none``."""
    kept_by: tuple[str, ...]
    """``fences.<id>`` that stand on the way, ``links.<id>`` and ``terminals.<id>`` that are missing or full."""
    quantity: float
    """What the dear side's offers sell a year."""
    saved: float
    """By its buyers, if both took the lower price."""
    lost: tuple[tuple[str, float], ...]
    """By who receives transfers; below 0 is received."""
    uncovered: float
    """The rest of what is saved."""

    def say(self, lang: Lang) -> str:
        """The wedge in words."""
        return say(f"factors.wedge.{self.way}", lang, **{**vars(self), "kept_by": list(self.kept_by) or ["–"]})

    def say_level(self, lang: Lang) -> str:
        """Who saves and who loses if both take the lower price."""
        names = {"outside": say("outside", lang)}
        lost = [f"{names.get(who, who)} {amount(money, lang)}" for who, money in self.lost] or ["0"]
        return say("factors.level", lang, **{**vars(self), "lost": lost})


@dataclass(frozen=True)
class Shadow:
    """The interval of one shadow price; None where there is no end."""

    state: str
    commodity: str
    side: str
    site: str
    level: str
    """``delivered`` where it is used, ``mill`` where it is made."""
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Board:
    """The price board: every offer, the wedges between players, and shadow prices in every state."""

    offers: tuple[Offer, ...]
    wedges: tuple[Wedge, ...]
    shadows: tuple[Shadow, ...]


def board(solutions: Mapping[str, Solution], prices: Mapping[str, Prices]) -> Board:
    """The price board of a book; ``solutions`` and ``prices`` by state, the first of them today's.

    >>> from unfence.economy import Economy
    >>> from unfence.economy.prices import prices_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> board({"today": today}, {"today": prices_of(today)})  # coal and bricks are goods without tariffs
    Board(offers=(), wedges=(), shadows=())
    """
    first, today = next(iter(solutions.items()))
    held = [offers_of(today, prices[first], commodity) for commodity in factors_of(today)]
    return Board(
        offers=tuple(offer for offers in held for offer in offers),
        wedges=tuple(wedge for offers in held for wedge in _wedges(today, offers)),
        shadows=tuple(s for state, solution in solutions.items() for s in _shadows(state, solution, prices[state])),
    )


def factors_of(solution: Solution) -> tuple[int, ...]:
    """The rows of the commodities that are factors."""
    book = solution.programme.book
    told = dict(zip(book["markets"]["id"], book["markets"]["commodity"], strict=True))
    with_tariff = {told[market] for market in book["tariffs"]["market"]}
    rows = zip(book["commodities"]["id"], book["commodities"]["kind"], strict=True)
    return tuple(row for row, (name, kind) in enumerate(rows) if kind in KINDS or name in with_tariff)


def _wedges(solution: Solution, offers: Sequence[Offer]) -> Iterator[Wedge]:
    """The wedge between every two players that both have an offer of a commodity."""
    jurisdictions = solution.programme.book["jurisdictions"]
    largest: dict[str, Offer] = {}
    for player in jurisdictions.filter(jurisdictions["player"])["id"]:
        own = [offer for offer in offers if offer.side == player]
        if own:
            largest[player] = min(own, key=lambda o: (-o.quantity, o.price))
    ways = _Ways(solution)
    for first, second in combinations(largest.values(), 2):
        cheap, dear = sorted((first, second), key=lambda o: o.price)
        yield _wedge(cheap, dear, ways, sum(o.quantity for o in offers if o.side == dear.side))


def _wedge(cheap: Offer, dear: Offer, ways: "_Ways", quantity: float) -> Wedge:
    wedge, policy = dear.price - cheap.price, dear.transfer - cheap.transfer
    rest = wedge - policy
    sender, taker, sign = (cheap, dear, 1.0) if rest >= 0 else (dear, cheap, -1.0)
    extra, way, kept_by = ways.between(sender, taker)
    distance = sign * min(extra, abs(rest))
    lost = tuple((payee, each * quantity) for payee, each in _transfers(cheap, dear).items())
    return Wedge(
        commodity=dear.commodity,
        cheap=cheap.side,
        dear=dear.side,
        cheap_offer=cheap.id,
        dear_offer=dear.id,
        wedge=wedge,
        policy=policy,
        distance=distance,
        fence=rest - distance,
        way=way,
        kept_by=kept_by,
        quantity=quantity,
        saved=wedge * quantity,
        lost=lost,
        uncovered=rest * quantity,
    )


def _transfers(cheap: Offer, dear: Offer) -> dict[str, float]:
    """What each payee receives more of a unit on the dear side."""
    each: dict[str, float] = {}
    for offer, sign in ((dear, 1.0), (cheap, -1.0)):
        for part in offer.parts:
            if part.transfer:
                each[part.payee] = each.get(part.payee, 0.0) + sign * part.each
    return each


class _Ways:
    """Ways from one side's offer to the other side's users, with every fence down."""

    def __init__(self, solution: Solution) -> None:
        self._solution, self._programme, self._book = solution, solution.programme, solution.programme.book
        self._carriage = Carriage(self._programme, solution.state, np.zeros(self._programme.layout.nodes))
        free = solution.state.without(range(len(solution.state.fences)))
        self._states = {"open": free, "planned": with_planned(free, self._programme)}
        self._used = self._use()

    def between(self, sender: Offer, taker: Offer) -> tuple[float, str, tuple[str, ...]]:
        """What carrying costs more than the taker's own way, how there is a way, and what stands on it today."""
        user = self._user(taker)
        if user is None:
            return 0.0, "none", ()
        for name, state in self._states.items():
            way, own = self._way(sender, user, state), self._way(taker, user, self._states["open"])
            if way is not None:
                extra = way.parts.delivered - way.parts.goods
                extra -= own.parts.delivered - own.parts.goods if own is not None else 0.0
                return extra, name, self._kept_by(way)
        return 0.0, "none", ()

    def _way(self, offer: Offer, user: int, state: State) -> Way | None:
        site = numbering(self._book["sites"])[offer.site]
        start = next(n for n in self._nodes(offer.commodity, MADE) if self._programme.layout.node_site[n] == site)
        lanes = self._carriage.lanes(state)
        return self._carriage.way(user, offer.price, lanes, self._carriage.from_node(start, offer.price, lanes)[1])

    def _kept_by(self, way: Way) -> tuple[str, ...]:
        """Fences that stand on a way, and what is missing or full on it."""
        state, names = self._solution.state, self._book["fences"]["id"]
        fences = [f"fences.{names[f]}" for f in self._carriage.on_way(way) if self._carriage.hinders(f, way, state)]
        missing = [f"{what}s.{name}" for what, name in self._carriage.missing_on(way, state)]
        return (*fences, *missing, *(name for name in self._full(way) if name not in missing))

    def _full(self, way: Way) -> list[str]:
        """The links and terminals on a way that carry all that they can."""
        programme, solution = self._programme, self._solution
        rows, most = programme.matrix[programme.layout.nodes :, :], solution.limits().rows
        taken = programme.transport.start + np.array(way.columns, dtype=np.int64)
        full = (rows @ solution.x >= most * (1 - _FULL)) & (np.asarray(rows[:, taken].sum(axis=1)).ravel() > 0)
        links, terminals = self._book["links"]["id"], self._book["terminals"]["id"]
        limited = [f"links.{links[int(programme.arcs.link[a])]}" for a in programme.limited_arcs]
        limited += [f"terminals.{terminals[int(t)]}" for t in programme.limited_terminals]
        return [name for name, tight in zip(limited, full[: len(limited)], strict=True) if tight]

    def _user(self, offer: Offer) -> int | None:
        """The node on the offer's side where most of the commodity is used; None where nobody can use it."""
        layout, homes = self._programme.layout, self._book["sites"]["jurisdiction"]
        nodes = [n for n in self._nodes(offer.commodity, USED) if homes[int(layout.node_site[n])] == offer.side]
        return max((n for n in nodes if n in self._used), key=lambda n: (self._used[n], -n), default=None)

    def _use(self) -> Mapping[int, float]:
        """Units used at every node where a plant or a market may take some."""
        layout, x = self._programme.layout, self._solution.x
        takes, buys = layout.recipe_amount < 0, ~layout.market_supplies
        amounts = np.concatenate(
            [(-layout.recipe_amount * x[layout.recipe_plant])[takes], x[self._programme.markets][buys]]
        )
        used: dict[int, float] = {}
        for node, units in zip(
            np.concatenate([layout.recipe_node[takes], layout.market_node[buys]]), amounts, strict=True
        ):
            used[int(node)] = used.get(int(node), 0.0) + float(units)
        return used

    def _nodes(self, commodity: str, level: int) -> list[int]:
        layout, row = self._programme.layout, numbering(self._book["commodities"])[commodity]
        return [int(n) for n in np.flatnonzero((layout.node_commodity == row) & (layout.node_level == level))]


def _shadows(state: str, solution: Solution, prices: Prices) -> Iterator[Shadow]:
    """The intervals of every factor's price at every plant and market."""
    layout, book = solution.programme.layout, solution.programme.book
    factors, commodities, sites = set(factors_of(solution)), book["commodities"]["id"], book["sites"]
    for node, low, high in zip(prices.node.tolist(), prices.low.tolist(), prices.high.tolist(), strict=True):
        commodity, site = int(layout.node_commodity[node]), int(layout.node_site[node])
        if commodity in factors:
            yield Shadow(
                state=state,
                commodity=commodities[commodity],
                side=sites["jurisdiction"][site] or "outside",
                site=sites["id"][site],
                level="mill" if layout.node_level[node] == MADE else "delivered",
                low=low if np.isfinite(low) else None,
                high=high if np.isfinite(high) else None,
            )
