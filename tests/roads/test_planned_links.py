"""Where planned links join the roads: an island, a stub, not a yard that leads nowhere."""

import numpy as np
import pytest

from roads.maps import DEGREE, Map, node_at, river
from unfence.network import read_roads, travel_times
from unfence.network.roads import PlannedLink, RoadsError, main_piece, nearest, scenario, with_planned

METRE = 1 / DEGREE


def bay(*, gap=500, scrap=None):
    """A street along the shore, and an island ``gap`` metres off; perhaps a yard of its own beside the street."""
    world = Map()
    for number in range(6):
        world.point(1 + number, number * 100 * METRE, 0.0)
    world.road(1, 2, 3, 4, 5, 6)
    for number, (x, y) in enumerate([(0, 0), (100, 0), (100, 100)], start=11):
        world.point(number, (200 + x) * METRE, (gap + y) * METRE)
    world.road(11, 12, 13)
    if scrap is not None:
        world.point(21, 200 * METRE, -scrap * METRE)
        world.point(22, 230 * METRE, -scrap * METRE)
        world.road(21, 22)
    return world


def joined(tmp_path, world, start, end, **known):
    """The roads with one link between places in metres, and what reaches the street's western end once it is built."""
    roads = read_roads(world.write(tmp_path / "bay.osm"), spacing=100)
    places = [(x * METRE, y * METRE) for x, y in (start, end)]
    roads = with_planned(roads, [PlannedLink("link", *places, minutes=1, **known)])
    return roads, travel_times(roads, [node_at(roads, 0, 0)], scenario(roads, built=["link"]))[0]


def test_a_bridge_joins_an_island_that_no_road_joins_today(tmp_path):
    roads, times = joined(tmp_path, bay(), (200, 0), (200, 500))
    island = node_at(roads, 200 * METRE, 500 * METRE)
    assert (main_piece(roads) == (roads.lat == 0)).all()
    assert times[island] == pytest.approx(times[node_at(roads, 200 * METRE, 0)] + 60)
    assert np.isfinite(times).all()


@pytest.mark.parametrize("end", [(230, 500), (190, 460), (280, 540)])
def test_an_end_that_is_not_quite_on_the_island_joins_it_all_the_same(tmp_path, end):
    _, times = joined(tmp_path, bay(), (200, 0), end)
    assert np.isfinite(times).all()


@pytest.mark.parametrize(
    ("end", "nearer"), [((292, 515), (300, 500)), ((308, 585), (300, 600)), ((206, 508), (200, 500))]
)
def test_of_a_road_on_the_island_the_nearer_end_is_joined(tmp_path, end, nearer):
    roads, times = joined(tmp_path, bay(), (200, 0), end)
    street = times[node_at(roads, 200 * METRE, 0)]
    assert times[node_at(roads, *(x * METRE for x in nearer))] == pytest.approx(street + 60)


def test_an_end_beside_the_street_joins_the_street_and_not_a_yard_that_leads_nowhere(tmp_path):
    roads, times = joined(tmp_path, bay(gap=5000, scrap=40), (215, -20), (500, 0))
    assert times[node_at(roads, 500 * METRE, 0)] < 200 / (25 / 3.6) + 61
    yard = roads.lat < 0
    assert np.isinf(times[yard]).all()


def test_a_node_that_is_hit_is_the_one_that_is_meant(tmp_path):
    roads, times = joined(tmp_path, bay(gap=5000, scrap=40), (202, -41), (500, 0))
    assert np.isfinite(times[roads.lat < -20 * METRE]).all()


