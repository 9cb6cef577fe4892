"""Lettering: the names on a map, of sites, of places beyond its edge and of areas.

It is the same in every state, so that names do not jump when the reader switches from one to another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import altair as alt

from unfence.report.frame import Frame, Point, exit_of
from unfence.report.labels import FONT, Label, Name, placed
from unfence.report.pictures import INK, chart_of
from unfence.report.sheet import Sheet

_RANK = ("park", "town", "station", "port", "plant", "market", "junction", "")
_AREA = "#52606d"
_INSET = 14.0
"""How far inside the map's edge the name of a place beyond it stands, in pixels."""


@dataclass(frozen=True, eq=False)
class Lettering:
    """The names of one sheet."""

    sheet: Sheet

    @cached_property
    def layers(self) -> list[alt.Chart]:
        """Thin lines to names that lie off, then the names."""
        found = [*self.names, *self._of_areas]
        ends = [{"x": n.place[0], "y": n.place[1], "x2": n.near[0], "y2": n.near[1]} for n in self.names if n.away]
        lines = chart_of(ends).mark_rule(stroke=INK, strokeWidth=0.6, opacity=0.7)
        layers = [lines.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))] if ends else []
        return layers + ([_written(found, len(self.names))] if found else [])

    @cached_property
    def names(self) -> list[Label]:
        """The names of places."""
        return placed([*self._window(), *self._sites(), *self._beyond()], self._dots, self._frame, lines=self._lines)

    @cached_property
    def _of_areas(self) -> list[Label]:
        return placed(self.sheet.areas(), self._dots, self._frame, self.names)

    @property
    def _frame(self) -> Frame:
        return self.sheet.frame

    @property
    def _lines(self) -> list[tuple[Point, Point]]:
        return self.sheet.segments

    @cached_property
    def _dots(self) -> list[Point]:
        """What must stay visible."""
        return [*(self.sheet.pixel(s) for s in self.sheet.seen), *self.sheet.crosses("today")]

    def _window(self) -> Iterator[Name]:
        window = self.sheet.window
        if window is not None:
            yield self.sheet.facts.word("map.window"), self._frame.pixel(*window.place((0, 0)))

    def _sites(self) -> list[Name]:
        """Names of the sites that are not shown larger elsewhere, the players' first."""
        sheet, window = self.sheet, self.sheet.window
        named = [s for s in sheet.seen if window is None or not window.holds(window.pixel(*sheet.places[s]))]
        ranked = sorted(named, key=lambda s: (not sheet.own(s), _RANK.index(sheet.kind[s])))
        return [(sheet.facts.name("sites", s), sheet.pixel(s)) for s in ranked]

    def _beyond(self) -> list[Name]:
        """Names of places off the map to which a line leads, where it leaves."""
        sheet, names = self.sheet, dict[str, Point]()
        for a, b in sheet.links.joined("today"):
            for here, there in ((a, b), (b, a)):
                if here in sheet.seen and there in sheet.places and there not in sheet.seen:
                    edge = exit_of(sheet.pixel(here), sheet.pixel(there), sheet.frame, _INSET)
                    names.setdefault(f"→ {sheet.facts.name('sites', there)}", edge)
        return list(names.items())


def _written(labels: list[Label], places: int) -> alt.Chart:
    """Names on a white rim, so that lines under them do not disturb; those after the first ``places`` name areas."""
    rows = []
    for k, label in enumerate(labels):
        x, y = label.box.middle
        rows.append({"x": round(x, 1), "y": round(y, 1), "text": label.text, "ink": INK if k < places else _AREA})
    mark = chart_of(rows).mark_text(fontSize=FONT, stroke="white", strokeWidth=3.5, strokeJoin="round")
    drawn: alt.Chart = mark.encode(text=alt.Text("text:N"), fill=alt.Fill("ink:N", scale=None))
    return drawn
