"""Nodes and columns of the programme: where a commodity can be, and what can move it.

At each site a commodity has a *made* node (what plants make and supply markets bring), a *used* node (what plants use
and demand markets take) and a node for each mode that passes and carries it. A column takes one unit from its tail and
brings ``arrives`` units to its head:

    keep        made -> used                      free
    load        made -> mode                      cost_load / payload
    unload      mode -> used                      free
    change      mode -> mode, by a terminal       cost + hours * cost_hour / payload of the mode got on
    arc         mode -> mode, along a link        link cost + hours * cost_hour / payload

Only columns on a way from somebody who can make a commodity to somebody who can use it are kept. Planned links and
terminals are among them: whether they are open is a matter of the state.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from unfence.book import Book
from unfence.network import Arcs, carried
from unfence.network.arcs import Bools, Floats, Ints, floats, numbering, rows_of

MADE, USED = 0, 1
KEEP, LOAD, UNLOAD, CHANGE, ARC = range(5)


@dataclass(frozen=True)
class Columns:
    """Transport columns; ``thing`` is the arc, the terminal or the mode, by ``kind``; ``hour`` is money per hour."""

    kind: Ints
    commodity: Ints
    tail: Ints
    head: Ints
    arrives: Floats
    cost: Floats
    hour: Floats
    """Money that an hour lost on this column costs per unit."""
    thing: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, which: Ints) -> "Columns":
        """Some of the columns."""
        return Columns(*(getattr(self, name)[which] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Layout:
    """Every node and column that matters. Node arrays are by node number."""

    node_commodity: Ints
    node_site: Ints
    node_level: Ints
    """MADE, USED, or 2 + mode."""
    columns: Columns
    recipe_plant: Ints
    recipe_node: Ints
    recipe_amount: Floats
    market_node: Ints
    market_supplies: Bools

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.node_site)


@dataclass(frozen=True)
class _Ends:
    """Who makes and who uses, as dense node numbers (commodity, site, level)."""

    recipe_plant: Ints
    recipe_node: Ints
    recipe_amount: Floats
    market_node: Ints
    market_supplies: Bools

    def sources(self) -> Ints:
        return np.concatenate([self.recipe_node[self.recipe_amount > 0], self.market_node[self.market_supplies]])

    def sinks(self) -> Ints:
        return np.concatenate([self.recipe_node[self.recipe_amount <= 0], self.market_node[~self.market_supplies]])


@dataclass(frozen=True)
class _Grid:
    """Dense numbering of all conceivable nodes."""

    commodities: int
    sites: int
    levels: int

    def node(self, commodity: Ints | int, site: Ints, level: Ints | int) -> Ints:
        return np.asarray((commodity * self.sites + site) * self.levels + level, dtype=np.int64)

    @property
    def size(self) -> int:
        return self.commodities * self.sites * self.levels


def layout_of(book: Book, arcs: Arcs) -> Layout:
    """The nodes and columns of a book."""
    grid = _Grid(len(book["commodities"]), len(book["sites"]), 2 + len(book["modes"]))
    ends = _ends(book, grid)
    columns = _reachable(_candidates(book, arcs, grid), ends, grid)
    return _numbered(columns, ends, grid)


def _ends(book: Book, grid: _Grid) -> _Ends:
    sites, commodities = numbering(book["sites"]), numbering(book["commodities"])
    plants, recipes, markets = book["plants"], book["recipes"], book["markets"]
    by_process: dict[str, list[tuple[int, float]]] = {}
    for recipe in recipes.iter_rows(named=True):
        by_process.setdefault(recipe["process"], []).append((commodities[recipe["commodity"]], recipe["amount"]))
    rows = [
        (p, sites[plant["site"]], commodity, amount)
        for p, plant in enumerate(plants.iter_rows(named=True))
        for commodity, amount in by_process.get(plant["process"], ())
        if amount
    ]
    plant, site, commodity = (np.array([r[k] for r in rows], dtype=np.int64) for k in range(3))
    amount = np.array([r[3] for r in rows], dtype=np.float64)
    supplies = (markets["side"] == "supply").to_numpy().astype(bool)
    return _Ends(
        recipe_plant=plant,
        recipe_node=grid.node(commodity, site, np.where(amount > 0, MADE, USED)),
        recipe_amount=amount,
        market_node=grid.node(
            rows_of(markets["commodity"], commodities), rows_of(markets["site"], sites), np.where(supplies, MADE, USED)
        ),
        market_supplies=supplies,
    )


def _candidates(book: Book, arcs: Arcs, grid: _Grid) -> Columns:
    """Every conceivable transport column, reachable or not, commodity by commodity."""
    modes = book["modes"]
    payload = floats(modes["payload"])
    hour, load = floats(modes["cost_hour"]) / payload, floats(modes["cost_load"]) / payload
    carries = carried(book)
    stops = np.zeros((grid.sites, len(modes)), dtype=bool)
    stops[arcs.tail, arcs.mode] = True
    stops[arcs.head, arcs.mode] = True
    terminals = _terminals(book)
    everywhere = np.arange(grid.sites)
    made = [
        _columns(KEEP, c, grid.node(c, everywhere, MADE), grid.node(c, everywhere, USED))
        for c in range(grid.commodities)
    ]
    for c in range(grid.commodities):
        site, mode = np.nonzero(stops & carries[:, c][None, :])
        on_mode = grid.node(c, site, 2 + mode)
        made.append(_columns(LOAD, c, grid.node(c, site, MADE), on_mode, cost=load[mode], thing=mode))
        made.append(_columns(UNLOAD, c, on_mode, grid.node(c, site, USED), thing=mode))
        t = np.flatnonzero(carries[terminals.off, c] & carries[terminals.on, c])
        at, off, on = terminals.site[t], terminals.off[t], terminals.on[t]
        cost = terminals.cost[t] + terminals.hours[t] * hour[on]
        made.append(_columns(CHANGE, c, grid.node(c, at, 2 + off), grid.node(c, at, 2 + on), cost=cost, thing=t))
        e = np.flatnonzero(carries[arcs.mode, c])
        m = arcs.mode[e]
        made.append(
            _columns(
                ARC,
                c,
                grid.node(c, arcs.tail[e], 2 + m),
                grid.node(c, arcs.head[e], 2 + m),
                cost=arcs.unit_cost[e] + arcs.hours[e] * hour[m],
                thing=e,
                arrives=arcs.arrives[e],
                hour=hour[m],
            )
        )
    return _stacked(made)


@dataclass(frozen=True)
class _Terminals:
    site: Ints
    off: Ints
    on: Ints
    cost: Floats
    hours: Floats


def _terminals(book: Book) -> _Terminals:
    terminals, modes = book["terminals"], numbering(book["modes"])
    return _Terminals(
        site=rows_of(terminals["site"], numbering(book["sites"])),
        off=rows_of(terminals["from_mode"], modes),
        on=rows_of(terminals["to_mode"], modes),
        cost=floats(terminals["cost"], 0.0),
        hours=floats(terminals["hours"], 0.0),
    )


def _columns(  # noqa: PLR0913  one argument for each thing that a column may have
    kind: int,
    commodity: int,
    tail: Ints,
    head: Ints,
    *,
    cost: Floats | float = 0.0,
    hour: Floats | float = 0.0,
    arrives: Floats | float = 1.0,
    thing: Ints | int = -1,
) -> Columns:
    n = len(tail)
    return Columns(
        kind=np.full(n, kind, dtype=np.int64),
        commodity=np.full(n, commodity, dtype=np.int64),
        tail=tail,
        head=head,
        arrives=np.broadcast_to(np.asarray(arrives, dtype=np.float64), n),
        cost=np.broadcast_to(np.asarray(cost, dtype=np.float64), n),
        hour=np.broadcast_to(np.asarray(hour, dtype=np.float64), n),
        thing=np.broadcast_to(np.asarray(thing, dtype=np.int64), n),
    )


def _stacked(parts: list[Columns]) -> Columns:
    if not parts:
        return _columns(KEEP, 0, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return Columns(*(np.concatenate([getattr(p, name) for p in parts]) for name in Columns.__dataclass_fields__))


def _reachable(columns: Columns, ends: _Ends, grid: _Grid) -> Columns:
    """The columns that lie on a way from a source to a sink."""
    fed = _reached(columns.tail, columns.head, ends.sources(), grid.size)
    wanted = _reached(columns.head, columns.tail, ends.sinks(), grid.size)
    return columns.take(np.flatnonzero(fed[columns.tail] & wanted[columns.head]))


def _reached(tail: Ints, head: Ints, start: Ints, nodes: int) -> Bools:
    root = np.full(len(start), nodes)
    tails, heads = np.concatenate([tail, root]), np.concatenate([head, start])
    graph = sparse.csr_array((np.ones(len(tails)), (tails, heads)), shape=(nodes + 1, nodes + 1))
    seen = np.zeros(nodes + 1, dtype=bool)
    seen[breadth_first_order(graph, nodes, return_predecessors=False)] = True
    return seen[:nodes]


def _numbered(columns: Columns, ends: _Ends, grid: _Grid) -> Layout:
    """The layout with its nodes numbered 0, 1, 2, ... without gaps."""
    kept, number = np.unique(
        np.concatenate([columns.tail, columns.head, ends.recipe_node, ends.market_node]), return_inverse=True
    )
    tail, head, recipe, market = np.split(number, np.cumsum([len(columns), len(columns), len(ends.recipe_node)]))
    place, level = np.divmod(kept, grid.levels)
    commodity, site = np.divmod(place, max(1, grid.sites))
    return Layout(
        node_commodity=commodity,
        node_site=site,
        node_level=level,
        columns=Columns(
            columns.kind, columns.commodity, tail, head, columns.arrives, columns.cost, columns.hour, columns.thing
        ),
        recipe_plant=ends.recipe_plant,
        recipe_node=recipe,
        recipe_amount=ends.recipe_amount,
        market_node=market,
        market_supplies=ends.market_supplies,
    )
