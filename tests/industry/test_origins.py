"""Origins: what is used adds up to what was made, whoever made it."""

import numpy as np
import pytest

from economy.books import book_of
from industry.chains import bought_outside, market, solved
from unfence.economy import Economy, InfeasibleError
from unfence.industry.origins import origins_of
from worlds import worlds
from worlds.random_book import random_book


def test_goods_of_two_origins_mix_in_proportion():
    tables = bought_outside(toll=0, capacity=30)
    tables["markets"].append(market("shop", "mill", "paste", "demand", 400, quantity=20))
    _, solution, _ = solved(tables)
    used = origins_of(solution).used[1]  # paste: west, east, outside
    assert used[1] == pytest.approx([30, 0, 70])


@pytest.mark.parametrize("seed", range(6))
def test_without_losses_everything_made_is_used_somewhere(seed):
    economy = Economy(book_of(random_book(seed, 4)))
    if (economy.programme.layout.columns.arrives < 1).any():
        pytest.skip("something is lost on the way")
    try:
        traced = origins_of(economy.solve(economy.today()))
    except InfeasibleError:
        pytest.skip("nothing to trace")
    assert traced.used.sum(axis=1) == pytest.approx(traced.made, rel=1e-6, abs=1e-6 * max(1.0, traced.made.max()))
    assert np.all(traced.used >= -1e-6)


def test_what_is_lost_on_the_way_is_used_by_nobody():
    economy = Economy(book_of(worlds.lossy_pipe()))
    traced = origins_of(economy.solve(economy.today()))
    assert (traced.made.sum(), traced.used.sum()) == (pytest.approx(100), pytest.approx(90))
