"""Whose row it is follows from the row; in both examples nobody owns what leads to the other side only."""

import pytest

from unfence.examples import example
from unfence.workspace.books.content import book_of, content_of
from unfence.workspace.books.owners import Owners, owners_of, players_of


def _owners(name):
    content = content_of(example(name))
    return content, owners_of(content, players_of(content))


@pytest.mark.parametrize(
    ("table", "key", "owner"),
    [
        ("sites", "east", "east"),
        ("sites", "far", "secretariat"),
        ("plants", "kiln", "west"),
        ("links", "road", "east"),
        ("links", "highway", "west"),
        ("fences", "checkpoint", "east"),
        ("measures", "one_check", "east"),
        ("effects", "one_check;fence;checkpoint;remove", "east"),
        ("commodities", "coal", "secretariat"),
        ("jurisdictions", "west", "secretariat"),
        ("modes", "truck", "secretariat"),
    ],
)
def test_two_towns(table, key, owner):
    content, owners = _owners("two_towns")
    assert owners.of(table, content[table, key]) == owner


@pytest.mark.parametrize(
    ("table", "key", "owner"),
    [
        ("fences", "check", "xinhuang"),  # between the provinces: of Hunan only Xinhuang shares
        ("fences", "bus_gap", "xinhuang"),
        ("plants", "huicheng_ms", "dalong"),
        ("tariffs", "xh_power_220;energy", "xinhuang"),
        ("links", "t_dl_park_xh_park", "dalong"),
        ("jurisdictions", "yuping", "secretariat"),
    ],
)
def test_daxin(table, key, owner):
    content, owners = _owners("daxin")
    rows = [values for (t, k), values in content.items() if t == table and k.split(";")[0] == key.split(";")[0]]
    assert {owners.of(table, values) for values in rows} == {owner}


def test_ranges_follow_the_row_that_they_name():
    content, owners = _owners("daxin")
    ranges = [values for (table, _), values in content.items() if table == "ranges"]
    assert ranges
    for values in ranges:
        named = content[values["table"], values["key"]]
        assert owners.of("ranges", values) == owners.of(values["table"], named)


def test_rows_that_name_each_other_in_a_circle_end_with_the_secretariat():
    ring = {"table": "ranges", "key": "ranges;x;low", "column": "low"}
    owners = Owners({("ranges", "ranges;x;low"): ring}, frozenset({"east"}))
    assert owners.of("ranges", ring) == "secretariat"


@pytest.mark.parametrize("name", ["two_towns", "daxin"])
def test_a_book_becomes_rows_and_the_same_book_again(name):
    book = example(name)
    again = book_of(content_of(book))
    assert again.settings == book.settings
    assert again.areas == book.areas
    assert again.gaps.equals(book.gaps)
    for table, frame in book.tables.items():
        assert again[table].drop("row").equals(frame.drop("row")), table
