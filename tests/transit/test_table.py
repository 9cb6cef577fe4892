"""Lines by a plain table: what a clerk writes down, and what a clerk gets wrong."""

import numpy as np
import pytest

from unfence.network.transit import TransitError, door_to_all, lines_of, read_lines

HEAD = "line,stop,lon,lat,minute,departures,headway,first,last,both_ways\n"
A, B, C = (109.0, 27.3), (109.1, 27.3), (109.2, 27.3)


def minutes(text, start, end, departure):
    return float(door_to_all(lines_of(text), start, end, departure)[0, 0])


def test_a_headway_runs_from_six_to_ten_unless_it_says_otherwise():
    text = HEAD + "x,a,109.0,27.3,0,,30,,,\nx,b,109.1,27.3,12,,,,,\n"
    assert minutes(text, A, B, "05:30") == pytest.approx(42)
    assert minutes(text, A, B, "21:31") == pytest.approx(41)
    assert minutes(text, A, B, "22:01") > 100
    short = HEAD + "x,a,109.0,27.3,0,,30,08:00,08:45,\nx,b,109.1,27.3,12,,,,,\n"
    assert minutes(short, A, B, "08:29") == pytest.approx(13)
    assert minutes(short, A, B, "08:31") > 100


def test_a_line_runs_both_ways_unless_it_says_otherwise():
    there = "x,a,109.0,27.3,0,08:00,,,,{}\nx,b,109.1,27.3,12,,,,,\nx,c,109.2,27.3,30,,,,,\n"
    back = HEAD + there.format("")
    assert minutes(back, C, A, "08:00") == pytest.approx(30)
    assert minutes(back, C, B, "08:00") == pytest.approx(18)
    assert minutes(HEAD + there.format("no"), C, A, "08:00") > 100


def test_minutes_may_begin_anywhere_and_a_known_stop_needs_no_place():
    text = (
        "line,stop,lon,lat,minute,departures,both_ways\n"
        "x,a,109.0,27.3,5,08:00,no\nx,b,109.1,27.3,17,,\ny,b,,,0,08:12,no\ny,c,109.2,27.3,10.5,,\n"
    )
    assert lines_of(text).stops.ids == ("a", "b", "c")
    assert minutes(text, A, C, "08:00") == pytest.approx(22.5)


def test_a_ring_calls_twice_at_one_stop():
    ring = HEAD + "o,a,109.0,27.3,0,08:00,,,,no\no,b,109.1,27.3,10\no,a,109.0,27.3,20\n"
    assert minutes(ring, B, A, "08:05") == pytest.approx(15)


def test_a_file_is_read_with_chinese_names_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "公交.csv"
    path.write_text(
        "﻿" + HEAD + "跨省1路,大龙站,109.0,27.3,0,08:00,,,,\n跨省1路,新晃站,109.1,27.3,12,,,,,\n", encoding="utf-8"
    )
    timetable = read_lines(path)
    assert timetable.lines == ("跨省1路",)
    assert timetable.stops.ids == ("大龙站", "新晃站")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "holds no line"),
        ("x,a,109,27,0,08:00\n", "row 2: line “x” has but one stop"),
        ("x,a,109,27,0\nx,b,109,27,5\n", "row 2: the first row of line “x” needs either departures"),
        ("x,a,109,27,0,08:00,20\nx,b,109,27,5\n", "row 2: the first row of line “x” needs either departures"),
        ("x,a,109,27,0,08:00;noon\nx,b,109,27,5\n", "row 2, column departures: “noon” is no time"),
        ("x,a,109,27,0,,20,9 am\nx,b,109,27,5\n", "row 2, column first: “9 am” is no time"),
        ("x,a,109,27,0,,20,09:00,08:00\nx,b,109,27,5\n", "row 2: the last bus of line “x” leaves before the first"),
        ("x,a,109,27,0,,0\nx,b,109,27,5\n", "row 2, column headway: “0”"),
        ("x,a,109,27,0,08:00,,,,maybe\nx,b,109,27,5\n", "column both_ways: “maybe”"),
        (
            "x,a,109,27,9,08:00\nx,b,109,27,5\n",
            "row 3: line “x” is at this stop after 5 minutes, at the one before after 9",
        ),
        ("x,a,109,27,0,08:00\nx,b,109,27,-5\n", "row 3, column minute: “-5”"),
        ("x,a,109,27,0,08:00\nx,,109,27,5\n", "row 3, column stop: the cell is empty"),
        ("x,a,109,27,0,08:00\nx,b,,27,5\n", "row 3: stop “b” has no place"),
        ("x,a,27,109,0,08:00\nx,b,27,109,5\n", "row 2, column lat: “109.0”"),
        ("x,a,109,27,0,08:00\nx,b,109,27,5\nx,a,109.1,27,9\n", "row 4: stop “a” lies more than 500 m"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(rows, words):
    with pytest.raises(TransitError) as error:
        lines_of(HEAD + rows, "bus.csv")
    assert words in str(error.value)
    assert "bus.csv" in error.value.say("zh")
    assert "{" not in error.value.say("zh")


@pytest.mark.parametrize("text", [b"", b"line,stop\nx,y\n"])
def test_columns_that_are_missing_are_named(text):
    with pytest.raises(TransitError, match=r"lacks the columns .*minute"):
        lines_of(text)


def test_a_table_in_another_encoding_is_refused_in_words():
    with pytest.raises(TransitError, match="save it again as CSV UTF-8"):
        lines_of((HEAD + "跨省,大龙,109.0,27.3,0,08:00,,,,\n").encode("gbk"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TransitError, match=r"there is no file .*bus\.csv"):
        read_lines(tmp_path / "bus.csv")


def test_stops_on_either_side_of_a_street_are_one():
    text = HEAD + "x,a,109.0,27.3,0,08:00\nx,b,109.1,27.3,12\ny,b,109.101,27.3,0,08:12\ny,c,109.2,27.3,12\n"
    timetable = lines_of(text)
    assert np.allclose(timetable.stops.lon, [109.0, 109.1, 109.2])
    assert minutes(text, A, C, "08:00") == pytest.approx(24)
