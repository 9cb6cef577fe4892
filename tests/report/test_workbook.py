"""The workbook read back: the study's numbers and nothing else, texts that stay texts, sheets a clerk can use."""

import io
import json
import math

import numpy as np
import openpyxl
import pytest

import unfence
from unfence.report.facts import facts_of
from unfence.report.workbook import industry, money, reach, trade, workbook
from unfence.report.workbook.sheet import Source
from worlds import neighbours, worlds
from worlds.writing import write

LANGS = ("en", "zh")
SKIPPED = ("book", "exact")  # settings


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """A study that has something of everything, bands included."""
    folder = write(*neighbours.neighbours(), tmp_path_factory.mktemp("rich"))
    return unfence.study(unfence.read_book(folder), draws=4)


@pytest.fixture(scope="module")
def chained(tmp_path_factory):
    return unfence.study(unfence.read_book(write(*worlds.chained_measures(), tmp_path_factory.mktemp("chained"))))


def opened(study, lang):
    return openpyxl.load_workbook(io.BytesIO(workbook(study, lang)))


def numbers(book):
    """Every number of every sheet after the first."""
    rows = (row for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2, values_only=True))
    return [cell for row in rows for cell in row if isinstance(cell, int | float) and not isinstance(cell, bool)]


def leaves(value):
    if isinstance(value, dict):
        value = [part for key, part in value.items() if key not in SKIPPED]
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def strangers(values, known):
    """The values that are none of the known ones, to the sixteen digits that a workbook holds."""
    held = np.array(sorted(known))
    return [v for v in values if np.abs(held - v).min() > 1e-14 * abs(v)]


def of_the_book(study):
    """Numbers that the book states and the sheets repeat: capacities and travellers."""
    book = study.book
    return {*book["plants"]["capacity"], *book["trips"]["number"], *(book["links"]["km"])}


@pytest.mark.parametrize("name", ["rich", "chained"])
@pytest.mark.parametrize("lang", LANGS)
def test_every_number_is_the_study_s(request, name, lang):
    study = request.getfixturevalue(name)
    said = json.loads(study.to_json())
    found = numbers(opened(study, lang))
    assert len(found) > 100
    assert strangers(found, [*leaves(said), *of_the_book(study), 0.0]) == []


@pytest.mark.parametrize("name", ["rich", "chained"])
def test_every_number_of_the_study_is_in_it(request, name):
    study = request.getfixturevalue(name)
    said = json.loads(study.to_json())
    for word in ("assumptions", "idle", "tried"):
        said["footing"].pop(word)
    said["reach"].pop("minutes")
    said["sharing"]["core"].pop("least_core")
    said["sharing"]["worth"] = said["sharing"]["worth"][1:]
    for step in said["chain"]["steps"]:
        step.pop("sells"), step.pop("buys")
    assert strangers(leaves(said), numbers(opened(study, "en"))) == []


