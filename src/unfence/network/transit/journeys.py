"""Journeys from door to door: on foot, by what the timetable offers, changing as often as it helps; fares left out.

At one departure, or on average over a window of departures, one every minute: who may leave at any time of an hour
meets a seldom bus less often than who knows when it leaves.
"""

import datetime as dt
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from unfence.network.roads.roads import Floats
from unfence.network.transit.clock import DAY, MINUTE, seconds_of
from unfence.network.transit.errors import TransitError
from unfence.network.transit.gtfs import read_gtfs
from unfence.network.transit.scan import scan
from unfence.network.transit.table import read_lines
from unfence.network.transit.timetable import Timetable
from unfence.network.transit.walks import Walk, Walks


def door_to_all(
    timetable: Timetable,
    origins: ArrayLike,
    points: ArrayLike,
    departure: str | float,
    *,
    window: float = 0.0,
    within: float = np.inf,
    walks: Walk | Walks | None = None,
) -> Floats:
    r"""Minutes from each origin to each point, (origins, points), having left at ``departure``.

    ``origins`` and ``points`` are lon, lat in degrees, one pair a row; ``departure`` is ``07:45`` or seconds after
    midnight. With a ``window`` of so many minutes: the mean over departures at each minute of it. ``walks`` says how
    people walk, or holds street times. inf: beyond ``within`` minutes, or, with street times, no way.
    TransitError for what cannot be a place, a time or a window.

    >>> from unfence.network.transit import lines_of
    >>> bus = lines_of("line,stop,lon,lat,minute,departures\nx,A,109.0,27.3,0,07:00;07:30\nx,B,109.1,27.3,12,")
    >>> door_to_all(bus, [109.0, 27.3], [[109.1, 27.3]], "07:10")
    array([[32.]])
    """
    feet = walks if isinstance(walks, Walks) else Walks.straight(timetable, origins, points, walks)
    leaves = departures(departure, window)
    minutes = np.empty(feet.direct.shape)
    for origin in range(len(minutes)):
        longest = within if len(leaves) == 1 else np.inf  # a mean within the limit may hold times beyond it
        minutes[origin] = profile(timetable, feet, origin, leaves, longest).mean(axis=0)
    return np.where(minutes <= within, minutes, np.inf)


def profile(
    timetable: Timetable, walks: Walks, origin: int, leaves: Sequence[float] | Floats, within: float = np.inf
) -> Floats:
    """Minutes from one origin to each point for each departure, (departures, points).

    ``origin`` is a row of ``walks``; ``leaves`` are seconds after midnight. What takes more than ``within`` minutes may
    be longer here than it need be.
    """
    # No journey is longer than the walk, so nothing that leaves after the longest walk has ended is of use.
    longest = min(float(walks.direct[origin].max(initial=0.0)), within * MINUTE)
    minutes = np.empty((len(leaves), walks.direct.shape[1]))
    for row, leave in enumerate(leaves):
        minutes[row] = (scan(timetable, walks, origin, leave, leave + longest) - leave) / MINUTE
    return minutes


def departures(departure: str | float, window: float) -> Floats:
    """Seconds after midnight of each minute of a window of so many minutes; of the departure alone for 0.

    >>> departures("08:00", 3).tolist()
    [28800.0, 28860.0, 28920.0]
    """
    first = seconds_of(departure)
    if not 0 <= window <= DAY / MINUTE:
        raise TransitError("window", seen=f"{window:g}")
    return first + MINUTE * np.arange(max(1, int(np.ceil(window))), dtype=np.float64)


def transit_minutes(
    paths: str | Path | Sequence[str | Path],
    date: str | dt.date,
    departure: str | float,
    origins: ArrayLike,
    points: ArrayLike,
    *,
    window: float = 0.0,
    within: float = np.inf,
) -> Floats:
    """Minutes by bus and on foot, (origins, points), straight from files; the rest as ``door_to_all``.

    ``paths`` are one or several that run side by side: GTFS feeds (.zip), of which ``date`` is taken, and tables of
    lines (.csv), which hold for every day.
    """
    return door_to_all(read_timetable(paths, date), origins, points, departure, window=window, within=within)


def read_timetable(paths: str | Path | Sequence[str | Path], date: str | dt.date) -> Timetable:
    """The timetable of GTFS feeds (.zip) around a date and of tables of lines (.csv), as one."""
    several = [paths] if isinstance(paths, str | Path) else paths
    read = [read_lines(path) if Path(path).suffix.lower() == ".csv" else read_gtfs(path, date) for path in several]
    return reduce(Timetable.joined, read)
