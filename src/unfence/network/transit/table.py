"""Lines by a plain table, for a bus that has no feed yet: a CSV file with a row for each stop of a line, in its order.

| column | meaning |
|---|---|
| line | what the line is called |
| stop | what the stop is called; one name is one stop |
| lon, lat | where it is, degrees; may be left empty where the stop stood in the table before |
| minute | minutes from the first stop |
| departures | times at which it leaves its first stop, joined by ``;``, or |
| headway, first, last | minutes from one departure to the next, from the first to the last one; 06:00 to 22:00 |
| both_ways | ``yes`` (it leaves its last stop at the same times, the other way) or ``no`` |

What holds for a line as a whole stands in its first row. It holds for every day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from unfence.network.roads.roads import Floats, Ints
from unfence.network.transit.clock import DAY, MINUTE, seconds_of
from unfence.network.transit.errors import TransitError
from unfence.network.transit.sheet import ROW, Sheet
from unfence.network.transit.timetable import Calls, Stops, Timetable

NEEDED = ("line", "stop", "lon", "lat", "minute")
KNOWN = ("departures", "headway", "first", "last", "both_ways")
FIRST, LAST = "06:00", "22:00"
"""Departures of a line with a headway that does not say when it begins and ends."""
HALF_SECOND = 0.5
"""By how much a last departure may be missed by rounding."""
APART = 0.005
"""Degrees, some 500 m, that two places of one stop may be apart: a stop on either side of a street."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line: its rows of the table, in their order."""

    path: str
    name: str
    rows: tuple[Mapping[str, Any], ...]

    @staticmethod
    def of(path: str, name: str, frame: pl.DataFrame) -> "Line":
        """The line; TransitError where it has but one stop or goes back in time."""
        line = Line(path, name, tuple(frame.to_dicts()))
        if len(line.rows) == 1:
            raise TransitError("one_stop", path=path, row=line.rows[0][ROW], line=name)
        for before, row in pairwise(line.rows):
            if row["minute"] < before["minute"]:
                values = {"seen": row["minute"], "before": before["minute"]}
                raise TransitError("minute", path=path, row=row[ROW], line=name, **values)
        return line

    def ways(self, stops: Stops) -> list[tuple[Ints, Floats]]:
        """(stops, seconds from the first one) there, and back unless it runs one way only."""
        rows = {stop: row for row, stop in enumerate(stops.ids)}
        stop = np.array([rows[row["stop"]] for row in self.rows])
        passed = np.array([row["minute"] for row in self.rows]) * MINUTE
        there, back = (stop, passed - passed[0]), (stop[::-1], passed[-1] - passed[::-1])
        return [there] if self.rows[0]["both_ways"] == "no" else [there, back]

    def departures(self) -> Floats:
        """Seconds after midnight at which it leaves its first stop."""
        head = self.rows[0]
        if (head["departures"] is None) == (head["headway"] is None):
            raise TransitError("departures", path=self.path, row=head[ROW], line=self.name)
        if head["departures"] is not None:
            return np.array([self._time(text) for text in head["departures"].split(";") if text.strip()])
        first, last = (
            seconds_of(usual) if head[column] is None else head[column]
            for column, usual in (("first", FIRST), ("last", LAST))
        )
        if last < first:
            raise TransitError("span", path=self.path, row=head[ROW], line=self.name)
        return np.arange(first, last + HALF_SECOND, head["headway"] * MINUTE)

    def _time(self, text: str) -> float:
        try:
            return seconds_of(text)
        except TransitError as error:
            place = {"path": self.path, "row": self.rows[0][ROW], "column": "departures"}
            raise TransitError("time", **place, seen=text.strip()) from error


def read_lines(path: str | Path) -> Timetable:
    """The lines of a CSV file; TransitError names the file, the row and the column of what is wrong."""
    path = Path(path)
    if not path.is_file():
        raise TransitError("no_file", path=str(path))
    return lines_of(path.read_bytes(), str(path))


def lines_of(text: str | bytes, path: str = "lines.csv") -> Timetable:
    r"""The lines of a CSV text; ``path`` is what it is called in errors.

    >>> lines_of("line,stop,lon,lat,minute,headway\nx,A,109.0,27.3,0,30\nx,B,109.1,27.3,12,").lines
    ('x',)
    """
    sheet = Sheet.read(text.encode() if isinstance(text, str) else text, path, NEEDED, KNOWN)
    checked = sheet.filled("line", "stop", "minute").with_numbers("lon", "lat").with_numbers("minute", least=0.0)
    checked = checked.with_numbers("headway", least=0.1).with_times("first", "last")
    checked.refuse(~pl.col("both_ways").is_in(["yes", "no"]), "both_ways", "both_ways")
    if checked.frame.is_empty():
        raise TransitError("no_lines", path=path)
    groups = checked.frame.group_by("line", maintain_order=True)
    return _timetable(_stops(checked), [Line.of(path, str(name), group) for (name,), group in groups])


def _timetable(stops: Stops, lines: Sequence[Line]) -> Timetable:
    """Every way of a line is a pattern that runs at each departure of the day, the one before and the one after."""
    ways = [(number, *way) for number, line in enumerate(lines) for way in line.ways(stops)]
    line = np.array([number for number, _, _ in ways])
    leaves = [lines[number].departures() for number in line]
    pattern = np.repeat(np.arange(len(ways)), [3 * len(times) for times in leaves])
    shift = np.concatenate([times + day * DAY for times in leaves for day in (-1, 0, 1)])
    passed = np.concatenate([seconds for _, _, seconds in ways])
    everywhere = np.ones(len(passed), dtype=bool)
    calls = Calls(
        pattern=np.repeat(np.arange(len(ways)), [len(seconds) for _, _, seconds in ways]),
        stop=np.concatenate([stop for _, stop, _ in ways]),
        arrives=passed,
        departs=passed,
        board=everywhere,
        alight=everywhere,
    )
    return Timetable(stops, calls.connections(pattern, shift), line[pattern], tuple(each.name for each in lines))


def _stops(sheet: Sheet) -> Stops:
    """One stop for each name, where it is first placed; TransitError where it has no place or two."""
    sheet.refuse(pl.col("lon").abs() > 180.0, "lon", "number")  # noqa: PLR2004 - the date line
    sheet.refuse(pl.col("lat").abs() > 90.0, "lat", "number")  # noqa: PLR2004 - the pole
    lon, lat = (pl.col(column).drop_nulls().first().over("stop") for column in ("lon", "lat"))
    sheet.refuse(lon.is_null() | lat.is_null(), "stop", "no_place")
    sheet.refuse(((pl.col("lon") - lon).abs() > APART) | ((pl.col("lat") - lat).abs() > APART), "stop", "two_places")
    frame = sheet.frame.with_columns(lon=lon, lat=lat).unique("stop", keep="first", maintain_order=True)
    return Stops(tuple(frame["stop"]), frame["lon"].to_numpy(), frame["lat"].to_numpy())
