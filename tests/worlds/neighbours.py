"""One book that has something of everything that industry says, each with its answer on paper."""

from worlds.writing import World, link, settings, two_sides

ROAD = {"id": "road", "name": "Road", "name_zh": "公路", "carries": "good;waste", "co2_km": 1}
WIRE = {"id": "wire", "name": "Wire", "carries": "energy", "cost_km": 0.5}


def _market(key, site, what, side, price, quantity=1000, **more):
    row = {"id": key, "site": site, "commodity": what, "side": side, "price": price, "quantity": quantity}
    return row | more


def _tariff(key, *parts):
    return [{"market": key, "part": p, "per": per, "amount": a, "payee": payee} for p, per, a, payee in parts]


def _recipes(process, **amounts):
    return [{"process": process, "commodity": c, "amount": a} for c, a in amounts.items()]


def neighbours() -> World:
    """Paste, slag, power and steel on two sides of a border.

    * East's 80 t of paste come from a far town at 100 + 10; west could make them at 40 + 20 + 5, but for a toll of 50.
      Without it: 45 x 80 = 3,600 a year. Measure ``free_road`` removes the toll, for 100 a year. East's purchase is in
      ``trades``, at 100.
    * West's 100 t of slag cost 30 at its tip; at east's 20 + 5 by road, but waste may not cross.
    * Power costs 400 in the west (100 of it charges) and 600 in the east (180): a wedge of 200, 80 of it policy. A wire
      of 10 km costs 5; the other 115 are kept up by the tariff zones. 1000 MWh are used in the east.
    * Both sides make steel, 100 t each.
    * Somebody states that buying paste of the boiler at 60 saves 3,000 a year; 80 x (110 - 115) loses 400.
    """
    tables = two_sides(
        commodities=[
            *({"id": c, "name": c.title(), "unit": "t", "kind": "good"} for c in ("pulp", "paste", "steel")),
            {"id": "slag", "name": "Slag", "name_zh": "炉渣", "unit": "t", "kind": "waste"},
            {"id": "power", "name": "Power", "name_zh": "电", "unit": "MWh", "kind": "energy", "hs": "271600"},
        ],
        modes=[ROAD, WIRE],
        processes=[{"id": "boil", "name": "Boiling", "co2": 500}, {"id": "smelt", "name": "Smelting", "co2": 1000}],
        recipes=[*_recipes("boil", pulp=-1, paste=1), *_recipes("smelt", steel=1, slag=1)],
        plants=[
            {"id": "boiler", "site": "mine", "process": "boil", "capacity": 100, "cost": 20, "name": "Boiler"},
            {"id": "works", "site": "mine", "process": "smelt", "capacity": 100, "cost": 100},
            {"id": "forge", "site": "mill", "process": "smelt", "capacity": 100, "cost": 100},
        ],
        markets=[
            _market("pulp_sale", "mine", "pulp", "supply", 40, source="price list", confidence="published"),
            _market("far_paste", "far", "paste", "supply", 100),
            _market("paste_use", "mill", "paste", "demand", 500, 80),
            _market("steel_west", "mine", "steel", "demand", 200),
            _market("steel_east", "mill", "steel", "demand", 200),
            _market("tip", "mine", "slag", "demand", -30),
            _market("east_tip", "mill", "slag", "demand", -20),
            _market("west_grid", "mine", "power", "supply", 400, 9000, fee=100, payee="west", co2=500),
            _market("east_grid", "mill", "power", "supply", 600, 9000, fee=180, payee="outside", co2=300),
            _market("mills", "mill", "power", "demand", 900),
        ],
        tariffs=[
            *_tariff("west_grid", ("coal", "unit", 300, "outside"), ("grid", "unit", 60, "west"),
                     ("demand", "kw_month", 24, "west")),
            *_tariff("east_grid", ("coal", "unit", 420, "outside"), ("grid", "unit", 120, "outside"),
                     ("demand", "kw_month", 36, "east")),
        ],
        links=[
            link("lane", cost=5),
            link("highway", a="mill", b="far", cost=10),
            {"id": "line", "a": "mine", "b": "mill", "mode": "wire", "km": 10, "minutes": 0},
        ],
        fences=[
            {"id": "toll", "name": "Toll", "name_zh": "过路费", "between": "west;east", "kind": "cost", "size": 50,
             "commodities": "good", "source": "a sign", "confidence": "published"},
            {"id": "no_waste", "name": "No waste", "between": "west;east", "commodities": "waste", "kind": "ban"},
            {"id": "zones", "name": "Tariff zones", "between": "west;east", "commodities": "energy", "kind": "ban"},
        ],
        measures=[{"id": "free_road", "name": "Free road", "opex": 100}],
        effects=[{"measure": "free_road", "on": "fence", "id": "toll", "change": "remove"}],
        trades=[
            {"id": "paste_bought", "seller": "far_paste", "buyer": "paste_use", "commodity": "paste", "quantity": 80,
             "price": 100},
        ],
        claims=[
            {"id": "paste_claim", "about": "paste", "stated": 3000, "unit": "yuan", "quantity": 80, "was": "far_paste",
             "now": "boiler", "by": "paste_use"},
            {"id": "vague", "about": "steel", "stated": 7, "unit": "yuan"},
        ],
        output=[
            {"jurisdiction": side, "year": 2024, "isic": isic, "value": value}
            for side, isic, value in (("west", "2410", 100), ("east", "2410", 50), ("east", "1701", 50))
        ],
    )  # fmt: skip
    tables["sites"].append({"id": "far", "name": "Far", "name_zh": "远镇", "lon": 110.0, "lat": 27.3})
    return tables, settings("Neighbours")
