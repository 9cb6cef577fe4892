"""Indices of structure: published definitions, laws, and the tables of books."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from industry.chains import commodity, market, recipe, solved, today
from unfence.examples import example
from unfence.industry import complements_of, trend_of
from unfence.industry.structure import krugman, location_quotients, overlap, shares, similarity
from worlds.writing import link, two_sides

outputs = arrays(np.float64, (3, 5), elements=st.floats(0.5, 1000))


@given(outputs)
def test_overlap_is_what_specialisation_leaves(x):
    assert overlap(x) == pytest.approx(1 - krugman(x) / 2)


@given(outputs, st.floats(0.1, 100))
def test_size_does_not_matter(x, factor):
    larger = x.copy()
    larger[0] *= factor
    for index in (similarity, krugman, overlap):
        assert index(larger) == pytest.approx(index(x), abs=1e-9)


@given(outputs)
def test_an_area_is_like_itself(x):
    assert np.diag(similarity(x)) == pytest.approx(np.ones(3))
    assert np.diag(krugman(x)) == pytest.approx(np.zeros(3))


@given(outputs)
def test_quotients_average_to_one(x):
    weights = x.sum(axis=1) / x.sum()
    assert weights @ location_quotients(x) == pytest.approx(np.ones(5))


def test_by_hand():
    x = [[60, 30, 10], [20, 30, 50]]
    assert similarity(x)[0, 1] == pytest.approx(2600 / np.sqrt(4600 * 3800))
    assert krugman(x)[0, 1] == pytest.approx(0.8)
    assert overlap(x)[0, 1] == pytest.approx(0.6)
    assert location_quotients(x)[0] == pytest.approx([1.5, 1, 1 / 3])


def test_nothing_in_common():
    x = [[1, 2, 0, 0], [0, 0, 3, 4]]
    assert (similarity(x)[0, 1], krugman(x)[0, 1], overlap(x)[0, 1]) == pytest.approx((0, 2, 0))


def test_an_area_without_industry_has_no_structure():
    assert np.isnan(shares([[0, 0]])).all()
    assert np.isnan(krugman([[0, 0], [1, 1]])[0, 1])


def same_goods(output=None):
    """Both sides make bread; the west's flour goes to the east once the toll is down."""
    return two_sides(
        commodities=[commodity("flour", isic="1061"), commodity("bread", isic="1071")],
        processes=[{"id": "mill", "name": "Milling"}, {"id": "bake", "name": "Baking"}],
        recipes=[*recipe("mill", flour=1), *recipe("bake", flour=-1, bread=1)],
        plants=[
            {"id": "mill_w", "site": "mine", "process": "mill", "capacity": 100, "cost": 10},
            {"id": "bakery_w", "site": "mine", "process": "bake", "capacity": 30, "cost": 5},
            {"id": "mill_e", "site": "mill", "process": "mill", "capacity": 100, "cost": 20},
            {"id": "bakery_e", "site": "mill", "process": "bake", "capacity": 50, "cost": 5},
        ],
        markets=[
            market("bread_w", "mine", "bread", "demand", 60, quantity=30),
            market("bread_e", "mill", "bread", "demand", 60, quantity=50),
        ],
        links=[link("lane", cost=1)],
        fences=[{"id": "toll", "name": "Toll", "between": "west;east", "kind": "cost", "size": 15}],
        measures=[{"id": "free", "name": "No toll", "capex": 0}],
        effects=[{"measure": "free", "on": "fence", "id": "toll", "change": "remove"}],
        output=output or [],
    )


def complements(tables):
    economy, now, incomes = solved(tables)
    return complements_of(economy.book, now, economy.solve(economy.state(measures=["free"])), incomes)


def test_before_and_after():
    found = complements(same_goods())
    by_name = {profile.name: profile for profile in found.profiles}
    # today's prices: flour 10 in the west and 20 in the east (both mills have room)
    now = by_name["today"].output
    assert now["west"]["1061"] == pytest.approx(30 * 10)
    assert now["east"]["1061"] == pytest.approx(50 * 20)
    best = by_name["best"].output
    assert best["west"]["1061"] == pytest.approx(80 * 10)
    assert best["east"]["1061"] == pytest.approx(0)
    assert by_name["best"].pairs[0].similarity < by_name["today"].pairs[0].similarity


def test_same_goods_and_needs():
    found = complements(same_goods())
    assert {goods.commodity for goods in found.same_goods} == {"flour", "bread"}
    (need,) = found.needs
    assert (need.commodity, need.user, need.maker) == ("flour", "east", "west")
    assert (need.today, need.best, need.value) == (pytest.approx(0), pytest.approx(50), pytest.approx(50 * 20))


def test_after_moves_the_stated_output():
    output = [
        {"jurisdiction": "west", "year": 2020, "isic": "1061", "value": 1000},
        {"jurisdiction": "west", "year": 2020, "isic": "9999", "value": 7},
        {"jurisdiction": "east", "year": 2020, "isic": "1061", "value": 600},
        {"jurisdiction": "east", "year": 2018, "isic": "1061", "value": 1},
    ]
    found = complements(same_goods(output))
    assert [(p.name, p.year) for p in found.profiles] == [
        ("stated", 2018), ("stated", 2020), ("today", 2025), ("best", 2025), ("after", 2025)
    ]  # fmt: skip
    after = found.profiles[-1].output
    assert after["west"]["1061"] == pytest.approx(1000 + 50 * 10)
    assert after["west"]["9999"] == pytest.approx(7)
    assert after["east"]["1061"] == 0  # 600 less 1,000: never below nothing


def test_trend_over_books_later_editions_count():
    first, second = example("daxin"), example("daxin").with_number("output", "xinhuang;2021;2011", "value", 13178e6)
    (alike,) = trend_of([first, second])
    (before,) = trend_of([first])
    assert alike.pairs[0].similarity > before.pairs[0].similarity


def test_daxin():
    economy, now, incomes = today(example("daxin"))
    best = economy.solve(economy.state(measures=["heat_link", "direct_power", "gas_link"]))
    found = complements_of(economy.book, now, best, incomes)
    stated = found.profiles[0].pairs[0]
    x = np.array([[90, 500, 1600, 0, 700, 0], [0, 0, 13178, 942, 1900, 1700]])
    assert stated.similarity == pytest.approx(similarity(x)[0, 1])
    assert {goods.commodity for goods in found.same_goods} == {"mercury", "steam"}
    needs = {(n.commodity, n.user): n for n in found.needs}
    assert needs["recycled_mn", "dalong"].today == pytest.approx(41001.4, abs=0.1)
    assert needs["power_220", "xinhuang"].best == pytest.approx(299895)
