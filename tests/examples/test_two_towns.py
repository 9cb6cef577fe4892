"""The small book against its README: every number was found with a pencil."""

import json
from importlib import resources

import pytest

import unfence


@pytest.fixture(scope="module")
def found():
    text = unfence.study(unfence.read_book(resources.files("unfence.examples") / "two_towns")).to_json()
    return json.loads(text) if isinstance(text, str) else text


def test_welfare(found):
    assert found["welfare"] == pytest.approx(
        {"today": 100_500, "open": 139_800, "best": 131_000, "cost": 3_000, "gain": 27_500}
    )


@pytest.mark.parametrize(
    ("fence", "alone", "last", "shapley"), [("checkpoint", 30_500, 32_800, 31_650), ("stamp", 6_500, 8_800, 7_650)]
)
def test_bill(found, fence, alone, last, shapley):
    row = next(f for f in found["fences"] if f["id"] == fence)
    assert (row["alone"], row["last"], row["shapley"]) == pytest.approx((alone, last, shapley))


def test_the_measure(found):
    (row,) = found["measures"]
    assert found["best"] == ["one_check"]
    assert row["yearly_cost"] == pytest.approx(3_000)
    for number in ("alone", "last", "shapley", "in_best", "share_of_best"):
        assert row[number] == pytest.approx(27_500)


@pytest.mark.parametrize(
    ("state", "east", "west"), [("today", 45_000, 55_500), ("open", 67_000, 72_800), ("best", 65_500, 62_500)]
)
def test_incomes_and_their_ranges(found, state, east, west):
    expected = {"east": east, "west": west, "outside": 0}
    assert found["income"][state] == pytest.approx(expected, abs=1e-6)
    for party, value in expected.items():
        assert found["income_range"][state][party] == pytest.approx([value, value], abs=1e-6)


@pytest.mark.parametrize(
    ("site", "commodity", "today", "open_", "best"),
    [
        ("east", "coal", 300, 300, 300),
        ("west", "coal", 340, 318, 340),
        ("east", "bricks", 255, 218, 248),
        ("west", "bricks", 183, 200, 200),
    ],
)
def test_prices(found, site, commodity, today, open_, best):
    row = next(p for p in found["prices"] if (p["site"], p["commodity"]) == (site, commodity))
    assert row["today"] == pytest.approx([today, today])
    assert row["open"] == pytest.approx([open_, open_])
    assert row["best"] == pytest.approx([best, best])


@pytest.mark.parametrize(
    ("state", "commodity", "start", "end", "quantity"),
    [
        ("today", "coal", "far", "west", 400),
        ("today", "bricks", "west", "east", 500),
        ("open", "coal", "east", "west", 400),
        ("open", "bricks", "west", "east", 1_000),
        ("best", "coal", "far", "west", 400),
        ("best", "bricks", "west", "east", 1_000),
    ],
)
def test_flows(found, state, commodity, start, end, quantity):
    flows = [f for f in found["flows"] if f["state"] == state and f["commodity"] == commodity]
    assert [(f["from"], f["to"], pytest.approx(f["quantity"])) for f in flows] == [(start, end, quantity)]


def test_sharing(found):
    sharing = found["sharing"]
    assert sharing["players"] == ["east", "west"]
    assert sharing["worth"] == pytest.approx([0, 0, 0, 27_500])
    assert sharing["own_change"] == pytest.approx([20_500, 7_000])
    for name in ("shapley", "nucleolus"):
        assert sharing["solutions"][name] == pytest.approx([13_750, 13_750])
        assert sharing["transfers"][name] == pytest.approx([-6_750, 6_750])
