"""A small border region on roads whose times are known by hand, as files, and its book."""

import json

import pytest

from reach.small import table
from roads.maps import Map, river, two_sides


@pytest.fixture
def river_file(tmp_path):
    """The river with one bridge at its eastern end."""
    return river().write(tmp_path / "river.osm")


@pytest.fixture
def wide_river_file(tmp_path):
    """The same with 0.02 degrees, 2.2 km, between the banks, and the bridge at the western end."""
    world = Map()
    for column, lon in enumerate((0.0, 0.01, 0.02)):
        world.point(1 + column, lon, 0.0)
        world.point(11 + column, lon, 0.02)
    world.road(1, 2, 3, maxspeed="50")
    world.road(13, 12, 11, maxspeed="50")
    world.road(11, 1, maxspeed="50", bridge="yes")
    return world.write(tmp_path / "wide.osm")


@pytest.fixture
def sides_file(tmp_path):
    """West and east of the meridian 0.015."""
    return two_sides(tmp_path / "sides.geojson", middle=0.015)


@pytest.fixture
def zones_file(tmp_path):
    """A zone at each corner of the river's streets."""
    return table(
        tmp_path / "zones.csv",
        [
            {"id": "sw", "lon": 0.0, "lat": 0.0, "residents": 100, "workers": 60, "jobs": 10},
            {"id": "se", "lon": 0.02, "lat": 0.0, "residents": 200, "workers": 90, "jobs": 20},
            {"id": "ne", "lon": 0.02, "lat": 0.002, "residents": 400, "workers": 180, "jobs": 40},
            {"id": "nw", "lon": 0.0, "lat": 0.002, "residents": 31000, "workers": 9000, "jobs": 80},
        ],
    )


@pytest.fixture
def bridge_file(tmp_path):
    """A planned bridge of half a minute at the river's western end."""
    row = {
        "id": "newbridge",
        "from_lon": 0.0,
        "from_lat": 0.0,
        "to_lon": 0.0,
        "to_lat": 0.002,
        "minutes": 0.5,
        "km": 0.3,
    }
    return table(tmp_path / "planned.csv", [row])


@pytest.fixture
def book_folder(tmp_path):
    """Two jurisdictions, west and east of 0.015, with a check for trucks and one for people; a bridge may be built."""
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text(
        'title = "River"\ntitle_zh = "河"\ncurrency = "CNY"\nyear = 2025\ndiscount_rate = 0.05\n', encoding="utf-8"
    )
    rows = {
        "jurisdictions": [{"id": "west", "name": "West"}, {"id": "east", "name": "East", "name_zh": "东"}],
        "sites": [
            {
                "id": "park",
                "name": "The park",
                "name_zh": "园区",
                "jurisdiction": "west",
                "lon": 0.0,
                "lat": 0.0,
                "kind": "park",
            },
            {"id": "mid", "name": "Middle", "jurisdiction": "west", "lon": 0.01, "lat": 0.0},
            {
                "id": "town",
                "name": "Town",
                "name_zh": "镇",
                "jurisdiction": "east",
                "lon": 0.02,
                "lat": 0.0,
                "kind": "town",
            },
            {"id": "north", "name": "North bank", "jurisdiction": "west", "lon": 0.0, "lat": 0.002},
            {"id": "far", "name": "Far away", "jurisdiction": "east", "lon": 9.0, "lat": 9.0},
        ],
        "commodities": [{"id": "ore", "name": "Ore", "unit": "t", "kind": "good"}],
        "modes": [
            {
                "id": "truck",
                "name": "Truck",
                "carries": "ore",
                "payload": 30,
                "cost_km": 6,
                "cost_hour": 120,
                "speed": 60,
            },
            {"id": "car", "name": "Car", "carries": "people", "speed": 60},
            {"id": "bus", "name": "Bus", "carries": "people", "speed": 40},
        ],
        "links": [
            {"id": "bridge", "a": "park", "b": "north", "mode": "car", "km": 0.3, "minutes": 0.5, "status": "planned"}
        ],
        "fences": [
            {
                "id": "check",
                "name": "Second check",
                "name_zh": "重复查验",
                "between": "west;east",
                "modes": "truck",
                "kind": "time",
                "size": 0.5,
            },
            {
                "id": "post",
                "name": "Road post",
                "name_zh": "路卡",
                "between": "west;east",
                "modes": "car",
                "commodities": "people",
                "kind": "time",
                "size": 0.1,
            },
            {
                "id": "gap",
                "name": "Bus gap",
                "between": "west;east",
                "modes": "bus",
                "commodities": "people",
                "kind": "time",
                "size": 0.25,
            },
            {"id": "permit", "name": "Permit", "between": "west;east", "kind": "cost", "size": 9},
        ],
        "measures": [
            {"id": "build", "name": "Build the bridge", "name_zh": "建桥", "capex": 1},
            {"id": "wave", "name": "Wave cars through", "capex": 1},
            {"id": "free", "name": "Waive the permit", "capex": 1},
        ],
        "effects": [
            {"measure": "build", "on": "link", "id": "bridge", "change": "open"},
            {"measure": "wave", "on": "fence", "id": "post", "change": "remove"},
            {"measure": "free", "on": "fence", "id": "permit", "change": "remove"},
        ],
        "zones": [
            {"id": "z_town", "site": "town", "residents": 500, "workers": 200, "jobs": 90},
            {"id": "z_north", "site": "north", "residents": 31000, "workers": 9000, "jobs": 80},
        ],
    }
    for name, content in rows.items():
        table(folder / f"{name}.csv", content)
    shapes = json.loads(two_sides(tmp_path / "shapes.geojson", middle=0.015).read_text())
    for shape in shapes["features"]:
        shape["properties"]["jurisdiction"] = shape["properties"]["id"]
    (folder / "areas.geojson").write_text(json.dumps(shapes), encoding="utf-8")
    return folder
