"""The plain solver: one linear programme, written down as the design says it, with nothing clever.

    maximise   sum gain_c x_c + sum u_m(q_m)       gain: what a column earns privately, fees and taxes paid
    subject to in - out = 0 at every node,  sums over shared things <= their capacity,  low <= x <= high

A sloped market earns the area under its line, u(q) = g q - s q^2 / 2 (g = price for demand, -price for supply).
It is cut from above by tangents, t <= u(c) + u'(c) (q - c), more round each answer, until the answer falls
where one was drawn. The tie rule is a second programme: most fees among the answers of the best private objective.
"""

import itertools
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from oracle import people
from oracle.reader import Book, read
from oracle.scene import Leg, Scene, legs, scene

PRECISE = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}


class Infeasible(Exception):  # noqa: N818 - an answer, not a fault
    """No way to meet every must."""


class Unbounded(Exception):  # noqa: N818 - an answer, not a fault
    """Something could be bought and sold without end."""


@dataclass(frozen=True)
class Answer:
    """What one state of a book comes to; ``welfare = private + sum(collected)``.

    ``private``: the objective of the programme and the trips' surplus; ``collected``: payee -> fees and taxes, those
    of trips included; ``flows``: (link, from, to, commodity) -> units sent; ``prices``: (site, commodity) -> a dual
    of the used node, where something is used; ``runs`` of plants and ``sold`` of markets by id; ``trips``: id ->
    money that one trip costs, of those made; ``columns``: every decision by its name.
    """

    private: float
    welfare: float
    collected: dict[str, float]
    trips_surplus: float
    flows: dict[tuple[str, str, str, str], float]
    prices: dict[tuple[str, str], float]
    runs: dict[str, float]
    sold: dict[str, float]
    trips: dict[str, float]
    columns: dict[tuple[str, ...], float]


@dataclass(frozen=True)
class Column:
    """One decision: a flow, an activity or a market's quantity."""

    name: tuple[str, ...]
    gain: float
    nodes: dict[tuple[str, ...], float]
    high: float = math.inf
    low: float = 0.0
    slope: float = 0.0
    fees: dict[str, Fraction] = field(default_factory=dict)
    counts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Program:
    """The columns, and the bound of each thing that several share (key -> most)."""

    columns: list[Column]
    shared: dict[tuple[str, ...], float]

    def nodes(self) -> list[tuple[str, ...]]:
        """Every node that a column touches."""
        return list(dict.fromkeys(node for column in self.columns for node in column.nodes))


