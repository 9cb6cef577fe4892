"""Whose income it is: every price that supports the answer, and what each party gets at least and at most.

    rent_c = marginal gain_c + sum_n value_n a_nc - sum over what c shares of toll_k,  toll_k >= 0
    rent_c = 0 where low < x < high,  >= 0 at high,  <= 0 at low;  toll_k = 0 where the shared thing has room

``value`` (a price for each node) and ``toll`` are free within these: the dual face. A column's income, x times (value
out - value in - cost), belongs to its site's jurisdiction, that of a link half to each end's; fees go to their payees.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linprog, nnls

from oracle.choices import Books, best, choices, yearly_cost
from oracle.people import made
from oracle.plain import PRECISE, Column, Program, answer, private_optimum, program_of
from oracle.reader import Book, Row, read
from oracle.scene import Scene, scene, side

NEAR = 1e-6


@dataclass(frozen=True)
class Face:
    """Supporting prices as ``rows @ z <= most``; a party's income is ``per @ z + fixed``."""

    parties: tuple[str, ...]
    per: np.ndarray
    fixed: np.ndarray
    rows: np.ndarray
    most: np.ndarray
    bounds: list[tuple[float | None, float | None]]

    def farthest(self, direction: np.ndarray) -> np.ndarray | None:
        """The incomes that go farthest in a direction (one number a party); None where there is no end."""
        if not self.bounds:
            return self.fixed
        result = linprog(
            -(direction @ self.per), A_ub=self.rows, b_ub=self.most, bounds=self.bounds, method="highs", options=PRECISE
        )
        if result.status in (2, 4):
            raise ValueError(result.message)
        return None if result.status == 3 else self.per @ result.x + self.fixed

    def range(self) -> dict[str, tuple[float | None, float | None]]:
        """Each party's least and most income; None where there is no end."""
        found = {}
        for i, party in enumerate(self.parties):
            ends = [self.farthest(sign * np.eye(len(self.parties))[i]) for sign in (-1, 1)]
            low, high = (None if end is None else float(end[i]) for end in ends)
            found[party] = (low, high)
        return found

    def middle(self) -> dict[str, float]:
        """The incomes nearest, in least squares, to the mid-points of the ranges: corners are added while one helps."""
        ranges = list(self.range().values())
        if any(end is None for pair in ranges for end in pair):
            raise ValueError("a range without an end has no middle")
        centre = np.array([sum(pair) / 2 for pair in ranges])
        corners = [self.farthest(np.zeros(len(centre)))]
        while True:
            point = _nearest(np.array(corners).T, centre)
            corner = self.farthest(centre - point)
            if (centre - point) @ (corner - point) <= NEAR * max(1.0, float(np.abs(centre).max())) or len(corners) > 60:
                return dict(zip(self.parties, point.tolist(), strict=True))
            corners.append(corner)


