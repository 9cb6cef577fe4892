"""Circles on a terminal: for each start and bound who and what lies within, and what each case adds to it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

from unfence.cli.printed.sheet import Sheet
from unfence.network.reach import PEOPLE, Case, Circles
from unfence.network.roads.roads import Floats
from unfence.words import Lang

STARTS = 6
"""Starts that are printed; more are in the JSON."""
SENTENCES = 3
"""Cases whose difference is said in words, for each start and bound."""
SITES = 4
"""Sites that are named in a sentence."""


def print_circles(circles: Circles, lang: Lang, currency: str = "", *, width: int | None = None) -> None:
    """Print circles on stdout, ``width`` cells wide (None: as wide as the terminal)."""
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    printed = _Printed(circles, Sheet(lang, console, currency))
    if not printed.counted and circles.freight is None:
        printed.sheet.line("reach.nothing", count=len(circles.question.starts))
    for start in range(min(STARTS, len(circles.question.starts))):
        for bound in range(len(circles.question.minutes)):
            if printed.counted:
                printed.within(start, bound)
        if circles.freight:
            printed.freight(start)
    if (more := len(circles.question.starts) - STARTS) > 0:
        printed.sheet.line("reach.more", count=more)


@dataclass(frozen=True)
class _Printed:
    circles: Circles
    sheet: Sheet

    @property
    def counted(self) -> tuple[str, ...]:
        """What can be counted: people where there are zones, sites where there are any."""
        asked = self.circles.question
        people = PEOPLE if len(asked.zones.places) else ()
        sites = ("sites",) if len(asked.sites) else ()
        return (*people, *sites, *(("km2",) if asked.shapes else ()))

    def within(self, start: int, bound: int) -> None:
        """A table: today, then each case that changes a number; then the differences in words."""
        sheet, counts = self.sheet, self._counts(start, bound)
        named = {"minutes": f"{self.circles.question.minutes[bound]:g}", "start": self._start(start)}
        sheet.console.print()
        sheet.line("reach.within", **named)
        changed = [c for c in range(1, len(counts)) if (counts[c] != counts[0]).any()]
        rows = [
            [self.case(self.circles.cases[c]), *map(_number, self.counted, counts[c], counts[c] - counts[0])]
            for c in (0, *changed)
        ]
        sheet.table(sheet.columns("case", *self.counted), rows)
        for c in sorted(changed, key=lambda c: -abs(counts[c] - counts[0]).max())[:SENTENCES]:
            self._difference(c, start, bound, counts, named)
        same = [self.case(case) for c, case in enumerate(self.circles.cases) if c and c not in changed]
        if same:
            sheet.line("reach.same", cases=same)

    def freight(self, start: int) -> None:
        """What one vehicle to each site takes, by case."""
        freight, sheet = self.circles.freight, self.sheet
        if freight is None:
            return
        sheet.console.print()
        sheet.line("reach.freight", start=self._start(start), count=int(freight.sites[start]))
        hours, km, money = (part[:, start] for part in (freight.hours, freight.km, freight.money))
        rows = [
            [self.case(case), f"{hours[c]:,.2f}", f"{km[c]:,.1f}", sheet.money(float(money[c]))]
            for c, case in enumerate(self.circles.cases)
        ]
        sheet.table(sheet.columns("case", "truck_hours", "km", "money"), rows)

    def case(self, case: Case) -> str:
        """What a case is called."""
        return self.sheet.say(f"reach.case.{case.kind}", name=case.label.say(self.sheet.lang))

    def _counts(self, start: int, bound: int) -> Floats:
        """What is counted, as (cases, kinds)."""
        parts = []
        if len(self.circles.question.zones.places):
            parts.append(self.circles.people[:, start, bound])
        if len(self.circles.question.sites):
            parts.append(self.circles.sites[:, start, bound, None].astype(float))
        if self.circles.question.shapes:
            parts.append(self.circles.km2[:, start, bound, None].round(1))
        return np.concatenate(parts, axis=1)

    def _difference(
        self,
        case: int,
        start: int,
        bound: int,
        counts: Floats,
        named: dict[str, str],
    ) -> None:
        """The difference, named: so many residents more, these sites."""
        more = counts[case] - counts[0]
        parts = [
            self.sheet.say(f"reach.more_{what}", count=f"{n:+,.0f}")
            for what, n in zip(self.counted, more, strict=True)
            if n and what != "km2"
        ]
        if not parts:
            return
        names = self._site_names(case, start, bound)
        key = "reach.difference_sites" if names else "reach.difference"
        self.sheet.line(key, case=self.case(self.circles.cases[case]), parts=parts, names=names, **named)

    def _site_names(self, case: int, start: int, bound: int) -> Sequence[str]:
        changed = self.circles.site_names(case, start, bound)
        called = {label.id: label.say(self.sheet.lang) for label in self.circles.question.sites.labels}
        return [called[name] for name in changed[:SITES]] + (["…"] if len(changed) > SITES else [])

    def _start(self, start: int) -> str:
        return self.circles.question.starts.labels[start].say(self.sheet.lang)


def _number(kind: str, count: float, more: float) -> str:
    """A count, and after it what it is more than today."""
    decimals = ".1f" if kind == "km2" else ".0f"
    return f"{count:,{decimals}} ({more:+,{decimals}})" if more else f"{count:,{decimals}}"
