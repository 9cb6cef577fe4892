"""The map: names never lie over one another, what flows and what stands in each state is what the study says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unfence
from unfence.report.facts import facts_of
from unfence.report.frame import Format, core, extent, frame_of
from unfence.report.labels import placed
from unfence.report.network_map import Network
from worlds import worlds
from worlds.writing import write

degrees = st.floats(0, 1, allow_nan=False)
names = st.lists(st.tuples(st.text("新晃Ab 1", min_size=1, max_size=9), st.tuples(degrees, degrees)), min_size=1)


@settings(deadline=None, max_examples=40)
@given(names)
def test_no_name_lies_over_another_nor_over_a_place_nor_off_the_map(found):
    frame = frame_of([place for _, place in found] + [(0.0, 0.0), (1.0, 1.0)], Format(600, 200, 400, 40))
    dots = [frame.pixel(*place) for _, place in found]
    labels = placed([(text, dot) for (text, _), dot in zip(found, dots, strict=True)], dots, frame)
    assert labels
    for k, label in enumerate(labels):
        box = label.box
        assert 0 <= box.left < box.right <= frame.width
        assert 0 <= box.top < box.bottom <= frame.height
        assert not any(box.meets(other.box) for other in labels[:k])
        assert not any(box.left < x < box.right and box.top < y < box.bottom for x, y in dots)


@given(st.lists(st.tuples(degrees, degrees), min_size=1, max_size=20))
def test_a_frame_holds_its_places_and_finds_them_again(places):
    frame = frame_of(places, Format(600, 200, 400, 30))
    for place in places:
        pixel = frame.pixel(*place)
        assert frame.holds(pixel)
        assert frame.place(pixel) == pytest.approx(place, abs=0.2 / frame.scale)


def test_flows_are_shares_of_the_greatest_in_their_unit_over_all_states(two_towns):
    network = Network(facts_of(two_towns, "en"))
    assert network.kinds() == ["good"]
    assert network.flows("today") == {("far", "west"): {"good": 400 / 1400}, ("east", "west"): {"good": 500 / 1400}}
    assert network.flows("open") == {("east", "west"): {"good": 1.0}}  # 1,000 t of bricks there, 400 t of coal back
    assert network.flows("best")["east", "west"] == {"good": 1000 / 1400}


def test_fences_stand_where_the_book_puts_them_until_they_are_down(two_towns):
    network = Network(facts_of(two_towns, "en"))
    assert network.fenced("today") == {("east", "west")}
    assert network.fenced("open") == set()
    assert network.fenced("best") == {("east", "west")}  # the stamp stays
    assert network.joined("today") == {("east", "west"): True, ("far", "west"): True}


def test_links_between_two_sites_are_told_apart_by_mode(tmp_path):
    book = unfence.read_book(write(*worlds.commuters(), tmp_path))
    modes = Network(facts_of(unfence.study(book), "en")).modes()
    found = {(pair, mode): built for pair, ways in modes.items() for mode, built in ways.items()}
    for link in book["links"].iter_rows(named=True):
        pair = tuple(sorted((link["a"], link["b"])))
        assert found.pop((pair, link["mode"])) is (link["status"] == "existing")
    assert found == {}


@given(st.lists(st.tuples(degrees, degrees), min_size=2, max_size=30, unique=True))
def test_a_few_far_places_are_left_out_of_the_core_only_where_that_helps(places):
    kept = core(places)
    assert set(kept) <= set(places)
    assert len(places) - len(kept) <= len(places) / 6
    assert len(kept) == len(places) or extent(kept) <= 2 / 3 * extent(places)


def test_the_core_keeps_those_that_lie_together():
    together = [(0.01 * k, 0.0) for k in range(11)]
    assert sorted(core([*together, (5.0, 5.0)])) == together
