"""Borders: areas with an id, and which of them a point lies in.

From a GeoJSON file, or from the boundary relations of an OpenStreetMap file: the ways of a relation are put together to
rings by polygonizing their lines, which also works where a filtered file has lost the tags of the ways.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from osmium.filter import EntityFilter
from osmium.osm import NODE, RELATION, WAY

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import NOWHERE, UNIT, places, said_plainly
from unfence.network.roads.roads import Floats, Ints, Roads

ENOUGH = 2
"""Areas that a level has to hold to be taken as the level of the borders."""
SLIT = 5e-4
"""Degrees, about 50 m: how far beside an area a point still counts as in it; wider is no flaw of the drawing."""
NONE = -1


@dataclass(frozen=True, eq=False)
class Borders:
    """Areas by id; where two overlap or meet in a line, a point lies in the smaller one, else in the first.

    Areas that are drawn one by one leave slits: a point in none belongs to the nearest area within ``SLIT``. A road
    must not be outside for the width of a line, where it would wait twice, or slip round a wait.

    >>> import shapely
    >>> areas = Borders(("west", "east"), (shapely.box(0, 0, 1, 1), shapely.box(1.0001, 0, 2, 1)))
    >>> areas.of(np.array([0.5, 1.00002, 1.5, 3.0]), np.array([0.5, 0.5, 0.5, 0.5]))
    array([ 0,  0,  1, -1], dtype=int32)
    """

    ids: tuple[str, ...] = ()
    areas: tuple[Any, ...] = ()
    """shapely polygons or multipolygons, degrees"""
    broken: tuple[str, ...] = ()
    """Areas left out because their rings do not close in the file."""

    def on(self, roads: Roads) -> Roads:
        """The roads with the jurisdiction of every node, in place of what they knew before."""
        return replace(roads, jurisdiction=self.of(roads.lon, roads.lat), jurisdictions=self.ids)

    def of(self, lon: Floats, lat: Floats) -> Ints:
        """(points,) the row of the area that each point lies in; -1: in none, nor beside one."""
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        found = np.full(len(lon), NONE, dtype=np.int32)
        for row in sorted(range(len(self.ids)), key=lambda row: (-self.areas[row].area, -row)):
            area = self.areas[row]
            shapely.prepare(area)
            found[shapely.intersects_xy(area, lon, lat)] = row
        lost = np.flatnonzero(found == NONE)
        found[lost] = self._beside(shapely.points(lon[lost], lat[lost]))
        return found

    def _beside(self, points: Any) -> Ints:  # noqa: ANN401 - shapely is not typed
        """(points,) the nearest area within ``SLIT``, of points that lie in none."""
        found, nearest = np.full(len(points), NONE, dtype=np.int32), np.full(len(points), np.inf)
        for row, area in enumerate(self.areas):
            close = np.flatnonzero(shapely.dwithin(area, points, SLIT))
            away = shapely.distance(area, points[close])
            nearer = away < nearest[close]
            found[close[nearer]], nearest[close[nearer]] = row, away[nearer]
        return found


def read_borders(path: str | Path, levels: Iterable[int] = ()) -> Borders:
    """Areas of a GeoJSON file, or of the boundary relations of an OpenStreetMap file.

    A GeoJSON feature is called by its property ``jurisdiction``, else ``id``, else ``name``; features of one name are
    one area. Of an OpenStreetMap file the administrative areas of ``levels`` (``admin_level``: in China 4 is a
    province, 6 a county) are taken; without levels the coarsest one of which two areas close. RoadsError names what is
    wrong.
    """
    path = Path(path)
    if path.suffix.lower() in {".geojson", ".json"}:
        return said_plainly(path, lambda: _from_geojson(path))
    return said_plainly(path, lambda: _from_relations(path, tuple(levels)))


def _from_geojson(path: Path) -> Borders:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        features = [dict(feature) for feature in document["features"]]
    except (ValueError, KeyError, TypeError) as error:
        raise RoadsError("not_geojson", path=str(path), reason=str(error)) from error
    shapes: dict[str, list[Any]] = {}
    for number, feature in enumerate(features, start=1):
        name, shape = _feature(path, number, feature)
        shapes.setdefault(name, []).append(shape)
    if not shapes:
        raise RoadsError("no_borders", path=str(path))
    return Borders(tuple(shapes), tuple(shapely.union_all(parts) for parts in shapes.values()))


def _feature(path: Path, number: int, feature: Mapping[str, Any]) -> tuple[str, Any]:
    properties = {**feature, **(feature.get("properties") or {})}
    name = next((str(properties[key]) for key in ("jurisdiction", "id", "name") if properties.get(key)), "")
    if not name:
        raise RoadsError("nameless", path=str(path), number=number)
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.errors.GEOSException as error:
        raise RoadsError("shape", path=str(path), number=number, name=name) from error
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        raise RoadsError("shape", path=str(path), number=number, name=name)
    return name, shape if shape.is_valid else shapely.make_valid(shape)


@dataclass(frozen=True)
class _Relation:
    id: int
    name: str
    level: int
    outer: tuple[int, ...]
    inner: tuple[int, ...]


def _from_relations(path: Path, levels: tuple[int, ...]) -> Borders:
    relations = [r for r in _relations(path) if not levels or r.level in levels]
    lines = _lines(path, {way for r in relations for way in (*r.outer, *r.inner)})
    closed, broken = [], []
    for relation in relations:
        area = _area(relation, lines)
        if area is None:
            broken.append(relation)
        else:
            closed.append((relation, area))
    level = _level([r.level for r, _ in closed]) if closed and not levels else None
    chosen = [(r, area) for r, area in closed if level is None or r.level == level]
    if not chosen:
        raise RoadsError("no_borders", path=str(path))
    names = [r.name for r, _ in chosen]
    # Two places may bear one name; the number of the relation tells them apart.
    ids = tuple(r.name if names.count(r.name) == 1 else f"{r.name} r{r.id}" for r, _ in chosen)
    return Borders(ids, tuple(area for _, area in chosen), tuple(r.name for r in broken))


def _relations(path: Path) -> list[_Relation]:
    found = []
    for thing in osmium.FileProcessor(str(path), RELATION):
        if not isinstance(thing, osmium.osm.Relation) or thing.tags.get("boundary") != "administrative":
            continue
        tags = dict(thing.tags)
        level = tags.get("admin_level", "")
        if not level.isdigit() or tags.get("type") == "multilinestring":
            continue
        ways = [(m.ref, m.role) for m in thing.members if m.type == "w"]
        outer = tuple(ref for ref, role in ways if role in {"outer", ""})
        inner = tuple(ref for ref, role in ways if role == "inner")
        found.append(_Relation(thing.id, tags.get("name", f"r{thing.id}"), int(level), outer, inner))
    return found


def _lines(path: Path, wanted: set[int]) -> dict[int, Any]:
    """The line of each wanted way that the file holds whole."""
    ways: dict[int, list[tuple[int, int, int]]] = {}
    for thing in osmium.FileProcessor(str(path), NODE | WAY).with_locations().with_filter(EntityFilter(WAY)):
        if isinstance(thing, osmium.osm.Way) and thing.id in wanted:
            ways[thing.id] = [(n.ref, n.x, n.y) for n in thing.nodes]
    _, x, y = places(path, list(ways.values()))
    ends = np.cumsum([len(points) for points in ways.values()])
    parts = zip(ways, np.split(np.stack([x, y], axis=1), ends[:-1]), strict=True) if ways else ()
    return {way: shapely.LineString(xy * UNIT) for way, xy in parts if len(xy) > 1 and (xy != NOWHERE).all()}


def _area(relation: _Relation, lines: Mapping[int, Any]) -> Any | None:  # noqa: ANN401 - shapely is not typed
    """The area that the rings of a relation enclose; None where a ring does not close."""
    if not relation.outer or any(way not in lines for way in (*relation.outer, *relation.inner)):
        return None
    outer, _, dangles, invalid = shapely.polygonize_full([lines[way] for way in relation.outer])
    if outer.is_empty or not dangles.is_empty or not invalid.is_empty:
        return None
    area = shapely.union_all(list(outer.geoms))
    if relation.inner:
        holes = shapely.polygonize([lines[way] for way in relation.inner])
        area = area.difference(shapely.union_all(list(holes.geoms)))
    return area


def _level(levels: list[int]) -> int:
    return next((level for level in sorted(set(levels)) if levels.count(level) >= ENOUGH), min(levels))
