"""How a world is written down: tables and settings to a folder, and the rows that most small worlds start from."""

import csv
from pathlib import Path

Tables = dict[str, list[dict[str, object]]]
Settings = dict[str, object]
World = tuple[Tables, Settings]


def write(tables: Tables, settings: Settings, folder: Path) -> Path:
    """Write a book as CSV files and ``book.toml``; the folder is made if need be, and returned."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (
        f"{key} = {value if isinstance(value, int | float) else _quoted(value)}\n" for key, value in settings.items()
    )
    (folder / "book.toml").write_text("".join(lines), encoding="utf-8")
    for table, rows in ((table, rows) for table, rows in tables.items() if rows):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _quoted(value: object) -> str:
    return '"' + str(value).replace('"', "'") + '"'


def settings(title: str, rate: float = 0.05) -> Settings:
    """A book's settings."""
    return {"title": title, "currency": "CNY", "year": 2025, "discount_rate": rate}


def two_sides(**more: list[dict[str, object]]) -> Tables:
    """Two players, ``west`` and ``east``, of two provinces; a ``mine`` in the west, a ``mill`` in the east."""
    return {
        "jurisdictions": [
            {"id": "west", "name": "West", "province": "sunset"},
            {"id": "east", "name": "East", "province": "dawn"},
        ],
        "sites": [
            {"id": "mine", "name": "Mine", "jurisdiction": "west", "lon": 109.1, "lat": 27.3, "kind": "plant"},
            {"id": "mill", "name": "Mill", "jurisdiction": "east", "lon": 109.2, "lat": 27.3, "kind": "plant"},
        ],
        "commodities": [{"id": "ore", "name": "Ore", "unit": "t", "kind": "good"}],
        "modes": [{"id": "road", "name": "Road", "carries": "good;people", "cost_hour": 1, "speed": 60}],
    } | more


def ore(price: float, worth: float, **most: float) -> list[dict[str, object]]:
    """Ore is bought at the mine and sold at the mill."""
    return [
        {"id": "dig", "site": "mine", "commodity": "ore", "side": "supply", "price": price,
         "quantity": most.get("dug", 1000)},
        {"id": "melt", "site": "mill", "commodity": "ore", "side": "demand", "price": worth,
         "quantity": most.get("melted", 100)},
    ]  # fmt: skip


def link(key: str, a: str = "mine", b: str = "mill", **more: object) -> dict[str, object]:
    return {"id": key, "a": a, "b": b, "mode": "road", "km": 10, "minutes": 0, "cost": 0} | more