def _nearest(corners: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """The point of a hull of corners (columns) that is nearest to the centre; the weights are made to add up to 1."""
    scale = max(1.0, float(np.abs(corners - centre[:, None]).max()))
    matrix = np.vstack([(corners - centre[:, None]) / scale, np.full((1, corners.shape[1]), 1e4)])
    weights, _ = nnls(matrix, np.append(np.zeros(len(centre)), 1e4))
    return corners @ (weights / weights.sum())


def income_range(
    folder: Path, fences_down: Collection[str] = (), measures: Collection[str] = ()
) -> dict[str, tuple[float | None, float | None]]:
    """Party (jurisdictions and ``outside``) -> least and most income of a state, before what measures cost."""
    return face(scene(read(folder), fences_down, measures)).range()


def income(folder: Path, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> dict[str, float]:
    """Party -> the income that the study states."""
    return face(scene(read(folder), fences_down, measures)).middle()


def face(state: Scene) -> Face:
    """The dual face of a state's answer, and the parties' incomes on it."""
    found, program = answer(state), program_of(state)
    parties = (*(row["id"] for row in state.book["jurisdictions"]), "outside")
    nodes = {node: i for i, node in enumerate(program.nodes())}
    x = np.array([found.columns[column.name] for column in program.columns])
    _, corner, _ = private_optimum(program)  # any private optimum has the same dual face, a corner is exact
    tight = [key for key, high in program.shared.items() if _sum(program, corner, key) >= high - NEAR * max(1.0, high)]
    width = len(nodes) + len(tight)
    rows, most = [], []
    per, fixed = np.zeros((len(parties), width)), np.zeros(len(parties))
    for column, q, at in zip(program.columns, x, corner, strict=True):
        values = np.zeros(width)
        for node, amount in column.nodes.items():
            values[nodes[node]] = amount
        for party, share in _owners(state, column).items():
            per[parties.index(party)] += share * q * values
            fixed[parties.index(party)] += share * (column.gain * q - column.slope * q * q / 2)
        rent = values.copy()
        for key in column.counts:
            if key in tight:
                rent[len(nodes) + tight.index(key)] -= 1
        gain = column.gain - column.slope * at
        near = NEAR * max(1.0, at)
        at_low, at_high = at <= column.low + near, at >= column.high - near
        slack = 1e-9 * max(1.0, abs(gain)) + 1e-8 * column.slope * min(column.high, 1e9)
        if not at_high:
            rows.append(rent)
            most.append(-gain + slack)
        if not at_low:
            rows.append(-rent)
            most.append(gain + slack)
    for party, money in _transfers(state, found.collected).items():
        fixed[parties.index(party)] += money
    bounds = [(None, None)] * len(nodes) + [(0, None)] * len(tight)
    return Face(parties, per, fixed, np.array(rows).reshape(len(rows), width), np.array(most), bounds)


def _sum(program: Program, x: np.ndarray, key: tuple[str, ...]) -> float:
    return sum(q for column, q in zip(program.columns, x, strict=True) if key in column.counts)


def _owners(state: Scene, column: Column) -> dict[str, float]:
    """Who gets a column's income: half each for the ends of a link, else the site's jurisdiction."""
    kind, key = column.name[0], column.name[1]
    if kind == "link":
        ends = [state.book.jurisdiction(site) for site in column.name[2:4]]
        return {end: ends.count(end) / 2 for end in ends}
    if kind in ("plant", "market", "terminal"):
        return {state.book.jurisdiction(state.book.row(kind + "s", key)["site"]): 1.0}
    return {"outside": 1.0}


def _transfers(state: Scene, collected: dict[str, float]) -> dict[str, float]:
    """Fees and taxes to their payees, the surplus of trips to where they start."""
    money = dict(collected)
    for trip, way in made(state):
        home = state.book.jurisdiction(trip["from"])
        money[home] = money.get(home, 0.0) + float(trip["number"] * (trip["value"] - way.cost))
    return money


def parties(book: Book, measure: Row) -> frozenset[str]:
    """Whose consent a measure needs: as stated, else every player that its effects touch, else all players."""
    if measure["parties"]:
        return frozenset(measure["parties"])
    touched: set[str] = set()
    for effect in (row for row in book["effects"] if row["measure"] == measure["id"]):
        thing = book.row(effect["on"] + "s", effect["id"])
        if effect["on"] == "fence":
            touched |= side(book, thing["between"][0]) | side(book, thing["between"][1])
        else:
            ends = [thing["a"], thing["b"]] if effect["on"] == "link" else [thing["site"]]
            touched |= {book.jurisdiction(site) for site in ends}
    return frozenset(touched & set(book.players())) or frozenset(book.players())


def paid(book: Book, measure: Row) -> dict[str, float]:
    """Who pays how much of a measure's yearly cost: as stated, else equally among its parties."""
    cost = yearly_cost(measure, book.rate)
    if measure["payers"]:
        shares = (payer.rpartition(":") for payer in measure["payers"])
        return {payer: cost * float(share) for payer, _, share in shares}
    consenting = sorted(parties(book, measure))
    return {party: cost / len(consenting) for party in consenting}


def worth(folder: Path) -> list[float]:
    """The game among players: bit i of the index is the i-th player; what all players gain, after what they pay."""
    books = Books(folder)
    book, players = books.book, books.book.players()
    today = face(scene(book)).middle()
    found = [0.0]
    for mask in range(1, 2 ** len(players)):
        inside = {player for i, player in enumerate(players) if mask >> i & 1}
        can = [m for m in choices(book) if parties(book, book.row("measures", m)) <= inside]
        chosen = best(books, among=can).measures
        then = face(scene(book, (), chosen)).middle()
        costs = [paid(book, book.row("measures", m)) for m in chosen]
        found.append(sum(then[p] - today[p] - sum(c.get(p, 0.0) for c in costs) for p in players))
    return found
