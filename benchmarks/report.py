"""How long a large book takes, step by step: `python benchmarks/report.py [--sites 300] [--commodities 40]`.

The book is made up, the same for the same numbers: sites on a grid that a border halves, two modes, chains of plants
that make each commodity of the one before it, a buyer and a seller of something at every site, fences and measures on
the border. Prints seconds for reading, the study and everything that is made of it, with the size of each file.
"""

import argparse
import csv
import math
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import unfence
from unfence.report import page
from unfence.report.briefs import ALL, briefs
from unfence.report.plan_layers import plan_layers
from unfence.report.workbook import workbook

T = TypeVar("T")
Rows = list[dict[str, object]]
FENCES, MEASURES = 5, 6
STEP, ALONG, UP = 0.04, 4.0, 4.5
"""Degrees between neighbours; km to the next one along a row, and up a column."""


def main() -> None:
    """Make the book, time every step, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--commodities", type=int, default=40)
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        written(made_up(given.sites, given.commodities), Path(folder))
        book = timed("read", lambda: unfence.read_book(folder))
        study = timed("study", lambda: unfence.study(book))
    print(f"  gain {study.gain:,.0f}, flows {sum(len(o.flows) for o in study.outcomes.values())}")
    timed("json", study.to_json)
    timed("report", lambda: page(study, given.lang))
    timed("workbook", lambda: workbook(study, given.lang))
    timed("geojson", lambda: plan_layers(study))
    timed("briefs", lambda: briefs(study, given.lang)[ALL])


def timed(name: str, step: Callable[[], T]) -> T:
    """The result of a step, its time and size printed."""
    began, busy = time.perf_counter(), time.process_time()
    made = step()
    took, busy = time.perf_counter() - began, time.process_time() - busy
    size = f"{len(made) / 1e6:8.2f} MB" if isinstance(made, str | bytes) else ""
    print(f"{name:10}{took:8.1f} s {busy:8.1f} s of processor {size}", flush=True)
    return made


def made_up(sites: int, commodities: int) -> dict[str, Rows]:
    """The tables of a book of so many sites and commodities."""
    dice = random.Random(sites * 1000 + commodities)  # noqa: S311  the same book every time
    wide = math.ceil(math.sqrt(2 * sites))
    goods = [f"c{k}" for k in range(commodities)]
    tables: dict[str, Rows] = {
        "jurisdictions": [{"id": j, "name": j.title(), "name_zh": zh, "province": j} for j, zh in _SIDES],
        "commodities": [{"id": c, "name": c.upper(), "unit": "t", "kind": "good"} for c in goods],
        "modes": [
            {"id": "truck", "name": "Truck", "carries": "good", "payload": 30, "cost_km": 6, "cost_load": 300,
             "cost_hour": 120, "speed": 60},
            {"id": "rail", "name": "Rail", "carries": "good", "payload": 60, "cost_km": 5, "cost_load": 900,
             "cost_hour": 10, "speed": 40},
        ],
        "sites": [_site(k, wide) for k in range(sites)],
        "processes": [{"id": f"p{k}", "name": f"Making {goods[k]}", "co2": 50} for k in range(1, commodities)],
    }  # fmt: skip
    tables["recipes"] = [
        {"process": f"p{k}", "commodity": goods[k - made], "amount": 1 if not made else -1.1}
        for k in range(1, commodities)
        for made in (0, 1)
    ]
    tables["links"] = list(_links(sites, wide))
    tables |= {"plants": [], "markets": []}
    for k, site in enumerate(tables["sites"]):
        _industry(tables, dice, k, str(site["id"]), goods)
    tables |= _border(tables["links"], wide)
    return tables


_SIDES = (("west", "西县"), ("east", "东县"))


def _site(k: int, wide: int) -> dict[str, object]:
    x, y = k % wide, k // wide
    side = "west" if x < wide / 2 else "east"
    lon, lat = 109 + STEP * x, 27 + STEP * y
    kind = "park" if k % 9 == 0 else "plant"
    return {"id": f"s{k}", "name": f"Site {k}", "jurisdiction": side, "lon": lon, "lat": lat, "kind": kind}


def _links(sites: int, wide: int) -> list[dict[str, object]]:
    """Roads between neighbours on the grid, a railway along every fourth row."""
    found: list[dict[str, object]] = []
    for k in range(sites):
        for mode, other in (("truck", k + 1), ("truck", k + wide), ("rail", k + 1)):
            beyond = other >= sites or (other == k + 1 and other % wide == 0)
            if not beyond and (mode == "truck" or k // wide % 4 == 0):
                found.append(
                    {
                        "id": f"{mode}_{k}_{other}",
                        "a": f"s{k}",
                        "b": f"s{other}",
                        "mode": mode,
                        "km": ALONG if other == k + 1 else UP,
                    }
                )
    return found


def _industry(tables: dict[str, Rows], dice: random.Random, k: int, site: str, goods: list[str]) -> None:
    """What stands at a site: a plant, and a market of the first or of a late commodity, or of one in between."""
    step = 1 + k % (len(goods) - 1)
    cost, size = dice.randint(20, 60), dice.randint(1000, 9000)
    tables["plants"].append(
        {"id": f"f{k}", "site": site, "process": f"p{step}", "capacity": size, "cost": cost, "tax": 5}
    )
    price = 100 + 75 * step
    bought = {"id": f"d{k}", "site": site, "commodity": goods[step], "side": "demand"}
    tables["markets"].append(bought | {"price": price + dice.randint(-40, 60), "quantity": dice.randint(500, 4000)})
    sold = {"id": f"o{k}", "site": site, "commodity": goods[step - 1], "side": "supply"}
    tables["markets"].append(sold | {"price": price - 75 + dice.randint(-30, 60), "quantity": dice.randint(2000, 6000)})


def _border(links: Rows, wide: int) -> dict[str, Rows]:
    """Fences of several kinds on the border, and measures that take them down or open what is planned."""
    kinds = (("time", 1.5), ("cost", 12), ("fee", 8), ("quota", 20000), ("time", 0.5))
    fences = [
        {"id": f"b{k}", "name": f"Fence {k}", "name_zh": f"藩篱{k}", "between": "west;east", "kind": kind, "size": size,
         "modes": "rail" if kind == "quota" else "truck"}
        for k, (kind, size) in enumerate(kinds[:FENCES])
    ]  # fmt: skip
    middle = math.ceil(wide / 2)
    east = {f"s{row * wide + middle}" for row in range(wide)}
    across = [link for link in links if link["mode"] == "truck" and link["km"] == ALONG and link["b"] in east]
    measures = [
        {"id": f"m{k}", "name": f"Measure {k}", "name_zh": f"措施{k}", "capex": 2e4 * (k + 1), "life": 20}
        for k in range(MEASURES)
    ]
    effects: Rows = [{"measure": f"m{k}", "on": "fence", "id": f"b{k}", "change": "remove"} for k in range(3)]
    for k, link in enumerate(across[: MEASURES - 3]):
        link["status"] = "planned"
        effects.append({"measure": f"m{k + 3}", "on": "link", "id": link["id"], "change": "open"})
    return {"fences": fences, "measures": measures, "effects": effects}


def written(tables: dict[str, Rows], folder: Path) -> None:
    """Write the tables as a book."""
    head = 'title = "Made up"\ntitle_zh = "虚构"\ncurrency = "CNY"\nyear = 2026\ndiscount_rate = 0.05\n'
    (folder / "book.toml").write_text(head, encoding="utf-8")
    for table, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
