"""The drawing of a map: areas, lines, flows, fences, sites and names as layers of one Altair chart."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from unfence.report.bearing import Pair
from unfence.report.facts import Facts
from unfence.report.frame import Frame, Point, exit_of
from unfence.report.labels import FONT, Label, Name, placed
from unfence.report.network_map import Network
from unfence.report.pictures import FENCE, INK, Drawn, Rows, chart_of

MAP_WIDTH, HEIGHT, MARGIN = 960.0, 660.0, 48.0
PHONE_WIDTH = 440.0
"""Width of a map drawn for a telephone, where it is shown at about four fifths of its size."""
_WIDEST = 9.0
_GAP = 1.5
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
_TINTS = ("#dbe9f4", "#f6e7d2", "#e0f0e3", "#efe0ef", "#f4ecc8", "#dceff0", "#f2dedb")
_ELSEWHERE = "#f0f2f4"
_RANK = ("park", "town", "station", "port", "plant", "market", "junction", "")


@dataclass(frozen=True, eq=False)
class Drawing:
    """One map: of a state with its flows and fences, or of the bare network where no state is named."""

    facts: Facts
    links: Network
    places: Mapping[str, Point]
    frame: Frame
    state: str = ""
    window: Frame | None = None
    """The part that another map shows larger: only its outline is drawn here, its sites are not named."""

    def chart(self) -> Drawn:
        """All layers, from the ground up."""
        frame = self.frame
        layers = [*self._ground(), *self._lines(), *self._moving(), *self._barred(), *self._dots()]
        layers += [*self._names(), self._outline((0, 0), (frame.width, frame.height))]
        apart = alt.layer(*layers).resolve_scale(color="independent", shape="independent", strokeWidth="independent")
        drawn: Drawn = apart.properties(width=frame.width, height=frame.height)
        return drawn

    def _outline(self, corner: Point, other: Point) -> alt.Chart:
        row = {"x": corner[0], "y": corner[1], "x2": other[0], "y2": other[1]}
        drawn: alt.Chart = self._rules([row]).mark_rect(filled=False, stroke="#52606d", strokeWidth=1)
        return drawn

    def _chart(self, rows: Rows) -> alt.Chart:
        """A layer of these rows, placed by their pixels ``x``, ``y``."""
        wide, high = (
            alt.Scale(domain=[0, side], range=[0, side], nice=False, zero=False)
            for side in (self.frame.width, self.frame.height)
        )
        return chart_of(rows).encode(x=alt.X("x:Q", axis=None, scale=wide), y=alt.Y("y:Q", axis=None, scale=high))

    def _ground(self) -> Iterator[alt.Chart]:
        """The areas that the book draws."""
        rows: Rows = []
        for number, (jurisdiction, kind, ring) in enumerate(rings(self.facts.book.areas)):
            fill = self._tint(jurisdiction)
            rows += [
                {"x": x, "y": y, "step": k, "ring": number, "fill": fill, "strong": 0.6 if kind == "park" else 0}
                for k, (x, y) in enumerate(self.frame.pixel(*point) for point in ring)
            ]
        if rows:
            yield (
                self._chart(rows)
                .mark_line(clip=True, stroke="#9aa5b1", strokeWidth=0.8, fillOpacity=0.8)
                .encode(
                    order="step:Q",
                    detail="ring:N",
                    fill=alt.Fill("fill:N", scale=None),
                    strokeWidth=alt.StrokeWidth(
                        "strong:Q", scale=alt.Scale(domain=[0, 1], range=[0.7, 2]), legend=None
                    ),
                )
            )

    def _tint(self, jurisdiction: str) -> str:
        players = self.facts.players
        return _TINTS[players.index(jurisdiction) % len(_TINTS)] if jurisdiction in players else _ELSEWHERE

    def _lines(self) -> Iterator[alt.Chart]:
        rows = [
            self._line(pair) | {"built": built}
            for pair, built in self.links.joined(self.state or "today").items()
            if self._drawn(pair)
        ]
        for built, dash in ((True, [1, 0]), (False, [5, 4])):
            chosen = [row for row in rows if row["built"] is built]
            if chosen:
                yield self._rules(chosen).mark_rule(
                    clip=True, stroke="#7b8794", strokeWidth=1.1, strokeDash=dash, opacity=0.9
                )

    def _moving(self) -> Iterator[alt.Chart]:
        """Flows side by side on their line."""
        rows: Rows = []
        for pair, shares in self.links.flows(self.state).items() if self.state else ():
            if not self._drawn(pair):
                continue
            widths = {kind: max(0.8, _WIDEST * shares[kind]) for kind in _COLOURS if kind in shares}
            at = -(sum(widths.values()) + _GAP * (len(widths) - 1)) / 2
            for kind, width in widths.items():
                word = self.facts.word(f"commodity_kind.{kind}")
                rows.append(self._line(pair, at + width / 2) | {"kind": word, "width": width})
                at += width + _GAP
        kinds = self.links.kinds()
        if rows:
            colour = alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=[self.facts.word(f"commodity_kind.{k}") for k in kinds], range=[_COLOURS[k] for k in kinds]
                ),
                legend=alt.Legend(
                    title=self.facts.word("map.flows"),
                    orient="bottom",
                    symbolType="stroke",
                    symbolStrokeWidth=5,
                    symbolSize=260,
                    columns=6 if self.frame.width > PHONE_WIDTH else 3,
                ),
            )
            wide = alt.StrokeWidth("width:Q", scale=None, legend=None)
            yield self._rules(rows).mark_rule(clip=True, opacity=0.78).encode(color=colour, strokeWidth=wide)

    def _crosses(self, state: str) -> Rows:
        """The middle of each line on which a fence stands in a state."""
        fenced = sorted(self.links.fenced(state)) if state else []
        lines = [self._line(pair) for pair in fenced if self._drawn(pair)]
        middles = [{"x": (row["x"] + row["x2"]) / 2, "y": (row["y"] + row["y2"]) / 2} for row in lines]
        return [middle for middle in middles if self.frame.holds((middle["x"], middle["y"]))]

    def _barred(self) -> Iterator[alt.Chart]:
        """A cross where a fence stands on a line."""
        rows = self._crosses(self.state)
        if rows:
            yield self._chart(rows).mark_point(
                shape="cross", angle=45, fill=FENCE, stroke="white", strokeWidth=1, size=130, opacity=1, clip=True
            )

    def _dots(self) -> Iterator[alt.Chart]:
        """Sites by kind, and the names of places."""
        seen = self._seen
        kinds = [kind for kind in _SHAPES if any(self._kind[s] == kind for s in seen)]
        rows = [
            dict(zip("xy", self._pixel(s), strict=True))
            | {"kind": self.facts.word(f"site_kind.{self._kind[s] or 'other'}"), "fill": self._ink(s)}
            for s in seen
        ]
        yield (
            self._chart(rows)
            .mark_point(size=62, stroke="white", strokeWidth=1, opacity=1)
            .encode(
                shape=alt.Shape(
                    "kind:N",
                    scale=alt.Scale(
                        domain=[self.facts.word(f"site_kind.{k or 'other'}") for k in kinds],
                        range=[_SHAPES[k] for k in kinds],
                    ),
                    legend=alt.Legend(
                        title=self.facts.word("map.sites"),
                        orient="bottom",
                        columns=8 if self.frame.width > PHONE_WIDTH else 4,
                        symbolFillColor=INK,
                    ),
                ),
                fill=alt.Fill("fill:N", scale=None),
            )
        )

    def _names(self) -> Iterator[alt.Chart]:
        """Names of sites, of places beyond the edge, and of areas where there is room."""
        seen = self._seen
        named = [s for s in seen if self.window is None or not self.window.holds(self.window.pixel(*self.places[s]))]
        ranked = sorted(named, key=lambda s: (not self._own(s), _RANK.index(self._kind[s])))
        names = [(self.facts.name("sites", s), self._pixel(s)) for s in ranked]
        dots = [*(self._pixel(s) for s in seen), *((row["x"], row["y"]) for row in self._crosses("today"))]
        if self.window is not None:
            corner, other = (
                self.frame.pixel(*self.window.place(p)) for p in ((0, 0), (self.window.width, self.window.height))
            )
            yield self._outline(corner, other)
            names.insert(0, (self.facts.word("map.window"), (corner[0], corner[1])))
        labels = placed([*names, *self._beyond()], dots, self.frame, lines=self._segments())
        leading = [
            {"x": label.place[0], "y": label.place[1], "x2": label.near[0], "y2": label.near[1]}
            for label in labels
            if label.away
        ]
        if leading:
            yield self._rules(leading).mark_rule(stroke=INK, strokeWidth=0.6, opacity=0.7)
        yield from self._written(labels, INK)
        yield from self._written(placed(self._areas(), dots, self.frame, labels), "#5b6773")

    def _segments(self) -> list[tuple[Point, Point]]:
        """Every line of the map; the same in each state, so that names do not jump when the reader switches."""
        return [(self._pixel(a), self._pixel(b)) for a, b in self.links.joined("today") if self._drawn((a, b))]

    def _written(self, labels: list[Label], ink: str) -> Iterator[alt.Chart]:
        """Names on a white rim, so that lines under them do not disturb."""
        rows = [_text_row(label) for label in labels]
        if rows:
            text = self._chart(rows).encode(text="text:N")
            yield text.mark_text(fontSize=FONT, stroke="white", strokeWidth=3.5, strokeJoin="round", opacity=0.92)
            yield text.mark_text(fontSize=FONT, fill=ink)

    def _areas(self) -> list[Name]:
        """The name of each jurisdiction's area, at the middle of its shape."""
        found = []
        for jurisdiction, kind, ring in rings(self.facts.book.areas):
            points = [self.frame.pixel(*point) for point in ring]
            middle = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
            if kind != "park" and jurisdiction and self.window is None and self.frame.holds(middle):
                found.append((self.facts.name("jurisdictions", jurisdiction), middle))
        return found

    def _beyond(self) -> list[Name]:
        """Names of places off the map to which a line leads, where it leaves."""
        names: dict[str, Point] = {}
        for a, b in self.links.joined("today"):
            for here, there in ((a, b), (b, a)):
                if here in self._seen and there in self.places and there not in self._seen:
                    edge = exit_of(self._pixel(here), self._pixel(there), self.frame, 14)
                    names.setdefault(f"→ {self.facts.name('sites', there)}", edge)
        return list(names.items())

    def _rules(self, rows: Rows) -> alt.Chart:
        return self._chart(rows).encode(x2="x2:Q", y2="y2:Q")

    def _line(self, pair: Pair, aside: float = 0.0) -> dict[str, Any]:
        """The line between two sites, moved ``aside`` by so many pixels."""
        (x, y), (x2, y2) = (self._pixel(site) for site in pair)
        length = math.dist((x, y), (x2, y2)) or 1.0
        dx, dy = aside * (y - y2) / length, aside * (x2 - x) / length
        return {"x": x + dx, "y": y + dy, "x2": x2 + dx, "y2": y2 + dy}

    def _drawn(self, pair: Pair) -> bool:
        return pair[0] in self.places and pair[1] in self.places

    def _pixel(self, site: str) -> Point:
        return self.frame.pixel(*self.places[site])

    def _own(self, site: str) -> bool:
        return self.facts.home[site] in self.facts.players

    def _ink(self, site: str) -> str:
        return INK if self._own(site) else "#6b7785"

    @cached_property
    def _seen(self) -> list[str]:
        """The sites that lie on the map."""
        return [s for s in self.places if self.frame.holds(self._pixel(s))]

    @cached_property
    def _kind(self) -> Mapping[str, str]:
        sites = self.facts.book["sites"]
        return {s: kind or "" for s, kind in zip(sites["id"], sites["kind"], strict=True)}


def _text_row(label: Label) -> dict[str, Any]:
    x, y = label.box.middle
    return {"x": round(x, 1), "y": round(y, 1), "text": label.text}


def rings(areas: Mapping[str, Any] | None) -> Iterator[tuple[str, str, list[Point]]]:
    """Jurisdiction, kind and outer ring of each polygon of a feature collection.

    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    >>> feature = {"properties": {"jurisdiction": "east", "kind": "county"}, "geometry": square}
    >>> [(who, kind, len(ring)) for who, kind, ring in rings({"features": [feature]})]
    [('east', 'county', 4)]
    """
    for feature in (areas or {}).get("features", []):
        said, shape = feature.get("properties") or {}, feature.get("geometry") or {}
        known: Mapping[str, Any] = {"Polygon": [shape.get("coordinates")], "MultiPolygon": shape.get("coordinates")}
        for polygon in known.get(shape.get("type", ""), ()):
            yield said.get("jurisdiction", ""), said.get("kind", ""), [(lon, lat) for lon, lat, *_ in polygon[0]]
