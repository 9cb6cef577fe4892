"""Two towns with a river between them, as rows of text: a plan without a conflict, to which each test adds one."""

from unfence.network.plan import Plan, Shapes, conflicts_of, plan_of, shapes_of

EAST = {"id": "east", "player": "yes"}
WEST = {"id": "west", "player": "yes"}
KM = 0.01
"""About a kilometre, in degrees of longitude at latitude 27."""


def site(name, side, km, kind="town", lat=27.0):
    """A site so many kilometres east of the line."""
    return {"id": name, "jurisdiction": side, "kind": kind, "lon": str(109 + km * KM), "lat": str(lat)}


def link(name, a, b, mode="truck", km="2", **more):
    return {"id": name, "a": a, "b": b, "mode": mode, "km": km, "minutes": "", "capacity": "", **more}


def plant(name, at, process="boiler", capacity="100", **more):
    return {"id": name, "site": at, "process": process, "capacity": capacity, **more}


def towns(**more):
    """The rows by table: each town has an inner and an outer place, and the road that joins them all."""
    rows = {
        "jurisdictions": [EAST, WEST, {"id": "far", "player": "no"}],
        "sites": [
            *(site("e1", "east", 10), site("e2", "east", 2), site("w1", "west", -10), site("w2", "west", -2)),
            site("beyond", "far", 30),
        ],
        "commodities": [
            {"id": "coal", "kind": "good"},
            {"id": "steam", "kind": "utility"},
            {"id": "slag", "kind": "waste"},
        ],
        "recipes": [
            {"process": "boiler", "commodity": "coal", "amount": "-1"},
            {"process": "boiler", "commodity": "steam", "amount": "5"},
            {"process": "waste_heat", "commodity": "steam", "amount": "2"},
        ],
        "modes": [
            {"id": "truck", "carries": "good;waste;people"},
            {"id": "pipe", "carries": "steam"},
        ],
        "links": [
            link("inner_e", "e1", "e2", km="8"),
            link("bridge", "e2", "w2", km="4"),
            link("inner_w", "w2", "w1", km="8"),
        ],
    }
    return {table: [*rows.get(table, []), *more.get(table, [])] for table in {**rows, **more}}


def squares() -> Shapes:
    """Both towns' areas, which meet at longitude 109."""
    boxes = {"east": (109, 109.2), "west": (108.8, 109)}
    features = [
        {
            "properties": {"jurisdiction": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[a, 26.9], [b, 26.9], [b, 27.1], [a, 27.1], [a, 26.9]]],
            },
        }
        for name, (a, b) in boxes.items()
    ]
    return shapes_of({"features": features})


def found(plan: Plan, shapes: Shapes | None = None):
    """(kind, keys of the rows) of every conflict."""
    shapes = squares() if shapes is None else shapes
    return {(c.kind, frozenset(key for _, key in c.rows)) for c in conflicts_of(plan, shapes)}


def plan(used=None, **more) -> Plan:
    return plan_of(towns(**more), used or {})