def test_the_bill_is_the_one_solved_on_paper(two_towns):
    sheet = opened(two_towns, "en")["Fences"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert head[:6] == (
        "Id",
        "Fence",
        "Kind",
        "Alone (yuan a year)",
        "Last (yuan a year)",
        "Fair share (yuan a year)",
    )
    assert [row[:6] for row in rows] == [
        ("checkpoint", "The same truck is checked twice", "time", 30500, 32800, 31650),
        ("stamp", "East Town's passage stamp", "fee (a transfer)", 6500, 8800, 7650),
    ]
    incidence = opened(two_towns, "zh")["措施得失"].iter_rows(min_row=2, values_only=True)
    assert ("两镇一次查验", "东镇", "是", 0.5, 20500) in list(incidence)


@pytest.mark.parametrize("lang", LANGS)
def test_sheets_have_headings_that_stay_and_say_their_units(rich, lang):
    book = opened(rich, lang)
    names = [sheet.title for sheet in book]
    assert len(set(names)) == len(names) > 30
    assert all(len(name) <= 31 for name in names)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        head = [cell.value for cell in sheet[1]]
        assert all(head), sheet.title
        assert len(set(head)) == len(head), sheet.title
        assert sheet.auto_filter.ref
        for cell in sheet[1]:
            assert sheet.column_dimensions[cell.column_letter].width >= 7
    listed = {row[0].value: row[2].value for row in book.worksheets[0].iter_rows(min_row=8)}
    assert {sheet.title: sheet.max_row - 1 for sheet in book.worksheets[1:]} == {k: v for k, v in listed.items() if v}
    links = [
        cell.hyperlink.location for row in book.worksheets[0].iter_rows(min_row=8) for cell in row if cell.hyperlink
    ]
    assert links == [f"'{name}'!A1" for name in names[1:]]


def test_both_languages_have_the_same_numbers(rich):
    assert numbers(opened(rich, "en")) == numbers(opened(rich, "zh"))


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.example"])
def test_what_a_person_wrote_is_no_formula(begin, tmp_path):
    tables, settings = worlds.two_towns()
    tables["fences"][0]["name"] = tables["measures"][1]["name"] = begin
    settings["title"] = begin.replace('"', "'")
    book = opened(unfence.study(unfence.read_book(write(tables, settings, tmp_path))), "en")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert begin in [cell.value for cell in cells if cell.data_type == "s"]
    assert not [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]


def test_a_text_longer_than_a_cell_is_cut(tmp_path):
    tables, settings = worlds.two_towns()
    tables["fences"][0]["name"] = "x" * 40_000
    book = opened(unfence.study(unfence.read_book(write(tables, settings, tmp_path))), "en")
    assert book["Fences"]["B2"].value == "x" * 32_767


@pytest.mark.parametrize(
    "world", [worlds.emptyish, worlds.no_fences, worlds.one_side, worlds.commuters, worlds.toll_paradox]
)
def test_books_that_lack_something_have_one_too(world, tmp_path):
    study = unfence.study(unfence.read_book(write(*world(), tmp_path)))
    for lang in LANGS:
        book = opened(study, lang)
        assert all(math.isfinite(value) for value in numbers(book))
        assert all(sheet.max_row > 1 for sheet in book)


def test_rows_are_as_wide_as_their_headings(rich):
    for part in (money, trade, industry, reach):
        for sheet in part.sheets(Source(facts_of(rich, "zh"))):
            width = len(sheet.headings())
            assert all(len(row) == width for row in sheet.rows), sheet.name


def test_the_same_study_gives_the_same_file(two_towns):
    assert workbook(two_towns, "zh") == workbook(two_towns, "zh")


COLUMNS = {
    "Flows": ("flows", {"Quantity a year": "quantity", "Fences (yuan a year)": "fence_cost",
                        "Transport (yuan a year)": "transport_cost", "Scarce capacity (yuan a year)": "rent"}),
    "Measures": ("measures", {"Investment (yuan, once)": "capex", "Yearly cost (yuan a year)": "yearly_cost",
                              "Alone (yuan a year)": "alone", "Last (yuan a year)": "last",
                              "Fair share (yuan a year)": "shapley", "Missed without it (yuan a year)": "in_best",
                              "Share of the gain (yuan a year)": "share_of_best",
                              "A month's delay (yuan)": "delay_month"}),
    "Order": ("order", {"Starts in": "year", "Works after (months)": "works_month",
                        "Adds (yuan a year)": "added_gain"}),
}  # fmt: skip


def test_each_column_is_what_its_heading_says(tmp_path, chained):
    """A full road, so that scarce capacity has a price and differs from transport."""
    tables, settings = worlds.two_towns()
    tables["links"][0] |= {"capacity": 60}
    tables["measures"][1] |= {"capex": 500, "life": 10}
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    assert any(flow["rent"] for flow in study.to_dict()["flows"])
    for one in (study, chained):
        book = opened(one, "en")
        for name, (key, columns) in COLUMNS.items():
            head, *rows = book[name].iter_rows(values_only=True)
            for title, word in columns.items():
                read = [row[head.index(title)] for row in rows]
                assert read == pytest.approx([entry[word] for entry in one.to_dict()[key]]), title
