"""Files that are no book, or not quite: always findings, never a traceback."""

import openpyxl
import pytest
import xlsxwriter

from unfence.book import check_book, read_book
from unfence.errors import BookError

GOOD = b"id,name\na,A\n"


def _codes(path):
    book, findings = check_book(path)
    assert book is None
    for finding in findings:
        assert finding.say("zh") != finding.say("en")
    return [f.code for f in findings]


def test_no_such_path(tmp_path):
    assert _codes(tmp_path / "nothing") == ["no_such_path"]


def test_neither_folder_nor_workbook(tmp_path):
    (tmp_path / "book.txt").write_text("hello", encoding="utf-8")
    assert _codes(tmp_path / "book.txt") == ["no_book"]


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken"])
def test_a_workbook_in_name_only(tmp_path, content):
    (tmp_path / "book.xlsx").write_bytes(content)
    assert _codes(tmp_path / "book.xlsx") == ["not_xlsx"]


def test_an_empty_folder(tmp_path):
    assert sorted(_codes(tmp_path)) == ["missing_table", "missing_table", "no_settings"]
    with pytest.raises(BookError, match="errors: 3"):
        read_book(tmp_path)


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        (None, "no_settings"),
        ("title = Small", "broken_toml"),
        ('discount_rate = 1\nyear = 2025\ntitle = ""\ncurrency = "CNY"', "discount_rate"),
        ("discount_rate = -0.1", "discount_rate"),
        ('discount_rate = "high"', "discount_rate"),
        ("discount_rate = nan", "discount_rate"),
        ("year = 20.5", "year"),
        ("title = 5", "setting"),
        ("discuont_rate = 0.05", "unknown_setting"),
    ],
)
def test_settings_that_are_wrong(folder, toml, code):
    assert code in _codes(folder(toml=toml))


def test_settings_that_are_missing_are_warnings(folder):
    book, findings = check_book(folder(toml='title = "T"\n'))
    assert book is not None
    assert {(f.code, f.place.column) for f in findings} == {
        ("missing_setting", "currency"),
        ("missing_setting", "year"),
        ("missing_setting", "discount_rate"),
    }


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty_file", 0),
        (b"\n\n", "empty_file", 0),
        (b"name\nA\n", "missing_column", 1),
        (b"id,name\n", "no_rows", 0),
        (b'id,name\na,A\nb,"B\n', "broken_csv", 3),
        (b'id,name\na,"A"x\n', "broken_csv", 2),
        ("id,name\na,甲\n".encode("gb18030"), "read_encoding", 0),
        ("id,name\na,A\n".encode("utf-16"), "read_encoding", 0),
        ("id,name\na,Köln\n".encode("latin-1"), "not_utf8", 2),
        (b"id,name\na,\xff\n", "not_utf8", 2),
        (b"id;name\na;A\n", "read_separator", 0),
        (b"id;name\na;A;B\n", "separator", 1),
        (b"id,name,name\na,A,B\n", "column_twice", 1),
        (b"id,name\na,A,surplus\n", "spill", 2),
        (b"id,name,\na,A,surplus\n", "no_heading", 2),
    ],
)
def test_tables_that_are_wrong(folder, content, code, row):
    place = folder()
    (place / "jurisdictions.csv").write_bytes(content)
    _, findings = check_book(place)
    found = [f for f in findings if f.code == code]
    assert found
    assert (found[0].place.file, found[0].place.row) == ("jurisdictions.csv", row)
    assert all(found[0].say(lang) for lang in ("en", "zh"))


def test_what_gbk_says_is_shown_where_it_is_mixed_with_something_else(folder):
    place = folder()
    (place / "jurisdictions.csv").write_bytes("id,name\na,新晃侗族自治县\n".encode("gbk") + b"b,\xff\n")
    found = next(f for f in check_book(place)[1] if f.code == "not_utf8")
    assert "新晃" in found.what("zh")


def test_unknown_tables_name_the_nearest(folder):
    place = folder()
    (place / "linkz.csv").write_bytes(GOOD)
    (place / ".~lock.links.csv").write_bytes(b"")
    (place / "readme.txt").write_bytes(b"")
    _, findings = check_book(place)
    assert [(f.code, f.place.file, f.values["nearest"]) for f in findings] == [("unknown_table", "linkz.csv", "links")]


def test_a_workbook_without_settings_and_with_a_strange_sheet(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Tabelle1"
    workbook.save(tmp_path / "book.xlsx")
    codes = _codes(tmp_path / "book.xlsx")
    assert sorted(codes) == ["missing_table", "missing_table", "no_settings_sheet", "unknown_table"]


def test_cells_that_look_filled_but_hold_nothing(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "links"
    sheet.append(["id", "a", "b", "mode", "km", "capacity"])
    sheet.append(["road", "x", "y", "lorry", "=1+1", "#N/A"])
    sheet["F2"].data_type = "e"
    workbook.save(tmp_path / "book.xlsx")
    _, findings = check_book(tmp_path / "book.xlsx")
    assert ("no_value", 2, "km") in [(f.code, f.place.row, f.place.column) for f in findings]
    found = next(f for f in findings if f.code == "error_cell")
    assert (found.place.row, found.place.column, found.values["value"]) == (2, "capacity", "#N/A")


def test_calculated_formulas_are_values(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as workbook:
        sheet = workbook.add_worksheet("jurisdictions")
        sheet.write_row(0, 0, ["id", "name", "population"])
        sheet.write_row(1, 0, ["a", "A"])
        sheet.write_formula(1, 2, "=2+3", None, 5)
        sheet.write_formula(1, 1, '="A"&"B"', None, "AB")
    _, findings = check_book(tmp_path / "book.xlsx")
    assert not [f for f in findings if f.place.file == "jurisdictions"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "broken_areas"),
        ("[]", "no_features"),
        ('{"type": "FeatureCollection", "features": [{"properties": {"jurisdiction": "q"}}]}', "shape_of_nobody"),
        ('{"type": "FeatureCollection", "features": [{"properties": null}]}', None),
        ('{"type": "FeatureCollection", "features": [1]}', "shape"),
        ("[" * 100_000, "broken_areas"),
    ],
)
def test_shapes_that_are_wrong(folder, content, code):
    place = folder()
    (place / "areas.geojson").write_text(content, encoding="utf-8")
    _, findings = check_book(place)
    assert [f.code for f in findings] == ([code] if code else [])
