"""Journeys whose minutes one can count by hand."""

import numpy as np
import pytest

from transit.feeds import walk_seconds
from unfence.network.transit import TransitError, Walk, Walks, door_to_all, lines_of, transit_minutes

WEST, MIDDLE, EAST = (109.0, 27.3), (109.1, 27.3), (109.2, 27.3)
HEAD = "line,stop,lon,lat,minute,departures,headway,first,last,both_ways\n"
BUS = HEAD + "101,west,109.0,27.3,0,07:00;07:30,,,,no\n101,middle,109.1,27.3,12\n"


def minutes(text, start, end, departure, **options):
    return float(door_to_all(lines_of(text), start, end, departure, **options)[0, 0])


@pytest.mark.parametrize(("leave", "takes"), [("06:50", 22), ("07:00", 12), ("07:01", 41), ("07:30", 12)])
def test_one_waits_for_the_next_bus(leave, takes):
    assert minutes(BUS, WEST, MIDDLE, leave) == pytest.approx(takes)


def test_who_misses_the_last_bus_walks():
    on_foot = walk_seconds(WEST, MIDDLE)[0] / 60
    assert on_foot > 100
    assert minutes(BUS, WEST, MIDDLE, "07:31") == pytest.approx(on_foot)
    assert minutes(BUS, MIDDLE, WEST, "07:00") == pytest.approx(on_foot)


def test_the_walk_to_the_stop_counts_and_may_miss_the_bus():
    door = (108.99, 27.3)
    to_stop = walk_seconds(door, WEST)[0] / 60
    assert 15 < to_stop < 17
    assert minutes(BUS, door, MIDDLE, "06:43") == pytest.approx(29)
    assert minutes(BUS, door, MIDDLE, "06:44") == pytest.approx(58)


def test_no_one_walks_farther_to_a_stop_than_they_will():
    door = (108.98, 27.3)
    assert minutes(BUS, door, MIDDLE, "06:00") > 150
    assert minutes(BUS, door, MIDDLE, "06:00", walks=Walk(most=2500)) == pytest.approx(72)


def test_two_halves_of_a_line_are_changed_between_on_foot_and_a_line_added_closes_the_gap():
    gap = 0.01
    halves = (
        HEAD
        + "a,west,109.0,27.3,0,08:00,,,,no\na,this side,109.1,27.3,20\n"
        + f"b,that side,{109.1 + gap},27.3,0,08:30;08:40,,,,no\nb,east,109.2,27.3,20\n"
    )
    walk = walk_seconds((109.1, 27.3), (109.1 + gap, 27.3))[0] / 60
    assert 15 < walk < 20
    assert minutes(halves, WEST, EAST, "08:00") == pytest.approx(60)
    through = lines_of(HEAD + "c,west,109.0,27.3,0,08:00,,,,no\nc,east,109.2,27.3,40\n")
    joined = lines_of(halves).joined(through)
    assert joined.lines == ("a", "b", "c")
    assert door_to_all(joined, WEST, EAST, "08:00") == pytest.approx(40)


def test_a_bus_runs_on_after_midnight_and_those_of_yesterday_still_run():
    night = HEAD + "n,west,109.0,27.3,0,23:50;24:20,,,,no\nn,east,109.2,27.3,30\n"
    assert minutes(night, WEST, EAST, "23:45") == pytest.approx(35)
    assert minutes(night, WEST, EAST, "00:10") == pytest.approx(40)
    assert minutes(night, WEST, EAST, "24:10") == pytest.approx(40)


def test_who_leaves_late_at_night_takes_the_first_bus_of_tomorrow():
    early = HEAD + "n,west,109.0,27.3,0,00:30,,,,no\nn,east,109.2,27.3,30\n"
    assert minutes(early, WEST, EAST, "23:30") == pytest.approx(90)


def test_the_mean_over_a_window_is_half_a_headway_of_waiting_and_the_ride():
    often = HEAD + "x,west,109.0,27.3,0,,20,07:00,09:00,no\nx,middle,109.1,27.3,12\n"
    # Waits of 0, 19, 18, ... 1 minutes: 9.5 on average.
    assert minutes(often, WEST, MIDDLE, "07:20", window=20) == pytest.approx(21.5)


