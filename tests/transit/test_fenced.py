"""A border that vehicles pass after a wait, or not at all."""

from dataclasses import replace

import numpy as np
import pytest

from transit.feeds import walk_seconds
from unfence.network.transit import TransitError, door_to_all, lines_of

WEST, EAST = (109.0, 27.3), (109.2, 27.3)
TEXT = """line,stop,lon,lat,minute,departures,both_ways
through,west,109.0,27.3,0,08:00;08:30,no
through,gate west,109.1,27.3,10,,
through,gate east,109.105,27.3,12,,
through,east,109.2,27.3,22,,
other,west,109.0,27.3,0,08:05,no
other,east,109.2,27.3,30,,
"""
SIDE = np.array([0, 0, 1, 1])


def minutes(timetable, departure="08:00"):
    return float(door_to_all(timetable, WEST, EAST, departure)[0, 0])


def test_a_line_that_stops_at_the_border_is_two_lines_with_a_walk_between():
    bus = lines_of(TEXT)
    assert minutes(bus) == pytest.approx(22)
    # Off at 08:10, 8 minutes on foot, the second half of 08:12 has left: the next one is at the gate at 08:42.
    walk = walk_seconds((109.1, 27.3), (109.105, 27.3))[0] / 60
    assert 2 < walk < 32
    assert minutes(bus.fenced(SIDE, lines=["through"])) == pytest.approx(35)
    assert minutes(bus.fenced(SIDE)) == pytest.approx(52)
    assert minutes(bus.fenced(SIDE), "08:30") > 180


def test_a_wait_makes_the_bus_late_from_there_on_only():
    bus = lines_of(TEXT).fenced(SIDE, 5.0, lines=["through"])
    points = [(109.1, 27.3), (109.105, 27.3), EAST]
    assert door_to_all(bus, WEST, points, "08:00")[0] == pytest.approx([10, 17, 27])


def test_every_crossing_of_one_run_waits_anew():
    there_and_back = lines_of(
        "line,stop,lon,lat,minute,departures,both_ways\n"
        "x,a,109.0,27.3,0,08:00,no\nx,b,109.1,27.3,10\nx,c,109.2,27.3,20\nx,d,109.3,27.3,30\n"
    ).fenced(np.array([0, 1, 0, 0]), 5)
    points = [(109.1, 27.3), (109.2, 27.3), (109.3, 27.3)]
    assert door_to_all(there_and_back, WEST, points, "08:00")[0] == pytest.approx([15, 30, 40])


def test_no_wait_changes_nothing():
    free = lines_of(TEXT).fenced(SIDE, 0.0)
    assert minutes(free) == pytest.approx(22)


@pytest.mark.parametrize(
    ("values", "code"),
    [((SIDE[:2],), "sides"), ((SIDE, -1.0), "wait"), ((SIDE, np.nan), "wait"), ((SIDE, 1, ["thru"]), "unknown_line")],
)
def test_what_no_fence_can_be_is_refused(values, code):
    with pytest.raises(TransitError) as error:
        lines_of(TEXT).fenced(*values)
    assert error.value.code == f"transit.{code}"
    assert all("{" not in error.value.say(lang) for lang in ("en", "zh"))


def test_nobody_sits_in_a_bus_that_begins_beyond_the_border_without_getting_on():
    """Of the run little is left, and it begins where nobody may get on."""
    bus = lines_of(TEXT).running([0]).fenced(SIDE)
    last = bus.connections.only(bus.connections.departs == bus.connections.departs.max())
    left = replace(bus, connections=last._replace(board=np.array([False])))
    leave = float(last.departs[0])
    assert door_to_all(left, (109.105, 27.3), EAST, leave)[0, 0] > 100


def test_a_fence_stands_only_between_its_two_sides():
    bus, sides = lines_of(TEXT), np.array([0, 0, 2, 1])
    east = [(109.105, 27.3), EAST]
    assert door_to_all(bus.fenced(sides, 5, between=([0], [1])), WEST, east, "08:00")[0] == pytest.approx([12, 22])
    assert door_to_all(bus.fenced(sides, 5, between=([2], [1, 3])), WEST, east, "08:00")[0] == pytest.approx([12, 27])


@pytest.mark.parametrize(("between", "both_ways", "late"), [
    (([0], [1]), True, 5), (([0], [1]), False, 5), (([1], [0]), False, 0), (([1], [0]), True, 5),
])  # fmt: skip
def test_a_fence_may_stand_one_way_only(between, both_ways, late):
    fenced = lines_of(TEXT).fenced(SIDE, 5, ["through"], between, both_ways=both_ways)
    assert minutes(fenced) == pytest.approx(22 + late)


def test_lines_that_do_not_run_bring_nobody_anywhere():
    bus = lines_of(TEXT)
    assert minutes(bus.running([0, 1])) == pytest.approx(22)
    assert minutes(bus.running([1])) == pytest.approx(35)
    assert minutes(bus.running([])) > 180
