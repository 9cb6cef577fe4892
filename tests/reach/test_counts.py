"""Who lies within so many minutes, by hand: a river whose banks are one bridge apart."""

from dataclasses import replace

import numpy as np
import pytest

from reach.small import BRIDGE, STEP, table
from unfence.network.reach import (
    Ground,
    Label,
    Places,
    Question,
    Rates,
    ReachError,
    border_fences,
    cases_of,
    circles_on,
    detailed,
    read_starts,
    read_zones,
)
from unfence.network.roads import read_borders, read_planned, read_roads, with_planned

PARK = Places.of([(Label("park"), 0.0, 0.0)])
ENDS = Places.of([(Label("se"), 0.02, 0.0), (Label("nw"), 0.0, 0.002)])


@pytest.fixture
def roads(river_file):
    return detailed(read_roads(river_file))


def test_a_planned_bridge_brings_31_000_residents(roads, zones_file, bridge_file):
    ground = Ground(with_planned(roads, read_planned(bridge_file)))
    question = Question(PARK, (1.0, 2 * STEP + BRIDGE + 0.01), read_zones(zones_file))
    found = circles_on(ground, question, cases_of([], ground.roads.links))
    assert [case.kind for case in found.cases] == ["today", "with"]
    assert found.people[0, 0].tolist() == [[100, 60, 10], [700, 330, 70]]
    assert (found.people[1, 0] - found.people[0, 0]).tolist() == [[31000, 9000, 80], [31000, 9000, 80]]


def test_a_wait_at_the_border_and_without_it(roads, sides_file, zones_file):
    borders = read_borders(sides_file)
    roads = borders.on(roads)
    question = Question(PARK, (2 * STEP + BRIDGE + 0.01,), read_zones(zones_file), ENDS)
    found = circles_on(Ground(roads, borders), question, cases_of(border_fences(roads, 5)))
    assert found.people[:, 0, 0, 0].tolist() == [100, 700]
    assert found.sites[:, 0, 0].tolist() == [0, 1]
    assert found.site_names(1, 0, 0) == ("se",)
    # North-west is over the border, over the bridge and back over the border: two waits.
    way = 4 * STEP + BRIDGE
    assert found.to_sites[:, 0] == pytest.approx(np.array([[2 * STEP + 5, way + 10], [2 * STEP, way]]), abs=0.01)


def test_a_place_beside_the_road_pays_the_way_to_it(roads):
    """333.6 m from the road at 15 km/h take 1.334 minutes, at the start as at the end."""
    beside = Places.of([(Label("field"), 0.0, -0.003)])
    found = circles_on(Ground(roads), Question(beside, (5.0,), sites=ENDS), cases_of([]))
    off = 333.585 / (15 / 3.6) / 60
    assert found.to_sites[0, 0, 0] == pytest.approx(off + 2 * STEP, abs=0.01)


def test_a_place_belongs_to_its_own_side_of_the_border(roads, sides_file):
    """A village just west of the border does not slip over it to a nearer junction."""
    borders = read_borders(sides_file)
    roads = borders.on(roads)
    east = borders.ids.index("east")
    place = Ground(roads, borders).belonging(np.array([0.01499, 0.01501]), np.array([0.0, 0.0]))
    assert (roads.jurisdiction[place.node] == east).tolist() == [False, True]


def test_one_truck_to_each_site(roads, sides_file):
    """60 minutes of wait are an hour; 2.22 km to the south-east at 6 yuan a km and 120 yuan an hour."""
    borders = read_borders(sides_file)
    roads = borders.on(roads)
    ends = Places.of([(Label("se"), 0.02, 0.0)])
    question = Question(PARK, (60.0,), sites=ends, rates=Rates(hour=120, km=6))
    freight = circles_on(Ground(roads, borders), question, cases_of(border_fences(roads, 60))).freight
    hours, km = 2 * STEP / 60, 2.2239
    assert freight.sites.tolist() == [1]
    assert freight.hours[:, 0] == pytest.approx([hours + 1, hours], abs=1e-4)
    assert freight.km[:, 0] == pytest.approx([km, km], abs=1e-3)
    assert freight.money[:, 0] == pytest.approx([120 * (hours + 1) + 6 * km, 120 * hours + 6 * km], abs=0.02)


def test_times_may_come_from_elsewhere(roads, zones_file):
    """A bus that is everywhere in a minute."""
    question = Question(PARK, (1.5,), read_zones(zones_file))
    found = circles_on(
        Ground(roads),
        question,
        cases_of([]),
        times=lambda _case, starts: np.full((len(starts.node), roads.nodes), 60.0),
    )
    assert found.people[0, 0, 0, 0] == 31700


