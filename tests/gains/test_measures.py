"""The bill of measures: by hand, by law, the same whatever the order of the rows."""

import random

import pytest

import unfence
from gains.many_measures import book_with
from gains.opened import book_of, economy_of, gain_of, tried
from unfence.gains.measures import measure_bill
from worlds import worlds


def bill_of(world, folder, jobs=1):
    economy = economy_of(world, folder)
    return measure_bill(tried(economy, jobs), gain_of(economy))


def test_chained_measures_by_hand(tmp_path):
    bill = bill_of(worlds.chained_measures(), tmp_path)
    found = {p.id: p for p in bill.prices}
    assert {m: (p.yearly_cost, p.alone, p.last) for m, p in found.items()} == {
        "bridge": pytest.approx((500, 2000, 200)),
        "ramp": pytest.approx((100, 0, 200)),
        "ferry": pytest.approx((300, 4200, 0)),
    }
    assert [found[m].shapley for m in ("bridge", "ramp", "ferry")] == pytest.approx(
        [2000 / 3 + 4400 / 6 + 200 / 3, 2400 / 6 + 200 / 3, 4200 / 3 + 2200 / 6 + 4200 / 6]
    )
    assert [found[m].in_best for m in ("bridge", "ramp", "ferry")] == pytest.approx([200, 200, -200])
    assert [found[m].share_of_best for m in ("bridge", "ramp", "ferry")] == pytest.approx([3200, 1200, 0])
    assert [found[m].delay_month for m in ("bridge", "ferry")] == pytest.approx([200 / 12, 0])
    assert {(p.kind, p.first, p.second, round(p.amount)) for p in bill.pairs} == {
        ("block", "bridge", "ramp", 2400),
        ("overlap", "bridge", "ferry", -2000),
    }
    assert bill.players_only.measures == ("bridge", "ramp")


@pytest.mark.parametrize("seed", range(6))
def test_laws(seed, tmp_path):
    bill = bill_of(book_with(seed, 6), tmp_path)
    near = {"abs": 1e-5 * max(1.0, bill.best.gain)}
    assert sum(p.share_of_best for p in bill.prices) == pytest.approx(bill.best.gain, **near)
    for price in bill.prices:
        if price.id in bill.best.measures:
            assert price.in_best >= -near["abs"]
        else:
            assert price.in_best is None or price.in_best <= near["abs"]
            assert (price.share_of_best, price.delay_month) == (0, 0)
    gains = [plan.gain for plan in bill.budgets]
    assert gains == sorted(gains)
    assert bill.budgets[0].capex == 0
    assert bill.budgets[-1] == bill.best
    assert bill.players_only.gain <= bill.best.gain + near["abs"]


def test_a_measure_that_can_never_be(tmp_path):
    tables, settings = worlds.chained_measures()
    tables["measures"] += [{"id": "old", "name": "Old", "status": "done", "excludes": "ferry"}]
    tables["effects"] += [{"measure": "old", "on": "market", "id": "dig", "change": "add", "amount": 1}]
    bill = bill_of((tables, settings), tmp_path)
    ferry = next(p for p in bill.prices if p.id == "ferry")
    assert (ferry.in_best, ferry.alone, ferry.shapley) == (None, 0, 0)


def test_no_measures(tmp_path):
    bill = bill_of(worlds.no_fences(), tmp_path)
    assert (bill.prices, bill.best.measures, bill.best.gain) == ((), (), 0)


def shuffled(world, seed):
    tables, settings = world
    dice = random.Random(seed)
    return {name: dice.sample(rows, len(rows)) for name, rows in tables.items()}, settings


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(seed, tmp_path):
    world = book_with(seed, 5)
    first = unfence.study(book_of(world, tmp_path / "first")).to_dict()
    second = unfence.study(book_of(shuffled(world, seed), tmp_path / "second")).to_dict()
    near = {"rel": 1e-6, "abs": 1e-6 * abs(first["welfare"]["today"])}
    assert set(first["best"]) == set(second["best"])
    assert second["welfare"] == pytest.approx(first["welfare"], **near)
    for bill in ("fences", "measures"):
        again = {row["id"]: row for row in second[bill]}
        for row in first[bill]:
            for number in ("alone", "last", "shapley"):
                assert again[row["id"]][number] == pytest.approx(row[number], **near), (bill, row["id"], number)
    for state, incomes in first["income"].items():
        assert second["income"][state] == pytest.approx(incomes, rel=1e-4, abs=1e-4 * near["abs"] / 1e-6)


@pytest.mark.slow
def test_two_jobs_find_what_one_finds(tmp_path):
    world = book_with(2, 8, fees=False)
    two, one = bill_of(world, tmp_path / "two", jobs=2), bill_of(world, tmp_path / "one")
    assert two.best.measures == one.best.measures
    assert [p.shapley for p in two.prices] == pytest.approx([p.shapley for p in one.prices], abs=1e-4)


def test_a_loss_beside_a_measure_that_lacks_its_need_is_no_block(tmp_path):
    """The ramp without its bridge is worth nothing, and the desk a loss: together they only leave the desk out."""
    tables, settings = worlds.chained_measures()
    tables["measures"].append({"id": "desk", "name": "Desk", "opex": 50})
    bill = bill_of((tables, settings), tmp_path)
    assert {p.id: p.alone for p in bill.prices}["desk"] == pytest.approx(-50)
    assert not [p for p in bill.pairs if "desk" in (p.first, p.second)]
