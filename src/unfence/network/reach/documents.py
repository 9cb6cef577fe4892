"""Circles as documents: GeoJSON for maps, JSON for programs. ``docs/reach.md`` says what each key means."""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from unfence.network.reach.cases import Case
from unfence.network.reach.circles import Circles
from unfence.network.reach.places import PEOPLE, Label


def geojson(circles: Circles, version: str) -> str:
    """A FeatureCollection as text: a line with an area for each case, start and bound, with who lies within it.

    ``version`` of the program comes first, so that the file can be told from others.
    """
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features(circles))
    return f'{{\n "unfence": {json.dumps(version)},\n "type": "FeatureCollection",\n "features": [\n{lines}\n]}}\n'


def features(circles: Circles) -> list[dict[str, object]]:
    """The areas as GeoJSON features, RFC 7946; none where no areas were asked for."""
    asked = circles.question
    if not asked.shapes:
        return []
    return [
        {
            "type": "Feature",
            "properties": {
                "from": asked.starts.labels[s].id,
                **_case(case),
                "minutes": bound,
                **_within(circles, c, s, b),
            },
            "geometry": _geometry(circles.areas[c][s][b]),
        }
        for c, case in enumerate(circles.cases)
        for s in range(len(asked.starts))
        for b, bound in enumerate(asked.minutes)
    ]


def to_json(circles: Circles, version: str, runs: Mapping[str, object] | None = None) -> str:
    """Everything but the areas as JSON text; where there is no way stands null.

    ``runs`` says by which timetables people go and when they leave.
    """
    asked = circles.question
    document = {
        "unfence": version,
        "minutes": list(asked.minutes),
        "runs": runs,
        "cases": [_case(case) | {"waits": len(case.fences), "built": list(case.built)} for case in circles.cases],
        "starts": [
            {**_names(label), "lon": float(lon), "lat": float(lat), "cases": _of_start(circles, s)}
            for s, (label, lon, lat) in enumerate(
                zip(asked.starts.labels, asked.starts.lon, asked.starts.lat, strict=True)
            )
        ],
        "lost": {"zones": list(circles.lost_zones), "sites": list(circles.lost_sites)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _of_start(circles: Circles, start: int) -> list[dict[str, object]]:
    asked = circles.question
    ids = asked.sites.ids()
    found: list[dict[str, object]] = []
    for c, case in enumerate(circles.cases):
        entry: dict[str, object] = {
            **_case(case),
            "within": [{"minutes": m, **_within(circles, c, start, b)} for b, m in enumerate(asked.minutes)],
            "to_sites": {name: _number(t) for name, t in zip(ids, circles.to_sites[c, start], strict=True)},
        }
        if freight := circles.freight:
            entry["freight"] = {
                "sites": int(freight.sites[start]),
                "hours": float(freight.hours[c, start]),
                "km": float(freight.km[c, start]),
                "money": float(freight.money[c, start]),
            }
        found.append(entry)
    return found


def _within(circles: Circles, case: int, start: int, bound: int) -> dict[str, object]:
    """Who and what lies within a bound, and the difference to today."""
    people, today = circles.people[case, start, bound], circles.people[0, start, bound]
    sites, sites_today = circles.sites[case, start, bound], circles.sites[0, start, bound]
    counts: dict[str, object] = {name: float(n) for name, n in zip(PEOPLE, people, strict=True)}
    counts["sites"] = int(sites)
    if circles.question.shapes:
        counts["km2"] = round(float(circles.km2[case, start, bound]), 3)
    more = {name: float(n) for name, n in zip(PEOPLE, people - today, strict=True)}
    return counts | {"more": more | {"sites": int(sites - sites_today)}}


def _case(case: Case) -> dict[str, object]:
    return {"case": case.kind, **_names(case.label)}


def _names(label: Label) -> dict[str, object]:
    return {"id": label.id, "name": label.say("en"), "name_zh": label.say("zh")}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _geometry(area: Any) -> dict[str, object]:  # noqa: ANN401 - shapely is not typed
    rounded = [
        [np.round(shapely.get_coordinates(ring), 6).tolist() for ring in (part.exterior, *part.interiors)]
        for part in area.geoms
    ]
    return {"type": "MultiPolygon", "coordinates": rounded}
