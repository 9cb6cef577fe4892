"""``unfence reach``: who and what lies within so many minutes by road, with the fences and without them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

import unfence
from unfence.cli.outputs import place, put
from unfence.cli.spoken import Check, Spoken, number, one_of, option
from unfence.words import Lang, percent, say

if TYPE_CHECKING:
    from pathlib import Path

    from unfence.book import Book
    from unfence.network.reach import Circles, Ground, Question
    from unfence.network.roads import PlannedLink, Roads
    from unfence.studies.circles import BookOnRoads

STDOUT = "-"
KM = 1000.0
FEW = 5
"""Ids that are named; more are counted."""
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

    def tell(self, key: str, **values: object) -> None:
        """A line on stderr."""
        click.echo(say(f"command.reach.{key}", self.lang, **values), err=True)


def command(lang: Lang) -> click.Command:
    """The command in a language."""

    def asked(flag: str, metavar: str, *more: str, **attrs: Any) -> click.Option:  # noqa: ANN401  click's own
        return option("reach", flag, lang, *more, metavar=metavar, **attrs)

    params = [
        click.Argument(["roads"], metavar="ROADS"),
        asked("--from", "LON,LAT", "starts", multiple=True),
        asked("--from-csv", "FILE"),
        asked("--minutes", "N,N", default="15", callback=_bounds(lang)),
        asked("--borders", "FILE"),
        asked("--fence-minutes", "N", callback=number(lang, 0)),
        asked("--book", "BOOK"),
        asked("--mode", "ID", multiple=True),
        asked("--vehicle", "car|truck", callback=_if_given(one_of(lang, "car", "truck"))),
        asked("--add", "FILE"),
        asked("--zones", "FILE"),
        asked("--near", "METRES", default="150", callback=number(lang, 1)),
        asked("--snap", "KM", default="2", callback=number(lang, 0)),
        asked("--links-for", "BOOK"),
        asked("--out", "FILE"),
        asked("--json", "FILE", "as_json"),
        option("reach", "--force", lang, is_flag=True),
    ]
    return Spoken("reach", lang, params, run)


def run(roads: str, *, links_for: str | None, out: str | None, as_json: str | None, force: bool, **rest: Any) -> None:  # noqa: ANN401  the other options
    """Draw circles, or write links; where the results go is looked at before the work begins."""
    asked = Asked(roads=roads, shapes=out is not None, **rest)
    _fitting(asked, links_for)
    file = place(out, force=force) if out else None
    data = place(as_json, force=force) if as_json and as_json != STDOUT else None
    if links_for:
        text = _links(asked, links_for)
        if file is None:
            click.echo(text.encode(), nl=False)
        else:
            _written(asked, file, text)
        return
    found, currency = _circles(asked)
    from unfence.network.reach.documents import geojson, to_json  # noqa: PLC0415

    if as_json == STDOUT:
        click.echo(to_json(found, unfence.__version__).encode(), nl=False)  # JSON is UTF-8 wherever it goes
    else:
        from unfence.cli.printed.circles import print_circles  # noqa: PLC0415  help must not wait for it

        print_circles(found, asked.lang, currency)
    if data:
        _written(asked, data, to_json(found, unfence.__version__))
    if file:
        _written(asked, file, geojson(found, unfence.__version__))


def _fitting(asked: Asked, links_for: str | None) -> None:
    """Refuse options that contradict each other."""
    pairs = [
        ("--fence-minutes", asked.fence_minutes is not None, "--book", asked.book is not None),
        ("--links-for", links_for is not None, "--book", asked.book is not None),
        ("--links-for", links_for is not None, "--from", bool(asked.starts or asked.from_csv)),
        ("--mode", bool(asked.mode), "--vehicle", asked.vehicle is not None),
    ]
    for first, one, second, other in pairs:
        if one and other:
            raise click.UsageError(say("command.reach.either", asked.lang, first=first, second=second))
    if asked.mode and not (asked.book or links_for):
        raise click.UsageError(say("command.reach.mode_of_book", asked.lang))


def _circles(asked: Asked) -> "tuple[Circles, str]":
    """The circles, and the currency of freight."""
    from unfence.cli.progress import shown  # noqa: PLC0415
    from unfence.network.reach import border_fences, cases_of, circles_on  # noqa: PLC0415
    from unfence.studies.circles import circles  # noqa: PLC0415

    here = _on_roads(asked) if asked.book else None
    question = _question(asked, here)
    roads = _roads(asked, asked.vehicle or (here.vehicle if here else "car"))
    ground = here.on(roads) if here else _ground(asked, roads)
    _doubts(asked, ground)
    with shown(asked.lang) as progress:
        if here:
            found = circles(roads, here, question, told=lambda done, whole: progress("circles", done, whole))
        else:
            fences = border_fences(ground.roads, asked.fence_minutes) if asked.fence_minutes else ()
            cases = cases_of(fences, ground.roads.links)
            found = circles_on(ground, question, cases, told=lambda done, whole: progress("circles", done, whole))
    for what, lost in (("zones", found.lost_zones), ("sites", found.lost_sites)):
        if lost:
            asked.tell(f"lost_{what}", count=len(lost), ids=list(lost[:FEW]), most=f"{asked.snap:g}")
    return found, here.book.settings.currency if here else ""


def _links(asked: Asked, book: str) -> str:
    """The table ``links`` between a book's sites."""
    from unfence.network.reach import ReachError  # noqa: PLC0415
    from unfence.studies.circles import BookOnRoads  # noqa: PLC0415
    from unfence.studies.road_links import road_links  # noqa: PLC0415

    held = _opened(asked, book)
    if len(asked.mode) != 1:
        raise ReachError("mode_needed", known=held["modes"]["id"].to_list())
    here = BookOnRoads(held, asked.mode)
    roads = _roads(asked, here.vehicle)
    found = road_links(roads, here.sites, asked.roads, asked.snap * KM)
    if found.lost:
        asked.tell("lost_sites", count=len(found.lost), ids=list(found.lost[:FEW]), most=f"{asked.snap:g}")
    asked.tell("linked", count=len(found.rows))
    return found.to_csv(asked.mode[0], asked.roads)


