"""What a barrier costs: on paper, by law, and against a published figure."""

from dataclasses import replace
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unfence.quick import prices, read_form
from unfence.quick.answers import NOTHING, Span
from unfence.quick.pricing import settled, total
from unfence.quick.reading import KM, Barrier, Form

BARRIER = Barrier("B", "trucks", None, NOTHING, None, None, NOTHING, "nobody", "", "players", "D", ())


def exactly(value):
    return Span(value, value, value)


def form_of(*barriers, days=100.0):
    days_of = {"trucks": exactly(days), "people": exactly(days)}
    return Form("T", ("A", "B"), "CNY", 2025, days_of, KM, barriers, ())


def test_on_paper():
    """10 trucks a day, 100 days, half an hour at 120, 5 of reloading: 1000 x 65; 4 more would come: 400 x 65 / 2."""
    barrier = replace(
        BARRIER, number=exactly(10), more=exactly(4), minutes=exactly(30), hour=exactly(120), money=exactly(5)
    )
    price = prices(form_of(barrier))[0]
    assert (price.burnt, price.missed, price.moved, price.hours) == (65000, 13000, 0, 500)
    assert price.cost == exactly(78000)


def test_a_fee_moves_money_and_keeps_people_away():
    """10 pay 90 a day, which is no loss; 4 stay away for it and lose half of it each: 400 x 45."""
    barrier = replace(BARRIER, number=exactly(10), more=exactly(4), money=exactly(90), gets="outside")
    price = prices(form_of(barrier))[0]
    assert (price.burnt, price.moved, price.missed) == (0, 90000, 18000)
    assert price.cost.value == 18000


def test_the_band_on_paper():
    """10 +- 1 trucks and 60 +- 12 minutes at 100: 1000 a day; each end alone changes 10 % and 20 %: root of 0.05."""
    barrier = replace(BARRIER, number=Span(9, 10, 11), minutes=Span(48, 60, 72), hour=exactly(100))
    price = prices(form_of(barrier, days=1))[0]
    assert isclose(price.cost.high - 1000, 1000 * sqrt(0.05))
    assert isclose(1000 - price.cost.low, 1000 * sqrt(0.05))
    assert price.mover == "minutes"


SPANS = st.tuples(*[st.floats(0, 1e4)] * 3).map(lambda ends: Span(*sorted(ends)))


@given(SPANS, SPANS, SPANS, SPANS, SPANS, st.sampled_from(["nobody", "first"]))
def test_laws_of_a_price(number, more, minutes, hour, money, gets):
    barrier = replace(BARRIER, number=number, more=more, minutes=minutes, hour=hour, money=money, gets=gets)
    price = prices(form_of(barrier))[0]
    near = 1e-9 * max(1.0, price.cost.high)
    assert -near <= price.cost.low <= price.cost.value + near
    assert price.cost.value <= price.cost.high + near
    assert isclose(price.burnt + price.missed, price.cost.value, abs_tol=near)
    twice = prices(form_of(barrier, days=200.0))[0]
    assert isclose(twice.cost.value, 2 * price.cost.value, abs_tol=near)
    worse = prices(form_of(replace(barrier, minutes=minutes.scaled(2))))[0]
    assert worse.cost.value >= price.cost.value - near


def test_the_costliest_first_and_what_has_no_price_last():
    small = replace(BARRIER, name="small", number=exactly(1), minutes=exactly(60), hour=exactly(1))
    large = replace(small, name="large", number=exactly(9))
    near = replace(small, name="near", number=Span(8, 8.5, 10))
    blank = replace(BARRIER, name="blank", hour=exactly(1))
    ranked = prices(form_of(blank, small, near, large))
    assert [p.barrier.name for p in ranked] == ["large", "near", "small", "blank"]
    assert settled(ranked) == (False, True)
    assert ranked[-1].missing == ("number", "minutes")
    assert total(ranked).value == 100 * (1 + 9 + 8.5)


def test_beitbridge_in_2020(filled):
    """The border post of Beitbridge: what the hauliers' federation reckoned lies in the band of its own facts.

    72 hours to the front of the queue and another day to be cleared, against at most 12 hours ordinarily, 20 USD an
    hour, about 620 million rand a month: FESARTA, 2020-11-10 (allafrica.com/stories/202011100630), at some 15.5 rand to
    the dollar 480 million USD a year. 1000 trucks a day: BusinessLIVE, 2021-10-21 (allafrica.com/stories/202110210413).
    """
    path = filled(
        title=["Beitbridge, 2020"], first=["South Africa"], second=["Zimbabwe"], currency=["USD"], year=["2020"],
        truck_days=["365"], name=["Queue and clearance"], crosses=["trucks"], number=["1,000"], minutes=["72-84 h"],
        hour=["20"], says=["FESARTA, 2020-11-10"], decides=["the state"],
    )  # fmt: skip
    price = prices(read_form(path))[0]
    published = 620e6 * 12 / 15.5
    assert price.cost.low < published < price.cost.high
    assert isclose(price.cost.value, 365 * 1000 * 78 * 20)


@pytest.mark.parametrize(("number", "minutes", "money", "missing"), [
    (None, 10, 0, ("number",)), (5, None, 0, ("minutes",)), (5, None, 3, ()), (5, 0, 0, ()), (0, 5, 0, ()),
])  # fmt: skip
def test_what_is_missing_is_named(number, minutes, money, missing):
    barrier = replace(
        BARRIER,
        number=None if number is None else exactly(number),
        minutes=None if minutes is None else exactly(minutes),
        hour=exactly(10),
        money=exactly(money),
    )
    assert prices(form_of(barrier))[0].missing == missing