def test_street_times_that_are_handed_in_take_the_place_of_straight_lines():
    bus = lines_of(BUS)
    walks = Walks.handed(bus, access=[[600, np.inf]], egress=[[np.inf], [120]], direct=[[np.inf]])
    assert door_to_all(bus, WEST, MIDDLE, "06:50", walks=walks) == pytest.approx(24)
    assert door_to_all(bus, WEST, MIDDLE, "06:51", walks=walks) == pytest.approx(53)
    # The last bus has left and nobody walks: the first one of tomorrow.
    assert door_to_all(bus, WEST, MIDDLE, "07:21", walks=walks) == pytest.approx(24 * 60 - 21 + 14)
    assert door_to_all(bus, WEST, MIDDLE, "07:21", walks=walks, within=600) == np.inf


def test_changes_on_foot_can_be_handed_in():
    two = lines_of(
        HEAD
        + "a,west,109.0,27.3,0,08:00,,,,no\na,this,109.1,27.3,20\n"
        + "b,that,109.105,27.3,0,08:25;08:50,,,,no\nb,east,109.2,27.3,20\n"
    )
    shut = np.full((4, 4), np.inf)
    detour = shut.copy()
    detour[1, 2] = 20 * 60
    ends = {"access": [[0, *[np.inf] * 3]], "egress": [*[[np.inf]] * 3, [0]], "direct": [[np.inf]]}
    for between, takes in ((shut, np.inf), (detour, 70), (None, 70), (detour / 4, 45)):
        walks = Walks.handed(two, **ends, between=between)
        assert door_to_all(two, WEST, EAST, "08:00", walks=walks)[0, 0] == pytest.approx(takes)


def test_files_are_read_and_joined_by_one_call(tmp_path):
    there, on = tmp_path / "there.csv", tmp_path / "on.csv"
    there.write_text(BUS)
    on.write_text(HEAD + "102,half-way,109.1,27.3,0,07:12;07:20,,,,no\n102,east,109.2,27.3,12\n")
    alone = transit_minutes(there, "2026-07-28", "07:00", [WEST], [MIDDLE, EAST], within=45)
    both = transit_minutes([there, on], "2026-07-28", "07:00", [WEST, MIDDLE], [MIDDLE, EAST], within=45)
    assert alone == pytest.approx(np.array([[12, np.inf]]))
    assert both == pytest.approx(np.array([[12, 24], [0, 24]]))


def test_no_points_and_no_origins_are_no_trouble():
    assert door_to_all(lines_of(BUS), [], [MIDDLE], "07:00").shape == (0, 1)
    assert door_to_all(lines_of(BUS), WEST, [], "07:00").shape == (1, 0)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ({"origins": (27.3, 109.0)}, "place"),
        ({"points": [(109.0, np.nan)]}, "place"),
        ({"departure": "7 o'clock"}, "clock"),
        ({"departure": -1.0}, "clock"),
        ({"window": -5}, "window"),
        ({"window": np.nan}, "window"),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(question, code):
    asked = {"origins": WEST, "points": MIDDLE, "departure": "07:00"} | question
    with pytest.raises(TransitError) as error:
        door_to_all(lines_of(BUS), **asked)
    assert error.value.code == f"transit.{code}"
    assert all("{" not in error.value.say(lang) for lang in ("en", "zh"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"access": [[1]]}, "shape"),
        ({"egress": [[1]]}, "shape"),
        ({"between": [[1]]}, "shape"),
        ({"access": [[-1, 0]]}, "seconds"),
        ({"direct": [[np.nan]]}, "seconds"),
    ],
)
def test_walks_of_another_shape_or_below_nothing_are_refused(given, code):
    whole = {"access": [[0, 0]], "egress": [[0], [0]], "direct": [[0]]} | given
    with pytest.raises(TransitError) as error:
        Walks.handed(lines_of(BUS), **whole)
    assert error.value.code == f"transit.{code}"


def test_nobody_walks_backwards():
    with pytest.raises(TransitError, match="above 0"):
        Walk(speed=0)
