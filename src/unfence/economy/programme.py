"""The linear programme of one book: built once, a state only changes its costs and bounds.

    minimise    (c + g)' x  +  sum_k s_k q_k^2 / 2
    subject to  inflow - outflow = 0                     at every node                        (dual: price)
                sum of flows on an arc <= capacity       all commodities together, per direction
                sum of flows at a terminal <= capacity
                sum of flows that a quota bears on <= its size
                l <= x <= u

x: runs of plants, quantities of markets, flows of transport columns, in units sent. c burns resources; g are fees and
taxes, paid by the one who decides and received by somebody else. Line k of a sloped market, price -+ s_k q, is what the
quadratic term holds: the same sign for supply (rises) and demand (falls). Demand enters with cost -price.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from unfence.book import Book
from unfence.economy.layout import ARC, CHANGE, Layout, layout_of
from unfence.economy.state import State
from unfence.network import Arcs, Crossings, arcs_of, crossings_of
from unfence.network.arcs import Bools, Floats, Ints, floats, numbering, rows_of

NETWORK = ("modes", "links", "terminals", "recipes")
"""Tables whose numbers stand in the arcs and the columns."""


@dataclass(frozen=True)
class Limits:
    """Bounds of columns and of the inequality rows (links, terminals, quotas) in one state."""

    lower: Floats
    upper: Floats
    rows: Floats


@dataclass(frozen=True)
class Programme:
    """One book as arrays; columns are plants, markets, transport; rows are nodes, arcs, terminals, quotas."""

    book: Book
    arcs: Arcs
    crossings: Crossings
    layout: Layout
    matrix: sparse.csc_array
    cost: Floats
    """Resources burnt per unit of each column with no fence standing."""
    slope: Floats
    """(markets,): of each market's line, 0 where it is flat."""
    price: Floats
    """(markets,): where each market's line starts."""
    must: Floats
    """(markets,)"""
    levy: Floats
    """Fee or tax per unit that is no fence's: a market's fee, a plant's tax."""
    levy_payee: Ints
    bears: sparse.csr_array
    """(fences, columns): what one unit of the fence's size puts on one unit of flow."""
    fence_kind: tuple[str, ...]
    fence_payee: Ints
    party: Ints
    """Who earns a column's profit: the jurisdiction of its site; transport columns are shared out elsewhere."""
    limited_arcs: Ints
    limited_terminals: Ints
    quotas: Ints

    @property
    def plants(self) -> slice:
        """Where the plants' columns are."""
        return slice(0, len(self.book["plants"]))

    @property
    def markets(self) -> slice:
        """Where the markets' columns are."""
        return slice(self.plants.stop, self.plants.stop + len(self.book["markets"]))

    @property
    def transport(self) -> slice:
        """Where the transport columns are."""
        return slice(self.markets.stop, self.matrix.shape[1])

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody who can earn: the jurisdictions, then ``outside``."""
        return (*self.book["jurisdictions"]["id"], "outside")

    def burnt(self, state: State) -> Floats:
        """Resources burnt per unit of each column, lost time and cost fences included."""
        return np.asarray(self.cost + self._sizes(state, "time", "cost") @ self.bears)

    def fees(self, state: State) -> Floats:
        """Fees and taxes per unit of each column."""
        return np.asarray(self.levy + self._sizes(state, "fee") @ self.bears)

    def limits(self, state: State) -> Limits:
        """Bounds in a state."""
        columns = self.layout.columns
        upper = np.concatenate([state.plants, self.market_bound(state), np.full(len(columns), np.inf)])
        banned = self._standing(state, "ban") @ self.bears > 0
        on_arc, on_terminal = columns.kind == ARC, columns.kind == CHANGE
        closed = np.zeros(len(columns), dtype=bool)
        closed[on_arc] = ~state.open_links[self.arcs.link[columns.thing[on_arc]]]
        closed[on_terminal] = state.terminals[columns.thing[on_terminal]] == 0
        upper[self.transport][closed] = 0.0
        upper[banned] = 0.0
        lower = np.zeros(len(upper))
        lower[self.markets] = self.must
        quota = state.fences[self.quotas]
        rows = [
            state.links[self.arcs.link[self.limited_arcs]],
            state.terminals[self.limited_terminals],
            np.where(np.isnan(quota), np.inf, quota),
        ]
        return Limits(lower, upper, np.concatenate(rows))

    def market_bound(self, state: State) -> Floats:
        """Most that each market takes or gives; falling demand ends where its price is 0."""
        falling = (self.slope > 0) & ~self.layout.market_supplies
        end = np.divide(self.price, self.slope, out=np.full(len(self.price), np.inf), where=falling)
        return np.asarray(np.minimum(state.markets, np.maximum(0.0, end)))

    def fence_on(self, fence: int) -> Floats:
        """What one unit of a fence's size puts on each column."""
        put: Floats = self.bears[[fence], :].toarray().ravel()
        return put

    def _sizes(self, state: State, *kinds: str) -> Floats:
        counted = np.isin(self.fence_kind, kinds) & ~np.isnan(state.fences)
        return np.where(counted, np.nan_to_num(state.fences), 0.0)

    def _standing(self, state: State, kind: str) -> Floats:
        return (np.isin(self.fence_kind, [kind]) & ~np.isnan(state.fences)).astype(np.float64)


