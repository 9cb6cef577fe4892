"""Quotes: what a commodity would cost, and fetch, where none of it moves today.

Where something flows its price is the dual y. At an idle node y is only one point of an interval, and a plant that
stands idle would look as if it could all but run. There the price is found from those who do trade:

    used nodes   D = min over columns into n of (D at the tail + cost) / arrives    from makers, at what they ask
    made nodes   N = max over columns out of n of  arrives x N at the head - cost    from users, at what they bid

Idle plants come in once all they need has a D and all else they make has an N; they ask what a run then costs them and
bid what it then brings. Each round lets in those that the last one reached, until nothing changes.
"""

from collections.abc import Iterable

import numpy as np

from unfence.economy import Solution
from unfence.economy.layout import MADE, USED
from unfence.industry.actors import Actors, actors_of
from unfence.industry.carriage import Carriage
from unfence.network.arcs import Bools, Floats

_ROUNDS = 20


def quoted(carriage: Carriage, solution: Solution, dual: Floats) -> Actors:
    """The actors of a solution at quoted prices, with the ways of its own state.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> carriage = Carriage(economy.programme, today.state, today.price)
    >>> [(a.id, round(a.price)) for a in quoted(carriage, today, today.price).makers]
    [('kiln', 183), ('mine', 300), ('far_coal', 258)]
    """
    layout, lanes, idle = solution.programme.layout, carriage.lanes(solution.state), _idle(solution)
    used, made = idle & (layout.node_level == USED), idle & (layout.node_level == MADE)
    price, blocked = dual, (used | made)[layout.recipe_node]
    for _ in range(_ROUNDS):
        actors = actors_of(solution, price, blocked)
        known = np.full(layout.nodes, np.nan)
        asks = ((a.node, a.price) for a in actors.makers if np.isfinite(a.price) and a.most > 0)
        bids = ((a.node, -a.price) for a in actors.users if np.isfinite(a.price) and a.most > 0)
        _note(known, used, carriage.delivered(_least(asks), lanes).items())
        _note(known, made, ((n, -cost) for n, cost in carriage.netbacks(_least(bids), lanes).items()))
        better = np.where(np.isnan(known), dual, known)
        still = ((used | made) & np.isnan(known))[layout.recipe_node]
        if np.array_equal(better, price) and np.array_equal(still, blocked):
            break
        price, blocked = better, still
    return actors


def _idle(solution: Solution) -> Bools:
    """(nodes,): nothing is made or used there."""
    programme, layout = solution.programme, solution.programme.layout
    active = np.zeros(layout.nodes, dtype=bool)
    active[layout.recipe_node[solution.x[layout.recipe_plant] > 0]] = True
    active[layout.market_node[solution.x[programme.markets] > 0]] = True
    return ~active


def _least(prices: Iterable[tuple[int, float]]) -> dict[int, float]:
    """By node the least of its prices."""
    found: dict[int, float] = {}
    for node, price in prices:
        found[node] = min(price, found.get(node, np.inf))
    return found


def _note(known: Floats, wanted: Bools, found: Iterable[tuple[int, float]]) -> None:
    """Write down what was found at the nodes that want it."""
    for node, price in found:
        if wanted[node]:
            known[node] = price
