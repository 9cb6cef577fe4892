"""The bill of fences: by hand, by law, and sampled where they are too many."""

import pytest

from gains.many_fences import toll_road, worth_of
from gains.opened import economy_of, fences_of
from unfence import games
from unfence.economy import Economy
from unfence.examples import example
from worlds import worlds
from worlds.random_book import random_book


def test_two_towns():
    bill = fences_of(Economy(example("two_towns")))
    assert (bill.today, bill.open) == pytest.approx((100_500, 139_800))
    found = {p.id: (p.alone, p.last, p.shapley) for p in bill.prices}
    assert found["checkpoint"] == pytest.approx((30_500, 32_800, 31_650))
    assert found["stamp"] == pytest.approx((6_500, 8_800, 7_650))
    (pair,) = bill.pairs
    assert (pair.kind, {pair.first, pair.second}) == ("block", {"checkpoint", "stamp"})
    assert pair.amount == pytest.approx(2_300)


def test_a_fence_whose_fall_lowers_welfare_says_why(tmp_path):
    bill = fences_of(economy_of(worlds.toll_paradox(), tmp_path))
    check = next(p for p in bill.prices if p.id == "check")
    assert check.alone == pytest.approx(-100)
    assert (check.lost.kept, check.lost.collected) == pytest.approx((400, -500))
    assert next(p for p in bill.prices if p.id == "toll").lost is None


@pytest.mark.parametrize("seed", range(6))
def test_shares_add_up_and_no_fall_lowers_what_is_kept(seed, tmp_path):
    economy = economy_of(random_book(seed), tmp_path)
    bill = fences_of(economy)
    scale = {"rel": 1e-6, "abs": 1e-6 * abs(bill.open)}
    assert sum(p.shapley for p in bill.prices) == pytest.approx(bill.open - bill.today, **scale)
    before = economy.solve(economy.today()).private
    for price in bill.prices:
        after = economy.solve(economy.state(fences_down=[price.id])).private
        assert after >= before - 1e-6 * abs(before)


def test_no_fences(tmp_path):
    bill = fences_of(economy_of(worlds.no_fences(), tmp_path))
    assert (bill.today, bill.open, bill.prices, bill.pairs) == (2500, 2500, (), ())


def test_an_empty_book(tmp_path):
    assert fences_of(economy_of(worlds.emptyish(), tmp_path)).open == 0


def test_thirteen_fences_are_sampled(tmp_path):
    sizes = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 1.5, 2.5, 20.0]
    bill = fences_of(economy_of(toll_road(sizes), tmp_path))
    assert not bill.exact
    exact = games.shapley([worth_of(sizes, mask) for mask in range(1 << 13)])
    assert sum(p.shapley for p in bill.prices) == pytest.approx(4000)
    for price, share in zip(bill.prices, exact, strict=True):
        assert 0 < price.error < 100
        assert abs(price.shapley - share) < 4 * price.error
    assert all(p.last == pytest.approx(worth_of(sizes, 8191) - worth_of(sizes, 8191 & ~(1 << i)))
               for i, p in enumerate(bill.prices))  # fmt: skip


@pytest.mark.slow
def test_two_jobs_find_what_one_finds(tmp_path):
    economy = economy_of(toll_road([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0]), tmp_path)
    assert fences_of(economy, jobs=2) == fences_of(economy)
