"""A book on real roads: its fences, measures, sites and zones, and links for its table."""

import csv
import io

import numpy as np
import pytest

from reach.small import BRIDGE, STEP, table
from roads.maps import river
from unfence import read_book
from unfence.network.reach import SPACING, Places, Question, ReachError
from unfence.network.roads import read_roads
from unfence.studies.circles import BookOnRoads, circles
from unfence.studies.road_links import road_links


@pytest.fixture
def roads(river_file):
    return read_roads(river_file, spacing=SPACING)


def test_people_meet_their_own_waits_and_measures(roads, book_folder):
    here = BookOnRoads(read_book(book_folder), ("car",))
    found = circles(roads, here, Question(here.parks, (2 * STEP + 0.01,)))
    cases = [(case.kind, case.label.id) for case in found.cases]
    assert cases == [("today", "today"), ("without", "post"), ("with", "build"), ("with", "wave")]
    assert found.people[:, 0, 0, 0].tolist() == [0, 500, 31000, 500]
    assert found.site_names(2, 0, 0) == ("north",)
    assert found.lost_sites == ("far",)
    assert found.to_sites[0, 0, 2] == pytest.approx(2 * STEP + 6, abs=0.01)


def test_without_a_mode_every_wait_of_people_counts(book_folder):
    cases = BookOnRoads(read_book(book_folder)).cases()
    assert [c.label.id for c in cases if c.kind == "without"] == ["post", "gap"]


def test_trucks_meet_theirs_and_cost_money(roads, book_folder):
    here = BookOnRoads(read_book(book_folder), ("truck",))
    assert here.vehicle == "truck"
    found = circles(roads, here, Question(here.parks, (45.0,)))
    assert [(case.kind, case.label.id) for case in found.cases] == [("today", "today"), ("without", "check")]
    # To the park itself, the middle, the town (30 minutes' wait) and the north bank (twice).
    hours = (STEP + 2 * STEP + 4 * STEP + BRIDGE) / 60
    assert found.freight.hours[:, 0] == pytest.approx([hours + 1.5, hours], abs=1e-3)
    assert found.freight.money[0, 0] - found.freight.money[1, 0] == pytest.approx(1.5 * 120)


def test_a_book_alone_asks_for_its_parks(roads, book_folder):
    found = circles(roads, read_book(book_folder))
    assert found.question.starts.ids() == ("park",)
    assert found.question.minutes == (15.0, 30.0, 45.0)
    assert len(found.areas) == len(found.cases)


def test_what_is_decided_is_in_force_today(roads, book_folder):
    rows = [
        {"id": "build", "name": "Build", "status": "building"},
        {"id": "wave", "name": "Wave"},
        {"id": "free", "name": "F"},
    ]
    table(book_folder / "measures.csv", rows)
    here = BookOnRoads(read_book(book_folder), ("car",))
    found = circles(roads, here, Question(here.parks, (1.0,)))
    assert found.cases[0].built == ("bridge",)
    assert found.people[0, 0, 0, 0] == 31000


def test_no_border_for_a_side_is_said(roads, book_folder):
    (book_folder / "areas.geojson").unlink()
    with pytest.raises(ReachError) as refused:
        circles(roads, read_book(book_folder))
    assert refused.value.code == "reach.no_borders"


@pytest.mark.parametrize(("modes", "code"), [(("ship",), "mode"), (("car", "truck"), "mode_mixed")])
def test_modes_that_do_not_fit(book_folder, modes, code):
    with pytest.raises(ReachError) as refused:
        BookOnRoads(read_book(book_folder), modes)
    assert refused.value.code == f"reach.{code}"


