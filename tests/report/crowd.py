"""A book that strains a page: eight jurisdictions with names that never end, a measure that needs and changes much."""

from worlds.writing import World, settings

SIDES = 8
LONG = "自治县与相邻各县共同设立的经济协作示范园区管理委员会筹备工作领导小组办公室" * 2


def _name(word: str, k: int) -> dict[str, str]:
    return {
        "name": f"{word} number {k} with a name that does not end where other names end " * 2,
        "name_zh": f"{k}{LONG}",
    }


def crowd() -> World:
    """Ore is dug in one place; six measures open a road each to another, a seventh needs and widens them all.

    Five pay for the seventh and lose by it, and it rules out an eighth.
    """
    roads = range(1, 7)
    union = {"id": "union", **_name("Union", 9), "capex": 3e9, "life": 30, "needs": ";".join(f"m{k}" for k in roads)}
    tables = {
        "jurisdictions": [{"id": f"j{k}", **_name("County", k), "province": f"p{k % 2}"} for k in range(SIDES)],
        "sites": [
            {"id": f"s{k}", **_name("Site", k), "jurisdiction": f"j{k}", "lon": 109 + k / 10, "lat": 27, "kind": "park"}
            for k in range(SIDES)
        ],
        "commodities": [{"id": "ore", "name": "Ore", "unit": "t", "kind": "good"}],
        "modes": [{"id": "road", **_name("Road", 1), "carries": "good", "cost_km": 1, "co2_km": 2}],
        "markets": [
            {"id": "dig", "site": "s0", "commodity": "ore", "side": "supply", "price": 10},
            *(
                {"id": f"melt{k}", "site": f"s{k}", "commodity": "ore", "side": "demand", "price": 90 + k,
                 "quantity": 9_000_000}
                for k in range(1, SIDES)
            ),
        ],
        "links": [
            {"id": f"l{k}", "a": "s0", "b": f"s{k}", "mode": "road", "km": 10 + k, "capacity": 1_000_000,
             "status": "planned"}
            for k in roads
        ],
        "measures": [
            *({"id": f"m{k}", **_name("Measure", k), "capex": 1e8 + k, "life": 30} for k in roads),
            union | {"parties": ";".join(f"j{k}" for k in range(SIDES)), "decides": "state", "lead_months": 18,
                     "payers": ";".join(f"j{k}:0.2" for k in range(3, SIDES)), "excludes": "rival"},
            {"id": "rival", **_name("Rival", 8), "capex": 1e8, "life": 30},
        ],
        "effects": [
            *({"measure": f"m{k}", "on": "link", "id": f"l{k}", "change": "open"} for k in roads),
            {"measure": "rival", "on": "market", "id": "melt7", "change": "add", "amount": 1},
            *({"measure": "union", "on": "link", "id": f"l{k}", "change": "add", "amount": 1e6} for k in roads),
            *({"measure": "union", "on": "market", "id": f"melt{k}", "change": "scale", "amount": 2} for k in roads),
        ],
    }  # fmt: skip
    return tables, settings(LONG * 2)
