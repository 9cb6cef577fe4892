"""What a connection scan can get wrong: changes within one moment, walks after walks, vehicles that have passed."""

import numpy as np
import pytest

from unfence.network.transit import Walks, door_to_all, lines_of

HEAD = "line,stop,lon,lat,minute,departures,both_ways\n"


def minutes(text, access, between, target):
    """Minutes to one stop at 08:00 where people walk what is said and nothing else, in minutes, by names of stops."""
    timetable = lines_of(HEAD + text)
    row = {stop: number for number, stop in enumerate(timetable.stops.ids)}
    start, change, off = (np.full(shape, np.inf) for shape in ((1, len(row)), (len(row),) * 2, (len(row), 1)))
    for stop, time in access.items():
        start[0, row[stop]] = time * 60
    for (a, b), time in between.items():
        change[row[a], row[b]] = time * 60
    off[row[target]] = 0
    walks = Walks.handed(timetable, start, off, [[np.inf]], change)
    return door_to_all(timetable, (0, 0), (0, 0), "08:00", walks=walks, within=600)[0, 0]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_one_changes_within_one_moment_in_whatever_order_the_lines_stand(order):
    lines = [
        f"{n},{a},10{i},27,0,08:00,no\n{n},{b},10{i + 1},27,0,,\n" for i, (n, a, b) in enumerate(("xab", "ybc", "zcd"))
    ]
    assert minutes("".join(lines[i] for i in order), {"a": 0}, {}, "d") == 0


def test_who_walked_to_a_stop_does_not_walk_on_and_who_rode_there_does():
    bus = "x,a,100,27,0,08:00,no\nx,s,101,27,6,,\n"
    on = "y,t,102,27,0,08:11;08:20,no\ny,z,103,27,3,,\n"
    assert minutes(bus + on, {"s": 5}, {("s", "t"): 5}, "z") == np.inf
    assert minutes(bus + on, {"s": 5, "a": 0}, {("s", "t"): 5}, "z") == pytest.approx(14)
    assert minutes(bus + on, {"s": 5, "a": 0}, {("s", "t"): 6}, "z") == pytest.approx(23)


def test_a_vehicle_is_not_ridden_before_one_got_on():
    # The bus passes p, a and b in one moment; whoever gets on at a has not been carried from p to a.
    bus = "x,p,100,27,0,08:00,no\nx,a,101,27,0,,\nx,b,102,27,0,,\nx,c,103,27,5,,\n"
    assert minutes(bus, {"a": 0}, {}, "a") == np.inf
    assert minutes(bus, {"a": 0}, {("b", "p"): 1}, "a") == np.inf
    assert minutes(bus, {"a": 0}, {}, "b") == 0
    assert minutes(bus, {"a": 0}, {}, "c") == pytest.approx(5)


def test_a_vehicle_that_passes_a_stop_twice_is_caught_the_second_time():
    ring = "o,a,100,27,0,08:00,no\no,b,101,27,5,,\no,a,100,27,10,,\no,c,102,27,15,,\n"
    assert minutes(ring, {"a": 7}, {}, "c") == pytest.approx(15)
