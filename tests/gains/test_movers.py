"""Movers: what one assumption alone does to the gain is what the changed book's own study says."""

import pytest

import unfence
from economy.books import book_of
from unfence.economy import Economy
from unfence.examples import example
from unfence.gains.choices import choices_of
from unfence.gains.movers import footing_of
from worlds import worlds


def footing(world, best=()):
    economy = Economy(book_of(world))
    choices = choices_of(economy.book)
    return footing_of(economy, choices, choices.mask(best))


def test_by_hand():
    # 100 t at 6 each, halved by the measure to 3, less 100 a year; all assumed, 30 % either way
    found = footing(worlds.two_towns(), ["halve"])
    assert found.gain == pytest.approx(200)
    ends = {
        m.key: (m.low, m.high, m.gain_low, m.gain_high)
        for m in found.movers
        if m.table in ("markets", "fences", "measures")
    }
    assert ends == {
        "melt": pytest.approx((70, 130, 110, 290)),
        "check": pytest.approx((1.4, 2.6, 110, 290)),
        "halve": pytest.approx((70, 130, 230, 170)),
    }
    # an hour of the truck at 60 +- 30 %: 3 of a tonne's 6 a t saved, so 210 to 390, less the 100
    hour = next(m for m in found.movers if m.column == "cost_hour")
    assert (hour.low, hour.high, hour.gain_low, hour.gain_high) == pytest.approx((42, 78, 110, 290))


def test_ends_are_what_the_changed_book_says():
    book = example("two_towns")
    study = unfence.study(book)
    assert study.footing.gain == pytest.approx(study.gain)
    assert len(study.footing.movers) > 10
    for mover in study.footing.movers:
        if mover.relative:
            continue
        for end, gain in ((mover.low, mover.gain_low), (mover.high, mover.gain_high)):
            economy = Economy(book.with_number(mover.table, mover.key, mover.column, end))
            choices = choices_of(economy.book)
            best = study.measures.best.measures
            net = economy.solve(economy.state(measures=best)).welfare - choices.cost(choices.mask(best))
            assert gain == pytest.approx(net - economy.solve(economy.today()).welfare), mover


def test_the_furthest_comes_first():
    found = footing_of(Economy(example("two_towns")), choices_of(example("two_towns")), 1)
    ends = [(found.gain, m.gain_low, m.gain_high) for m in found.movers]
    spans = [max(e) - min(e) for e in ends]
    assert spans == sorted(spans, reverse=True)
    assert found.tried >= len(found.movers)


def test_a_book_without_measures_is_asked_for_open_borders():
    tables, settings = worlds.two_towns()
    del tables["measures"], tables["effects"]
    found = footing((tables, settings))
    # open 60 - 20 - 5 = 35 on 100 t; today 25 by the port, since the check takes 12; at its lowest 8.4: 26.6
    assert found.gain == pytest.approx(1000)
    (check,) = [m for m in found.movers if m.key == "check"]
    assert (check.gain_low, check.gain_high) == pytest.approx((840, 1000))


def test_an_end_without_an_answer_is_none():
    tables, settings = worlds.two_towns()
    melt = next(m for m in tables["markets"] if m["id"] == "melt")
    melt["must"] = 90  # ranges of quantity go below it
    (mover,) = [m for m in footing((tables, settings), ["halve"]).movers if m.key == "melt" and m.column == "quantity"]
    assert mover.gain_low is None
    assert mover.gain_high == pytest.approx(290)


def test_nothing_moves_a_gain_that_is_none():
    found = footing(worlds.no_fences())
    assert (found.gain, found.movers) == (0, ())


def test_the_same_cells_say_the_same_when_books_are_drawn():
    study = unfence.study(book_of(worlds.two_towns()), draws=8)
    alone = {(m.table, m.key, m.column): (m.gain_low, m.gain_high) for m in study.footing.movers}
    for mover in study.sensitivity.movers:
        assert alone[mover.table, mover.key, mover.column] == pytest.approx((mover.gain_low, mover.gain_high))
        assert mover.correlation is not None
