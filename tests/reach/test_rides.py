"""On foot and by bus: a street with a border by hand, drawn timetables against a time-expanded search."""

import heapq
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from roads.maps import DEGREE
from transit.feeds import MONDAY, Call, Small, write
from unfence.network.reach import Case, Ground, Label, Places, Question, ReachError, cases_of, circles_on, walked
from unfence.network.reach.cases import Fence
from unfence.network.reach.rides import BETWEEN, Lines, ride
from unfence.network.roads import Roads, TimeFence
from unfence.network.transit import lines_of, read_gtfs
from unfence.network.transit.journeys import departures

FOOT = 4.8 / 3.6
MILLI = DEGREE / 1000
WALK = MILLI / FOOT / 60  # minutes for a thousandth of a degree
TODAY = Case("today", Label("today"))
# West and east meet at 0.0305; the bus calls just before and just beyond.
BUS = """line,stop,lon,lat,minute,departures,both_ways
9,home,0.0,0.0,0,08:00;08:30,no
9,last west,0.030,0.0,5,,
9,first east,0.031,0.0,6,,
9,works,0.060,0.0,11,,
"""


def street(count=61, border=30):
    """Nodes a thousandth of a degree apart along the equator; a one-way street for cars."""
    lon = np.arange(count) / 1000
    roads = Roads.of(range(count - 1), range(1, count), seconds=np.full(count - 1, 9.0),
                     metres=np.full(count - 1, MILLI), lon=lon, lat=np.zeros(count))  # fmt: skip
    side = (np.arange(count) > border).astype(np.int32)
    return replace(roads, jurisdiction=side, jurisdictions=("west", "east"))


class Sides:
    """Borders that know a point's side by its longitude."""

    ids = ("west", "east")
    areas = ()

    def of(self, lon, lat):
        return (np.asarray(lon) > 0.0305).astype(np.int32)


def minutes(ground, lines, case=TODAY, start=0.0):
    places = Places.of([(Label("start"), start, 0.0)])
    seconds = ride(ground, lines)(case, ground.snapped(places))
    return seconds[0] / 60


@pytest.fixture
def ground():
    return walked(street(), Sides())


def leaving(text, when, window=0):
    return Lines(lines_of(text), departures(when, window))


def test_on_foot_where_no_bus_is_quicker_else_by_bus_and_on_foot(ground):
    found = minutes(ground, leaving(BUS, "08:00"))
    assert found[[0, 30, 31, 60]] == pytest.approx([0, 5, 6, 11])
    assert found[[1, 32, 58]] == pytest.approx([WALK, 6 + WALK, 11 + 2 * WALK])  # against a car's one-way
    late = minutes(ground, leaving(BUS, "08:29"))
    assert late[60] == pytest.approx(12)
    missed = minutes(ground, leaving(BUS, "08:31"))
    assert missed == pytest.approx(np.arange(61) * WALK)


def test_the_walk_to_the_stop_is_part_of_it(ground):
    """Half a thousandth off the road, two along it: 3.5 minutes on foot; the bus of 08:00 is missed at 07:58."""
    at = Places.of([(Label("start"), 0.002, 0.0005)])
    seconds = ride(ground, leaving(BUS, "07:58"))(TODAY, ground.snapped(at))
    assert seconds[0, 2] / 60 == pytest.approx(WALK / 2)
    assert seconds[0, 60] / 60 == pytest.approx(32 + 11)


def test_a_wait_at_the_border_makes_the_bus_late_and_a_closed_one_cuts_it_in_two(ground):
    lines = leaving(BUS, "08:00")
    wait = Case("today", Label("today"), (TimeFence("west", "east", 7, vehicles=("bus",)),))
    assert minutes(ground, lines, wait)[[30, 31, 60]] == pytest.approx([5, 5 + WALK, 18])
    shut = Case("today", Label("today"), (TimeFence("west", "east", inf, vehicles=("bus",)),))
    # Off at 08:05, over on foot, 08:06 has left: on foot, or from the border by the bus of 08:36.
    assert minutes(ground, lines, shut)[[30, 31]] == pytest.approx([5, 5 + WALK])
    assert minutes(ground, lines, shut)[60] == pytest.approx(min(41, 5 + 30 * WALK))
    back = Case("today", Label("today"), (TimeFence("east", "west", 7, both_ways=False),))
    assert minutes(ground, lines, back)[60] == pytest.approx(11)