def test_the_stub_of_a_road_that_goes_on_once_the_link_is_there(tmp_path):
    # One carriageway each way; the western one has lost its middle, so that its ends are no part of the main piece.
    world = Map()
    for number in range(5):
        world.point(1 + number, 0.0, number * 100 * METRE)
        world.point(11 + number, 12 * METRE, number * 100 * METRE)
    world.road(5, 4, oneway="yes")
    world.road(2, 1, oneway="yes")
    world.road(11, 12, 13, 14, 15, oneway="yes")
    world.road(1, 11)
    world.road(5, 15)
    roads = read_roads(world.write(tmp_path / "carriageways.osm"), spacing=100)
    again = with_planned(roads, [PlannedLink("gap", (0, 300 * METRE), (0, 100 * METRE), minutes=1, both_ways=False)])
    north, south = node_at(roads, 0, 400 * METRE), node_at(roads, 0, 0)
    assert np.isinf(travel_times(roads, [north])[0, south])
    times = travel_times(again, [north], scenario(again, built=["gap"]))[0]
    assert times[south] == pytest.approx(60 + 200 / (25 / 3.6), rel=1e-5)


def test_an_end_too_far_from_any_road_is_refused_on_an_island_too(tmp_path):
    with pytest.raises(RoadsError, match=r"nearest road to .* km away"):
        joined(tmp_path, bay(gap=9000), (200, 0), (200, 6500))


def test_links_in_a_row_join_an_island_behind_an_island(tmp_path):
    world = bay()
    for number, x in enumerate((200, 320), start=31):
        world.point(number, x * METRE, 1200 * METRE)
    world.road(31, 32)
    roads = read_roads(world.write(tmp_path / "bay.osm"), spacing=100)
    first = PlannedLink("a", (200 * METRE, 0), (200 * METRE, 500 * METRE), minutes=1)
    second = PlannedLink("b", (300 * METRE, 600 * METRE), (320 * METRE, 1200 * METRE), minutes=1)
    roads = with_planned(with_planned(roads, [first]), [second])
    start = node_at(roads, 0, 0)
    assert np.isfinite(travel_times(roads, [start], scenario(roads, built=["a", "b"]))).all()
    assert np.isinf(travel_times(roads, [start], scenario(roads, built=["b"]))).any()


def test_an_expressway_link_does_not_join_the_copy_of_a_junction(tmp_path):
    world = river()
    world.point(30, 0.03, 0.0)
    world.point(31, 0.04, 0.0)
    world.road(3, 30, 31, highway="motorway", oneway="no")
    world.ban("no_left_turn", 1, 3, 3)
    roads = read_roads(world.write(tmp_path / "expressway.osm"), spacing=500)
    assert (~roads.kerb & np.isclose(roads.lon, 0.02)).any()
    (node,) = nearest(roads, 0.02, 0.0, expressway=True, within=np.inf)[0]
    assert roads.lon[node] == pytest.approx(0.03)


def test_who_comes_from_a_planned_link_may_turn_where_others_may_not(tmp_path):
    # At the third point a side road: who comes from the west may not take it, who comes from it may not go east.
    world = bay(gap=5000)
    world.point(40, 200 * METRE, -300 * METRE)
    side = world.road(3, 40)
    world.roads[0] = ((1, 2, 3), world.roads[0][1])
    onward = world.road(3, 4, 5, 6)
    world.ban("no_right_turn", 1, 3, side)
    world.ban("no_right_turn", side, 3, onward)
    roads = read_roads(world.write(tmp_path / "side.osm"), spacing=1e9)
    link = PlannedLink("link", (0.0, 0.0), (200 * METRE, 0.0), minutes=0.1)
    again = with_planned(roads, [link])
    start, end = node_at(roads, 0, 0), node_at(roads, 200 * METRE, -300 * METRE)
    far = node_at(roads, 500 * METRE, 0)
    seconds = scenario(again, built=["link"])
    assert travel_times(roads, [start])[0, end] > 800 / (25 / 3.6) - 1, "to the end of the street and back"
    assert travel_times(again, [start], seconds)[0, end] == pytest.approx(6 + 300 / (25 / 3.6), rel=1e-4)
    # The link leaves from where all come to: from the side road too.
    assert travel_times(again, [end], seconds)[0, start] == pytest.approx(6 + 300 / (25 / 3.6), rel=1e-4)
    assert travel_times(again, [end], seconds)[0, far] > 600 / (25 / 3.6) + 1
