"""Plans searched against plans tried one by one; fifteen measures through the study."""

import random

import numpy as np
import pytest

import unfence
from gains import opened
from gains.many_measures import book_with
from unfence.gains import search
from unfence.gains.plans import by_budget
from unfence.gains.relaxation import Relaxation, Relaxed
from worlds import worlds
from worlds.writing import link, ore, settings, two_sides

BOOKS = [
    (seed, 8 - 3 * slopes, slopes, fees) for seed in range(6) for slopes in (False, True) for fees in (False, True)
]


def questions(n, capex, seed):
    dice = random.Random(seed)
    everything = (1 << n) - 1
    yield everything, 0, np.inf
    for _ in range(15):
        within = dice.getrandbits(n) | dice.getrandbits(n)
        forced = dice.getrandbits(n) & dice.getrandbits(n) & dice.getrandbits(n) & within
        yield within, forced, dice.choice([np.inf, dice.uniform(0, capex)])


def compare(found, expected, seed):
    n = len(expected.choices)
    near = 1e-6 * max(1.0, np.abs(expected.nets[expected.allowed]).max())
    for question in questions(n, expected.choices.capex.sum(), seed):
        ours, theirs = found.best(*question), expected.best(*question)
        assert (ours and ours.measures) == (theirs and theirs.measures), question
        assert ours is None or ours.gain == pytest.approx(theirs.gain, abs=near)
    for mask in random.Random(seed).sample(range(1 << n), 20):
        assert found.worth(mask) == pytest.approx(expected.worth(mask), abs=near)
    whole = (1 << n) - 1
    assert [p.mask for p in by_budget(found, whole)] == [p.mask for p in by_budget(expected, whole)]


@pytest.mark.parametrize(("seed", "measures", "slopes", "fees"), BOOKS)
def test_search_finds_what_trying_all_finds(seed, measures, slopes, fees, tmp_path):
    economy = opened.economy_of(book_with(seed, measures, slopes=slopes, fees=fees), tmp_path)
    found = opened.searched(economy)
    compare(found, opened.tried(economy), seed)
    assert (found.exact, found.gap, found.worth_gap) == (True, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 125))
def test_search_finds_what_trying_all_finds_in_many_books(seed, tmp_path):
    economy = opened.economy_of(book_with(seed, 8, slopes=seed % 3 == 0), tmp_path)
    compare(opened.searched(economy), opened.tried(economy), seed)


def test_chained_measures(tmp_path):
    found = opened.searched(opened.economy_of(worlds.chained_measures(), tmp_path))
    assert found.best(0b111).measures == ("bridge", "ramp")
    assert found.best(0b111, budget=5999).measures == ("ferry",)
    assert found.worth(0b110) == pytest.approx(4200)


def test_people_and_trips(tmp_path):
    """The footbridge is worth 4000 - 1700 less its cost, and only to people."""
    economy = opened.economy_of(worlds.commuters(), tmp_path)
    assert opened.searched(economy).best(1) == opened.tried(economy).best(1)
    assert opened.searched(economy).best(1).gain > 0


def alike(count):
    """So many roads that do the same: one is enough, and the cheapest is as good as any."""
    ids = [f"r{i:02}" for i in range(count)]
    tables = two_sides(
        markets=ore(10, 60),
        links=[link(i, status="planned") for i in ids],
        measures=[{"id": i, "name": i, "capex": 100} for i in ids],
        effects=[{"measure": i, "on": "link", "id": i, "change": "open"} for i in ids],
    )
    return tables, settings("Alike", rate=0.1)


def test_equals_by_the_score(tmp_path):
    found = opened.searched(opened.economy_of(alike(20), tmp_path))
    plan = found.best((1 << 20) - 1)
    assert (plan.measures, plan.gain, found.exact) == (("r00",), pytest.approx(4990), True)


def separate(count):
    """So many lanes, each with ore of its own to carry for 40 a tonne of which it holds 10; the i-th costs 20 i."""
    ids = [f"r{i:02}" for i in range(count)]
    tables = two_sides(
        commodities=[{"id": i, "name": i, "unit": "t", "kind": "good"} for i in ids],
        markets=[row | {"id": f"{row['id']}{i}", "commodity": i} for i in ids for row in ore(10, 50, melted=10)],
        links=[link(f"l{i}", mode=i, status="planned") for i in ids],
        modes=[{"id": i, "name": i, "carries": i} for i in ids],
        measures=[{"id": i, "name": i, "opex": 20 * k, "capex": 10} for k, i in enumerate(ids)],
        effects=[{"measure": i, "on": "link", "id": f"l{i}", "change": "open"} for i in ids],
    )
    return tables, settings("Separate", rate=0)


def test_forty_measures_that_do_not_meet(tmp_path):
    """Far too many to try: 2^40. Worth it are those that cost less than 400 a year: 0 .. 19."""
    economy = opened.economy_of(separate(40), tmp_path)
    found = opened.searched(economy)
    everything = (1 << 40) - 1
    plan = found.best(everything)
    assert plan.mask == (1 << 20) - 1
    assert plan.gain == pytest.approx(20 * 400 - 20 * 190)
    assert found.best(everything, budget=50).mask == 0b11111
    assert found.best(everything, forced=1 << 30).gain == pytest.approx(plan.gain - 200)
    assert found.exact


def test_a_limit_leaves_a_gap(tmp_path, monkeypatch):
    """Cut short, the search still names a plan, and how much better another could be."""
    economy = opened.economy_of(book_with(8, 8), tmp_path)
    best = opened.tried(economy).best(255)
    monkeypatch.setattr(search, "LIMIT", 1)
    monkeypatch.setattr(search, "HURRIED", 1)
    found = opened.searched(economy)
    plan = found.best(255)
    assert not found.exact
    assert found.choices.allowed(plan.mask)
    assert plan.gain <= best.gain + 1e-6
    assert best.gain <= plan.gain + found.gap


def test_bounds_that_say_nothing_cost_time_only(tmp_path, monkeypatch):
    """Where the solver gives no bound every plan is tried, and the answer is the same."""
    economy = opened.economy_of(book_with(3, 6), tmp_path)
    expected = opened.tried(economy)
    nothing = Relaxed(np.inf, np.full(6, 0.5))
    monkeypatch.setattr(Relaxation, "over", lambda *_: nothing)
    compare(opened.searched(economy), expected, 3)


def test_fifteen_measures_through_the_study(tmp_path):
    study = unfence.study(opened.book_of(book_with(3, 15, size=3), tmp_path))
    bill = study.measures
    assert len(bill.prices) == 15
    assert bill.exact
    assert sum(p.share_of_best for p in bill.prices) == pytest.approx(bill.best.gain, rel=1e-6)
    whole = opened.searched(opened.economy_of(book_with(3, 15, size=3), tmp_path)).worth((1 << 15) - 1)
    assert sum(p.shapley for p in bill.prices) == pytest.approx(whole, rel=1e-6)
    assert all(p.error >= 0 for p in bill.prices)
    assert any(p.error > 0 for p in bill.prices)
    for price in bill.prices:
        if price.id in bill.best.measures:
            assert price.in_best >= -1e-6
        elif price.in_best is not None:
            assert price.in_best <= 1e-6
