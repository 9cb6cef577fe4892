"""What is written is what is read: cells, defaults, row numbers, encodings."""

import json

import openpyxl
import polars as pl
import pytest

from unfence.book import book_from_rows, check_book, read_book
from unfence.book.schema import TABLES, columns, types
from unfence.errors import BookError


def test_the_small_book_has_no_finding(folder):
    book, findings = check_book(folder())
    assert findings == ()
    assert book.settings.title_zh == "小"
    assert (book.settings.year, book.settings.discount_rate) == (2025, 0.05)


def test_every_table_and_column_is_there_and_typed():
    book = book_from_rows(jurisdictions=[{"id": "a", "name": "A"}], sites=[{"id": "s", "name": "S"}])
    assert set(book.tables) == set(TABLES)
    for table in TABLES:
        assert dict(book[table].schema) == dict(types(table))
        assert book[table].columns == [*columns(table), "row"]


def test_empty_cells_take_their_defaults(rows):
    book = book_from_rows(**rows)
    link = book["links"].row(1, named=True)
    assert (link["minutes"], link["capacity"], link["cost"]) == (None, None, None)
    assert (link["both_ways"], link["status"], link["confidence"]) == (True, "existing", "assumed")
    assert book["modes"]["loss_km"].to_list() == [0.0, 0.0]
    assert book["plants"]["owners"][1].to_list() == []
    assert book["fences"]["modes"].to_list() == [["lorry"], [], []]
    assert book["sites"]["jurisdiction"].to_list()[-1] == ""
    assert book["measures"]["decides"].unique().to_list() == ["players"]


def test_lists_and_shares_are_understood_in_either_width(rows):
    rows["plants"][0]["owners"] = "a：0.4；outside:0.6"
    rows["fences"][0]["modes"] = "lorry；train;"
    book = book_from_rows(**rows)
    assert book["plants"]["owners"][0].to_list() == [{"id": "a", "share": 0.4}, {"id": "outside", "share": 0.6}]
    assert book["fences"]["modes"][0].to_list() == ["lorry", "train"]
    assert book["fences"]["between"][2].to_list() == ["b+c", "far"]


def test_a_speed_of_nothing_is_no_speed_and_a_site_may_say_outside(rows):
    rows["modes"][0]["speed"] = 0
    rows["sites"][-1]["jurisdiction"] = "outside"
    for link in rows["links"]:
        link["minutes"] = 10
    book = book_from_rows(**rows)
    assert book["modes"]["speed"].to_list() == [None, 60.0]
    assert book["sites"]["jurisdiction"].to_list()[-1] == ""


def test_rows_are_numbered_as_the_editor_shows_them(folder):
    place = folder()
    (place / "sites.csv").write_bytes(
        b"\xef\xbb\xbf\r\nid,name,jurisdiction,note\r\n"  # headings in line 2, after a mark and a blank line
        b'mine,Mine,a,"three\nlines\nof note"\r\n'  # lines 3 to 5
        b",,,\r\n\r\n"  # lines 6 and 7, blank
        b"works,Works,b,\r\npark,Park,c\r\nport,Port,far,\r\nsea,Sea,,\r\n"
    )
    book = read_book(place)
    assert book["sites"]["row"].to_list() == [3, 8, 9, 10, 11]
    assert book["sites"]["note"][0] == "three\nlines\nof note"


def test_a_workbook_is_read_like_a_folder(tmp_path, rows):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    sheet = workbook.create_sheet("book")
    for row in (("key", "value"), ("title", "Small"), ("currency", "CNY"), ("year", 2025), ("discount_rate", 0.05)):
        sheet.append(row)
    rows["jurisdictions"][0]["id"] = 1  # Excel stores 1.0
    for site in rows["sites"]:
        site["jurisdiction"] = {"a": 1}.get(site.get("jurisdiction"), site.get("jurisdiction"))
    kept = {t: rows[t] for t in ("jurisdictions", "sites", "commodities", "modes", "links")}
    kept["modes"][0]["payload"] = "20"  # a number stored as text
    for table, held in kept.items():
        sheet = workbook.create_sheet(table)
        headings = list(dict.fromkeys(h for row in held for h in row))
        sheet.append([])
        sheet.append(headings)
        for row in held:
            sheet.append([row.get(h) for h in headings])
    workbook.save(tmp_path / "book.xlsx")
    book = read_book(tmp_path / "book.xlsx")
    assert book["jurisdictions"]["id"].to_list() == ["1", "b", "c", "far"]
    assert book["jurisdictions"]["row"].to_list() == [3, 4, 5, 6]
    assert book["modes"]["payload"].to_list() == [20.0, 1000.0]
    assert book.settings.year == 2025


def test_shapes_beside_the_tables_are_read(folder):
    place = folder()
    shape = {"type": "Feature", "properties": {"id": "x", "jurisdiction": "a"}, "geometry": None}
    areas = {"type": "FeatureCollection", "features": [shape]}
    (place / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
    assert read_book(place).areas["features"][0]["properties"]["id"] == "x"


def test_rows_in_python_may_be_numbers_booleans_and_lists(rows):
    rows["links"][0] |= {"km": 12.5, "both_ways": False}
    rows["modes"][0]["carries"] = ["good", "people"]
    book = book_from_rows({"title": "T", "discount_rate": 0.1}, **rows)
    assert book["links"].row(0, named=True)["both_ways"] is False
    assert book["links"]["km"][0] == 12.5
    assert book["modes"]["carries"][0].to_list() == ["good", "people"]
    assert book.settings.discount_rate == 0.1


def test_errors_carry_every_finding(rows):
    rows["links"][0]["km"] = "far"
    rows["links"][2]["b"] = "prot"
    with pytest.raises(BookError) as caught:
        book_from_rows(**rows)
    assert [(f.code, f.place.row, f.place.column) for f in caught.value.findings] == [
        ("number", 1, "km"),
        ("unknown_id", 3, "b"),
    ]
    assert "port" in caught.value.findings[1].mend("en")


@pytest.mark.slow
def test_a_hundred_thousand_links(folder, rows):
    rows["sites"] = [{"id": f"s{i}", "name": "S", "jurisdiction": "ab"[i % 2]} for i in range(1000)]
    links = [
        {"id": f"l{i}", "a": f"s{i % 1000}", "b": f"s{(i * 7 + 1) % 1000}", "mode": "lorry", "km": 1 + i % 90}
        for i in range(100_000)
        if i % 1000 != (i * 7 + 1) % 1000
    ]
    links[70_000] |= {"b": "nowhere"}
    kept = {t: rows[t] for t in ("jurisdictions", "commodities", "modes")}
    place = folder({**kept, "sites": rows["sites"], "links": links})
    _, findings = check_book(place)
    assert [(f.code, f.place.row) for f in findings] == [("unknown_id_far", 70_002)]
    links[70_000] |= {"b": "s3"}
    book = book_from_rows(**kept, sites=rows["sites"], links=links)
    assert book["links"].height == len(links)
    assert book["links"].select(pl.col("km").sum()).item() == sum(link["km"] for link in links)
