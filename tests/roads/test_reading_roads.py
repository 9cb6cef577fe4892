"""From a file to a graph: what is kept, how long it is, where one may drive; what is wrong with a file, in words."""

import numpy as np
import osmium
import pytest

import unfence
from roads.maps import DEGREE, Map, node_at, river
from unfence.network import read_roads, travel_times
from unfence.network.roads import Roads, RoadsError
from unfence.words import say

KMH_40 = 40 / 3.6


def line(tmp_path, *, spacing=1e9, points=4, point_tags=None, vehicle="car", **tags):
    """A straight road of points 0.001 degrees apart on the equator, read back."""
    world = Map()
    for number in range(points):
        world.point(number + 1, number / 1000, 0.0, **(point_tags or {}).get(number + 1, {}))
    world.road(*range(1, points + 1), **tags)
    return read_roads(world.write(tmp_path / "line.osm"), vehicle=vehicle, spacing=spacing)


def test_points_that_only_continue_a_road_are_taken_out_and_its_length_stays(tmp_path):
    roads = line(tmp_path, maxspeed="50")
    assert (roads.nodes, roads.edges) == (2, 2)
    assert roads.metres == pytest.approx([0.003 * DEGREE] * 2, rel=1e-6)
    assert roads.seconds == pytest.approx(roads.metres / KMH_40)


def test_a_bend_counts_with_its_real_length(tmp_path):
    world = Map()
    for number, (lon, lat) in enumerate([(0, 0), (0, 0.003), (0.004, 0.003)], start=1):
        world.point(number, lon, lat)
    world.road(1, 2, 3)
    roads = read_roads(world.write(tmp_path / "bend.osm"), spacing=1e9)
    assert roads.metres[0] == pytest.approx(0.007 * DEGREE, rel=1e-6)


def test_a_road_without_junctions_keeps_a_point_now_and_then(tmp_path):
    roads = line(tmp_path, points=41, spacing=400)
    assert roads.metres.max() < 800
    assert roads.metres.sum() == pytest.approx(2 * 0.040 * DEGREE, rel=1e-6)


def test_ways_that_meet_end_to_end_are_one_road_and_speeds_add_up(tmp_path):
    world = Map()
    for number in range(3):
        world.point(number + 1, number / 1000, 0.0)
    world.road(1, 2, maxspeed="50")
    world.road(3, 2, maxspeed="100")
    roads = read_roads(world.write(tmp_path / "two.osm"), spacing=1e9)
    assert (roads.nodes, roads.edges) == (2, 2)
    assert roads.seconds == pytest.approx([0.001 * DEGREE * 3.6 * (1 / 40 + 1 / 80)] * 2)


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"highway": "motorway"}, True, False),
        ({"junction": "roundabout"}, True, False),
        ({"junction": "roundabout", "oneway": "no"}, True, True),
    ],
)
def test_one_ways(tmp_path, tags, there, back):
    roads = line(tmp_path, **tags)
    west, east = node_at(roads, 0, 0), node_at(roads, 0.003, 0)
    times = travel_times(roads, [west, east])
    assert (np.isfinite(times[0, east]), np.isfinite(times[1, west])) == (there, back)


@pytest.mark.parametrize(
    ("tags", "car", "truck"),
    [
        ({"access": "private"}, False, False),
        ({"access": "no", "motorcar": "yes"}, True, False),
        ({"hgv": "no"}, True, False),
        ({"motor_vehicle": "agricultural"}, False, False),
        ({"access": "no", "hgv": "designated"}, False, True),
    ],
)
def test_restrictions_are_of_a_kind_of_vehicle(tmp_path, tags, car, truck):
    for vehicle, allowed in (("car", car), ("truck", truck)):
        if allowed:
            assert line(tmp_path, vehicle=vehicle, **tags).edges == 2
        else:
            with pytest.raises(RoadsError, match=f"no road that a {vehicle} may drive"):
                line(tmp_path, vehicle=vehicle, **tags)


