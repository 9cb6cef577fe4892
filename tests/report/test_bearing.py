"""What a fence bears on: only what its modes, commodities and direction say, and what really moves."""

import math

import pytest

import unfence
from unfence.report.bearing import Bearing, standing
from unfence.report.facts import facts_of
from worlds import worlds
from worlds.writing import write


def studied(world, folder):
    return unfence.study(unfence.read_book(write(*world, folder)))


@pytest.mark.parametrize("name", ["toll_paradox", "commuters", "tie_fee", "directed_fence", "two_towns"])
def test_the_money_that_a_fee_moves_is_what_the_economy_collects(name, tmp_path):
    study = studied(getattr(worlds, name)(), tmp_path)
    bearing = Bearing(facts_of(study, "en"))
    for state in ("today", "best"):
        solution = study.outcomes[state].solution
        sizes = solution.state.fences
        for fence, size, kind, taken in zip(
            study.book["fences"]["id"], sizes, study.book["fences"]["kind"], solution.fee_by_fence(), strict=True
        ):
            if kind == "fee" and not math.isnan(size):  # NaN: the fence is down
                assert sum(size * flow.value for flow in bearing.borne(state, fence)) == pytest.approx(taken)


def test_a_fence_of_other_modes_or_goods_does_not_stand_on_a_link(tmp_path):
    tables, settings = worlds.commuters()
    book = unfence.read_book(write(tables, settings, tmp_path / "all"))
    assert standing(book) == {("mill", "mine")}
    tables["fences"] = [
        {"id": "goods", "name": "Goods", "between": "west;east", "modes": "foot", "commodities": "good",
         "kind": "cost", "size": 500},
        {"id": "nothing", "name": "Nothing", "between": "west;east", "kind": "time", "size": 0},
        {"id": "seats", "name": "Seats", "between": "west;east", "modes": "bus", "kind": "quota", "size": 1},
    ]  # fmt: skip
    assert standing(unfence.read_book(write(tables, settings, tmp_path / "none"))) == set()


def test_only_flows_in_the_direction_of_a_fence_cross_it(tmp_path):
    tables, settings = worlds.two_towns()
    for between, count in (("sunset;dawn", 1), ("dawn;sunset", 0)):
        tables["fences"][0] |= {"direction": "first_to_second", "between": between}
        facts = facts_of(studied((tables, settings), tmp_path / between[:4]), "en")
        assert len(list(Bearing(facts).crossing("today"))) == count
