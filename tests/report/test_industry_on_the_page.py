"""Chain, matches, claims, factor prices and carbon on the page: the book whose answers stand on paper."""

import pytest

import unfence
from report.page_reader import Page
from report.test_page import value_at
from unfence.report import page
from worlds import worlds
from worlds.neighbours import neighbours
from worlds.writing import write


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return unfence.study(unfence.read_book(write(*neighbours(), tmp_path_factory.mktemp("book"))))


@pytest.fixture(scope="module")
def found(study):
    return {lang: Page(page(study, lang)) for lang in ("en", "zh")}


def rows(page):
    return [row for table in page.tables for row in table]


def said(page):
    return " ".join(" ".join(page.words).split())


def test_every_figure_is_the_one_in_the_json(study, found):
    for read in found.values():
        assert len(read.figures) > 150
        for figure in read.figures:
            assert figure.value == pytest.approx(value_at(study.to_dict(), figure.path), abs=1e-9), figure


def test_both_languages_say_the_same(found):
    figures = [sorted((figure.value, figure.path) for figure in read.figures) for read in found.values()]
    assert figures[0] == figures[1]


def test_paste_could_come_from_across_but_for_the_toll(found):
    # 100 + 10 from far; 40 + 20 + 5 from the boiler: 45 on each of 80 t
    assert ["mill", "Paste (t)", "the market at Far", "Boiler", "45", "80", "Toll (50 yuan)"] in [
        ["mill", *row[1:]] for row in rows(found["en"]) if len(row) == 7
    ]


def test_a_missing_link_says_how_it_closes_and_what_it_is_worth(found):
    (row,) = [row for row in rows(found["en"]) if row[0] == "Paste (t)" and "free it from" in row[2]]
    assert row[1:] == ["East buys outside what can be had here", "free it from “Toll”", "80", "3,600"]


def test_claims_beside_what_they_give(found):
    listed = rows(found["en"])
    (stated,) = [row for row in listed if "80 t of Paste from Boiler instead of" in row[0]]
    assert stated[1:] == ["3,000", "-400", "-400", "no: nothing is saved"]  # 80 x (110 - 115)
    (vague,) = [row for row in listed if row[0] == "steel" and row[1] == "7"]
    assert vague[2:] == ["–", "–", "cannot be checked: from whom was bought before, and from whom now, is not stated"]


def test_the_wedge_and_its_three_parts(found):
    assert ["Power (MWh)", "400", "600", "200", "80", "5", "115"] in rows(found["en"])
    assert ["电（MWh）", "400", "600", "200", "80", "5", "115"] in rows(found["zh"])
    assert ["Power", "“Tariff zones”"] in rows(found["en"])
    assert "it is 200 yuan per MWh dearer than in West, of which 80 is policy, 5 distance and 115 fences" in said(
        found["en"]
    )


def test_who_saves_and_who_receives_less_at_the_lower_price(found):
    # 1000 MWh at 200 less; 80 of it charges: the west's 100 against the east's 60 and outside's 120
    (row,) = [row for row in rows(found["en"]) if row[0] == "Power" and len(row) == 5]
    assert (row[1], row[2], row[4]) == ("East", "200,000", "120,000")


def test_emissions_add_up_by_side_and_state(found):
    # today: smelting 2 x 100 t at 1000 kg, 1000 MWh at 300, 80 t on 10 km of road; best: 80 t boiled at 500 besides
    listed = {row[0]: row[1:] for row in rows(found["en"]) if len(row) == 5}
    today, parts = listed["the book's own: in all"], [v for k, v in listed.items() if k.startswith("of which")]
    for state in range(3):
        numbers = [float(part[state].replace(",", "")) for part in parts]
        assert sum(numbers) == pytest.approx(float(today[state].replace(",", "")), abs=0.3)
    assert [today[k] for k in (0, 2, 3)] == ["500.8", "540.8", "40"]


def test_the_same_goods_and_what_each_needs(found):
    assert "Made on both sides: Steel, in t a year West 100 (best 100 ), East 100 (best 100 )." in said(found["en"])
    assert ["Paste (t)", "East", "West", "0", "80", "8,800"] in rows(found["en"])  # 80 x 110, delivered today


@pytest.mark.parametrize("world", [worlds.emptyish, worlds.one_side, worlds.no_fences])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_books_without_industry_say_so_in_a_sentence(world, lang, tmp_path):
    read = Page(page(unfence.study(unfence.read_book(write(*world(), tmp_path))), lang))
    text = said(read)
    expected = {
        "en": ("The book has no plants", "no factor price to compare", "states no emissions", "No place comes within"),
        "zh": ("账册中没有工厂", "没有要素价格可比", "不作碳排放测算", "没有哪个地点因此进入"),
    }[lang]
    for sentence in expected:
        assert sentence in text, sentence
