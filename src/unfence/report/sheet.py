"""The sheet: what lies where on one map, in pixels; the same for every state, so that the reader can compare them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unfence.report.bearing import Pair
from unfence.report.facts import Facts
from unfence.report.frame import Frame, Point
from unfence.report.labels import Name
from unfence.report.network_map import Network


@dataclass(frozen=True, eq=False)
class Sheet:
    """The places and lines of one map."""

    facts: Facts
    links: Network
    places: Mapping[str, Point]
    """Longitude and latitude of each site that has them."""
    frame: Frame
    window: Frame | None = None
    """The part that another map shows larger: only its outline is drawn here, its sites are not named."""

    def pixel(self, site: str) -> Point:
        """Where a site lies."""
        return self.frame.pixel(*self.places[site])

    def drawn(self, pair: Pair) -> bool:
        """Whether both ends of a line have a place."""
        return pair[0] in self.places and pair[1] in self.places

    def line(self, pair: Pair, aside: float = 0.0) -> dict[str, Any]:
        """The line between two sites, moved ``aside`` by so many pixels."""
        (x, y), (x2, y2) = (self.pixel(site) for site in pair)
        length = math.dist((x, y), (x2, y2)) or 1.0
        dx, dy = aside * (y - y2) / length, aside * (x2 - x) / length
        ends = {"x": x + dx, "y": y + dy, "x2": x2 + dx, "y2": y2 + dy}
        return {end: round(at, 1) for end, at in ends.items()}

    def crosses(self, state: str) -> list[Point]:
        """The middle of each line on which a fence stands in a state."""
        lines = [self.line(pair) for pair in sorted(self.links.fenced(state)) if self.drawn(pair)]
        middles = [((row["x"] + row["x2"]) / 2, (row["y"] + row["y2"]) / 2) for row in lines]
        return [middle for middle in middles if self.frame.holds(middle)]

    def own(self, site: str) -> bool:
        """Whether a site lies in a jurisdiction that shares."""
        return self.facts.home[site] in self.facts.players

    @cached_property
    def segments(self) -> list[tuple[Point, Point]]:
        """Every line of the map."""
        return [(self.pixel(a), self.pixel(b)) for a, b in self.links.joined("today") if self.drawn((a, b))]

    @cached_property
    def seen(self) -> list[str]:
        """The sites that lie on the map."""
        return [s for s in self.places if self.frame.holds(self.pixel(s))]

    @cached_property
    def kind(self) -> Mapping[str, str]:
        """Each site's kind ("" where none is stated)."""
        sites = self.facts.book["sites"]
        return {s: kind or "" for s, kind in zip(sites["id"], sites["kind"], strict=True)}

    def areas(self) -> list[Name]:
        """The name of each jurisdiction's area, at the middle of its shape."""
        found = []
        for jurisdiction, kind, ring in rings(self.facts.book.areas):
            points = [self.frame.pixel(*point) for point in ring]
            middle = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
            if kind != "park" and jurisdiction and self.window is None and self.frame.holds(middle):
                found.append((self.facts.name("jurisdictions", jurisdiction), middle))
        return found


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
