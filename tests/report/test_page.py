"""The page as a reader meets it: self-contained, in order, in his language, every number the study's."""

import itertools
import re

import pytest

import unfence
from report.page_reader import Page, printed_values, value_at
from unfence.errors import UnfenceError
from unfence.report import page, write_report
from unfence.report.facts import facts_of
from unfence.report.sections import answer
from worlds import worlds
from worlds.writing import write

LANGS = ("en", "zh")


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_the_one_in_the_json(pages, said, lang):
    figures = pages[lang].figures
    assert len(figures) > 100
    for figure in figures:
        assert figure.value == pytest.approx(value_at(said, figure.path), abs=1e-9), figure


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_printed_is_the_figure_rounded(pages, lang):
    for figure in pages[lang].figures:
        meant = printed_values(figure)
        four_figures = 5e-4 * abs(figure.value) if not figure.unit else 0
        assert any(abs(value - figure.value) <= max(half, four_figures) + 1e-6 for value, half in meant), figure


def test_no_number_is_printed_without_saying_where_it_comes_from(pages):
    numbers = re.compile(r"[+-]?\d[\d,.]*(?: %)?")
    figures = {part for figure in pages["en"].figures for part in numbers.findall(figure.text)}
    for table in pages["en"].tables:
        for row in table[1:]:
            for cell in row[1:]:
                parts = numbers.findall(cell)
                assert all(part in figures or re.fullmatch(r"20\d\d", part) for part in parts), row


def test_the_bill_on_the_page_is_the_one_solved_on_paper(pages):
    rows = [row for table in pages["en"].tables for row in table]
    assert ["The same truck is checked twice", "time", "30,500", "32,800", "31,650", "100 %"] in rows
    assert ["East Town's passage stamp", "fee (a transfer)", "6,500", "8,800", "7,650", "100 %"] in rows
    assert ["nucleolus", "-6,750", "+6,750"] in rows
    assert ["East Town", "45,000", "67,000", "65,500", "+20,500", "65,500"] in rows


def test_both_languages_say_the_same(pages):
    figures = [[(figure.value, figure.path) for figure in pages[lang].figures] for lang in LANGS]
    assert sorted(figures[0]) == sorted(figures[1])
    assert [len(table) for table in pages["en"].tables] == [len(table) for table in pages["zh"].tables]


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_asks_nobody_for_anything(pages, lang):
    found = pages[lang]
    assert "://" not in found.html
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & {tag for tag, _ in found.tags}
    for _, said in found.tags:
        for name in ("src", "href", "xlink:href", "srcset", "data", "action"):
            assert said.get(name, "#").startswith("#")
    assert not re.findall(r"url\((?!#)|@import", found.html)
    policy = next(said for said in found.all("meta") if said.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'")
    assert len(found.html.encode()) < 2_000_000


@pytest.mark.parametrize("lang", LANGS)
def test_it_can_be_read_aloud_and_by_keyboard(pages, lang):
    found = pages[lang]
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert found.all("html")[0]["lang"] == {"en": "en", "zh": "zh-CN"}[lang]
    assert found.all("svg")
    assert all(said["role"] == "img" and said["aria-label"] for said in found.all("svg"))
    assert all(said.get("scope") in ("row", "col") for said in found.all("th"))
    assert len(found.all("caption")) == len(found.all("table"))
    assert {said["id"] for said in found.all("input")} == {said["for"] for said in found.all("label")}


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_leads_somewhere_and_no_id_is_there_twice(pages, lang):
    ids = [said["id"] for _, said in pages[lang].tags if "id" in said]
    assert len(ids) == len(set(ids))
    targets = {said["href"][1:] for said in pages[lang].all("a")}
    targets |= {said["aria-labelledby"] for _, said in pages[lang].tags if "aria-labelledby" in said}
    targets |= set(re.findall(r"url\(#([^)]*)\)", pages[lang].html))
    assert targets <= set(ids)


def test_the_chinese_page_is_chinese(pages):
    letters = {word for text in pages["zh"].words for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert letters == {"unfence"}
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(pages["en"].words))


def test_who_gains_is_said_by_income_first(pages):
    said = " ".join(" ".join(pages["en"].words).split())
    assert "East Town +20,500 yuan (tax and fees +15,000 yuan )" in said
    assert "West Town +7,000 yuan (value added +34,000 yuan ); nobody else gains or loses." in said
    assert "incomes taken at the middle" not in said  # every income is unique here


def test_payments_out_of_unsettled_incomes_say_so(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.bilateral(), tmp_path)))
    facts = facts_of(study, "en")
    assert facts.unsettled
    assert "incomes taken at the middle of their ranges" in answer.sentences_of(facts)[4].text


