"""Flow bounds: what no column carries more of."""

import numpy as np
import pytest

from gains.opened import economy_of
from unfence.economy.layout import ARC
from unfence.gains.bounds import flow_bounds
from worlds import worlds
from worlds.random_book import random_book


def on_links(economy):
    bounds = flow_bounds(economy.programme, economy.today())[economy.programme.transport]
    return bounds[economy.programme.layout.columns.kind == ARC]


def test_no_more_than_is_used(tmp_path):
    """1000 can be dug, 100 are wanted, the road holds all; of the pipe, 90 wanted where a tenth is lost: 100 sent."""
    assert on_links(economy_of(worlds.no_fences(), tmp_path / "a")).max() == pytest.approx(100)
    tables, settings = worlds.lossy_pipe()
    tables["links"][0]["both_ways"] = "no"
    assert on_links(economy_of((tables, settings), tmp_path / "b")).max() == pytest.approx(100)


def test_no_more_than_the_link_holds(tmp_path):
    tables, settings = worlds.no_fences()
    tables["links"][0]["capacity"] = 30
    assert on_links(economy_of((tables, settings), tmp_path)).max() == pytest.approx(30)


def test_no_bound_where_goods_are_lost_in_a_circle(tmp_path):
    """There and back through a pipe that loses a tenth, gas could go round for ever."""
    tables, settings = worlds.lossy_pipe()
    tables["links"].append(tables["links"][0] | {"id": "back", "a": "mill", "b": "mine"})
    tables["markets"] += [
        {"id": "well2", "site": "mill", "commodity": "gas", "side": "supply", "price": 1, "quantity": 10},
        {"id": "burner2", "site": "mine", "commodity": "gas", "side": "demand", "price": 2, "quantity": 10},
    ]
    assert np.isinf(on_links(economy_of((tables, settings), tmp_path))).any()


@pytest.mark.parametrize("seed", range(12))
def test_no_solution_carries_more(seed, tmp_path):
    economy = economy_of(random_book(seed), tmp_path)
    solution = economy.solve(economy.today())
    bounds = flow_bounds(economy.programme, economy.today())
    assert (solution.x <= bounds * (1 + 1e-9) + 1e-6).all()
