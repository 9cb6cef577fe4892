"""GeoJSON in: points and lines that somebody drew, as proposed rows of their office's sites and links.

A point is a site: its ``id``, ``name``, ``kind``, ... are read from the properties, its place from the geometry. A line
is a link: ``from`` and ``to`` (or ``a``, ``b``) name its sites; where they do not, each end of the line is the nearest
site within ``SNAP_KM``. A column that a feature does not have stays as it is in the book. Other layers are passed over,
and nothing is ever taken out: a drawing seldom holds the whole book.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from unfence.book.schema import columns
from unfence.book.sheets import nearest
from unfence.errors import Finding, Place
from unfence.network.plan import km_between
from unfence.workspace.books.cells import alike
from unfence.workspace.books.revise import Edit
from unfence.workspace.maps.scene import Scene
from unfence.workspace.people.models import SECRETARIAT, Member

SNAP_KM = 0.3
"""How near a line's end has to be to a site that it is meant to reach."""
PLACES = 6
"""Decimals of a degree: a tenth of a metre."""
TABLE = {"Point": "sites", "LineString": "links"}
ALIASES = {"from": "a", "to": "b"}
ENORMOUS = 1e15
"""No number of a map is so large; NaN is not smaller either."""
WGS84 = ("CRS84", "4326")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Drawing:
    """What a file proposes, whose other rows it draws otherwise, how many features were passed over, what is wrong."""

    edits: tuple[Edit, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()
    passed: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass
class _Reading:
    """One file, feature by feature."""

    scene: Scene
    member: Member
    file: str
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    sides: dict[str, str] = field(default_factory=dict)
    sent: dict[tuple[str, str], int] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)
    passed: int = 0
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, code: str, number: int = 0, column: str = "", **values: object) -> None:
        self.findings.append(Finding("error", f"drawing_{code}", Place(self.file, number, column), values))


def read_drawing(scene: Scene, member: Member, data: bytes, file: str) -> Drawing:
    """What a GeoJSON file proposes to change of a member's office's sites and links; every finding at once."""
    reading = _Reading(scene, member, file)
    features = _features(reading, data)
    for site in scene.plan.sites.values():
        reading.sides[site.id] = site.side
        if site.place:
            reading.places[site.id] = site.place
    for wanted, read in (("Point", _site), ("LineString", _link)):  # sites first: lines may end at new ones
        for number, feature in enumerate(features, start=1):
            if _kind(feature) == wanted and _ours(feature, TABLE[wanted]):
                read(reading, number, feature)
    known = [f for f in features if _kind(f) in TABLE and _ours(f, TABLE[_kind(f)])]
    passed = len(features) - len(known)
    findings = tuple(sorted(reading.findings, key=lambda f: f.place.row))
    return Drawing(tuple(reading.edits), tuple(reading.foreign), passed, findings)


def _features(reading: _Reading, data: bytes) -> Sequence[Json]:
    """The features of a collection; none, and a finding, where the file holds no such thing."""
    try:
        held = json.loads(data.decode("utf-8-sig"))
        json.dumps(held, ensure_ascii=False).encode()  # JSON can name half a letter, which nothing can keep
        if b"\\u0000" in data:
            raise ValueError(r"\u0000")  # noqa: TRY301  read as every other
    except (ValueError, RecursionError) as error:
        reading.wrong("unreadable", reason=str(error)[:200])
        return ()
    features = held.get("features") if isinstance(held, dict) and held.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        reading.wrong("no_collection")
        return ()
    crs = json.dumps(held.get("crs") or "CRS84")
    if not any(name in crs for name in WGS84):
        reading.wrong("projected", value=crs[:120])
        return ()
    return features


def _kind(feature: Json) -> str:
    geometry = feature.get("geometry")
    return str(geometry.get("type", "")) if isinstance(geometry, dict) else ""


def _ours(feature: Json, table: str) -> bool:
    """Whether a feature stands for a row: it says no layer, or that one."""
    said = feature.get("properties")
    return (said.get("layer") or table) == table if isinstance(said, dict) else True


def _site(reading: _Reading, number: int, feature: Json) -> None:
    place = _point(feature["geometry"].get("coordinates"))
    sent = _sent(reading, number, feature, "sites")
    if place is None or sent is None:
        if place is None:
            reading.wrong("place", number, value=json.dumps(feature["geometry"].get("coordinates"))[:80])
        return
    sent |= {"lon": _written(place[0]), "lat": _written(place[1])}
    held = reading.scene.row("sites", sent["id"])
    if held is None and not sent.get("jurisdiction") and not reading.member.neutral:
        sent["jurisdiction"] = reading.member.office.key
    if held is None and not sent.get("name"):
        reading.wrong("nameless", number, "name", value=sent["id"])
        return
    reading.places[sent["id"]] = place
    reading.sides[sent["id"]] = sent.get("jurisdiction", held.values.get("jurisdiction", "") if held else "")
    _propose(reading, "sites", sent, reading.sides[sent["id"]])


