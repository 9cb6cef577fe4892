"""Feeds as operators publish them: days, frequencies, gaps in the times, stations; and feeds that are wrong."""

import io
from math import inf
from zipfile import ZipFile

import numpy as np
import pytest

from transit.feeds import MONDAY, SUNDAY, Call, Small, write
from unfence.network.transit import TransitError, door_to_all, ordinary_day, read_gtfs, transit_minutes

A, B, C = (109.0, 27.3), (109.1, 27.3), (109.2, 27.3)
STOPS = {"a": A, "b": B, "c": C}
EIGHT = 8 * 3600
BUS = Small(
    STOPS, [[Call("a", EIGHT, EIGHT), Call("b", EIGHT + 600, EIGHT + 660), Call("c", EIGHT + 1200, EIGHT + 1200)]]
)
CALENDAR = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"


@pytest.fixture
def feed(tmp_path):
    return lambda small=BUS, **files: write(tmp_path / "feed.zip", small, **files)


def minutes(path, start, end, departure="08:00", date=MONDAY):
    return float(door_to_all(read_gtfs(path, date), start, end, departure)[0, 0])


def test_a_bus_of_the_feed_is_taken(feed):
    timetable = read_gtfs(feed(), MONDAY)
    assert timetable.stops.ids == ("a", "b", "c")
    assert timetable.lines == ("101",)
    assert door_to_all(timetable, [A, B], [B, C], "08:00")[:, 1] == pytest.approx([20, 20])
    assert transit_minutes(feed(), MONDAY, "07:50", [A], [C]) == pytest.approx(30)


def test_a_byte_order_mark_a_folder_and_spaces_in_the_heading_do_no_harm(feed, tmp_path):
    with ZipFile(feed()) as plain, ZipFile(tmp_path / "other.zip", "w") as other:
        for name in plain.namelist():
            text = plain.read(name).decode().replace("stop_id,stop_sequence", " stop_id, stop_sequence ")
            other.writestr(f"feed/{name}", "\ufeff" + text.replace("\n", "\r\n"))
    assert minutes(tmp_path / "other.zip", A, C) == pytest.approx(20)


def test_what_the_calendar_says_and_what_it_excepts(feed):
    dates = "service_id,date,exception_type\nweek,20260728,2\nweek,20260802,1\n"
    path = feed(calendar_dates=dates)
    assert minutes(path, A, C, date=MONDAY) == pytest.approx(20)
    assert minutes(path, A, C, date=SUNDAY) == pytest.approx(20)
    with pytest.raises(TransitError, match="2026-07-28; it holds dates from 2026-07-01 to 2026-08-02"):
        read_gtfs(path, "2026-07-28")
    only = feed(calendar=None, calendar_dates="service_id,date,exception_type\nweek,20260728,1\n")
    assert minutes(only, A, C, date="20260728") == pytest.approx(20)


def test_a_trip_of_friday_runs_on_into_saturday_but_not_into_monday(feed):
    night = Small(STOPS, [[Call("a", 24 * 3600 + 600, 24 * 3600 + 600), Call("c", 25 * 3600, 25 * 3600)]])
    daily = "week,1,1,1,1,1,0,0,20260701,20260731\nother,0,0,0,0,0,1,1,20260701,20260831\n"
    calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    path = feed(
        night,
        calendar=CALENDAR + daily,
        trips="route_id,service_id,trip_id\nr,week,t0\nr,other,weekend\n",
        stop_times=calls + "t0,24:10:00,24:10:00,a,1\nt0,25:00:00,25:00:00,c,2\n"
        "weekend,12:00:00,12:00:00,a,1\nweekend,12:30:00,12:30:00,c,2\n",
    )
    saturday, sunday = "2026-08-01", "2026-08-02"
    assert minutes(path, A, C, "00:00", saturday) == pytest.approx(60)
    assert minutes(path, A, C, "00:00", sunday) > 180
    assert minutes(path, A, C, "11:50", sunday) == pytest.approx(40)
    assert minutes(path, A, C, "23:50", "2026-07-31") == pytest.approx(70)


