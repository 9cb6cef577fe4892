"""Carriage: the cheapest way of a commodity from where it is made to where it is used, and what it costs by part.

On a transport column a unit sent costs c (own cost, fences, rent of what is full) and a share a of it arrives, so the
price of a unit rises from d at the tail to

    (d + c) / a      at the head

Nodes are settled in the order of their price (Dijkstra 1959), which is exact where prices are not below 0 or nothing
is lost; every way is simple in any case. Per unit that arrives, s_k = 1 / prod of a over column k and all later ones
is sent on column k; the delivered price is the mill price p and

    lost      (s_1 - 1) p            what is lost on the way, at the mill's price
    loading   s_k c_k                getting on
    freight   s_k c_k                links: km and their own cost
    hours     s_k h_k m_k            links: hours times what an hour costs
    handling  s_k c_k                terminals
    fences    s_k size w_k           each by its id; w_k what a unit of size puts on the column
    rent      s_k r_k                a full link, terminal or quota: what a unit pays for going at all

The rent is what the prices y leave over:  r = max(0, a y_head - y_tail - c). So at these prices no way is cheaper
than the price at its end, and one that carries flow costs just that.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from unfence.economy import State
from unfence.economy.layout import ARC, CHANGE, LOAD, MADE, USED
from unfence.economy.programme import Programme
from unfence.network.arcs import Bools, Floats, Ints, floats

_NOISE = 1e-9
"""The share of the prices at its ends below which what a column leaves over counts as 0."""


@dataclass(frozen=True)
class Parts:
    """What a delivered unit costs, by what for; money per unit that arrives."""

    goods: float
    lost: float = 0.0
    loading: float = 0.0
    freight: float = 0.0
    hours: float = 0.0
    handling: float = 0.0
    rent: float = 0.0
    fences: Mapping[str, float] = field(default_factory=dict)

    @property
    def delivered(self) -> float:
        """The sum of all parts."""
        return sum(self.plain.values()) + sum(self.fences.values())

    @property
    def plain(self) -> Mapping[str, float]:
        """All parts but the fences, by name."""
        return {name: getattr(self, name) for name in PARTS}


PARTS = ("goods", "lost", "loading", "freight", "hours", "handling", "rent")


@dataclass(frozen=True)
class Way:
    """A way of goods: the transport columns taken, in order, and what a delivered unit costs by part."""

    columns: tuple[int, ...]
    parts: Parts
    sent: Floats
    """(columns,): units sent on each per unit that arrives."""

    @property
    def leaving(self) -> float:
        """Units that leave the maker per unit that arrives."""
        return float(self.sent[0]) if len(self.sent) else 1.0


@dataclass(frozen=True)
class Lanes:
    """The transport columns in one state of the border: which are open, and what a unit sent pays on each."""

    state: State
    open: Bools
    cost: Floats
    """Own cost, fences and rent together."""
    quotas: Bools
    """(quotas,): which of the programme's quotas stand."""

    @cached_property
    def tolls(self) -> list[float]:
        """The cost of each column as a plain number, inf where it is shut: what a search reads."""
        return [float(c) for c in np.where(self.open, self.cost, np.inf)]