def _on_roads(asked: Asked) -> "BookOnRoads":
    from unfence.network.roads import read_borders  # noqa: PLC0415
    from unfence.studies.circles import BookOnRoads  # noqa: PLC0415

    areas = read_borders(asked.borders) if asked.borders else None
    return BookOnRoads(_opened(asked, asked.book or ""), asked.mode, asked.snap * KM, _planned(asked), areas)


def _opened(asked: Asked, path: str) -> "Book":
    from unfence.cli.study import opened  # noqa: PLC0415

    return opened(path, asked.lang)


def _question(asked: Asked, here: "BookOnRoads | None") -> "Question":
    """What is asked, of which places."""
    from unfence.network.reach import Places, Question, ReachError, Zones, read_starts, read_zones  # noqa: PLC0415

    if asked.from_csv:
        starts = read_starts(asked.from_csv)
    elif asked.starts:
        starts = Places.of([_start(text, here) for text in asked.starts])
    elif here and len(here.parks):
        starts = here.parks
    else:
        raise ReachError("no_starts")
    zones = read_zones(asked.zones, here.sites if here else None) if asked.zones else Zones.none()
    return Question(starts, asked.minutes, zones, within=asked.snap * KM, near=asked.near, shapes=asked.shapes)


def _start(text: str, here: "BookOnRoads | None") -> Any:  # noqa: ANN401  (label, lon, lat)
    """A start as it is written: LON,LAT or the id of a site."""
    from unfence.network.reach import Label, ReachError, degrees  # noqa: PLC0415

    written = text.strip().replace("，", ",")
    if here and written in here.sites.ids():
        row = here.sites.ids().index(written)
        return here.sites.labels[row], here.sites.lon[row], here.sites.lat[row]
    parts = written.split(",")
    place_ = [degrees(part, axis) for part, axis in zip(parts, ("lon", "lat"), strict=False)]
    if len(parts) != len(("lon", "lat")) or None in place_:
        raise ReachError("start", seen=text)
    return Label(written), *place_


def _roads(asked: Asked, vehicle: str) -> "Roads":
    from unfence.network.reach import SPACING, detailed  # noqa: PLC0415
    from unfence.network.roads import read_roads  # noqa: PLC0415

    asked.tell("reading", path=asked.roads)
    roads = detailed(read_roads(asked.roads, vehicle=vehicle, spacing=SPACING))
    asked.tell("read", nodes=roads.nodes, edges=roads.edges)
    return roads


def _ground(asked: Asked, roads: "Roads") -> "Ground":
    """The ground without a book: borders, if any, and planned links."""
    from unfence.network.reach import Ground, ReachError, bordered  # noqa: PLC0415
    from unfence.network.roads import read_borders, with_planned  # noqa: PLC0415

    borders = read_borders(asked.borders) if asked.borders else None
    if asked.fence_minutes and borders is None:
        raise ReachError("no_borders")
    roads = bordered(roads, borders) if borders else roads
    if borders and not len(roads.crossings):
        raise ReachError("nothing_crosses", path=asked.roads, borders=asked.borders)
    return Ground(with_planned(roads, _planned(asked), asked.snap * KM), borders)


def _planned(asked: Asked) -> "tuple[PlannedLink, ...]":
    from unfence.network.roads import read_planned  # noqa: PLC0415

    return read_planned(asked.add) if asked.add else ()


def _doubts(asked: Asked, ground: "Ground") -> None:
    """What a person should know of the roads before the answer."""
    if ground.borders:
        asked.tell("crossings", count=len(ground.roads.crossings))
    if ground.cut_off > PIECES:
        asked.tell("pieces", path=asked.roads, share=percent(ground.cut_off, asked.lang))


def _written(asked: Asked, file: "Path", text: str) -> None:
    put(file, text)
    asked.tell("written", path=str(file))


def _bounds(lang: Lang) -> Check:
    """A check for several numbers above 0, joined by commas."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> tuple[float, ...]:
        one = number(lang, 0)
        bounds = {one(ctx, param, part.strip()) for part in value.replace("，", ",").split(",")}
        if min(bounds) <= 0:
            raise click.BadParameter(say("command.wrong.any", lang, value=value, least="1"), ctx, param)
        return tuple(sorted(bounds))

    return check


def _if_given(check: Check) -> Check:
    """A check for an option that need not be there."""
    return lambda ctx, param, value: None if value is None else check(ctx, param, value)
