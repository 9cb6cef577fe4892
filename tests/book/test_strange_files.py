"""What else lies about in a clerk's folder or workbook: one finding each, at what is to blame."""

import openpyxl
import pytest

from unfence.book import check_book, read_book, write_book
from unfence.errors import Place

SHAPES = '{"type": "FeatureCollection", "features": [{"properties": {}, "geometry": %s}]}'


@pytest.fixture
def workbook(rows, folder, tmp_path):
    """Change a good workbook and say what is found."""

    def changed(change):
        write_book(read_book(folder(rows)), tmp_path / "book.xlsx")
        held = openpyxl.load_workbook(tmp_path / "book.xlsx")
        change(held)
        held.save(tmp_path / "book.xlsx")
        return check_book(tmp_path / "book.xlsx")

    return changed


def _found(path):
    return [(f.code, f.place) for f in check_book(path)[1]]


@pytest.mark.parametrize("name", ["links.csv", "book.toml", "areas.geojson"])
def test_a_folder_in_the_place_of_a_file(folder, name):
    place = folder()
    (place / name).unlink(missing_ok=True)
    (place / name).mkdir()
    assert _found(place) == [("unreadable", Place(name))]


def test_two_files_for_one_table(folder):
    place = folder()
    (place / "links.CSV").write_bytes((place / "links.csv").read_bytes())
    if len(list(place.glob("[Ll]inks.*"))) == 1:
        pytest.skip("this file system knows no capitals")
    assert {code for code, _ in _found(place)} == {"table_twice"}


def test_a_table_that_cannot_be_read_is_blamed_alone(folder):
    place = folder()
    (place / "sites.csv").write_bytes(b"")
    assert _found(place) == [("empty_file", Place("sites.csv"))]


@pytest.mark.parametrize("comma", [";", "\t", "，"])
def test_another_separator_is_read_and_one_note(folder, comma):
    place = folder()
    text = (place / "sites.csv").read_text(encoding="utf-8-sig").replace(",", comma)
    (place / "sites.csv").write_text(text, encoding="utf-8")
    assert _found(place) == [("read_separator", Place("sites.csv"))]


def test_bytes_that_are_no_text(folder):
    place = folder()
    (place / "sites.csv").write_bytes((place / "sites.csv").read_bytes().replace(b"Works", b"Wo\0rks"))
    assert _found(place) == [("nul", Place("sites.csv", 3))]


def test_utf16_without_its_mark(folder):
    place = folder()
    (place / "sites.csv").write_bytes((place / "sites.csv").read_text(encoding="utf-8-sig").encode("utf-16-le"))
    assert _found(place) == [("nul", Place("sites.csv", 1))]


@pytest.mark.parametrize(
    "geometry",
    [
        "5",
        '{"type": 5}',
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": "abc"}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [[[1, 2], [3]]]}',
        '{"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [2, 2], [1, 1]]]}',
        '{"type": "Polygon", "coordinates": [[[500, 2], [1, 2], [2, 2], [500, 2]]]}',
        '{"type": "Polygon", "coordinates": [[[NaN, 2], [1, 2], [2, 2], [1, 1]]]}',
        '{"type": "MultiPolygon", "coordinates": null}',
    ],
)
def test_shapes_that_no_map_can_draw(folder, geometry):
    place = folder()
    (place / "areas.geojson").write_text(SHAPES % geometry, encoding="utf-8")
    assert _found(place) == [("shape", Place("areas.geojson"))]


def test_a_title_above_the_headings(workbook):
    def titled(held):
        held["links"].insert_rows(1)
        held["links"]["A1"] = "连线表"

    _, findings = workbook(titled)
    assert [(f.code, f.place, f.values["value"]) for f in findings] == [("read_title", Place("links", 1), "连线表")]


def test_data_above_the_headings_is_no_title(workbook):
    def sorted_with_its_headings(held):
        sheet = held["links"]
        first, second = ([cell.value for cell in row] for row in list(sheet.iter_rows())[:2])
        for place, (heading, value) in enumerate(zip(first, second, strict=True), start=1):
            sheet.cell(1, place).value = value
            sheet.cell(2, place).value = heading

    _, findings = workbook(sorted_with_its_headings)
    assert [(f.code, f.place, f.values["row"]) for f in findings] == [("title_row", Place("links", 1), 2)]


def test_an_empty_sheet_too_many_is_only_a_warning(workbook):
    book, findings = workbook(lambda held: held.create_sheet("Sheet1"))
    assert book is not None
    assert [(f.level, f.place) for f in findings] == [("warning", Place("Sheet1"))]


def test_a_sheet_of_remarks_is_told_the_tables(workbook):
    def remarked(held):
        held.create_sheet("说明")["A1"] = "办公室维护"

    _, findings = workbook(remarked)
    assert [f.code for f in findings] == ["unknown_table_far"]
    assert "jurisdictions" in findings[0].mend("zh")


def test_a_hollow_cell_is_not_called_empty_too(workbook):
    def hollow(held):
        held["links"]["E2"] = "=1+1"

    _, findings = workbook(hollow)
    assert [(f.code, f.place) for f in findings] == [("no_value", Place("links", 2, "km"))]


def test_a_setting_twice_and_one_without_a_name(workbook):
    def more(held):
        held["book"].append(["year", "2031"])
        held["book"].append([None, "2032"])

    _, findings = workbook(more)
    assert {(f.code, f.place.row) for f in findings} == {("setting_twice", 7), ("no_setting", 8)}
