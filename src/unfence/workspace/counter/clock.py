"""The clock: how long an office has for its part of a case, and how well it keeps to it.

Each office that gets a case has two dates, counted in days of the calendar from the day on which it got it:

    first answer (take it, or say what is missing)      day + FIRST        7 days
    its part done (handed over, or decided)             day + WHOLE + w   30 days

where w are the days on which the applicant was asked for papers and had not brought them. The periods, the shares and
their colours are those of SOLVIT, the European network for cases between two administrations (Recommendation
2013/461/EU; Single Market Scoreboard): 7 days for the first reply and for taking a case on, 30 days for handing it
over; an office is green from 75 % in time, amber from 55 %, red below, and not judged on fewer than 10 cases. The 30
days for the deciding office stand in place of SOLVIT's ten weeks: it gets the case prepared. Days of the calendar, as
there, so that a receipt can name the date on the day itself: which days will be worked is announced year by year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST, WHOLE = 7, 30
"""Days."""
SOON_FIRST, SOON_WHOLE = 2, 7
"""A date that is so many days off, or nearer, is amber."""
GREEN: Final = "green"
AMBER: Final = "amber"
RED: Final = "red"
COLOURS = (GREEN, AMBER, RED)
ENOUGH, GOOD, FAIR = 10, 0.75, 0.55


@dataclass(frozen=True)
class Part:
    """One office's part of a case: when it got it, first answered, was done; days waited for the applicant.

    ``asked`` is the day since which the applicant owes papers, None where nothing is missing.
    """

    got: date
    answered: date | None = None
    done: date | None = None
    waited: int = 0
    asked: date | None = None

    @property
    def answer_by(self) -> date:
        """The last day for the first answer."""
        return self.got + timedelta(days=FIRST)

    def done_by(self, day: date) -> date:
        """The last day for the whole, as it stands on a day.

        >>> Part(date(2026, 3, 1), asked=date(2026, 3, 5)).done_by(date(2026, 3, 8))
        datetime.date(2026, 4, 3)
        """
        standing = max(0, (day - self.asked).days) if self.asked and not self.done else 0
        return self.got + timedelta(days=WHOLE + self.waited + standing)

    def next_by(self, day: date) -> date | None:
        """The date that comes next; None when it is done, or waits for the applicant."""
        if self.done or (self.answered and self.asked):
            return None
        return self.done_by(day) if self.answered else self.answer_by

    def answered_in_time(self, day: date) -> bool | None:
        """Whether the first answer came in time; None while it may still."""
        if self.answered:
            return self.answered <= self.answer_by
        return False if day > self.answer_by else None

    def done_in_time(self, day: date) -> bool | None:
        """Whether the whole was done in time; None while it may still be."""
        if self.done:
            return self.done <= self.done_by(self.done)
        return False if day > self.done_by(day) else None

    def colour(self, day: date) -> str:
        """Red where a date has been missed, amber where one is near, green else.

        >>> part = Part(date(2026, 3, 1))
        >>> [part.colour(date(2026, 3, d)) for d in (1, 5, 6, 8, 9)]
        ['green', 'green', 'amber', 'amber', 'red']
        """
        if self.answered_in_time(day) is False or self.done_in_time(day) is False:
            return RED
        following = self.next_by(day)
        if following is None:
            return GREEN
        soon = SOON_WHOLE if self.answered else SOON_FIRST
        return AMBER if (following - day).days <= soon else GREEN


@dataclass(frozen=True)
class Kept:
    """Of how many cases a date is past or met, and how many were in time."""

    count: int
    in_time: int

    @property
    def share(self) -> float | None:
        """The share in time; None where there is nothing to judge."""
        return self.in_time / self.count if self.count else None

    @property
    def colour(self) -> str:
        """The colour of the share; "" for too few cases.

        >>> [Kept(20, n).colour for n in (15, 11, 10)], Kept(9, 0).colour
        (['green', 'amber', 'red'], '')
        """
        share = self.share
        if share is None or self.count < ENOUGH:
            return ""
        return GREEN if share >= GOOD else AMBER if share >= FAIR else RED


@dataclass(frozen=True)
class Record:
    """How an office keeps to the clock: its first answers, its parts done, and the lights of its parts."""

    answers: Kept
    wholes: Kept
    lights: dict[str, int]

    @property
    def count(self) -> int:
        """How many parts there are."""
        return sum(self.lights.values())

    @property
    def shares(self) -> dict[str, float]:
        """The share of the parts with each light; none where there are no parts."""
        return {colour: number / self.count for colour, number in self.lights.items()} if self.count else {}


def record_of(parts: Iterable[Part], day: date) -> Record:
    """The record of an office's parts on a day.

    >>> on = date(2026, 3, 1)
    >>> held = record_of([Part(on, on), Part(on)], date(2026, 3, 10))
    >>> held.answers, held.wholes.count, held.lights
    (Kept(count=2, in_time=1), 0, {'green': 1, 'amber': 0, 'red': 1})
    """
    held = list(parts)
    lights = {colour: sum(part.colour(day) == colour for part in held) for colour in COLOURS}
    return Record(
        _kept(part.answered_in_time(day) for part in held), _kept(part.done_in_time(day) for part in held), lights
    )


def _kept(judged: Iterable[bool | None]) -> Kept:
    known = [one for one in judged if one is not None]
    return Kept(len(known), sum(known))
