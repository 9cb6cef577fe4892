"""Labels: names beside their places on a map, none over another.

Names are placed one after the other, the most important first, each at the nearest of a set of positions round its
place that is free of names, of places and of the map's edge. A name that had to move away gets a thin line to its
place; one that finds no position is left out (the tables have all names).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from unfence.report.frame import Frame, Point

FONT = 12.0
_RINGS = (5.0, 12.0, 22.0, 34.0, 48.0, 64.0, 82.0)
_CLOSE = 30.0
_WAYS = 16
_DOT = 6.0
_WIDE = "\u2e80"
"""From this character on, letters are as wide as they are high."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the map."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes overlap."""
        return not (
            self.right <= other.left or other.right <= self.left or self.bottom <= other.top or other.bottom <= self.top
        )

    def crossed(self, line: tuple[Point, Point]) -> bool:
        """Whether a line runs through the box.

        >>> Box(0, 0, 10, 10).crossed(((-5, 5), (20, 6))), Box(0, 0, 10, 10).crossed(((-5, 5), (5, 20)))
        (True, False)
        """
        (x, y), (x2, y2) = line
        enter, leave = 0.0, 1.0
        for start, run, low, high in ((x, x2 - x, self.left, self.right), (y, y2 - y, self.top, self.bottom)):
            if run == 0:
                if not low < start < high:
                    return False
                continue
            first, second = sorted(((low - start) / run, (high - start) / run))
            enter, leave = max(enter, first), min(leave, second)
        return enter < leave

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Label:
    """A name at its position."""

    text: str
    box: Box
    place: Point
    """What it names."""

    @property
    def away(self) -> bool:
        """Whether it lies so far off that a line must lead to it."""
        return self.gap > _RINGS[1] + _DOT

    @property
    def gap(self) -> float:
        """How far the name lies from its place."""
        return math.dist(self.place, self.near)

    @property
    def near(self) -> Point:
        """The point of the box nearest to the place."""
        x = min(max(self.place[0], self.box.left), self.box.right)
        return x, min(max(self.place[1], self.box.top), self.box.bottom)


def text_width(text: str) -> float:
    """About how wide a text is, in pixels.

    >>> text_width("新晃"), text_width("Far")
    (24.0, 21.0)
    """
    return sum(FONT if letter >= _WIDE else 7.0 for letter in text)


Name = tuple[str, Point]


def placed(
    names: Sequence[Name],
    dots: Sequence[Point],
    frame: Frame,
    others: Sequence[Label] = (),
    lines: Sequence[tuple[Point, Point]] = (),
) -> list[Label]:
    """Positions for names, the most important first.

    ``dots`` are the places that must stay visible, ``others`` the labels that stand already,
    ``lines`` what a name had better not lie on, if there is a free position close by.

    >>> places = [("A", (50, 50)), ("B", (52, 50))]
    >>> [label.text for label in placed(places, [place for _, place in places], Frame(99, 99, 0, 0, 1))]
    ['A', 'B']
    """
    taken = [Box(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    taken += [label.box for label in others]
    labels: list[Label] = []
    for text, place in names:
        free = [b for b in _positions(text, place) if _inside(b, frame) and not any(map(b.meets, taken))]
        close = [b for b in free if Label(text, b, place).gap <= _CLOSE]
        clear = (b for b in close if not any(b.crossed(line) for line in lines))
        box = next(clear, next(iter(free), None))
        if box is not None:
            taken.append(box)
            labels.append(Label(text, box, place))
    return labels


def _positions(text: str, place: Point) -> list[Box]:
    """Boxes round a place, ring by ring: right first, then left, above and below, then between."""
    wide, high = text_width(text) + 4, FONT + 4
    boxes = []
    for gap in _RINGS:
        for way in _turns():
            across, down = math.cos(way), math.sin(way)
            x = place[0] + across * (gap + _DOT + wide / 2)
            y = place[1] + down * (gap + _DOT + high / 2)
            boxes.append(Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
    return boxes


def _turns() -> list[float]:
    step = 2 * math.pi / _WAYS
    return sorted((k * step for k in range(_WAYS)), key=lambda way: (round(way % (math.pi / 2), 6) != 0, way % math.pi))


def _inside(box: Box, frame: Frame) -> bool:
    return box.left >= 0 and box.top >= 0 and box.right <= frame.width and box.bottom <= frame.height
