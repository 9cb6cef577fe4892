"""The best set for every budget; ties to least capex, then fewest, then ids."""

import pytest

from gains.opened import economy_of, tried
from unfence.gains.plans import by_budget
from worlds import worlds
from worlds.writing import link, ore, settings, two_sides


def test_chained_measures(tmp_path):
    plans = tried(economy_of(worlds.chained_measures(), tmp_path))
    best = plans.best(0b111)
    assert best.measures == ("bridge", "ramp")
    assert (best.capex, best.yearly_cost, best.gain) == pytest.approx((6000, 600, 4400))
    assert [(p.measures, p.gain) for p in by_budget(plans, 0b111)] == [
        ((), 0),
        (("ferry",), pytest.approx(4200)),
        (("bridge", "ramp"), pytest.approx(4400)),
    ]


def test_within_forced_and_budget(tmp_path):
    plans = tried(economy_of(worlds.chained_measures(), tmp_path))
    bridge, ramp, ferry = (plans.choices.mask([m]) for m in ("bridge", "ramp", "ferry"))
    assert plans.best(ramp | ferry).measures == ("ferry",)
    assert plans.best(0b111, forced=ferry).measures == ("ferry",)
    assert plans.best(0b111, forced=ferry | ramp) is None
    assert plans.best(0b111, forced=bridge, budget=5999).measures == ("bridge",)
    assert plans.best(0b111, budget=6000).measures == ("bridge", "ramp")
    assert plans.best(0b111, forced=bridge, budget=100) is None


def test_worth_of_a_set_that_is_not_allowed(tmp_path):
    plans = tried(economy_of(worlds.chained_measures(), tmp_path))
    worth = [plans.worth(plans.choices.mask(m)) for m in (["ramp"], ["bridge", "ferry"], ["bridge", "ramp", "ferry"])]
    assert worth == pytest.approx([0, 4200, 4400])


def tied_world(capex):
    ids = ["zeta", "beta", "alpha"]
    tables = two_sides(
        markets=ore(10, 60),
        links=[link(i, status="planned") for i in ids],
        measures=[{"id": i, "name": i, "capex": c, "opex": 10 - c / 10} for i, c in zip(ids, capex, strict=True)],
        effects=[{"measure": i, "on": "link", "id": i, "change": "open"} for i in ids],
    )
    return tables, settings("Ties", rate=0.1)


@pytest.mark.parametrize(("capex", "best"), [((5, 5, 5), "alpha"), ((4, 5, 6), "zeta"), ((5, 4, 4), "alpha")])
def test_ties_go_to_least_capex_then_ids(capex, best, tmp_path):
    assert tried(economy_of(tied_world(capex), tmp_path)).best(0b111).measures == (best,)


def test_no_measures(tmp_path):
    plans = tried(economy_of(worlds.no_fences(), tmp_path))
    assert plans.best(0).measures == ()
    assert [p.gain for p in by_budget(plans, 0)] == [0]
