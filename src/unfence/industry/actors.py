"""Actors: who makes and who uses each commodity, how much, how much more is possible, at which price.

An actor is one plant or market with one commodity at one node. With y the node prices, a the amount per run and m the
margin of a run at those prices, for a plant

    ask  = y + max(0, -m) / a      the least for which it sells: what others pay, and no less than what a unit costs it
    bid  = y - max(0, -m) / |a|    the most that it pays: what others ask, and no more than what a unit brings it

A plant that runs inside its capacity has m = 0, so both are y; one that stands idle has m < 0. A supply market asks the
greater of its price and y (a source that is used up is worth more than its price); a demand market bids the lesser.
A plant that lacks something else than the commodity itself asks inf and bids -inf.
"""

from dataclasses import dataclass

import numpy as np

from unfence.economy import Solution
from unfence.network.arcs import Bools, Floats


@dataclass(frozen=True)
class Actor:
    """One plant or market and one commodity that it makes or uses; units a year, money per unit."""

    id: str
    table: str
    """``plants`` or ``markets``."""
    row: int
    commodity: int
    node: int
    home: int
    """Its jurisdiction's row; the row after the last is outside."""
    amount: float
    """Units per run; 1 for a market."""
    quantity: float
    most: float
    price: float
    """Its ask if it makes, its bid if it uses."""

    @property
    def spare(self) -> float:
        """What it could make or use beyond what it does."""
        return max(0.0, self.most - self.quantity)


@dataclass(frozen=True)
class Actors:
    """All actors of a solution, plants first, in the book's order."""

    makers: tuple[Actor, ...]
    users: tuple[Actor, ...]
    players: frozenset[int]
    """Rows of the jurisdictions that share."""
    price: Floats
    """(nodes,): the prices at which all this is so."""
    margin: Floats
    """(plants,): what one more run would earn."""

    def makers_of(self, commodity: int) -> tuple[Actor, ...]:
        """Everybody who makes a commodity or sells it."""
        return tuple(a for a in self.makers if a.commodity == commodity)

    def users_of(self, commodity: int) -> tuple[Actor, ...]:
        """Everybody who uses a commodity or buys it."""
        return tuple(a for a in self.users if a.commodity == commodity)


def actors_of(solution: Solution, price: Floats, blocked: Bools) -> Actors:
    """The actors of a solution at given node prices.

    ``blocked`` (recipe entries,) says which inputs nobody can bring and which outputs nobody can take.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> actors = actors_of(today, today.price, np.zeros(2, dtype=bool))
    >>> [(a.id, a.quantity, a.spare, round(a.price)) for a in actors.makers]
    [('kiln', 2000.0, 0.0, 183), ('mine', 600.0, 600.0, 300), ('far_coal', 400.0, inf, 258)]
    """
    book = solution.programme.book
    margin = _margin(solution, price)
    made, used = _plants(solution, price, margin, blocked)
    sold, bought = _markets(solution, price)
    players = np.flatnonzero(book["jurisdictions"]["player"].to_numpy().astype(bool))
    return Actors((*made, *sold), (*used, *bought), frozenset(players.tolist()), price, margin)


def _margin(solution: Solution, price: Floats) -> Floats:
    programme = solution.programme
    value = price @ programme.matrix[: len(price), :]
    return np.asarray((value - programme.cost - programme.levy)[programme.plants])


def _plants(solution: Solution, price: Floats, margin: Floats, blocked: Bools) -> tuple[list[Actor], list[Actor]]:
    programme, layout = solution.programme, solution.programme.layout
    names = programme.book["plants"]["id"]
    lacking = np.bincount(layout.recipe_plant, weights=blocked, minlength=len(names))[layout.recipe_plant] - blocked
    made: list[Actor] = []
    used: list[Actor] = []
    for entry, (plant, node, amount) in enumerate(
        zip(layout.recipe_plant, layout.recipe_node, layout.recipe_amount, strict=True)
    ):
        p, n, size = int(plant), int(node), abs(float(amount))
        short = np.inf if lacking[entry] else max(0.0, -float(margin[p])) / size
        actor = Actor(
            id=names[p],
            table="plants",
            row=p,
            commodity=int(layout.node_commodity[n]),
            node=n,
            home=int(programme.party[p]),
            amount=size,
            quantity=size * float(solution.x[p]),
            most=size * float(solution.state.plants[p]),
            price=float(price[n]) + (short if amount > 0 else -short),
        )
        (made if amount > 0 else used).append(actor)
    return made, used


def _markets(solution: Solution, price: Floats) -> tuple[list[Actor], list[Actor]]:
    programme, layout = solution.programme, solution.programme.layout
    first, names = programme.markets.start, programme.book["markets"]["id"]
    most = programme.market_bound(solution.state)
    sold: list[Actor] = []
    bought: list[Actor] = []
    for m, (node, supplies) in enumerate(zip(layout.market_node, layout.market_supplies, strict=True)):
        n, quantity = int(node), float(solution.x[first + m])
        own = float(programme.price[m]) + (1 if supplies else -1) * float(programme.slope[m]) * quantity
        actor = Actor(
            id=names[m],
            table="markets",
            row=m,
            commodity=int(layout.node_commodity[n]),
            node=n,
            home=int(programme.party[first + m]),
            amount=1.0,
            quantity=quantity,
            most=float(most[m]),
            price=max(own, float(price[n])) if supplies else min(own, float(price[n])),
        )
        (sold if supplies else bought).append(actor)
    return sold, bought
