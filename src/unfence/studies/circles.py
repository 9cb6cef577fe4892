"""The circles of a book on real roads: its sites, zones, fences and measures, and minutes and km for its links.

The book says what waits at its border (fences of kind ``time``) and what may be built (planned links, measures); the
roads say how long everything else takes. Measures that are done or being built are in force in every case.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import shapely

from unfence.book import Book, sides
from unfence.network.reach import (
    Case,
    Circles,
    Fence,
    Ground,
    Label,
    Places,
    Question,
    Rates,
    ReachError,
    Times,
    Zones,
    cases_of,
    circles_on,
    detailed,
    walked,
)
from unfence.network.reach.circles import Told
from unfence.network.reach.places import PEOPLE
from unfence.network.roads import PlannedLink, Roads, TimeFence, with_planned
from unfence.network.roads.borders import Borders
from unfence.network.roads.roads import Floats
from unfence.network.roads.snap import FAR

if TYPE_CHECKING:
    from unfence.network.reach.rides import Lines

MINUTES = (15.0, 30.0, 45.0)
HOUR = 60.0
"""Minutes."""
DECIDED = ("done", "building")
TRAVELLERS = "people"
BUS = "bus"
"""What vehicles of a timetable are called in ``network.reach.rides``."""


@dataclass(frozen=True)
class BookOnRoads:
    """What a book says about one kind of vehicle on the roads."""

    book: Book
    modes: tuple[str, ...] = ()
    """Ids of the book's modes that drive here; empty: all that carry people."""
    within: float = FAR
    """Metres from a road within which a site lies on it."""
    planned: tuple[PlannedLink, ...] = ()
    """Planned links known better than from the book, or not in it."""
    areas: Borders | None = None
    """The jurisdictions' areas; None: those beside the book."""
    lines: "Lines | None" = None
    """What runs by a timetable, to and from which people walk; None: the modes drive on the roads."""

    def __post_init__(self) -> None:
        """Refuse modes that the book does not have or that do not go together."""
        known = self.book["modes"]["id"].to_list()
        for mode in self.modes:
            if mode not in known:
                raise ReachError("mode", seen=mode, known=known)
        if len({mode in self._passenger for mode in self.modes}) > 1:
            raise ReachError("mode_mixed", seen=list(self.modes))
        if self.lines and (not self.carries_people or (len(self._passenger) > 1 and not self.modes)):
            raise ReachError("mode_of_lines", known=[mode for mode in known if mode in self._passenger])

    @cached_property
    def base(self) -> Book:
        """The book with what is decided in force: what each case starts from."""
        decided = self.book.stated["measures"].filter(pl.col("status").is_in(list(DECIDED)))["id"]
        return self.book.with_measures(*self.book.done, *decided)

    @cached_property
    def _passenger(self) -> frozenset[str]:
        rows = self.book["modes"].select("id", "carries").iter_rows()
        return frozenset(mode for mode, carries in rows if TRAVELLERS in carries)

    @property
    def driving(self) -> frozenset[str]:
        """The modes that drive here."""
        return frozenset(self.modes) or self._passenger

    @property
    def carries_people(self) -> bool:
        """Whether it is people who travel."""
        return not self.modes or self.modes[0] in self._passenger

    @property
    def vehicle(self) -> str:
        """The kind of vehicle whose roads these modes use."""
        return "car" if self.carries_people else "truck"

    @property
    def rates(self) -> Rates | None:
        """What one vehicle costs, of the first goods mode; None where people travel."""
        if self.carries_people:
            return None
        mode = self.book["modes"].filter(pl.col("id") == self.modes[0]).row(0, named=True)
        return Rates(mode["cost_hour"], mode["cost_km"])

    def fences(self, book: Book) -> tuple[Fence, ...]:
        """What holds these modes up in a state of the book: waits, and bans, which close the border to them."""
        found = []
        for row in book["fences"].filter(pl.col("kind").is_in(["time", "ban"])).iter_rows(named=True):
            closed = row["kind"] == "ban"
            if not self._met(row, closed=closed) or not (closed or row["size"]):
                continue
            first, second = ("+".join(sorted(side)) for side in sides(row["between"], book["jurisdictions"]))
            minutes = np.inf if closed else row["size"] * HOUR
            # Who walks to a bus is no bus: only what stops every mode stops people on foot.
            on = (BUS,) if self.lines and row["modes"] else ()
            wait = TimeFence(first, second, minutes, row["direction"] == "both", on)
            found.append(Fence(Label(row["id"], row["name"], row["name_zh"] or ""), wait))
        return tuple(found)

    def _met(self, fence: Mapping[str, Any], *, closed: bool) -> bool:
        """Whether a fence bears on these modes: a wait for some of what they carry, a ban only if it is on all."""
        if fence["modes"] and not self.driving & set(fence["modes"]):
            return False
        named = set(fence["commodities"])
        if self.carries_people or not named:
            return not named or TRAVELLERS in named
        kinds = self.book["commodities"].select("id", "kind").iter_rows()
        stopped = {name for name, kind in kinds if name in named or kind in named}
        return self._loads <= stopped if closed else bool(self._loads & stopped)

    @cached_property
    def _loads(self) -> frozenset[str]:
        """The goods that these modes carry."""
        rows = self.book["modes"].filter(pl.col("id").is_in(list(self.driving)))["carries"]
        carried = {name for carries in rows for name in carries}
        kinds = self.book["commodities"].select("id", "kind").iter_rows()
        return frozenset(name for name, kind in kinds if name in carried or kind in carried)

    @cached_property
    def links(self) -> tuple[PlannedLink, ...]:
        """The book's own planned links that lead between two sites on a map, but for those given.

        None where people walk to what runs by a timetable: such a link of the book is not a street.
        """
        if self.lines:
            return ()
        given = {link.id for link in self.planned}
        where = {label.id: (lon, lat) for label, lon, lat in _points(self.book["sites"])}
        speed = dict(self.book["modes"].select("id", "speed").iter_rows())
        links = []
        for row in self._planned_rows(self.book):
            if row["id"] in given or row["a"] not in where or row["b"] not in where:
                continue
            minutes = row["minutes"]
            if minutes is None and speed[row["mode"]]:
                minutes = row["km"] / speed[row["mode"]] * HOUR
            link = PlannedLink(row["id"], where[row["a"]], where[row["b"]], minutes, row["km"], row["both_ways"])
            links.append(link)
        return tuple(links)

    def _planned_rows(self, book: Book) -> Iterator[Mapping[str, Any]]:
        """Links that are planned as the book was written, as they stand in a state of it."""
        ids = self.book.stated["links"].filter(pl.col("status") == "planned")["id"].to_list()
        rows = book["links"].filter(pl.col("id").is_in(ids) & pl.col("mode").is_in(list(self.driving)))
        return rows.iter_rows(named=True)

    def opened(self, book: Book) -> tuple[str, ...]:
        """The planned links that are open in a state of the book."""
        return tuple(row["id"] for row in self._planned_rows(book) if row["status"] == "existing")

    def cases(self, known: Sequence[str] | None = None) -> tuple[Case, ...]:
        """Today, without each fence, with each planned link that is given, with each measure that changes a time.

        ``known`` are the planned links that the roads have; None: all. Planned lines of a timetable count as links.
        """
        lines = self.lines.planned if self.lines else ()
        if known is not None:
            there = {*known, *lines}
            cases = [replace(c, built=tuple(link for link in c.built if link in there)) for c in self.cases()]
            today = cases[0]
            return tuple(c for c in cases if c is today or (c.fences, c.built) != (today.fences, today.built))
        fences, built = self.fences(self.base), self.opened(self.base)
        today, *others = cases_of(fences, [*(link.id for link in self.planned), *lines], built)
        for row in self.base.stated["measures"].iter_rows(named=True):
            done = self.base.with_measures(*self.base.done, row["id"])
            case = Case(
                "with",
                Label(row["id"], row["name"], row["name_zh"] or ""),
                tuple(fence.wait for fence in self.fences(done)),
                self.opened(done),
            )
            if (case.fences, case.built) != (today.fences, today.built):
                others.append(case)
        return today, *others

    def on(self, roads: Roads) -> Ground:
        """The roads with the book's jurisdictions and everything planned; borders only where a fence needs them."""
        roads, borders = detailed(roads), self._borders()
        roads = with_planned(borders.on(roads) if borders else roads, self.planned, self.within)
        ends = [Ground(roads).belonging(*_ends(self.links, end), self.within) for end in ("start", "end")]
        off = {*ends[0].missing.tolist(), *ends[1].missing.tolist()}
        near = [link for row, link in enumerate(self.links) if row not in off]
        roads = with_planned(roads, near, self.within)
        return walked(roads, borders) if self.lines else Ground(roads, borders)

    def _borders(self) -> Borders | None:
        """The areas that the book's waits need. A jurisdiction far away may have none; not so a whole side."""
        sides_ = {side for case in self.cases() for fence in case.fences for side in (fence.first, fence.second)}
        if not sides_:
            return None
        borders = _called_as_in(self.book, self.areas) if self.areas else areas_of(self.book)
        if borders is None:
            raise ReachError("no_borders")
        for side in sorted(sides_):
            if not set(side.split("+")) & set(borders.ids):
                raise ReachError("no_border_of", missing=side.split("+"), known=list(borders.ids))
        undrawn = sorted({j for side in sides_ for j in side.split("+")} - set(borders.ids))
        shapes = (*borders.areas, *(shapely.Polygon() for _ in undrawn))
        return replace(borders, ids=(*borders.ids, *undrawn), areas=shapes)

    @cached_property
    def sites(self) -> Places:
        """The sites that have a place on the map."""
        return Places.of(_points(self.book["sites"]))

    @cached_property
    def zones(self) -> Zones:
        """The zones that have a place on the map, their own or their site's."""
        at = dict(zip(self.sites.ids(), zip(self.sites.lon, self.sites.lat, strict=True), strict=True))
        points, people = [], []
        for row in self.book["zones"].iter_rows(named=True):
            own = row["lon"] is not None and row["lat"] is not None
            place = (row["lon"], row["lat"]) if own else at.get(row["site"])
            if place:
                points.append((Label(row["id"]), *place))
                people.append([row[column] or 0.0 for column in PEOPLE])
        return Zones(Places.of(points), np.array(people, dtype=float).reshape(-1, len(PEOPLE)))

    @cached_property
    def parks(self) -> Places:
        """The sites of kind ``park``: where a circle begins unless told otherwise."""
        return Places.of(_points(self.book["sites"].filter(pl.col("kind") == "park")))


