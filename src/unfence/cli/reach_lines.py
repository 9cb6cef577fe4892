"""What runs, as ``unfence reach`` is told: GTFS feeds, tables of lines, lines to be added, and when people leave."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import click

from unfence.cli.spoken import Check
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.network.reach.rides import Lines
    from unfence.network.transit import Timetable

DEPARTURE = "08:00"
MIDNIGHT = 86_400.0
"""Seconds."""

Tell = Callable[..., None]
"""A line on stderr, by its key under ``command.reach``."""


@dataclass(frozen=True)
class Runs:
    """Options about what runs."""

    gtfs: tuple[str, ...]
    timetable: tuple[str, ...]
    add_lines: str | None
    date: dt.date | None
    departure: str
    window: int

    @property
    def asked(self) -> bool:
        """Whether people go by what runs."""
        return bool(self.gtfs or self.timetable)

    def told(self) -> dict[str, object] | None:
        """The same for JSON; None where people drive."""
        return vars(self) | {"date": self.date and self.date.isoformat()} if self.asked else None

    def lines(self, tell: Tell) -> "Lines | None":
        """What runs, told on stderr; None where people drive."""
        if not self.asked:
            return None
        from unfence.network.reach.rides import Lines  # noqa: PLC0415
        from unfence.network.transit import Timetable, read_lines  # noqa: PLC0415
        from unfence.network.transit.journeys import departures  # noqa: PLC0415

        parts = [*self._feeds(tell), *(read_lines(path) for path in self.timetable)]
        planned: tuple[str, ...] = ()
        if self.add_lines:
            more = read_lines(self.add_lines)
            planned = more.lines
            parts.append(more)
        whole = reduce(Timetable.joined, parts)
        tell("lines", lines=len(set(whole.lines)), stops=len(whole.stops.ids), departure=self.departure)
        return Lines(whole, departures(self.departure, self.window), planned)

    def _feeds(self, tell: Tell) -> "list[Timetable]":
        """The feeds on their date; without one each on its own first ordinary weekday, which is said."""
        from unfence.network.transit import ordinary_day, read_gtfs  # noqa: PLC0415

        found = []
        for path in self.gtfs:
            day = self.date or ordinary_day(path)
            tell("on_date" if self.date else "ordinary_day", path=path, date=day.isoformat())
            found.append(read_gtfs(path, day))
        return found

    @property
    def lonely(self) -> str:
        """An option that says something of lines where there are none; empty where all fit."""
        if self.date and not self.gtfs:
            return "--date"
        return "--add-lines" if self.add_lines and not self.asked else ""


def time_of_day(lang: Lang) -> Check:
    """A check for a time of day, 00:00 to 23:59."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        from unfence.network.transit import TransitError  # noqa: PLC0415
        from unfence.network.transit.clock import seconds_of  # noqa: PLC0415

        written = value.strip().replace("：", ":")
        try:
            seconds = seconds_of(written)
        except TransitError:
            seconds = MIDNIGHT
        if seconds >= MIDNIGHT:
            raise click.BadParameter(say("command.reach.no_time", lang, value=value), ctx, param)
        return written

    return check


def day(lang: Lang) -> Check:
    """A check for a date, if there is one."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
        from unfence.network.transit import TransitError  # noqa: PLC0415
        from unfence.network.transit.clock import day_of  # noqa: PLC0415

        try:
            return None if value is None else day_of(value)
        except TransitError as error:
            raise click.BadParameter(error.say(lang), ctx, param) from error

    return check