@pytest.mark.parametrize(
    ("tags", "open_"),
    [({"barrier": "bollard"}, False), ({"barrier": "gate"}, True), ({"barrier": "gate", "access": "no"}, False)],
)
def test_a_barrier_that_cannot_be_passed_cuts_the_road(tmp_path, tags, open_):
    roads = line(tmp_path, point_tags={2: tags})
    west, east = node_at(roads, 0, 0), node_at(roads, 0.003, 0)
    assert np.isfinite(travel_times(roads, [west])[0, east]) == open_
    assert roads.metres.sum() == pytest.approx(2 * 0.003 * DEGREE, rel=1e-6)


def test_a_truck_is_never_faster_than_its_top_speed(tmp_path):
    car, truck = (line(tmp_path, vehicle=v, highway="motorway", maxspeed="120") for v in ("car", "truck"))
    assert car.metres / car.seconds * 3.6 == pytest.approx([96])
    assert truck.metres / truck.seconds * 3.6 == pytest.approx([80])


def test_a_river_is_crossed_where_the_bridge_is(tmp_path):
    roads = read_roads(river().write(tmp_path / "river.osm"))
    times = travel_times(roads, [node_at(roads, 0, 0)])[0]
    assert times[node_at(roads, 0, 0.002)] == pytest.approx((0.02 + 0.002 + 0.02) * DEGREE / KMH_40, rel=1e-5)


def test_a_street_that_leads_back_to_its_own_beginning_is_left_out_and_harms_nothing(tmp_path):
    world = river()
    world.point(21, -0.001, 0.0)
    world.point(22, -0.001, 0.001)
    world.road(1, 21, 22, 1)
    roads = read_roads(world.write(tmp_path / "ring.osm"), spacing=1e9)
    assert (roads.tail != roads.head).all()
    assert np.isfinite(travel_times(roads, [node_at(roads, 0, 0)])).all()


def test_a_file_of_one_ring_that_leads_nowhere_is_refused(tmp_path):
    world = Map()
    for number, (lon, lat) in enumerate([(0, 0), (0.001, 0), (0.001, 0.001)], start=1):
        world.point(number, lon, lat)
    world.road(1, 2, 3, 1)
    with pytest.raises(RoadsError, match="no road that a car may drive"):
        read_roads(world.write(tmp_path / "ring.osm"))


def test_points_numbered_below_zero_have_places_too(tmp_path):
    world = Map()
    for number in (-1, 2, -3):
        world.point(number, abs(number) / 1000, 0.0)
    world.road(-1, 2, -3)
    assert read_roads(world.write(tmp_path / "clipped.osm"), spacing=1e9).edges == 2


def test_stretches_that_leave_the_file_are_left_out(tmp_path):
    world = river()
    world.road(1, 99)
    world.road(2, 98, 97, 12)
    roads = read_roads(world.write(tmp_path / "extract.osm"), spacing=1e9)
    assert travel_times(roads, [node_at(roads, 0, 0)])[0, node_at(roads, 0, 0.002)] > 300


def test_one_cannot_stop_on_an_expressway_but_at_its_ends(tmp_path):
    world = river()
    world.point(30, 0.03, 0.0)
    world.point(31, 0.04, 0.0)
    world.road(3, 30, 31, highway="motorway", oneway="no")
    roads = read_roads(world.write(tmp_path / "expressway.osm"), spacing=500)
    assert roads.kerb[node_at(roads, 0.02, 0.0)]
    assert not roads.kerb[node_at(roads, 0.03, 0.0)]


def test_stored_roads_come_back_the_same(tmp_path):
    roads = read_roads(river().write(tmp_path / "river.osm"))
    roads.save(tmp_path / "river.npz")
    back = read_roads(tmp_path / "river.npz")
    for name, value in vars(roads).items():
        assert np.array_equal(value, getattr(back, name)), name
        assert type(value) is type(getattr(back, name)), name


def test_a_file_that_stores_something_else_is_refused(tmp_path):
    (tmp_path / "other.npz").write_bytes(b"PK\x03\x04 and nothing more")
    np.savez(tmp_path / "numbers.npz", tail=[0])
    for name in ("other.npz", "numbers.npz"):
        with pytest.raises(RoadsError, match=name):
            read_roads(tmp_path / name)


