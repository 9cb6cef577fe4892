"""Matches: delivered prices by hand, the fence in the way, cheaper dumps named as such."""

import pytest

from economy.books import book_of
from industry.chains import bought_outside, cheap_tip, market, slag_chain, solved, today
from unfence.book import in_force
from unfence.economy import InfeasibleError
from unfence.examples import example
from unfence.industry import matches_of
from worlds import worlds
from worlds.random_book import random_book


def matches(tables):
    return matches_of(*solved(tables))


def only(tables):
    (match,) = matches(tables).rows
    return match


def test_two_towns_by_hand():
    (match,) = matches_of(*today(example("two_towns"))).rows
    assert (match.buyer, match.commodity, match.quantity) == ("kiln", "coal", pytest.approx(400))
    assert (match.now.seller, match.now.delivered) == ("far_coal", pytest.approx(258 + 82))
    assert match.now.by == ("highway",)
    best = match.best.parts
    assert (match.best.seller, match.best.delivered) == ("mine", pytest.approx(372))
    assert (best.goods, best.loading, best.freight, best.hours) == pytest.approx((300, 2, 10, 6))
    assert best.fences == {"checkpoint": pytest.approx(24), "stamp": pytest.approx(30)}
    assert (match.saving, match.open_saving) == (pytest.approx(-32), pytest.approx(22))
    assert match.could_cover == pytest.approx(400)
    assert match.verdict == "fenced"
    assert [(h.id, h.cost, h.enough) for h in match.in_the_way] == [
        ("checkpoint", pytest.approx(24), False),
        ("stamp", pytest.approx(30), False),
    ]


def test_with_both_fences_gone_it_is_matched():
    (match,) = matches_of(*today(example("two_towns").without_fences("checkpoint", "stamp"))).rows
    assert (match.verdict, match.now.seller, match.in_the_way) == ("matched", "mine", ())


def trade(price=None, seller="far_paste", quantity=80):
    row = {"id": "t1", "seller": seller, "buyer": "paste_use", "commodity": "paste", "quantity": quantity}
    return [row | ({"price": price} if price is not None else {})]


def test_one_fence_is_enough():
    match = only(bought_outside() | {"trades": trade(100)})
    assert (match.id, match.about, match.verdict) == ("t1", "trade", "fenced")
    assert (match.now.delivered, match.best.delivered, match.open.delivered) == pytest.approx((110, 115, 65))
    (hurdle,) = match.in_the_way
    assert (hurdle.id, hurdle.kind, hurdle.cost, hurdle.enough) == ("toll", "cost", pytest.approx(50), True)


def test_a_purchase_that_would_save_at_once():
    match = only(bought_outside(toll=20) | {"trades": trade(120)})
    assert (match.verdict, match.saving) == ("ready", pytest.approx(130 - 85))


def test_tonnage_is_what_the_supplier_can_make():
    match = only(bought_outside(toll=20, capacity=30) | {"trades": trade(120)})
    assert match.could_cover == pytest.approx(30)


def test_tonnage_is_what_fits_through():
    tables = bought_outside(toll=60) | {"trades": trade(120)}
    tables["links"][0]["capacity"] = 25
    assert only(tables).could_cover == pytest.approx(25)


def test_a_ban_forbids_and_has_no_price():
    tables = bought_outside() | {"trades": trade(100)}
    tables["fences"][0] |= {"kind": "ban", "size": None}
    match = only(tables)
    assert (match.best, match.saving, match.verdict) == (None, None, "fenced")
    assert [(h.id, h.cost, h.enough) for h in match.in_the_way] == [("toll", None, True)]


def test_a_quota_that_is_used_up_is_worth_its_permit():
    tables = bought_outside() | {"trades": trade(100)}
    tables["fences"][0] |= {"kind": "quota", "size": 30}
    match = only(tables)
    assert match.verdict == "fenced"
    assert match.best.parts.fences == {"toll": pytest.approx(45)}  # what the 31st tonne would save
    assert [(h.cost, h.enough) for h in match.in_the_way] == [(pytest.approx(45), True)]


