"""``unfence reach``: who and what lies within so many minutes by road or by bus, with the fences and without them."""

from typing import TYPE_CHECKING, Any

import click

import unfence
from unfence.cli.outputs import place, put
from unfence.cli.reach_asked import KM, Asked
from unfence.cli.reach_lines import DEPARTURE, Runs, day, time_of_day
from unfence.cli.spoken import Check, Spoken, number, one_of, option
from unfence.words import Lang, say

if TYPE_CHECKING:
    from pathlib import Path

    from unfence.network.reach import Circles, Ground, Times
    from unfence.network.reach.rides import Lines

STDOUT = "-"
FEW = 5
"""Ids that are named; more are counted."""


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
        asked("--gtfs", "FILE", multiple=True),
        asked("--timetable", "FILE", multiple=True),
        asked("--add-lines", "FILE"),
        asked("--date", "DATE", callback=day(lang)),
        asked("--departure", "HH:MM", default=DEPARTURE, callback=time_of_day(lang)),
        asked("--window", "N", default="0", callback=number(lang, 0, "whole")),
        asked("--near", "METRES", default="100", callback=number(lang, 1)),
        asked("--snap", "KM", default="2", callback=number(lang, 0)),
        asked("--links-for", "BOOK"),
        asked("--out", "FILE"),
        asked("--json", "FILE", "as_json"),
        option("reach", "--force", lang, is_flag=True),
    ]
    return Spoken("reach", lang, params, run)


def run(roads: str, *, links_for: str | None, out: str | None, as_json: str | None, force: bool, **rest: Any) -> None:  # noqa: ANN401  the other options
    """Draw circles, or write links; where the results go is looked at before the work begins."""
    runs = Runs(**{name: rest.pop(name) for name in Runs.__dataclass_fields__})
    asked = Asked(roads=roads, shapes=out is not None, runs=runs, **rest)
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

    told = to_json(found, unfence.__version__, asked.runs.told())
    if as_json == STDOUT:
        click.echo(told.encode(), nl=False)  # JSON is UTF-8 wherever it goes
    else:
        from unfence.cli.printed.circles import print_circles  # noqa: PLC0415  help must not wait for it

        print_circles(found, asked.lang, currency)
    if data:
        _written(asked, data, told)
    if file:
        _written(asked, file, geojson(found, unfence.__version__))


def _fitting(asked: Asked, links_for: str | None) -> None:
    """Refuse options that contradict each other, and those that need another one."""
    runs = "--gtfs" if asked.runs.gtfs else "--timetable"
    pairs = [
        ("--fence-minutes", asked.fence_minutes is not None, "--book", asked.book is not None),
        ("--links-for", links_for is not None, "--book", asked.book is not None),
        ("--links-for", links_for is not None, "--from", bool(asked.starts or asked.from_csv)),
        ("--links-for", links_for is not None, runs, asked.runs.asked),
        ("--mode", bool(asked.mode), "--vehicle", asked.vehicle is not None),
        (runs, asked.runs.asked, "--vehicle", asked.vehicle is not None),
    ]
    for first, one, second, other in pairs:
        if one and other:
            raise click.UsageError(say("command.reach.either", asked.lang, first=first, second=second))
    if asked.mode and not (asked.book or links_for):
        raise click.UsageError(say("command.reach.mode_of_book", asked.lang))
    if lonely := asked.runs.lonely:
        raise click.UsageError(say("command.reach.needs_lines", asked.lang, option=lonely))


def _circles(asked: Asked) -> "tuple[Circles, str]":
    """The circles, and the currency of freight."""
    from unfence.cli.progress import shown  # noqa: PLC0415
    from unfence.network.reach import border_fences, cases_of, circles_on  # noqa: PLC0415
    from unfence.studies.circles import circles  # noqa: PLC0415

    lines = asked.runs.lines(asked.tell)
    here = asked.on_roads(lines)
    question = asked.question(here)
    roads = asked.read_roads(asked.vehicle or (here.vehicle if here else "car"))
    ground = here.on(roads) if here else asked.ground(roads)
    asked.doubt(ground)
    with shown(asked.lang) as progress:
        if here:
            found = circles(roads, here, question, told=lambda done, whole: progress("circles", done, whole))
        else:
            fences = border_fences(ground.roads, asked.fence_minutes) if asked.fence_minutes else ()
            cases = cases_of(fences, [*ground.roads.links, *(lines.planned if lines else ())])
            times = _ride(ground, lines) if lines else None
            found = circles_on(ground, question, cases, times, lambda done, whole: progress("circles", done, whole))
    for what, lost in (("zones", found.lost_zones), ("sites", found.lost_sites)):
        if lost:
            asked.tell(f"lost_{what}", count=len(lost), ids=list(lost[:FEW]), most=f"{asked.snap:g}")
    return found, here.book.settings.currency if here else ""


def _ride(ground: "Ground", lines: "Lines") -> "Times":
    from unfence.network.reach.rides import ride  # noqa: PLC0415  the compiler loads only for who goes by bus

    return ride(ground, lines)


def _links(asked: Asked, book: str) -> str:
    """The table ``links`` between a book's sites."""
    from unfence.network.reach import ReachError  # noqa: PLC0415
    from unfence.studies.circles import BookOnRoads  # noqa: PLC0415
    from unfence.studies.road_links import road_links  # noqa: PLC0415

    held = asked.opened(book)
    if len(asked.mode) != 1:
        raise ReachError("mode_needed", known=held["modes"]["id"].to_list())
    here = BookOnRoads(held, asked.mode)
    roads = asked.read_roads(here.vehicle)
    found = road_links(roads, here.sites, asked.roads, asked.snap * KM)
    if found.lost:
        asked.tell("lost_sites", count=len(found.lost), ids=list(found.lost[:FEW]), most=f"{asked.snap:g}")
    asked.tell("linked", count=len(found.rows))
    return found.to_csv(asked.mode[0], asked.roads)


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
