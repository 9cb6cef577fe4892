"""Assumptions: the numbers of a book that nobody is sure of, and how far each may be off.

A number is drawn from its row in ``ranges``; an unknown one (``?``) from the range that its column has; any other, an
empty cell's default included, from a band around what is stated, as wide as its confidence says (``WIDTHS``):

    value(u) = low + 2 u (stated - low)           u < 1/2
             = stated + (2 u - 1) (high - stated)  else           0 <= u <= 1

so that the stated number is the middle one of those drawn, however lopsided its range. Each assumption has a stream of
its own, named by its cell and a seed: a row more in the book, or more draws, leave all others as they were. Draws come
in mirrored pairs, u and 1 - u, so that few of them are as good as many.

What one commodity costs, and what of that is a fee, moves in all its markets together: doubt about the price of coke is
doubt about the price of coke, not about whether it is dear in one town and cheap in the next. A price with a row in
``ranges`` goes its own way.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
import polars as pl

from unfence.book import Book
from unfence.book.players import labels
from unfence.economy import Solution
from unfence.economy.layout import ARC, CHANGE
from unfence.economy.state import DECIDED
from unfence.network.arcs import Floats

Basis = Literal["range", "unknown", "assumed", "derived", "published", "seed"]

WIDTHS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "assumed": (0.30, 0.10),
        "derived": (0.10, 0.05),
        "published": (0.05, 0.02),
        "seed": (0.10, 0.05),
    }
)
"""By confidence, how far a number without a range may be off either way, as a share of it; second, a market's price.

