"""The briefs: what they say is what the study says, and each is one A4 page whatever the book holds."""

import os
import re
import shutil

import pytest

import unfence
from report.crowd import crowd
from report.page_reader import Page
from report.test_page import value_at
from unfence.report.briefs import ALL, briefs
from worlds import worlds
from worlds.writing import write

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
NOWHERE = BROWSER is None and "CI" not in os.environ  # where CI is set a missing browser is a failure
LANGS = ("en", "zh")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    return unfence.study(unfence.read_book(write(*crowd(), tmp_path_factory.mktemp("crowd"))))


@pytest.fixture(scope="module")
def chained(tmp_path_factory):
    return unfence.study(unfence.read_book(write(*worlds.chained_measures(), tmp_path_factory.mktemp("chained"))))


def said(text):
    """A page's words, runs of spaces made one."""
    return " ".join("".join(Page(text).words).split())


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_is_the_one_in_the_json(crowded, chained, lang):
    for study in (crowded, chained):
        data = study.to_dict()
        figures = Page(briefs(study, lang)[ALL]).figures
        assert len(figures) > 20
        for figure in figures:
            assert figure.value == pytest.approx(value_at(data, figure.path), rel=1e-12, abs=1e-6), figure


def test_two_towns_by_hand(two_towns):
    """On paper: 40,000 once, 3,000 a year half and half; 27,500 gained, 20,500 of it by east; west receives 6,750."""
    found = briefs(two_towns, "en")["measure-one_check.html"]
    assert Page(found).tables == [
        [
            ["Who", "Must agree", "Pays a year", "Income, with it less without it"],
            ["East Town", "yes", "1,500", "+20,500"],
            ["West Town", "yes", "1,500", "+7,000"],
            ["Together", "", "3,000", "+27,500"],
        ]
    ]
    text = said(found)
    for sentence in (
        "takes down the fence “The same truck is checked twice” (time)",
        "works 6 months after the start",
        "East Town, West Town agree to it; nobody above them has to decide.",
        "East Town 20,000 yuan once, 1,500 yuan a year in all; West Town 20,000 yuan once, 1,500 yuan a year in all",
        "none of the players loses by it: it needs no compensation.",
        "each year East Town pays 6,750 yuan; West Town receives 6,750 yuan",
        "each month’s delay costs 2,292 yuan",
    ):
        assert sentence in text


def test_what_takes_its_place_and_what_it_pushes_out(chained):
    pages = briefs(chained, "en")
    assert "Without it the best plan would do this instead: Ferry." in said(pages["measure-ramp.html"])
    assert "signed together with what it needs: Bridge" in said(pages["measure-ramp.html"])
    assert "Forced in, it would push out of the best plan: Bridge, Ramp." in said(pages["measure-ferry.html"])
    assert "It rules out: Bridge." in said(pages["measure-ferry.html"])
    assert "Not worth signing as things are: it would change the net gain by -200 yuan" in said(
        pages["measure-ferry.html"]
    )


def test_who_loses_is_named_with_what_would_make_it_good(tmp_path):
    """Ore is plenty, so that half the waiting is worth 300 a year to the buyer, east; west alone pays the 100."""
    tables, settings = worlds.two_towns()
    tables["measures"][1] |= {"payers": "west:1"}
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    assert study.incidence["halve"].change == pytest.approx({"west": -100, "east": 300, "outside": 0}, abs=1e-6)
    text = said(briefs(study, "en")["measure-halve.html"])
    assert "each year West loses 100 yuan by it; those who gain make at least that good" in text


def test_a_measure_that_no_plan_can_hold_has_a_page_too(tmp_path):
    tables, settings = worlds.chained_measures()
    tables["measures"][0]["status"] = "done"
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    for lang, sentence in (("en", "No allowed plan can hold it"), ("zh", "没有可行方案能容纳它")):
        assert sentence in said(briefs(study, lang)["measure-ferry.html"])


def test_a_book_without_measures_says_so(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.no_fences(), tmp_path)))
    pages = briefs(study, "en")
    assert list(pages) == [ALL]
    assert "no measure that can still be chosen; as things are the area earns 2,500 yuan a year." in said(pages[ALL])


def test_names_are_text_and_nothing_else(tmp_path):
    tables, settings = worlds.chained_measures()
    tables["measures"][0]["name"] = "<script>alert(1)</script> {braces}"
    study = unfence.study(unfence.read_book(write(tables, settings, tmp_path)))
    found = Page(briefs(study, "en")[ALL])
    assert not {"script", "img"} & {tag for tag, _ in found.tags}
    assert any("<script>alert(1)</script> {braces}" in text for text in found.words)


@pytest.mark.slow
@pytest.mark.skipif(NOWHERE, reason="no Chromium found: the briefs are not printed")
@pytest.mark.parametrize("lang", LANGS)
def test_each_is_one_page_of_a4(crowded, two_towns, chained, tmp_path, lang):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        sheet = browser.new_page(offline=True)
        for name, study in (("crowd", crowded), ("towns", two_towns), ("chained", chained)):
            for file, text in briefs(study, lang).items():
                path = tmp_path / name / file
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
                sheet.goto(path.as_uri())
                pdf = sheet.pdf(prefer_css_page_size=True, print_background=True)
                pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
                assert pages == (len(study.measures.prices) if file == ALL else 1), file
                boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)
                assert {tuple(round(float(x)) for x in box.split()) for box in boxes} == {(0, 0, 595, 842)}
        browser.close()
