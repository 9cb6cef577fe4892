"""Jurisdictions of nodes, from GeoJSON and from boundary relations; fences and planned links as weights."""

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely

from roads.maps import DEGREE, Map, node_at, river, two_sides
from unfence.network import read_roads, travel_times
from unfence.network.roads import (
    Borders,
    PlannedLink,
    Roads,
    RoadsError,
    TimeFence,
    main_piece,
    nearest,
    read_borders,
    read_planned,
    scenario,
    with_planned,
)


@pytest.fixture
def parted(tmp_path):
    """The river's streets, cut by a border at longitude 0.005 into west and east."""
    return read_roads(river().write(tmp_path / "river.osm"), read_borders(two_sides(tmp_path / "b.geojson", 0.005)))


def corners(*, hole=False):
    """Three areas in a row, each 1 degree wide, as ways that run along shared edges; the last one does not close."""
    world = Map()
    for column in range(4):
        world.point(1 + column, column, 0.0)
        world.point(11 + column, column, 1.0)
    plain = {"highway": ""}
    walls = [world.road(1 + column, 11 + column, **plain) for column in range(3)]
    south = [world.road(1 + column, 2 + column, **plain) for column in range(3)]
    north = [world.road(12 + column, 11 + column, **plain) for column in range(3)]
    inner = []
    if hole:
        for number, (lon, lat) in enumerate([(0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)], start=21):
            world.point(number, lon, lat)
        inner = [world.road(21, 22, 23, 24, 21, **plain)]
    for column, name in enumerate("ab"):
        edges = [walls[column], south[column], walls[column + 1], north[column]]
        world.area(name, 6, edges, inner if column == 0 else ())
    world.area("c", 6, [walls[2], south[2], north[2]])
    world.area("whole", 4, [walls[0], *south[:2], walls[2], *north[:2]])
    return world


def test_every_node_knows_its_jurisdiction_and_crossing_edges_are_listed(parted):
    assert parted.jurisdictions == ("west", "east")
    assert (parted.jurisdiction == np.where(parted.lon < 0.005, 0, 1)).all()
    ends = parted.lon[parted.tail[parted.crossings]], parted.lon[parted.head[parted.crossings]]
    assert len(parted.crossings) == 4
    assert (np.minimum(*ends) < 0.005).all()
    assert (np.maximum(*ends) > 0.005).all()


def test_areas_come_from_boundary_relations_and_open_rings_are_named(tmp_path):
    borders = read_borders(corners().write(tmp_path / "areas.osm"))
    assert (borders.ids, borders.broken) == (("a", "b"), ("c",))
    assert borders.of(np.array([0.5, 1.5, 2.5]), np.array([0.5, 0.5, 0.5])).tolist() == [0, 1, -1]


def test_a_hole_is_not_inside(tmp_path):
    borders = read_borders(corners(hole=True).write(tmp_path / "areas.osm"))
    assert borders.of(np.array([0.5, 0.2]), np.array([0.5, 0.5])).tolist() == [-1, 0]


def test_the_level_can_be_chosen(tmp_path):
    path = corners().write(tmp_path / "areas.osm")
    assert read_borders(path, [4]).ids == ("whole",)
    with pytest.raises(RoadsError, match="no border that closes"):
        read_borders(path, [8])


def test_of_two_areas_that_overlap_the_smaller_counts():
    borders = Borders(("small", "large"), (shapely.box(0, 0, 1, 1), shapely.box(-1, -1, 2, 2)))
    assert borders.of(np.array([0.5, 1.5]), np.array([0.5, 0.5])).tolist() == [0, 1]


def test_on_the_line_between_two_areas_one_is_in_one_of_them():
    borders = Borders(("west", "east"), (shapely.box(-1, -1, 0, 1), shapely.box(0, -1, 1, 1)))
    assert borders.of(np.array([0.0, -1.0]), np.array([0.0, -1.0])).tolist() == [0, 0]
    smaller = Borders(("west", "east"), (shapely.box(-1, -1, 0, 1), shapely.box(0, -0.5, 1, 0.5)))
    assert smaller.of(np.array([0.0, 0.0]), np.array([0.0, 0.9])).tolist() == [1, 0]


def test_in_a_slit_one_is_in_the_nearer_area_and_beyond_it_in_none():
    metre = 1 / DEGREE
    borders = Borders(
        ("west", "east", "nowhere"), (shapely.box(-1, -1, 0, 1), shapely.box(20 * metre, -1, 1, 1), shapely.Polygon())
    )
    lon = np.array([1, 9, 11, 20, -1 / metre - 40, -1 / metre - 70]) * metre
    assert borders.of(lon, np.zeros(6)).tolist() == [0, 0, 1, 1, 0, -1]
    assert borders.of(np.array([]), np.array([])).tolist() == []


