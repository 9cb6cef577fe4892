"""Each way to break a book is found, in the right place, and said in both languages."""

import pytest

from unfence.book import check_book
from unfence.errors import Place

# table, row of the small book (from 0; None: a new row), cells, finding, row as the editor shows it, column
CELLS = [
    ("links", 0, {"km": "twelve"}, "number", 2, "km"),
    ("links", 0, {"km": "1,20"}, "number_comma", 2, "km"),
    ("links", 0, {"km": "nan"}, "number", 2, "km"),
    ("links", 0, {"km": "inf"}, "number", 2, "km"),
    ("links", 0, {"km": "1e21"}, "enormous", 2, "km"),
    ("links", 0, {"km": "-1e308"}, "enormous", 2, "km"),
    ("links", 0, {"km": "-1"}, "low", 2, "km"),
    ("links", 0, {"km": ""}, "empty", 2, "km"),
    ("links", 0, {"id": "Road 1"}, "id", 2, "id"),
    ("links", 0, {"id": "公路"}, "id", 2, "id"),
    ("links", 1, {"id": "road"}, "key_twice", 3, "id"),
    ("links", 0, {"both_ways": "maybe"}, "choice", 2, "both_ways"),
    ("links", 0, {"status": "open"}, "choice", 2, "status"),
    ("links", 0, {"b": "mine"}, "same_ends", 2, "b"),
    ("links", 0, {"b": "woks"}, "unknown_id", 2, "b"),
    ("links", 0, {"mode": "zzzz"}, "unknown_id_far", 2, "mode"),
    ("links", 0, {"lenght": "4"}, "unknown_column", 1, "lenght"),
    ("links", 0, {"颜色": "4"}, "unknown_column_far", 1, "颜色"),
    ("links", 0, {"confidence": "certain"}, "choice", 2, "confidence"),
    ("sites", 0, {"id": "outside"}, "reserved", 2, "id"),
    ("sites", 0, {"lon": "181"}, "high", 2, "lon"),
    ("sites", 0, {"jurisdiction": "aa"}, "unknown_id", 2, "jurisdiction"),
    ("commodities", None, {"id": "energy", "name": "E", "unit": "MWh", "kind": "energy"}, "reserved", 4, "id"),
    ("commodities", None, {"id": "people", "name": "P", "unit": "p", "kind": "labour"}, "reserved", 4, "id"),
    ("recipes", 1, {"commodity": "ore"}, "key_twice", 3, "commodity"),
    ("plants", 0, {"capacity": ""}, "empty", 2, "capacity"),
    ("plants", 0, {"capacity": "-5"}, "low", 2, "capacity"),
    ("plants", 0, {"owners": "a:0.4;c:0.5"}, "shares_sum", 2, "owners"),
    ("plants", 0, {"owners": "a:0.5;a:0.5"}, "share_twice", 2, "owners"),
    ("plants", 0, {"owners": "a=1"}, "shares", 2, "owners"),
    ("plants", 0, {"owners": "a:nan"}, "shares", 2, "owners"),
    ("plants", 0, {"owners": "somebody:1"}, "unknown_id_far", 2, "owners"),
    ("markets", 0, {"must": "500"}, "must_above_quantity", 2, "must"),
    ("markets", 0, {"quantity": "", "slope": "1"}, "slope_without_quantity", 2, "quantity"),
    ("markets", 0, {"payee": "nobody-known"}, "unknown_id_far", 2, "payee"),
    ("markets", 0, {"side": "both"}, "choice", 2, "side"),
    ("modes", 0, {"payload": "0"}, "low_open", 2, "payload"),
    ("modes", 0, {"payload": "1e-300"}, "low_open", 2, "payload"),
    ("modes", 0, {"carries": ";"}, "empty", 2, "carries"),
    ("modes", 0, {"carries": "godo"}, "unknown_id", 2, "carries"),
    ("terminals", 0, {"to_mode": "lorry"}, "same_modes", 2, "to_mode"),
    ("fences", 0, {"between": "a"}, "not_two_sides", 2, "between"),
    ("fences", 0, {"between": "a;b;c"}, "not_two_sides", 2, "between"),
    ("fences", 0, {"between": "a+;b"}, "not_two_sides", 2, "between"),
    ("fences", 0, {"between": ";"}, "not_two_sides", 2, "between"),
    ("fences", 0, {"between": "a;a+b"}, "sides_overlap", 2, "between"),
    ("fences", 0, {"between": "b;West"}, "sides_overlap", 2, "between"),
    ("fences", 0, {"between": "a;Wets"}, "unknown_side", 2, "between"),
    ("fences", 0, {"between": "a;outside"}, "side_outside", 2, "between"),
    ("fences", 0, {"between": ""}, "empty", 2, "between"),
    ("fences", 0, {"size": "-1"}, "low", 2, "size"),
    ("fences", 0, {"commodities": "good;oar"}, "unknown_id", 2, "commodities"),
    ("measures", 0, {"needs": "one-check"}, "needs_itself", 2, "needs"),
    ("measures", 0, {"excludes": "one-check"}, "needs_itself", 2, "excludes"),
    ("measures", 1, {"excludes": "one-check"}, "needs_what_it_excludes", 3, "needs"),
    ("measures", 0, {"excludes": "widen"}, "needs_what_it_excludes", 3, "needs"),
    ("measures", 0, {"life": "0"}, "low_open", 2, "life"),
    ("measures", 0, {"parties": "a;z"}, "unknown_id_far", 2, "parties"),
    ("effects", 0, {"id": "chek"}, "unknown_id", 2, "id"),
    ("effects", 1, {"change": "remove"}, "change", 3, "change"),
    ("effects", 1, {"change": "widen"}, "choice", 3, "change"),
    ("effects", 1, {"amount": ""}, "no_amount", 3, "amount"),
    ("trips", 0, {"to": "mine"}, "same_ends", 2, "to"),
    ("trips", 0, {"modes": "train"}, "no_people", 2, "modes"),
    ("trips", 0, {"modes": ""}, "empty", 2, "modes"),
    ("trades", 0, {"seller": "smeltr"}, "unknown_id", 2, "seller"),
    ("output", 0, {"year": "2024.5"}, "whole", 2, "year"),
    ("ranges", 0, {"low": "4"}, "low_above_high", 2, "low"),
    ("ranges", 0, {"low": "-4"}, "low", 2, "low"),
    ("ranges", 0, {"high": "1e308"}, "enormous", 2, "high"),
    ("ranges", 0, {"table": "fence"}, "unknown_table", 2, "table"),
    ("ranges", 0, {"key": "chek"}, "unknown_id", 2, "key"),
    ("ranges", 0, {"column": "kind"}, "choice", 2, "column"),
    ("zones", 0, {"lon": ""}, "nowhere", 2, "site"),
]

