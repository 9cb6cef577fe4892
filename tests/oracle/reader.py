"""The oracle's own reader: a folder of CSV becomes lists of rows with every default filled in.

Numbers are kept as exact fractions of what is written, so that two ways that cost the same on paper cost the same here.
"""

import csv
import math
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Row = dict  # column -> str, Fraction, inf, None (no number given) or tuple of strings
WORD, MANY, NUMBER, OPTIONAL, UNLIMITED = "", (), Fraction(0), None, math.inf

COLUMNS = {
    "jurisdictions": {"id": WORD, "name": WORD, "province": WORD, "player": "yes"},
    "sites": {"id": WORD, "jurisdiction": WORD},
    "commodities": {"id": WORD, "kind": WORD},
    "recipes": {"process": WORD, "commodity": WORD, "amount": NUMBER},
    "plants": {
        "id": WORD, "site": WORD, "process": WORD, "capacity": NUMBER, "cost": NUMBER, "tax": NUMBER,
        "owners": MANY, "status": "existing",
    },
    "markets": {
        "id": WORD, "site": WORD, "commodity": WORD, "side": WORD, "price": NUMBER, "fee": NUMBER,
        "payee": "outside", "quantity": UNLIMITED, "slope": NUMBER, "must": NUMBER,
    },
    "modes": {
        "id": WORD, "carries": MANY, "payload": Fraction(1), "cost_km": NUMBER, "cost_load": NUMBER,
        "cost_hour": NUMBER, "speed": NUMBER, "loss_km": NUMBER,
    },
    "links": {
        "id": WORD, "a": WORD, "b": WORD, "mode": WORD, "km": NUMBER, "minutes": OPTIONAL, "capacity": UNLIMITED,
        "cost": OPTIONAL, "both_ways": "yes", "status": "existing",
    },
    "terminals": {
        "id": WORD, "site": WORD, "from_mode": WORD, "to_mode": WORD, "cost": NUMBER, "hours": NUMBER,
        "capacity": UNLIMITED, "status": "existing",
    },
    "fences": {
        "id": WORD, "between": MANY, "direction": "both", "modes": MANY, "commodities": MANY, "kind": WORD,
        "size": NUMBER, "payee": "outside",
    },
    "measures": {
        "id": WORD, "capex": NUMBER, "opex": NUMBER, "life": NUMBER, "parties": MANY, "payers": MANY, "needs": MANY,
        "excludes": MANY, "decides": "players", "status": "idea",
    },
    "effects": {"measure": WORD, "on": WORD, "id": WORD, "change": WORD, "amount": NUMBER},
    "trips": {
        "id": WORD, "from": WORD, "to": WORD, "modes": MANY, "number": NUMBER, "hour_value": NUMBER, "value": NUMBER,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """Every table that bears on the answer, and the discount rate."""

    tables: dict[str, list[Row]]
    rate: Fraction

    def __getitem__(self, table: str) -> list[Row]:
        """The rows of one table."""
        return self.tables[table]

    def row(self, table: str, key: str) -> Row:
        """The row with this id."""
        return next(row for row in self.tables[table] if row["id"] == key)

    def jurisdiction(self, site: str) -> str:
        """The jurisdiction of a site, or ``outside``."""
        return self.row("sites", site)["jurisdiction"] or "outside"

    def players(self) -> list[str]:
        """Those who share, in the order of the book."""
        return [row["id"] for row in self["jurisdictions"] if row["player"] == "yes"]


def read(folder: Path) -> Book:
    """The book in a folder; a table without a file is empty."""
    settings = folder / "book.toml"
    toml = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
    tables = {table: _rows(folder / f"{table}.csv", columns) for table, columns in COLUMNS.items()}
    return Book(tables, Fraction(str(toml.get("discount_rate", 0))))


def _rows(path: Path, columns: Row) -> list[Row]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        written = list(csv.DictReader(lines))
    return [{c: _value(row.get(c) or "", default) for c, default in columns.items()} for row in written]


def _value(text: str, default: object) -> object:
    if not text.strip() or text.strip() == "?":
        return default
    if isinstance(default, str):
        return text.strip()
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(";") if part.strip())
    return Fraction(text.strip())