def test_a_road_through_a_slit_crosses_once(tmp_path):
    world = Map()
    for number in range(9):
        world.point(number + 1, number * 0.0001, 0.0)
    world.road(*range(1, 10))
    slit = Borders(("west", "east"), (shapely.box(-1, -1, 0.00025, 1), shapely.box(0.00055, -1, 1, 1)))
    roads = read_roads(world.write(tmp_path / "slit.osm"), slit, spacing=5)
    assert roads.nodes == 9
    assert len(roads.crossings) == 2
    waited = scenario(roads, [TimeFence("west", "east", 5), TimeFence("west+east", "outside", 7)]) - roads.seconds
    assert waited.sum() == pytest.approx(2 * 300)


def test_features_of_one_jurisdiction_are_one_area(tmp_path):
    path = two_sides(tmp_path / "b.geojson")
    document = json.loads(path.read_text())
    for feature in document["features"]:
        feature["properties"]["jurisdiction"] = "all"
    path.write_text(json.dumps(document))
    borders = read_borders(path)
    assert borders.ids == ("all",)
    assert borders.of(np.array([-0.5, 0.5]), np.array([0.0, 0.0])).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read as GeoJSON"),
        ('{"type": "Feature"}', "cannot be read as GeoJSON"),
        ('{"features": 5}', "cannot be read as GeoJSON"),
        ('{"features": [5]}', "cannot be read as GeoJSON"),
        ('{"features": []}', "no border"),
        ('{"features": [{"geometry": null}]}', "feature 1 has no jurisdiction"),
        (
            '{"features": [{"id": "x", "geometry": {"type": "Point", "coordinates": [0, 0]}}]}',
            r"feature 1 \(x\) is not",
        ),
        ('{"features": [{"id": "x", "geometry": {"type": "Polygon", "coordinates": 7}}]}', r"feature 1 \(x\) is not"),
    ],
)
def test_what_is_wrong_with_borders_is_said(tmp_path, text, words):
    (tmp_path / "b.geojson").write_text(text)
    with pytest.raises(RoadsError, match=words):
        read_borders(tmp_path / "b.geojson")


def test_a_fence_costs_its_minutes_once_a_crossing(parted):
    west, east = node_at(parted, 0, 0), node_at(parted, 0.02, 0)
    today = travel_times(parted, [west, east])
    fenced = travel_times(parted, [west, east], scenario(parted, [TimeFence("west", "east", 12)]))
    assert fenced[0, east] - today[0, east] == pytest.approx(720)
    assert fenced[1, west] - today[1, west] == pytest.approx(720)
    # From bank to bank in the west one crosses twice.
    other_bank = node_at(parted, 0, 0.002)
    assert fenced[0, other_bank] - today[0, other_bank] == pytest.approx(1440)


def test_a_fence_may_stand_one_way_only_or_for_one_kind_of_vehicle(parted):
    there = scenario(parted, [TimeFence("west", "east", 12, both_ways=False)])
    assert (there - parted.seconds).sum() == pytest.approx(720 * 2)
    assert (scenario(parted, [TimeFence("west", "east", 12, vehicles=("truck",))]) == parted.seconds).all()
    truck = replace(parted, vehicle="truck")
    assert (scenario(truck, [TimeFence("west", "east", 12, vehicles=("truck",))]) - parted.seconds).sum() == 720 * 4


def test_outside_and_joined_sides_can_be_fenced(parted):
    west_only = Borders(("west",), (shapely.box(-1, -1, 0.005, 1),)).on(parted)
    assert (scenario(west_only, [TimeFence("west", "outside", 1)]) - parted.seconds).sum() == pytest.approx(240)
    assert (scenario(parted, [TimeFence("west+east", "outside", 1)]) == parted.seconds).all()


def test_a_closed_border_parts_the_two_sides(parted):
    times = travel_times(parted, [node_at(parted, 0, 0)], scenario(parted, [TimeFence("west", "east", np.inf)]))[0]
    assert np.isinf(times[parted.jurisdiction == 1]).all()
    assert np.isfinite(times[node_at(parted, 0, 0)])


@pytest.mark.parametrize(
    ("fence", "words"),
    [
        (TimeFence("west", "eastt", 1), "no jurisdiction “eastt”; the nearest name is “east”"),
        (TimeFence("west", "west+east", 1), "overlap"),
        (TimeFence("west", "east", -1), "is -1 minutes"),
        (TimeFence("west", "east", float("nan")), "is nan minutes"),
    ],
)
def test_what_is_wrong_with_a_fence_is_said(parted, fence, words):
    with pytest.raises(RoadsError, match=words):
        scenario(parted, [fence])