DOUBTS = [
    ("markets", 1, {"fee": "2"}, "idle_fee", 3, "fee"),
    ("recipes", 0, {"amount": "0"}, "empty_recipe", 2, "amount"),
    ("modes", 1, {"speed": ""}, "no_hours", 5, "minutes"),
    ("modes", 0, {"loss_km": "0.03"}, "all_lost", 4, "km"),
    ("modes", 0, {"co2_km": "5.5e-17"}, "minute", 2, "co2_km"),
    ("fences", 1, {"kind": "ban"}, "ban_resized", 6, "change"),
    ("effects", 1, {"amount": "-2"}, "scale_below_0", 3, "amount"),
    ("measures", 0, {"status": "building", "needs": "deal"}, "done_without", 2, "needs"),
    ("measures", 3, {"status": "building"}, "done_against", 4, "excludes"),
    ("modes", 0, {"cost_hour": ""}, "free_hours_fence", 2, "modes"),
    ("modes", 1, {"cost_hour": "0"}, "free_hours_terminal", 2, "hours"),
]


def _changed(rows, table, number, cells):
    if number is None:
        rows[table].append(cells)
    else:
        rows[table][number] |= cells
    return rows


@pytest.mark.parametrize("case", CELLS, ids=lambda case: f"{case[0]}-{case[3]}")
def test_a_wrong_cell_is_found_where_it_is(folder, rows, case):
    table, number, cells, code, row, column = case
    book, findings = check_book(folder(_changed(rows, table, number, cells)))
    assert book is None
    found = [f for f in findings if f.code == code]
    assert found
    assert (found[0].level, found[0].place) == ("error", Place(f"{table}.csv", row, column))
    for lang in ("en", "zh"):
        assert "None" not in found[0].say(lang)


