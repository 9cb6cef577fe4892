"""Origins: of what is used somewhere, how much was made where.

Goods of one commodity mix at every node, and what leaves a node has the make-up of what came in (proportional sharing,
as power is traced through a grid). With t_n all that comes into node n, S_nk the share of it that was made in party k
and M_nk what is made at n in k

    t_n S_nk = M_nk + sum over columns into n of  arrives x_j S_tail(j),k

one sparse system for all commodities. It gives one answer where a list of "who delivered to whom" would have many.
J. Bialek, Tracing the flow of electricity, IEE Proceedings 143 (1996) 313-320.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from unfence.economy import Solution
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Origins:
    """Where what is used was made; parties are jurisdictions in the book's order, then ``outside``."""

    made: Floats
    """(commodities, parties): units a year made there, what supply markets bring included."""
    used: Floats
    """(commodities, parties, parties): units a year used in the first party that were made in the second."""
    used_by_plants: Floats
    """The same, plants only."""


def origins_of(solution: Solution) -> Origins:
    """Trace every commodity of a solution from who made it to who uses it.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> origins_of(economy.solve(economy.today())).used[0].round()  # coal: East Town's own, West Town's from outside
    array([[600.,   0.,   0.],
           [  0.,   0., 400.],
           [  0.,   0.,   0.]])
    """
    programme, layout = solution.programme, solution.programme.layout
    parties, commodities = len(programme.parties), len(programme.book["commodities"])
    flow = _activities(solution)
    home = programme.party[: programme.markets.stop][flow.actor]
    into = flow.amount > 0
    made = np.zeros((layout.nodes, parties))
    np.add.at(made, (flow.node[into], home[into]), flow.amount[into])
    share = _shares(solution, made)
    used = np.zeros((2, commodities, parties, parties))
    out = np.flatnonzero(~into)
    taken = -flow.amount[out, None] * share[flow.node[out]]
    commodity = layout.node_commodity[flow.node[out]]
    by_plant = flow.actor[out] < programme.plants.stop
    np.add.at(used[0], (commodity, home[out]), taken)
    np.add.at(used[1], (commodity[by_plant], home[out][by_plant]), taken[by_plant])
    by_commodity = np.zeros((commodities, parties))
    np.add.at(by_commodity, layout.node_commodity, made)
    return Origins(by_commodity, used[0], used[1])


@dataclass(frozen=True)
class _Activities:
    """What plants and markets put in (above 0) or take out (below 0), entry by entry."""

    actor: np.ndarray[tuple[int], np.dtype[np.int64]]
    node: np.ndarray[tuple[int], np.dtype[np.int64]]
    amount: Floats


def _activities(solution: Solution) -> _Activities:
    programme, layout = solution.programme, solution.programme.layout
    market = programme.plants.stop + np.arange(len(layout.market_node))
    sign = np.where(layout.market_supplies, 1.0, -1.0)
    return _Activities(
        actor=np.concatenate([layout.recipe_plant, market]),
        node=np.concatenate([layout.recipe_node, layout.market_node]),
        amount=np.concatenate(
            [layout.recipe_amount * solution.x[layout.recipe_plant], sign * solution.x[programme.markets]]
        ),
    )


def _shares(solution: Solution, made: Floats) -> Floats:
    """(nodes, parties): what passes each node by where it was made; 0 where nothing passes."""
    programme, columns = solution.programme, solution.programme.layout.columns
    arrived = columns.arrives * solution.x[programme.transport]
    nodes = len(made)
    inflow = sparse.csc_array((arrived, (columns.head, columns.tail)), shape=(nodes, nodes))
    total = made.sum(axis=1) + np.asarray(inflow.sum(axis=1)).ravel()
    idle = total <= 0
    balance = sparse.csc_array(sparse.diags_array(np.where(idle, 1.0, total)) - inflow)
    return np.asarray(splu(balance).solve(made))
