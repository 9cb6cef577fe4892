"""The laws of an optimum, on random books: feasible, slack where unpriced, profits nowhere left on the table."""

import numpy as np
import pytest

from economy.books import book_of
from unfence.economy import Economy
from unfence.economy.incomes import incomes_of, profits
from worlds.random_book import random_book, thin_book

BOOKS = [random_book(seed, 5, slopes=seed % 3 == 0) for seed in range(12)] + [thin_book(seed) for seed in range(6)]


@pytest.fixture(scope="module", params=BOOKS, ids=lambda world: world[1]["title"])
def solution(request):
    economy = Economy(book_of(request.param))
    return economy.solve(economy.today())


def test_balance_and_bounds_hold(solution):
    programme, limits = solution.programme, solution.limits()
    activity = programme.matrix @ solution.x
    size = 1 + abs(programme.matrix) @ solution.x
    nodes = programme.layout.nodes
    assert np.all(np.abs(activity[:nodes]) <= 1e-7 * size[:nodes])
    assert np.all(activity[nodes:] <= limits.rows + 1e-7 * size[nodes:])
    assert np.all(solution.x >= limits.lower - 1e-7 * (1 + limits.lower))
    assert np.all(solution.x <= limits.upper + 1e-7 * (1 + solution.x))


def test_profit_only_at_a_bound(solution):
    """Above its ``must`` nobody loses, below his capacity nobody gains: strictly between he earns nothing."""
    programme, limits = solution.programme, solution.limits()
    own = slice(0, programme.markets.stop)
    x, lower, upper = solution.x[own], limits.lower[own], limits.upper[own]
    cost = programme.burnt(solution.state) + programme.fees(solution.state)
    cost[programme.markets] += programme.slope * solution.x[programme.markets]
    value = solution.price @ programme.matrix[: len(solution.price), :]
    margin = (value - cost)[own]
    near, slack = 1e-6 * (1 + np.abs(cost[own]) + np.abs(value[own])), 1e-6 * (1 + x)
    off_lower, off_upper, movable = x > lower + slack, x < upper - slack, upper > lower
    assert np.all(margin[off_lower & movable] >= -near[off_lower & movable])
    assert np.all(margin[off_upper & movable] <= near[off_upper & movable])


def test_incomes_lie_in_their_ranges_and_add_up(solution):
    incomes = incomes_of(solution)
    near = 1e-6 * max(1.0, abs(solution.welfare))
    assert incomes.income.sum() == pytest.approx(solution.welfare, abs=near)
    assert np.all(incomes.income >= incomes.low - near)
    assert np.all(incomes.income <= incomes.high + near)
    assert np.all(incomes.low <= incomes.high + near)


def test_flat_markets_earn_nothing_inside_their_bounds_at_the_income_prices(solution):
    programme, limits = solution.programme, solution.limits()
    incomes = incomes_of(solution)
    earned = profits(solution, incomes.price)[programme.markets]
    q = solution.x[programme.markets]
    lower, upper = limits.lower[programme.markets], limits.upper[programme.markets]
    inside = (programme.slope == 0) & (q > lower + 1e-6 * (1 + q)) & (q < upper - 1e-6 * (1 + q))
    near = 1e-6 * (1 + np.abs(q) * (1 + np.abs(programme.price)))
    assert np.all(np.abs(earned[inside]) <= near[inside])


def test_private_and_fees_make_welfare(solution):
    assert solution.private + sum(solution.collected.values()) == pytest.approx(solution.welfare, rel=1e-12, abs=1e-9)
