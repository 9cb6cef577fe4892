"""A state of the programme is the same thing as another book: scenario by bounds, scenario by tables."""

import random

import pytest

from economy.books import book_of
from unfence.economy import Economy, InfeasibleError
from worlds import worlds
from worlds.random_book import random_book


@pytest.mark.parametrize("seed", range(10))
def test_measures_and_fences_by_state_or_by_book(seed):
    book = book_of(random_book(seed, 5, slopes=seed % 4 == 0))
    economy, dice = Economy(book), random.Random(seed)
    for _ in range(4):
        measures = [m for m in book["measures"]["id"] if dice.random() < 0.5]
        fences = [f for f in book["fences"]["id"] if dice.random() < 0.5]
        other = Economy(book.with_measures(*measures).without_fences(*fences))
        try:
            expected = other.solve(other.today())
        except InfeasibleError:
            with pytest.raises(InfeasibleError):
                economy.solve(economy.state(fences, measures))
            continue
        found = economy.solve(economy.state(fences, measures))
        assert found.welfare == pytest.approx(expected.welfare, rel=1e-7, abs=1e-6)
        assert found.private == pytest.approx(expected.private, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_a_warm_solve_is_a_cold_solve(seed):
    """Whatever was solved before, the answer is the same."""
    book = book_of(random_book(seed, 5, slopes=seed % 3 == 0))
    warm, dice = Economy(book), random.Random(seed)
    for _ in range(6):
        fences = [f for f in book["fences"]["id"] if dice.random() < 0.5]
        cold = Economy(book)
        found, expected = warm.solve(warm.state(fences)), cold.solve(cold.state(fences))
        assert found.welfare == pytest.approx(expected.welfare, rel=1e-8, abs=1e-7)


@pytest.mark.parametrize("seed", range(10))
def test_a_fence_down_never_lowers_what_is_kept(seed):
    book = book_of(random_book(seed, 5))
    economy = Economy(book)
    before = economy.solve(economy.today()).private
    for fence in book["fences"]["id"]:
        after = economy.solve(economy.state([fence])).private
        assert after >= before - 1e-7 * max(1.0, abs(before))


def test_below_nothing_is_nothing_and_unlimited_stays_unlimited():
    """100 t less 150 t is no trade at all; a market without a limit has none after being scaled or added to."""
    tables, settings = worlds.no_fences()
    tables["measures"] = [{"id": "cut", "name": "Cut"}, {"id": "half", "name": "Half"}]
    tables["effects"] = [
        {"measure": "cut", "on": "market", "id": "melt", "change": "add", "amount": -150},
        {"measure": "half", "on": "market", "id": "melt", "change": "scale", "amount": 0.5},
    ]
    economy = Economy(book_of((tables, settings)))
    assert economy.state(measures=["half"]).markets.tolist() == [1000, 50]
    assert economy.state(measures=["cut"]).markets.tolist() == [1000, 0]
    assert economy.solve(economy.state(measures=["cut", "half"])).welfare == 0
    del tables["markets"][1]["quantity"]
    economy = Economy(book_of((tables, settings)))
    assert economy.state(measures=["cut", "half"]).markets[1] == float("inf")
