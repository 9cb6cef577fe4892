"""Bands by hand, and the laws that any set of draws keeps."""

import json
from dataclasses import asdict

import numpy as np
import pytest

from economy.books import book_of
from gains.many_measures import book_with
from unfence.economy import Economy
from unfence.examples import example
from unfence.gains.assumptions import WIDTHS, Assumption, Cell, assumptions_of, drawn_book
from unfence.gains.choices import choices_of
from unfence.gains.fences import fence_bill
from unfence.gains.measures import measure_bill
from unfence.gains.plans import enumerated
from unfence.gains.sensitivity import Flip, Mover, sensitivity
from worlds.writing import link, ore, settings, two_sides

SURE = dict.fromkeys(WIDTHS, (0.0, 0.0))


def silent(_done, _whole):
    pass


def ranged(table, key, column, low, high):
    return {"table": table, "key": key, "column": column, "low": low, "high": high}


def road(*ranges, fences=(("toll", 3),), measures=(), **more):
    """100 t a year are dug for 10, sold for 100, and pay each fence on the one road."""
    return book_of(
        (
            two_sides(
                markets=ore(10, 100),
                links=[link("lane")],
                fences=[
                    {"id": key, "name": key, "between": "west;east", "kind": "cost", "size": size}
                    for key, size in fences
                ],
                measures=[{"id": f"end_{m}", "name": m, "capex": 1000, "opex": 20} for m in measures],
                effects=[{"measure": f"end_{m}", "on": "fence", "id": m, "change": "remove"} for m in measures],
                ranges=list(ranges),
            )
            | more,
            settings("A road"),
        )
    )


def bands(book, draws=12, widths=SURE, **more):
    economy = Economy(book)
    plans = enumerated(economy, choices_of(economy.book), 1.0, 1, silent)
    return sensitivity(economy, plans, draws, widths=widths, **more)


def places(table, key, column, draws, seed=0):
    return Assumption(table, key, column, "range", ()).stream(seed, draws)


def test_nothing_uncertain_has_no_width():
    found = bands(road(measures=["toll"]), draws=5)
    assert (found.assumptions, found.answered) == (0, 5)
    for band in (found.gain, found.open, found.fences[0].worth, found.measures[0].worth):
        assert band.low == band.middle == band.high == band.stated
    assert found.gain.stated == pytest.approx(300 - 1000 * 0.05 - 20)
    assert found.movers == found.flips == ()


def test_each_draw_is_the_gain_by_hand():
    """gain = 100 t * toll - 5 % of capex - 20, each at its place in the draw."""
    size, capex = ranged("fences", "toll", "size", 2, 8), ranged("measures", "end_toll", "capex", 500, 3000)
    found = bands(road(size, capex, measures=["toll"]), draws=9)
    toll = Cell("fences", "toll", "size", 0, 3.0, 2.0, 8.0)
    cost = Cell("measures", "end_toll", "capex", 0, 1000.0, 500.0, 3000.0)
    by_hand = [
        100 * toll.at(t) - 0.05 * cost.at(c) - 20
        for t, c in zip(places("fences", "toll", "size", 9), places("measures", "end_toll", "capex", 9), strict=True)
    ]
    assert found.samples == pytest.approx(by_hand)
    assert found.gain.low == pytest.approx(np.quantile(by_hand, 0.05))
    assert found.gain.high == pytest.approx(np.quantile(by_hand, 0.95))
    assert found.gain.stated == pytest.approx(230)
    assert found.gain.low < found.gain.stated < found.gain.high


def test_a_lopsided_range_has_what_is_stated_in_the_middle():
    cell = Cell("links", "x", "km", 0, 3.0, 2.0, 8.0)
    values = [cell.at(u) for u in np.linspace(0, 1, 101)]
    assert (values[0], values[50], values[100]) == (2, 3, 8)
    assert values == sorted(values)


def test_more_draws_begin_with_the_same():
    book = road(ranged("fences", "toll", "size", 1, 6), measures=["toll"])
    few, many = bands(book, draws=5, widths=WIDTHS), bands(book, draws=12, widths=WIDTHS)
    assert many.samples[:5] == few.samples
    assert bands(book, draws=5, widths=WIDTHS) == few
    assert bands(book, draws=5, widths=WIDTHS, seed=1).samples != few.samples


def test_an_assumption_more_leaves_the_others_draws_as_they_were():
    size = ranged("fences", "toll", "size", 1, 6)
    with_another = road(size, ranged("markets", "dig", "price", 9, 11), measures=["toll"])
    assert bands(with_another).samples == pytest.approx(bands(road(size, measures=["toll"])).samples)


