"""Labels: names beside their places on a map, none over another.

Names are placed one after the other, the most important first, each at the nearest of a set of positions round its
place that is free of names, of places and of the map's edge. A name that had to move away gets a thin line to its
place; one that finds no position is left out (the tables have all names).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unfence.network.arcs import Bools, Floats
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
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in dots]
    taken += [(o.box.left, o.box.top, o.box.right, o.box.bottom) for o in others]
    labels: list[Label] = []
    for text, place in names:
        boxes = _positions(text, place)
        free = boxes[_inside(boxes, frame) & ~_met(boxes, np.array(taken).reshape(-1, 4))]
        if len(free):
            close = free[_gaps(free, place) <= _CLOSE]
            clear = close[~crossed(close, np.array(lines).reshape(-1, 4))]
            best = (clear if len(clear) else free)[0].tolist()
            taken.append(tuple(best))
            labels.append(Label(text, Box(*best), place))
    return labels


def crossed(boxes: Floats, lines: Floats) -> Bools:
    """(boxes,): a line runs through the box; boxes as left, top, right, bottom, lines as x, y, x2, y2.

    >>> crossed(np.array([[0, 0, 10, 10.0]]), np.array([[-5, 5, 20, 6.0]])).tolist()
    [True]
    >>> crossed(np.array([[0, 0, 10, 10.0]]), np.array([[-5, 5, 5, 20.0], [-5, 0, -5, 20]])).tolist()
    [False]
    """
    enter, leave = np.zeros((len(boxes), len(lines))), np.ones((len(boxes), len(lines)))
    for side in (0, 1):
        start, run = lines[:, side], lines[:, side + 2] - lines[:, side]
        with np.errstate(divide="ignore", invalid="ignore"):  # a line along the other side: inside always, or never
            ends = [(boxes[:, side + k, None] - start) / run for k in (0, 2)]
        enter, leave = np.maximum(enter, np.minimum(*ends)), np.minimum(leave, np.maximum(*ends))
    return np.asarray((enter < leave).any(axis=1))


def _positions(text: str, place: Point) -> Floats:
    """(positions, 4): boxes round a place, ring by ring: right first, then left, above and below, then between."""
    half = np.array([text_width(text) + 4, FONT + 4]) / 2
    ways = np.array([(math.cos(way), math.sin(way)) for way in _turns()])
    middles = np.concatenate([place + ways * (gap + _DOT + half) for gap in _RINGS])
    return np.hstack([middles - half, middles + half])


def _turns() -> list[float]:
    step = 2 * math.pi / _WAYS
    return sorted((k * step for k in range(_WAYS)), key=lambda way: (round(way % (math.pi / 2), 6) != 0, way % math.pi))


def _inside(boxes: Floats, frame: Frame) -> Bools:
    edges = np.array([frame.width, frame.height])
    return np.asarray((boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= edges).all(axis=1))


def _met(boxes: Floats, taken: Floats) -> Bools:
    """(boxes,): something that is taken already overlaps the box."""
    apart = (boxes[:, None, 2:] <= taken[None, :, :2]) | (taken[None, :, 2:] <= boxes[:, None, :2])
    return np.asarray((~apart[:, :, 0] & ~apart[:, :, 1]).any(axis=1))


def _gaps(boxes: Floats, place: Point) -> Floats:
    """(boxes,): how far each lies from the place."""
    off = np.maximum(np.maximum(boxes[:, :2] - place, place - boxes[:, 2:]), 0)
    return np.asarray(np.hypot(off[:, 0], off[:, 1]))
