"""Other states of an area are other books: measures done, fences gone, some players only."""

from itertools import permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from unfence.book import book_from_rows, check_book, in_force, write_book
from unfence.errors import UnfenceError


def _cell(book, table, key, column):
    return book[table].row(by_predicate=pl.col("id") == key, named=True)[column]


def test_effects_are_applied_and_the_first_book_stays(rows):
    book = book_from_rows(**rows)
    after = book.with_measures("one-check", "line")
    assert after["fences"]["id"].to_list() == ["toll", "limit"]
    assert _cell(after, "links", "road", "capacity") == 350
    assert _cell(after, "links", "rail", "status") == "existing"
    assert after["measures"]["status"].to_list() == ["done", "idea", "done", "idea"]
    assert after["effects"].height == book["effects"].height
    assert _cell(book, "links", "road", "capacity") == 300
    assert book["fences"].height == 3


def test_scales_multiply_before_adds_whatever_the_order(rows):
    book = book_from_rows(**rows)
    for first, second in permutations(("widen", "line")):
        both = book.with_measures(first).with_measures(second)
        assert _cell(both, "links", "road", "capacity") == 300 * 2 + 50
    assert_frame_equal(book.with_measures("widen", "line")["links"], both["links"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["scale", "add"]), st.floats(-5, 5)), min_size=1, max_size=5))
def test_numbers_never_fall_below_nothing(changes):
    book = book_from_rows(
        jurisdictions=[{"id": "a", "name": "A"}],
        sites=[{"id": "s", "name": "S"}],
        commodities=[{"id": "c", "name": "C", "unit": "t", "kind": "good"}],
        markets=[{"id": "m", "site": "s", "commodity": "c", "side": "demand", "price": 1, "quantity": 7}],
        measures=[{"id": f"x{i}", "name": "X"} for i in range(len(changes))],
        effects=[
            {"measure": f"x{i}", "on": "market", "id": "m", "change": change, "amount": amount}
            for i, (change, amount) in enumerate(changes)
        ],
    )
    product, total = 1.0, 0.0
    for change, amount in changes:
        product, total = (product * amount, total) if change == "scale" else (product, total + amount)
    got = book.with_measures(*(f"x{i}" for i in range(len(changes))))["markets"]["quantity"][0]
    assert got == pytest.approx(max(0.0, 7 * product + total))


def test_unlimited_stays_unlimited(rows):
    rows["effects"].append({"measure": "deal", "on": "market", "id": "metal-out", "change": "add", "amount": -3})
    assert book_from_rows(**rows).with_measures("deal")["markets"]["quantity"][1] is None


def test_removing_wins_over_scaling(rows):
    rows["effects"].append({"measure": "deal", "on": "fence", "id": "check", "change": "scale", "amount": 2})
    assert "check" not in book_from_rows(**rows).with_measures("one-check", "deal")["fences"]["id"].to_list()


def test_today_has_the_done_measures_in_force_once(rows):
    book = in_force(book_from_rows(**rows))
    assert _cell(book, "links", "road", "capacity") == 350
    assert _cell(in_force(book), "links", "road", "capacity") == 350
    assert _cell(book.with_measures("widen"), "links", "road", "capacity") == 650


def test_a_written_book_says_what_was_stated(rows, tmp_path):
    write_book(book_from_rows(**rows).with_measures("widen"), tmp_path / "book")
    book, _ = check_book(tmp_path / "book")
    assert _cell(book, "links", "road", "capacity") == 300
    assert _cell(book, "measures", "widen", "status") == "done"
    assert _cell(in_force(book), "links", "road", "capacity") == 650


def test_fences_go_with_the_effects_on_them(rows):
    book = book_from_rows(**rows).without_fences("check", "limit")
    assert book["fences"]["id"].to_list() == ["toll"]
    assert "check" not in book["effects"]["id"].to_list()
    assert not book.gaps.filter(table="fences", key="check").height
    assert book.with_measures("one-check")["fences"]["id"].to_list() == ["toll"]


def test_one_number_may_be_another(rows):
    book = in_force(book_from_rows(**rows)).with_number("links", "road", "capacity", 10)
    assert _cell(book, "links", "road", "capacity") == 60
    assert book.with_number("recipes", "smelt;ore", "amount", -3)["recipes"]["amount"].to_list() == [-3.0, 1.0]


@pytest.mark.parametrize("act", ["with_measures", "without_fences", "within"])
def test_unknown_ids_are_said(rows, act):
    book = book_from_rows(**rows)
    with pytest.raises(UnfenceError, match="the nearest is"):
        getattr(book, act)(["one-chek"] if act == "within" else "one-chek")
    with pytest.raises(UnfenceError, match="links has no id"):
        book.with_number("links", "raod", "km", 1)


def test_without_a_player_its_places_and_all_on_them_are_gone(rows):
    book = book_from_rows(**rows).within({"a", "b"})
    assert book["jurisdictions"]["id"].to_list() == ["a", "b", "far"]
    assert book["sites"]["id"].to_list() == ["mine", "works", "port", "sea"]
    assert book["links"]["id"].to_list() == ["road", "road3", "rail"]
    assert book["plants"]["id"].to_list() == ["smelter"]
    assert book["fences"]["id"].to_list() == ["check", "limit"]
    assert book["fences"]["between"].to_list() == [["a", "West"], ["b", "far"]]
    assert book["measures"]["id"].to_list() == ["one-check", "widen", "line"]
    assert book["measures"]["excludes"].to_list() == [[], [], []]
    assert book["markets"]["payee"][0] == "outside"
    assert book["plants"]["owners"][0].to_list() == [{"id": "a", "share": 0.4}, {"id": "outside", "share": 0.6}]


@pytest.mark.parametrize("players", [(), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")])
def test_every_coalition_is_a_book_without_errors(rows, tmp_path, players):
    whole = book_from_rows(**rows)
    book = whole.within(players)
    write_book(book, tmp_path / "book")
    again, findings = check_book(tmp_path / "book")
    assert [f.say("en") for f in findings if f.level == "error"] == []
    for table, frame in book.tables.items():
        assert_frame_equal(again[table].drop("row"), frame.drop("row"))
    if len(players) == 3:
        assert_frame_equal(book["links"], whole["links"])