def test_many_starts_are_the_same_as_each_alone(roads, zones_file):
    rng = np.random.default_rng(3)
    points = [(Label(f"p{i}"), lon, 0.0) for i, lon in enumerate(rng.uniform(0, 0.02, 40))]
    question = Question(Places.of(points), (1.0, 2.0, 5.0), read_zones(zones_file))
    told = []
    whole = circles_on(Ground(roads), question, cases_of([]), told=lambda done, count: told.append((done, count)))
    alone = [
        circles_on(Ground(roads), replace(question, starts=Places.of([point])), cases_of([])).people for point in points
    ]
    assert (whole.people == np.concatenate(alone, axis=1)).all()
    assert told == [(i, 40) for i in range(1, 41)]


def test_a_place_on_a_piece_that_is_cut_off_takes_the_nearest_road_of_the_rest(tmp_path):
    """1,112 m off the road at 15 km/h, after one step: not the road beside it, which leads nowhere."""
    from roads.maps import Map

    world = Map()
    for number, (lon, lat) in enumerate([(0, 0), (0.01, 0), (0.02, 0), (0.0, 0.01), (0.01, 0.01)], start=1):
        world.point(number, lon, lat)
    world.road(1, 2, 3, maxspeed="50")
    world.road(4, 5, maxspeed="50")
    roads = read_roads(world.write(tmp_path / "island.osm"))
    assert Ground(roads).cut_off > 0.3
    island = Places.of([(Label("island"), 0.01, 0.01)])
    found = circles_on(Ground(roads), Question(PARK, (60.0,), sites=island), cases_of([]))
    assert found.to_sites[0, 0, 0] == pytest.approx(STEP + 1111.95 / (15 / 3.6) / 60, abs=0.01)


def test_a_start_in_the_sea_names_the_nearest_road_and_its_distance(roads):
    sea = Places.of([(Label("raft"), 0.0, -0.1)])
    with pytest.raises(ReachError) as refused:
        circles_on(Ground(roads), Question(sea, (5.0,)), cases_of([]))
    assert "raft" in refused.value.say("en")
    for lang in ("en", "zh"):
        assert "11.1" in refused.value.say(lang)
        assert "--snap 12" in refused.value.say(lang)
    assert circles_on(Ground(roads), Question(sea, (5.0,), within=12_000), cases_of([])).people.shape == (1, 1, 1, 3)


def test_a_zone_that_no_road_comes_near_is_named_and_not_counted(roads):
    from unfence.network.reach import Zones

    zones = Zones(
        Places.of([(Label("raft"), 0.0, -0.1), (Label("quay"), 0.0, 0.0)]), np.array([[9.0, 9, 9], [5, 4, 3]])
    )
    found = circles_on(Ground(roads), Question(PARK, (600.0,), zones), cases_of([]))
    assert found.lost_zones == ("raft",)
    assert found.people[0, 0, 0].tolist() == [5, 4, 3]


@pytest.mark.parametrize("minutes", [(), (0.0,), (-5.0,), (float("nan"),), (float("inf"),)])
def test_bounds_that_are_none(minutes):
    with pytest.raises(ReachError):
        Question(PARK, minutes)


@pytest.mark.parametrize(
    ("rows", "code", "seen"),
    [
        ([{"id": "a", "lon": "x", "lat": 1}], "degrees", "row 2, column lon"),
        ([{"id": "a", "lon": 1, "lat": 91}], "degrees", "91"),
        ([{"id": "a", "lon": 1, "lat": 1, "residents": -3}], "count", "-3"),
        ([{"id": "a", "lon": 1, "lat": 1}, {"id": "a", "lon": 1, "lat": 1}], "twice", "row 3"),
        ([{"id": "", "lon": 1, "lat": 1}], "no_id", "row 2"),
        ([{"id": "a", "site": "town"}], "site_without_book", "town"),
        ([{"name": "a"}], "columns", "id"),
    ],
)
def test_zones_that_are_wrong(tmp_path, rows, code, seen):
    path = table(tmp_path / "zones.csv", rows)
    with pytest.raises(ReachError) as refused:
        read_zones(path)
    assert refused.value.code == f"reach.{code}"
    assert seen in refused.value.say("en")
    assert "zones.csv" in refused.value.say("zh")


def test_starts_of_a_file(tmp_path):
    path = table(tmp_path / "starts.csv", [{"id": "a", "lon": 109.1, "lat": 27.3, "name_zh": "园区"}])
    starts = read_starts(path)
    assert (starts.labels[0].say("zh"), starts.lon.tolist()) == ("园区", [109.1])
    path.write_bytes("id,lon,lat\n辖区,1,1\n".encode("gbk"))
    with pytest.raises(ReachError, match="UTF-8"):
        read_starts(path)
    path.write_text("id,lon,lat\n\n")
    with pytest.raises(ReachError, match="no rows"):
        read_starts(path)
