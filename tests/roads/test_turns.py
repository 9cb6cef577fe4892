"""Turns that a junction forbids: by hand on a crossing, and on any graph against a search over turns."""

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roads.maps import DEGREE, Map, node_at
from unfence.network import read_roads, travel_times
from unfence.network.roads import nearest
from unfence.network.roads.chains import Chains
from unfence.network.roads.roads import Roads
from unfence.network.roads.times import by_dijkstra
from unfence.network.roads.turns import Ban, split

ARM = 0.01 * DEGREE / (40 / 3.6)
"""Seconds along one arm of the crossing."""
NORTH, EAST, SOUTH, WEST = (0, 0.01), (0.01, 0), (0, -0.01), (-0.01, 0)


def crossing():
    """Four arms, ways 1 to 4 from north clockwise, each from the middle, point 5, outward to points 1 to 4."""
    world = Map()
    world.point(5, 0, 0)
    for number, place in enumerate((NORTH, EAST, SOUTH, WEST), start=1):
        world.point(number, *place)
        world.road(5, number, maxspeed="50")
    return world


def minutes(tmp_path, world, start, end, vehicle="car"):
    """In arms: how many arms' time it takes from the end of one arm to the end of another."""
    roads = read_roads(world.write(tmp_path / "crossing.osm"), vehicle=vehicle, spacing=1e9)
    source, target = (node_at(roads, *place) for place in (start, end))
    return travel_times(roads, [source])[0, target] / ARM


def test_a_forbidden_turn_is_not_made_and_others_are(tmp_path):
    world = crossing()
    world.ban("no_left_turn", 3, 5, 4)
    # One drives on to the end of an arm, turns round and comes back.
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(4, rel=1e-5)
    for start, end in ((SOUTH, NORTH), (SOUTH, EAST), (EAST, WEST), (WEST, SOUTH), (NORTH, WEST)):
        assert minutes(tmp_path, world, start, end) == pytest.approx(2, rel=1e-5)


def test_only_one_way_on(tmp_path):
    world = crossing()
    world.ban("only_straight_on", 3, 5, 1)
    assert minutes(tmp_path, world, SOUTH, NORTH) == pytest.approx(2, rel=1e-5)
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(4, rel=1e-5)
    assert minutes(tmp_path, world, EAST, WEST) == pytest.approx(2, rel=1e-5)


def test_turning_round_in_a_junction_may_be_forbidden(tmp_path):
    world = crossing()
    world.point(6, *(2 * x for x in SOUTH))
    world.road(3, 6, oneway="yes", maxspeed="50")
    world.road(5, 6, oneway="-1", maxspeed="50")
    free = minutes(tmp_path, world, SOUTH, SOUTH)
    assert free == 0
    world.ban("no_u_turn", 3, 5, 6)
    assert minutes(tmp_path, world, SOUTH, NORTH) == pytest.approx(2, rel=1e-5)


def test_the_ways_that_touch_the_junction_are_those_that_count(tmp_path):
    world = crossing()
    for number, (row, lon, lat) in enumerate([(2, 0, -0.005), (3, -0.005, 0)], start=6):
        # The arm becomes two ways that meet at the new point, the outer one keeping the old number.
        world.point(number, lon, lat)
        (middle, outer), tags = world.roads[row]
        world.roads[row] = ((number, outer), tags)
        world.road(middle, number, maxspeed="50")
    world.ban("no_left_turn", 3, 5, 4)
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(2, rel=1e-5)
    world.ban("no_left_turn", 5, 5, 6)
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(4, rel=1e-5)


def test_going_on_may_be_forbidden_where_no_other_road_is(tmp_path):
    world = Map()
    for number in range(3):
        world.point(number + 1, number / 100, 0.0)
    one, other = world.road(1, 2), world.road(2, 3)
    world.ban("no_straight_on", one, 2, other)
    roads = read_roads(world.write(tmp_path / "gate.osm"), spacing=1e9)
    west, east = node_at(roads, 0, 0), node_at(roads, 0.02, 0)
    times = travel_times(roads, [west, east])
    assert np.isinf(times[0, east])
    assert np.isfinite(times[1, west])


def test_several_bans_at_one_point_hold_together(tmp_path):
    world = crossing()
    world.ban("no_left_turn", 3, 5, 4)
    world.ban("no_right_turn", 3, 5, 2)
    world.ban("no_u_turn", 1, 5, 1)
    # Neither left nor right, nor by turning round at the northern end: nothing leads west but by the north.
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(4, rel=1e-5)
    world.ban("only_straight_on", 1, 5, 3)
    assert np.isinf(minutes(tmp_path, world, SOUTH, WEST))
    assert minutes(tmp_path, world, EAST, WEST) == pytest.approx(2, rel=1e-5)


