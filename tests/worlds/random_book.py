"""Random books that always have an answer, and use every column that bears on it.

Feasible: a flow of nothing meets everything but a ``must``; each market with a must has a twin at its own site (a
dear supply, or a sink that is paid) that takes at least as much and is never touched by an effect.
Bounded: money comes in only from demand with a price above 0 and from supply with a price below 0, and both always
have a quantity; plants have capacities; nothing else has a negative cost.
"""

import itertools
import random
from dataclasses import dataclass, field

from worlds.writing import Tables, World, settings

KINDS = {"grain": "good", "steel": "good", "slag": "waste", "gas": "energy", "steam": "utility", "hands": "labour"}
PRICES = {"grain": 40, "steel": 140, "slag": -15, "gas": 20, "steam": 45, "hands": 50}
CARRY = {"road": "good;waste;hands;people", "rail": "good;slag", "pipe": "energy;utility", "bus": "people"}
LOSSY = ("pipe", "rail")
RECIPES = [
    {"grain": -1.5, "steel": 1, "slag": 0.4},
    {"gas": -1, "steam": 0.8},
    {"grain": -1, "steam": -0.5, "hands": -0.2, "steel": 1.25, "gas": 0.1},
    {"slag": -2, "steam": -0.1, "grain": 0.6},
]


