"""Owen prices: in the core whatever the prices, links held in common, and what prices leave open."""

import numpy as np
import pytest

from unfence.errors import UnfenceError
from unfence.games import core_excess, nucleolus, owen, production, production_worth

ORE, SMELTER, LINK = [1, 0, 0], [0, 1, 0], [0, 0, 1]


def random_production(seed, pieces=5, n=4):
    random = np.random.default_rng(seed)
    holders = np.zeros((pieces, n))
    for row in holders:
        held = random.choice(n, size=random.integers(1, 3), replace=False)
        row[held] = random.dirichlet(np.ones(len(held)))
    return production(
        random.integers(1, 20, 3), random.integers(1, 6, (2, 3)), random.integers(0, 30, (pieces, 2)), holders
    )


@pytest.mark.parametrize("seed", range(12))
def test_owen_lies_in_the_core_of_its_game(seed):
    made = random_production(seed)
    worth = production_worth(made)
    split = owen(made)
    assert split.x.sum() == pytest.approx(worth[-1])
    assert core_excess(worth, split.x)[0] <= 1e-6 * worth[-1]
    assert (split.low <= split.x + 1e-9).all()
    assert (split.x <= split.high + 1e-9).all()
    assert (split.prices @ made.use >= made.price - 1e-6).all()
    assert made.holders.T @ made.pieces @ split.prices == pytest.approx(split.x, abs=1e-5)


def test_a_link_counts_only_where_all_its_holders_are():
    made = production([10], [[1], [1], [1]], [ORE, SMELTER, LINK], [[1, 0], [0, 1], [0.5, 0.5]])
    assert production_worth(made).tolist() == [0, 0, 0, 10]
    other = production([10], [[1], [1], [1]], [ORE, SMELTER, LINK], [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert production_worth(other).tolist() == [0] * 7 + [10]


def test_scarce_link_earns_what_ample_ore_does_not():
    """Ten of ore and smelter each, a link for four, held 1 to 3: only the link has a price."""
    made = production([10], [[1], [1], [1]], [[10, 0, 0], [0, 10, 0], [0, 0, 4]], [[1, 0], [0, 1], [0.25, 0.75]])
    split = owen(made)
    assert split.prices == pytest.approx([0, 0, 10], abs=1e-8)
    assert split.x == pytest.approx([10, 30])
    assert split.low == pytest.approx(split.high, abs=1e-7)


def test_what_prices_leave_open_is_told_and_halved():
    made = production([10], [[1], [1]], [[1, 0], [0, 1]])
    split = owen(made)
    assert (split.low, split.high) == (pytest.approx([0, 0]), pytest.approx([10, 10]))
    assert split.x == pytest.approx([5, 5], abs=1e-6)
    assert split.x == pytest.approx(nucleolus(production_worth(made)), abs=1e-6)


def test_middle_of_what_is_open_where_ranges_differ():
    """Player 1 works with both others: of the first sale of 10 and the second of 4 she may get all or nothing."""
    pieces = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    holders = [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]
    split = owen(production([10, 4], [[1, 0], [1, 0], [0, 1], [0, 1]], pieces, holders))
    assert split.high == pytest.approx([10, 14, 4])
    assert split.x == pytest.approx([5, 7, 2], abs=1e-7)


def test_order_of_rows_does_not_matter():
    one = production([10, 7], [[1, 2], [1, 0], [0, 1]], [[2, 0, 1], [0, 2, 0], [1, 0, 1]])
    turned = production([7, 10], [[1, 0], [0, 1], [2, 1]], [[1, 0, 2], [0, 2, 0], [1, 0, 1]])
    assert owen(turned).x == pytest.approx(owen(one).x, abs=1e-6)


def test_nothing_to_make():
    split = owen(production([5], [[1]], [[0], [0]]))
    assert split.x.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("have shapes", ([1], [[1], [1]], [[1]])),
        ("is -1", ([1], [[1]], [[-1]])),
        ("piece 0 add up to 0.5", ([1], [[1]], [[1]], [[0.5, 0]])),
        ("product 1 earns money and uses nothing", ([1, 1], [[1, 0]], [[1]])),
    ],
)
def test_data_that_cannot_be(text, data):
    with pytest.raises(UnfenceError, match=text):
        production(*data)