def _link(reading: _Reading, number: int, feature: Json) -> None:
    sent = _sent(reading, number, feature, "links")
    if sent is None:
        return
    drawn = feature["geometry"].get("coordinates")
    line = [_point(corner) for corner in drawn] if isinstance(drawn, list) else []
    corners = [corner for corner in line if corner]
    if len(corners) < 2 or len(corners) < len(line):  # noqa: PLR2004  a line has two ends
        reading.wrong("line", number)
        return
    held = reading.scene.row("links", sent["id"])
    for column, corner in (("a", corners[0]), ("b", corners[-1])):
        if not sent.get(column) and not (held and held.values.get(column)):
            sent[column] = _snapped(reading, number, column, corner)
    mode, modes = sent.get("mode") or (held.values.get("mode", "") if held else ""), reading.scene.plan.carriers
    if mode not in modes:
        known = nearest(mode, list(modes)) if mode else ""
        reading.wrong("mode", number, "mode", value=mode or "–", nearest=known or ", ".join(modes))
    if held is None and not sent.get("km"):
        length = sum(km_between(one, other) for one, other in pairwise(corners))
        sent |= {"km": f"{length:.2f}", "confidence": sent.get("confidence") or "derived"}
    ends = [sent.get(column) or (held.values.get(column, "") if held else "") for column in ("a", "b")]
    _propose(reading, "links", sent, _side_of(reading, ends))


def _sent(reading: _Reading, number: int, feature: Json, table: str) -> dict[str, str] | None:
    """The cells of a feature's properties; None, and a finding, without an id or with one used before."""
    held = feature.get("properties")
    said, known = held if isinstance(held, dict) else {}, columns(table)
    cells = {ALIASES.get(name, name): value for name, value in {"id": feature.get("id"), **said}.items()}
    sent = {name: _written(value) for name, value in cells.items() if name in known and _plain(value)}
    key = sent.get("id", "")
    if not key:
        reading.wrong("no_id", number, "id", name=sent.get("name") or "–")
        return None
    if (table, key) in reading.sent:
        reading.wrong("twice", number, "id", value=key, first=reading.sent[table, key])
        return None
    reading.sent[table, key] = number
    return sent


def _propose(reading: _Reading, table: str, sent: Mapping[str, str], side: str) -> None:
    """An edit of an own row; a row of somebody else's is left alone, and named where it differs."""
    held = reading.scene.row(table, sent["id"])
    before = held.values if held else None
    after = {name: sent.get(name, (before or {}).get(name, "")) for name in columns(table)}
    seen = {name: after[name] if held is None or name not in held.withheld else "" for name in after}
    if before is not None and alike(table, {**dict.fromkeys(after, ""), **before}, seen):
        return
    office = reading.member.office.key
    owner = held.owner if held else (side if side in reading.scene.plan.players else SECRETARIAT)
    if owner == office:
        reading.edits.append(Edit(table, sent["id"], held.version if held else 0, after))
    else:
        reading.foreign.append((table, sent["id"]))


def _snapped(reading: _Reading, number: int, column: str, corner: tuple[float, float]) -> str:
    """The site that an end of a line is meant to reach; "" and a finding where none is near."""
    away = min(((km_between(corner, place), site) for site, place in reading.places.items()), default=(math.inf, ""))
    if away[0] <= SNAP_KM:
        return away[1]
    values = {"lon": _written(corner[0]), "lat": _written(corner[1]), "nearest": away[1] or "–", "km": away[0]}
    reading.wrong("loose_end", number, column, **values)
    return ""


def _side_of(reading: _Reading, ends: Sequence[str]) -> str:
    """The first of two sites' sides that is a player."""
    sides = [reading.sides.get(site, "") for site in ends]
    return next((side for side in sides if side in reading.scene.plan.players), "")


def _point(held: object) -> tuple[float, float] | None:
    """A longitude and a latitude in degrees."""
    if not isinstance(held, list) or len(held) < 2 or not all(_number(part) for part in held[:2]):  # noqa: PLR2004
        return None
    lon, lat = round(float(held[0]), PLACES), round(float(held[1]), PLACES)
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None  # noqa: PLR2004  degrees


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -ENORMOUS < value < ENORMOUS


def _plain(value: object) -> bool:
    return isinstance(value, str | bool) or _number(value)


def _written(value: object) -> str:
    """A value as a cell writes it.

    >>> _written(True), _written(5.0), _written(109.2)
    ('yes', '5', '109.2')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()
