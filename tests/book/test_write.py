"""A written book reads back as the same book; nothing is replaced unasked; empty books help to fill them in."""

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from unfence.book import book_from_rows, check_book, new_book, read_book, write_book
from unfence.book.schema import TABLES, columns
from unfence.errors import UnfenceError

PATHS = ["book", "book.xlsx"]
ODD = st.text(st.sampled_from("ab,\"\n;:'=+-@?#% 中文（、）é1.0")).map(str.strip)
NAMES = ODD.filter(lambda text: text not in ("", "?"))
NUMBERS = st.just(0.0) | st.floats(1e-12, 1e12)


def _same(one, other):
    assert one.settings == other.settings
    assert one.areas == other.areas
    assert_frame_equal(one.gaps, other.gaps)
    for table in TABLES:
        assert_frame_equal(one[table].drop("row"), other[table].drop("row"), check_exact=True)


@pytest.mark.parametrize("name", PATHS)
def test_the_small_book_reads_back(rows, tmp_path, name):
    rows["fences"][0]["size"] = "?"
    rows["modes"][0]["speed"] = "?"
    book = book_from_rows({"title": "小", "discount_rate": 0.08}, **rows)
    write_book(book, tmp_path / name)
    _same(read_book(tmp_path / name), book)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.tuples(NAMES, ODD, ODD.filter(lambda t: t != "?")), km=NUMBERS, capacity=st.none() | NUMBERS)
@pytest.mark.parametrize("path", PATHS)
def test_any_text_and_number_reads_back(tmp_path, path, texts, km, capacity):
    name, note, province = texts
    book = book_from_rows(
        {"title": note},
        jurisdictions=[{"id": "a", "name": name, "note": note, "province": province, "source": note}],
        sites=[{"id": "s", "name": name, "name_zh": note}, {"id": "t", "name": name}],
        modes=[{"id": "m", "name": name, "carries": "people", "speed": 1}],
        links=[{"id": "l", "a": "s", "b": "t", "mode": "m", "km": km, "capacity": capacity, "minutes": 1}],
    )
    write_book(book, tmp_path / path, overwrite=True)
    again = read_book(tmp_path / path)
    _same(again, book)
    assert again["jurisdictions"]["note"][0] == note
    assert again["links"]["km"][0] == km


@pytest.mark.parametrize("name", PATHS)
def test_shapes_are_written_too(folder, tmp_path, name):
    place = folder()
    (place / "areas.geojson").write_text(
        '{"type": "FeatureCollection", "features": [], "name": "图"}', encoding="utf-8"
    )
    write_book(read_book(place), tmp_path / "copy" / name)
    _same(read_book(tmp_path / "copy" / name), read_book(place))


@pytest.mark.parametrize("name", PATHS)
def test_nothing_is_replaced_unasked(rows, tmp_path, name):
    book = book_from_rows(**rows)
    write_book(book, tmp_path / name)
    for act in (lambda: write_book(book, tmp_path / name), lambda: new_book(tmp_path / name)):
        with pytest.raises(UnfenceError, match="exists already"):
            act()
    _same(read_book(tmp_path / name), book)


@pytest.mark.parametrize("name", PATHS)
def test_replacing_leaves_nothing_of_the_old_book(rows, tmp_path, name):
    write_book(book_from_rows(**rows), tmp_path / name)
    less = book_from_rows(jurisdictions=[{"id": "z", "name": "Z"}], sites=[{"id": "s", "name": "S"}])
    write_book(less, tmp_path / name, overwrite=True)
    _same(read_book(tmp_path / name), less)


def test_a_file_in_the_way_is_never_replaced(rows, tmp_path):
    (tmp_path / "book").write_text("mine", encoding="utf-8")
    with pytest.raises(UnfenceError, match="exists already"):
        write_book(book_from_rows(**rows), tmp_path / "book", overwrite=True)


def test_a_text_too_long_for_excel_is_said(rows, tmp_path):
    rows["sites"][0]["note"] = "x" * 40_000
    book = book_from_rows(**rows)
    with pytest.raises(UnfenceError, match="sites, column note"):
        write_book(book, tmp_path / "book.xlsx")
    assert not (tmp_path / "book.xlsx").exists()
    write_book(book, tmp_path / "book")
    _same(read_book(tmp_path / "book"), book)


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_new_book_lacks_only_its_rows(tmp_path, name, lang):
    new_book(tmp_path / name, lang)
    _, findings = check_book(tmp_path / name)
    assert [(f.code, f.place.file.removesuffix(".csv")) for f in findings] == [
        ("no_rows", "jurisdictions"),
        ("no_rows", "sites"),
    ]


def test_a_new_folder_has_every_heading(tmp_path):
    new_book(tmp_path / "book")
    for table in TABLES:
        text = (tmp_path / "book" / f"{table}.csv").read_text(encoding="utf-8-sig")
        assert text.strip().split(",") == list(columns(table))


def test_a_new_workbook_explains_itself(tmp_path):
    new_book(tmp_path / "book.xlsx", "zh")
    workbook = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert workbook.sheetnames == ["book", *TABLES]
    for table in TABLES:
        sheet = workbook[table]
        headings = {cell.value: cell for cell in sheet[1]}
        assert list(headings) == list(columns(table))
        assert all(cell.comment and cell.comment.text for cell in headings.values())
        assert sheet.freeze_panes
    links = workbook["links"]
    assert "公里" in next(c for c in links[1] if c.value == "km").comment.text
    assert "必填" in next(c for c in links[1] if c.value == "km").comment.text
    assert links["E1"].font.bold
    assert not links["F1"].font.bold
    lists = {rule.formula1 for rule in links.data_validations.dataValidation}
    assert {'"existing,planned"', '"yes,no"', "sites!$A$2:$A$2000"} <= lists
