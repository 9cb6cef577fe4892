"""The scene: everything of the book that a member may see on the map, read once for a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from unfence.network.plan import Conflict, Link, Plan, Shapes, bearing, conflicts_of, plan_of, shapes_of
from unfence.words import Lang, say
from unfence.workspace.books.models import AREAS_TABLE, SETTINGS_TABLE, Row
from unfence.workspace.jobs.models import StudyResult
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.results import study_seen_by
from unfence.workspace.sharing.sight import Seen
from unfence.workspace.shell.templatetags.words import name_in

TABLES = (
    *("jurisdictions", "sites", "commodities", "processes", "recipes", "plants", "markets", "modes", "links"),
    *("terminals", "fences", "measures", "effects", "trips", "zones", AREAS_TABLE, SETTINGS_TABLE),
)
OTHER = "other"
"""The side of what belongs to no player."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What one member sees, in their language."""

    lang: Lang
    rows: Mapping[str, tuple[Seen, ...]]
    study: StudyResult | None

    @cached_property
    def plan(self) -> Plan:
        """The plan of both sides as far as it is seen; what plants and markets use is today's, of the latest study."""
        used = {
            (table, str(entry["id"])): float(entry["today"])
            for table in ("plants", "markets")
            for entry in self._figures(table)
        }
        return plan_of({table: [row.values for row in rows] for table, rows in self.rows.items()}, used)

    @cached_property
    def areas(self) -> Mapping[str, object] | None:
        """The shapes of the book's areas, as GeoJSON."""
        held = next(iter(self.rows[AREAS_TABLE]), None)
        return json.loads(held.values["geojson"]) if held and "geojson" in held.values else None

    @cached_property
    def shapes(self) -> Shapes:
        """The areas as polygons."""
        return shapes_of(self.areas)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts at the line that rest on what is seen."""
        return conflicts_of(self.plan, self.shapes)

    @cached_property
    def borne(self) -> Mapping[str, tuple[Link, ...]]:
        """The links on which each fence stands."""
        return bearing(self.plan)

    @cached_property
    def prices(self) -> Mapping[str, Mapping[str, float]]:
        """What each fence costs, by the latest study; empty while there is none."""
        return {str(entry["id"]): entry for entry in self._figures("fences")}

    @cached_property
    def currency(self) -> str:
        """The money of the book."""
        held = next(iter(self.rows[SETTINGS_TABLE]), None)
        return held.values.get("currency", "CNY") if held else "CNY"

    @property
    def empty(self) -> bool:
        """Whether no book is loaded, or nothing of it can be drawn."""
        return not any(site.place for site in self.plan.sites.values())

    def row(self, table: str, key: str) -> Seen | None:
        """A row that is seen."""
        return self._by_key.get((table, key))

    def name(self, table: str, key: str) -> str:
        """What a row is called; its id where it has no name, or none is shown."""
        if table == "jurisdictions" and key in ("", OTHER):
            return say("maps.other_side", self.lang)
        if table == "links":
            link = self.links.get(key)
            return f"{self.name('sites', link.a)} – {self.name('sites', link.b)}" if link else key
        held = self.row(table, key)
        if held is not None and table == "markets" and held.values.get("commodity"):
            what, where = self.name("commodities", held.values["commodity"]), held.values.get("site", "")
            return say("maps.market_at", self.lang, what=what, site=self.name("sites", where))
        return (name_in(held.values, self.lang) if held else "") or key

    def side(self, site: str) -> str:
        """The player on whose side a site lies, or ``other``."""
        return self.plan.side(site) or OTHER

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """The links by id."""
        return {link.id: link for link in self.plan.links}

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], Seen]:
        return {(row.table, row.key): row for rows in self.rows.values() for row in rows}

    def _figures(self, part: str) -> list[Mapping[str, float]]:
        held = self.study.figures.get(part) if self.study else None
        return cast("list[Mapping[str, float]]", held or [])


def scene_of(member: Member, lang: Lang) -> Scene:
    """What a member sees of the book now."""
    rows: dict[str, list[Seen]] = {table: [] for table in TABLES}
    for row in Row.objects.filter(table__in=TABLES).seen_by(member):
        rows[row.table].append(row)
    return Scene(lang, {table: tuple(held) for table, held in rows.items()}, study_seen_by(member))
