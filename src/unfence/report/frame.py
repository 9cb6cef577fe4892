"""Frame: from longitude and latitude to the pixels of a map.

    x = w / 2 + k cos(lat0) (lon - lon0)      y = h / 2 - k (lat - lat0)

with ``lon0``, ``lat0`` the middle of the frame and ``k`` pixels per degree of latitude: true to shape near the middle,
which is all that a plan map of a few counties needs.
"""

import math
from collections.abc import Iterable
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


def frame_of(places: Iterable[Point], width: float, most: float, margin: float) -> Frame:
    """The frame of this width that shows all places as large as possible.

    Parameters
    ----------
    places
        Longitude and latitude of each, in degrees; at least one.
    width, most
        Width and greatest height of the map in pixels.
    margin
        Pixels kept free on each side.

    >>> frame_of([(109.0, 27.0), (109.2, 27.0)], 500, 400, 50).pixel(109.0, 27.0)[0]
    50.0
    """
    lons, lats = zip(*places, strict=True)
    lon0, lat0 = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    wide = (max(lons) - min(lons)) * math.cos(math.radians(lat0))
    high = max(lats) - min(lats)
    scale = min(
        (width - 2 * margin) / wide if wide else math.inf,
        (most - 2 * margin) / high if high else math.inf,
    )
    scale = 1.0 if math.isinf(scale) else scale
    height = min(most, max(0.4 * width, high * scale + 2 * margin))
    return Frame(width, round(height), lon0, lat0, scale)


def extent(places: Iterable[Point]) -> float:
    """The longer side of the smallest box around places, in degrees."""
    lons, lats = zip(*places, strict=True)
    return float(max(max(lons) - min(lons), max(lats) - min(lats)))


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
