"""What is drawn: each thing of the map with its layer, where it lies, and by what it can be picked out.

Geometry is GeoJSON (RFC 7946: WGS 84, longitude first); links are straight lines between their sites, a fence stands in
the middle of every link that it bears on, a measure where it changes something. What has no place has a null geometry:
the list still says it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unfence.workspace.maps.scene import OTHER, Scene

LAYERS = ("conflicts", "fences", "measures", "links", "sites")
"""From what matters most."""
STATUS = ("existing", "planned")
MODELLED = {"fence": "fences", "link": "links", "terminal": "terminals", "plant": "plants", "market": "markets"}
"""What an effect works on, and its table."""
STANDS = frozenset({"building", "done"})

Point = tuple[float, float]
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Drawn:
    """One thing of the map; ``tags`` say by what it can be picked out: layer, side, kind, mode, status."""

    layer: str
    key: str
    geometry: Json | None
    tags: Mapping[str, Sequence[str]]
    properties: Json = field(default_factory=dict)
    """Plain facts for a geographic information system, named as the book names them."""


def drawn(scene: Scene) -> Iterator[Drawn]:
    """Everything on the map, layer by layer, in the order of ``LAYERS``."""
    yield from _conflicts(scene)
    yield from _fences(scene)
    yield from _measures(scene)
    yield from _links(scene)
    yield from _sites(scene)


def _conflicts(scene: Scene) -> Iterator[Drawn]:
    for number, conflict in enumerate(scene.conflicts, start=1):
        tags = {"layer": ["conflicts"], "side": _sides(scene, conflict.sides)}
        said = {"kind": conflict.kind, "rows": ";".join("/".join(pair) for pair in conflict.rows)}
        yield Drawn("conflicts", str(number), _points([conflict.place]), tags, said)


def _fences(scene: Scene) -> Iterator[Drawn]:
    rows = sorted(scene.rows["fences"], key=lambda row: -scene.prices.get(row.key, {}).get("shapley", 0.0))
    for row in rows:
        links = scene.borne.get(row.key, ())
        ends = [scene.plan.sites[site].side for link in links for site in (link.a, link.b)]
        tags = {
            "layer": ["fences"],
            "side": _sides(scene, [row.owner, *ends]),
            "mode": _once(link.mode for link in links),
        }
        price = scene.prices.get(row.key, {})
        kept = ("name", "name_zh", "kind", "size", "between")
        said: dict[str, Any] = {c: row.values[c] for c in kept if c in row.values}
        said |= {word: price[word] for word in ("alone", "shapley") if word in price}
        places = [scene.plan.middle(link) for link in links]
        yield Drawn("fences", row.key, _points(places), tags, {**said, "links": ";".join(link.id for link in links)})


def _measures(scene: Scene) -> Iterator[Drawn]:
    works: dict[str, list[tuple[str, str]]] = {}
    for effect in scene.rows["effects"]:
        table = MODELLED.get(effect.values.get("on", ""))
        if table and effect.values.get("id"):
            works.setdefault(effect.values.get("measure", ""), []).append((table, effect.values["id"]))
    for row in scene.rows["measures"]:
        changed = works.get(row.key, [])
        places = [place for pair in changed for place in _places(scene, *pair)]
        parties = [part.strip() for part in row.values.get("parties", "").split(";")]
        status = "" if "status" in row.withheld else row.values.get("status") or "idea"
        tags = {"layer": ["measures"], "side": _sides(scene, [row.owner, *parties])}
        tags["status"] = ["existing" if status in STANDS else "planned"] if status else []
        said = {c: row.values[c] for c in ("name", "name_zh", "capex", "decides") if c in row.values}
        said |= {"status": status, "changes": ";".join("/".join(pair) for pair in changed)}
        yield Drawn("measures", row.key, _points(places), tags, said)


def _links(scene: Scene) -> Iterator[Drawn]:
    order = sorted(scene.plan.links, key=lambda link: (not scene.plan.crosses(link), not link.planned))
    for link in order:
        row = scene.row("links", link.id)
        tags = {
            "layer": ["links"],
            "side": _once([scene.side(link.a), scene.side(link.b)]),
            "mode": [link.mode],
            "status": [STATUS[link.planned]],
        }
        kept = ("mode", "km", "minutes", "capacity", "cost", "both_ways", "status")
        said = {"from": link.a, "to": link.b}
        said |= {c: row.values[c] for c in kept if row and row.values.get(c)}
        ends = [scene.plan.sites[site].place for site in (link.a, link.b)]
        line = {"type": "LineString", "coordinates": [list(end) for end in ends if end]} if all(ends) else None
        yield Drawn("links", link.id, line, tags, said)


def _sites(scene: Scene) -> Iterator[Drawn]:
    order = sorted(scene.plan.sites.values(), key=lambda site: scene.side(site.id) == OTHER)
    for site in order:
        row = scene.row("sites", site.id)
        tags = {"layer": ["sites"], "side": [scene.side(site.id)], "kind": [site.kind or OTHER]}
        kept = ("name", "name_zh", "jurisdiction", "kind")
        said = {c: row.values[c] for c in kept if row and row.values.get(c)}
        point = {"type": "Point", "coordinates": list(site.place)} if site.place else None
        yield Drawn("sites", site.id, point, tags, said)


def _places(scene: Scene, table: str, key: str) -> list[Point | None]:
    """Where a thing lies that a measure changes."""
    if table == "links":
        return [scene.plan.middle(scene.links[key])] if key in scene.links else []
    if table == "fences":  # one mark is enough, where the two sides meet; the fence itself stands on every link
        links = sorted(scene.borne.get(key, ()), key=lambda link: not scene.plan.crosses(link))
        return [scene.plan.middle(link) for link in links[:1]]
    row = scene.row(table, key)
    site = scene.plan.sites.get(row.values.get("site", "")) if row else None
    return [site.place] if site else []


def _points(places: Sequence[Point | None]) -> Json | None:
    found = sorted({(round(p[0], 6), round(p[1], 6)) for p in places if p})
    return {"type": "MultiPoint", "coordinates": [list(p) for p in found]} if found else None


def _sides(scene: Scene, sides: Sequence[str]) -> list[str]:
    return _once(side if side in scene.plan.players else OTHER for side in sides if side)


def _once(words: Any) -> list[str]:  # noqa: ANN401  any series of words
    return list(dict.fromkeys(words))
