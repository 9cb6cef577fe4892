"""What measures cost a year, which sets are allowed, who must consent and who pays."""

import numpy as np
import pytest

from gains.opened import book_of
from unfence.gains.choices import best_part, choices_of, subsets, yearly_cost
from worlds import worlds
from worlds.writing import link, ore, settings, two_sides


@pytest.mark.parametrize(
    ("capex", "opex", "life", "rate", "cost"),
    [
        (1000, 10, 1, 0.1, 1110),  # one year: all of it, and its interest
        (210, 0, 2, 0.1, 121),  # 210 = 121 / 1.1 + 121 / 1.21
        (1000, 10, 20, 0, 60),  # no interest: an equal part each year
        (1000, 10, None, 0.05, 60),  # no end: its interest
        (0, 7, 5, 0.05, 7),
    ],
)
def test_yearly_cost_by_hand(capex, opex, life, rate, cost):
    assert yearly_cost(capex, opex, life, rate) == pytest.approx(cost)


def test_a_tiny_rate_is_nearly_none():
    assert yearly_cost(1000, 0, 20, 1e-12) == pytest.approx(yearly_cost(1000, 0, 20, 0))


def test_needs_and_excludes(tmp_path):
    choices = choices_of(book_of(worlds.chained_measures(), tmp_path))
    allowed = [choices.named(mask) for mask in range(8) if choices.allowed(mask)]
    assert allowed == [(), ("bridge",), ("bridge", "ramp"), ("ferry",)]
    assert choices.excludes[choices.ids.index("bridge")] == choices.mask(["ferry"])


def decided_world():
    tables = two_sides(
        markets=ore(10, 60),
        links=[link("a", status="planned"), link("b", status="planned"), link("c", status="planned")],
        measures=[
            {"id": "old", "name": "Old", "capex": 9, "status": "building", "excludes": "rival"},
            {"id": "rival", "name": "Rival", "capex": 10, "parties": "west"},
            {"id": "next", "name": "Next", "capex": 100, "needs": "old", "payers": "east:0.25;outside:0.75"},
        ],
        effects=[
            {"measure": m, "on": "link", "id": i, "change": "open"}
            for m, i in (("old", "a"), ("rival", "b"), ("next", "c"))
        ],
    )
    return tables, settings("Decided", rate=0.1)


def test_what_is_decided_is_no_choice(tmp_path):
    choices = choices_of(book_of(decided_world(), tmp_path))
    assert choices.ids == ("rival", "next")
    assert [choices.allowed(mask) for mask in range(4)] == [True, False, True, False]


def test_who_consents_and_who_pays(tmp_path):
    choices = choices_of(book_of(decided_world(), tmp_path))
    assert choices.parties == (frozenset({"west"}), frozenset({"west", "east"}))
    assert choices.consenting(frozenset({"west"})) == 0b01
    paid = choices.payments(0b11, ("west", "east", "outside"))
    assert paid == pytest.approx([1.0, 2.5, 7.5])
    assert paid.sum() == pytest.approx(choices.cost(0b11))


def test_best_part_is_the_best_of_all_parts():
    dice = np.random.default_rng(0)
    worth, allowed = dice.normal(size=32), dice.random(32) < 0.5
    allowed[0] = True
    expected = [max(worth[p] for p in subsets(mask) if allowed[p]) for mask in range(32)]
    assert best_part(worth, allowed) == pytest.approx(expected)
