"""Connection scan against a naive router on drawn timetables, and the laws that no timetable may break."""

from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transit.feeds import MONDAY, Call, Small, naive, write
from unfence.network.transit import door_to_all, profile, read_gtfs
from unfence.network.transit.walks import Walk, Walks

DRAWN = settings(deadline=None, max_examples=80)
MORNING = 8 * 3600

# Some 500 m apart, so that some stops can be walked between and some cannot.
places = st.tuples(st.integers(0, 12), st.integers(0, 3)).map(lambda p: (109 + p[0] * 0.005, 27 + p[1] * 0.004))


@st.composite
def trips(draw, stops):
    """A vehicle that calls at any stops, often at the minute at which others do, and may stand or take no time."""
    now, calls = MORNING + 60 * draw(st.integers(-2, 12)), []
    for stop in draw(st.lists(st.sampled_from(stops), min_size=2, max_size=5)):
        arrives = now + 60 * draw(st.sampled_from([0, 0, 1, 2, 5]))
        now = arrives + 60 * draw(st.sampled_from([0, 0, 1]))
        calls.append(Call(stop, arrives, now, draw(st.integers(0, 9)) > 0, draw(st.integers(0, 9)) > 0))
    return calls


@st.composite
def timetables(draw):
    where = draw(st.lists(places, min_size=2, max_size=7))
    stops = {f"s{n}": place for n, place in enumerate(where)}
    pairs = st.tuples(st.sampled_from(sorted(stops)), st.sampled_from(sorted(stops)))
    changes = draw(st.dictionaries(pairs, st.sampled_from([0, 60, 300, inf]), max_size=3))
    return Small(stops, draw(st.lists(trips(sorted(stops)), min_size=1, max_size=9)), changes)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("feeds") / "feed.zip"


def read(file, small):
    return read_gtfs(write(file, small), MONDAY)


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=4), st.integers(-300, 1500))
def test_one_arrives_when_the_naive_router_does(file, small, origin, points, later):
    departure = MORNING + later
    there = departure + 60 * door_to_all(read(file, small), origin, points, departure)[0]
    assert there == pytest.approx(naive(small, origin, points, departure), abs=0.01)


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=4), st.sets(st.integers(0, 6)))
def test_a_closed_border_cuts_every_run_in_two(file, small, origin, points, beyond):
    """The naive router is given the pieces as runs of their own."""
    side = [n in beyond for n in range(len(small.stops))]
    of = dict(zip(small.stops, side, strict=True))
    pieces = []
    for trip in small.trips:
        pieces.append([trip[0]])
        for before, call in pairwise(trip):
            if of[before.stop] == of[call.stop]:
                pieces[-1].append(call)
            else:
                pieces.append([call])
    there = MORNING + 60 * door_to_all(read(file, small).fenced(np.array(side)), origin, points, MORNING)[0]
    assert there == pytest.approx(naive(replace(small, trips=pieces), origin, points, MORNING), abs=0.01)


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=4), st.sets(st.integers(0, 6)), st.integers(0, 9))
def test_a_wait_one_way_makes_a_run_late_by_each_of_its_crossings(file, small, origin, points, beyond, wait):
    of = {stop: n in beyond for n, stop in enumerate(small.stops)}
    late = []
    for trip in small.trips:
        lost, calls = 0, [trip[0]]
        for before, call in pairwise(trip):
            lost += 60 * wait * (not of[before.stop] and of[call.stop])
            calls.append(replace(call, arrives=call.arrives + lost, departs=call.departs + lost))
        late.append(calls)
    fenced = read(file, small).fenced(np.array([*of.values()]), wait, between=([0], [1]), both_ways=False)
    there = MORNING + 60 * door_to_all(fenced, origin, points, MORNING)[0]
    assert there == pytest.approx(naive(replace(small, trips=late), origin, points, MORNING), abs=0.01)


@DRAWN
@given(timetables(), st.data(), places, st.lists(places, min_size=1, max_size=4))
def test_a_line_added_makes_nothing_later(file, small, data, origin, points):
    new = replace(small, trips=[data.draw(trips(sorted(small.stops)))], transfers={})
    before = read(file, small)
    after = before.joined(read(file, new))
    then, now = (door_to_all(timetable, origin, points, MORNING) for timetable in (before, after))
    assert (now <= then + 1e-9).all()


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=4), st.integers(0, 900), st.integers(0, 900))
def test_who_leaves_earlier_arrives_no_later(file, small, origin, points, start, later):
    timetable = read(file, small)
    first, second = MORNING + start, MORNING + start + later
    early, late = (leave / 60 + door_to_all(timetable, origin, points, leave) for leave in (first, second))
    assert (early <= late + 1e-9).all()


@DRAWN
@given(timetables(), st.lists(places, min_size=1, max_size=3), places, st.floats(0, 60))
def test_what_lies_within_a_limit_is_found_whole(file, small, points, origin, limit):
    timetable = read(file, small)
    everything = door_to_all(timetable, origin, points, MORNING)
    assert np.array_equal(
        door_to_all(timetable, origin, points, MORNING, within=limit), np.where(everything <= limit, everything, inf)
    )


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=3))
def test_a_window_is_the_mean_of_its_minutes(file, small, origin, points):
    timetable = read(file, small)
    each = [door_to_all(timetable, origin, points, MORNING + 60 * minute) for minute in range(10)]
    mean = door_to_all(timetable, origin, points, "08:00", window=10)
    assert mean == pytest.approx(np.mean(each, axis=0))
    walks = Walks.straight(timetable, origin, points)
    leaves = [MORNING + 60 * minute for minute in range(10)]
    assert profile(timetable, walks, 0, leaves) == pytest.approx(np.concatenate(each))


@DRAWN
@given(timetables(), places, st.lists(places, min_size=1, max_size=3))
def test_walks_handed_in_are_the_straight_ones_where_they_are_as_long(file, small, origin, points):
    timetable = read(file, small)
    straight = Walks.straight(timetable, origin, points)
    off = np.full((len(small.stops), len(points)), inf)
    for point in range(len(points)):
        rows = slice(*straight.egress.first[point : point + 2])
        off[straight.egress.stop[rows], point] = straight.egress.seconds[rows]
    handed = Walks.handed(timetable, straight.access, off, straight.direct)
    assert np.array_equal(
        door_to_all(timetable, origin, points, MORNING, walks=handed),
        door_to_all(timetable, origin, points, MORNING, walks=Walk()),
    )
