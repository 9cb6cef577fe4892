"""Which services of a feed run on a date: the week of ``calendar.txt``, then what ``calendar_dates.txt`` changes."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from unfence.network.transit.errors import TransitError
from unfence.network.transit.sheet import Sheet

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDED, REMOVED = "1", "2"
"""Of ``exception_type``."""


LONGEST = 400
"""Days that are looked at for an ordinary one: a year and the weeks after."""
SATURDAY = 5


@dataclass(frozen=True, eq=False)
class Services:
    """The days on which the services of a feed run."""

    weeks: pl.DataFrame
    """service_id, start_date, end_date, a column for each day of the week that holds 1 or 0"""
    changes: pl.DataFrame
    """service_id, date, exception_type"""

    @staticmethod
    def of(calendar: Sheet, calendar_dates: Sheet) -> "Services":
        """Of the sheets of a feed; one of the two may hold no row."""
        weeks = calendar.filled("service_id", "start_date", "end_date").with_dates("start_date", "end_date")
        for day in WEEK:
            weeks.refuse(~pl.col(day).is_in(["0", "1"]).fill_null(False), day, "yes_no")
        changes = calendar_dates.filled("service_id", "date").with_dates("date")
        kind = pl.col("exception_type")
        changes.refuse(~kind.is_in([ADDED, REMOVED]).fill_null(False), "exception_type", "exception")
        return Services(weeks.frame, changes.frame)

    def on(self, date: dt.date) -> set[str]:
        """The ids of those that run on a date."""
        week = self.weeks.filter(
            (pl.col("start_date") <= date) & (pl.col("end_date") >= date) & (pl.col(WEEK[date.weekday()]) == "1")
        )
        today = self.changes.filter(pl.col("date") == date)
        added = today.filter(pl.col("exception_type") == ADDED)
        removed = today.filter(pl.col("exception_type") == REMOVED)
        return (set(week["service_id"]) | set(added["service_id"])) - set(removed["service_id"])

    def ordinary(self, lines: Mapping[str, Collection[str]]) -> dt.date | None:
        """The first weekday on which most lines run, given the ``lines`` of each service; None where nothing ever runs.

        Of a feed that runs at weekends only, the first such day.
        """
        changed = [*self.changes["date"].to_list()]
        days = [*self.weeks["start_date"].to_list(), *self.weeks["end_date"].to_list(), *changed]
        best, most = None, (0, 0)
        for day in _days(min(days), max(days)) if days else ():
            running = {line for service in self.on(day) for line in lines.get(service, ())}
            found = (int(day.weekday() < SATURDAY), len(running))
            if running and found > most:
                best, most = day, found
        return best

    def refuse(self, path: str, date: dt.date) -> TransitError:
        """Why nothing runs on a date: an error that says which dates the feed holds."""
        added = self.changes.filter(pl.col("exception_type") == ADDED)["date"].to_list()
        days = [*self.weeks["start_date"].to_list(), *self.weeks["end_date"].to_list(), *added]
        if not days:
            return TransitError("no_days", path=path)
        return TransitError("no_service", path=path, date=str(date), first=str(min(days)), last=str(max(days)))


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days from the first to the last one, no more than ``LONGEST``."""
    return (first + dt.timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST)))
