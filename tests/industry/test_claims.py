"""Claims: the right ones hold, the planted wrong ones are off by the factor that was planted."""

import pytest

from industry.chains import bought_outside, solved, today
from unfence.examples import example
from unfence.industry import claims_of


def claim(**changes):
    row = {"id": "c", "about": "paste", "stated": 1600, "unit": "yuan", "quantity": 80, "was": "far_paste",
           "now": "boiler", "by": "paste_use"} | changes  # fmt: skip
    (checked,) = claims_of(*solved(bought_outside(toll=30) | {"claims": [row]}))
    return checked


def test_a_right_claim():
    # from far 100 + 10; from the boiler at 40 + 20, 5 of road and 30 of toll: 15 x 80
    checked = claim(stated=1200)
    assert (checked.ruling, checked.computed, checked.factor) == ("holds", pytest.approx(1200), pytest.approx(1))
    assert checked.parts == {"goods": pytest.approx(40 * 80), "freight": pytest.approx(5 * 80), "toll": -2400}
    assert sum(checked.parts.values()) == pytest.approx(checked.computed)


@pytest.mark.parametrize("factor", [0.25, 0.8, 1.5, 10])
def test_a_wrong_claim_is_off_by_its_factor(factor):
    checked = claim(stated=1200 * factor)
    assert (checked.ruling, checked.factor) == ("off", pytest.approx(factor))
    assert checked.implied_quantity == pytest.approx(80 * factor)


@pytest.mark.parametrize("factor", [0.95, 1.05])
def test_what_is_near_holds(factor):
    assert claim(stated=1200 * factor).ruling == "holds"


def test_a_saving_that_is_a_loss():
    checked = claim(was="boiler", now="far_paste")
    assert (checked.ruling, checked.computed, checked.factor) == ("opposite", pytest.approx(-1200), None)


@pytest.mark.parametrize(
    ("stated", "unit"),
    [(0.12, "万元"), (0.0012, "million yuan"), (1200, "CNY"), (1200, ""), (15, "yuan/t"), (15, "元/t")],
)
def test_units(stated, unit):
    checked = claim(stated=stated, unit=unit)
    assert (checked.stated, checked.ruling) == (pytest.approx(1200), "holds")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"was": ""}, "no_sellers"),
        ({"was": "pulp_sale"}, "no_common_goods"),
        ({"by": "somebody"}, "no_buyer"),
        ({"by": ""}, "no_buyer"),
        ({"quantity": None}, "no_quantity"),
        ({"unit": "jobs"}, "no_unit"),
    ],
)
def test_what_cannot_be_checked_says_why(changes, reason):
    checked = claim(**changes)
    assert (checked.ruling, checked.reason, checked.computed) == ("unknown", reason, None)


def test_no_way():
    tables = bought_outside(toll=30)
    tables["fences"][0] |= {"kind": "ban", "size": None}
    tables["claims"] = [{"id": "c", "stated": 1, "unit": "yuan", "quantity": 1, "was": "far_paste", "now": "boiler",
                         "by": "mill"}]  # fmt: skip
    (checked,) = claims_of(*solved(tables))
    assert checked.reason == "no_way"


def test_a_purchase_fills_what_the_claim_leaves_open():
    tables = bought_outside(toll=30)
    tables["trades"] = [{"id": "t", "seller": "boiler", "buyer": "paste_use", "commodity": "paste", "quantity": 40,
                         "price": 70}]  # fmt: skip
    tables["claims"] = [{"id": "c", "stated": 200, "unit": "yuan", "was": "far_paste", "now": "boiler"}]
    (checked,) = claims_of(*solved(tables))
    assert (checked.quantity, checked.computed, checked.ruling) == (40, pytest.approx(40 * 5), "holds")


def test_the_da_xin_claim():
    (checked,) = claims_of(*today(example("daxin")))
    assert checked.computed == pytest.approx(6.95e6, rel=0.001)
    assert (checked.ruling, checked.commodity, checked.buyer) == ("holds", "recycled_mn", "dl_huicheng")
    assert checked.parts["goods"] == 0
    assert checked.parts["check"] == pytest.approx(-41000 * 0.4167 * 120 / 32)
    # by rail to Tongren it would have come cheaper from Chongqing than by truck
    assert checked.against_cheapest == pytest.approx(5.34e6, rel=0.001)


def test_twice_the_da_xin_claim_is_flagged():
    (checked,) = claims_of(*today(example("daxin").with_number("claims", "huicheng_local", "stated", 14e6)))
    assert (checked.ruling, checked.factor) == ("off", pytest.approx(2.0137, abs=1e-3))
