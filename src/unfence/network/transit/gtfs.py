"""A GTFS feed: the zip file in which operators publish their timetable, read for one date.

Source: General Transit Feed Specification, https://gtfs.org/documentation/schedule/reference. Read are stops,
stop_times, trips, routes, calendar, calendar_dates, frequencies and transfers. A call without a time lies evenly
between those that have one. A trip with frequencies leaves at the start of each span and a headway after another,
before its end. Of transfers those with a least time (2) and those that are not possible (3) count, unless they hold
for some routes or trips only. Fares, blocks, levels, flexible zones and real-time changes are left out.
"""

import datetime as dt
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

import numpy as np
import polars as pl

from unfence.network.roads.roads import Floats, Ints
from unfence.network.transit.clock import DAY, day_of
from unfence.network.transit.errors import TransitError
from unfence.network.transit.services import WEEK, Services
from unfence.network.transit.sheet import Sheet
from unfence.network.transit.timetable import Calls, Stops, Timetable, Transfers

NEEDED = ("stops", "routes", "trips", "stop_times")
LEAST_TIME, IMPOSSIBLE = "2", "3"
"""Of ``transfer_type``."""
NOT_HERE = "1"
"""Of ``pickup_type`` and ``drop_off_type``."""


def read_gtfs(path: str | Path, date: str | dt.date) -> Timetable:
    """The timetable of a feed around a date: its runs, those of the day before and those of the day after.

    TransitError names the file, the row and the column of what is wrong, the files that are missing, and the dates
    that the feed holds where nothing runs on ``date``.
    """
    day = day_of(date)
    feed = Feed.open(Path(path))
    services = feed.services()
    if not services.on(day):
        raise services.refuse(str(path), day)
    trips = feed.trips()
    running = pl.concat(
        trips.filter(pl.col("service_id").is_in(services.on(day + dt.timedelta(days=shift)))).select(
            "trip_id", shift=pl.lit(shift * DAY)
        )
        for shift in (-1, 0, 1)
    )
    names = running.select("trip_id").unique(maintain_order=True).with_row_index("pattern")
    stops, rows = feed.stops()
    calls = feed.calls(names, rows)
    if not len(calls.stop):
        raise TransitError("no_calls", path=str(path), date=str(day), count=len(names))
    pattern, shift = feed.runs(running.join(names, on="trip_id", maintain_order="left"), calls)
    lines = trips["line"].unique(maintain_order=True).to_list()
    named = names.join(trips, on="trip_id", maintain_order="left")["line"].to_list()
    row = {line: number for number, line in enumerate(lines)}
    return Timetable(
        stops=stops,
        connections=calls.connections(pattern, shift),
        line=np.array([row[line] for line in named], dtype=np.int64)[pattern],
        lines=tuple(lines),
        transfers=feed.transfers(rows),
    )


def ordinary_day(path: str | Path) -> dt.date:
    """The first ordinary weekday of a feed: of Monday to Friday the first on which most of its lines run.

    TransitError as ``read_gtfs``, and where nothing runs on any day.
    """
    feed = Feed.open(Path(path))
    by_service: dict[str, list[str]] = {}
    for service, line in feed.trips().select("service_id", "line").unique().iter_rows():
        by_service.setdefault(service, []).append(line)
    day = feed.services().ordinary(by_service)
    if day is None:
        raise TransitError("no_days", path=str(path))
    return day


