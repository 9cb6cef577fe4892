"""The plan map as layers for a geographic information system: one GeoJSON collection (RFC 7946, WGS 84).

Each feature names its ``layer``: ``areas`` (polygons), ``zones`` and ``sites`` (points), ``links`` and ``flows``
(lines), ``fences`` (the middle of every line on which the fence stands, as one multi-point with the fence's price).
Properties are flat; names stand in both languages; colours and widths follow simplestyle-spec 1.1. What has no place
on the map has a null geometry, so that the tables are whole. Links are straight lines between their sites.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from unfence.book import Book
from unfence.network import arcs_of, carried, crossings_of
from unfence.network.crossings import PEOPLE, carries_people
from unfence.report.bearing import effective, quotas
from unfence.report.facts import STATES, Facts, facts_of
from unfence.studies import Study
from unfence.words import Lang, money, say

Json = dict[str, Any]
Point = tuple[float, float]
LANGS: tuple[tuple[Lang, str], ...] = (("en", ""), ("zh", "_zh"))
"""Each language and what it adds to the name of a property."""
_DIGITS = 6
"""Decimals of a degree that a place computed here has: a tenth of a metre."""
_WIDEST, _THIN = 9.0, 1.0
"""Widths of the widest flow, and of what only has to be seen, in pixels."""
_COLOURS = {
    "good": "#0b5c8a",
    "waste": "#7a5c00",
    "energy": "#c2410c",
    "utility": "#9d2a6b",
    "labour": "#1b6e4b",
    PEOPLE: "#5b3fa8",
}


def plan_layers(study: Study) -> str:
    """The collection as text.

    >>> from unfence import study
    >>> from unfence.examples import example
    >>> sorted({f["properties"]["layer"] for f in json.loads(plan_layers(study(example("two_towns"))))["features"]})
    ['fences', 'flows', 'links', 'sites']
    """
    plan = Plan(facts_of(study, "en"), facts_of(study, "zh"))
    settings = study.book.settings
    head = {"unfence": plan.facts.at("unfence"), "type": "FeatureCollection", "name": settings.title}
    about = {"title_zh": settings.title_zh, "currency": settings.currency, "year": settings.year}
    features = [_feature(layer, *found) for layer, made in plan.layers() for found in made]
    return json.dumps({**head, **about, "features": features}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _feature(layer: str, geometry: Json | None, properties: Mapping[str, Any]) -> Json:
    return {"type": "Feature", "geometry": geometry, "properties": {"layer": layer, **properties}}


Made = Iterator[tuple[Json | None, Json]]
"""Geometry and properties, feature by feature."""


@dataclass(frozen=True, eq=False)
class Plan:
    """The layers of a study, with what things are called in either language."""

    facts: Facts
    zh: Facts

    def layers(self) -> Iterator[tuple[str, Made]]:
        """Each layer's name and features, from the ground up."""
        yield "areas", self._areas()
        yield "zones", self._zones()
        yield "links", self._links()
        yield "flows", self._flows()
        yield "sites", self._sites()
        yield "fences", self._fences()

    def _areas(self) -> Made:
        shapes = (self.facts.book.areas or {}).get("features", [])
        for shape in shapes if isinstance(shapes, list) else []:
            said = {k: v for k, v in (shape.get("properties") or {}).items() if k != "layer" and _flat(v)}
            yield _wound(shape.get("geometry")), {**said, "stroke": "#9aa5b1", "fill": "#dbe9f4", "fill-opacity": 0.5}

    def _zones(self) -> Made:
        for zone in self._rows("zones"):
            lon, lat = zone["lon"], zone["lat"]
            place = self._place.get(zone["site"]) if lon is None or lat is None else (lon, lat)
            counts = {word: zone[word] for word in ("residents", "workers", "jobs")}
            yield _point(place), {"id": zone["id"], "site": zone["site"], **counts, "marker-color": "#1b6e4b"}

    def _sites(self) -> Made:
        for site in self._rows("sites"):
            home = site["jurisdiction"]
            said = {"id": site["id"], **self._named("sites", site["id"])} | {"kind": site["kind"], "jurisdiction": home}
            said |= self._named("jurisdictions", home or "outside", "jurisdiction_name")
            said["player"] = home in self.facts.players
            yield _point(self._place.get(site["id"])), said | {"marker-color": "#0b5c8a", "marker-size": "small"}

    def _links(self) -> Made:
        opened: dict[str, list[str]] = {}
        for effect in self._rows("effects"):
            if effect["on"] == "link" and effect["change"] == "open":
                opened.setdefault(effect["id"], []).append(effect["measure"])
        in_best = self._in_best("links", "status")
        for link in self._rows("links"):
            said = {"id": link["id"], "mode": link["mode"], **self._named("modes", link["mode"], "mode_name")}
            said |= {"from": link["a"], "to": link["b"], "km": link["km"], "minutes": link["minutes"]}
            said |= {"both_ways": link["both_ways"], "status": link["status"], "status_best": in_best[link["id"]]}
            said["opened_by"] = ";".join(opened.get(link["id"], []))
            yield self._line(link["a"], link["b"]), said | {"stroke": "#7b8794", "stroke-width": _THIN}

    def _in_best(self, table: str, column: str) -> Mapping[str, Any]:
        """A column as the best measures leave it, by id; a fence that they take down is not there."""
        after = self.facts.book.with_measures(*self.facts.at("best"))[table]
        return dict(zip(after["id"], after[column], strict=True))

    def _flows(self) -> Made:
        """What moves one way on a link, a feature for each commodity, with its quantity in every state."""
        rows = {link["id"]: link for link in self._rows("links")}
        kinds = {c["id"]: c for c in self._rows("commodities")} | {PEOPLE: {"kind": PEOPLE, "unit": "trips"}}
        greatest: dict[str, float] = {}
        for (*_, what), amounts in self._moved.items():
            unit = kinds[what]["unit"]
            greatest[unit] = max(greatest.get(unit, 0.0), *(amounts.get(state, 0.0) for state in STATES))
        for (link, start, end, what), amounts in self._moved.items():
            kind, unit = kinds[what]["kind"], kinds[what]["unit"]
            said = {"link": link, "mode": rows[link]["mode"], "from": start, "to": end, "commodity": what}
            said |= self._goods(what) | {"kind": kind, "unit": unit}
            said |= {state: amounts.get(state, 0.0) for state in STATES}
            said |= {f"fence_cost_{state}": amounts.get(f"fence_cost_{state}", 0.0) for state in STATES}
            width = max(_THIN, _WIDEST * said["best"] / greatest[unit]) if greatest[unit] else _THIN
            yield self._line(start, end), said | {"stroke": _COLOURS[kind], "stroke-width": round(width, 2)}

    def _fences(self) -> Made:
        prices = {price["id"]: price for price in self.facts.at("fences")}
        borne, in_best = borne_links(self.facts.book), self._in_best("fences", "size")
        for fence in self._rows("fences"):
            links = borne[fence["id"]]
            middles = [middle for link in links if (middle := self._middle(*self._ends[link]))]
            geometry = {"type": "MultiPoint", "coordinates": sorted(set(middles))} if middles else None
            said = {"id": fence["id"], **self._named("fences", fence["id"]), "kind": fence["kind"]}
            said |= {"size": fence["size"], "size_best": in_best.get(fence["id"])}
            price = prices[fence["id"]]
            said |= {word: price[word] for word in ("alone", "last", "shapley", "assumed_share")}
            said |= {"currency": self.facts.currency, "links": ";".join(links), "crossings": len(links)}
            yield geometry, said | self._labels(fence["id"], price["shapley"]) | {"marker-color": "#b3261e"}

    def _labels(self, fence: str, price: float) -> Json:
        """A fence with its fair share in words, in both languages."""
        found = {}
        for (lang, ending), facts in zip(LANGS, (self.facts, self.zh), strict=True):
            values = {"name": facts.name("fences", fence), "money": money(price, facts.currency, lang)}
            found[f"label{ending}"] = say("exports.map_label", lang, **values)
        return found

    def _goods(self, what: str) -> Json:
        if what != PEOPLE:
            return self._named("commodities", what)
        return {
            f"name{ending}": f.word("commodity_kind.people")
            for (_, ending), f in zip(LANGS, (self.facts, self.zh), strict=True)
        }

    def _named(self, table: str, key: str, word: str = "name") -> Json:
        """What a row is called in both languages."""
        return {
            f"{word}{ending}": f.name(table, key) for (_, ending), f in zip(LANGS, (self.facts, self.zh), strict=True)
        }

    def _rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        return self.facts.book[table].iter_rows(named=True)

    @cached_property
    def _moved(self) -> Mapping[tuple[str, str, str, str], Mapping[str, float]]:
        """(link, from, to, what) -> quantity, and what fences take of it, by state; trips are ``people``."""
        found: dict[tuple[str, str, str, str], dict[str, float]] = {}
        for flow in self.facts.at("flows"):
            amounts = found.setdefault((flow["link"], flow["from"], flow["to"], flow["commodity"]), {})
            amounts[flow["state"]] = amounts.get(flow["state"], 0.0) + flow["quantity"]
            taken = f"fence_cost_{flow['state']}"
            amounts[taken] = amounts.get(taken, 0.0) + flow["fence_cost"]
        for state, trips, link, start, end in self._travels():
            amounts = found.setdefault((link, start, end, PEOPLE), {})
            amounts[state] = amounts.get(state, 0.0) + trips
        return found

    def _travels(self) -> Iterator[tuple[str, float, str, str, str]]:
        """State, trips a year, and the link that they take from one site to another."""
        for row, trip in zip(self._rows("trips"), self.facts.at("trips"), strict=True):
            for state in STATES:
                start = row["from"]
                for link in trip[state]["links"] if trip[state]["made"] else ():
                    a, b = self._ends[link]
                    end = b if start == a else a
                    yield state, float(row["number"]), link, start, end
                    start = end

    @cached_property
    def _place(self) -> Mapping[str, Point]:
        sites = self.facts.book["sites"].drop_nulls(["lon", "lat"])
        return {s: (lon, lat) for s, lon, lat in sites.select("id", "lon", "lat").iter_rows()}

    @cached_property
    def _ends(self) -> Mapping[str, tuple[str, str]]:
        return {link: (a, b) for link, a, b in self.facts.book["links"].select("id", "a", "b").iter_rows()}

    def _middle(self, a: str, b: str) -> Point | None:
        """The middle of a link; None where one of its ends has no place."""
        if a not in self._place or b not in self._place:
            return None
        (x, y), (u, v) = self._place[a], self._place[b]
        return round((x + u) / 2, _DIGITS), round((y + v) / 2, _DIGITS)

    def _line(self, a: str, b: str) -> Json | None:
        if a not in self._place or b not in self._place:
            return None
        return {"type": "LineString", "coordinates": [self._place[a], self._place[b]]}


