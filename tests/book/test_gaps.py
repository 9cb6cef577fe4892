"""Cells that took a default are listed; ``?`` takes the middle of its range."""

import polars as pl
import pytest

from unfence.book import book_from_rows, check_book
from unfence.errors import BookError


def _gap(book, table, key, column):
    found = book.gaps.filter(table=table, key=key, column=column)
    return found.row(0, named=True) if found.height else None


def test_empty_cells_are_gaps_only_where_they_assume_something(rows):
    book = book_from_rows(**rows)
    assert _gap(book, "links", "road2", "capacity")["kind"] == "empty"
    assert _gap(book, "links", "road", "capacity") is None
    assert _gap(book, "output", "a;2024;C24", "employment")["kind"] == "empty"
    meaningless = {"name_zh", "note", "source", "confidence", "minutes"}
    assert not meaningless & set(book.gaps["column"])


def test_what_nothing_asks_for_is_no_gap(rows):
    rows["fences"].append({"id": "closed", "name": "Closed", "between": "a;far", "kind": "ban"})
    book = book_from_rows(**rows)
    assert _gap(book, "fences", "closed", "size") is None
    assert _gap(book, "markets", "metal-out", "fee") is None
    assert _gap(book, "measures", "deal", "life") is None
    assert _gap(book, "measures", "line", "life")["kind"] == "empty"


def test_unknown_is_the_middle_of_the_stated_range(rows):
    rows["fences"][0]["size"] = "?"
    book = book_from_rows(**rows)
    assert book["fences"]["size"][0] == 1.75
    assert _gap(book, "fences", "check", "size") == {
        "table": "fences", "key": "check", "column": "size", "kind": "unknown", "low": 0.5, "high": 3.0,
    }  # fmt: skip


def test_a_key_of_several_columns_is_joined(rows):
    rows["recipes"][0]["amount"] = "?"
    rows["ranges"].append({"table": "recipes", "key": "smelt;ore", "column": "amount", "low": -3, "high": -2})
    assert book_from_rows(**rows)["recipes"]["amount"].to_list() == [-2.5, 1.0]


def test_without_a_range_unknown_is_the_default_then_the_middle_of_the_declared_range(rows):
    rows["measures"][0] |= {"lead_months": "?", "life": "?"}
    book = book_from_rows(**rows)
    assert book["measures"]["lead_months"][0] == 0.0
    assert book["measures"]["life"][0] == 35.0
    gap = _gap(book, "measures", "one-check", "life")
    assert (gap["low"], gap["high"]) == (20.0, 50.0)


def test_a_default_that_nobody_can_judge_is_a_warning(folder, rows):
    rows["modes"][0]["cost_load"] = "?"
    _, findings = check_book(folder(rows))
    assert [(f.level, f.code, f.place.row) for f in findings] == [("warning", "unknown_default", 2)]


@pytest.mark.parametrize(("table", "column"), [("links", "km"), ("links", "capacity"), ("links", "a")])
def test_unknown_without_range_or_default_is_an_error(rows, table, column):
    rows[table][0][column] = "?"
    with pytest.raises(BookError) as caught:
        book_from_rows(**rows)
    assert [(f.code, f.place.column) for f in caught.value.findings] == [("no_range", column)]


def test_unknown_words_take_their_default(rows):
    rows["fences"][1]["payee"] = "?"
    rows["links"][0]["both_ways"] = "?"
    rows["sites"][0]["note"] = "?"
    book = book_from_rows(**rows)
    assert book["fences"]["payee"][1] == "outside"
    assert book["links"]["both_ways"][0] is True
    assert book["sites"]["note"][0] == "?"
    assert set(book.gaps.filter(pl.col("kind") == "unknown")["column"]) == {"payee", "both_ways"}
