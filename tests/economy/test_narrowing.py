"""What rows settle among themselves is what a solver finds over the same face."""

import numpy as np
import pytest
from scipy import sparse

from economy.books import book_of
from unfence.economy import Economy
from unfence.economy.face import Face
from unfence.economy.narrowing import extents_of, rows_of
from worlds.random_book import random_book, thin_book


def system(rows, bounds, known):
    matrix = sparse.csc_array(np.array(rows, dtype=float).T)
    return rows_of(matrix, np.full(len(bounds), -np.inf), np.array(bounds, dtype=float), np.array(known, dtype=float))


def test_shortest_ways_by_hand():
    # y1 - y0 <= 3, y2 - y1 <= 4, y2 - y0 <= 9, y0 <= 1: at most 1, 4, 8; nothing holds them from below
    found = extents_of(
        system([[-1, 1, 0], [0, -1, 1], [-1, 0, 1], [1, 0, 0]], [3, 4, 9, 1], [0, 0, 0]),
        np.full(3, -np.inf),
        np.full(3, np.inf),
    )
    assert found.high.tolist() == [1, 4, 8]
    assert found.high_met.all()
    assert np.isinf(found.low).all()
    assert found.low_met.all()


def test_two_that_cannot_both_be_greatest_are_not_proven():
    # y0 + y1 <= 1, both 0 to 1: each may be 1, not both, and h = (1, 1) is no solution
    found = extents_of(system([[1, 1]], [1], [0, 0]), np.zeros(2), np.ones(2))
    assert found.high.tolist() == [1, 1]
    assert not found.high_met.any()
    assert found.low_met.all()


def test_an_end_that_rows_hide_is_not_called_endless():
    # y0 <= y1 / 2 and y1 <= y0 / 2 leave only 0 above, though no row by itself bounds anything
    found = extents_of(system([[2, -1], [-1, 2]], [0, 0], [0, 0]), np.zeros(2), np.full(2, np.inf))
    assert not np.any(found.high_met & np.isinf(found.high))


@pytest.mark.parametrize("world", [*(random_book(s, 3 + s % 5, slopes=s % 2 == 0) for s in range(6)), thin_book(1)])
def test_proven_ends_are_the_solvers(world):
    economy = Economy(book_of(world))
    solution = economy.solve(economy.today())
    face = Face(solution)
    found, scale = face.extents, float(np.max(np.abs(solution.dual)))
    proven = 0
    for k in np.random.default_rng(0).permutation(face.size)[:40]:
        weights = np.zeros(face.size)
        weights[k] = 1.0
        low, high = face.extent(weights)
        proven += int(found.low_met[k]) + int(found.high_met[k])
        for met, end, asked in ((found.low_met[k], found.low[k], low), (found.high_met[k], found.high[k], high)):
            assert not met or end == pytest.approx(asked, abs=1e-6 * scale)
        assert found.low[k] <= low + 1e-6 * scale
        assert found.high[k] >= high - 1e-6 * scale
    assert proven >= 10