def borne_links(book: Book) -> Mapping[str, Sequence[str]]:
    """For each fence the links on which it bears on something that they can carry, planned links included.

    >>> from unfence.examples import example
    >>> borne_links(example("two_towns"))["checkpoint"]
    ['road']
    """
    arcs, links = arcs_of(book), book["links"]["id"]
    crossings = crossings_of(book, arcs)
    goods = crossings.commodities @ carried(book).T
    people = (crossings.people & ~quotas(book))[:, None] & carries_people(book)[None, :]
    bears = crossings.arcs & (goods | people)[:, arcs.mode] & effective(book)[:, None]
    rows = (sorted({int(arcs.link[k]) for k in np.flatnonzero(row)}) for row in bears)
    return {fence: [links[k] for k in row] for fence, row in zip(book["fences"]["id"], rows, strict=True)}


def _point(place: Point | None) -> Json | None:
    return {"type": "Point", "coordinates": place} if place else None


def _flat(value: object) -> bool:
    """Whether a table of attributes can hold a value."""
    return isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def _wound(geometry: Mapping[str, Any] | None) -> Json | None:
    """A geometry whose polygons run as RFC 7946 asks: outer rings anticlockwise, holes clockwise."""
    if not geometry:
        return None
    corners = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        return {**geometry, "coordinates": _rings(corners)}
    if geometry.get("type") == "MultiPolygon":
        return {**geometry, "coordinates": [_rings(polygon) for polygon in corners or ()]}
    return dict(geometry)


def _rings(rings: Any) -> list[Any]:  # noqa: ANN401  whatever a JSON file holds, checked when the book was read
    return [ring if (_area(ring) >= 0) == (k == 0) else ring[::-1] for k, ring in enumerate(rings or ())]


def _area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the area that a ring encloses, above 0 where it runs anticlockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