@pytest.mark.slow
def test_processes_say_the_same_as_one():
    book = road(ranged("fences", "toll", "size", 1, 6), measures=["toll"])
    assert bands(book, draws=17, widths=WIDTHS, jobs=2) == bands(book, draws=17, widths=WIDTHS)


def test_what_two_fences_have_in_common_flips_nothing():
    """The traffic is unsure, so both bands are wide; yet the dearer fence is dearer in every draw."""
    traffic = ranged("markets", "melt", "quantity", 10, 500)
    found = bands(road(traffic, fences=(("dear", 3), ("cheap", 2.9))))
    dear, cheap = found.fences
    assert dear.worth.low < cheap.worth.high
    assert found.flips == ()
    assert (dear.rank, dear.rank_low, dear.rank_high, cheap.rank_low) == (1, 1, 1, 2)


def test_a_ranking_that_flips_says_so():
    unsure = [ranged("fences", key, "size", 1, 5) for key in ("dear", "cheap")]
    found = bands(road(*unsure, fences=(("dear", 3), ("cheap", 2.9), ("third", 0.1))), draws=40)
    dear, cheap = (
        [Cell("fences", key, "size", 0, size, 1.0, 5.0).at(u) for u in places("fences", key, "size", 40)]
        for key, size in (("dear", 3.0), ("cheap", 2.9))
    )
    share = np.mean(np.array(cheap) > np.array(dear))
    assert found.flips == (Flip("fences", "dear", "cheap", pytest.approx(share)),)
    assert [item.rank_high for item in found.fences] == [2, 2, 3]
    assert "cheap" in found.flips[0].say("en")
    assert "cheap" in found.flips[0].say("zh")


def test_the_assumption_that_moves_the_gain_is_named():
    """Opex 20 +- 15 moves the gain by 30, toll +- 0.1 by 20, capex +- 40 by 4, a price by nothing."""
    book = road(
        ranged("measures", "end_toll", "opex", 5, 35),
        ranged("fences", "toll", "size", 2.9, 3.1),
        ranged("measures", "end_toll", "capex", 960, 1040),
        ranged("markets", "melt", "price", 50, 200),
        measures=["toll"],
    )
    found = bands(book)
    assert [(m.table, m.column) for m in found.movers] == [
        ("measures", "opex"),
        ("fences", "size"),
        ("measures", "capex"),
    ]
    assert [m.gain_low - m.gain_high for m in found.movers] == pytest.approx([30, -20, 4])
    first = found.movers[0]
    assert (first.low, first.stated, first.high, first.basis) == (5, 20, 35, "range")
    assert "opex" in first.say("en")
    assert "opex" in first.say("zh")


def test_a_mover_of_many_prices_is_in_shares():
    mover = Mover("commodities", "ore", "price", "assumed", True, 0.9, 1.0, 1.1, 10.0, 20.0, 0.5)
    assert "90 % to 110 %" in mover.say("en")


def test_prices_of_a_commodity_move_together():
    book = example("two_towns")
    economy = Economy(book)
    found = assumptions_of(economy.book, [economy.solve(economy.today())])
    coal = next(k for k, a in enumerate(found.drawn) if (a.table, a.key) == ("commodities", "coal"))
    u = np.full(len(found), 0.5)
    u[coal] = 1.0
    dearer = drawn_book(economy.book, found.drawn, u)["markets"]
    rises = dict(zip(dearer["id"], dearer["price"] / book["markets"]["price"], strict=True))
    assert rises == pytest.approx({m: 1.1 if "bricks" not in m else 1.0 for m in rises})


def test_a_price_with_a_range_goes_its_own_way():
    found = assumptions_of(road(ranged("markets", "dig", "price", 8, 12)), [])
    assert [(a.table, a.key, a.basis) for a in found.drawn if a.column == "price"] == [("markets", "dig", "range")]


@pytest.mark.parametrize("name", ["two_towns", "daxin"])
def test_in_the_middle_every_number_is_as_stated(name):
    book = example(name)
    found = assumptions_of(book, []).drawn
    drawn = drawn_book(book, found, np.full(len(found), 0.5))
    for table, frame in book.tables.items():
        assert frame.equals(drawn[table]), table