@dataclass(frozen=True, eq=False)
class Feed:
    """The files of a feed."""

    path: str
    texts: dict[str, bytes]
    """By name, without ``.txt``."""

    @staticmethod
    def open(path: Path) -> "Feed":
        """The files that are read of a zip file, which may hold them in a folder."""
        if not path.is_file():
            raise TransitError("no_file", path=str(path))
        read = {*NEEDED, "calendar", "calendar_dates", "frequencies", "transfers"}
        try:
            with ZipFile(path) as file:
                deepest_first = sorted(file.namelist(), key=lambda name: -name.count("/"))
                names = {PurePosixPath(n).stem: n for n in deepest_first if n.endswith(".txt") and "__MACOSX" not in n}
                texts = {stem: file.read(name) for stem, name in names.items() if stem in read}
        except (BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
            raise TransitError("not_zip", path=str(path), reason=str(error)) from error
        missing = [f"{name}.txt" for name in NEEDED if name not in texts]
        if missing:
            raise TransitError("missing", path=str(path), missing=missing)
        if not texts.keys() & {"calendar", "calendar_dates"}:
            raise TransitError("no_calendar", path=str(path))
        return Feed(str(path), texts)

    def sheet(self, name: str, needed: tuple[str, ...], known: tuple[str, ...] = ()) -> Sheet:
        """A file; one that is not there holds no rows."""
        text = self.texts.get(name, ",".join(needed).encode())
        return Sheet.read(text, f"{self.path}/{name}.txt", needed, known)

    def services(self) -> Services:
        """On which days what runs."""
        calendar = self.sheet("calendar", ("service_id", *WEEK, "start_date", "end_date"))
        return Services.of(calendar, self.sheet("calendar_dates", ("service_id", "date", "exception_type")))

    def trips(self) -> pl.DataFrame:
        """trip_id, service_id, line: what people call its route."""
        known = ("route_short_name", "route_long_name")
        routes = self.sheet("routes", ("route_id",), known).filled("route_id").frame
        names = routes.unique("route_id", keep="first").select("route_id", line=pl.coalesce(*known, "route_id"))
        trips = self.sheet("trips", ("route_id", "service_id", "trip_id")).filled("trip_id", "service_id")
        trips.refuse(~pl.col("trip_id").is_first_distinct(), "trip_id", "twice")
        line = pl.coalesce("line", "route_id", pl.lit(""))
        joined = trips.frame.join(names, on="route_id", how="left", maintain_order="left")
        return joined.select("trip_id", "service_id", line)

    def stops(self) -> tuple[Stops, pl.DataFrame]:
        """Where vehicles call, and (stop_id, stop, station): their rows, and the station that each belongs to."""
        sheet = self.sheet("stops", ("stop_id", "stop_lat", "stop_lon"), ("location_type", "parent_station"))
        sheet.filled("stop_id").refuse(~pl.col("stop_id").is_first_distinct(), "stop_id", "twice")
        platforms = sheet.frame.filter(pl.col("location_type").fill_null("0") == "0")
        checked = Sheet(sheet.path, platforms).filled("stop_lat", "stop_lon").with_numbers("stop_lat", "stop_lon")
        checked.refuse(pl.col("stop_lat").abs() > 90.0, "stop_lat", "number")  # noqa: PLR2004 - the pole
        checked.refuse(pl.col("stop_lon").abs() > 180.0, "stop_lon", "number")  # noqa: PLR2004 - the date line
        frame = checked.frame
        stops = Stops(tuple(frame["stop_id"]), frame["stop_lon"].to_numpy(), frame["stop_lat"].to_numpy())
        return stops, frame.with_row_index("stop").select("stop_id", "stop", station="parent_station")

    def calls(self, names: pl.DataFrame, stops: pl.DataFrame) -> Calls:
        """Calls of the trips ``names`` (trip_id, pattern) at ``stops`` (stop_id, stop)."""
        needed = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
        sheet = self.sheet("stop_times", needed, ("pickup_type", "drop_off_type"))
        here = sheet.frame.join(names, on="trip_id", maintain_order="left")
        here = here.join(stops, on="stop_id", how="left", maintain_order="left")
        timed = Sheet(sheet.path, here).filled("stop_id", "stop_sequence").with_numbers("stop_sequence")
        timed.refuse(pl.col("stop").is_null(), "stop_id", "unknown_stop")
        arrives, departs = pl.coalesce("arrival_time", "departure_time"), pl.coalesce("departure_time", "arrival_time")
        frame = timed.with_times("arrival_time", "departure_time").frame.sort("pattern", "stop_sequence")
        frame = frame.with_columns(arrival_time=arrives, departure_time=departs)
        # Arrival and departure are one for a call that states neither, so a line through both is not broken by it.
        between = pl.col("departure_time").interpolate().over("pattern").alias("passed")
        frame = frame.with_columns(between).with_columns(
            pl.coalesce("arrival_time", "passed").alias("arrival_time"), pl.col("passed").alias("departure_time")
        )
        whole = Sheet(sheet.path, frame).filled("departure_time")
        whole.refuse(pl.col("departure_time") < pl.col("arrival_time"), "trip_id", "backwards")
        before = pl.col("departure_time").shift(1).over("pattern")
        whole.refuse((pl.col("arrival_time") < before).fill_null(False), "trip_id", "backwards")
        return Calls(
            pattern=frame["pattern"].to_numpy().astype(np.int64),
            stop=frame["stop"].to_numpy().astype(np.int64),
            arrives=frame["arrival_time"].to_numpy(),
            departs=frame["departure_time"].to_numpy(),
            board=(frame["pickup_type"].fill_null("0") != NOT_HERE).to_numpy(),
            alight=(frame["drop_off_type"].fill_null("0") != NOT_HERE).to_numpy(),
        )

    def runs(self, running: pl.DataFrame, calls: Calls) -> tuple[Ints, Floats]:
        """(runs,) the pattern of each run, and how many seconds it is later than its calls say.

        ``running`` (trip_id, shift, pattern) holds a row for each day on which a trip runs.
        """
        sheet = self.sheet("frequencies", ("trip_id", "start_time", "end_time", "headway_secs"))
        spans = sheet.filled(*sheet.frame.columns).with_times("start_time", "end_time")
        spans = spans.with_numbers("headway_secs", least=1.0)
        once = running.join(spans.frame, on="trip_id", how="anti")
        often = running.join(spans.frame, on="trip_id", maintain_order="left_right")
        start, headway = often["start_time"].to_numpy(), often["headway_secs"].to_numpy()
        times = np.maximum(np.ceil((often["end_time"].to_numpy() - start) / headway), 0).astype(np.int64)
        row = np.repeat(np.arange(len(often)), times)
        number = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        pattern = often["pattern"].to_numpy().astype(np.int64)[row]
        begins = np.append(calls.departs, 0.0)[np.searchsorted(calls.pattern, pattern)]
        later = often["shift"].to_numpy()[row] + start[row] + number * headway[row] - begins
        return np.concatenate([once["pattern"].to_numpy().astype(np.int64), pattern]), np.concatenate(
            [once["shift"].to_numpy(), later]
        )

    def transfers(self, stops: pl.DataFrame) -> Transfers:
        """Changes that take another time than the walk; what is said of a station holds for all its stops."""
        ends = ("from_stop_id", "to_stop_id")
        particular = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")
        sheet = self.sheet("transfers", (*ends, "transfer_type"), ("min_transfer_time", *particular))
        frame = sheet.with_numbers("min_transfer_time", least=0.0).frame
        kind, least = pl.col("transfer_type"), pl.col("min_transfer_time")
        frame = frame.filter(
            pl.all_horizontal(pl.col(c).is_null() for c in particular)
            & ((kind == IMPOSSIBLE) | ((kind == LEAST_TIME) & least.is_not_null()))
        ).with_columns(least=pl.when(kind == IMPOSSIBLE).then(pl.lit(float("inf"))).otherwise(least))
        of_stations = stops.drop_nulls("station").select(stop_id="station", stop="stop")
        known = pl.concat([stops.select("stop_id", "stop"), of_stations])
        for column in ends:
            named = known.rename({"stop_id": column, "stop": f"{column} row"})
            frame = frame.join(named, on=column, maintain_order="left_right")
        start, end = (frame[f"{column} row"].to_numpy().astype(np.int64) for column in ends)
        return Transfers(start, end, frame["least"].to_numpy())
