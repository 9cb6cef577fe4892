"""Somebody without a car asks on the command line what a bus brings within reach."""

import json

import pytest
from click.testing import CliRunner

from reach.small import table
from roads.maps import DEGREE, Map, two_sides
from transit.feeds import Call, Small, write
from unfence.cli.program import Program
from unfence.cli.spoken import language_in

HEADING = "line,stop,lon,lat,minute,departures,both_ways\n"
LINE = HEADING + "9,home,0,0,0,08:00;08:30,no\n9,gate west,0.029,0,5,,\n9,gate east,0.031,0,6,,\n9,works,0.06,0,11,,\n"
WEST, EAST = "0,0", "0.06,0"
WALK = DEGREE / 1000 / (4.8 / 3.6) / 60  # minutes for a thousandth of a degree


@pytest.fixture
def cli(monkeypatch):
    """A function that runs ``unfence reach`` and gives what click's runner saw."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*args):
        words = ["reach", *map(str, args)]
        return CliRunner(env={"COLUMNS": "110"}).invoke(Program(language_in(words)), words)

    return run


@pytest.fixture
def street(tmp_path):
    """A street of 0.06 degrees, 6.7 km."""
    world = Map()
    for number in range(7):
        world.point(number + 1, number / 100, 0.0)
    world.road(*range(1, 8), maxspeed="50")
    return world.write(tmp_path / "street.osm")


@pytest.fixture
def bus(tmp_path):
    path = tmp_path / "bus.csv"
    path.write_text(LINE, encoding="utf-8")
    return path


@pytest.fixture
def feed(tmp_path):
    """The same as a feed, at 08:00 on weekdays of July 2026."""
    at = [("home", 0), ("gate_w", 300), ("gate_e", 360), ("works", 660)]
    stops = {"home": (0, 0), "gate_w": (0.029, 0), "gate_e": (0.031, 0), "works": (0.06, 0)}
    return write(tmp_path / "feed.zip", Small(stops, [[Call(s, 28800 + t, 28800 + t) for s, t in at]]))


@pytest.fixture
def zones(tmp_path):
    rows = [{"id": "w", "lon": 0, "lat": 0, "residents": 10}, {"id": "e", "lon": 0.06, "lat": 0, "residents": 31000}]
    return table(tmp_path / "zones.csv", rows)


def told(done):
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def residents(document, start=0):
    return [case["within"][0]["residents"] for case in document["starts"][start]["cases"]]


def test_a_feed_is_taken_on_its_first_ordinary_weekday_which_is_said(cli, street, feed, zones):
    done = cli(street, "--from", WEST, "--zones", zones, "--gtfs", feed, "--json", "-")
    document = told(done)
    assert residents(document) == [31010]
    assert "feed.zip: taken on 2026-07-01, the first weekday" in done.stderr
    assert document["runs"] == {
        "gtfs": [str(feed)], "timetable": [], "add_lines": None, "date": None, "departure": "08:00", "window": 0
    }  # fmt: skip
    at_nine = cli(street, "--from", WEST, "--zones", zones, "--gtfs", feed, "--departure", "9:00", "--json", "-")
    assert residents(told(at_nine)) == [10]


def test_a_line_that_stops_at_the_border(cli, street, bus, zones, tmp_path):
    sides = two_sides(tmp_path / "sides.geojson", middle=0.03)
    args = (street, "--from", WEST, "--zones", zones, "--timetable", bus, "--borders", sides, "--json", "-")
    document = told(cli(*args, "--fence-minutes", 20))
    assert [case["case"] for case in document["cases"]] == ["today", "without"]
    assert residents(document) == [10, 31010]
    assert residents(told(cli(*args, "--fence-minutes", 3))) == [31010, 31010]


def test_a_line_added_is_a_case_of_its_own(cli, street, feed, zones, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text(HEADING + "x,far,0.0,0,0,08:20,yes\nx,works,0.06,0,9,,\ny,a,0.0,0,0,23:00,no\ny,b,0.06,0,9,,\n",
                    encoding="utf-8")  # fmt: skip
    args = ("--zones", zones, "--gtfs", feed, "--add-lines", more, "--departure", "08:20")
    done = cli(street, "--from", WEST, "--from", EAST, *args, "--json", "-")
    document = told(done)
    assert [(case["case"], case["id"]) for case in document["cases"]] == [
        ("today", "today"), ("with", "x"), ("with", "y"), ("all", "all")
    ]  # fmt: skip
    assert residents(document) == [10, 31010, 10, 31010]
    assert residents(document, 1) == [31000, 31010, 31000, 31010]
    printed = cli(street, "--from", WEST, *args)
    assert "with x: +31,000 residents within 15 minutes of 0,0" in printed.stdout


def test_a_window_is_a_mean(cli, street, bus, zones):
    """Leaving in the half hour after eight one waits 15 minutes on average, and rides 11."""
    args = (street, "--from", WEST, "--zones", zones, "--timetable", bus, "--departure", "08:01", "--window", 30)
    assert residents(told(cli(*args, "--minutes", "25,26", "--json", "-"))) == [10]
    assert residents(told(cli(*args, "--minutes", "26", "--json", "-"))) == [31010]


def test_fences_of_a_book_bear_on_its_buses(cli, street, bus, book_folder):
    """A gap of 15 minutes for the bus; the post is for cars, and the people at the stop walk."""
    sites = [
        {"id": "park", "name": "Park", "jurisdiction": "west", "lon": 0.0, "lat": 0.0, "kind": "park"},
        {"id": "town", "name": "Town", "jurisdiction": "east", "lon": 0.06, "lat": 0.0, "kind": "town"},
        {"id": "mid", "name": "Mid", "jurisdiction": "west", "lon": 0.01, "lat": 0.0},
        {"id": "north", "name": "North", "jurisdiction": "west", "lon": 0.0, "lat": 0.002},
    ]
    table(book_folder / "sites.csv", sites)
    args = (street, "--book", book_folder, "--timetable", bus, "--json", "-")
    document = told(cli(*args, "--mode", "bus"))
    assert [(case["case"], case["id"]) for case in document["cases"]] == [("today", "today"), ("without", "gap")]
    minutes = [case["to_sites"]["town"] for case in document["starts"][0]["cases"]]
    assert minutes == pytest.approx([26, 11])
    refused = cli(*args)
    assert refused.exit_code == 1
    assert "--mode car, bus" in refused.stderr
    assert cli(*args, "--mode", "truck").exit_code == 1


def test_a_ban_ends_the_book_s_bus_at_the_border(cli, street, bus, book_folder):
    rows = [{"id": "wall", "name": "Wall", "between": "west;east", "modes": "bus", "kind": "ban"}]
    table(book_folder / "fences.csv", rows)
    for name in ("measures", "effects"):
        (book_folder / f"{name}.csv").unlink()
    done = cli(street, "--book", book_folder, "--mode", "bus", "--timetable", bus, "--from", WEST, "--json", "-")
    today, without = told(done)["starts"][0]["cases"]
    beyond = "town"  # at 0.02; the border of this book runs at 0.015, the bus stops at 0.029 only
    assert without["to_sites"][beyond] == pytest.approx(5 + 9 * WALK, abs=0.5)  # the stop lies between two nodes
    assert today["to_sites"][beyond] == pytest.approx(20 * WALK, abs=0.01)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("args", "seen"),
    [
        (("--gtfs", "{feed}", "--date", "2027-01-04"), ("2027-01-04", "2026-07-01", "2026-07-31")),
        (("--gtfs", "{cut}"), ("cut.zip", "stop_times.txt")),
        (("--gtfs", "nowhere.zip"), ("nowhere.zip",)),
        (("--gtfs", "{bus}"), ("bus.csv",)),
        (("--timetable", "{away}"), ("553",)),
        (("--timetable", "{bus}", "--zones", "{empty}"), ("empty.csv",)),
        (("--timetable", "{bus}", "--zones", "{headings}"), ("headings.csv",)),
        (("--timetable", "{bus}", "--from", "0,3"), ("333", "--snap 334")),
    ],
)
@pytest.mark.usefixtures("feed", "bus")
def test_what_cannot_be_is_one_sentence(cli, street, tmp_path, lang, args, seen):
    files = {"feed": tmp_path / "feed.zip", "bus": tmp_path / "bus.csv"}
    files["away"] = tmp_path / "away.csv"
    files["away"].write_text(LINE.replace(",0,0,0,08", ",5.06,0,0,08").replace(",0.0", ",5.0"), encoding="utf-8")
    files["cut"] = write(tmp_path / "cut.zip", Small({"a": (0, 0)}, []), stop_times=None)
    for name, text in (("empty", ""), ("headings", "id,lon,lat\n")):
        files[name] = tmp_path / f"{name}.csv"
        files[name].write_text(text, encoding="utf-8")
    done = cli(street, "--from", WEST, *(part.format(**files) for part in args), "--lang", lang)
    assert (done.exit_code, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert all(part in last for part in seen), last


@pytest.mark.parametrize(
    ("args", "seen"),
    [
        (("--departure", "25:00", "--timetable", "x"), "“25:00”"),
        (("--departure", "morning", "--timetable", "x"), "“morning”"),
        (("--date", "2026-02-30", "--gtfs", "x"), "“2026-02-30”"),
        (("--date", "2026-07-01"), "--date"),
        (("--add-lines", "x"), "--add-lines"),
        (("--window", "2.5", "--gtfs", "x"), "“2.5”"),
        (("--gtfs", "x", "--vehicle", "truck"), "--vehicle"),
        (("--gtfs", "x", "--links-for", "y"), "--links-for"),
    ],
)
def test_wrong_usage_is_2(cli, street, args, seen):
    done = cli(street, "--from", WEST, *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert seen in done.stderr
