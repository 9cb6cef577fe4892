"""Traced goods: the programme in which recorded purchases can be told from all other flows.

Flows run on links, so the optimum does not say who supplies whom. Here the goods of each recorded seller get a layer
of their own: copies of the nodes and transport columns of his commodity, at the same costs, in the same capacities.
What he makes may be loaded on his layer, and a column per recorded purchase takes it from there to its buyer:

    made (seller) -> layer -> door (at the buyer's site) -> used         x_t <= q_t, what the record says
    all that a seller loads on his layer   <= what he makes              all recorded arrivals <= what the buyer uses

The layers add no way that was not there, so the optimum is worth what it was; but now of all optima the one that agrees
most with the record can be asked for, or the record can be pinned and the prices that support it be looked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from unfence.economy.layout import ARC, KEEP, LOAD, MADE
from unfence.economy.programme import Programme
from unfence.economy.solver import Bounds
from unfence.economy.state import State
from unfence.network.arcs import Floats, Ints, numbering


@dataclass(frozen=True)
class Purchase:
    """One recorded purchase: the columns of seller and buyer, and what one unit of each makes or uses."""

    row: int
    """In the table ``trades``."""
    commodity: int
    quantity: float
    seller: int
    made: int
    """The seller's made node."""
    per_seller: float
    buyer: int
    used: int
    per_buyer: float


@dataclass(frozen=True)
class Traced:
    """The programme with its layers: the old columns first, then each layer's, then one per purchase."""

    programme: Programme
    purchases: tuple[Purchase, ...]
    matrix: sparse.csc_array
    origin: Ints
    """(columns of layers,): the transport column that each copies."""
    layers: int
    """How many rows the layers' nodes are."""

    @property
    def bought(self) -> slice:
        """Where the purchases' columns are."""
        return slice(self.matrix.shape[1] - len(self.purchases), self.matrix.shape[1])

    @property
    def copied(self) -> Ints:
        """(columns,): the column of the programme that each column is or copies; -1 for purchases."""
        first = self.programme.transport.start
        own = np.arange(self.programme.matrix.shape[1])
        return np.concatenate([own, first + self.origin, np.full(len(self.purchases), -1)])

    def over_columns(self, values: Floats) -> Floats:
        """Values of the programme's columns over all columns; 0 for purchases."""
        return np.concatenate([values, [0.0]])[self.copied]

    def bounds(self, state: State, lower: Floats, upper: Floats) -> Bounds:
        """The bounds of a state; those of the purchases as given."""
        programme = self.programme
        limits = programme.limits(state)
        low, high = self.over_columns(limits.lower), self.over_columns(limits.upper)
        low[programme.matrix.shape[1] :] = 0.0
        low[self.bought], high[self.bought] = lower, upper
        equal, free = np.zeros(programme.layout.nodes), np.full(len(limits.rows), -np.inf)
        ends = self.matrix.shape[0] - programme.matrix.shape[0] - self.layers
        return Bounds(
            low,
            high,
            np.concatenate([equal, free, np.zeros(self.layers), np.full(ends, -np.inf)]),
            np.concatenate([equal, limits.rows, np.zeros(self.layers), np.zeros(ends)]),
        )


def purchases_of(programme: Programme) -> tuple[Purchase, ...]:
    """The recorded purchases whose seller makes, and whose buyer uses, what is bought; others have no column.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> [(p.quantity, p.per_seller) for p in purchases_of(Economy(example("daxin")).programme)][:1]
    [(41000.0, 1.0)]
    """
    commodity = numbering(programme.book["commodities"])
    ends = _ends(programme)
    found = []
    for row, trade in enumerate(programme.book["trades"].iter_rows(named=True)):
        what = commodity[trade["commodity"]]
        seller, buyer = ends.get((trade["seller"], what, True)), ends.get((trade["buyer"], what, False))
        if seller and buyer and trade["quantity"] > 0:
            found.append(Purchase(row, what, trade["quantity"], *seller, *buyer))
    return tuple(found)


def _ends(programme: Programme) -> Mapping[tuple[str, int, bool], tuple[int, int, float]]:
    """(id, commodity, makes it) to the column, the node and the units per unit of the column."""
    book, layout = programme.book, programme.layout
    found: dict[tuple[str, int, bool], tuple[int, int, float]] = {}
    plants, markets = book["plants"]["id"].to_list(), book["markets"]["id"].to_list()
    for plant, node, amount in zip(layout.recipe_plant, layout.recipe_node, layout.recipe_amount, strict=True):
        key = plants[int(plant)], int(layout.node_commodity[node]), bool(amount > 0)
        found[key] = int(plant), int(node), abs(float(amount))
    for market, (node, supplies) in enumerate(zip(layout.market_node, layout.market_supplies, strict=True)):
        key = markets[market], int(layout.node_commodity[node]), bool(supplies)
        found[key] = programme.markets.start + market, int(node), 1.0
    return found