@pytest.mark.parametrize("case", DOUBTS, ids=lambda case: case[3])
def test_a_doubtful_cell_is_a_warning(folder, rows, case):
    table, number, cells, code, row, column = case
    book, findings = check_book(folder(_changed(rows, table, number, cells)))
    assert book is not None
    found = [f for f in findings if f.code == code]
    assert [(f.level, f.place.row, f.place.column) for f in found] == [("warning", row, column)]
    assert all(found[0].say(lang) for lang in ("en", "zh"))


def test_minutes_on_a_mode_whose_hours_are_free(folder, rows):
    rows["modes"][1]["cost_hour"] = ""
    rows["links"][3]["minutes"] = 30
    _, findings = check_book(folder(rows))
    assert ("free_hours_link", 5) in [(f.code, f.place.row) for f in findings]


def test_the_nearest_id_is_named(folder, rows):
    rows["links"][0]["b"] = "woks"
    rows["links"][0]["lenght"] = "4"
    _, findings = check_book(folder(rows))
    assert ("unknown_id", "did you mean works? else add it there") in [(f.code, f.mend("en")) for f in findings]
    assert ("unknown_column", "if “note” is meant, write that in the heading; else remove the column") in [
        (f.code, f.mend("en")) for f in findings
    ]


def test_everything_wrong_is_said_at_once(folder, rows):
    rows["links"][0] |= {"km": "x", "mode": "lory"}
    rows["fences"][0]["between"] = "a;a"
    rows["sites"][1]["jurisdiction"] = "q"
    _, findings = check_book(folder(rows))
    assert {(f.place.file, f.code) for f in findings} == {
        ("links.csv", "number"),
        ("links.csv", "unknown_id"),
        ("fences.csv", "sides_overlap"),
        ("sites.csv", "unknown_id_far"),
    }


def test_a_key_whose_heading_is_misspelt(tmp_path):
    """Every row of the table is without its key, and still a finding, not an accident."""
    (tmp_path / "book.toml").write_text('title = "T"\ncurrency = "CNY"\nyear = 2025\ndiscount_rate = 0\n')
    (tmp_path / "jurisdictions.csv").write_text("id,name\na,A\n")
    (tmp_path / "sites.csv").write_text("id,name,jurisdiction\ns,S,a\nt,T,a\n")
    (tmp_path / "commodities.csv").write_text("id,name,unit,kind\nc,C,t,good\n")
    (tmp_path / "markets.csv").write_text("idd,site,commodity,side,price\nm,s,c,supply,1\nn,t,c,demand,\n")
    book, findings = check_book(tmp_path)
    assert book is None
    assert {f.place.file for f in findings if f.level == "error"} == {"markets.csv"}


def test_a_number_next_to_nothing_is_nothing(folder, rows):
    rows["links"][0]["capacity"] = "1e-300"
    book, _ = check_book(folder(rows))
    assert book["links"]["capacity"][0] == 0.0


def test_a_question_mark_is_not_blamed_for_its_range(folder, rows):
    rows["links"][0]["km"] = "?"
    rows["ranges"] = [{"table": "links", "key": "road", "column": "km", "low": -10, "high": 2}]
    _, findings = check_book(folder(rows))
    assert [(f.code, f.place) for f in findings] == [("low", Place("ranges.csv", 2, "low"))]


def test_trips_where_nothing_carries_people(folder, rows):
    rows["modes"][0]["carries"] = "good"
    _, findings = check_book(folder(rows))
    assert [f.code for f in findings] == ["no_people_none"]


def test_a_value_is_shown_as_it_is_typed(folder, rows):
    rows["markets"][0]["must"] = "5000"
    _, findings = check_book(folder(rows))
    assert findings[0].what("en").startswith("at least 5000 must")