def test_what_nothing_uses_is_left_out_and_counted():
    idle = {"id": "shut", "site": "mine", "commodity": "ore", "side": "supply", "price": 99, "quantity": 7}
    book = road(markets=[*ore(10, 100), idle])
    economy = Economy(book)
    found = assumptions_of(economy.book, [economy.solve(economy.today())])
    names = {(a.table, a.key, a.column) for a in found.drawn}
    assert ("markets", "shut", "quantity") not in names  # nobody buys there
    assert ("markets", "dig", "quantity") not in names  # 1000 - 30 % are more than the 100 that are dug
    assert ("markets", "melt", "quantity") in names
    assert found.idle >= 2
    assert found.bare > 0  # link capacity: unlimited


def test_an_unknown_number_is_drawn_from_its_range_and_an_empty_one_as_assumed():
    modes = [{"id": "road", "name": "Road", "carries": "good", "cost_hour": 1, "speed": "?", "confidence": "published"}]
    book = road(modes=modes, links=[{"id": "lane", "a": "mine", "b": "mill", "mode": "road", "km": 10, "cost": 0}])
    economy = Economy(book)
    found = assumptions_of(economy.book, [economy.solve(economy.today())])
    speed = next(a for a in found.drawn if a.column == "speed")
    assert (speed.basis, speed.cells[0].low, speed.cells[0].high) == ("unknown", 20, 80)
    assert next(a for a in found.drawn if a.column == "cost_hour").basis == "published"


def test_draws_without_an_answer_are_counted():
    """The lane takes 80 to 120 t; 90 must come."""
    must = ore(10, 100)
    must[1]["must"] = 90
    book = road(
        ranged("links", "lane", "capacity", 80, 120),
        ranged("fences", "toll", "size", 2, 4),
        markets=must,
        links=[link("lane", capacity=100)],
    )
    found = bands(book, draws=20)
    enough = [Cell("links", "lane", "capacity", 0, 100.0, 80.0, 120.0).at(u) >= 90
              for u in places("links", "lane", "capacity", 20)]  # fmt: skip
    assert 0 < found.answered == sum(enough) < 20
    assert f"{found.answered} of 20" in found.say("en")
    assert f"{found.answered} 本" in found.say("zh")
    assert len(found.samples) == found.answered


def test_an_end_without_an_answer_is_said():
    """A lane for 80 t cannot bring the 90 that must come; one for 98 brings 98."""
    must = ore(10, 100)
    must[1]["must"] = 90
    lane = [link("lane", capacity=95)]
    book = road(ranged("links", "lane", "capacity", 80, 98), measures=["toll"], markets=must, links=lane)
    (mover,) = bands(book, draws=20).movers
    assert mover.gain_low is None
    assert mover.gain_high == pytest.approx(98 * 3 - 70)
    assert "no answer" in mover.say("en")


def test_what_is_stated_counts_even_outside_its_range():
    found = bands(road(ranged("fences", "toll", "size", 5, 6), measures=["toll"]))
    assert found.gain.stated == pytest.approx(230)
    assert found.gain.low > 430


def test_everything_can_be_written_as_json():
    found = bands(road(ranged("fences", "toll", "size", 1, 6), measures=["toll"]))
    assert json.loads(json.dumps(asdict(found), allow_nan=False))["gain"]["stated"] == found.gain.stated


def test_equal_partners_share_every_draw_equally():
    book = road(ranged("fences", "toll", "size", 2, 8), measures=["toll"])
    found = bands(book, draws=8)
    shapley = [row.share for row in found.shares if row.rule == "shapley"]
    assert len(shapley) == 2
    assert shapley[0].high + shapley[1].high == pytest.approx(found.gain.high)
    assert shapley[0].low == pytest.approx(shapley[1].low) == pytest.approx(found.gain.low / 2)
    own = [row.share.stated for row in found.shares if row.rule == "own_change"]
    assert sum(own) == pytest.approx(found.gain.stated)


@pytest.mark.parametrize("seed", range(4))
def test_as_stated_is_what_the_bills_say(seed):
    economy = Economy(book_of(book_with(seed, 5)))
    fences = fence_bill(economy, 1, silent)
    plans = enumerated(economy, choices_of(economy.book), fences.open - fences.today, 1, silent)
    measures = measure_bill(plans, fences.open - fences.today)
    found = sensitivity(economy, plans, 2)
    near = 1e-9 * abs(fences.today)
    assert found.gain.stated == pytest.approx(measures.best.gain, abs=near)
    assert found.open.stated == pytest.approx(fences.open - fences.today, abs=near)
    assert [i.worth.stated for i in found.fences] == pytest.approx([p.alone for p in fences.prices], abs=near)
    held = {p.id: p.in_best for p in measures.prices if p.in_best is not None}
    assert {i.id: i.worth.stated for i in found.measures} == pytest.approx(held, abs=near)