@pytest.mark.parametrize(
    ("kind", "tags", "car", "truck"),
    [
        ("no_left_turn", {"except": "bus;bicycle"}, 4, 4),
        ("no_left_turn", {"except": "motorcar"}, 2, 4),
        ("no_left_turn", {"except": "bus; hgv"}, 4, 2),
        ("", {"restriction__hgv": "no_left_turn"}, 2, 4),
        ("", {"restriction__conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, 2, 2),
        ("no_left_turn", {"type": "restriction:bus"}, 2, 2),
        ("unknown", {}, 2, 2),
        ("no_entry", {}, 4, 4),
    ],
)
def test_a_ban_is_for_whom_and_for_when_it_says(tmp_path, kind, tags, car, truck):
    world = crossing()
    world.ban(kind, 3, 5, 4, **tags)
    for vehicle, arms in (("car", car), ("truck", truck)):
        assert minutes(tmp_path, world, SOUTH, WEST, vehicle) == pytest.approx(arms, rel=1e-5)


@pytest.mark.parametrize(("from_", "via", "to"), [(3, 99, 4), (99, 5, 4), (3, 5, 99), (3, 1, 4), (3, 5, 5)])
def test_a_ban_that_names_what_is_not_there_is_left_out(tmp_path, from_, via, to):
    world = crossing()
    world.point(6, 0.02, 0)
    world.road(2, 6)
    world.ban("no_left_turn", from_, via, to)
    world.ban("only_right_turn", from_, via, to)
    for end in (NORTH, WEST):
        assert minutes(tmp_path, world, SOUTH, end) == pytest.approx(2, rel=1e-5)


def test_a_ban_over_a_way_is_left_out(tmp_path):
    world = crossing()
    world.ban("no_left_turn", 3, 1, 4, over="way")
    assert minutes(tmp_path, world, SOUTH, WEST) == pytest.approx(2, rel=1e-5)


def test_a_way_that_runs_through_the_point_is_not_known_to_be_meant(tmp_path):
    world = crossing()
    world.point(6, 0.01, 0.01)
    world.point(7, -0.01, -0.01)
    world.road(6, 5, 7, maxspeed="50")
    world.ban("no_right_turn", 3, 5, 5)
    assert minutes(tmp_path, world, SOUTH, (0.01, 0.01)) == pytest.approx(1 + 2**0.5, rel=1e-4)


def test_the_junction_itself_is_reached_from_all_sides_and_is_where_one_stops(tmp_path):
    world = crossing()
    world.ban("no_left_turn", 3, 5, 4)
    roads = read_roads(world.write(tmp_path / "crossing.osm"), spacing=1e9)
    here = np.flatnonzero((roads.lon == 0) & (roads.lat == 0))
    assert len(here) == 2
    assert roads.kerb[here].sum() == 1
    (middle,) = nearest(roads, 0.0, 0.0)[0]
    assert middle in here
    ends = [node_at(roads, *place) for place in (NORTH, EAST, SOUTH, WEST)]
    assert travel_times(roads, ends)[:, middle] == pytest.approx([ARM] * 4, rel=1e-5)


@st.composite
def junctions(draw):
    """Roads between a few points, each a way of its own or with others, and bans at some points."""
    points = draw(st.integers(2, 8))
    ends = draw(st.lists(st.tuples(*[st.integers(0, points - 1)] * 2), min_size=1, max_size=20))
    ways = [draw(st.integers(0, 9)) for _ in ends]
    seconds = [float(draw(st.integers(1, 50))) for _ in ends]
    few = st.lists(st.integers(0, 9), min_size=1, max_size=3).map(tuple)
    bans = draw(st.lists(st.builds(Ban, st.integers(0, points - 1), few, few, st.booleans()), max_size=6))
    start, end = np.array(ends).T
    way = np.array(ways)
    return Chains(start, end, np.array(seconds), np.zeros(len(way)), way, way), bans, points


def may_turn(chains, bans, one, other):
    """Straight from the words of the bans."""
    here = [b for b in bans if b.via == chains.end[one] and chains.arriving[one] in b.origins]
    out = [c for c in range(len(chains.start)) if chains.start[c] == chains.end[one]]
    closed = any(not b.only and chains.leaving[other] in b.targets for b in here)
    orders = [b for b in here if b.only and any(chains.leaving[c] in b.targets for c in out)]
    return not closed and all(chains.leaving[other] in b.targets for b in orders)


def by_turns(chains, bans, points, source):
    """(points,) seconds by a search over roads, not points; a trip leaves its start as all who come there may."""
    arrivals = [c for c in range(len(chains.start)) if chains.end[c] == source]
    departures = [
        c
        for c in range(len(chains.start))
        if chains.start[c] == source and all(may_turn(chains, bans, a, c) for a in arrivals)
    ]
    least = np.full(points, np.inf)
    least[source] = 0
    waiting, done = [(chains.seconds[c], c) for c in departures], set()
    heapq.heapify(waiting)
    while waiting:
        time, road = heapq.heappop(waiting)
        if road in done:
            continue
        done.add(road)
        least[chains.end[road]] = min(least[chains.end[road]], time)
        for onward in range(len(chains.start)):
            if chains.start[onward] == chains.end[road] and may_turn(chains, bans, road, onward):
                heapq.heappush(waiting, (time + chains.seconds[onward], onward))
    return least


@settings(deadline=None, max_examples=400)
@given(junctions())
def test_times_are_those_of_a_search_over_turns(drawn):
    chains, bans, points = drawn
    parted = split(chains, bans, points)
    place = np.concatenate([np.arange(points), parted.copies])
    whole = parted.chains
    roads = Roads.of(whole.start, whole.end, seconds=whole.seconds, lon=place * 0.001, lat=np.zeros(len(place)))
    times = by_dijkstra(roads, np.arange(points), roads.seconds)[:, :points]
    for source in range(points):
        assert (times[source] == by_turns(chains, bans, points, source)).all()


@settings(deadline=None, max_examples=100)
@given(junctions())
def test_without_bans_nothing_is_split(drawn):
    chains, _, points = drawn
    parted = split(chains, [], points)
    assert not len(parted.copies)
    assert len(parted.chains.start) == (chains.start != chains.end).sum()
