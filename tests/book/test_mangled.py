"""A clean book, mangled at random in ways that can mean only one thing, reads back equal, and every change is said."""

import random
from datetime import date

import openpyxl
import pytest

from unfence.book import check_book, fix_book, read_book
from unfence.book.schema import TABLES

from . import mangling
from .mangling import Mangler, workbook

SEEDS = range(12)


def _same(book, clean):
    for table in TABLES:
        assert book[table].drop("row").equals(clean[table].drop("row")), table


@pytest.fixture
def clean(rows):
    """The small book, with words that only Chinese has."""
    for table in rows.values():
        for row in table:
            if "name" in row:
                row["name"] = f"{row['name']}（测试用）"
    return rows


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mangled_workbook_reads_back_equal(clean, tmp_path, folder, seed):
    wanted = read_book(folder(clean))
    mangler = Mangler(random.Random(seed))
    workbook(clean, mangler, tmp_path / "mangled.xlsx")
    book, findings = check_book(tmp_path / "mangled.xlsx")
    assert [f.say("en") for f in findings if f.level == "error"] == []
    _same(book, wanted)
    assert (book.settings.year, book.settings.discount_rate) == (2025, 0.05)
    assert {f.level for f in findings if f.code.startswith("read_")} == {"note"}


@pytest.mark.parametrize("seed", SEEDS)
def test_mangled_csv_files_read_back_equal(clean, tmp_path, folder, seed):
    wanted = read_book(folder(clean))
    place = tmp_path / "mangled"
    place.mkdir()
    (place / "book.toml").write_bytes((tmp_path / "book" / "book.toml").read_bytes())
    mangling.folder(clean, Mangler(random.Random(1000 + seed)), place)
    book, findings = check_book(place)
    assert [f.say("en") for f in findings if f.level == "error"] == []
    _same(book, wanted)


@pytest.mark.parametrize("seed", list(SEEDS)[:3])
@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_the_fixed_copy_is_the_same_book_without_a_note(clean, tmp_path, folder, seed, kind):
    wanted, mangler = read_book(folder(clean)), Mangler(random.Random(seed))
    source = tmp_path / ("mangled.xlsx" if kind == "workbook" else "mangled")
    if kind == "workbook":
        workbook(clean, mangler, source)
    else:
        source.mkdir()
        (source / "book.toml").write_bytes((tmp_path / "book" / "book.toml").read_bytes())
        mangling.folder(clean, mangler, source)
    before = {p: p.read_bytes() for p in [source, *source.glob("*")] if p.is_file()}
    copy, changes = fix_book(source)
    assert copy.name.startswith("mangled-fixed")
    assert changes
    book, findings = check_book(copy)
    assert [f.say("en") for f in findings] == []
    _same(book, wanted)
    assert {p: p.read_bytes() for p in before} == before
    assert fix_book(copy) == (None, [])
    assert fix_book(source)[0].name.startswith("mangled-fixed-2")


def test_every_way_of_mangling_is_used(clean, tmp_path):
    mangler = Mangler(random.Random(0))
    for seed in SEEDS:
        mangler.dice = random.Random(seed)
        workbook(clean, mangler, tmp_path / "book.xlsx")
    folder_done = Mangler(random.Random(0))
    for _ in range(3):
        mangling.folder(clean, folder_done, tmp_path)
    assert len(mangler.done) > 20
    assert {"gbk", "utf-16", "tabs"} <= folder_done.done


def _sheets(**sheets):
    held = openpyxl.Workbook()
    held.active.title = "book"
    for row in (("title", "T"), ("currency", "CNY"), ("year", 2025), ("discount_rate", 0.05)):
        held.active.append(row)
    for name, rows in sheets.items():
        sheet = held.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return held


JURISDICTIONS = [("id", "name"), ("a", "甲县"), ("b", "乙区")]
SITES = [("id", "name", "辖区"), ("x", "矿", "甲县"), ("y", "厂", "乙区")]
MODES = [("id", "name", "carries"), ("road", "公路", "货物")]
LINKS = [("id", "起点", "终点", "方式", "里程"), ("r", "矿", "厂", "公路", 12)]


def _checked(held, path):
    held.save(path)
    return check_book(path)


def test_two_tables_under_and_beside_each_other(tmp_path):
    beside = [(*site, None, *mode) for site, mode in zip(SITES, [*MODES, (None,) * 3], strict=True)]
    held = _sheets(jurisdictions=JURISDICTIONS, sites=[*beside, (), ("连线表",), *LINKS])
    book, findings = _checked(held, tmp_path / "b.xlsx")
    assert book is not None, [f.say("en") for f in findings]
    assert book["links"].select("a", "b", "mode", "km").row(0) == ("x", "y", "road", 12.0)
    assert book["modes"]["carries"].to_list() == [["good"]]
    assert book["sites"]["jurisdiction"].to_list() == ["a", "b"]
    assert "read_second" in [f.code for f in findings]


def test_headings_in_two_rows(tmp_path):
    links = [("id", "两端", None, "方式", "里程"), (None, "起点", "终点", None, None), *LINKS[1:]]
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=links)
    held["links"].merge_cells("B1:C1")
    held["links"].merge_cells("A1:A2")
    book, findings = _checked(held, tmp_path / "b.xlsx")
    assert book is not None, [f.say("en") for f in findings]
    assert book["links"].select("a", "b", "km").row(0) == ("x", "y", 12.0)
    assert "read_two_rows" in [f.code for f in findings]


