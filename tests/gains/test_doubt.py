"""How much of a result rests on assumed rows, by hand."""

import pytest

from gains.opened import economy_of
from unfence.gains.doubt import Amounts, amounts_of
from worlds.writing import link, ore, settings, two_sides


def doubtful(**confidence):
    """Dug for 1000, carried for 500, a check takes 300, sold for 6000; each row is published unless said otherwise."""
    tables = two_sides(
        markets=ore(10, 60),
        links=[link("lane", cost=5)],
        fences=[{"id": "check", "name": "Check", "between": "west;east", "kind": "cost", "size": 3}],
    )
    rows = [*tables["markets"], *tables["links"], *tables["fences"], *tables["modes"]]
    for row in rows:
        row["confidence"] = confidence.get(str(row["id"]), "published")
    return tables, settings("Doubtful")


@pytest.mark.parametrize(
    ("confidence", "share"),
    [
        ({}, 0),
        ({"melt": "assumed"}, 6000 / 7800),
        ({"dig": ""}, 1000 / 7800),
        ({"lane": "assumed"}, 500 / 7800),
        ({"road": "assumed"}, 800 / 7800),  # what the check takes from lorries rests on the lorry too
        ({"check": "assumed", "dig": "seed"}, 300 / 7800),
    ],
)
def test_share_of_a_state(confidence, share, tmp_path):
    economy = economy_of(doubtful(**confidence), tmp_path)
    assert amounts_of(economy.solve(economy.today())).share() == pytest.approx(share)


def test_share_of_a_change(tmp_path):
    """Without the check nothing moves but what the check took."""
    economy = economy_of(doubtful(check="assumed"), tmp_path)
    before = amounts_of(economy.solve(economy.today()))
    after = amounts_of(economy.solve(economy.state(fences_down=["check"])))
    assert after.share(before) == pytest.approx(1)
    assert before.share(before) is None


def test_what_a_measure_costs_rests_on_its_own_row(tmp_path):
    """300 saved, 200 spent a year: of 500 that move, the 200 are doubtful."""
    economy = economy_of(doubtful(), tmp_path)
    before = amounts_of(economy.solve(economy.today()))
    after = amounts_of(economy.solve(economy.state(fences_down=["check"])))
    assert after.share(before, cost=200, doubtful=200) == pytest.approx(0.4)
    assert after.share(before, cost=200) == 0


def test_the_amounts_add_up_to_the_welfare(tmp_path):
    economy = economy_of(doubtful(), tmp_path)
    amounts: Amounts = amounts_of(economy.solve(economy.today()))
    assert abs(amounts.money).sum() == pytest.approx(7800)
