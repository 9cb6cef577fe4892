"""Somebody begins a book with the library, as a folder and as a workbook, and fills in the rest."""

import pytest

from unfence.book import check_book
from unfence.library import beside, figures, known_topics, library_book
from unfence.library.filling import rows_of
from unfence.studies.check import check

ALL = ",".join(known_topics())


@pytest.mark.parametrize("name", ["area", "area.xlsx"])
@pytest.mark.parametrize("topics", ["manganese,barium,road,rail,power", ALL, "goods"])
def test_only_the_emptiness_of_the_new_book_is_found(tmp_path, name, topics):
    rows = library_book(tmp_path / name, topics)
    _, findings = check_book(tmp_path / name)
    assert {f.code for f in findings} == {"no_rows"}
    assert {f.place.file.removesuffix(".csv") for f in findings} == {"jurisdictions", "sites"}
    assert bool(rows["recipes"]) == (topics != "goods")


def test_with_a_place_in_it_the_book_can_be_read_and_holds_the_figures(tmp_path):
    path = tmp_path / "area"
    library_book(path, ALL)
    (path / "jurisdictions.csv").write_text("id,name\na,A\n", encoding="utf-8")
    (path / "sites.csv").write_text("id,name,jurisdiction\ns,S,a\n", encoding="utf-8")
    book, findings = check(path)
    assert not [f.say("en") for f in findings]
    ranges = {(r["table"], r["key"], r["column"]): (r["low"], r["high"]) for r in book["ranges"].iter_rows(named=True)}
    waiting = set(beside(ALL))
    for figure in (f for topic in known_topics() for f in figures(topic) if f not in waiting):
        keys = figure.key.split(";")
        frame = book[figure.table]
        names = ["process", "commodity"] if figure.table == "recipes" else ["id"]
        found = frame.filter(**dict(zip(names, keys, strict=True)))
        assert found[figure.column].to_list() == [figure.value]
        assert found["source"][0]
        if figure.low < figure.high:
            assert ranges[figure.table, figure.key, figure.column] == (figure.low, figure.high)


def test_names_and_codes_stand_where_the_book_keeps_them():
    (row,) = [row for row in rows_of(figures("barium"))["commodities"] if row["id"] == "baco3"]
    assert (row["hs"], row["isic"], row["name_zh"]) == ("283660", "2011", "碳酸钡")
    assert "GB/T 4754-2017: 2613" in row["note"]


def test_a_row_of_several_figures_is_as_sure_as_the_least_sure(tmp_path):
    library_book(tmp_path / "area.xlsx", "road")
    rows = library_book(tmp_path / "again.xlsx", "rail,road")
    truck = next(row for row in rows["modes"] if row["id"] == "truck")
    assert truck["confidence"] == "assumed"
    assert "0.0903" in truck["source"]


def test_what_is_there_is_never_replaced(cli, tmp_path):
    path = str(tmp_path / "area")
    first = cli("new", path, "--from", "library:road")
    assert first.exit_code == 0
    assert "modes 2" in first.stdout
    kept = (tmp_path / "area" / "modes.csv").read_text(encoding="utf-8")
    again = cli("new", path, "--from", "library:rail")
    assert again.exit_code == 1
    assert (tmp_path / "area" / "modes.csv").read_text(encoding="utf-8") == kept


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_topics_and_what_waits_for_a_place(cli, tmp_path, lang):
    listed = cli("new", "--from", "library:", "--lang", lang).stdout
    assert [line.split()[0] for line in listed.splitlines()] == list(known_topics())
    said = cli("new", str(tmp_path / "a.xlsx"), "--from", "library:people", "--lang", lang).stdout
    assert "trips commuter hour_value: 20 (8 - 28) yuan/h" in said
    assert cli("new", "--lang", lang).exit_code == 2


@pytest.mark.parametrize("origin", ["road", "books:road", "library"])
def test_another_origin_is_refused_with_the_right_words(cli, tmp_path, origin):
    done = cli("new", str(tmp_path / "a"), "--from", origin)
    assert done.exit_code == 1
    assert "--from library:road,rail" in done.stderr
    assert not (tmp_path / "a").exists()
