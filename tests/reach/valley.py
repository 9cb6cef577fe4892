"""A valley with a border across it, whose circles can be worked out on paper."""

from worlds.writing import settings

ROWS = {
    "jurisdictions": [{"id": "west", "name": "West"}, {"id": "east", "name": "East"}, {"id": "sea", "player": "no"}],
    "sites": [
        {"id": "park", "jurisdiction": "west", "lon": 109.0, "lat": 27.0, "kind": "park"},
        {"id": "hamlet", "jurisdiction": "west", "lon": 108.95, "lat": 27.0, "kind": "town"},
        {"id": "town", "jurisdiction": "east", "lon": 109.1, "lat": 27.0, "kind": "town"},
        {"id": "works", "jurisdiction": "east", "lon": 109.12, "lat": 27.0, "kind": "plant"},
        {"id": "yard", "jurisdiction": "east", "lon": 109.14, "lat": 27.0, "kind": "station"},
        {"id": "harbour", "jurisdiction": "sea", "lon": 110.0, "lat": 27.0, "kind": "port"},
    ],
    "commodities": [{"id": "ore", "unit": "t", "kind": "good"}, {"id": "acid", "unit": "t", "kind": "good"}],
    "modes": [
        {"id": "truck", "carries": "good", "payload": 30, "cost_hour": 120},
        {"id": "bus", "carries": "people"},
        {"id": "walk", "carries": "people", "speed": 4.5},
        {"id": "car", "carries": "people", "speed": 60},
        {"id": "rail", "carries": "good", "cost_hour": 9},
    ],
    "links": [
        {"id": "b_hamlet", "a": "hamlet", "b": "park", "mode": "bus", "km": 5, "minutes": 10},
        {"id": "b_town", "a": "park", "b": "town", "mode": "bus", "km": 9, "minutes": 12},
        {"id": "f_town", "a": "park", "b": "town", "mode": "walk", "km": 6},
        {"id": "c_town", "a": "park", "b": "town", "mode": "car", "km": 8},
        {"id": "ford", "a": "hamlet", "b": "town", "mode": "car", "km": 5, "status": "planned"},
        {"id": "t_works", "a": "park", "b": "works", "mode": "truck", "km": 9, "minutes": 10},
        {"id": "t_yard", "a": "works", "b": "yard", "mode": "truck", "km": 9, "minutes": 10},
        {"id": "r_harbour", "a": "yard", "b": "harbour", "mode": "rail", "km": 90, "minutes": 20},
    ],
    "fences": [
        {"id": "gap", "between": "west;east", "modes": "bus", "kind": "time", "size": 0.4},
        {"id": "wall", "between": "west;east", "modes": "car", "kind": "ban"},
        {"id": "check", "between": "west;east", "modes": "truck", "commodities": "ore", "kind": "time", "size": 0.25},
        {"id": "no_acid", "between": "west;east", "modes": "truck", "commodities": "acid", "kind": "ban"},
        {"id": "toll", "between": "west;east", "modes": "bus", "kind": "fee", "size": 2},
    ],
    "measures": [
        {"id": "through", "capex": 1},
        {"id": "treaty", "capex": 1},
        {"id": "build", "capex": 1, "needs": "treaty"},
        {"id": "controls", "capex": 1},
        {"id": "leaflet", "capex": 1},
    ],
    "effects": [
        {"measure": "through", "on": "fence", "id": "gap", "change": "remove"},
        {"measure": "treaty", "on": "fence", "id": "wall", "change": "remove"},
        {"measure": "build", "on": "link", "id": "ford", "change": "open"},
        {"measure": "controls", "on": "fence", "id": "gap", "change": "add", "amount": 0.2},
        {"measure": "leaflet", "on": "fence", "id": "toll", "change": "remove"},
    ],
    "trips": [
        {"from": "park", "to": "town", "modes": "bus;walk", "number": 900},
        {"from": "hamlet", "to": "park", "modes": "bus", "number": 500},
        {"from": "town", "to": "park", "modes": "car", "number": 1000},
    ],
    "zones": [
        {"id": "z_town", "site": "town", "residents": 1000, "workers": 400, "jobs": 300},
        {"id": "z_hamlet", "site": "hamlet", "residents": 31000, "workers": 9000, "jobs": 80},
        {"id": "z_hill", "lon": 109.1, "lat": 27.009, "residents": 70, "workers": 30, "jobs": 5},  # 1 km: 4 minutes
        {"id": "z_island", "lon": 111.0, "lat": 27.0, "residents": 5},
    ],
}


def valley():
    """The book as tables and settings."""
    tables = {name: [{"name": row.get("id", ""), **row} for row in rows] for name, rows in ROWS.items()}
    for name in ("links", "trips", "zones", "effects"):
        tables[name] = [dict(row) for row in ROWS[name]]
    tables["trips"] = [{"id": f"trip{n}", "hour_value": 20, "value": 90, **row} for n, row in enumerate(ROWS["trips"])]
    return tables, settings("Valley")