def test_a_planned_bridge_is_in_the_graph_and_open_only_when_built(parted):
    bridge = PlannedLink("bridge", start=(0.0, 0.0), end=(0.0, 0.002), minutes=0.5)
    roads = with_planned(parted, [bridge])
    south, north = node_at(roads, 0, 0), node_at(roads, 0, 0.002)
    assert (travel_times(roads, [south]) == travel_times(parted, [south])).all()
    built = travel_times(roads, [south, north], scenario(roads, built=["bridge"]))
    assert (built[0, north], built[1, south]) == (30, 30)
    assert roads.metres[-1] == pytest.approx(0.002 * DEGREE, rel=1e-6)


def test_planned_links_bear_fences_as_roads_do(parted):
    roads = with_planned(parted, [PlannedLink("cut", (0.0, 0.0), (0.02, 0.002), minutes=1, both_ways=False)])
    fence = TimeFence("west", "east", 2)
    assert scenario(roads, [fence], ["cut"])[-1] == 180
    assert np.isinf(scenario(roads, [fence])[-1])


def test_a_planned_link_takes_its_length_at_60_kmh_unless_its_minutes_are_known(parted):
    roads = with_planned(parted, [PlannedLink("a", (0.0, 0.0), (0.02, 0.0), km=3)])
    assert roads.built[-1] == pytest.approx(180)
    assert roads.metres[-1] == 3000


def test_planned_links_that_come_later_keep_those_that_were_there(parted):
    roads = with_planned(parted, [PlannedLink("a", (0.0, 0.0), (0.0, 0.002), minutes=1)])
    roads = with_planned(roads, [PlannedLink("b", (0.01, 0.0), (0.01, 0.002), minutes=2)])
    assert roads.links == ("a", "b")
    assert np.isfinite(scenario(roads, built=["b"])).sum() == parted.edges + 2
    with pytest.raises(RoadsError, match="planned link a is there twice"):
        with_planned(roads, [PlannedLink("a", (0.0, 0.0), (0.0, 0.002))])
    with pytest.raises(RoadsError, match="no planned link is called “bb”; the nearest name is “b”"):
        scenario(roads, built=["bb"])


def test_planned_links_are_read_from_a_table(tmp_path):
    path = tmp_path / "links.csv"
    path.write_text(
        "id,from_lon,from_lat,to_lon,to_lat,minutes,km,both_ways,from_on\n"
        "bridge,0,0,0,0.002,0.5,,no,\nramp,0.01,0,0.02,0.002,,1.5,,expressway\n"
    )
    bridge, ramp = read_planned(path)
    assert bridge == PlannedLink("bridge", (0, 0), (0, 0.002), minutes=0.5, both_ways=False)
    assert ramp == PlannedLink("ramp", (0.01, 0), (0.02, 0.002), km=1.5, start_on_expressway=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,from_lon\nx,1\n", "lacks the columns from_lat, to_lon, to_lat"),
        ("id,from_lon,from_lat,to_lon,to_lat\nx,1,2,3,east\n", "row 2, column to_lat: “east”"),
        ("id,from_lon,from_lat,to_lon,to_lat,minutes\nx,1,2,3,4,5\ny,1,2,3,4,-5\n", "row 3, column minutes: “-5”"),
        ("id,from_lon,from_lat,to_lon,to_lat\n,1,2,3,4\n", "row 2, column id"),
        ("id,from_lon,from_lat,to_lon,to_lat,both_ways\nx,1,2,3,4,maybe\n", "“maybe” is not one of yes, no"),
    ],
)
def test_what_is_wrong_with_a_table_of_links_is_said(tmp_path, text, words):
    (tmp_path / "links.csv").write_text(text)
    with pytest.raises(RoadsError, match=words):
        read_planned(tmp_path / "links.csv")


def test_the_nearest_node_is_found_with_its_distance(parted):
    nodes, metres = nearest(parted, 0.0, -0.001)
    assert nodes.tolist() == [node_at(parted, 0, 0)]
    assert metres == pytest.approx([0.001 * DEGREE], rel=1e-6)


def test_a_start_in_the_sea_is_refused_unless_told(parted):
    with pytest.raises(RoadsError, match=r"nearest road to 0\.00000, -0\.10000 is 11\.1 km away"):
        nearest(parted, 0.0, -0.1)
    assert nearest(parted, 0.0, -0.1, within=np.inf)[0].tolist() == [node_at(parted, 0, 0)]
    with pytest.raises(RoadsError, match="no expressway"):
        nearest(parted, 0.0, 0.0, expressway=True)


def test_a_start_is_put_on_the_main_piece_and_not_on_a_scrap():
    roads = Roads.of(
        [0, 1, 1, 2, 3, 4], [1, 0, 2, 1, 4, 3], seconds=[1] * 6, lon=[0, 0.001, 0.002, 0.01, 0.011], lat=[0] * 5
    )
    assert main_piece(roads).tolist() == [True, True, True, False, False]
    assert nearest(roads, 0.01, 0.0)[0].tolist() == [2]
