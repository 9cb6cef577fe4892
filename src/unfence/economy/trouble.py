"""Why a state has no answer, in words that name the site, the commodity and what stands in the way.

Doing nothing balances every node, so only what *must* be bought or sold can make a state infeasible. The least total
shortfall, each ``must`` measured in its own size, says what is short and by how much; what is tight there, and would
relieve it if it were not, says why.

Without a bound is only what an unlimited market buys and another unlimited market pays more for, all the way without
a capacity: plants are always limited.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from unfence.economy.layout import ARC
from unfence.economy.programme import Programme
from unfence.economy.solver import Bounds, Solver, unit_of
from unfence.economy.state import State
from unfence.errors import StudyError
from unfence.network.arcs import Bools, Floats, Ints
from unfence.words import Lang, say

_TIGHT = 1e-7


@dataclass(frozen=True)
class Shortfall:
    """A market whose ``must`` cannot be met, by how much, and what is in the way."""

    market: str
    site: str
    commodity: str
    amount: float
    unit: str
    supply: bool


@dataclass(frozen=True)
class Obstacle:
    """Something that is full, closed or forbidden, and why the shortfall is as large as it is."""

    what: str
    """``plant`` | ``market`` | ``link`` | ``terminal`` | ``ban`` | ``quota`` | ``planned``."""
    id: str


class ShortError(StudyError):
    """What must be met cannot be met."""

    def __init__(self, shortfalls: tuple[Shortfall, ...], obstacles: tuple[Obstacle, ...]) -> None:
        self.shortfalls, self.obstacles = shortfalls, obstacles
        super().__init__("short", text=self._text("en"))

    def say(self, lang: Lang) -> str:
        """What is short, and what stands in the way."""
        return say("error.short", lang, text=self._text(lang))

    def _text(self, lang: Lang) -> str:
        short = [say(f"error.shortfall.{'surplus' if s.supply else 'lack'}", lang, **vars(s)) for s in self.shortfalls]
        reasons = [say(f"error.obstacle.{o.what}", lang, id=o.id) for o in self.obstacles]
        semicolon = "；" if lang == "zh" else "; "
        return semicolon.join(short + (reasons or [say("error.obstacle.nothing", lang)]))


class EndlessError(StudyError):
    """A trade pays without end."""

    def __init__(self, path: "EndlessPath") -> None:
        self.path = path
        super().__init__("endless", **vars(path))


@dataclass(frozen=True)
class EndlessPath:
    """An unlimited supply that reaches an unlimited dearer demand."""

    supply: str
    demand: str
    commodity: str
    buys: float
    sells: float
    sites: tuple[str, ...]


def shortage(programme: Programme, state: State) -> ShortError:
    """The least shortfall of an infeasible state, with what causes it."""
    limits, levels = programme.limits(state), programme.matrix.shape[0]
    must = np.flatnonzero(limits.lower > 0)
    wanted = limits.lower[must]
    short_row = sparse.coo_array(
        (np.ones(len(must)), (np.arange(len(must)), must)), shape=(len(must), len(limits.lower))
    )
    matrix = sparse.csc_array(
        sparse.block_array([[programme.matrix, None], [short_row, sparse.eye_array(len(must))]], format="csc")
    )
    nodes = programme.layout.nodes
    bounds = Bounds(
        np.zeros(matrix.shape[1]),
        np.concatenate([limits.upper, wanted]),
        np.concatenate([np.zeros(nodes), np.full(levels - nodes, -np.inf), wanted]),
        np.concatenate([np.zeros(nodes), limits.rows, np.full(len(must), np.inf)]),
    )
    cost = np.concatenate([np.zeros(len(limits.lower)), 1 / wanted])
    solver = Solver(matrix, unit_of(cost), unit_of(wanted))
    vertex = solver.solve(cost, bounds)
    missing = vertex.x[len(limits.lower) :]
    short = [
        _shortfall(programme, int(column), float(amount))
        for column, amount, least in zip(must, missing, wanted, strict=True)
        if amount > _TIGHT * least
    ]
    reduced = vertex.reduced[: len(limits.lower)]
    return ShortError(tuple(short), _obstacles(programme, state, reduced, vertex.dual[nodes:levels]))


def _shortfall(programme: Programme, column: int, amount: float) -> Shortfall:
    market = programme.book["markets"].row(column - programme.markets.start, named=True)
    units = dict(zip(programme.book["commodities"]["id"], programme.book["commodities"]["unit"], strict=True))
    return Shortfall(
        market=market["id"],
        site=market["site"],
        commodity=market["commodity"],
        amount=amount,
        unit=units[market["commodity"]],
        supply=market["side"] == "supply",
    )


def _obstacles(programme: Programme, state: State, reduced: Floats, duals: Floats) -> tuple[Obstacle, ...]:
    """Everything at its upper bound that would shorten the shortfall if it were larger."""
    book, columns = programme.book, programme.layout.columns
    pressed = reduced < -_TIGHT * np.max(np.abs(reduced), initial=1e-300)
    found = [Obstacle("plant", book["plants"]["id"][int(p)]) for p in np.flatnonzero(pressed[programme.plants])]
    found += [Obstacle("market", book["markets"]["id"][int(m)]) for m in np.flatnonzero(pressed[programme.markets])]
    stopped = np.flatnonzero(pressed[programme.transport])
    bans = [f for f, kind in enumerate(programme.fence_kind) if kind == "ban" and not np.isnan(state.fences[f])]
    for f in bans:
        if programme.fence_on(f)[programme.transport][stopped].any():
            found.append(Obstacle("ban", book["fences"]["id"][f]))
    on_arc = stopped[columns.kind[stopped] == ARC]
    links = programme.arcs.link[columns.thing[on_arc]]
    found += [Obstacle("planned", book["links"]["id"][int(e)]) for e in np.unique(links[~state.open_links[links]])]
    limited = [("link", book["links"]["id"][int(programme.arcs.link[a])]) for a in programme.limited_arcs]
    limited += [("terminal", book["terminals"]["id"][int(t)]) for t in programme.limited_terminals]
    limited += [("quota", book["fences"]["id"][int(f)]) for f in programme.quotas]
    priced = duals < -_TIGHT * np.max(np.abs(duals), initial=1e-300)
    found += [Obstacle(what, name) for (what, name), p in zip(limited, priced, strict=True) if p]
    return tuple(dict.fromkeys(found))


def endless_path(programme: Programme, state: State) -> EndlessPath | None:
    """The way of a trade that pays without end, if there is one.

    The worth of one unit at a node is the most that can be had for it: w(tail) = max arrives w(head) - cost.
    """
    open_ended = _open_ended(programme, state)
    columns = programme.layout.columns.take(open_ended)
    cost = (programme.burnt(state) + programme.fees(state))[programme.transport][open_ended]
    market_cost = (programme.burnt(state) + programme.fees(state))[programme.markets]
    endless = np.isinf(programme.market_bound(state)) & (programme.slope == 0)
    supplies = programme.layout.market_supplies
    worth = np.full(programme.layout.nodes, -np.inf)
    buyer = np.full(programme.layout.nodes, -1)
    for m in np.flatnonzero(endless & ~supplies):
        node = programme.layout.market_node[m]
        if -market_cost[m] > worth[node]:
            worth[node], buyer[node] = -market_cost[m], m
    by = _spread(worth, columns.tail, columns.head, columns.arrives, cost)
    for m in np.flatnonzero(endless & supplies):
        node = int(programme.layout.market_node[m])
        if worth[node] > market_cost[m] + _TIGHT * abs(market_cost[m]):
            return _path(programme, int(m), node, by, columns.head, buyer)
    return None


def _open_ended(programme: Programme, state: State) -> Ints:
    """The transport columns that no bound and no inequality limits."""
    limits, first = programme.limits(state), programme.transport.start
    bounded = programme.matrix[programme.layout.nodes :, first:][np.flatnonzero(np.isfinite(limits.rows)), :]
    counted: Bools = np.asarray(bounded.sum(axis=0)).ravel() > 0
    return np.flatnonzero(np.isinf(limits.upper[programme.transport]) & ~counted)


def _spread(worth: Floats, tail: Ints, head: Ints, arrives: Floats, cost: Floats) -> Ints:
    """Raise ``worth`` at tails from heads until nothing rises; returns the column each node's worth comes by."""
    by = np.full(len(worth), -1)
    for _ in range(len(worth)):
        with np.errstate(invalid="ignore"):
            offered = np.where(np.isneginf(worth[head]), -np.inf, arrives * worth[head] - cost)
        raised = worth.copy()
        np.maximum.at(raised, tail, offered)
        better = np.flatnonzero((offered == raised[tail]) & (raised[tail] > worth[tail] + _TIGHT * np.abs(cost)))
        if not len(better):
            break
        by[tail[better]] = better
        worth[:] = raised
    return by


def _path(programme: Programme, market: int, node: int, by: Ints, head: Ints, buyer: Ints) -> EndlessPath:
    book, layout = programme.book, programme.layout
    sites, names = [int(layout.node_site[node])], book["sites"]["id"]
    while by[node] >= 0:
        node = int(head[by[node]])
        sites.append(int(layout.node_site[node]))
    price = book["markets"]["price"]
    return EndlessPath(
        supply=book["markets"]["id"][market],
        demand=book["markets"]["id"][int(buyer[node])],
        commodity=book["markets"]["commodity"][market],
        buys=price[market],
        sells=price[int(buyer[node])],
        sites=tuple(dict.fromkeys(names[s] for s in sites)),
    )
