"""Small maps for road tests, written as .osm XML: a river with one bridge, a border, one-ways, restrictions."""

import json
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

# A degree of latitude in metres, on the sphere that the roads are measured on.
DEGREE = 6_371_008.8 * np.pi / 180


@dataclass
class Map:
    """Points are named by number and lie at (lon, lat); roads are lists of points."""

    points: dict = field(default_factory=dict)
    point_tags: dict = field(default_factory=dict)
    roads: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    bans: list = field(default_factory=list)

    def point(self, number, lon, lat, **tags):
        self.points[number] = (lon, lat)
        self.point_tags[number] = tags

    def road(self, *points, **tags):
        self.roads.append((points, {"highway": "residential"} | {k.replace("__", ":"): v for k, v in tags.items()}))
        return len(self.roads)

    def area(self, name, level, outer, inner=(), **tags):
        """A boundary relation; ``outer`` and ``inner`` are numbers of roads."""
        self.areas.append(
            (outer, inner, {"boundary": "administrative", "admin_level": str(level), "name": name} | tags)
        )

    def ban(self, kind, from_, via, to, over="node", **tags):
        """A turn restriction from road to road over a point, or over a ``way``."""
        members = [("way", from_, "from"), (over, via, "via"), ("way", to, "to")]
        named = {k.replace("__", ":"): v for k, v in tags.items()}
        self.bans.append((members, {"type": "restriction", "restriction": kind} | named))

    def write(self, path):
        def tags_of(tags):
            return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items() if v)

        lines = ["<osm version='0.6'>"]
        for number, (lon, lat) in self.points.items():
            tags = tags_of(self.point_tags[number])
            lines.append(f"<node id='{number}' version='1' lon='{lon:.7f}' lat='{lat:.7f}'>{tags}</node>")
        for number, (points, tags) in enumerate(self.roads, start=1):
            refs = "".join(f"<nd ref='{p}'/>" for p in points)
            lines.append(f"<way id='{number}' version='1'>{refs}{tags_of(tags)}</way>")
        for number, (outer, inner, tags) in enumerate(self.areas, start=1):
            members = "".join(
                f"<member type='way' ref='{way}' role='{role}'/>"
                for role, ways in (("outer", outer), ("inner", inner))
                for way in ways
            )
            lines.append(f"<relation id='{number}' version='1'>{members}{tags_of(tags)}</relation>")
        for number, (members, tags) in enumerate(self.bans, start=len(self.areas) + 1):
            inner = "".join(f"<member type='{kind}' ref='{ref}' role='{role}'/>" for kind, ref, role in members)
            lines.append(f"<relation id='{number}' version='1'>{inner}{tags_of(tags)}</relation>")
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path


def river():
    """A street on each bank, 0.02 degrees long, 0.002 apart, joined by one bridge at their eastern ends.

    South bank points 1 2 3, north bank 11 12 13 at the same longitudes 0, 0.01, 0.02; all on the equator's scale.
    """
    world = Map()
    for column, lon in enumerate((0.0, 0.01, 0.02)):
        world.point(1 + column, lon, 0.0)
        world.point(11 + column, lon, 0.002)
    world.road(1, 2, 3, maxspeed="50")
    world.road(11, 12, 13, maxspeed="50")
    world.road(3, 13, maxspeed="50", bridge="yes")
    return world


def node_at(roads, lon, lat):
    """The number of the node at a place."""
    found = np.flatnonzero(np.isclose(roads.lon, lon, atol=1e-6) & np.isclose(roads.lat, lat, atol=1e-6))
    assert len(found) == 1, (lon, lat, found)
    return int(found[0])


def two_sides(path, middle=0.01):
    """A GeoJSON of two jurisdictions, west and east of a meridian."""

    def feature(name, west, east):
        ring = [[west, -1], [east, -1], [east, 1], [west, 1], [west, -1]]
        return {"type": "Feature", "properties": {"id": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    features = [feature("west", -1, middle), feature("east", middle, 1)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path
