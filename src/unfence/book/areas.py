"""Areas: the shapes beside a book, for its maps only (GeoJSON, RFC 7946); a finding for each that cannot be drawn."""

import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from unfence.book.sheets import unreadable
from unfence.errors import Finding, Place

AREAS_FILE = "areas.geojson"
Areas = Mapping[str, object] | None
RING = 4
"""The fewest corners of a ring: the last is the first again."""


def read_areas(file: Path) -> tuple[Areas, list[Finding]]:
    """The feature collection in a file (None without one, or without a file that can be read)."""
    if not file.exists():
        return None, []
    try:
        held = json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return None, [unreadable(file.name, error)]
    except (ValueError, RecursionError) as error:
        return None, [Finding("error", "broken_areas", Place(file.name), {"value": str(error)})]
    whole = isinstance(held, dict) and held.get("type") == "FeatureCollection"
    if not whole or not isinstance(held.get("features"), list):
        return None, [Finding("error", "no_features", Place(file.name))]
    return held, []


def area_findings(areas: Areas, file: str, jurisdictions: Collection[str]) -> Iterator[Finding]:
    """Findings for shapes that cannot be drawn, or that belong to a jurisdiction which the book does not have."""
    features = areas["features"] if areas else []
    for number, shape in enumerate(features if isinstance(features, list) else [], start=1):
        if not isinstance(shape, dict) or not _drawn(shape.get("geometry")):
            yield Finding("error", "shape", Place(file), {"number": number})
            continue
        said = shape.get("properties") or {}
        whose = said.get("jurisdiction") if isinstance(said, dict) else None
        if whose and whose not in jurisdictions:
            values = {"number": number, "value": whose, "known": list(jurisdictions)[:6]}
            yield Finding("error", "shape_of_nobody", Place(file), values)


def _drawn(geometry: Any) -> bool:  # noqa: ANN401  whatever a JSON file holds
    """Whether a map can draw a geometry: polygons need rings of corners; other kinds are left out of maps."""
    if geometry is None:
        return True
    if not isinstance(geometry, dict):
        return False
    corners = geometry.get("coordinates")
    match geometry.get("type"):
        case "Polygon":
            return _polygon(corners)
        case "MultiPolygon":
            return _listed(corners) and all(map(_polygon, corners or ()))
        case kind:
            return isinstance(kind, str)


def _polygon(rings: Any) -> bool:  # noqa: ANN401
    """Whether these are the rings of a polygon, the outer one first."""
    return (
        _listed(rings) and len(rings) > 0 and all(_listed(r) and len(r) >= RING and all(map(_corner, r)) for r in rings)
    )


def _corner(corner: Any) -> bool:  # noqa: ANN401
    """Whether this is a longitude and a latitude."""
    if not _listed(corner) or len(corner) < 2:  # noqa: PLR2004
        return False
    lon, lat = corner[:2]
    return _degrees(lon, 180) and _degrees(lat, 90)


def _degrees(value: Any, most: float) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) <= most


def _listed(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