def traced(programme: Programme, purchases: tuple[Purchase, ...]) -> Traced:
    """The programme with a layer for each recorded seller of a commodity."""
    sellers = list(dict.fromkeys((p.seller, p.commodity, p.made) for p in purchases))
    old_rows, old_columns = programme.matrix.shape
    blocks = [_layer(programme, commodity, made) for _, commodity, made in sellers]
    sizes = np.cumsum([old_rows, *(len(block.nodes) for block in blocks)])
    starts = dict(zip(sellers, sizes, strict=False))
    origin = np.concatenate([np.zeros(0, dtype=np.int64), *(block.columns for block in blocks)])
    shape = int(sizes[-1]) + len(sellers) + len({(p.buyer, p.commodity) for p in purchases})
    entries = [*_copies(programme, blocks, sizes, old_columns)]
    first = old_columns + len(origin)
    for column, p in enumerate(purchases, start=first):
        seller = p.seller, p.commodity, p.made
        door = int(starts[seller]) + int(np.searchsorted(blocks[sellers.index(seller)].nodes, p.used))
        entries += [(door, column, -1.0), (p.used, column, 1.0)]
    entries += _shares(programme, purchases, sellers, blocks, (int(sizes[-1]), old_columns, first))
    rows, columns, values = (np.array(part) for part in zip(*entries, strict=True)) if entries else ([], [], [])
    width = first + len(purchases)
    added = sparse.coo_array((values, (rows, columns)), shape=(shape, width))
    old = sparse.coo_array(programme.matrix)
    base = sparse.coo_array((old.data, old.coords), shape=(shape, width))
    return Traced(programme, purchases, sparse.csc_array(base + added), origin, int(sizes[-1]) - old_rows)


@dataclass(frozen=True)
class _Layer:
    """The nodes and the transport columns of one commodity that a seller's goods can pass (not the made nodes)."""

    nodes: Ints
    columns: Ints


def _layer(programme: Programme, commodity: int, made: int) -> _Layer:
    layout = programme.layout
    columns = layout.columns
    own = (columns.commodity == commodity) & ((layout.node_level[columns.tail] != MADE) | (columns.tail == made))
    nodes = np.flatnonzero((layout.node_commodity == commodity) & (layout.node_level != MADE))
    return _Layer(nodes, np.flatnonzero(own))


def _copies(programme: Programme, blocks: list[_Layer], starts: Ints, first: int) -> Iterator[tuple[int, int, float]]:
    """The entries of all layers' columns: their nodes' rows are the layer's, their capacities' rows the old ones."""
    columns, nodes = programme.layout.columns, programme.layout.nodes
    limits = sparse.csc_array(programme.matrix[nodes:, programme.transport.start :])
    at = first
    for block, start in zip(blocks, starts.tolist(), strict=False):
        for column in block.columns.tolist():
            tail, head = int(columns.tail[column]), int(columns.head[column])
            inside = programme.layout.node_level[tail] != MADE
            row = start + int(np.searchsorted(block.nodes, tail)) if inside else tail
            yield row, at, -1.0
            yield start + int(np.searchsorted(block.nodes, head)), at, float(columns.arrives[column])
            for k in range(int(limits.indptr[column]), int(limits.indptr[column + 1])):
                yield nodes + int(limits.indices[k]), at, float(limits.data[k])
            at += 1


def _shares(
    programme: Programme,
    purchases: tuple[Purchase, ...],
    sellers: list[tuple[int, int, int]],
    blocks: list[_Layer],
    starts: tuple[int, int, int],
) -> Iterator[tuple[int, int, float]]:
    """The entries of the rows that keep a seller's and a buyer's recorded goods within what he makes or uses."""
    row, at, bought = starts
    columns = programme.layout.columns
    for (seller, commodity, made), block in zip(sellers, blocks, strict=True):
        leaving = np.flatnonzero(
            (columns.tail[block.columns] == made) & np.isin(columns.kind[block.columns], [KEEP, LOAD])
        )
        yield from ((row, at + int(k), 1.0) for k in leaving)
        per = next(p.per_seller for p in purchases if (p.seller, p.commodity) == (seller, commodity))
        yield row, seller, -per
        row, at = row + 1, at + len(block.columns)
    for buyer, commodity in dict.fromkeys((p.buyer, p.commodity) for p in purchases):
        mine = [(k, p) for k, p in enumerate(purchases) if (p.buyer, p.commodity) == (buyer, commodity)]
        yield from ((row, bought + k, 1.0) for k, _ in mine)
        yield row, buyer, -mine[0][1].per_buyer
        row += 1


def on_arcs(traced_programme: Traced, commodity: int, tails: Ints, heads: Ints) -> Floats:
    """(columns,): 1 where a column takes a commodity along a link from a site of ``tails`` to one of ``heads``."""
    programme = traced_programme.programme
    columns, arcs = programme.layout.columns, programme.arcs
    moving = np.flatnonzero((columns.kind == ARC) & (columns.commodity == commodity))
    arc = columns.thing[moving]
    own = np.zeros(programme.matrix.shape[1])
    own[programme.transport.start + moving] = np.isin(arcs.tail[arc], tails) & np.isin(arcs.head[arc], heads)
    return traced_programme.over_columns(own)