def test_links_join_neighbours_with_minutes_and_km(roads, book_folder):
    sites = BookOnRoads(read_book(book_folder), ("truck",)).sites
    found = road_links(roads, sites, "river.osm")
    rows = {(row.a, row.b): (row.minutes, row.km, row.both_ways) for row in found.rows}
    assert list(rows) == [("park", "mid"), ("mid", "town"), ("town", "north")]
    assert rows["park", "mid"] == (pytest.approx(STEP, abs=0.01), pytest.approx(1.112, abs=0.001), True)
    assert rows["town", "north"][0] == pytest.approx(2 * STEP + BRIDGE, abs=0.01)
    assert found.lost == ("far",)


def test_links_that_are_written_can_be_read_as_a_book(roads, book_folder):
    sites = BookOnRoads(read_book(book_folder)).sites
    text = road_links(roads, sites, "river.osm").to_csv("truck", "river.osm")
    (book_folder / "links.csv").write_text(text, encoding="utf-8")
    (book_folder / "effects.csv").unlink()
    book = read_book(book_folder)
    assert book["links"]["km"].to_list() == [float(row["km"]) for row in csv.DictReader(io.StringIO(text))]


def test_a_one_way_road_gives_a_link_for_each_way(tmp_path, book_folder):
    """Eastwards along the south bank, back to the park by a road that bends round to the south."""
    world = river()
    world.point(21, 0.0, -0.003)
    world.road(2, 21, 1, maxspeed="50", oneway="yes")
    world.roads[0] = ((1, 2), {"highway": "residential", "maxspeed": "50", "oneway": "yes"})
    world.road(2, 3, maxspeed="50")
    roads = read_roads(world.write(tmp_path / "oneway.osm"), spacing=SPACING)
    sites = BookOnRoads(read_book(book_folder)).sites
    rows = {(row.a, row.b): row for row in road_links(roads, sites, "oneway.osm").rows}
    there, back = rows["park", "mid"], rows["mid", "park"]
    assert (there.both_ways, back.both_ways) == (False, False)
    assert there.km == pytest.approx(1.112, abs=0.001)
    assert back.km == pytest.approx(0.3336 + 1.1609, abs=0.002)


def test_too_few_sites_for_a_link(roads):
    with pytest.raises(ReachError, match=r"river\.osm"):
        road_links(roads, Places.of([]), "river.osm")


def test_a_ban_closes_the_road_to_goods_only_where_nothing_may_pass(book_folder):
    """Lorries carry ore and acid: a ban on ore leaves the acid, one on all goods leaves nothing."""
    for row in ({"id": "acid", "name": "Acid", "unit": "t", "kind": "good"},):
        with (book_folder / "commodities.csv").open("a", encoding="utf-8") as file:
            file.write(",".join(row.values()) + "\n")
    modes = [{"id": "truck", "name": "Truck", "carries": "good", "cost_hour": 120, "speed": 60}]
    modes += [{"id": mode, "name": mode, "carries": "people", "speed": 60} for mode in ("car", "bus")]
    table(book_folder / "modes.csv", modes)
    bans = {"ore": "ore", "all": "good", "people": "people"}
    rows = [
        {"id": name, "name": name, "between": "west;east", "kind": "ban", "commodities": on}
        for name, on in bans.items()
    ]
    table(book_folder / "fences.csv", rows)
    for name in ("measures", "effects"):
        (book_folder / f"{name}.csv").unlink()
    book = read_book(book_folder)
    for mode, closed in (("truck", ["all"]), ("car", ["people"])):
        here = BookOnRoads(book, (mode,))
        assert [fence.label.id for fence in here.fences(book)] == closed
        assert [fence.wait.minutes for fence in here.fences(book)] == [float("inf")]


def test_a_planned_road_of_the_book_is_no_street_for_who_walks_to_a_bus(book_folder):
    from unfence.network.reach.rides import Lines
    from unfence.network.transit import lines_of

    lines = Lines(lines_of("line,stop,lon,lat,minute,headway\nx,a,0,0,0,30\nx,b,0.02,0,9,"), np.array([28800.0]))
    book = read_book(book_folder)
    assert [link.id for link in BookOnRoads(book, ("car",)).links] == ["bridge"]
    assert BookOnRoads(book, ("car",), lines=lines).links == ()