def test_a_fence_without_a_vehicle_stops_people_on_foot_too(ground):
    lines = leaving(BUS, "08:31")
    wait = Case("today", Label("today"), (TimeFence("west", "east", 20),))
    assert minutes(ground, lines, wait)[[30, 31]] == pytest.approx([30 * WALK, 20 + 31 * WALK])
    shut = Case("today", Label("today"), (TimeFence("west", "east", inf),))
    assert np.isinf(minutes(ground, lines, shut)[31:]).all()


def test_of_two_borders_the_closed_one_is_cut_first(ground):
    """A bus that begins beyond a closed border is not late by a wait at it."""
    lines = leaving(BUS, "08:00")
    both = (TimeFence("west", "east", 7, vehicles=("bus",)), TimeFence("west", "east", inf, vehicles=("bus",)))
    for fences in (both, both[::-1]):
        found = minutes(ground, lines, Case("today", Label("today"), fences), start=0.031)
        assert found[60] == pytest.approx(11)


def test_a_mean_over_a_window(ground):
    """Leaving at 08:26 to 08:30: the bus comes in 4, 3 ... 0 minutes."""
    assert minutes(ground, leaving(BUS, "08:26", 5))[60] == pytest.approx(2 + 11)
    each = [minutes(ground, leaving(BUS, f"08:{minute}")) for minute in range(26, 31)]
    assert minutes(ground, leaving(BUS, "08:26", 5)) == pytest.approx(np.mean(each, axis=0))


def test_a_line_that_is_planned_runs_only_where_a_case_builds_it(ground):
    base = lines_of("line,stop,lon,lat,minute,departures\nold,a,0.05,0,0,09:00\nold,b,0.06,0,5,")
    lines = Lines(base.joined(lines_of(BUS)), departures("08:00", 0), ("9",))
    today, with_it = cases_of((), ("9",))
    assert minutes(ground, lines, today)[30] == pytest.approx(30 * WALK)
    assert minutes(ground, lines, with_it)[30] == pytest.approx(5)


def test_a_stop_away_from_the_street_costs_the_walk_to_it(ground):
    """100 m beside the street on either side of one node: 200 m to the street and back, yet 200 m apart."""
    beside = 100 / DEGREE
    text = f"""line,stop,lon,lat,minute,departures,both_ways
a,x,0.0,0,0,08:00,no
a,y,0.03,{beside},5,,
b,z,0.03,{-beside},0,08:08,no
b,end,0.06,0,6,,
"""
    found = minutes(ground, leaving(text, "08:00"))
    assert found[30] == pytest.approx(5 + 100 / FOOT / 60)
    assert 200 * 1.3 / FOOT / 60 > 3  # too far for the bus of 08:08
    assert found[60] > 14
    near = minutes(ground, leaving(text.replace("08:08", "08:09"), "08:00"))
    assert near[60] == pytest.approx(15)


def test_no_stop_near_these_roads_is_said(ground):
    with pytest.raises(ReachError) as refused:
        ride(ground, leaving(BUS.replace(",0.0,", ",5.0,"), "08:00"))
    assert refused.value.code == "reach.feed_elsewhere"
    assert "549 km" in refused.value.say("en")


