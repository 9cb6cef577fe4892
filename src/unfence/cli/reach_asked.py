"""What a command line of ``unfence reach`` asks for, and the files that it names, read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from unfence.cli.reach_lines import Runs
from unfence.words import Lang, percent, say

if TYPE_CHECKING:
    from unfence.book import Book
    from unfence.network.reach import Ground, Question
    from unfence.network.reach.rides import Lines
    from unfence.network.roads import PlannedLink, Roads
    from unfence.studies.circles import BookOnRoads

KM = 1000.0
PIECES = 0.05
"""Share of junctions cut off from the rest from which on it is said."""


@dataclass(frozen=True)
class Asked:
    """The command line."""

    roads: str
    starts: tuple[str, ...]
    from_csv: str | None
    minutes: tuple[float, ...]
    borders: str | None
    fence_minutes: float | None
    book: str | None
    mode: tuple[str, ...]
    vehicle: str | None
    add: str | None
    zones: str | None
    near: float
    """metres"""
    snap: float
    """km"""
    shapes: bool
    lang: Lang
    runs: Runs

    def tell(self, key: str, **values: object) -> None:
        """A line on stderr."""
        click.echo(say(f"command.reach.{key}", self.lang, **values), err=True)

    def opened(self, path: str) -> "Book":
        """A book, its warnings counted on stderr."""
        from unfence.cli.study import opened  # noqa: PLC0415

        return opened(path, self.lang)

    def on_roads(self, lines: "Lines | None") -> "BookOnRoads | None":
        """The book on the roads, or on foot to its ``lines``; None where there is no book."""
        from unfence.network.roads import read_borders  # noqa: PLC0415
        from unfence.studies.circles import BookOnRoads  # noqa: PLC0415

        if not self.book:
            return None
        areas = read_borders(self.borders) if self.borders else None
        return BookOnRoads(self.opened(self.book), self.mode, self.snap * KM, self.planned(), areas, lines)

    def question(self, here: "BookOnRoads | None") -> "Question":
        """From where, how long, and who is counted."""
        from unfence.network.reach import Places, Question, ReachError, Zones, read_starts, read_zones  # noqa: PLC0415

        if self.from_csv:
            starts = read_starts(self.from_csv)
        elif self.starts:
            starts = Places.of([_start(text, here) for text in self.starts])
        elif here and len(here.parks):
            starts = here.parks
        else:
            raise ReachError("no_starts")
        zones = read_zones(self.zones, here.sites if here else None) if self.zones else Zones.none()
        return Question(starts, self.minutes, zones, within=self.snap * KM, near=self.near, shapes=self.shapes)

    def read_roads(self, vehicle: str) -> "Roads":
        """The roads of the file, with points close enough for circles."""
        from unfence.cli.progress import shown  # noqa: PLC0415
        from unfence.network.reach import SPACING, detailed  # noqa: PLC0415
        from unfence.network.roads import read_roads  # noqa: PLC0415

        self.tell("reading", path=self.roads)
        with shown(self.lang) as progress:
            roads = detailed(read_roads(self.roads, vehicle=vehicle, spacing=SPACING, progress=progress))
        self.tell("read", nodes=roads.nodes, edges=roads.edges)
        return roads

    def ground(self, roads: "Roads") -> "Ground":
        """The ground without a book: borders, if any, and planned links; on foot where people go by what runs."""
        from unfence.network.reach import Ground, ReachError, walked  # noqa: PLC0415
        from unfence.network.roads import read_borders, with_planned  # noqa: PLC0415

        borders = read_borders(self.borders) if self.borders else None
        if self.fence_minutes and borders is None:
            raise ReachError("no_borders")
        roads = borders.on(roads) if borders else roads
        if borders and not len(roads.crossings):
            raise ReachError("nothing_crosses", path=self.roads, borders=self.borders)
        roads = with_planned(roads, self.planned(), self.snap * KM)
        return walked(roads, borders) if self.runs.asked else Ground(roads, borders)

    def planned(self) -> "tuple[PlannedLink, ...]":
        """The planned links of ``--add``."""
        from unfence.network.roads import read_planned  # noqa: PLC0415

        return read_planned(self.add) if self.add else ()

    def doubt(self, ground: "Ground") -> None:
        """Say what a person should know of the roads before the answer."""
        if ground.borders:
            self.tell("crossings", count=len(ground.roads.crossings))
        if ground.cut_off > PIECES:
            self.tell("pieces", path=self.roads, share=percent(ground.cut_off, self.lang))


def _start(text: str, here: "BookOnRoads | None") -> Any:  # noqa: ANN401  (label, lon, lat)
    """A start as it is written: LON,LAT or the id of a site."""
    from unfence.network.reach import Label, ReachError, degrees  # noqa: PLC0415

    written = text.strip().replace("，", ",")
    if here and written in here.sites.ids():
        row = here.sites.ids().index(written)
        return here.sites.labels[row], here.sites.lon[row], here.sites.lat[row]
    parts = written.split(",")
    place = [degrees(part, axis) for part, axis in zip(parts, ("lon", "lat"), strict=False)]
    if len(parts) != len(("lon", "lat")) or None in place:
        raise ReachError("start", seen=text)
    return Label(written), *place
