"""The circles of a book over its own links: a valley by hand, drawn books by law."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unfence
from reach.valley import valley
from unfence.economy import Economy
from unfence.network import Arcs
from unfence.network.minutes import minutes
from unfence.studies.neighbourhood import neighbourhood_of
from unfence.studies.reach import MINUTES
from unfence.studies.travels import reach_of
from worlds.random_book import random_book
from worlds.writing import write


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return unfence.read_book(write(*valley(), tmp_path_factory.mktemp("books") / "valley"))


@pytest.fixture(scope="module")
def reach(book):
    return reach_of(Economy(book), ["through"])


def circles(reach, modes, start):
    (travel,) = (t for t in reach.travels if t.modes == modes)
    (found,) = (s.circles for s in travel.starts if s.site == start)
    return {(c.case, c.id): c for c in found}


def residents(circle):
    return [within.residents for within in circle.within]


def test_people_travel_as_their_trips_say_and_goods_by_modes_that_a_case_makes_faster(reach):
    kinds = [(travel.modes, travel.people) for travel in reach.travels]
    assert kinds == [(("bus", "walk"), True), (("car",), True), (("truck",), False)]
    begin = {travel.modes: [start.site for start in travel.starts] for travel in reach.travels}
    assert begin == {("bus", "walk"): ["park", "hamlet", "town"], ("car",): ["park", "hamlet", "town"],
                     ("truck",): ["park", "yard"]}  # fmt: skip


def test_a_bus_that_stops_at_the_border_by_hand(reach):
    """Hamlet 10, town 12 and 24 of waiting, the hill 4 more; on foot 80."""
    park = circles(reach, ("bus", "walk"), "park")
    assert list(park) == [
        ("today", "today"), ("open", "open"), ("best", "best"),
        ("without", "gap"), ("with", "through"), ("with", "controls"),
    ]  # fmt: skip
    assert [(away.site, away.minutes) for away in park["today", "today"].to_sites] == [
        ("park", 0), ("hamlet", 10), ("town", pytest.approx(36))
    ]  # fmt: skip
    assert residents(park["today", "today"]) == [31000, 31000, 32070]
    for case in (("open", "open"), ("best", "best"), ("without", "gap"), ("with", "through")):
        assert residents(park[case]) == [32000, 32070, 32070]
    assert residents(park["with", "controls"]) == [31000, 31000, 31000]
    today = park["today", "today"].within[2]
    assert (today.workers, today.jobs, today.sites) == (9430, 385, ("park", "hamlet", "town"))


def test_the_difference_is_named(reach):
    more = {(d.modes, d.start, d.case, d.id, d.minutes): d for d in reach.differences}
    gap = more[("bus", "walk"), "town", "without", "gap", 30.0]
    assert (gap.residents, gap.workers, gap.jobs, gap.sites, gap.lost) == (31000, 9000, 80, ("park", "hamlet"), ())
    assert more[("bus", "walk"), "park", "with", "controls", 45.0].lost == ("town",)
    assert more[("bus", "walk"), "park", "with", "controls", 45.0].residents == -1070
    assert not any(case == "today" or name == "leaflet" for _, _, case, name, _ in more)
    assert all(d.residents or d.workers or d.jobs or d.sites or d.lost for d in reach.differences)


def test_a_ban_turns_cars_back_and_a_measure_brings_what_it_needs(reach):
    town = circles(reach, ("car",), "town")
    assert residents(town["today", "today"]) == [1070, 1070, 1070]
    assert [away.site for away in town["with", "treaty"].to_sites] == ["park", "town"]
    assert {away.site: away.minutes for away in town["with", "build"].to_sites} == {
        "park": pytest.approx(8), "hamlet": pytest.approx(5), "town": 0
    }  # fmt: skip


def test_lorries_wait_for_some_of_their_load_and_are_closed_out_by_a_ban_on_all(reach, book):
    park = circles(reach, ("truck",), "park")
    assert list(park) == [("today", "today"), ("open", "open"), ("best", "best"), ("without", "check")]
    assert [w.sites for w in park["today", "today"].within] == [
        ("park",), ("park", "works"), ("park", "works", "yard")
    ]  # fmt: skip
    assert park["without", "check"].within[0].sites == ("park", "works")
    assert all(within.residents == 0 for within in park["today", "today"].within)


def test_a_ban_on_all_that_a_lorry_carries_closes_its_way(tmp_path):
    tables, given = valley()
    (ban,) = (row for row in tables["fences"] if row["id"] == "no_acid")
    ban["commodities"] = "ore;acid"
    book = unfence.read_book(write(tables, given, tmp_path / "b"))
    park = circles(reach_of(Economy(book), []), ("truck",), "park")
    assert [away.site for away in park["today", "today"].to_sites] == ["park"]
    assert [away.site for away in park["without", "no_acid"].to_sites] == ["park", "works", "yard"]


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude(book):
    """1.93 km east of the town at latitude 27, 7.7 minutes; it would be 2.17 km on the equator."""
    hill = {"id": "hill", "lon": 109.1195, "lat": 27.0, "residents": 7.0}
    sites = book["sites"].filter(book["sites"]["id"] == "town")
    zones = book["zones"].head(1).with_columns(site=pl.lit(""), **{name: pl.lit(value) for name, value in hill.items()})
    near = neighbourhood_of(replace(book, tables={**book.tables, "zones": zones, "sites": sites}))
    assert near.minutes == pytest.approx([0.0195 * 111.195 * np.cos(np.radians(27)) / 15 * 60])


def test_a_zone_far_from_everything_is_named(reach):
    assert reach.lost_zones == ("z_island",)


def test_a_zone_across_the_border_does_not_count_for_the_site_on_this_side(tmp_path):
    tables, given = valley()
    folder = write(tables, given, tmp_path / "b")
    ring = "[[109.08, 27.005], [109.12, 27.005], [109.12, 27.02], [109.08, 27.02], [109.08, 27.005]]"
    shape = '{"type": "Feature", "properties": {"id": "w", "kind": "jurisdiction", "jurisdiction": "west"}, '
    shape += f'"geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}}'
    (folder / "areas.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{shape}]}}', encoding="utf-8")
    found = reach_of(Economy(unfence.read_book(folder)), [])
    assert found.lost_zones == ("z_hill", "z_island")


def test_what_is_being_built_is_there_today(tmp_path):
    tables, given = valley()
    (through,) = (row for row in tables["measures"] if row["id"] == "through")
    through["status"] = "building"
    found = reach_of(Economy(unfence.read_book(write(tables, given, tmp_path / "b"))), [])
    park = circles(found, ("bus", "walk"), "park")
    assert residents(park["today", "today"]) == [32000, 32070, 32070]
    assert ("with", "through") not in park


def test_without_trips_people_use_all_that_carries_them(tmp_path):
    tables, given = valley()
    tables["trips"] = []
    found = reach_of(Economy(unfence.read_book(write(tables, given, tmp_path / "b"))), [])
    assert found.travels[0].modes == ("bus", "walk", "car")
    assert [start.site for start in found.travels[0].starts] == ["hamlet", "town"]  # nobody lives in the park


def test_the_study_holds_it_and_names_it_in_json(book):
    study = unfence.study(book)
    assert study.reach == reach_of(Economy(book), study.measures.best.measures)
    assert len(study.to_dict()["reach"]["differences"]) == len(study.reach.differences) > 0


def test_the_real_case_by_hand():
    """Dalong park to Xinhuang park: 4.98 km at 40 km/h, 27 minutes at the gap; the park's 5,000 join."""
    from unfence.examples import example

    found = reach_of(Economy(example("daxin")), [])
    park = circles(found, ("bus", "walk"), "dl_park")
    times = [
        next(away.minutes for away in park[case].to_sites if away.site == "xh_park")
        for case in (("today", "today"), ("without", "bus_gap"))
    ]
    assert times == pytest.approx([7.47 + 27, 7.47])
    assert residents(park["today", "today"])[0] == 47000
    assert residents(park["without", "bus_gap"])[0] == 52000


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 7), st.data())
def test_minutes_are_the_shortest_whatever_the_order_of_the_arcs(sites, data):
    hour = st.sampled_from([0.0, 0.1, 0.25, 1.0, np.inf])
    drawn = data.draw(st.lists(st.tuples(st.integers(0, sites - 1), st.integers(0, sites - 1), hour), max_size=20))
    tail, head, hours = (np.array([arc[k] for arc in drawn]) for k in range(3))
    none = np.zeros(len(drawn))
    arcs = Arcs(none, tail.astype(int), head.astype(int), none, none, none, hours, none, none)
    naive = np.where(np.eye(sites, dtype=bool), 0.0, np.inf)
    for t, h, takes in drawn:
        naive[t, h] = min(naive[t, h], takes)
    for middle in range(sites):  # Floyd and Warshall
        naive = np.minimum(naive, naive[:, [middle]] + naive[[middle], :])
    found = minutes(arcs, hours.astype(float), np.arange(sites), sites)
    assert found == pytest.approx(60 * naive)