def test_circles_by_bus_are_islands_around_its_stops(ground):
    """Within 12 minutes: around home, around each stop, and nothing between them that is too far to walk."""
    question = Question(Places.of([(Label("home"), 0.0, 0.0)]), (12.0,), shapes=True)
    times = ride(ground, leaving(BUS, "08:00"))
    (area,) = circles_on(ground, question, cases_of([]), times).areas[0][0]
    assert all(area.contains(Point(lon, 0.0)) for lon in (0.001, 0.030, 0.0599))
    assert not area.intersects(Point(0.015, 0.0))
    assert not area.intersects(Point(0.0505, 0.0))


@st.composite
def timetables(draw):
    stops = {f"s{n}": (draw(st.integers(0, 60)) / 1000, 0.0) for n in range(draw(st.integers(2, 6)))}
    runs = []
    for _ in range(draw(st.integers(1, 7))):
        now, calls = 8 * 3600 + 60 * draw(st.integers(-2, 15)), []
        for stop in draw(st.lists(st.sampled_from(sorted(stops)), min_size=2, max_size=5)):
            arrives = now + 60 * draw(st.sampled_from([0, 1, 2, 6]))
            now = arrives + 60 * draw(st.sampled_from([0, 0, 1]))
            calls.append(Call(stop, arrives, now, draw(st.integers(0, 9)) > 0, draw(st.integers(0, 9)) > 0))
        runs.append(calls)
    return Small(stops, runs)


def searched(small, start, leave):
    """Seconds to every node of the street: Dijkstra's algorithm over the calls of every run, expanded in time."""

    def on_foot(a, b):
        return abs(a - b) * DEGREE / FOOT

    place = {name: lon for name, (lon, _) in small.stops.items()}
    best = [leave + on_foot(start, node / 1000) for node in range(61)]
    queue = [(leave + on_foot(start, place[run[n].stop]), r, n, "ready") for r, run in enumerate(small.trips)
             for n in range(len(run))]  # fmt: skip
    heapq.heapify(queue)
    done = set()
    while queue:
        now, r, n, what = heapq.heappop(queue)
        call = small.trips[r][n]
        if (r, n, what) in done or (what == "ready" and (now > call.departs or not call.board)):
            continue
        done.add((r, n, what))
        if what in ("ready", "through") and n + 1 < len(small.trips[r]):
            heapq.heappush(queue, (small.trips[r][n + 1].arrives, r, n + 1, "through"))
        if what == "through" and call.alight:
            here = place[call.stop]
            best = [min(t, call.arrives + on_foot(here, node / 1000)) for node, t in enumerate(best)]
            for other, run in enumerate(small.trips):
                for m, there in enumerate(run):
                    walk = on_foot(here, place[there.stop])
                    if walk <= BETWEEN:
                        heapq.heappush(queue, (call.arrives + walk, other, m, "ready"))
    return np.array(best)


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    return tmp_path_factory.mktemp("feeds") / "feed.zip"


@settings(deadline=None, max_examples=60)
@given(timetables(), st.integers(0, 60), st.integers(-120, 900))
def test_people_arrive_when_a_time_expanded_search_does(feed, small, start, later):
    leave = 8 * 3600 + later
    lines = Lines(read_gtfs(write(feed, small), MONDAY), np.array([float(leave)]))
    found = minutes(walked(street()), lines, start=start / 1000)
    assert leave + 60 * found == pytest.approx(searched(small, start / 1000, leave), abs=0.01)


@settings(deadline=None, max_examples=20)
@given(timetables(), st.integers(0, 60), st.sampled_from([0.0, inf]), st.booleans())
def test_a_closed_border_makes_nobody_earlier(feed, small, start, wait, on_foot):
    # Not so a wait: a bus that is late can still be caught beyond the border.
    lines = Lines(read_gtfs(write(feed, small), MONDAY), np.array([8 * 3600.0]))
    fence = Fence(Label("f"), TimeFence("west", "east", wait, vehicles=() if on_foot else ("bus",)))
    today, without = cases_of([fence])
    ground = walked(street(), Sides())
    assert (minutes(ground, lines, without, start / 1000) <= minutes(ground, lines, today, start / 1000) + 1e-9).all()


