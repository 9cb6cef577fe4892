"""Frame: from longitude and latitude to the pixels of a map.

    x = w / 2 + k cos(lat0) (lon - lon0)      y = h / 2 - k (lat - lat0)

with ``lon0``, ``lat0`` the middle of the frame and ``k`` pixels per degree of latitude: true to shape near the middle,
which is all that a plan map of a few counties needs.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A map's size in pixels, its middle and its scale."""

    width: float
    height: float
    lon0: float
    lat0: float
    scale: float
    """Pixels per degree of latitude."""

    def pixel(self, lon: float, lat: float) -> Point:
        """Where a place lies on the map, seen from its upper left corner."""
        x = self.width / 2 + (lon - self.lon0) * math.cos(math.radians(self.lat0)) * self.scale
        return round(x, 1), round(self.height / 2 - (lat - self.lat0) * self.scale, 1)

    def place(self, point: Point) -> Point:
        """The longitude and latitude of a point of the map."""
        x, y = point
        lon = self.lon0 + (x - self.width / 2) / (math.cos(math.radians(self.lat0)) * self.scale)
        return lon, self.lat0 - (y - self.height / 2) / self.scale

    def holds(self, point: Point) -> bool:
        """Whether a point lies on the map."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


@dataclass(frozen=True)
class Format:
    """The paper of a map in pixels: its width, its least and greatest height, what stays free on each side."""

    width: float
    least: float
    most: float
    margin: float


def frame_of(places: Iterable[Point], paper: Format) -> Frame:
    """The frame that shows all places as large as possible.

    Parameters
    ----------
    places
        Longitude and latitude of each, in degrees; at least one.
    paper
        On what it is drawn.

    >>> frame_of([(109.0, 27.0), (109.2, 27.0)], Format(500, 200, 400, 50)).pixel(109.0, 27.0)[0]
    50.0
    """
    lons, lats = zip(*places, strict=True)
    lon0, lat0 = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    wide = (max(lons) - min(lons)) * math.cos(math.radians(lat0))
    high = max(lats) - min(lats)
    scale = min(
        (paper.width - 2 * paper.margin) / wide if wide else math.inf,
        (paper.most - 2 * paper.margin) / high if high else math.inf,
    )
    scale = 1.0 if math.isinf(scale) else scale
    height = min(paper.most, max(paper.least, high * scale + 2 * paper.margin))
    return Frame(paper.width, round(height), lon0, lat0, scale)


def extent(places: Iterable[Point]) -> float:
    """The longer side of the smallest box around places, in degrees."""
    lons, lats = zip(*places, strict=True)
    return float(max(max(lons) - min(lons), max(lats) - min(lats)))


def core(places: Sequence[Point], few: float = 1 / 6, smaller: float = 2 / 3) -> list[Point]:
    """The places without those few that lie so far off that the others would be drawn small for their sake.

    At most the share ``few`` is left out, the farthest from the middle one first, and no more than it takes to bring
    the extent down to ``smaller`` of what it was; if that cannot be done, none is.

    >>> sorted(core([(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 1), (9, 1)]))
    [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 1)]
    """
    if not places:
        return []
    lon0, lat0 = (sorted(side)[len(side) // 2] for side in zip(*places, strict=True))
    flat = math.cos(math.radians(lat0))
    ordered = sorted(places, key=lambda place: (math.hypot((place[0] - lon0) * flat, place[1] - lat0), place))
    for count in range(len(places), len(places) - math.floor(few * len(places)) - 1, -1):
        if extent(ordered[:count]) <= smaller * extent(places):
            return ordered[:count]
    return list(places)


def exit_of(inside: Point, outside: Point, frame: Frame, inset: float) -> Point:
    """Where a line from a point on the map to one beyond it comes within ``inset`` pixels of the edge.

    >>> exit_of((50.0, 50.0), (250.0, 50.0), Frame(100, 100, 0, 0, 1), inset=10)
    (90.0, 50.0)
    """
    reach = 1.0
    for start, end, most in ((inside[0], outside[0], frame.width), (inside[1], outside[1], frame.height)):
        for edge in (inset, most - inset):
            if (end - edge) * (start - edge) < 0:
                reach = min(reach, (edge - start) / (end - start))
    return tuple(round(s + reach * (e - s), 1) for s, e in zip(inside, outside, strict=True))  # type: ignore[return-value]
