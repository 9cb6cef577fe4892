"""The page in a real browser, opened from disk with no network, on a desk, on a telephone and on paper."""

import os
import shutil

import pytest

from report.crowd import crowd
from report.page_reader import value_at
from unfence import read_book, study
from unfence.report import write_report
from worlds.random_book import random_book
from worlds.writing import write

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
NOWHERE = BROWSER is None and "CI" not in os.environ  # where CI is set a missing browser is a failure
DESK, PHONE, PAPER = 1280, 390, 688
"""Widths in CSS pixels; A4 between its margins is 182 mm."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NOWHERE, reason="no Chromium found: the page is not tried in a browser"),
]

CONTRASTS = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const drawn = node.namespaceURI.endsWith("svg");
    const pair = [light(drawn ? style.fill : style.color), light(ground(node))].sort();
    found.push([(pair[1] + 0.05) / (pair[0] + 0.05), texts.currentNode.data.trim().slice(0, 40)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def reports(two_towns, tmp_path_factory):
    """The paths of three books' pages, by name and language."""
    folder = tmp_path_factory.mktemp("reports")
    books = {"crowd": crowd(), "drawn": random_book(3, 8)}
    studies = {name: study(read_book(write(*world, folder / name))) for name, world in books.items()}
    studies["towns"] = two_towns
    langs = ("en", "zh")
    return {(n, lang): write_report(studies[n], folder / f"{n}-{lang}.html", lang) for n in studies for lang in langs}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def opened(browser, reports):
    """Opens a page by name, language and width; in the end it asked nobody for anything, complained of nothing."""
    asked, complaints, contexts = [], [], []

    def route(request_route):
        asked.append(request_route.request.url)
        if request_route.request.url.startswith("file:"):
            request_route.continue_()
        else:
            request_route.abort()

    def open_(name, lang, width, **more):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **more)
        contexts.append(context)
        sheet = context.new_page()
        sheet.route("**/*", route)
        sheet.on("console", lambda message: complaints.append(message.text))
        sheet.on("pageerror", lambda error: complaints.append(str(error)))
        sheet.goto(reports[name, lang].as_uri())
        return sheet

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
    assert set(asked) <= {path.as_uri() for path in reports.values()}


BOTH = pytest.mark.parametrize("lang", ["en", "zh"])


@BOTH
def test_every_number_that_the_browser_shows_is_the_one_in_the_json(opened, said, lang):
    shown = opened("towns", lang, DESK).eval_on_selector_all(
        "data", "found => found.map(d => [d.value, d.dataset.json, d.textContent])"
    )
    assert len(shown) > 100
    for value, path, text in shown:
        assert float(value) == pytest.approx(value_at(said, path), abs=1e-9), path
        assert text.strip()


@BOTH
@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("name", ["towns", "crowd", "drawn"])
def test_nothing_sticks_out_and_every_text_stands_off_its_ground(opened, name, lang, width):
    sheet = opened(name, lang, width)
    for fold in sheet.query_selector_all("details"):
        fold.evaluate("details => { details.open = true; }")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    contrasts = sheet.evaluate(CONTRASTS)
    assert len(contrasts) > 200
    assert min(contrasts)[0] >= 4.5, sorted(contrasts)[:5]


@BOTH
def test_the_contents_are_beside_the_page_on_a_desk_and_folded_on_a_telephone(opened, lang):
    for width, at_hand, folded in ((DESK, ".desk", ".pocket"), (PHONE, ".pocket", ".desk")):
        sheet = opened("towns", lang, width)
        assert not sheet.is_visible(folded)
        if width == PHONE:
            assert not sheet.is_visible(f"{at_hand} li")
            sheet.click(".pocket summary")
        links = sheet.query_selector_all(f"{at_hand} li a")
        assert [link.get_attribute("href") for link in links] == [
            f"#{section.get_attribute('id')}" for section in sheet.query_selector_all("main > section")
        ]
        links[-2].click()
        target = links[-2].get_attribute("href")
        assert abs(sheet.evaluate(f"document.querySelector('{target}').getBoundingClientRect().top")) < 60
    sheet = opened("towns", lang, DESK)
    sheet.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert sheet.evaluate("document.querySelector('.desk').getBoundingClientRect().top") == pytest.approx(0, abs=1)


def test_the_keyboard_reaches_the_answer_first_and_switches_the_map(opened):
    sheet = opened("towns", "en", DESK)
    sheet.keyboard.press("Tab")
    first = "document.activeElement.getBoundingClientRect()"
    assert sheet.evaluate("document.activeElement.className") == "skip"
    assert sheet.evaluate(f"{first}.left >= 0 && {first}.top >= 0")
    sheet.keyboard.press("Enter")
    assert sheet.url.endswith("#answer")
    figures = sheet.query_selector_all(".choice figure")
    sheet.focus(".choice input:checked")
    for k in range(len(figures)):
        assert [figure.is_visible() for figure in figures] == [k == other for other in range(len(figures))]
        ring = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
        assert sheet.evaluate(ring) == "solid"
        sheet.keyboard.press("ArrowRight")


def test_every_picture_switch_and_scrolling_table_has_a_name(opened):
    sheet = opened("crowd", "en", DESK)
    for kind in ("img", "radio", "region", "navigation", "group"):
        for found in sheet.get_by_role(kind, include_hidden=True).all():
            name = found.evaluate(
                "e => e.ariaLabel || e.labels?.[0]?.textContent || e.querySelector('legend, summary')?.textContent"
                " || document.getElementById(e.getAttribute('aria-labelledby') || '')?.textContent"
            )
            assert name, found.evaluate("e => e.outerHTML.slice(0, 200)")


def test_details_fold_and_unfold(opened):
    sheet = opened("drawn", "zh", PHONE)
    fold = sheet.query_selector("details.fold")
    assert not sheet.is_visible("details.fold + .folded table")
    fold.query_selector("summary").click()
    assert sheet.is_visible("details.fold + .folded table")


@BOTH
@pytest.mark.parametrize("name", ["towns", "crowd", "drawn"])
def test_on_paper_everything_is_unfolded_and_fits(opened, name, lang):
    sheet = opened(name, lang, PAPER)
    sheet.emulate_media(media="print")
    assert not any(nav.is_visible() for nav in sheet.query_selector_all("nav, .skip, .choice label"))
    assert all(figure.is_visible() for figure in sheet.query_selector_all(".choice figure"))
    tables = sheet.query_selector_all(".table table")
    assert all(table.is_visible() for table in tables)
    for table in tables:
        assert table.bounding_box()["x"] + table.bounding_box()["width"] <= PAPER + 1, table.inner_text()[:200]
    assert sheet.evaluate("[...document.querySelectorAll('thead')].map(h => getComputedStyle(h).display)") == [
        "table-header-group"
    ] * len(sheet.query_selector_all("thead"))
