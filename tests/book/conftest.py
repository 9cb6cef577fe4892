"""A small book that is right, as rows and as a folder of CSV files."""

import csv
from pathlib import Path

import pytest

TOML = 'title = "Small"\ntitle_zh = "小"\ncurrency = "CNY"\nyear = 2025\ndiscount_rate = 0.05\n'


@pytest.fixture
def rows():
    """Two towns and a park of a third player across one border, with something in every table."""
    return {
        "jurisdictions": [
            {"id": "a", "name": "A", "province": "East"},
            {"id": "b", "name": "B", "province": "West"},
            {"id": "c", "name": "C", "province": "West"},
            {"id": "far", "name": "Far", "player": "no"},
        ],
        "sites": [
            {"id": "mine", "name": "Mine", "jurisdiction": "a"},
            {"id": "works", "name": "Works", "jurisdiction": "b"},
            {"id": "park", "name": "Park", "jurisdiction": "c"},
            {"id": "port", "name": "Port", "jurisdiction": "far"},
            {"id": "sea", "name": "Sea"},
        ],
        "commodities": [
            {"id": "ore", "name": "Ore", "unit": "t", "kind": "good"},
            {"id": "metal", "name": "Metal", "unit": "t", "kind": "good"},
        ],
        "processes": [{"id": "smelt", "name": "Smelting"}],
        "recipes": [
            {"process": "smelt", "commodity": "ore", "amount": -2},
            {"process": "smelt", "commodity": "metal", "amount": 1},
        ],
        "plants": [
            {"id": "smelter", "site": "works", "process": "smelt", "capacity": 100, "owners": "a:0.4;c:0.6"},
            {"id": "second", "site": "park", "process": "smelt", "capacity": 50, "status": "planned"},
        ],
        "markets": [
            {"id": "ore-here", "site": "mine", "commodity": "ore", "side": "supply", "price": 10, "quantity": 400,
             "fee": 1, "payee": "c"},
            {"id": "metal-out", "site": "port", "commodity": "metal", "side": "demand", "price": 90, "quantity": ""},
        ],
        "modes": [
            {"id": "lorry", "name": "Lorry", "carries": "good;people", "payload": 20, "cost_km": 8, "speed": 50,
             "cost_hour": 100},
            {"id": "train", "name": "Train", "carries": "good", "payload": 1000, "cost_km": 90, "speed": 60,
             "cost_hour": 500},
        ],
        "links": [
            {"id": "road", "a": "mine", "b": "works", "mode": "lorry", "km": 12, "capacity": 300},
            {"id": "road2", "a": "mine", "b": "park", "mode": "lorry", "km": 14},
            {"id": "road3", "a": "works", "b": "port", "mode": "lorry", "km": 40},
            {"id": "rail", "a": "works", "b": "port", "mode": "train", "km": 44, "status": "planned"},
        ],
        "terminals": [{"id": "yard", "site": "works", "from_mode": "lorry", "to_mode": "train", "hours": 2}],
        "fences": [
            {"id": "check", "name": "Check", "between": "a;West", "kind": "time", "size": 1.5, "modes": "lorry"},
            {"id": "toll", "name": "Toll", "between": "a;c", "kind": "fee", "size": 2, "payee": "c"},
            {"id": "limit", "name": "Limit", "between": "b+c;far", "kind": "quota", "size": 80},
        ],
        "measures": [
            {"id": "one-check", "name": "One check", "capex": 1000, "life": 10},
            {"id": "widen", "name": "Widen", "capex": 5000, "life": 30, "needs": "one-check", "parties": "a;b"},
            {"id": "line", "name": "Line", "capex": 9000, "status": "done", "excludes": "deal"},
            {"id": "deal", "name": "Deal", "payers": "a:0.5;c:0.5"},
        ],
        "effects": [
            {"measure": "one-check", "on": "fence", "id": "check", "change": "remove"},
            {"measure": "widen", "on": "link", "id": "road", "change": "scale", "amount": 2},
            {"measure": "line", "on": "link", "id": "road", "change": "add", "amount": 50},
            {"measure": "line", "on": "link", "id": "rail", "change": "open"},
            {"measure": "deal", "on": "fence", "id": "toll", "change": "scale", "amount": 0.5},
        ],
        "trips": [
            {"id": "commute", "from": "mine", "to": "works", "modes": "lorry", "number": 500, "hour_value": 20,
             "value": 60},
        ],
        "trades": [{"id": "t1", "seller": "ore-here", "buyer": "smelter", "commodity": "ore", "quantity": 150}],
        "claims": [{"id": "seven", "stated": 7000000, "unit": "CNY/year", "was": "ore-here", "now": "smelter"}],
        "tariffs": [{"market": "ore-here", "part": "royalty", "per": "unit", "amount": 1, "payee": "a"}],
        "output": [{"jurisdiction": "a", "year": 2024, "isic": "C24", "value": 3e9}],
        "ranges": [{"table": "fences", "key": "check", "column": "size", "low": 0.5, "high": 3}],
        "zones": [{"id": "old-town", "lon": 109.1, "lat": 27.2, "residents": 4000}],
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path, rows):
    """Write tables (the small book's, unless told otherwise) as a folder; return its path."""

    def write(tables=None, toml: str | None = TOML) -> Path:
        place = tmp_path / "book"
        place.mkdir()
        if toml is not None:
            (place / "book.toml").write_text(toml, encoding="utf-8")
        for table, held in (rows if tables is None else tables).items():
            headings = list(dict.fromkeys(h for row in held for h in row))
            with (place / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, headings)
                writer.writeheader()
                writer.writerows(held)
        return place

    return write
