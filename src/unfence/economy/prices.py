"""Prices at the sites: delivered where something is used, at the mill where it is made, with their intervals.

The delivered price of a commodity at a site is the dual of its *used* node, the mill price that of its *made* node.
A node through which something flows mostly has one price; one that stands idle has an interval: what the commodity
would have to cost there for nobody to act. The ends are those of the optimal dual face.

Along a column that carries flow:   price at head * arrives - price at tail = transport + fences + rent
"""

from dataclasses import dataclass

import numpy as np

from unfence.economy.face import Face
from unfence.economy.layout import ARC, MADE, USED
from unfence.economy.solution import Solution
from unfence.network.arcs import Floats, Ints

MOST = 1500
"""Ends asked of the solver, at most; beyond, what is not proven takes the solver's own dual, and that is said."""


@dataclass(frozen=True)
class Prices:
    """Intervals by node (rows of ``node``: those where a plant or a market is); infinite where there is no end."""

    node: Ints
    low: Floats
    high: Floats
    exact: bool


def prices_of(solution: Solution) -> Prices:
    """The interval of every price at every plant and market."""
    layout = solution.programme.layout
    node = np.flatnonzero((layout.node_level == MADE) | (layout.node_level == USED))
    face = Face(solution)
    found = face.extents
    if np.sum(~found.low_met[node]) + np.sum(~found.high_met[node]) > MOST:
        own = solution.price[node]
        low = np.where(found.low_met[node], found.low[node], own)
        return Prices(node, low, np.where(found.high_met[node], found.high[node], own), exact=False)
    ends = np.array([face.interval(int(n)) for n in node]).reshape(-1, 2)
    return Prices(node, ends[:, 0], ends[:, 1], exact=True)


@dataclass(frozen=True)
class Flow:
    """What one arc carries of one commodity: units sent a year, and what a unit pays on the way, by what for."""

    arc: int
    commodity: int
    quantity: float
    transport: float
    fence: float
    """Time, cost and fee of all fences, per unit sent."""
    rent: float
    """What a full link or quota adds, per unit sent."""


def flows_of(solution: Solution) -> tuple[Flow, ...]:
    """Every flow on a link, largest first within a commodity."""
    programme = solution.programme
    columns, first = programme.layout.columns, programme.transport.start
    paid = (programme.burnt(solution.state) + programme.fees(solution.state))[programme.transport]
    sent = solution.x[programme.transport]
    rent = -(solution.dual[programme.layout.nodes :] @ programme.matrix[programme.layout.nodes :, first:])
    moving = np.flatnonzero((columns.kind == ARC) & (sent > 0))
    flows = [
        Flow(
            arc=int(columns.thing[c]),
            commodity=int(columns.commodity[c]),
            quantity=float(sent[c]),
            transport=float(columns.cost[c]),
            fence=float(paid[c] - columns.cost[c]),
            rent=float(rent[c]),
        )
        for c in moving
    ]
    return tuple(sorted(flows, key=lambda f: (f.commodity, -f.quantity, f.arc)))
