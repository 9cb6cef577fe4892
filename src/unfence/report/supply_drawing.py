"""The drawing of a chain: boxes for plants, a lane for each side, the steps in a row (one below the other on phones).

Lines are cubic Bézier curves, sampled: with ends p, s and control points q, r

    b(t) = (1-t)^3 p + 3 (1-t)^2 t q + 3 (1-t) t^2 r + t^3 s
"""

import math
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import altair as alt

from unfence.industry.spoken import Names
from unfence.report.facts import Facts
from unfence.report.frame import Point
from unfence.report.labels import Box, text_width
from unfence.report.pictures import FENCE, GAIN, INK, Drawn, Rows, chart_of
from unfence.report.supply import Line, Supply

WIDE, NARROW = 1000.0, 390.0
_GREY, _LANE = "#9aa5b1", "#f5f7f9"
_ROW, _BOX, _TITLE = 48.0, 36.0, 26.0
"""Heights in pixels: of a row, of a plant's box in it, of a lane's title."""
_LINE = 14.0
_THIN, _THICK = 1.2, 7.0
_BOW = 36.0
_SAMPLES = 16
_PER_BLOCK = 2
"""So many sides stand beside each other on a telephone."""
_KINDS = ("across", "inner", "could")

Places = Mapping[str, Box]


@dataclass(frozen=True)
class Lane:
    """The ground of one side."""

    home: str
    box: Box


@dataclass(frozen=True)
class Layout:
    """Where every side and every plant stands, and which way the steps run."""

    lanes: tuple[Lane, ...]
    places: Places
    width: float
    height: float
    upright: bool
    """Whether the steps run downwards."""


def wide(supply: Supply) -> Layout:
    """A lane below the other, the steps from left to right."""
    stacks = _stacks(supply)
    pitch = WIDE / (max(supply.steps.values(), default=0) + 1)
    lanes, places, top = [], {}, 0.0
    for home in _sides(supply):
        rows = max((len(names) for (_, side), names in stacks.items() if side == home), default=1)
        bottom = top + _TITLE + rows * _ROW + 6
        lanes.append(Lane(home, Box(0, top, WIDE, bottom)))
        for (step, side), names in stacks.items():
            if side == home:
                high = (rows - len(names)) / 2 * _ROW
                for k, name in enumerate(names):
                    middle = top + _TITLE + high + (k + 0.5) * _ROW
                    left = step * pitch + 16
                    right = left + min(pitch - 36, 150)
                    places[name] = Box(left, middle - _BOX / 2, right, middle + _BOX / 2)
        top = bottom + 10
    return Layout(tuple(lanes), places, WIDE, top - 10, upright=False)


def narrow(supply: Supply) -> Layout:
    """Two lanes beside each other, the steps from top to bottom."""
    stacks, sides = _stacks(supply), _sides(supply)
    lanes, places, top = [], {}, 0.0
    for block in range(0, len(sides), _PER_BLOCK):
        beside = sides[block : block + _PER_BLOCK]
        wide_ = NARROW / _PER_BLOCK
        at = top + _TITLE
        for step in sorted({step for step, side in stacks if side in beside}):
            rows = max(len(stacks.get((step, side), ())) for side in beside)
            for column, side in enumerate(beside):
                for k, name in enumerate(stacks.get((step, side), ())):
                    left = column * (wide_ + 26) + 4
                    middle = at + (k + 0.5) * _ROW
                    places[name] = Box(left, middle - _BOX / 2, left + wide_ - 34, middle + _BOX / 2)
            at += rows * _ROW
        for column, side in enumerate(beside):
            lanes.append(Lane(side, Box(column * (wide_ + 22), top, column * (wide_ + 22) + wide_ - 22, at + 6)))
        top = at + 16
    return Layout(tuple(lanes), places, NARROW, top - 10, upright=True)


def _sides(supply: Supply) -> list[str]:
    return [player for player in supply.facts.players if player in supply.homes.values()]


