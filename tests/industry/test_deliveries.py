"""Deliveries and single claims: by hand in the two towns, and as the study's matches say in the real case."""

import pytest

from unfence.economy import Economy
from unfence.economy.incomes import incomes_of
from unfence.examples import example
from unfence.industry import claims_of, matches_of
from unfence.industry.deliveries import claim_checked, deliveries_of


@pytest.fixture(scope="module")
def daxin():
    economy = Economy(example("daxin"))
    today = economy.solve(economy.today())
    return economy, today, incomes_of(today), deliveries_of(economy.book)


def test_the_two_towns_by_hand():
    """Mine to kiln: 300 + 2 loading + 10 km freight and 6 of hours + 24 checkpoint + 30 stamp = 372."""
    found = {(d.seller, d.buyer): d for d in deliveries_of(example("two_towns"))}
    assert set(found) == {
        *(("mine", b) for b in ("kiln", "heating")),
        *(("far_coal", b) for b in ("kiln", "heating")),
        *(("kiln", b) for b in ("east_bricks", "west_bricks")),
    }
    coal = found["mine", "kiln"]
    assert (coal.today.delivered, coal.today.parts.fences) == (372.0, {"checkpoint": 24.0, "stamp": 30.0})
    assert (coal.open.delivered, coal.ask, coal.spare, coal.room) == (318.0, 300.0, 600.0, 0.0)


def test_the_studys_matches_are_the_best_of_them(daxin):
    economy, today, incomes, found = daxin
    delivered = {(d.commodity, d.seller, d.buyer): d for d in found}
    compared = 0
    for match in matches_of(economy, today, incomes).rows:
        if match.about == "need" and match.best:
            mine = delivered[match.commodity, match.best.seller, match.buyer]
            assert mine.today.delivered == pytest.approx(match.best.delivered, rel=1e-9)
            compared += 1
    assert compared > 5


def test_no_fence_makes_anything_cheaper(daxin):
    for d in daxin[3]:
        assert d.open is not None or d.today is None
        if d.today and d.open:
            assert d.open.delivered <= d.today.delivered + 1e-9 * abs(d.today.delivered)


def test_a_claim_from_outside_the_book_is_ruled_like_one_of_it(daxin):
    economy, today, incomes, _ = daxin
    (held,) = claims_of(economy, today, incomes)
    row = economy.book["claims"].row(0, named=True)
    asked = claim_checked(economy.book, {name: value for name, value in row.items() if name != "id"})
    assert (asked.computed, asked.factor, asked.ruling) == (held.computed, held.factor, held.ruling)


def test_a_claim_that_names_nobody_is_unknown():
    claim = claim_checked(example("two_towns"), {"stated": 5.0, "was": "nobody", "now": "mine", "by": "kiln"})
    assert (claim.ruling, claim.reason) == ("unknown", "no_common_goods")
