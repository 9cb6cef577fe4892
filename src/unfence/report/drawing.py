"""The drawing of a map: areas, lines, flows, fences, sites and names as layers of one Altair chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from unfence.report.facts import STATES, Facts
from unfence.report.frame import Format, Point
from unfence.report.lettering import Lettering
from unfence.report.pictures import FENCE, INK, Drawn, Rows, chart_of
from unfence.report.sheet import Sheet, rings

NETWORK = "network"
"""The view that shows links by mode; the others are the states, with what flows."""

PAGE, PHONE = Format(960, 380, 620, 48), Format(350, 330, 420, 26)
"""A map for a telephone is drawn at the size at which it is shown, so that its letters keep theirs."""

_WIDEST = 9.0
_GAP = 1.5
_LINK = 2.0
_ARM = 4.5
"""Half the width of the cross that marks a fence."""
_SHAPES = {
    "plant": "square",
    "park": "diamond",
    "town": "circle",
    "station": "triangle-up",
    "port": "triangle-down",
    "junction": "cross",
    "market": "triangle-right",
    "": "stroke",
}
_COLOURS = {
    "good": "#0b5c8a",
    "waste": "#7a5c00",
    "energy": "#c2410c",
    "utility": "#9d2a6b",
    "labour": "#1b6e4b",
    "people": "#5b3fa8",
}
_MODES = (
    *("#0b5c8a", "#c2410c", "#1b6e4b", "#5b3fa8", "#7a5c00", "#9d2a6b"),
    *("#2b8a9e", "#a0522d", "#4d7c0f", "#334155", "#8a6fd1", "#b45309"),
)
_OTHER = "#7b8794"
_TINTS = ("#dbe9f4", "#f6e7d2", "#e0f0e3", "#efe0ef", "#f4ecc8", "#dceff0", "#f2dedb")
_ELSEWHERE = "#f0f2f4"


@dataclass(frozen=True, eq=False)
class Drawing:
    """One map: of a state with its flows and fences, of links by mode, or of bare lines where no view is named."""

    sheet: Sheet
    lettering: Lettering
    view: str = ""

    def chart(self) -> Drawn:
        """All layers, from the ground up."""
        frame = self.sheet.frame
        layers = [*self._ground(), *self._moving(), *self._barred(), *self._dots()]
        layers += [*self._windows(), *self.lettering.layers, _outline((0, 0), (frame.width, frame.height))]
        across, down = (
            alt.Scale(domain=[0, side], range=[0, side], nice=False, zero=False) for side in (frame.width, frame.height)
        )
        whole = alt.layer(*layers).encode(
            x=alt.X("x:Q", axis=None, scale=across), y=alt.Y("y:Q", axis=None, scale=down)
        )
        apart = whole.resolve_scale(color="independent", shape="independent", strokeWidth="independent")
        drawn: Drawn = apart.properties(width=frame.width, height=frame.height)
        return drawn

    @property
    def _facts(self) -> Facts:
        return self.sheet.facts

    @property
    def _state(self) -> str:
        return self.view if self.view in STATES else "today"

    def _ground(self) -> Iterator[alt.Chart]:
        """The areas that the book draws."""
        rows: Rows = []
        for number, (jurisdiction, kind, ring) in enumerate(rings(self._facts.book.areas)):
            fill = self._tint(jurisdiction)
            rows += [
                {"x": x, "y": y, "step": k, "ring": number, "fill": fill, "strong": 1.5 if kind == "park" else 0.7}
                for k, (x, y) in enumerate(self.sheet.frame.pixel(*point) for point in ring)
            ]
        if rows:
            yield (
                chart_of(rows)
                .mark_line(clip=True, stroke="#9aa5b1", fillOpacity=0.8)
                .encode(
                    order=alt.Order("step:Q"),
                    detail=alt.Detail("ring:N"),
                    fill=alt.Fill("fill:N", scale=None),
                    strokeWidth=alt.StrokeWidth("strong:Q", scale=None),
                )
            )

    def _tint(self, jurisdiction: str) -> str:
        players = self._facts.players
        return _TINTS[players.index(jurisdiction) % len(_TINTS)] if jurisdiction in players else _ELSEWHERE

    def _moving(self) -> Iterator[alt.Chart]:
        """Lines by mode, or bare lines and what flows on them."""
        if self.view == NETWORK:
            yield from self._by_mode()
            return
        joined = {pair: built for pair, built in self.sheet.links.joined(self._state).items() if self.sheet.drawn(pair)}
        yield from _rules([self.sheet.line(pair) for pair, built in joined.items() if built], _OTHER)
        yield from _rules([self.sheet.line(pair) for pair, built in joined.items() if not built], _OTHER, [5, 4])
        if self.view:
            yield from self._flows()

    def _flows(self) -> Iterator[alt.Chart]:
        """Flows side by side on their line."""
        named = {kind: self._facts.word(f"commodity_kind.{kind}") for kind in self.sheet.links.kinds()}
        rows: Rows = []
        for pair, shares in self.sheet.links.flows(self.view).items():
            if self.sheet.drawn(pair):
                widths = {named[kind]: max(0.8, _WIDEST * shares[kind]) for kind in _COLOURS if kind in shares}
                rows += self._beside(pair, widths)
        rows.sort(key=lambda row: (-row["width"], row["what"]))  # what is thin lies on what is wide
        if rows:
            legend = self._legend("map.flows", 6, symbolType="stroke", symbolStrokeWidth=5, symbolSize=260)
            scale = alt.Scale(domain=list(named.values()), range=[_COLOURS[kind] for kind in named])
            yield (
                chart_of(rows)
                .mark_rule(clip=True, opacity=0.78)
                .encode(
                    x2=alt.X2("x2:Q"),
                    y2=alt.Y2("y2:Q"),
                    color=alt.Color("what:N", scale=scale, legend=legend),
                    strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
                )
            )

    def _by_mode(self) -> Iterator[alt.Chart]:
        """Links side by side by mode, those that are planned dashed; modes beyond the colours are one."""
        found = self.sheet.links.modes()
        known = list(dict.fromkeys(mode for modes in found.values() for mode in modes))
        rest = self._facts.word("map.other_modes")
        named = {m: self._facts.name("modes", m) if k < len(_MODES) else rest for k, m in enumerate(known)}
        colours = dict(zip(dict.fromkeys(named.values()), (*_MODES, _OTHER), strict=False))
        legend = self._legend("map.links", 6, symbolType="stroke", symbolStrokeWidth=3, symbolSize=260)
        colour = alt.Color("what:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=legend)
        rows: Rows = []
        for pair, modes in found.items():
            if self.sheet.drawn(pair):
                stands = {named[mode]: built for mode, built in modes.items()}
                lines = self._beside(pair, dict.fromkeys(stands, _LINK))
                rows += [row | {"dash": [1, 0] if stands[row["what"]] else [5, 4]} for row in lines]
        if rows:
            yield (
                chart_of(rows)
                .mark_rule(clip=True, strokeWidth=_LINK)
                .encode(
                    x2=alt.X2("x2:Q"),
                    y2=alt.Y2("y2:Q"),
                    color=colour,
                    strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None),
                )
            )

    def _beside(self, pair: tuple[str, str], widths: Mapping[str, float]) -> Rows:
        """Lines of these widths beside each other between two sites."""
        rows: Rows = []
        at = -(sum(widths.values()) + _GAP * (len(widths) - 1)) / 2
        for what, width in widths.items():
            rows.append(self.sheet.line(pair, at + width / 2) | {"what": what, "width": round(2 * width) / 2 or 0.8})
            at += width + _GAP
        return rows

    def _legend(self, title: str, columns: int, **symbols: Any) -> alt.Legend:  # noqa: ANN401  Vega's own words
        fewer = self.sheet.frame.width <= PHONE.width
        most = columns // 2 if fewer else columns
        return alt.Legend(title=self._facts.word(title), orient="bottom", columns=most, **symbols)

    def _barred(self) -> Iterator[alt.Chart]:
        """A cross where a fence stands on a line."""
        rows = [
            {"x": x - _ARM, "y": y - slope * _ARM, "x2": x + _ARM, "y2": y + slope * _ARM}
            for x, y in (self.sheet.crosses(self._state) if self.view else ())
            for slope in (1, -1)
        ]
        for ink, width in (("white", 5.5), (FENCE, 3.5)) if rows else ():
            mark = chart_of(rows).mark_rule(stroke=ink, strokeWidth=width, clip=True)
            yield mark.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))

    def _dots(self) -> Iterator[alt.Chart]:
        """Sites by kind."""
        sheet = self.sheet
        named = {kind: self._facts.word(f"site_kind.{kind or 'other'}") for kind in _SHAPES}
        kinds = [kind for kind in _SHAPES if any(sheet.kind[s] == kind for s in sheet.seen)]
        rows = [
            dict(zip("xy", sheet.pixel(s), strict=True))
            | {"kind": named[sheet.kind[s]], "fill": INK if sheet.own(s) else "#6b7785"}
            for s in sheet.seen
        ]
        shapes = alt.Scale(domain=[named[kind] for kind in kinds], range=[_SHAPES[kind] for kind in kinds])
        legend = self._legend("map.sites", 8, symbolFillColor=INK)
        mark = chart_of(rows).mark_point(size=62, stroke="white", strokeWidth=1, opacity=1)
        yield mark.encode(shape=alt.Shape("kind:N", scale=shapes, legend=legend), fill=alt.Fill("fill:N", scale=None))

    def _windows(self) -> Iterator[alt.Chart]:
        """The outline of the part that another map shows larger."""
        window = self.sheet.window
        if window is not None:
            corners = (window.place((0, 0)), window.place((window.width, window.height)))
            yield _outline(*(self.sheet.frame.pixel(*corner) for corner in corners))


def _rules(rows: Rows, ink: str, dash: Sequence[int] = ()) -> Iterator[alt.Chart]:
    """Thin lines, if there are any."""
    if rows:
        dashed: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
        mark = chart_of(rows).mark_rule(clip=True, stroke=ink, strokeWidth=1.1, strokeOpacity=0.9, **dashed)
        yield mark.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))


def _outline(corner: Point, other: Point) -> alt.Chart:
    row = {"x": corner[0], "y": corner[1], "x2": other[0], "y2": other[1]}
    mark = chart_of([row]).mark_rect(filled=False, stroke="#52606d", strokeWidth=1)
    drawn: alt.Chart = mark.encode(x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    return drawn