def test_a_planned_link_is_named():
    tables = bought_outside(toll=0) | {"trades": trade(100)}
    tables["links"][0]["status"] = "planned"
    match = only(tables)
    assert (match.verdict, match.best) == ("unlinked", None)
    assert [(h.id, h.kind, h.enough) for h in match.in_the_way] == [("lane", "link", True)]


def test_a_dearer_supplier_is_no_match():
    tables = bought_outside() | {"trades": trade(10)}
    match = only(tables)
    assert (match.verdict, match.in_the_way) == ("dearer", ())
    assert match.open_saving == pytest.approx(20 - 65)


def test_losses_raise_the_price_of_what_arrives():
    tables, settings = worlds.lossy_pipe(fee=0.1)
    tables["trades"] = [{"id": "t", "seller": "well", "buyer": "burner", "commodity": "gas", "quantity": 90}]
    (match,) = matches_of(*today(book_of((tables, settings)))).rows
    # 1 / 0.9 units leave for each that arrives: 1.111 goods, 0.222 freight, 0.111 fee
    assert match.now.parts.goods + match.now.parts.lost == pytest.approx(1 / 0.9)
    assert match.now.parts.freight == pytest.approx(0.2 / 0.9)
    assert match.now.parts.fences == {"transit": pytest.approx(0.1 / 0.9)}
    assert match.now.delivered == pytest.approx(1.3 / 0.9)


def test_changing_mode_is_itemised():
    tables, settings = worlds.terminal_change()
    tables["trades"] = [{"id": "t", "seller": "dig", "buyer": "melt", "commodity": "ore", "quantity": 90, "price": 10}]
    (match,) = matches_of(*today(book_of((tables, settings)))).rows
    parts = match.now.parts
    assert (parts.goods, parts.loading, parts.freight, parts.hours, parts.handling) == pytest.approx((10, 3, 24, 7, 7))
    assert match.now.by == ("street", "crane", "track")


def test_waste_to_its_user_is_a_need_not_a_dump():
    found = matches(slag_chain())
    assert found.dumps == ()


def test_a_cheaper_dump_is_named_and_never_a_match():
    found = matches(cheap_tip())
    assert found.rows == ()
    (dump,) = found.dumps
    assert (dump.plant, dump.commodity, dump.dump) == ("works", "slag", "east_tip")
    assert (dump.here, dump.there, dump.quantity) == (pytest.approx(30), pytest.approx(25), pytest.approx(100))
    assert not dump.open_today


def test_a_purchase_by_a_dump_is_no_match():
    tables = cheap_tip()
    tables["trades"] = [{"id": "t", "seller": "works", "buyer": "east_tip", "commodity": "slag", "quantity": 5}]
    assert matches(tables).rows == ()


def test_a_dearer_dump_is_not_named():
    tables = cheap_tip()
    tables["markets"].append(market("near_tip", "mine", "slag", "demand", -24))
    assert matches(tables).dumps == ()


@pytest.mark.parametrize("seed", range(8))
def test_at_the_optimum_no_need_is_cheaper_across(seed):
    try:
        scene = today(in_force(book_of(random_book(seed, 4))))
    except InfeasibleError:
        pytest.skip("today has no solution")
    for match in matches_of(*scene).rows:
        assert match.verdict != "ready"
        total = sum(match.now.parts.plain.values()) + sum(match.now.parts.fences.values())
        assert total == pytest.approx(match.now.delivered)


def test_daxin_names_the_line_and_the_tariff_zone():
    found = matches_of(*today(example("daxin")))
    power = next(m for m in found.rows if m.id == "ferrochrome_base.power_220")
    assert (power.verdict, power.open.seller) == ("unlinked", "dl_power_220")
    assert {h.id for h in power.in_the_way} == {"tariff_zones", "w220_direct"}
    assert next(m for m in found.rows if m.id == "tr_shenghe").verdict == "matched"
    assert found.dumps == ()
