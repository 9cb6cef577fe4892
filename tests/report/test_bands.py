"""How sure the page is where books were drawn, and the pictures that add up."""

import re

import pytest

import unfence
from report.page_reader import Page, printed_values, value_at
from unfence.report import page
from unfence.report.facts import facts_of
from unfence.report.sections import answer, plans
from worlds import worlds
from worlds.writing import write


@pytest.fixture(scope="module")
def drawn():
    return unfence.study(unfence.examples.example("two_towns"), draws=8, seed=3)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_bands_are_those_of_the_draws(drawn, lang):
    said, found = drawn.to_dict(), Page(page(drawn, lang))
    bands = [figure for figure in found.figures if figure.path.startswith("/sensitivity/")]
    paths = {figure.path for figure in bands}
    assert {f"/sensitivity/gain/{end}" for end in ("low", "high", "above")} <= paths
    assert any(re.fullmatch(r"/sensitivity/fences/\d/worth/low", path) for path in paths)
    assert any(re.fullmatch(r"/sensitivity/measures/\d/worth/high", path) for path in paths)
    for figure in found.figures:
        assert figure.value == pytest.approx(value_at(said, figure.path), abs=1e-9), figure
    for figure in bands:
        four = 5e-4 * abs(figure.value) if not figure.unit else 0
        assert any(abs(value - figure.value) <= max(half, four) + 1e-6 for value, half in printed_values(figure))


def test_each_band_stands_beside_what_it_is_the_band_of(drawn):
    facts = facts_of(drawn, "en")
    for table in ("fences", "measures"):
        for row in facts.at(table):
            item = next(item for item in facts.at("sensitivity", table) if item["id"] == row["id"])
            band = facts.band(table, row["id"])
            assert (band.low.value, band.high.value) == (item["worth"]["low"], item["worth"]["high"])
    assert facts.band("fences", "nobody") is None


def test_without_draws_nothing_is_said_of_bands(two_towns, pages):
    assert facts_of(two_towns, "en").band("fences", "stamp") is None
    assert "nine" not in " ".join(pages["en"].words)


def test_one_who_pays_one_who_receives_are_one_clause(pages):
    assert "East Town pays West Town" in " ".join(pages["en"].words) or "West Town pays East Town" in " ".join(
        pages["en"].words
    )


def test_a_fence_that_costs_the_same_however_one_looks_has_one_number(tmp_path):
    tables, settings = worlds.two_towns()
    tables["fences"] = tables["fences"][:1]
    facts = facts_of(unfence.study(unfence.read_book(write(tables, settings, tmp_path))), "en")
    text = answer.costliest(facts)
    assert "whether it falls first or last" in text
    assert text.count("<data") == 1


def test_the_waterfall_ends_at_the_net_gain(two_towns, pages):
    said = two_towns.to_dict()
    chosen = [m for m in said["measures"] if m["id"] in said["best"]]
    added = sum(m["share_of_best"] + m["yearly_cost"] for m in chosen)
    assert added - said["welfare"]["cost"] == pytest.approx(said["welfare"]["gain"])
    picture = re.search(r'<svg[^>]*aria-label="Waterfall.*?</svg>', pages["en"].html, re.DOTALL)[0]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    amounts = [float(text.replace(",", "")) for text in texts if re.fullmatch(r"[+-][\d,.]+", text)]
    assert len(amounts) == len(chosen) + 2
    assert amounts[-1] == pytest.approx(said["welfare"]["gain"], abs=0.5)
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=2)


def test_a_turn_ends_when_its_measure_works_and_begins_its_lead_before(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.chained_measures(), tmp_path)))
    facts = facts_of(study, "en")
    leads = dict(study.book["measures"].select("id", "lead_months").iter_rows())
    turns = plans._turns(facts)
    assert len(turns) == len(study.order) > 0
    for turn, step in zip(turns, study.order, strict=True):
        assert 12 * (turn["works"] - turn["begins"]) == pytest.approx(leads[step.measure])
        assert int(turn["begins"] + 1e-9) == step.year
