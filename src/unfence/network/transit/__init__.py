r"""Buses and trains: from a timetable to minutes from door to door.

    read_gtfs  -> Timetable -> joined, fenced    -> door_to_all
    read_lines    (what runs    (a line added,      (minutes, on foot
    (a file)      around a day)  a border closed)    and by what runs)

>>> from unfence.network.transit import door_to_all, lines_of
>>> bus = lines_of("line,stop,lon,lat,minute,departures\nx,A,109.0,27.3,0,07:00;07:30\nx,B,109.1,27.3,12,")
>>> door_to_all(bus, [[109.0, 27.3]], [[109.1, 27.3]], "07:31").round()
array([[161.]])

At 07:31 the last bus has just left: the way on foot remains.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unfence.network.transit.errors import TransitError
    from unfence.network.transit.gtfs import ordinary_day, read_gtfs
    from unfence.network.transit.journeys import door_to_all, profile, read_timetable, transit_minutes
    from unfence.network.transit.table import lines_of, read_lines
    from unfence.network.transit.timetable import Timetable
    from unfence.network.transit.walks import Walk, Walks

_HOMES = {
    "Timetable": "timetable",
    "TransitError": "errors",
    "Walk": "walks",
    "Walks": "walks",
    "door_to_all": "journeys",
    "lines_of": "table",
    "ordinary_day": "gtfs",
    "profile": "journeys",
    "read_gtfs": "gtfs",
    "read_lines": "table",
    "read_timetable": "journeys",
    "transit_minutes": "journeys",
}

__all__ = [
    "Timetable",
    "TransitError",
    "Walk",
    "Walks",
    "door_to_all",
    "lines_of",
    "ordinary_day",
    "profile",
    "read_gtfs",
    "read_lines",
    "read_timetable",
    "transit_minutes",
]


def __getattr__(name: str) -> object:
    """Import a name where it is first asked for: reading and compiling libraries load only for who uses them."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