def test_the_reader_sees_his_own_heading(tmp_path):
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=[*LINKS, ("q", "x", "y", "road", "远")])
    _, findings = _checked(held, tmp_path / "b.xlsx")
    (wrong,) = (f for f in findings if f.level == "error")
    assert (wrong.place.row, wrong.place.column) == (3, "里程 [km]")


UNCLEAR = [
    ("1,5", "number_comma"),
    ("1.200,5", "number_comma"),
    ("约12", "number_span"),
    ("10-20", "number_span"),
    ("10～20公里", "number_span"),
    ("2025-03-01", "number_date"),
    ("3月1日", "number_date"),
    ("1:30", "number_date"),
    ("5%", "number_percent"),
    ("—", "number_dash"),
    ("12米", "number_unit"),
    ("三十", "number"),
    ("-3", "low"),
]


@pytest.mark.parametrize(("text", "code"), UNCLEAR)
def test_what_is_not_clear_is_named_with_its_cell(tmp_path, text, code):
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=[*LINKS, ("q", "x", "y", "road", text)])
    book, findings = _checked(held, tmp_path / "b.xlsx")
    assert book is None
    assert [(f.code, f.place.row) for f in findings if f.level == "error"] == [(code, 3)]


def test_a_date_is_a_number_only_if_excel_made_it(tmp_path):
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=[*LINKS, ("q", "x", "y", "road", 45)])
    held["links"]["E3"].number_format = "yyyy-mm-dd"
    assert _checked(held, tmp_path / "b.xlsx")[0]["links"]["km"].to_list() == [12, 45]
    held["links"]["E3"].value = date(2025, 3, 1)
    assert [f.code for f in _checked(held, tmp_path / "c.xlsx")[1] if f.level == "error"] == ["number_date"]


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("里程（米）", ["unit_heading"]),
        ("里程（公里）", []),
        ("里程（万公里）", ["unit_heading"]),
    ],
)
def test_a_unit_in_a_heading_has_to_be_the_columns_own(tmp_path, heading, codes):
    links = [(*LINKS[0][:4], heading), LINKS[1]]
    _, findings = _checked(
        _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=links), tmp_path / "b.xlsx"
    )
    assert [f.code for f in findings if f.level == "error"] == codes


def test_a_unit_above_the_table_is_not_overlooked(tmp_path):
    links = [("单位：万元",), *LINKS]
    _, findings = _checked(
        _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=links), tmp_path / "b.xlsx"
    )
    assert [(f.code, f.values["value"]) for f in findings if f.level == "error"] == [("title_unit", "万元")]


def test_cells_merged_over_columns_are_named(tmp_path):
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=LINKS)
    held["links"].merge_cells("B2:C2")
    _, findings = _checked(held, tmp_path / "b.xlsx")
    assert [(f.code, f.place.row, f.values["value"]) for f in findings if f.code == "merged_across"] == [
        ("merged_across", 2, "B2:C2")
    ]


def test_a_comma_that_is_decimal_elsewhere_separates_no_thousands(tmp_path):
    links = [*LINKS, ("q", "x", "y", "road", "1,200"), ("s", "x", "y", "road", "1,5")]
    _, findings = _checked(
        _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=links), tmp_path / "b.xlsx"
    )
    assert [(f.code, f.place.row) for f in findings if f.level == "error"] == [("number_comma", 3), ("number_comma", 4)]


def test_what_means_nothing_is_kept_in_the_copy(tmp_path):
    links = [(*LINKS[0], "颜色"), (*LINKS[1], "红")]
    held = _sheets(jurisdictions=JURISDICTIONS, sites=SITES, modes=MODES, links=links, 其他=[("电话", "123")])
    held.save(tmp_path / "b.xlsx")
    copy, _ = fix_book(tmp_path / "b.xlsx")
    again = openpyxl.load_workbook(copy)
    assert "红" in [cell.value for cell in again["links"][2]]
    assert [cell.value for cell in again["其他"][1]] == ["电话", "123"]
    assert {f.code for f in check_book(copy)[1] if f.level == "error"} == {"unknown_column_far", "unknown_table_far"}


def test_a_name_that_two_rows_share_is_nobodys(tmp_path):
    sites = [*SITES, ("z", "矿", "b")]
    held = _sheets(jurisdictions=JURISDICTIONS, sites=sites, modes=MODES, links=LINKS)
    _, findings = _checked(held, tmp_path / "b.xlsx")
    assert [(f.place.column, f.values["value"]) for f in findings if f.level == "error"] == [("起点 [a]", "矿")]


def test_an_id_goes_before_a_name(tmp_path):
    sites = [("id", "name", "辖区"), ("x", "y", "a"), ("y", "x", "b")]
    links = [LINKS[0], ("r", "x", "y", "road", 12)]
    held = _sheets(jurisdictions=JURISDICTIONS, sites=sites, modes=MODES, links=links)
    book, _ = _checked(held, tmp_path / "b.xlsx")
    assert book["links"].select("a", "b").row(0) == ("x", "y")
