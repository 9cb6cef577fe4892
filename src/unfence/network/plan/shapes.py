"""Shapes: the areas of a map as polygons, by jurisdiction; in which one a place lies, and how far it is from one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from unfence.network.plan.plan import km_between

SLIT_KM = 0.1
"""How far beside its own area a site may lie: borders are drawn no finer."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """Polygons by jurisdiction, in degrees."""

    areas: Mapping[str, Any]

    def holding(self, place: tuple[float, float]) -> tuple[str, ...]:
        """The jurisdictions in whose shape a place lies."""
        point = shapely.Point(place)
        return tuple(name for name, area in self.areas.items() if area.intersects(point))

    def km_to(self, name: str, place: tuple[float, float]) -> float | None:
        """How far a place is from an area, 0 inside, in kilometres; None for an area that is not drawn."""
        if name not in self.areas:
            return None
        near = shapely.get_coordinates(shapely.shortest_line(self.areas[name], shapely.Point(place)))[0]
        return km_between((float(near[0]), float(near[1])), place)


def shapes_of(areas: Mapping[str, object] | None) -> Shapes:
    """The shapes of a GeoJSON collection whose features name a ``jurisdiction``; what is no polygon is left out.

    >>> box = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    >>> shapes = shapes_of({"features": [{"properties": {"jurisdiction": "east"}, "geometry": box}]})
    >>> shapes.holding((0.5, 0.5)), shapes.holding((2, 2))
    (('east',), ())
    """
    found: dict[str, list[Any]] = {}
    features = (areas or {}).get("features")
    for feature in features if isinstance(features, list) else ():
        name = (feature.get("properties") or {}).get("jurisdiction")
        shape = _shape(feature.get("geometry"))
        if name and shape is not None:
            found.setdefault(str(name), []).append(shape)
    return Shapes({name: shapely.union_all(parts) for name, parts in found.items()})


def _shape(geometry: object) -> Any | None:  # noqa: ANN401 - shapely is not typed
    try:
        shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    except (shapely.errors.GEOSException, ValueError, TypeError):
        return None
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        return None
    return shape if shape.is_valid else shapely.make_valid(shape)
