"""What stands behind the page: the book's rows, the assumptions, the formulas, the terms."""

import tomllib
from importlib import resources
from xml.etree import ElementTree as ET

import pytest

import unfence
from report.page_reader import Page
from unfence.examples import example
from unfence.report import page
from unfence.report.facts import facts_of
from unfence.report.sections import glossary, rows
from unfence.words import sentences
from worlds import worlds
from worlds.writing import write


def test_the_rows_are_the_books(pages):
    book = example("two_towns")
    shown = pages["en"].extracts
    assert set(shown) == {table for table in book.stated if len(book.stated[table])}
    head, *links = shown["links"]
    assert [dict(zip(head, row, strict=True))["km"] for row in links] == ["20", "100"]
    fences = [dict(zip(shown["fences"][0], row, strict=True)) for row in shown["fences"][1:]]
    assert [(f["id"], f["size"], f["name"], f["how sure"]) for f in fences] == [
        ("checkpoint", "2", "The same truck is checked twice", "assumed"),
        ("stamp", "30", "East Town's passage stamp", "assumed"),
    ]


def test_cells_nobody_filled_in_are_empty_and_unknown_ones_say_so(tmp_path):
    tables, settings = worlds.two_towns()
    tables["modes"][0]["cost_hour"] = "?"
    shown = Page(page(unfence.study(unfence.read_book(write(tables, settings, tmp_path))), "en")).extracts
    mode = dict(zip(*shown["modes"], strict=True))
    assert mode["cost_hour"] == "?"
    assert "cost_load" not in mode  # empty in every row


def test_what_moves_nothing_is_only_counted(tmp_path):
    tables, settings = worlds.two_towns()
    tables["markets"].append({"id": "dear", "site": "mill", "commodity": "ore", "side": "supply", "price": 999})
    read = Page(page(unfence.study(unfence.read_book(write(tables, settings, tmp_path))), "en"))
    ids = [row[0] for row in read.extracts["markets"][1:]]
    assert "melt" in ids
    assert "dear" not in ids
    assert any("Rows by which nothing moves, not listed: 1" in text for text in [read.html])


def test_a_long_table_is_cut_and_says_so(two_towns, monkeypatch):
    monkeypatch.setattr(rows, "MOST", 1)
    (links,) = [b for b in rows.section(facts_of(two_towns, "en")).blocks[1:] if b.table == "links"]
    assert len(links.rows) == 1
    assert "Further rows, not listed: 1" in links.note


def test_the_movers_on_the_page_are_those_of_the_json(pages, said):
    listed = [row for table in pages["en"].tables for row in table if len(row) == 7 and row[1] == "assumed"]
    movers = said["footing"]["movers"]
    assert len(listed) == len(movers) > 5
    assert listed[0][0] == "Truck: cost of a vehicle-km"
    assert [row[5:] for row in listed[:2]] == [["29,000", "59,100"], ["59,057", "28,192"]]


def test_drawn_books_are_spoken_of(tmp_path):
    book = unfence.read_book(write(*worlds.two_towns(), tmp_path))
    text = " ".join(" ".join(Page(page(unfence.study(book, draws=6), "en")).words).split())
    assert "6 books with all figures off at once were drawn, 6 have an answer" in text
    assert "has not been drawn" not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_formulas_are_well_formed(two_towns, lang):
    html = page(two_towns, lang)
    parts = [part.split("</math>")[0] for part in html.split("<math")[1:]]
    found = [ET.fromstring(f"<math{part}</math>") for part in parts]  # noqa: S314  our own page
    assert len(found) >= 6
    for formula in found:
        assert all(child.tag in ("mi", "mn", "mo") or len(child) for child in formula.iter() if child is not formula)
        for fraction in formula.iter("mfrac"):
            assert len(fraction) == 2


def test_every_term_of_the_glossary_has_a_meaning_and_no_other_has(two_towns):
    file = resources.files("unfence.words").joinpath("glossary.toml")
    known = set(tomllib.loads(file.read_text(encoding="utf-8")))
    told = set(glossary.terms(facts_of(two_towns, "en")))
    assert told <= known
    assert {key.rsplit(".", 1)[1] for key in sentences() if key.startswith("report.terms.means.")} >= told


def test_terms_that_the_page_does_not_use_are_left_out(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.emptyish(), tmp_path)))
    told = glossary.terms(facts_of(study, "zh"))
    assert "fence" in told
    assert not {"capex", "alone"} & set(told)
