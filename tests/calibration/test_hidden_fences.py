"""Fences planted in the record but left out of the book are found in their place; none is found where none is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.markets_and_roads import Region, region
from unfence.economy import Economy
from unfence.gains.calibration import calibration_of

DIFFERENT = [("ab", 5), ("ab", 7), ("ab", 24), ("abc", 6), ("abc", 17), ("abc", 20)]
"""Regions in which a fence from a to b changes who buys from whom."""
SIZE = 80.0


def _calibrated(book):
    economy = Economy(book)
    return calibration_of(economy, economy.solve(economy.today()))


def _rows(suspects, more=1 + 1e-6):
    return [
        {"id": f"f{i}", "name": "Found", "between": f"{s.first};{s.second}", "direction": "first_to_second",
         "kind": "cost", "size": s.size * more}
        for i, s in enumerate(suspects)
    ]  # fmt: skip


@pytest.mark.parametrize(("sides", "seed"), DIFFERENT)
def test_a_hidden_fence_is_found_in_its_place_with_its_size(sides, seed):
    place = region(seed, sides)
    record = place.record({("a", "b"): SIZE})
    found = _calibrated(place.book(record))
    assert found.share < 0.999
    assert [(s.first, s.second) for s in found.suspects] == [("a", "b")]
    (suspect,) = found.suspects
    assert suspect.size <= SIZE * (1 + 1e-6)
    assert suspect.most >= SIZE * (1 - 1e-6)
    assert found.premiums == {}
    assert _calibrated(place.book(record, _rows(found.suspects))).share > 0.999


@pytest.mark.parametrize(("sides", "seed"), DIFFERENT[:4])
def test_a_smaller_cost_would_not_explain_the_record(sides, seed):
    place = region(seed, sides)
    record = place.record({("a", "b"): SIZE})
    found = _calibrated(place.book(record))
    assert _calibrated(place.book(record, _rows(found.suspects, 0.95))).share < 0.999


@pytest.mark.parametrize(("sides", "seed"), DIFFERENT[:4])
def test_the_least_size_planted_is_the_size_found(sides, seed):
    place = region(seed, sides)
    least = _calibrated(place.book(place.record({("a", "b"): SIZE}))).suspects[0].size
    again = _calibrated(place.book(place.record({("a", "b"): least * 1.01})))
    assert again.suspects[0].size == pytest.approx(least, rel=0.01)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), sides=st.sampled_from(["ab", "abc"]))
def test_where_nothing_is_hidden_nothing_is_found(seed, sides):
    place = region(seed, sides)
    found = _calibrated(place.book(place.record({})))
    assert found.share == pytest.approx(1, abs=1e-6)
    assert (found.suspects, found.premiums) == ((), {})


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), size=st.floats(1, 150))
def test_what_is_found_always_holds_what_was_planted(seed, size):
    place = region(seed, "ab")
    record = place.record({("a", "b"): size})
    found = _calibrated(place.book(record))
    assert {(s.first, s.second) for s in found.suspects} <= {("a", "b")}
    if found.suspects:
        assert found.suspects[0].size <= size * (1 + 1e-6) <= found.suspects[0].most * (1 + 2e-6)
        assert _calibrated(place.book(record, _rows(found.suspects))).share > 0.999
    else:
        assert found.share > 0.99


def test_a_fence_that_is_in_the_book_is_not_suspected():
    place = region(5, "ab")
    fence = {("a", "b"): SIZE}
    stated = [{"id": "gate", "name": "Gate", "between": "a;b", "direction": "first_to_second", "kind": "cost",
               "size": SIZE}]  # fmt: skip
    found = _calibrated(place.book(place.record(fence), stated))
    assert found.share == pytest.approx(1, abs=1e-6)
    assert found.suspects == ()


def test_both_used_at_the_margin_the_size_is_exact():
    """A mine here digs at 20 + 0.3 q, ore from there costs 30: with 15 at the border it digs 83.3 of the 200 t."""
    place = Region(["a", "b"], [(0.0, 0.0), (10.0, 0.0)], [(0, 20.0, 1000.0), (1, 20.0, 1000.0)], [(1, 200.0)])
    book = place.book([])
    tables = {table: book[table].drop("row").to_dicts() for table in ("jurisdictions", "sites", "commodities")}
    sloped = [
        {"id": "sell0", "site": "s0", "commodity": "ore", "side": "supply", "price": 20, "quantity": 1000},
        {
            "id": "sell1",
            "site": "s1",
            "commodity": "ore",
            "side": "supply",
            "price": 20,
            "quantity": 1000,
            "slope": 0.3,
        },
        {"id": "buy0", "site": "s1", "commodity": "ore", "side": "demand", "price": 500, "quantity": 200, "must": 200},
    ]
    local = (20 + 10 + 15 - 20) / 0.3
    trades = [
        {"id": f"t{k}", "seller": f"sell{k}", "buyer": "buy0", "commodity": "ore", "quantity": q}
        for k, q in enumerate((200 - local, local))
    ]
    from unfence.book import book_from_rows

    found = _calibrated(
        book_from_rows(
            **tables,
            modes=[{"id": "road", "name": "Road", "carries": "good", "cost_km": 1}],
            links=[{"id": "r", "a": "s0", "b": "s1", "mode": "road", "km": 10, "minutes": 0}],
            markets=sloped,
            trades=trades,
        )
    )
    (suspect,) = found.suspects
    assert (suspect.first, suspect.second) == ("a", "b")
    assert suspect.size == pytest.approx(15, rel=1e-4)
    assert suspect.most == pytest.approx(15, rel=1e-4)