@pytest.mark.parametrize(
    ("leave", "takes"), [("06:50", 30), ("07:01", 34), ("07:50", 30), ("08:01", 49), ("08:31", inf)]
)
def test_frequencies_leave_from_the_start_of_a_span_before_its_end(feed, leave, takes):
    spans = "t0,07:00:00,08:00:00,900\nt0,08:00:00,08:45:00,1800\n"
    path = feed(frequencies="trip_id,start_time,end_time,headway_secs\n" + spans)
    seen = minutes(path, A, C, leave)
    assert seen > 180 if takes == inf else seen == pytest.approx(takes)


def test_calls_without_a_time_lie_evenly_between_those_that_have_one(feed):
    heading = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    path = feed(stop_times=heading + "t0,08:00:00,,a,10\nt0,,,b,20\nt0,,08:30:00,c,30\n")
    assert door_to_all(read_gtfs(path, MONDAY), A, [B, C], "08:00")[0] == pytest.approx([15, 30])


def test_where_nobody_may_get_on_or_off_nobody_does(feed):
    first, middle, last = BUS.trips[0]
    no_entry = Small(STOPS, [[first, Call("b", middle.arrives, middle.departs, board=False), last]])
    no_exit = Small(STOPS, [[first, Call("b", middle.arrives, middle.departs, alight=False), last]])
    path = feed(no_entry)
    assert minutes(path, A, B) == pytest.approx(10)
    assert minutes(path, B, C) > 100
    path = feed(no_exit)
    assert minutes(path, A, B) > 100
    assert minutes(path, A, C) == pytest.approx(20)
    assert minutes(path, B, C) == pytest.approx(20)


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("", 30),
        ("b,b,2,300", 30),
        ("b,b,2,301", 50),
        ("b,b,3,", 110),
        ("b,b,0,", 30),
        ("b,b,2,", 30),
        ("hub,hub,2,400", 50),
    ],
)
def test_changes_take_what_the_feed_says(feed, said, takes):
    leave = EIGHT + 600
    second = [[Call("b", t, t), Call("c", t + 900, t + 900)] for t in (leave + 300, leave + 1500, leave + 24 * 3600)]
    two = Small(STOPS, [[Call("a", EIGHT, EIGHT), Call("b", leave, leave)], *second])
    stops = "stop_id,stop_lat,stop_lon,location_type,parent_station\na,27.3,109.0,,\nb,27.3,109.1,0,hub\n"
    path = feed(
        two,
        stops=stops + "c,27.3,109.2,,\nhub,27.3,109.1,1,\n",
        transfers="from_stop_id,to_stop_id,transfer_type,min_transfer_time\n" + said,
    )
    seen = minutes(path, A, C)
    # With no change at b the rest is a walk.
    assert seen > 110 if takes == 110 else seen == pytest.approx(takes)


def test_transfers_of_some_routes_only_are_left_out(feed):
    heading = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id\n"
    assert len(read_gtfs(feed(transfers=heading + "b,b,3,,r\nb,b,2,60,\n"), MONDAY).transfers.seconds) == 1


def broken(name, old, new):
    """A whole feed in which one text of one file is another."""
    whole = write(io.BytesIO(), BUS)
    with ZipFile(whole) as file:
        text = file.read(f"{name}.txt").decode()
    assert old in text
    return {name: text.replace(old, new)}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"stops": None, "trips": None}, "stops.txt, trips.txt missing"),
        ({"calendar": None}, "neither calendar.txt nor calendar_dates.txt"),
        ({"calendar": CALENDAR}, "no day on which anything runs"),
        ({"routes": ""}, "routes.txt lacks the columns route_id"),
        (broken("calendar", "week,1", "week,yes"), "calendar.txt, row 2, column monday: “yes”"),
        (broken("calendar", "20260731", "31.7.2026"), "column end_date: “31.7.2026” is no date"),
        ({"calendar_dates": "service_id,date,exception_type\nweek,20260728,3"}, "exception_type: “3”"),
        (broken("stops", "b,b,27.3", "b,b,nearby"), "stops.txt, row 3, column stop_lat: “nearby”"),
        (broken("stops", "b,b,27.3", "b,b,97.3"), "stops.txt, row 3, column stop_lat: “97.3”"),
        (broken("stops", "b,b,27.3,109.1", "b,b,,109.1"), "stops.txt, row 3, column stop_lat: the cell is empty"),
        (broken("stops", "b,b", "a,b"), "stops.txt, row 3, column stop_id: “a” is there twice"),
        (
            broken("stop_times", "08:00:00,08:00:00", "8 Uhr,8 Uhr"),
            "stop_times.txt, row 4, column arrival_time: “8 Uhr”",
        ),
        (broken("stop_times", "08:00:00,08:00:00", ","), "row 4, column departure_time: the cell is empty"),
        (broken("stop_times", ",c,", ",x,"), "row 2: the trip calls at “x”"),
        (broken("stop_times", "08:20:00,08:20:00", "08:10:00,08:20:00"), "row 2: trip “t0”"),
        (broken("stop_times", "08:10:00,08:11:00", "08:12:00,08:11:00"), "row 3: trip “t0”"),
        ({"frequencies": "trip_id,start_time,end_time,headway_secs\nt0,07:00:00,09:00:00,0"}, "headway_secs: “0"),
        ({"trips": "route_id,service_id,trip_id\nr,week,t0\nr,week,t0"}, "trips.txt, row 3, column trip_id: “t0”"),
    ],
)
def test_what_is_wrong_with_a_feed_is_said_with_its_place(feed, files, words):
    path = feed(**files)
    with pytest.raises(TransitError) as error:
        read_gtfs(path, MONDAY)
    assert words in str(error.value)
    assert str(path) in error.value.say("zh")
    assert all("{" not in error.value.say(lang) for lang in ("en", "zh"))