def test_the_terms_that_fit_the_split_are_on_the_page(pages, said):
    rows = [row for table in pages["en"].tables for row in table]
    assert ["a share of all that tax", "East Town -34 %; West Town 134 %", "no", "0", "16,750"] in rows
    assert ["a fixed sum a year", "East Town -6,750 yuan; West Town +6,750 yuan", "yes", "0", "–"] in rows
    assert [rule["kind"] for rule in said["agreement"]["rules"]] == ["ratio", "increment", "gap", "sum"]


def test_a_trip_without_a_way_does_not_stay_at_home(tmp_path):
    tables, settings = worlds.commuters()
    tables["trips"][0]["modes"] = "foot"  # the bridge is only planned
    rows = _rows(tables, settings, tmp_path)
    assert ["mine → mill", "On foot", "no way", "no way", "10"] in [_plain(row, tables) for row in rows]
    assert ["mill → mine", "Bus", "stays at home", "13", "stays at home"] in [_plain(row, tables) for row in rows]


def test_people_are_among_what_crosses_the_fences(tmp_path):
    rows = [_plain(row, worlds.commuters()[0]) for row in _rows(*worlds.commuters(), tmp_path)]
    assert ["mine → mill", "Bus", "people (trips)", "100", "–", "–"] in rows
    assert not any(row[1] == "On foot" and len(row) == 6 for row in rows)  # no fence bears on walking


def _rows(tables, settings, folder):
    """Every row of every table of a book's page."""
    study = unfence.study(unfence.read_book(write(tables, settings, folder)))
    return [row for table in Page(page(study, "en")).tables for row in table]


def _plain(row, tables):
    """A row with sites called by their ids."""
    first = row[0]
    for site in tables["sites"]:
        first = first.replace(site["name"], site["id"])
    return [first, *row[1:]]


def test_names_are_text_and_nothing_else(tmp_path):
    tables, settings = worlds.two_towns()
    tables["sites"][0]["name"] = "<script>alert(1)</script> & {braces}"
    tables["fences"][0]["name"] = '"><img src=x>'
    settings["title"] = "<b>Title</b>"
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    found = Page(page(study, "en"))
    assert not {"script", "img", "b"} & {tag for tag, _ in found.tags}
    assert any("<script>alert(1)</script> & {braces}" in text for text in found.words)


BARE = [worlds.emptyish, worlds.no_fences, worlds.one_side, worlds.two_bridges, worlds.toll_paradox, worlds.commuters]


@pytest.mark.parametrize("world", BARE, ids=lambda world: world.__name__)
@pytest.mark.parametrize("lang", LANGS)
def test_books_that_lack_something_have_a_page_too(world, lang, tmp_path):
    study = unfence.study(unfence.read_book(write(*world(), tmp_path)))
    found = Page(page(study, lang))
    assert len(found.all("h2")) == 17
    for figure in found.figures:
        assert figure.value == pytest.approx(value_at(study.to_dict(), figure.path), abs=1e-9), figure


def test_without_places_there_is_no_map_but_a_sentence(tmp_path):
    tables, settings = worlds.two_towns()
    for site in tables["sites"]:
        site.pop("lon", None)
        site.pop("lat", None)
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    found = Page(page(study, "en"))
    assert not found.all("fieldset")
    assert any("fewer than two sites" in text for text in found.words)


def test_a_fence_whose_fall_lowers_welfare_is_explained(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.toll_paradox(), tmp_path)))
    assert any(fence["lowers_welfare"] for fence in study.to_dict()["fences"])
    assert any("another fee still bends decisions" in text for text in Page(page(study, "en")).words)


def test_it_is_written_whole_or_not_at_all(two_towns, tmp_path):
    path = tmp_path / "new" / "报告.html"
    assert two_towns.report(path, lang="zh") == path
    first = path.read_text(encoding="utf-8")
    assert first.rstrip().endswith("</html>")
    write_report(two_towns, path, "en")
    assert path.read_text(encoding="utf-8") != first
    assert [p.name for p in path.parent.iterdir()] == ["报告.html"]

    folder = tmp_path / "folder.html"
    folder.mkdir()
    with pytest.raises(UnfenceError) as error:
        write_report(two_towns, folder, "en")
    assert str(folder) in error.value.say("zh")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_same_study_gives_the_same_page(two_towns):
    assert page(two_towns, "zh") == page(two_towns, "zh")
