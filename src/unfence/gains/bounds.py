"""Flow bounds: the most of a commodity that any one transport column carries in some best solution.

Carrying costs nothing or more, so some best solution has no flow in a circle: it is a sum of paths from makers to
users, and no column carries more of commodity c than is made in all, nor more than is used in all after what is lost:

    M_c = min( made_c, used_c / prod over its lossy columns of arrives )

with every plant at capacity and every market at its most, in the most favourable state. Where goods can be lost in a
circle (a lossy column inside a strongly connected part) this does not hold, and M_c is infinite. A link's capacity
bounds its columns besides.
"""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from unfence.economy import State
from unfence.economy.layout import ARC
from unfence.economy.programme import Programme
from unfence.network.arcs import Bools, Floats, Ints


def flow_bounds(programme: Programme, state: State) -> Floats:
    """(columns,): the most that each column is used in a state, or in any that is less favourable.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> bounds = flow_bounds(economy.programme, economy.today())
    >>> float(bounds[economy.programme.transport].max())  # bricks: no more than the kiln makes
    2000.0
    """
    layout, columns = programme.layout, programme.layout.columns
    upper = programme.limits(state).upper
    made, used = _made_and_used(programme, upper)
    carried, usable = upper[programme.transport], upper[programme.transport] > 0
    for c in range(len(made)):
        mine = columns.commodity == c
        arrives = columns.arrives[mine & usable]
        lossy = arrives < 1.0
        if lossy.any() and _circles(layout.nodes, columns.tail[mine & usable], columns.head[mine & usable], lossy):
            continue
        kept = float(np.prod(arrives[lossy]))
        carried[mine] = np.minimum(carried[mine], min(made[c], used[c] / kept if kept > 0 else np.inf))
    on_arc = columns.kind == ARC
    carried[on_arc] = np.minimum(carried[on_arc], state.links[programme.arcs.link[columns.thing[on_arc]]])
    return np.concatenate([upper[: programme.markets.stop], carried])


def _made_and_used(programme: Programme, upper: Floats) -> tuple[Floats, Floats]:
    """(commodities,): the most that is made, and used, in all."""
    layout = programme.layout
    recipes = layout.recipe_amount * upper[layout.recipe_plant]
    recipe_of, market_of = layout.node_commodity[layout.recipe_node], layout.node_commodity[layout.market_node]
    quantity = upper[programme.markets]
    made, used = np.zeros(len(programme.book["commodities"])), np.zeros(len(programme.book["commodities"]))
    np.add.at(made, recipe_of, np.maximum(recipes, 0.0))
    np.add.at(used, recipe_of, np.maximum(-recipes, 0.0))
    np.add.at(made, market_of, np.where(layout.market_supplies, quantity, 0.0))
    np.add.at(used, market_of, np.where(layout.market_supplies, 0.0, quantity))
    return made, used


def _circles(nodes: int, tail: Ints, head: Ints, lossy: Bools) -> bool:
    """Whether something can be lost on a way that leads back to where it starts."""
    graph = sparse.csr_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes))
    part = connected_components(graph, connection="strong")[1]
    return bool((part[tail[lossy]] == part[head[lossy]]).any())