def test_a_truncated_file_is_named(tmp_path):
    whole, cut = tmp_path / "whole.osm.pbf", tmp_path / "cut.osm.pbf"
    with osmium.SimpleWriter(str(whole)) as writer:
        for thing in osmium.FileProcessor(str(river().write(tmp_path / "river.osm"))):
            writer.add(thing)
    assert read_roads(whole).nodes == read_roads(tmp_path / "river.osm").nodes
    cut.write_bytes(whole.read_bytes()[:-20])
    with pytest.raises(RoadsError, match=r"cut\.osm\.pbf cannot be read") as caught:
        read_roads(cut)
    assert "下载不完整" in caught.value.say("zh")


def test_files_without_roads_and_missing_files_are_named(tmp_path):
    world = Map()
    world.point(1, 0, 0)
    with pytest.raises(RoadsError, match=r"empty\.osm holds no road"):
        read_roads(world.write(tmp_path / "empty.osm"))
    world.road(1, 2)
    with pytest.raises(RoadsError, match=r"1 roads but not the points .*\(way 1, for one\)"):
        read_roads(world.write(tmp_path / "pointless.osm"))
    with pytest.raises(RoadsError, match=r"no file .*nowhere\.osm"):
        read_roads(tmp_path / "nowhere.osm")
    with pytest.raises(RoadsError, match="“tram” is not a kind of vehicle"):
        read_roads(river().write(tmp_path / "river.osm"), vehicle="tram")


@pytest.mark.parametrize(
    ("was", "is_", "words"),
    [
        ("lon='0.0000000'", "lon='east'", "'east'"),
        ("lon='0.0000000'", "lon='400'", "'400'"),
        ("ref='2'", "ref='two'", "'two'"),
        ("</osm>", "", "no element found"),
        ("<osm version='0.6'>", "<html>", "html"),
        ("<osm version='0.6'>", "", "node"),
    ],
)
def test_what_is_written_wrong_in_a_file_is_said_with_its_name(tmp_path, was, is_, words):
    path = river().write(tmp_path / "written.osm")
    path.write_text(path.read_text().replace(was, is_))
    with pytest.raises(RoadsError, match=rf"written\.osm cannot be read .*{words}"):
        read_roads(path)


def test_a_file_of_another_kind_is_named(tmp_path):
    (tmp_path / "roads.txt").write_text("three roads")
    with pytest.raises(RoadsError, match=r"roads\.txt cannot be read .*format"):
        read_roads(tmp_path / "roads.txt")
    (tmp_path / "folder.osm").mkdir()
    with pytest.raises(RoadsError, match=r"no file .*folder\.osm"):
        read_roads(tmp_path / "folder.osm")


@pytest.mark.parametrize(
    ("posted", "driven"), [("5000", 25), ("1", 25), ("0", 25), ("-50", 25), ("nan", 25), ("200", 140), ("3", 2.4)]
)
def test_a_limit_that_nobody_posts_is_not_believed(tmp_path, posted, driven):
    roads = line(tmp_path, maxspeed=posted)
    assert roads.metres / roads.seconds * 3.6 == pytest.approx([driven] * 2)


def test_progress_is_told_while_a_file_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("unfence.network.roads.ways.OFTEN", 2)
    monkeypatch.setattr("unfence.network.roads.reading.LARGE", 6)
    told = []
    path = river().write(tmp_path / "river.osm")
    roads = read_roads(path, progress=lambda *step: told.append(step))
    assert told == [("scan", 2, 0), ("scan", 3, 3), ("order", 0, 0), ("order", 1, 1)]
    assert roads.dissected
    for step in {step for step, _, _ in told}:
        assert say(f"command.step.{step}", "zh") != say(f"command.step.{step}", "en")


def test_what_is_wrong_with_roads_is_one_of_the_errors_of_unfence(tmp_path):
    with pytest.raises(unfence.UnfenceError):
        Roads.load(tmp_path / "nothing.npz")