def welfare(folder: Path, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> Answer:
    """The answer for a book with some fences down and some measures done."""
    return answer(scene(read(folder), fences_down, measures))


def answer(state: Scene) -> Answer:
    """Solve goods, then the tie, then trips."""
    program = program_of(state)
    private, x, prices = private_optimum(program)
    x = _tie(program, x)
    collected: dict[str, float] = {}
    for column, quantity in zip(program.columns, x, strict=True):
        for payee, amount in column.fees.items():
            collected[payee] = collected.get(payee, 0.0) + float(amount) * quantity
    journeys = people.made(state)
    for trip, way in journeys:
        for payee, amount in way.fees.items():
            collected[payee] = collected.get(payee, 0.0) + float(amount * trip["number"])
    surplus = float(sum(trip["number"] * (trip["value"] - way.cost) for trip, way in journeys))
    value = {column.name: quantity for column, quantity in zip(program.columns, x, strict=True)}
    return Answer(
        private + surplus, private + surplus + sum(collected.values()), collected, surplus,
        flows={name[1:]: q for name, q in value.items() if name[0] == "link"},
        prices={node[1:]: price for node, price in prices.items() if node[0] == "used" and through(program, x, node)},
        runs={name[1]: q for name, q in value.items() if name[0] == "plant"},
        sold={name[1]: q for name, q in value.items() if name[0] == "market"},
        trips={trip["id"]: float(way.cost) for trip, way in journeys},
        columns=value,
    )  # fmt: skip


def through(program: Program, x: np.ndarray, node: tuple[str, ...]) -> bool:
    """Whether anything passes a node: an idle one has no price."""
    passing = sum(abs(column.nodes.get(node, 0.0)) * q for column, q in zip(program.columns, x, strict=True))
    return bool(passing > 1e-6)


def program_of(state: Scene) -> Program:
    """The columns of a scene, and what they share."""
    sendings = list(legs(state))
    stops = {(leg.mode, site, leg.commodity) for leg in sendings for site in (leg.start, leg.end)}
    columns = [*_plants(state), *_markets(state), *_handling(state.book, stops), *_terminals(state, stops)]
    columns += [_sending(leg) for leg in sendings]
    shared = {("link", r["id"], end): float(r["capacity"]) for r in state.standing["links"] for end in (r["a"], r["b"])}
    shared |= {("terminal", row["id"]): float(row["capacity"]) for row in state.standing["terminals"]}
    shared |= {("fence", row["id"]): float(row["size"]) for row in state.standing["fences"] if row["kind"] == "quota"}
    return Program(columns, shared)


def _sending(leg: Leg) -> Column:
    start, end = (("on", leg.mode, site, leg.commodity) for site in (leg.start, leg.end))
    return Column(
        ("link", leg.link, leg.start, leg.end, leg.commodity), float(-leg.cost - sum(leg.fees.values())),
        {start: -1.0, end: float(leg.arrives)}, fees=leg.fees,
        counts=(("link", leg.link, leg.start), *(("fence", quota) for quota in leg.quotas)),
    )  # fmt: skip


def _plants(state: Scene) -> Iterator[Column]:
    for plant in state.standing["plants"]:
        nodes = {
            ("made" if r["amount"] > 0 else "used", plant["site"], r["commodity"]): float(r["amount"])
            for r in state.book["recipes"]
            if r["process"] == plant["process"] and r["amount"]
        }
        payee = state.book.jurisdiction(plant["site"])
        gain = float(-plant["cost"] - plant["tax"])
        yield Column(("plant", plant["id"]), gain, nodes, float(plant["capacity"]), fees={payee: plant["tax"]})


def _markets(state: Scene) -> Iterator[Column]:
    for market in state.standing["markets"]:
        price, slope = market["price"], market["slope"]
        supply = market["side"] == "supply"
        node = ("made" if supply else "used", market["site"], market["commodity"])
        high = market["quantity"]
        if slope and not supply:
            high = min(high, max(Fraction(0), price / slope))
        yield Column(
            ("market", market["id"]), float(-price if supply else price), {node: 1.0 if supply else -1.0},
            float(high), float(market["must"]), float(slope),
            fees={market["payee"]: market["fee"]} if supply and market["fee"] else {},
        )  # fmt: skip


def _handling(book: Book, stops: set[tuple[str, str, str]]) -> Iterator[Column]:
    """From made to used where both are; onto a mode for the loading cost; off it for nothing."""
    for site in book["sites"]:
        for commodity in book["commodities"]:
            here = (site["id"], commodity["id"])
            yield Column(("stay", *here), 0.0, {("made", *here): -1.0, ("used", *here): 1.0})
    for mode, site, commodity in sorted(stops):
        row = book.row("modes", mode)
        on = ("on", mode, site, commodity)
        loading = float(-row["cost_load"] / row["payload"])
        yield Column(("load", *on[1:]), loading, {("made", site, commodity): -1.0, on: 1.0})
        yield Column(("unload", *on[1:]), 0.0, {on: -1.0, ("used", site, commodity): 1.0})


def _terminals(state: Scene, stops: set[tuple[str, str, str]]) -> Iterator[Column]:
    for row in state.standing["terminals"]:
        mode = state.book.row("modes", row["to_mode"])
        cost = row["cost"] + row["hours"] * mode["cost_hour"] / mode["payload"]
        for commodity in (c["id"] for c in state.book["commodities"]):
            off, on = (row["from_mode"], row["site"], commodity), (row["to_mode"], row["site"], commodity)
            if off in stops and on in stops:
                yield Column(
                    ("terminal", row["id"], commodity), float(-cost), {("on", *off): -1.0, ("on", *on): 1.0},
                    counts=(("terminal", row["id"]),),
                )  # fmt: skip


def private_optimum(program: Program) -> tuple[float, np.ndarray, dict[tuple[str, ...], float]]:
    """The private optimum: its objective, a point of it, the duals of the nodes."""
    if not program.columns:
        return 0.0, np.zeros(0), {}
    places = {c.name: list(np.linspace(0.0, c.high, 9)) for c in program.columns if c.slope and c.high > 0}
    while True:
        split = [pieces(column, places.get(column.name, [0.0])) for column in program.columns]
        flat = Program([piece for parts in split for piece in parts], program.shared)
        result = _linprog(flat, [piece.gain for piece in flat.columns])
        ends = np.cumsum([len(parts) for parts in split])
        x = np.array([part.sum() for part in np.split(result.x, ends[:-1])])
        drawn = True
        for column, q in zip(program.columns, x, strict=True):
            gap = min((abs(q - c) for c in places.get(column.name, [q])), default=0.0)
            if gap > 1e-9 * column.high:
                around = (q + gap * k / 4 for k in range(-3, 4))
                places[column.name] += [c for c in around if 0 <= c <= column.high]
                drawn = False
        if drawn:
            best = sum(_area(column, quantity) for column, quantity in zip(program.columns, x, strict=True))
            return float(best), x, dict(zip(flat.nodes(), result.eqlin.marginals, strict=True))


def _area(column: Column, q: float) -> float:
    return column.gain * q - column.slope * q * q / 2


def pieces(column: Column, places: list[float]) -> list[Column]:
    """A sloped column under its tangents at ``places``: one piece a tangent, from corner to corner."""
    if not column.slope or column.high == 0:
        return [column]
    drawn = sorted(places)
    corners = [0.0, *((a + b) / 2 for a, b in itertools.pairwise(drawn)), column.high]
    return [
        replace(
            column, gain=column.gain - column.slope * place, slope=0.0,
            high=end - start, low=min(max(column.low - start, 0.0), end - start),
        )
        for place, start, end in zip(drawn, corners, corners[1:], strict=False)
    ]  # fmt: skip


def _tie(program: Program, x: np.ndarray) -> np.ndarray:
    """Of the private optima the one that collects most: sloped quantities are unique and stand, the rest may move."""
    paid = [float(sum(column.fees.values())) for column in program.columns]
    if not any(paid):
        return x
    held = Program([_held(column, q) for column, q in zip(program.columns, x, strict=True)], program.shared)
    gains = np.array([column.gain for column in held.columns])
    best = float(gains @ x)
    return _linprog(held, paid, (-gains, -best + 1e-10 * max(1.0, abs(best)))).x


def _held(column: Column, q: float) -> Column:
    if not column.slope:
        return column
    near = 1e-9 * column.high
    return replace(column, gain=0.0, low=max(column.low, q - near), high=min(column.high, q + near))


def _shared_rows(program: Program) -> tuple[list[dict[int, float]], list[float]]:
    rows, most = [], []
    for key, high in program.shared.items():
        users = {i: 1.0 for i, column in enumerate(program.columns) if key in column.counts}
        if users and high != math.inf:
            rows.append(users)
            most.append(high)
    return rows, most


def _linprog(program: Program, gains: list[float], pin: tuple[np.ndarray, float] | None = None) -> OptimizeResult:
    """Maximise; balance at every node; shared sums, and the row ``pin``, at most their bound."""
    if any(column.low > column.high for column in program.columns):
        raise Infeasible
    node = {name: k for k, name in enumerate(program.nodes())}
    balance = [(node[n], i, v) for i, column in enumerate(program.columns) for n, v in column.nodes.items()]
    rows, most = _shared_rows(program)
    if pin:
        rows.append({i: v for i, v in enumerate(pin[0]) if v})
        most.append(pin[1])
    upper = [(k, i, v) for k, row in enumerate(rows) for i, v in row.items()]
    kept = {
        "A_eq": _matrix(balance, len(node), len(gains)), "b_eq": np.zeros(len(node)),
        "bounds": [(column.low, column.high) for column in program.columns],
        "method": "highs", "options": PRECISE,
    } | ({"A_ub": _matrix(upper, len(rows), len(gains)), "b_ub": most} if rows else {})  # fmt: skip
    result = linprog(-np.array(gains), **kept)
    if result.status == 0:
        return result
    if linprog(np.zeros(len(gains)), **kept).status == 0:
        raise Unbounded
    raise Infeasible


def _matrix(entries: list[tuple[int, int, float]], height: int, width: int) -> csr_array:
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((values, (rows, columns)), shape=(height, width), dtype=float)