def _stacks(supply: Supply) -> Mapping[tuple[int, str], list[str]]:
    """The names at each step of each side."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name, home in supply.homes.items():
        found[supply.steps[name], home].append(name)
    return found


@dataclass(frozen=True, eq=False)
class Drawing:
    """One drawing of the chain."""

    supply: Supply
    layout: Layout

    def chart(self) -> Drawn:
        """All layers, from the ground up."""
        size = self.layout.width, self.layout.height
        across, down = (alt.Scale(domain=[0, s], range=[0, s], nice=False, zero=False) for s in size)
        layers = [self._ground(), *self._curves(), self._arrows(), *self._goods(), *self._boxes()]
        whole = alt.layer(*layers).encode(
            x=alt.X("x:Q", axis=None, scale=across), y=alt.Y("y:Q", axis=None, scale=down)
        )
        drawn: Drawn = whole.resolve_scale(strokeWidth="independent").properties(width=size[0], height=size[1])
        return drawn

    @property
    def facts(self) -> Facts:
        """What the page knows."""
        return self.supply.facts

    @cached_property
    def _names(self) -> Names:
        return Names(self.facts.book, self.facts.lang)

    def _ground(self) -> Drawn:
        """The lanes with their titles."""
        rows: Rows = [
            {**_corners(lane.box), "title": self.facts.name("jurisdictions", lane.home)} for lane in self.layout.lanes
        ]
        base = chart_of(rows)
        ground = base.mark_rect(color=_LANE).encode(x2="x2:Q", y2="y2:Q")
        titles = base.mark_text(align="left", baseline="top", dx=6, dy=7, fontWeight="bold", color=INK)
        return alt.layer(ground, titles.encode(text="title:N"))

    def _boxes(self) -> Iterator[alt.Chart]:
        """The plants; a name takes two lines at most."""
        rows: Rows = []
        for name, box in self.layout.places.items():
            lines = self._lines(name, box)
            first = box.middle[1] - _LINE / 2 * (len(lines) - 1)
            rows.append({**_corners(box), "middle": box.middle[0], "first": first, "name": "\n".join(lines)})
        base = chart_of(rows)
        yield base.mark_rect(color="#ffffff", stroke=_GREY, cornerRadius=3).encode(x2="x2:Q", y2="y2:Q")
        yield base.mark_text(lineBreak="\n", baseline="middle", lineHeight=_LINE, fontSize=12, color=INK).encode(
            x="middle:Q", y="first:Q", text="name:N"
        )

    def _lines(self, name: str, box: Box) -> list[str]:
        """A name, broken where its box ends."""
        text, room = self._names.seller(name), box.right - box.left
        letters = max(4, int(room / (text_width(text) / len(text))))
        return textwrap.wrap(text, letters, max_lines=2, placeholder="…")

    def _curves(self) -> Iterator[alt.Chart]:
        """The lines; what could be is dashed."""
        for could in (False, True):
            rows: Rows = [
                {"x": x, "y": y, "line": k, "order": i, "kind": _kind(line), "size": self._size(line)}
                for k, line in enumerate(self.supply.lines)
                if line.could is could
                for i, (x, y) in enumerate(self._curve(line))
            ]
            if rows:
                yield (
                    chart_of(rows)
                    .mark_line(strokeDash=[6, 4] if could else [1, 0], opacity=0.85)
                    .encode(
                        detail="line:N",
                        order="order:Q",
                        color=self._colour(),
                        strokeWidth=alt.StrokeWidth("size:Q", scale=None, legend=None),
                    )
                )

    def _colour(self) -> alt.Color:
        said = " : ".join(f"datum.value == '{kind}' ? '{self.facts.word('chain.line_' + kind)}'" for kind in _KINDS)
        return alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=list(_KINDS), range=[GAIN, _GREY, FENCE]),
            legend=alt.Legend(orient="bottom", symbolType="stroke", symbolStrokeWidth=3, labelExpr=f"{said} : ''"),
        )

    def _size(self, line: Line) -> float:
        largest = max((m.value for m in self.supply.lines if m.could is line.could), default=0.0)
        return _THIN + (_THICK - _THIN) * math.sqrt(line.value / largest) if largest > 0 else _THIN

    def _curve(self, line: Line) -> list[Point]:
        return sampled(*self._ends(self.layout.places[line.start], self.layout.places[line.end]))

    def _ends(self, start: Box, end: Box) -> tuple[Point, Point, Point, Point]:
        """A curve's first point, its two control points, its last."""
        (_, y), (_, y2) = start.middle, end.middle
        if start.left == end.left:  # one above the other: a bow at their right, or left of the right lane
            left = self.layout.upright and start.left > self.layout.width / 2
            x = start.left if left else start.right
            bow = min(20 + abs(y2 - y) / 8, 46) * (-1 if left else 1)
            return (x, y), (x + bow, y), (x + bow, y2), (x, y2)
        if self.layout.upright:
            x, x2 = (start.right, end.left) if start.left < end.left else (start.left, end.right)
            bow = (x2 - x) / 2
        elif start.left > end.left:  # back to an earlier step: out below or above, not round the box
            down = 1 if y2 > y else -1
            x, x2, y, y2 = start.middle[0], end.middle[0], y + down * _BOX / 2, y2 - down * _BOX / 2
            return (x, y), (x, (y + y2) / 2), (x2, (y + y2) / 2), (x2, y2)
        else:
            x, x2 = start.right, end.left
            bow = max(_BOW, (x2 - x) / 2)
        return (x, y), (x + bow, y), (x2 - bow, y2), (x2, y2)

    def _arrows(self) -> alt.Chart:
        """A point at the end of each line."""
        rows: Rows = []
        for line in self.supply.lines:
            *_, (x, y), (x2, y2) = self._curve(line)
            angle = math.degrees(math.atan2(y2 - y, x2 - x))
            rows.append({"x": x2, "y": y2, "angle": angle, "kind": _kind(line)})
        drawn: alt.Chart = chart_of(rows).mark_point(shape="triangle-right", filled=True, size=60, opacity=1)
        return drawn.encode(angle=alt.Angle("angle:Q", scale=None), color=self._colour())

    def _goods(self) -> Iterator[alt.Chart]:
        """What runs on the lines across, each commodity named once for what moves and once for what could."""
        titles = [Box(n.box.left, n.box.top, n.box.left + 120, n.box.top + _TITLE) for n in self.layout.lanes]
        taken = [*self.layout.places.values(), *titles]
        rows: Rows = []
        named: set[tuple[str, bool]] = set()
        for line in self.supply.lines:
            if not line.across or (line.commodity, line.could) in named:
                continue
            text = self.facts.name("commodities", line.commodity)
            points = self._curve(line)[2:-2]
            by_middle = sorted(points, key=lambda p: abs(points.index(p) - len(points) / 2))
            box = next((b for b in (_around(p, text) for p in by_middle) if not any(map(b.meets, taken))), None)
            if box and box.left >= 0 and box.right <= self.layout.width:
                named.add((line.commodity, line.could))
                taken.append(box)
                rows.append({"x": box.middle[0], "y": box.middle[1], "text": text, "kind": _kind(line)})
        if rows:
            base = chart_of(rows).encode(text="text:N")
            yield base.mark_text(fontSize=11, stroke="#ffffff", strokeWidth=4, strokeJoin="round")
            yield base.mark_text(fontSize=11).encode(color=self._colour())


def sampled(first: Point, second: Point, third: Point, last: Point) -> list[Point]:
    """Points of a cubic Bézier curve.

    >>> sampled((0, 0), (0, 0), (15, 15), (15, 15))[::5]
    [(0.0, 0.0), (3.9, 3.9), (11.1, 11.1), (15.0, 15.0)]
    """
    found = []
    for k in range(_SAMPLES):
        t = k / (_SAMPLES - 1)
        parts = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        x, y = (sum(w * p[axis] for w, p in zip(parts, (first, second, third, last), strict=True)) for axis in (0, 1))
        found.append((round(x, 1), round(y, 1)))
    return found


def _kind(line: Line) -> str:
    return "could" if line.could else "across" if line.across else "inner"


def _corners(box: Box) -> dict[str, float]:
    return {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}


def _around(point: Point, text: str) -> Box:
    wide_, (x, y) = text_width(text), point
    return Box(x - wide_ / 2, y - 8, x + wide_ / 2, y + 8)
