"""Areas within so many minutes: valid rings that keep the gap of a river and of a border."""

import json

import numpy as np
import pytest
import shapely
from shapely import Point

from reach.small import BRIDGE, STEP
from roads.maps import DEGREE
from unfence.network.reach import (
    Ground,
    Label,
    Places,
    Question,
    border_fences,
    cases_of,
    circles_on,
    detailed,
)
from unfence.network.reach.contours import km2
from unfence.network.reach.documents import geojson
from unfence.network.roads import Roads, read_borders, read_roads

WEST = Places.of([(Label("west"), 0.0, 0.0)])


def drawn(roads, minutes, *, borders=None, fences=(), near=100.0, starts=WEST):
    question = Question(starts, minutes, near=near, shapes=True)
    return circles_on(Ground(roads, borders), question, cases_of(fences))


def test_the_other_bank_is_not_reached_before_the_bridge(river_file):
    roads = detailed(read_roads(river_file))
    there = 2 * STEP + BRIDGE  # to the northern end of the bridge
    before, after = drawn(roads, (2 * STEP, there + STEP)).areas[0][0]
    assert before.contains(Point(0.005, 0.0))
    assert not before.intersects(shapely.box(-1, 0.0011, 0.018, 1))
    # A minute's drive beyond the bridge the north bank is reached for one step, and no further.
    assert after.contains(Point(0.0115, 0.002))
    assert not after.intersects(Point(0.0085, 0.002))


def test_a_wide_river_stays_a_gap_when_both_banks_are_reached(wide_river_file):
    roads = detailed(read_roads(wide_river_file))
    (area,) = drawn(roads, (60.0,)).areas[0][0]
    assert area.contains(Point(0.01, 0.0))
    assert area.contains(Point(0.01, 0.02))
    assert area.contains(Point(0.0, 0.01))  # the bridge itself
    assert not area.intersects(shapely.box(0.002, 0.002, 0.02, 0.018))


def test_the_area_of_a_bent_road_by_hand(wide_river_file):
    """Length times width, a disc at the two ends, and at each of the two corners a quarter disc less a square."""
    roads = detailed(read_roads(wide_river_file), spacing=20)
    (area,) = drawn(roads, (60.0,)).areas[0][0]
    length, r = 0.06 * DEGREE / 1000, 0.1
    by_hand = length * 2 * r + np.pi * r**2 + 2 * (np.pi * r**2 / 4 - r**2)
    assert km2(area) == pytest.approx(by_hand, rel=0.01)


def test_a_closed_border_is_where_the_area_ends(river_file, sides_file):
    borders = read_borders(sides_file)
    roads = borders.on(detailed(read_roads(river_file)))
    found = drawn(roads, (60.0,), borders=borders, fences=border_fences(roads, np.inf))
    closed, without = found.areas[0][0][0], found.areas[1][0][0]
    assert closed.bounds[2] == pytest.approx(0.015, abs=40 / DEGREE)
    assert without.bounds[2] > 0.02
    assert found.cases[1].label.id == "west|east"


@pytest.mark.parametrize("seed", range(6))
def test_rings_are_valid_on_any_roads(seed):
    """RFC 7946: no ring crosses itself, outer rings run counterclockwise, holes clockwise, all end where they begin."""
    rng = np.random.default_rng(seed)
    nodes = 300
    lon, lat = 109 + rng.random(nodes) * 0.05, 27 + rng.random(nodes) * 0.05
    tail, head = rng.integers(0, nodes, (2, 3000))
    apart = tail != head
    metres = np.hypot((lon[tail] - lon[head]) * np.cos(np.radians(27)), lat[tail] - lat[head]) * DEGREE
    roads = Roads.of(tail[apart], head[apart], seconds=metres[apart] / 8, lon=lon, lat=lat, metres=metres[apart])
    start = Places.of([(Label("a"), lon[0], lat[0])])
    found = drawn(roads, (3.0, 8.0, 20.0), near=200.0, starts=start)
    features = json.loads(geojson(found, "0"))["features"]
    assert [f["properties"]["minutes"] for f in features] == [3.0, 8.0, 20.0]
    smaller = None
    for feature in features:
        area = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert area.is_valid
        assert area.area > 0
        for part, rings in zip(area.geoms, feature["geometry"]["coordinates"], strict=True):
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
        if smaller is not None:  # what is within 3 minutes is within 8
            assert smaller.difference(area).area < smaller.area * 1e-3
        smaller = area


def test_every_place_of_an_area_is_in_time(river_file):
    """Points inside are reached in time and points outside are not, but for one cell at the line."""
    roads = detailed(read_roads(river_file))
    ground = Ground(roads)
    found = drawn(roads, (2.0,))
    (area,) = found.areas[0][0]
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-0.002, 0.022, 4000), rng.uniform(-0.002, 0.004, 4000)
    from unfence.network.roads import nearest, travel_times

    node, _ = nearest(roads, [0.0], [0.0])
    place = ground.belonging(lon, lat)
    in_time = (place.minutes(travel_times(roads, node)[0]) <= 2.0) & (place.metres <= 100.0)
    line = shapely.boundary(area)
    clear = shapely.distance(line, shapely.points(lon, lat)) > 50 / DEGREE
    assert clear.sum() > 1000
    assert (shapely.contains_xy(area, lon, lat) == in_time)[clear].all()


def test_nothing_within_reach_is_an_empty_area(river_file):
    roads = detailed(read_roads(river_file))
    start = Places.of([(Label("field"), 0.0, -0.01)])  # 1.1 km from the road: more than 4 minutes off it
    found = drawn(roads, (4.0, 6.0), starts=start)
    near, far = found.areas[0][0]
    assert near.is_empty
    assert far.area > 0
    assert json.loads(geojson(found, "0"))["features"][0]["geometry"] == {"type": "MultiPolygon", "coordinates": []}
