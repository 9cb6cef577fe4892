"""What can reach what in a state: which nodes somebody can feed, and which somebody can empty.

A plant runs only if each input is fed and each output and waste emptied; it feeds and empties others only if it runs.
What is left when every plant that cannot run has been taken out, again and again, is what can be fed and emptied.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from unfence.economy.programme import Programme
from unfence.economy.state import State
from unfence.network.arcs import Bools, Ints


@dataclass(frozen=True)
class Stop:
    """Why a plant cannot run: a node (its input or output) that nobody feeds, or nobody empties."""

    plant: int
    node: int
    fed: bool
    """True: an output that nobody takes; False: an input that nobody can bring."""


@dataclass(frozen=True)
class Supply:
    """(nodes,): fed and emptied; and why the plants that cannot run cannot."""

    fed: Bools
    emptied: Bools
    stops: tuple[Stop, ...]


def supply_of(programme: Programme, state: State, bans: bool = True) -> Supply:
    """What can be fed and emptied in a state; ``bans=False`` looks as if no ban stood."""
    layout, columns = programme.layout, programme.layout.columns
    state = state if bans else state.without([f for f, kind in enumerate(programme.fence_kind) if kind == "ban"])
    usable = np.flatnonzero(programme.limits(state).upper[programme.transport] > 0)
    tail, head = columns.tail[usable], columns.head[usable]
    trading = programme.market_bound(state) > 0
    sold = layout.market_node[trading & layout.market_supplies]
    bought = layout.market_node[trading & ~layout.market_supplies]
    makes = layout.recipe_amount > 0
    runs = state.plants > 0
    stops: list[Stop] = []
    while True:
        active = runs[layout.recipe_plant]
        fed = reached(tail, head, np.concatenate([sold, layout.recipe_node[active & makes]]), layout.nodes)
        emptied = reached(head, tail, np.concatenate([bought, layout.recipe_node[active & ~makes]]), layout.nodes)
        stuck = active & np.where(makes, ~emptied[layout.recipe_node], ~fed[layout.recipe_node])
        if not stuck.any():
            return Supply(fed, emptied, tuple(stops))
        stops += [
            Stop(int(layout.recipe_plant[r]), int(layout.recipe_node[r]), bool(makes[r])) for r in np.flatnonzero(stuck)
        ]
        runs = runs.copy()
        runs[layout.recipe_plant[stuck]] = False


def reached(tail: Ints, head: Ints, start: Ints, nodes: int) -> Bools:
    """(nodes,): which nodes can be reached from the start along tail -> head."""
    order, _ = walk(tail, head, start, nodes)
    seen = np.zeros(nodes + 1, dtype=bool)
    seen[order] = True
    return seen[:nodes]


def walk(tail: Ints, head: Ints, start: Ints, nodes: int) -> tuple[Ints, Ints]:
    """The nodes reached, breadth first, and each node's predecessor; the root before all starts is ``nodes``."""
    root = np.full(len(start), nodes)
    tails, heads = np.concatenate([tail, root]), np.concatenate([head, start])
    graph = sparse.csr_array((np.ones(len(tails)), (tails, heads)), shape=(nodes + 1, nodes + 1))
    order, before = breadth_first_order(graph, nodes)
    return order, before