def programme_of(book: Book, like: Programme | None = None) -> Programme:
    """The programme of a book; ``like`` is that of a book which differs in numbers only."""
    if like is not None and all(book[table] is like.book[table] for table in NETWORK):
        arcs, crossings, layout = like.arcs, like.crossings, like.layout
    else:
        arcs = arcs_of(book)
        crossings = crossings_of(book, arcs)
        layout = layout_of(book, arcs)
    jurisdictions = numbering(book["jurisdictions"])
    payees = jurisdictions | {"outside": len(jurisdictions)}
    home = rows_of(book["sites"]["jurisdiction"], payees)
    home = np.where(home < 0, len(jurisdictions), home)
    sites = numbering(book["sites"])
    plant_home = home[rows_of(book["plants"]["site"], sites)]
    market_home = home[rows_of(book["markets"]["site"], sites)]
    through = np.full(len(layout.columns), len(jurisdictions))

    kinds = tuple(book["fences"]["kind"])
    bears = _bears(layout, crossings, kinds, len(plant_home) + len(market_home))
    limited_arcs, limited_terminals = _limited(book, layout, arcs)
    quotas = np.array([f for f, kind in enumerate(kinds) if kind == "quota"], dtype=np.int64)
    tax, fee = floats(book["plants"]["tax"]), _market_fee(book, layout)
    return Programme(
        book=book,
        arcs=arcs,
        crossings=crossings,
        layout=layout,
        matrix=_matrix(book, layout, limited_arcs, limited_terminals, bears[quotas, :]),
        cost=np.concatenate([floats(book["plants"]["cost"]), _market_cost(book, layout) - fee, layout.columns.cost]),
        slope=floats(book["markets"]["slope"]),
        price=floats(book["markets"]["price"]),
        must=floats(book["markets"]["must"]),
        levy=np.concatenate([tax, fee, np.zeros(len(layout.columns))]),
        levy_payee=np.concatenate([plant_home, _payee(book, "markets", payees), through]),
        bears=bears,
        fence_kind=kinds,
        fence_payee=_payee(book, "fences", payees),
        party=np.concatenate([plant_home, market_home, through]),
        limited_arcs=limited_arcs,
        limited_terminals=limited_terminals,
        quotas=quotas,
    )


def _payee(book: Book, table: str, payees: dict[str, int]) -> Ints:
    return rows_of(book[table]["payee"], payees | {"": payees["outside"]})


def _market_cost(book: Book, layout: Layout) -> Floats:
    price = floats(book["markets"]["price"])
    return np.where(layout.market_supplies, price, -price)


def _market_fee(book: Book, layout: Layout) -> Floats:
    return np.where(layout.market_supplies, floats(book["markets"]["fee"]), 0.0)


def _bears(layout: Layout, crossings: Crossings, kinds: tuple[str, ...], before: int) -> sparse.csr_array:
    """(fences, columns): hours cost what the column's hour costs, all else counts units."""
    columns = layout.columns
    on_arc = np.flatnonzero(columns.kind == ARC)
    rows, cols, values = [], [], []
    for f, kind in enumerate(kinds):
        met = on_arc[crossings.arcs[f, columns.thing[on_arc]] & crossings.commodities[f, columns.commodity[on_arc]]]
        rows.append(np.full(len(met), f))
        cols.append(before + met)
        values.append(columns.hour[met] if kind == "time" else np.ones(len(met)))
    shape = (len(kinds), before + len(columns))
    if not kinds:
        return sparse.csr_array(shape)
    return sparse.csr_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(cols))), shape=shape)


def _limited(book: Book, layout: Layout, arcs: Arcs) -> tuple[Ints, Ints]:
    """The arcs and the terminals that have a capacity and a column."""
    columns = layout.columns
    links = np.isfinite(floats(book["links"]["capacity"], np.inf))
    terminals = np.isfinite(floats(book["terminals"]["capacity"], np.inf))
    used_arcs = np.unique(columns.thing[columns.kind == ARC])
    used_terminals = np.unique(columns.thing[columns.kind == CHANGE])
    return used_arcs[links[arcs.link[used_arcs]]], used_terminals[terminals[used_terminals]]


def _matrix(
    book: Book, layout: Layout, limited_arcs: Ints, limited_terminals: Ints, quotas: sparse.csr_array
) -> sparse.csc_array:
    columns = layout.columns
    plants, markets = len(book["plants"]), len(book["markets"])
    first = plants + markets
    every, market = first + np.arange(len(columns)), plants + np.arange(markets)
    node_rows = sparse.coo_array(
        (
            np.concatenate(
                [
                    layout.recipe_amount,
                    np.where(layout.market_supplies, 1.0, -1.0),
                    np.full(len(columns), -1.0),
                    columns.arrives,
                ]
            ),
            (
                np.concatenate([layout.recipe_node, layout.market_node, columns.tail, columns.head]),
                np.concatenate([layout.recipe_plant, market, every, every]),
            ),
        ),
        shape=(layout.nodes, first + len(columns)),
    )
    arcs = _membership(columns.kind == ARC, columns.thing, limited_arcs, first)
    terminals = _membership(columns.kind == CHANGE, columns.thing, limited_terminals, first)
    return sparse.csc_array(sparse.vstack([node_rows, arcs, terminals, (quotas > 0).astype(np.float64)], format="csc"))


def _membership(of_kind: Bools, thing: Ints, limited: Ints, first: int) -> sparse.coo_array:
    """A row of ones over the columns that share a thing's capacity, for each limited thing."""
    of = np.flatnonzero(of_kind & np.isin(thing, limited))
    return sparse.coo_array(
        (np.ones(len(of)), (np.searchsorted(limited, thing[of]), first + of)), shape=(len(limited), first + len(thing))
    )
