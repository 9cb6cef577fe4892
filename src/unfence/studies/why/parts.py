"""The parts of an answer to why: formulas, sums of amounts, flows under a fence, rows of the book."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unfence.book import Book

COUNTS: Mapping[str, tuple[str, ...]] = {
    "fences": ("between", "direction", "modes", "commodities", "kind", "size", "payee"),
    "measures": ("capex", "opex", "life", "needs", "excludes"),
    "effects": ("on", "id", "change", "amount"),
    "links": ("a", "b", "mode", "km", "minutes", "capacity", "cost", "status"),
    "terminals": ("site", "from_mode", "to_mode", "cost", "hours", "capacity", "status"),
    "modes": ("payload", "cost_km", "cost_load", "cost_hour", "speed", "loss_km"),
    "plants": ("site", "process", "capacity", "cost", "tax", "status"),
    "recipes": ("commodity", "amount"),
    "markets": ("site", "commodity", "side", "price", "fee", "payee", "quantity", "slope", "must"),
    "tariffs": ("part", "per", "amount", "payee"),
    "trades": ("seller", "buyer", "commodity", "quantity", "price"),
    "claims": ("stated", "unit", "quantity", "was", "now", "by"),
    "trips": ("from", "to", "number", "hour_value", "value"),
}
"""The cells of each table that numbers are made of."""
IDLE = ("fee", "slope", "must", "tax", "loss_km")
"""Cells that say nothing where they are 0."""
SHOWN = 12
"""Terms of a sum that are told one by one; the smaller ones are told together."""


@dataclass(frozen=True)
class Row:
    """A row of the book: where it stands, its cells that count, where it is from."""

    table: str
    row: int
    """As the editor of whoever wrote it numbers it."""
    key: str
    cells: tuple[tuple[str, object], ...]
    source: str
    confidence: str


@dataclass(frozen=True)
class Formula:
    """A formula with its numbers; ``key`` names its text, ``why.formula.<key>``."""

    key: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Term:
    """One amount of a sum; ``name`` is ``table.id`` of the row that it comes from, or a word of ``why.term``."""

    name: str
    amount: float


@dataclass(frozen=True)
class Sum:
    """Amounts that add up; ``key`` names its heading, ``why.sum.<key>``. Money a year, or per unit."""

    key: str
    terms: tuple[Term, ...]
    total: float
    per_unit: bool = False


@dataclass(frozen=True)
class Bearing:
    """A flow, or a trip's travellers, that a fence bears on: units a year with it and without it."""

    thing: str
    """``links.<id>`` or ``trips.<id>``."""
    start: str
    end: str
    commodity: str
    """Empty for travellers."""
    quantity: float
    without: float
    each: float
    """Money that a unit pays at the fence."""


def sum_of(key: str, amounts: Mapping[str, float], *, per_unit: bool = False) -> Sum:
    """The amounts that are not 0, largest first, the smallest of many told together.

    >>> sum_of("change", {"plants.kiln": 5.0, "links.road": -7.0, "links.lane": 0.0}).terms
    (Term(name='links.road', amount=-7.0), Term(name='plants.kiln', amount=5.0))
    """
    total = sum(amounts.values())
    least = 1e-9 * max((abs(v) for v in amounts.values()), default=0.0)
    moved = sorted(((n, v) for n, v in amounts.items() if abs(v) > least), key=lambda term: -abs(term[1]))
    terms = [Term(name, amount) for name, amount in moved[:SHOWN]]
    if len(moved) > SHOWN:
        terms.append(Term("rest", total - sum(term.amount for term in terms)))
    return Sum(key, tuple(terms), total, per_unit)


def rows_of(book: Book, named: Iterable[str]) -> tuple[Row, ...]:
    """The rows behind some names (``table.id``), each once, with the recipes of plants and the modes of links.

    >>> from unfence.examples import example
    >>> [(row.table, row.row, dict(row.cells)["size"]) for row in rows_of(example("two_towns"), ["fences.stamp"])]
    [('fences', 3, 30.0)]
    """
    found: dict[tuple[str, str], Row] = {}
    for name in named:
        table, _, key = name.partition(".")
        if table in COUNTS:
            _collect(book, table, key, found)
    return tuple(found.values())


def _counts(column: str, cells: Mapping[str, object]) -> bool:
    """Whether a cell says something: it is not empty, and something in its row asks for it."""
    if column == "payee":
        return bool(cells.get("fee", cells.get("kind") == "fee") or "part" in cells) and bool(cells["payee"])
    return cells[column] not in (None, "", []) and not (column in IDLE and not cells[column])


def _collect(book: Book, table: str, key: str, found: dict[tuple[str, str], Row]) -> None:
    column = {"effects": "measure", "recipes": "process", "tariffs": "market"}.get(table, "id")
    for cells in book[table].filter(book[table][column] == key).iter_rows(named=True):
        label = f"{key}.{cells['row']}" if column != "id" else key
        if (table, label) in found:
            continue
        told = tuple((c, cells[c]) for c in COUNTS[table] if _counts(c, cells))
        found[table, label] = Row(table, cells["row"], key, told, cells["source"], cells["confidence"])
        if table == "plants":
            _collect(book, "recipes", cells["process"], found)
        elif table == "links":
            _collect(book, "modes", cells["mode"], found)
