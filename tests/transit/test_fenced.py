"""A border that vehicles pass after a wait, or not at all."""

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
