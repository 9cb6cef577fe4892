"""Prices by hand and by print, and the wedge along every flow."""

import numpy as np
import pytest

from economy.books import book_of
from unfence.economy import Economy
from unfence.economy.prices import flows_of, prices_of
from worlds import worlds
from worlds.random_book import random_book


def intervals(book):
    economy = Economy(book)
    solution = economy.solve(economy.today())
    prices, layout = prices_of(solution), economy.programme.layout
    sites = book["sites"]["id"]
    return {
        (sites[int(layout.node_site[n])], int(layout.node_level[n])): (low, high)
        for n, low, high in zip(prices.node, prices.low, prices.high, strict=True)
    }


def test_three_regions_as_printed():
    """Miranda and Fackler, Applied Computational Economics and Finance: 24, 27, 30."""
    found = intervals(book_of(worlds.three_regions()))
    assert sorted({round(low, 5) for low, _ in found.values()}) == [24, 27, 30]
    assert all(high - low < 1e-5 for low, high in found.values())


def test_an_unsettled_price_is_an_interval():
    """As much dug as is wanted: 10 to 35 at the mine, 15 to 40 at the mill."""
    found = intervals(book_of(worlds.bilateral()))
    assert found["mine", 0] == pytest.approx((10, 35))
    assert found["mill", 1] == pytest.approx((15, 40))


def test_an_idle_market_has_an_interval():
    """Nobody digs at 10 for a mill that pays 8 after 5 of road: a seller is idle up to 10, a buyer from 8."""
    found = intervals(book_of(({**worlds.bilateral()[0], "markets": _markets(10, 8)}, worlds.bilateral()[1])))
    assert found["mine", 0] == pytest.approx((3, 10))
    assert found["mill", 1] == pytest.approx((8, 15))


def _markets(price, worth):
    from worlds.writing import ore

    return ore(price, worth)


@pytest.mark.parametrize("seed", range(8))
def test_the_wedge_is_transport_fences_and_rent(seed):
    economy = Economy(book_of(random_book(seed, 6)))
    solution = economy.solve(economy.today())
    layout, arcs = economy.programme.layout, economy.programme.arcs
    node = {
        (int(c), int(s), int(level)): n
        for n, (c, s, level) in enumerate(zip(layout.node_commodity, layout.node_site, layout.node_level, strict=True))
    }
    for flow in flows_of(solution):
        level = 2 + int(arcs.mode[flow.arc])
        tail = solution.price[node[flow.commodity, int(arcs.tail[flow.arc]), level]]
        head = solution.price[node[flow.commodity, int(arcs.head[flow.arc]), level]]
        wedge = head * arcs.arrives[flow.arc] - tail
        assert wedge == pytest.approx(flow.transport + flow.fence + flow.rent, abs=1e-6 * (1 + abs(head) + abs(tail)))
        assert flow.rent >= -1e-9 * (1 + abs(head))


def test_incomes_of_an_unsettled_price():
    """Either side may get 0 to 2500; the point nearest the middle is 1250 each."""
    from unfence.economy.incomes import incomes_of

    economy = Economy(book_of(worlds.bilateral()))
    incomes = incomes_of(economy.solve(economy.today()))
    assert np.allclose(incomes.low, [0, 0, 0])
    assert np.allclose(incomes.high, [2500, 2500, 0])
    assert np.allclose(incomes.income, [1250, 1250, 0])


def test_a_fee_on_a_demand_market_does_nothing():
    tables, settings = worlds.bilateral()
    economy = Economy(book_of((tables, settings)))
    plain = economy.solve(economy.today())
    tables["markets"][1]["fee"] = 7
    levied = Economy(book_of((tables, settings)))
    assert levied.solve(levied.today()).welfare == plain.welfare
    assert sum(levied.solve(levied.today()).collected.values()) == 0


def test_a_book_of_places_only():
    """Jurisdictions and sites and nothing else: nothing happens, nobody earns."""
    import unfence

    study = unfence.study(book_of(worlds.emptyish()))
    assert (study.fences.today, study.gain, study.fences.prices, study.measures.prices) == (0, 0, (), ())
    assert set(study.to_dict()["income"]["today"].values()) == {0.0}