def test_a_file_that_is_none_or_cut_off_is_named(tmp_path, feed):
    with pytest.raises(TransitError, match=r"there is no file .*none\.zip"):
        read_gtfs(tmp_path / "none.zip", MONDAY)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(feed().read_bytes()[:-200])
    with pytest.raises(TransitError, match=r"cut\.zip cannot be opened as a zip file"):
        read_gtfs(cut, MONDAY)
    with pytest.raises(TransitError, match="“tomorrow” is no date"):
        read_gtfs(cut, "tomorrow")


def test_a_trip_that_calls_nowhere_runs_nowhere(feed):
    path = feed(trips="route_id,service_id,trip_id\nr,week,t0\nr,week,ghost\nunknown,week,ghost2\n")
    assert minutes(path, A, C) == pytest.approx(20)
    spans = "trip_id,start_time,end_time,headway_secs\nghost2,07:00:00,08:00:00,900\n"
    both = feed(trips="route_id,service_id,trip_id\nr,week,t0\nunknown,week,ghost2\n", frequencies=spans)
    assert minutes(both, A, C) == pytest.approx(20)
    assert np.isfinite(minutes(both, B, A))


def test_the_ordinary_day_is_the_first_weekday_with_most_lines(feed):
    """The week of 6 July has two lines, Monday the 13th is a holiday with one, Saturday has three."""
    path = feed(
        calendar=CALENDAR + "early,1,1,1,1,1,1,1,20260701,20260705\nweek,1,1,1,1,1,0,0,20260706,20260731\n"
        "more,0,1,1,1,1,1,0,20260706,20260731\nsat,0,0,0,0,0,1,0,20260706,20260731\n",
        routes="route_id,route_short_name\nr,101\nq,102\np,103\n",
        trips="route_id,service_id,trip_id\nr,early,e\nr,week,t0\nq,more,t1\nr,sat,t2\np,sat,t3\nq,sat,t4\n",
    )
    assert ordinary_day(path).isoformat() == "2026-07-07"
    removed = "service_id,date,exception_type\nmore,20260707,2\nmore,20260706,1\n"
    assert ordinary_day(feed(calendar_dates=removed)).isoformat() == "2026-07-01"  # one line, from the first Wednesday
    weekend = CALENDAR + "week,0,0,0,0,0,0,1,20260701,20260731\n"
    assert ordinary_day(feed(calendar=weekend)).isoformat() == "2026-07-05"


def test_a_feed_on_whose_days_nothing_runs_has_no_ordinary_day(feed):
    with pytest.raises(TransitError, match="states no day"):
        ordinary_day(feed(calendar=CALENDAR + "week,0,0,0,0,0,0,0,20260701,20260731\n"))


def test_trips_without_a_stop_are_no_timetable(feed):
    heading = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    with pytest.raises(TransitError, match="1 trips on 2026-07-27") as error:
        read_gtfs(feed(stop_times=heading), MONDAY)
    assert error.value.code == "transit.no_calls"
