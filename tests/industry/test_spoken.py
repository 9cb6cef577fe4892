"""Sentences and plain values: everything can be read in both languages and written as JSON."""

import json

import pytest

from industry.chains import bought_outside, cheap_tip, slag_chain, solved, today
from unfence.examples import example
from unfence.industry import chain_of, claims_of, complements_of, matches_of, missing_links, plain
from unfence.industry.spoken import claim_line, dump_line, match_line, missing_line

LANGS = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_match_of_daxin_can_be_read(lang):
    economy, solution, incomes = today(example("daxin"))
    lines = [match_line(m, economy.book, lang) for m in matches_of(economy, solution, incomes).rows]
    assert all(lines)
    assert not any("{" in line for line in lines)


def test_the_line_names_what_stands_in_the_way():
    economy, solution, incomes = today(example("two_towns"))
    (match,) = matches_of(economy, solution, incomes).rows
    line = match_line(match, economy.book, "en")
    assert "22 yuan" in line
    assert "The same truck is checked twice (24 yuan)" in line
    assert "同一车两次查验（24 元）" in match_line(match, economy.book, "zh")


@pytest.mark.parametrize("lang", LANGS)
def test_claims(lang):
    economy, solution, incomes = today(example("daxin").with_number("claims", "huicheng_local", "stated", 14e6))
    (claim,) = claims_of(economy, solution, incomes)
    assert "2.01" in claim_line(claim, economy.book, lang)
    tables = bought_outside() | {"claims": [{"id": "c", "stated": 5, "unit": "yuan"}]}
    scene = solved(tables)
    (unknown,) = claims_of(*scene)
    assert {"zh": "无法核对", "en": "cannot be checked"}[lang] in claim_line(unknown, scene.economy.book, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_dumps_and_missing_links(lang):
    scene = solved(cheap_tip())
    (dump,) = matches_of(*scene).dumps
    assert {"zh": "不算产业配套", "en": "no match"}[lang] in dump_line(dump, scene.economy.book, lang)
    without_plant = bought_outside(toll=0)
    without_plant["plants"] = []
    for tables in (slag_chain(takers=40), slag_chain(road=False), bought_outside(), without_plant):
        scene = solved(tables)
        links = missing_links(*scene)
        assert links
        assert not any("{" in missing_line(link, scene.economy.book, lang) for link in links)


def test_everything_is_json():
    economy, solution, incomes = today(example("daxin"))
    found = {
        "chain": chain_of(economy, solution, incomes),
        "matches": matches_of(economy, solution, incomes),
        "claims": claims_of(economy, solution, incomes),
        "structure": complements_of(economy.book, solution, solution, incomes),
    }
    written = json.loads(json.dumps(plain(found), allow_nan=False))
    assert written["claims"][0]["now"]["seller"] == "shenghe"
    assert written["matches"]["rows"][0]["open"]["parts"]["fences"] == {}
    assert len(written["chain"]["steps"]) == len(economy.book["plants"])