def circles(
    roads: Roads,
    book: Book | BookOnRoads,
    question: Question | None = None,
    times: Times | None = None,
    told: Told | None = None,
) -> Circles:
    """The circles of a book: without a question those of every park, 15, 30 and 45 minutes, with areas.

    ``roads`` know no border yet. The sites are the book's, so are the zones unless the question brings its own.
    ReachError and RoadsError name what is wrong.
    """
    here = book if isinstance(book, BookOnRoads) else BookOnRoads(book)
    if question is None:
        question = Question(here.parks, MINUTES, within=here.within, shapes=True)
    if not len(question.starts):
        raise ReachError("no_starts")
    zones = question.zones if len(question.zones.places) else here.zones
    question = replace(question, zones=zones, sites=here.sites, rates=here.rates)
    ground = here.on(roads)
    if here.lines and times is None:
        from unfence.network.reach.rides import ride  # noqa: PLC0415  the compiler loads only for who goes by bus

        times = ride(ground, here.lines)
    return circles_on(ground, question, here.cases(ground.roads.links), times, told)


def areas_of(book: Book) -> Borders | None:
    """The areas of jurisdictions beside a book; None where it has none."""
    shapes: dict[str, list[Any]] = {}
    features = book.areas.get("features", []) if book.areas else []
    for feature in features if isinstance(features, list) else []:
        whose = (feature.get("properties") or {}).get("jurisdiction")
        kind = (feature.get("geometry") or {}).get("type")
        if whose and kind in ("Polygon", "MultiPolygon"):
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            shapes.setdefault(whose, []).append(shapely.make_valid(shape))
    return Borders(tuple(shapes), tuple(shapely.union_all(parts) for parts in shapes.values())) if shapes else None


def _ends(links: Sequence[PlannedLink], end: str) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of one end of each link."""
    points = np.array([getattr(link, end) for link in links], dtype=float).reshape(-1, 2)
    return points[:, 0], points[:, 1]


def _called_as_in(book: Book, areas: Borders) -> Borders:
    """Areas under the ids of the book's jurisdictions, where they bear one of their names."""
    ids: dict[str, str] = {}
    for row in book["jurisdictions"].iter_rows(named=True):
        ids |= {name: row["id"] for name in (row["name"], row["name_zh"], row["id"]) if name}
    return replace(areas, ids=tuple(ids.get(name, name) for name in areas.ids))


def _points(sites: pl.DataFrame) -> list[tuple[Label, float, float]]:
    rows = sites.drop_nulls(["lon", "lat"]).select("id", "name", "name_zh", "lon", "lat").iter_rows()
    return [(Label(name, en, zh or ""), lon, lat) for name, en, zh, lon, lat in rows]