@pytest.mark.parametrize("seed", range(8))
def test_what_comes_down_takes_nobody_out_of_a_circle(seed, tmp_path):
    tables, given = random_book(seed)
    sites = [row["id"] for row in tables["sites"]]
    tables["zones"] = [{"id": f"z{n}", "site": site, "residents": 10 + n} for n, site in enumerate(sites)]
    book = unfence.read_book(write(tables, given, tmp_path / "b"))
    found = reach_of(Economy(book), [])
    assert all(d.residents >= 0 and not d.lost for d in found.differences if d.case in ("open", "without"))
    for travel in found.travels:
        for start in travel.starts:
            for circle in start.circles:
                assert [w.minutes for w in circle.within] == list(MINUTES)
                assert start.site in circle.within[0].sites
                within = {away.site for away in circle.to_sites if away.minutes <= 15 + 1e-6}
                assert within == set(circle.within[0].sites)


def changed(tmp_path, **columns):
    """The valley with other columns in some rows: ``table__id={column: value}``; an id of ``_``: in all of them."""
    tables, given = valley()
    for place, values in columns.items():
        table, _, name = place.partition("__")
        for row in tables[table]:
            row.update(values if name in ("_", row.get("id")) else {})
    return reach_of(Economy(unfence.read_book(write(tables, given, tmp_path / "b"))), [])


def test_a_road_without_capacity_carries_no_lorry_but_people(tmp_path):
    found = changed(
        tmp_path, links__t_yard={"capacity": 0}, links__c_town={"capacity": 0}, fences__wall={"kind": "time"}
    )
    assert [away.site for away in circles(found, ("truck",), "park")["today", "today"].to_sites] == ["park", "works"]
    assert [away.site for away in circles(found, ("car",), "park")["today", "today"].to_sites] == ["park", "town"]


def test_where_no_site_is_of_a_fitting_kind_circles_begin_at_all_that_count(tmp_path):
    found = changed(tmp_path, sites___={"kind": "plant"})
    begin = {travel.modes: [start.site for start in travel.starts] for travel in found.travels}
    assert begin[("bus", "walk")] == ["park", "hamlet", "town"]
    assert begin[("truck",)] == ["park", "works", "yard"]


def test_circles_begin_with_the_players(tmp_path):
    found = changed(tmp_path, jurisdictions___={"player": "no"}, jurisdictions__west={"player": "yes"})
    assert {start.site for travel in found.travels for start in travel.starts} == {"park", "hamlet"}