class Carriage:
    """Cheapest ways at one set of node prices, in any state of the border."""

    def __init__(self, programme: Programme, today: State, price: Floats) -> None:
        self.programme = programme
        columns = programme.layout.columns
        self._leaving: list[list[tuple[int, int, float]]] = [[] for _ in range(programme.layout.nodes)]
        self._coming: list[list[tuple[int, int, float]]] = [[] for _ in range(programme.layout.nodes)]
        rows = zip(columns.tail.tolist(), columns.head.tolist(), columns.arrives.tolist(), strict=True)
        for column, (tail, head, arrives) in enumerate(rows):
            if arrives > 0:
                self._leaving[tail].append((column, head, arrives))
                self._coming[head].append((column, tail, arrives))
        self._quota = (programme.bears[programme.quotas, programme.transport.start :] > 0).toarray()
        rent = self._rents(today, price)
        self.quota_rent = np.where(self._quota.any(axis=0), rent, 0.0)
        """(columns,): what today's prices leave over where a quota bears."""
        self.link_rent = rent - self.quota_rent
        """(columns,): the same where only links or terminals are full."""

    def lanes(self, state: State, modes: frozenset[int] | None = None) -> Lanes:
        """The columns in a state, of some modes only if asked; a quota that is down has no rent."""
        programme = self.programme
        standing = ~np.isnan(state.fences[programme.quotas])
        rent = self.link_rent + np.where((self._quota & standing[:, None]).any(axis=0), self.quota_rent, 0.0)
        passable = self._passable(state) & self._in_modes(modes)
        return Lanes(state, passable, self._paid(state) + rent, standing)

    def _in_modes(self, modes: frozenset[int] | None) -> Bools:
        """(columns,): neither end is in any other mode."""
        layout = self.programme.layout
        if modes is None:
            return np.ones(len(layout.columns), dtype=bool)
        allowed = np.isin(layout.node_level, [MADE, USED, *(2 + m for m in modes)])
        return np.asarray(allowed[layout.columns.tail] & allowed[layout.columns.head])

    def modes_of(self, way: Way) -> frozenset[int]:
        """The modes, by row, that a way takes."""
        layout, taken = self.programme.layout, np.array(way.columns, dtype=np.int64)
        levels = layout.node_level[layout.columns.head[taken]]
        return frozenset((levels[levels > USED] - 2).tolist())

    def from_node(self, start: int, price: float, lanes: Lanes) -> tuple[Mapping[int, float], Mapping[int, int]]:
        """The price at every node that goods worth ``price`` at ``start`` can reach, and the column each comes by."""
        return self._settled({start: price}, lanes)

    def delivered(self, asks: Mapping[int, float], lanes: Lanes) -> Mapping[int, float]:
        """The least price at every node that goods can reach from nodes where they are asked for."""
        return self._settled(asks, lanes)[0]

    def netbacks(self, losses: Mapping[int, float], lanes: Lanes) -> Mapping[int, float]:
        """The least loss of a unit at every node from which goods can reach a node with a bid; a bid is a loss < 0."""
        tolls, shut = lanes.tolls, np.inf
        settled: dict[int, float] = {}
        queue = [(loss, node) for node, loss in losses.items()]
        heapq.heapify(queue)
        while queue:
            at, node = heapq.heappop(queue)
            if node in settled:
                continue
            settled[node] = at
            for column, tail, arrives in self._coming[node]:
                if tolls[column] < shut and tail not in settled:
                    heapq.heappush(queue, (at * arrives + tolls[column], tail))
        return settled

    def _settled(self, starts: Mapping[int, float], lanes: Lanes) -> tuple[dict[int, float], dict[int, int]]:
        tolls, shut = lanes.tolls, np.inf
        settled: dict[int, float] = {}
        by: dict[int, int] = {}
        queue = [(price, node, -1) for node, price in starts.items()]
        heapq.heapify(queue)
        while queue:
            at, node, column = heapq.heappop(queue)
            if node in settled:
                continue
            settled[node], by[node] = at, column
            for following, head, arrives in self._leaving[node]:
                if tolls[following] < shut and head not in settled:
                    heapq.heappush(queue, ((at + tolls[following]) / arrives, head, following))
        return settled, by

    def way(self, end: int, price: float, lanes: Lanes, by: Mapping[int, int]) -> Way | None:
        """The way that ``from_node`` found to ``end``; None where it found none."""
        if end not in by:
            return None
        taken, node = [], end
        tail = self.programme.layout.columns.tail
        while by[node] >= 0:
            taken.append(by[node])
            node = int(tail[by[node]])
        return self._itemised(np.array(taken[::-1], dtype=np.int64), price, lanes)

    def _itemised(self, taken: Ints, price: float, lanes: Lanes) -> Way:
        columns, arcs = self.programme.layout.columns, self.programme.arcs
        sent: Floats = 1.0 / np.cumprod(columns.arrives[taken][::-1], dtype=np.float64)[::-1]
        paid, kind, thing = sent * columns.cost[taken], columns.kind[taken], columns.thing[taken]
        moving = kind == ARC
        hours = np.zeros(len(taken))
        hours[moving] = sent[moving] * arcs.hours[thing[moving]] * columns.hour[taken][moving]
        parts = Parts(
            goods=price,
            lost=price * (float(sent[0]) - 1.0) if len(sent) else 0.0,
            loading=float(paid[kind == LOAD].sum()),
            freight=float((paid - hours)[moving].sum()),
            hours=float(hours.sum()),
            handling=float(paid[kind == CHANGE].sum()),
            rent=float(sent @ self.link_rent[taken]),
            fences=self._fences(taken, sent, lanes),
        )
        return Way(tuple(taken.tolist()), parts, sent)

    def _fences(self, taken: Ints, sent: Floats, lanes: Lanes) -> dict[str, float]:
        """Money per arriving unit of every fence on the way; of a quota what a permit is worth."""
        programme, names = self.programme, self.programme.book["fences"]["id"]
        sizes = np.where(np.isin(programme.fence_kind, ["time", "cost", "fee"]), np.nan_to_num(lanes.state.fences), 0.0)
        money = sizes * (programme.bears[:, programme.transport.start + taken] @ sent)
        left = sent * self.quota_rent[taken]
        for q, fence in enumerate(programme.quotas):
            if lanes.quotas[q]:
                met = self._quota[q, taken]
                money[fence] += float(left[met].sum())
                left = np.where(met, 0.0, left)
        return {names[int(f)]: float(money[f]) for f in np.flatnonzero(money > 0)}

    def on_way(self, way: Way) -> tuple[int, ...]:
        """The fences, by row, that bear on a way, whatever their kind and whether they stand."""
        load = self.programme.bears[:, self.programme.transport.start + np.array(way.columns, dtype=np.int64)]
        return tuple(np.flatnonzero(np.asarray(load.sum(axis=1)).ravel() > 0).tolist())

    def hinders(self, fence: int, way: Way, state: State) -> bool:
        """Whether a fence on the way stands and takes anything, or forbids or limits."""
        if np.isnan(state.fences[fence]):
            return False
        return self.programme.fence_kind[fence] in ("ban", "quota") or bool(self.cost_of(fence, way, state))

    def cost_of(self, fence: int, way: Way, state: State) -> float | None:
        """What one fence puts on a unit that arrives by a way; None for a ban, and for a quota that is not used up."""
        programme, taken = self.programme, np.array(way.columns, dtype=np.int64)
        put = programme.fence_on(fence)[programme.transport][taken]
        if programme.fence_kind[fence] == "ban":
            return None
        if programme.fence_kind[fence] == "quota":
            return float(way.sent @ np.where(put > 0, self.quota_rent[taken], 0.0)) or None
        return float(state.fences[fence] * (put @ way.sent))

    def named(self, way: Way) -> tuple[str, ...]:
        """The ids of the links and terminals on a way, in order."""
        columns, book = self.programme.layout.columns, self.programme.book
        names = {
            ARC: [book["links"]["id"][int(link)] for link in self.programme.arcs.link],
            CHANGE: book["terminals"]["id"].to_list(),
        }
        things = [(int(columns.kind[c]), int(columns.thing[c])) for c in way.columns]
        return tuple(names[kind][thing] for kind, thing in things if kind in names)

    def missing_on(self, way: Way, state: State) -> tuple[tuple[Literal["link", "terminal"], str], ...]:
        """The links and terminals on a way that are not there in a state, in the order of the way."""
        columns, arcs, book = self.programme.layout.columns, self.programme.arcs, self.programme.book
        found: dict[tuple[Literal["link", "terminal"], str], None] = {}
        for column in way.columns:
            thing = int(columns.thing[column])
            if columns.kind[column] == ARC and not state.open_links[arcs.link[thing]]:
                found["link", book["links"]["id"][int(arcs.link[thing])]] = None
            if columns.kind[column] == CHANGE and state.terminals[thing] == 0:
                found["terminal", book["terminals"]["id"][thing]] = None
        return tuple(found)

    def narrowest(self, way: Way, state: State) -> float:
        """The most that can arrive by a way: its links', terminals' and quotas' sizes, as if nobody else used them."""
        programme, which = self.programme, np.array(way.columns, dtype=np.int64)
        rows = programme.matrix[programme.layout.nodes :, programme.transport.start + which]
        load = np.asarray(rows @ way.sent) if len(which) else np.zeros(0)
        met = np.flatnonzero(load > 0)
        return float(np.min(programme.limits(state).rows[met] / load[met], initial=np.inf))

    def _paid(self, state: State) -> Floats:
        """(transport columns,): own cost and fences per unit sent."""
        programme = self.programme
        return np.asarray((programme.burnt(state) + programme.fees(state))[programme.transport])

    def _rents(self, today: State, price: Floats) -> Floats:
        """(transport columns,): what the prices leave over where something finite is shared and goods may go."""
        programme, columns = self.programme, self.programme.layout.columns
        rows = programme.matrix[programme.layout.nodes :, programme.transport.start :]
        limited = np.isfinite(programme.limits(today).rows).astype(np.float64) @ rows > 0
        ends = columns.arrives * price[columns.head], price[columns.tail]
        over = ends[0] - ends[1] - self._paid(today)
        noise = _NOISE * (np.abs(ends[0]) + np.abs(ends[1]))
        return np.where(limited & self._passable(today) & (over > noise), over, 0.0)

    def _passable(self, state: State) -> Bools:
        """(transport columns,): not banned, not planned, not shut by a capacity of 0."""
        programme, columns = self.programme, self.programme.layout.columns
        passable = programme.limits(state).upper[programme.transport] > 0
        on_arc = columns.kind == ARC
        passable[on_arc] &= state.links[programme.arcs.link[columns.thing[on_arc]]] > 0
        return np.asarray(passable)


def with_planned(state: State, programme: Programme) -> State:
    """The same state with every planned link and terminal open at its stated capacity."""
    links = np.where(state.open_links, state.links, floats(programme.book["links"]["capacity"], np.inf))
    planned = (programme.book["terminals"]["status"] == "planned").to_numpy().astype(bool)
    stated = floats(programme.book["terminals"]["capacity"], np.inf)
    terminals = np.where(planned & (state.terminals == 0), stated, state.terminals)
    return replace(state, links=links, terminals=terminals, open_links=np.ones_like(state.open_links))