Prices are narrower: what a thing sells for is known to all who trade in it, what a works can make is not.
"""

DRAWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "recipes": ("amount",),
        "plants": ("capacity", "cost", "tax"),
        "markets": ("price", "fee", "quantity", "slope", "must"),
        "modes": ("payload", "cost_km", "cost_load", "cost_hour", "speed", "loss_km"),
        "links": ("km", "minutes", "capacity", "cost"),
        "terminals": ("cost", "hours", "capacity"),
        "fences": ("size",),
        "measures": ("capex", "opex", "life"),
        "effects": ("amount",),
        "trips": ("number", "hour_value", "value"),
    }
)
"""The numbers that welfare hangs on. The rate of interest, what is planned, and who decides are never drawn."""

_COUNTED = frozenset({("recipes", "amount"), ("modes", "payload")})
"""Where a 1 without a range only says in what a run or a vehicle is counted; it is not drawn."""

_PRICES = ("price", "fee")
_LIMITS = frozenset({("plants", "capacity"), ("markets", "quantity"), ("links", "capacity"), ("terminals", "capacity")})


@dataclass(frozen=True)
class Cell:
    """One number: where it stands (``row`` counts from 0 in the book's table), what is stated, how far it may go."""

    table: str
    key: str
    column: str
    row: int
    stated: float | None
    """None where nothing is stated: unlimited."""
    low: float
    high: float

    def at(self, u: float) -> float:
        """The number at ``u`` between 0 (lowest) and 1 (highest); 1/2 is what is stated.

        >>> cell = Cell("links", "road", "km", 0, 10.0, 9.0, 14.0)
        >>> cell.at(0), cell.at(0.5), cell.at(0.75)
        (9.0, 10.0, 12.0)
        """
        within = self.stated is not None and self.low <= self.stated <= self.high
        middle = self.stated if within and self.stated is not None else (self.low + self.high) / 2
        return self.low + 2 * u * (middle - self.low) if u < 0.5 else middle + (2 * u - 1) * (self.high - middle)  # noqa: PLR2004  one half


@dataclass(frozen=True)
class Assumption:
    """Cells that are drawn together: one number, or all prices of a commodity (then ``table`` is ``commodities``)."""

    table: str
    key: str
    column: str
    basis: Basis
    cells: tuple[Cell, ...]

    def stream(self, seed: int, draws: int) -> Floats:
        """(draws,): between 0 and 1, each even one mirrored by the next; more draws go on where fewer end."""
        name = f"{seed};{self.table};{self.key};{self.column}".encode()
        dice = np.random.default_rng(int.from_bytes(hashlib.blake2b(name, digest_size=16).digest()))
        first = dice.random(-(-draws // 2))
        return np.stack([first, 1.0 - first], axis=1).ravel()[:draws]


@dataclass(frozen=True)
class Assumptions:
    """What is drawn, and how many numbers are not: of rows that nothing uses, and with nothing to draw around."""

    drawn: tuple[Assumption, ...]
    idle: int
    """Uncertain numbers of rows that no scenario uses, and limits that none comes near."""
    bare: int
    """Empty cells that stand for 0 or for unlimited, without a range."""

    def __len__(self) -> int:
        return len(self.drawn)

    def streams(self, seed: int, draws: int) -> Floats:
        """(draws, assumptions): between 0 and 1."""
        columns = [a.stream(seed, draws) for a in self.drawn]
        return np.stack(columns, axis=1) if columns else np.zeros((draws, 0))


def assumptions_of(
    book: Book, solutions: Collection[Solution], widths: Mapping[str, tuple[float, float]] = WIDTHS
) -> Assumptions:
    """What is uncertain in a book, among the rows that some of the solutions use; ``widths`` by confidence.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> found = assumptions_of(economy.book, [economy.solve(economy.today())])
    >>> next(a.cells[0] for a in found.drawn if a.table == "fences")
    Cell(table='fences', key='checkpoint', column='size', row=0, stated=2.0, low=1.4, high=2.6)
    """
    use = _Use(book, solutions)
    single: list[Assumption] = []
    prices: dict[str, list[tuple[Cell, Basis]]] = {}
    idle = 0
    for cell, basis in _cells(book, widths):
        commodity = book["markets"]["commodity"][cell.row] if cell.column in _PRICES else ""
        if basis != "range" and not (commodity in use.commodities if commodity else use.matters(cell)):
            idle += 1
        elif commodity and basis not in ("range", "unknown"):
            prices.setdefault(commodity, []).append((cell, basis))
        else:
            single.append(Assumption(cell.table, cell.key, cell.column, basis, (cell,)))
    together = [_price(commodity, held) for commodity, held in prices.items()]
    return Assumptions((*single, *together), idle, _bare(book))


def _price(commodity: str, held: Sequence[tuple[Cell, Basis]]) -> Assumption:
    """All prices of a commodity as one assumption, as sure as the least sure of them."""
    least = max((basis for _, basis in held), key=lambda basis: WIDTHS[basis])
    return Assumption("commodities", commodity, "price", least, tuple(cell for cell, _ in held))


def drawn_book(book: Book, assumptions: Sequence[Assumption], u: Floats) -> Book:
    """The book with every assumption at its place ``u`` between lowest and highest; another book, as always."""
    changes: dict[str, dict[str, dict[int, float]]] = {}
    for assumption, place in zip(assumptions, u, strict=True):
        for cell in assumption.cells:
            changes.setdefault(cell.table, {}).setdefault(cell.column, {})[cell.row] = cell.at(float(place))
    tables = dict(book.tables)
    for table, columns in changes.items():
        tables[table] = tables[table].with_columns(
            pl.Series(column, [new.get(row, old) for row, old in enumerate(tables[table][column])], dtype=pl.Float64)
            for column, new in columns.items()
        )
    return replace(book, tables=tables, stated=tables)


def _cells(book: Book, widths: Mapping[str, tuple[float, float]]) -> Iterator[tuple[Cell, Basis]]:
    """Every number that may be off, with what says how far."""
    ranges = {(r["table"], r["key"], r["column"]): (r["low"], r["high"]) for r in book["ranges"].iter_rows(named=True)}
    gaps = {(g["table"], g["key"], g["column"]): g for g in book.gaps.iter_rows(named=True)}
    for table, columns in DRAWN.items():
        frame = book[table]
        keys = labels(frame, table).to_list()
        for column in columns:
            rows: Iterator[tuple[str, float | None, Basis]] = zip(keys, frame[column], frame["confidence"], strict=True)
            for row, (key, stated, confidence) in enumerate(rows):
                where, gap = (table, key, column), gaps.get((table, key, column))
                known = ranges.get(where) or ((gap["low"], gap["high"]) if gap and gap["low"] is not None else None)
                basis: Basis = "range" if where in ranges else "unknown" if known else "assumed" if gap else confidence
                counted = (table, column) in _COUNTED and stated is not None and abs(stated) == 1
                low, high = known or _around(None if counted else stated, widths[basis][column in _PRICES])
                if low < high:
                    yield Cell(table, key, column, row, stated, low, high), basis


def _around(stated: float | None, width: float) -> tuple[float, float]:
    """The band around a number; nothing around none."""
    if stated is None:
        return 0.0, 0.0
    return stated - width * abs(stated), stated + width * abs(stated)


def _bare(book: Book) -> int:
    """How many empty cells stand for 0 or for unlimited, with no range to draw from."""
    ranged = {(r["table"], r["key"], r["column"]) for r in book["ranges"].iter_rows(named=True)}
    count = 0
    for table, columns in DRAWN.items():
        rows = {key: row for row, key in enumerate(labels(book[table], table))}
        for gap in book.gaps.filter(pl.col("table") == table).iter_rows(named=True):
            where = table, gap["key"], gap["column"]
            counts = gap["column"] in columns and gap["kind"] == "empty" and where not in ranged
            count += counts and not book[table][gap["column"]][rows[gap["key"]]]
    return count


class _Use:
    """What some solutions use of a book: the most of each limited thing, and what is used at all."""

    def __init__(self, book: Book, solutions: Collection[Solution]) -> None:
        self._book = book
        self._most: dict[tuple[str, str], float] = {}
        for solution in solutions:
            for where, amount in _used(solution):
                self._most[where] = max(self._most.get(where, 0.0), amount)
        plants = zip(book["plants"]["id"], book["plants"]["process"], strict=True)
        self._processes = {process for plant, process in plants if ("plants", plant) in self._most}
        markets = zip(book["markets"]["id"], book["markets"]["commodity"], strict=True)
        self.commodities = {commodity for market, commodity in markets if ("markets", market) in self._most}
        statuses = zip(book["measures"]["id"], book["measures"]["status"], strict=True)
        self._decided = {measure for measure, status in statuses if status in DECIDED}

    def matters(self, cell: Cell) -> bool:
        """Whether a number can bear on any of the solutions."""
        if cell.table in ("fences", "effects", "trips"):
            return True
        if cell.table == "measures":
            return cell.key not in self._decided
        if cell.table == "recipes":
            return self._book["recipes"]["process"][cell.row] in self._processes
        if (cell.table, cell.column) in _LIMITS:
            return self._most.get((cell.table, cell.key), 0.0) >= cell.low
        return (cell.table, cell.key) in self._most or cell.column == "must"


def _used(solution: Solution) -> Iterator[tuple[tuple[str, str], float]]:
    """Every row that a solution uses, and how much of it; a link's use is that of one direction."""
    programme, book, x = solution.programme, solution.programme.book, solution.x
    for table in ("plants", "markets"):
        amounts = x[getattr(programme, table)]
        yield from (((table, book[table]["id"][int(row)]), float(amounts[row])) for row in np.flatnonzero(amounts > 0))
    columns, sent = programme.layout.columns, x[programme.transport]
    by_arc, by_terminal = np.zeros(len(programme.arcs)), np.zeros(len(book["terminals"]))
    on_arc, changing = columns.kind == ARC, columns.kind == CHANGE
    np.add.at(by_arc, columns.thing[on_arc], sent[on_arc])
    np.add.at(by_terminal, columns.thing[changing], sent[changing])
    travelled = {arc for way in solution.ways for arc in way.arcs if way.made}
    for arc in {*np.flatnonzero(by_arc > 0).tolist(), *travelled}:
        yield ("links", book["links"]["id"][int(programme.arcs.link[arc])]), float(by_arc[arc])
        yield ("modes", book["modes"]["id"][int(programme.arcs.mode[arc])]), float(by_arc[arc])
    for t in np.flatnonzero(by_terminal > 0):
        yield ("terminals", book["terminals"]["id"][int(t)]), float(by_terminal[t])
