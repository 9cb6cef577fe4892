"""Times of a service day, in seconds after its midnight; a bus that runs on after midnight passes 24:00.

>>> seconds_of("8:05"), seconds_of("25:10:30")
(29100.0, 90630.0)
"""

import datetime as dt
import re

from unfence.network.transit.errors import TransitError

MINUTE = 60.0
DAY = 86_400.0
"""Every day is taken to have 24 hours; where clocks are put forward or back that night is an hour off."""

CLOCK = r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$"
"""Hours, minutes and perhaps seconds; hours may pass 24."""


def seconds_of(time: str | float) -> float:
    """Seconds after midnight of a time such as ``07:45`` or ``24:10:30``; a number is seconds already.

    TransitError where the time cannot be read or is below 0.
    """
    if isinstance(time, str):
        found = re.match(CLOCK, time.strip())
        if not found:
            raise TransitError("clock", seen=time)
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return (hours * 60 + minutes) * MINUTE + seconds
    if not 0 <= time < float("inf"):
        raise TransitError("clock", seen=f"{time:g}")
    return float(time)


def day_of(date: str | dt.date) -> dt.date:
    """A date, or a text such as ``2026-07-28`` or ``20260728`` as a date; TransitError where it is none.

    >>> day_of("20260728")
    datetime.date(2026, 7, 28)
    """
    if isinstance(date, dt.datetime):
        return date.date()
    if isinstance(date, dt.date):
        return date
    try:
        return dt.date.fromisoformat(date.strip())
    except ValueError as error:
        raise TransitError("date", seen=date) from error
