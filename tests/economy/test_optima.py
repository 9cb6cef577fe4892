"""A welfare that is proven instead of solved is the one that a fresh solver finds."""

import itertools

import pytest

from economy.books import book_of
from unfence.economy import Economy, InfeasibleError
from unfence.examples import example
from worlds.random_book import random_book


def subsets(things):
    return itertools.chain.from_iterable(itertools.combinations(things, k) for k in range(len(things) + 1))


def agree(book, *, fences=3, measures=3):
    """Every state of a few fences and measures on one economy, against an economy of its own; how many were solved."""
    economy, solved = Economy(book), []
    inner = economy._solved
    economy._solved = lambda state, terms: (solved.append(1), inner(state, terms))[1]
    asked = 0
    for down in subsets(book["fences"]["id"].to_list()[:fences]):
        for done in subsets(book["measures"]["id"].to_list()[:measures]):
            fresh = Economy(book)
            try:
                stated = fresh.solve(fresh.state(down, done)).welfare
            except InfeasibleError:
                with pytest.raises(InfeasibleError):
                    economy.welfare(economy.state(down, done))
                continue
            assert economy.welfare(economy.state(down, done)) == pytest.approx(stated, rel=1e-8, abs=1e-5), (down, done)
            asked += 1
    return asked, len(solved)


@pytest.mark.parametrize("seed", range(10))
def test_random_books(seed):
    asked, solved = agree(book_of(random_book(seed, 3 + seed % 4, slopes=seed % 3 == 0)))
    assert asked
    assert solved <= 64


def test_a_fence_that_nobody_meets_is_not_solved_for():
    economy = Economy(example("daxin"))
    solved = []
    inner = economy._solved
    economy._solved = lambda state, terms: (solved.append(1), inner(state, terms))[1]
    today = economy.welfare(economy.today())
    assert economy.welfare(economy.today()) == today
    assert len(solved) == 1


def test_what_is_proven_is_used_at_all():
    asked, solved = agree(example("daxin"), fences=4, measures=2)
    assert solved < asked


@pytest.mark.parametrize("seed", range(4))
def test_like_lends_only_what_fits(seed):
    """An economy that begins where another one ended says the same as one that begins from nothing."""
    first, other = book_of(random_book(seed, 4)), book_of(random_book(seed, 4))
    lender = Economy(first)
    lender.solve(lender.today())
    prices = other["markets"].with_columns(price=other["markets"]["price"] * 1.1)
    from dataclasses import replace

    tables = {**lender.book.tables, "markets": prices}
    changed = replace(lender.book, tables=tables, stated=tables)
    warm, cold = Economy(changed, like=lender), Economy(changed)
    assert warm.solve(warm.today()).welfare == pytest.approx(cold.solve(cold.today()).welfare, rel=1e-9)