@dataclass
class _Draft:
    """A book being drawn: the dice, the tables so far, and what may be used."""

    dice: random.Random
    size: int
    slopes: bool
    fees: bool
    tables: Tables = field(default_factory=dict)

    def number(self, low: float, high: float) -> float:
        """A number of two decimals."""
        return round(self.dice.uniform(low, high), 2)

    def often(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.dice.random() < share

    def one(self, table: str) -> str:
        """The id of some row."""
        return str(self.dice.choice(self.tables[table])["id"])

    def add(self, table: str, prefix: str, **row: object) -> dict[str, object]:
        """One more row, with an id and a name of its own; empty cells are left out."""
        rows = self.tables.setdefault(table, [])
        key = f"{prefix}{len(rows)}"
        rows.append({"id": key, "name": key.title()} | {c: v for c, v in row.items() if v is not None})
        return rows[-1]


def random_book(seed: int, size: int = 5, *, slopes: bool = False, trips: bool = True, fees: bool = True) -> World:
    """A random book of about ``size`` sites; the same seed draws the same book."""
    draft = _Draft(random.Random(seed), max(size, 3), slopes, fees)
    _places(draft)
    _network(draft)
    _industry(draft)
    for commodity, price in PRICES.items():
        _trade(draft, commodity, price)
    _fences(draft)
    _measures(draft)
    if trips:
        _trips(draft)
    for table in ("links", "terminals", "plants", "markets", "trips"):
        for row in draft.tables.get(table, []):
            row.pop("name")
    return draft.tables, settings(f"Random {seed}", draft.dice.choice([0, 0.05, 0.08]))


def thin_book(seed: int) -> World:
    """A random market of few: sellers and buyers of 40 each on one road, so that prices have room on every side.

    A bridge that is planned, of two players alone; a check that costs time, a quota that bears on some of the trade.
    """
    draft = _Draft(random.Random(seed), 4, slopes=False, fees=False)
    for i in range(3):
        draft.add("jurisdictions", "j", province=f"p{i % 2}")
        draft.add("sites", "s", jurisdiction=f"j{i}")
    draft.add("sites", "s")
    draft.add("commodities", "c", unit="t", kind="good")
    draft.add("modes", "road", carries="good", payload=10, cost_km=1, cost_hour=30, speed=50)
    for i in range(3):
        capacity = draft.dice.choice([40, 80, None])
        draft.add("links", "l", a=f"s{i}", b=f"s{i + 1}", mode="road0", km=draft.number(5, 40), capacity=capacity)
    draft.add("links", "l", a="s0", b="s2", mode="road0", km=draft.number(5, 20), status="planned")
    for _ in range(3):
        for side, low, high in (("supply", 10, 40), ("demand", 30, 70)):
            site = draft.one("sites")
            price = draft.number(low, high)
            draft.add("markets", "m", site=site, commodity="c0", side=side, price=price, quantity=40)
    draft.add("fences", "f", between="j0;j1", kind="time", size=draft.number(0.2, 2))
    draft.add("fences", "f", between="p0;p1", kind="quota", size=80)
    draft.add("measures", "d", capex=draft.number(100, 2000), life=10, opex=draft.number(0, 30))
    draft.add("measures", "d", opex=draft.number(0, 60), parties="j1", payers="j1:0.75;j0:0.25")
    draft.tables["effects"] = [
        {"measure": "d0", "on": "link", "id": "l3", "change": "open"},
        {"measure": "d1", "on": "fence", "id": "f0", "change": "scale", "amount": 0.5},
    ]
    for table in ("links", "markets"):
        for row in draft.tables[table]:
            row.pop("name")
    return draft.tables, settings(f"Thin {seed}")


def _places(draft: _Draft) -> None:
    for i in range(draft.dice.choice([2, 3, 4])):
        draft.add("jurisdictions", "j", province=f"p{i % 2}", player="no" if i > 1 and draft.often(0.4) else None)
    for i in range(draft.size):
        home = draft.tables["jurisdictions"][i % len(draft.tables["jurisdictions"])]["id"]
        draft.add("sites", "s", jurisdiction=home, lon=draft.number(109, 110), lat=draft.number(27, 28))
    draft.add("sites", "s", jurisdiction="", kind="port")
    for key, kind in KINDS.items():
        draft.tables.setdefault("commodities", []).append({"id": key, "name": key, "unit": "t", "kind": kind})


def _network(draft: _Draft) -> None:
    for key, carries in CARRY.items():
        draft.tables.setdefault("modes", []).append(
            {"id": key, "name": key, "carries": carries, "payload": draft.dice.choice([4, 10, 25]),
             "cost_km": draft.number(0.1, 0.6 if key == "rail" else 2), "cost_load": draft.number(0, 20),
             "cost_hour": draft.number(0, 40), "speed": draft.number(20, 90),
             "loss_km": draft.number(0.0005, 0.004) if key in LOSSY else 0}
        )  # fmt: skip
    order = [str(row["id"]) for row in draft.tables["sites"]]
    draft.dice.shuffle(order)
    pairs = [(a, b, "road") for a, b in itertools.pairwise(order)]
    pairs += [(*draft.dice.sample(order, 2), draft.dice.choice(list(CARRY))) for _ in range(2 * draft.size)]
    for a, b, mode in pairs:
        start, end = sorted((a, b)) if mode in LOSSY else (a, b)
        draft.add(
            "links", "l", a=start, b=end, mode=mode, km=draft.number(1, 60),
            minutes=draft.number(5, 90) if draft.often(0.5) else None,
            capacity=draft.number(20, 150) if draft.often(0.3) else None,
            cost=draft.number(0, 8) if draft.often(0.3) else None,
            both_ways="no" if mode in LOSSY or draft.often(0.2) else None,
            status="planned" if draft.often(0.2) else None,
        )  # fmt: skip
    for site in order:
        for change in (("road", "rail"), ("rail", "road")):
            if draft.often(0.8):
                draft.add(
                    "terminals", "t", site=site, from_mode=change[0], to_mode=change[1], cost=draft.number(0, 6),
                    hours=draft.number(0, 3), capacity=draft.number(20, 90) if draft.often(0.4) else None,
                    status="planned" if draft.often(0.2) else None,
                )  # fmt: skip


def _industry(draft: _Draft) -> None:
    for k, recipe in enumerate(RECIPES):
        draft.add("processes", "p")
        draft.tables.setdefault("recipes", []).extend(
            {"process": f"p{k}", "commodity": commodity, "amount": amount} for commodity, amount in recipe.items()
        )
    for _ in range(draft.size):
        owner = draft.one("jurisdictions")
        draft.add(
            "plants", "w", site=draft.one("sites"), process=draft.one("processes"), capacity=draft.number(10, 120),
            cost=draft.number(0, 20), tax=draft.number(0, 6) if draft.fees else None,
            owners=f"{owner}:0.4;outside:0.6" if draft.often(0.3) else None,
            status="planned" if draft.often(0.2) else None,
        )  # fmt: skip


def _trade(draft: _Draft, commodity: str, price: float) -> None:
    for _ in range(max(3, 2 * draft.size // 3)):
        _supply(draft, commodity, price + draft.number(-25, 5))
        _demand(draft, commodity, price + draft.number(-5, 40))


def _supply(draft: _Draft, commodity: str, price: float) -> None:
    price = round(price, 2)
    unlimited = price > 0 and draft.often(0.25)
    quantity = None if unlimited else draft.number(20, 200)
    slope = draft.number(0.01, 0.3) if draft.slopes and quantity and draft.often(0.6) else None
    fee = draft.number(0, 0.5 * price) if draft.fees and price > 0 and draft.often(0.3) else None
    must = draft.number(1, 15) if draft.often(0.15) else None
    row = draft.add(
        "markets", "m", site=draft.one("sites"), commodity=commodity, side="supply", price=price, fee=fee,
        payee=draft.one("jurisdictions") if fee and draft.often(0.6) else None, quantity=quantity, slope=slope,
        must=must,
    )  # fmt: skip
    if must:
        draft.add("markets", "twin", site=row["site"], commodity=commodity, side="demand", price=-90, quantity=must)


def _demand(draft: _Draft, commodity: str, price: float) -> None:
    price = round(price, 2)
    slope = draft.number(0.05, 0.6) if draft.slopes and price > 0 and draft.often(0.6) else None
    finite = price >= 0 and (slope is None or draft.often(0.5))
    must = draft.number(1, 10) if draft.often(0.15) and (slope is None or price > 10 * slope) else None
    row = draft.add(
        "markets", "m", site=draft.one("sites"), commodity=commodity, side="demand", price=price,
        quantity=draft.number(20, 150) if finite else None, slope=slope, must=must,
    )  # fmt: skip
    if must:
        draft.add("markets", "twin", site=row["site"], commodity=commodity, side="supply", price=400, quantity=must)


def _fences(draft: _Draft) -> None:
    ids = [str(row["id"]) for row in draft.tables["jurisdictions"]]
    sides = [f"{a};{b}" for a, b in [(ids[0], ids[1]), (ids[1], ids[0])]] + ["p0;p1", "p1;j0", "j0;p1"]
    if len(ids) > 2:
        sides += [f"{ids[0]}+{ids[1]};{ids[2]}", f"{ids[2]};{ids[1]}", f"{ids[0]};{ids[1]}+{ids[2]}"]
    kinds = ["time", "cost", "ban", "quota", *(["fee", "fee"] if draft.fees else [])]
    sizes = {"time": (0.1, 3), "cost": (0.5, 9), "fee": (0.5, 9), "quota": (10, 120)}
    for _ in range(4 + len(kinds) // 5):
        kind = draft.dice.choice(kinds)
        draft.add(
            "fences", "f", between=draft.dice.choice(sides), kind=kind,
            direction="first_to_second" if draft.often(0.3) else None,
            modes=draft.dice.choice(["road", "road;rail", "pipe", "road;bus"]) if draft.often(0.5) else None,
            commodities=draft.dice.choice(["waste", "grain;energy", "good", "people", "good;people"])
            if draft.often(0.5) or kind == "ban" else None,
            size=draft.number(*sizes[kind]) if kind in sizes else None,
            payee=draft.one("jurisdictions") if kind == "fee" and draft.often(0.7) else None,
        )  # fmt: skip


def _measures(draft: _Draft) -> None:
    payers = [str(row["id"]) for row in draft.tables["jurisdictions"] if "player" not in row]
    for k, status in enumerate(["done", "building", "agreed", None, "idea", "idea"]):
        draft.add(
            "measures", "d", capex=draft.number(100, 4000), opex=draft.number(0, 80), status=status,
            life=draft.dice.choice([5, 10, 20]) if draft.often(0.7) else None,
            needs={3: "d0", 4: "d3"}.get(k) if draft.often(0.6) else None,
            excludes="d2" if k == 5 and draft.often(0.6) else None,
            parties=";".join(payers[:2]) if draft.often(0.5) else None,
            payers=f"{payers[0]}:0.25;{payers[1]}:0.75" if draft.often(0.3) else None,
            decides=draft.dice.choice(["players", "province", "state"]) if draft.often(0.5) else None,
        )  # fmt: skip
        _effects(draft, f"d{k}")


def _effects(draft: _Draft, measure: str) -> None:
    """One to three effects; never one that shrinks a market with a must, or its twin."""
    planned = [(t[:-1], r["id"]) for t in ("links", "terminals", "plants") for r in draft.tables.get(t, [])
               if r.get("status") == "planned"]  # fmt: skip
    sized = [(t[:-1], r["id"]) for t in ("links", "terminals", "plants") for r in draft.tables.get(t, [])]
    sized += [("market", r["id"]) for r in draft.tables["markets"] if "must" not in r and "twin" not in str(r["id"])]
    sized += [("fence", r["id"]) for r in draft.tables["fences"] if r["kind"] != "ban"]
    drawn = [("open", *draft.dice.choice(planned))] if planned else []
    drawn += [(draft.dice.choice(["scale", "add"]), *draft.dice.choice(sized))]
    if draft.often(0.4):
        drawn += [("remove", "fence", draft.one("fences"))]
    for change, on, key in drawn:
        amount = {"scale": draft.number(0.2, 2.5), "add": draft.number(-3, 60)}.get(change, "")
        draft.tables.setdefault("effects", []).append(
            {"measure": measure, "on": on, "id": key, "change": change, "amount": amount}
        )


def _trips(draft: _Draft) -> None:
    sites = [str(row["id"]) for row in draft.tables["sites"]]
    for _ in range(draft.size):
        start, end = draft.dice.sample(sites, 2)
        draft.add(
            "trips", "y", **{"from": start, "to": end}, modes=draft.dice.choice(["road", "bus", "road;bus"]),
            number=draft.dice.randint(1, 60), hour_value=draft.number(5, 40), value=draft.number(10, 120),
        )  # fmt: skip
