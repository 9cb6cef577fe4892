"""Somebody asks for the answer: on the terminal, as a page, as a first book."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unfence
from unfence.quick import first_book, page, prices, read_form, write_form
from unfence.quick.pricing import total
from unfence.studies.check import check

EXERCISE = {
    "km": ["12"],
    "name": ["Two checks", "The bus stops", "Two permits", "No refund", "Tariff zones"],
    "crosses": ["trucks", "people", "trucks", "people", "trucks"],
    "number": ["400-500", "1,200", "20", "30", "?"],
    "more": ["", "300", "5", "40", ""],
    "minutes": ["10-50", "27", "", "", ""],
    "money": ["", "", "450", "90", ""],
    "gets": ["", "", "nobody", "outside", ""],
    "says": ["traffic police, June 2025", "", "", "", ""],
    "decides": ["the province", "", "the province", "", "the state"],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_terminal_says_the_whole_answer(cli, filled, lang):
    done = cli("quick", filled(**EXERCISE), "--lang", lang, width=80)
    assert (done.exit_code, done.stderr) == (0, "")
    text = done.stdout
    cost = {"en": "8.91 million yuan", "zh": "891 万元"}[lang]
    assert cost in " ".join(text.split())
    places = [text.rindex(f"{name}{':' if lang == 'en' else '：'}") for name in ("Two checks", "Two permits")]
    assert places == sorted(places)
    assert "Tariff zones" in text
    assert all(len(line) <= 82 for line in text.splitlines())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_holds_every_barrier_and_asks_nobody(filled, lang):
    form = read_form(filled(**EXERCISE))
    html = page(form, prices(form), lang)
    assert all(name in html for name in EXERCISE["name"])
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
    assert "traffic police, June 2025" in html


def test_what_people_write_cannot_break_the_page(filled):
    form = read_form(filled(**{**EXERCISE, "name": ["<b>&amp;"] * 5, "title": ["<script>alert(1)</script>"]}))
    html = page(form, prices(form), "en")
    assert "<script>alert" not in html
    assert "&lt;b&gt;&amp;amp;" in html


def test_a_page_is_written_anew_but_nothing_else_is_replaced(cli, filled, tmp_path):
    form, report = filled(**EXERCISE), tmp_path / "page.html"
    assert cli("quick", form, "--report", str(report)).exit_code == 0
    assert cli("quick", form, "--report", str(report)).exit_code == 0
    report.write_text("mine", encoding="utf-8")
    assert cli("quick", form, "--report", str(report)).exit_code == 1
    assert report.read_text(encoding="utf-8") == "mine"
    assert cli("quick", form, "--report", str(report), "--force").exit_code == 0


@pytest.mark.parametrize("name", ["book", "book.xlsx"])
def test_the_first_book_gains_what_the_page_says(cli, filled, tmp_path, name):
    path = filled(**EXERCISE)
    done = cli("quick", path, "--to", str(tmp_path / name))
    assert done.exit_code == 0
    assert "Tariff zones" in done.stderr
    book, findings = check(tmp_path / name)
    assert not [f for f in findings if f.level == "error"]
    assert {(f.place.column, f.level) for f in findings} <= {("capex", "warning")}
    form = read_form(path)
    study = unfence.study(book)
    priced = [price for price in prices(form) if price.priced]
    assert study.fences.open - study.fences.today == pytest.approx(total(priced).value, rel=1e-9)
    alone = sorted((fence.alone for fence in study.fences.prices), reverse=True)
    assert alone == pytest.approx([price.cost.value for price in priced], rel=1e-9)
    assert study.gain == pytest.approx(total(priced).value, rel=1e-9)
    again = cli("quick", path, "--to", str(tmp_path / name))
    assert again.exit_code == 1


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["trucks", "people"]), st.integers(0, 500), st.integers(0, 100), st.integers(0, 300),
            st.integers(0, 200), st.sampled_from(["nobody", "one side", "the other side", "outside"]),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_any_form_becomes_a_book_that_gains_what_its_page_says(tmp_path_factory, barriers):
    columns = [[str(cell) for cell in column] for column in zip(*barriers, strict=True)]
    keys = ("crosses", "number", "more", "minutes", "money", "gets")
    path = tmp_path_factory.mktemp("forms") / "form.xlsx"
    answers = dict(zip(keys, columns, strict=True))
    write_form(path, "en", {"first": ["East"], "second": ["West"], "name": ["重复查验"] * len(barriers), **answers})
    form = read_form(path)
    ranked = prices(form)
    assert all(price.priced for price in ranked)
    study = unfence.study(first_book(form, ranked))
    assert study.fences.open - study.fences.today == pytest.approx(total(ranked).value, rel=1e-6, abs=1e-3)


def test_the_ranges_of_the_form_are_in_the_book(filled):
    form = read_form(filled(**EXERCISE))
    book = first_book(form, prices(form))
    ranges = {(r["table"], r["key"], r["column"]): (r["low"], r["high"]) for r in book["ranges"].iter_rows(named=True)}
    assert ranges["fences", "two_checks", "size"] == pytest.approx((10 / 60, 50 / 60))
    assert ranges["modes", "by_two_checks", "cost_hour"] == (80, 180)
    assert book["fences"].filter(id="two_checks")["source"].to_list() == ["traffic police, June 2025"]
    assert book["measures"]["decides"].to_list()[0] == "province"


def test_without_a_price_there_is_no_book(cli, filled, tmp_path):
    path = filled(name=["Zones"], number=["?"])
    done = cli("quick", path, "--to", str(tmp_path / "book"))
    assert done.exit_code == 1
    assert not (tmp_path / "book").exists()
    assert "missing" in done.stdout
    missing = cli("quick", str(tmp_path / "none.xlsx"), "--to", str(tmp_path / "book"))
    assert missing.exit_code == 1
