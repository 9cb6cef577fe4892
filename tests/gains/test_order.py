"""What starts when: needs, budgets that have to be saved up, and months of building."""

import pytest

from gains.opened import economy_of, tried
from unfence.gains.order import order_of
from worlds import worlds


def steps(tmp_path, budget, **changes):
    tables, settings = worlds.chained_measures()
    for row in tables["measures"]:
        row.update(changes.get(row["id"], {}))
    plans = tried(economy_of((tables, settings), tmp_path))
    return order_of(plans, plans.best(0b111), 2026, budget)


def test_needs_come_first_and_gains_add_up(tmp_path):
    found = steps(tmp_path, None)
    assert [(s.measure, s.year) for s in found] == [("bridge", 2026), ("ramp", 2026)]
    assert [s.added_gain for s in found] == pytest.approx([2000, 2400])


def test_waiting_for_the_money(tmp_path):
    """2500 a year: the bridge (5000) starts in the second year, the ramp (1000) in the third."""
    found = steps(tmp_path, 2500)
    assert [(s.measure, s.year, s.works_month) for s in found] == [("bridge", 2027, 12), ("ramp", 2028, 24)]


def test_a_measure_works_after_what_it_needs(tmp_path):
    found = steps(tmp_path, None, bridge={"lead_months": 30}, ramp={"lead_months": 4})
    assert [s.works_month for s in found] == [30, 34]


def test_what_is_left_over_is_kept(tmp_path):
    found = steps(tmp_path, 3000)
    assert [(s.measure, s.year) for s in found] == [("bridge", 2027), ("ramp", 2027)]


def test_a_budget_of_nothing_does_not_wait_for_ever(tmp_path):
    assert len(steps(tmp_path, 0.0)) == 2


def test_most_gain_per_yuan_first(tmp_path):
    tables, settings = worlds.two_bridges()
    tables["links"][0]["capacity"] = 50  # build_w opens half as much ...
    tables["links"][1]["capacity"] = 50
    tables["measures"][0]["capex"] = 8000  # ... as build_e does for more money
    plans = tried(economy_of((tables, settings), tmp_path))
    best = plans.best(0b11)
    assert len(best.measures) == 2
    assert [s.measure for s in order_of(plans, best, 2026, None)] == ["build_w", "build_e"]


def test_nothing_to_do(tmp_path):
    plans = tried(economy_of(worlds.no_fences(), tmp_path))
    assert order_of(plans, plans.best(0), 2026, 100.0) == ()


def test_a_package_is_judged_as_one(tmp_path):
    """Alone the bridge brings 0.4 a yuan, with its ramp 0.73: both go before the lamps (0.5), which beat the bridge."""
    tables, settings = worlds.chained_measures()
    tables["measures"] = [m for m in tables["measures"] if m["id"] != "ferry"] + [
        {"id": "lamps", "name": "Lamps", "capex": 1000, "life": 10}
    ]
    tables["effects"] = [e for e in tables["effects"] if e["measure"] != "ferry"]
    tables["markets"].append(
        {"id": "inn", "site": "mine", "commodity": "ore", "side": "demand", "price": 20, "quantity": 0}
    )
    tables["effects"].append({"measure": "lamps", "on": "market", "id": "inn", "change": "add", "amount": 63})
    plans = tried(economy_of((tables, settings), tmp_path))
    best = plans.best(0b111)
    assert best.measures == ("bridge", "ramp", "lamps")
    worth = {s.measure: s.added_gain for s in order_of(plans, best, 2026, None)}
    assert list(worth) == ["bridge", "ramp", "lamps"]
    assert 0.4 < worth["lamps"] / 1000 < 4400 / 6000


def test_the_start_waits_for_what_is_needed(tmp_path):
    found = steps(tmp_path, None, bridge={"lead_months": 30}, ramp={"lead_months": 4})
    assert [(s.measure, s.year) for s in found] == [("bridge", 2026), ("ramp", 2028)]
