"""The relaxation: never below what any plan of its span is worth; exact for one plan where no fee bends decisions."""

import random

import numpy as np
import pytest

from gains.many_measures import book_with
from gains.opened import economy_of, tried
from unfence.economy import InfeasibleError
from unfence.gains.choices import subsets
from unfence.gains.relaxation import Relaxation
from unfence.gains.spans import Span, narrowed

BOOKS = [(seed, slopes, fees) for seed in range(5) for slopes in (False, True) for fees in (False, True)]


@pytest.mark.parametrize(("seed", "slopes", "fees"), BOOKS)
def test_a_bound_over_any_span(seed, slopes, fees, tmp_path):
    economy = economy_of(book_with(seed, 5, slopes=slopes, fees=fees), tmp_path)
    plans, today = tried(economy), economy.solve(economy.today()).welfare
    relaxation, dice = Relaxation(economy, plans.choices), random.Random(seed)
    for _ in range(12):
        least = dice.getrandbits(5) & dice.getrandbits(5)
        span = narrowed(plans.choices, Span(least, least | dice.getrandbits(5)))
        if span is None:
            continue
        best = max(plans.nets[span.least | part] for part in subsets(span.free))
        try:
            assert relaxation.over(span).bound - today >= best - 1e-7 * abs(today)
        except InfeasibleError:
            assert best == -np.inf


@pytest.mark.parametrize("seed", range(5))
def test_one_plan_without_fees_is_bound_by_what_it_is_worth(seed, tmp_path):
    economy = economy_of(book_with(seed, 4, fees=False), tmp_path)
    plans, today = tried(economy), economy.solve(economy.today()).welfare
    relaxation = Relaxation(economy, plans.choices)
    for mask in np.flatnonzero(plans.allowed).tolist():
        assert relaxation.over(Span(mask, mask)).bound - today == pytest.approx(plans.nets[mask], abs=1e-7 * today)


def test_a_budget_lowers_the_bound(tmp_path):
    economy = economy_of(book_with(2, 6, fees=False), tmp_path)
    plans = tried(economy)
    relaxation, everything = Relaxation(economy, plans.choices), Span(0, 63)
    budgets = [0.0, 500.0, 2000.0, np.inf]
    bounds = [relaxation.over(everything, budget).bound for budget in budgets]
    assert bounds == sorted(bounds)
    assert bounds[0] < bounds[-1]