def test_the_ground_is_that_of_the_roads_but_slower_off_them(ground):
    assert isinstance(ground, Ground)
    assert ground.speed == pytest.approx(FOOT)
    assert ground.roads.edges == 2 * street().edges


def test_a_fence_for_cars_is_none_for_buses(ground):
    wait = Case("today", Label("today"), (TimeFence("west", "east", 7, vehicles=("car",)),))
    assert minutes(ground, leaving(BUS, "08:00"), wait)[60] == pytest.approx(11)


def test_a_fence_may_stand_before_what_lies_in_no_jurisdiction():
    class West(Sides):
        ids = ("west",)

        def of(self, lon, lat):
            return -super().of(lon, lat)

    roads = street()
    ground = walked(replace(roads, jurisdiction=-roads.jurisdiction, jurisdictions=("west",)), West())
    wait = Case("today", Label("today"), (TimeFence("west", "outside", 7),))
    assert minutes(ground, leaving(BUS, "08:00"), wait)[60] == pytest.approx(18)


def test_a_bus_is_missed_by_who_has_to_walk_to_a_stop_beside_the_street(ground):
    """100 m, 75 seconds."""
    text = BUS.replace("9,home,0.0,0.0", f"9,home,0.0,{100 / DEGREE}")
    assert minutes(ground, leaving(text, "07:58"))[60] == pytest.approx(13)
    assert minutes(ground, leaving(text, "07:59"))[60] == pytest.approx(42)


def test_between_two_buses_nobody_walks_longer_than_usual(ground):
    """To 0.047 it is 23.6 minutes from the stop at 0.030, to 0.048 it is 25: too far to change, not too far to go."""
    text = """line,stop,lon,lat,minute,departures,both_ways
a,x,0.0,0,0,08:00,no
a,y,0.030,0,5,,
b,z,0.047,0,0,08:30,no
b,end,0.060,0,1,,
"""
    assert minutes(ground, leaving(text, "08:00"))[60] == pytest.approx(31)
    far = text.replace("0.047", "0.048").replace("08:30", "08:31")
    assert minutes(ground, leaving(far, "08:00"))[60] == pytest.approx(5 + 30 * WALK)
    assert minutes(ground, leaving(far, "08:00"))[48] == pytest.approx(5 + 18 * WALK)


def test_changes_are_found_at_stops_however_many_there_are(ground):
    """Seventy lines call beside the way; the last two are the ones to change between."""
    others = "".join(f"n{k},n{k}a,0.0{k % 50 + 10},0,0,04:00,no\nn{k},n{k}b,0.001,0,9,,\n" for k in range(70))
    text = BUS.replace("9,last west,0.030,0.0,5,,\n9,first east,0.031,0.0,6,,\n", "9,gate,0.029,0.0,5,,\n")
    text = text.replace("9,works,0.060,0.0,11,,\n", "10,beyond,0.031,0.0,0,08:08,no\n10,works,0.060,0.0,5,,\n")
    heading, *rest = text.splitlines(keepends=True)
    assert minutes(ground, leaving(heading + others + "".join(rest), "08:00"))[60] == pytest.approx(13)


def test_nobody_walks_on_an_expressway_or_over_a_bridge_that_is_not_built():
    roads = street(4)
    roads = replace(roads, kerb=np.array([True, True, False, True]), link=np.array([0, -1, -1]), links=("bridge",))
    foot = walked(roads).roads
    assert sorted(zip(foot.tail.tolist(), foot.head.tolist(), strict=True)) == [(0, 1), (1, 0)]
    assert np.isinf(foot.seconds).all()
    assert foot.built == pytest.approx([MILLI / FOOT] * 2)


def test_expressways_are_not_counted_as_streets_that_are_cut_off():
    roads = street(6)
    kerb = np.array([True, True, True, False, False, False])
    assert walked(replace(roads, kerb=kerb)).cut_off == 0
