"""The one plan map (规划同图): both sides' sites, links, fences and flows, in each state.

Where the players' sites fill only a small part of the whole area, the map shows the players' part, with the names of
places beyond it at its edge, and a second map shows the whole. A few sites of theirs that lie far off the others do not
shrink it either.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from unfence.network.crossings import PEOPLE
from unfence.report.bearing import Bearing
from unfence.report.blocks import Block, Choice, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.drawing import NETWORK, PAGE, PHONE, Drawing
from unfence.report.facts import STATES, Facts
from unfence.report.figures import Figure
from unfence.report.frame import Format, Frame, Point, core, extent, frame_of
from unfence.report.lettering import Lettering
from unfence.report.network_map import Network
from unfence.report.pictures import Drawn, svg
from unfence.report.sheet import Sheet
from unfence.report.tables import folded

Amounts = dict[str, Figure]
"""A quantity by state."""

_FAR = 6.0
"""The whole area is this many times wider than the players' part: then it gets a map of its own."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("map", facts.word("map.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    page, phone = Places(facts, PAGE), Places(facts, PHONE)
    if len(page.all) < 2:  # noqa: PLR2004  one place is no map
        yield Paragraph(facts.text("map.none"), "notice")
    else:
        yield Paragraph(facts.text("map.about"))
        network = Network(facts)
        sheets = [Sheet(facts, network, places.all, places.near) for places in (page, phone)]
        lettered = [(sheet, Lettering(sheet)) for sheet in sheets]
        yield Choice("map", facts.word("map.question"), [_view(facts, lettered, view) for view in (*STATES, NETWORK)])
        if page.apart:
            sheets = [Sheet(facts, network, places.all, places.whole, places.near) for places in (page, phone)]
            charts = [Drawing(sheet, Lettering(sheet)).chart() for sheet in sheets]
            yield _pictured(charts, "whole", facts.word("map.whole_picture"), facts.text("map.whole_caption"))
    yield from _crossing(facts)


def _view(facts: Facts, lettered: Sequence[tuple[Sheet, Lettering]], view: str) -> tuple[str, Picture]:
    charts = [Drawing(sheet, lettering, view).chart() for sheet, lettering in lettered]
    if view == NETWORK:
        return facts.word("map.network"), _pictured(
            charts, "map-network", facts.word("map.network_picture"), facts.text("map.caption_network")
        )
    described = facts.word("map.picture").format(state=facts.word(view))
    return facts.word(view), _pictured(charts, f"map-{view}", described, facts.text(f"map.caption_{view}"))


def _pictured(charts: Sequence[Drawn], name: str, described: str, caption: str) -> Picture:
    """A map for the page, and the same for a telephone."""
    page, phone = charts
    return Picture(svg(page, name, described), caption, narrow=svg(phone, f"{name}-narrow", described))


@dataclass(frozen=True, eq=False)
class Places:
    """Where the book's sites lie, and the frames that show them."""

    facts: Facts
    paper: Format

    @cached_property
    def all(self) -> Mapping[str, Point]:
        """Longitude and latitude of each site that has them."""
        sites = self.facts.book["sites"].drop_nulls(["lon", "lat"])
        return {s: (lon, lat) for s, lon, lat in zip(sites["id"], sites["lon"], sites["lat"], strict=True)}

    @cached_property
    def _players(self) -> list[Point]:
        return core([point for site, point in self.all.items() if self.facts.home[site] in self.facts.players])

    @property
    def apart(self) -> bool:
        """Whether the players' part is too small to be seen on a map of the whole."""
        few = len(set(self._players)) < 2  # noqa: PLR2004  one place has no extent
        return not few and extent(self.all.values()) > _FAR * extent(self._players)

    @property
    def whole(self) -> Frame:
        """The frame of all sites."""
        lower = replace(self.paper, most=max(self.paper.least, 0.7 * self.paper.most))
        return frame_of(self.all.values(), lower if self.apart else self.paper)

    @property
    def near(self) -> Frame:
        """The frame of the players' part, or of all sites where that does not hide it."""
        return frame_of(self._players, self.paper) if self.apart else self.whole


def _crossing(facts: Facts) -> Iterator[Block]:
    """What moves through a fence of today, link by link, in each state: goods, then people."""
    bearing = Bearing(facts)
    found: dict[tuple[str, str, str, str], Amounts] = {}
    for state in STATES:
        for move in bearing.crossing(state):
            amounts = found.setdefault((move.link, move.start, move.end, move.what), {})
            amounts[state] = amounts[state] + move.quantity if state in amounts else move.quantity
    yield Heading(facts.word("map.crossing"))
    if not found:
        yield Paragraph(facts.text("map.nothing_crosses"))
        return
    modes = dict(zip(facts.book["links"]["id"], facts.book["links"]["mode"], strict=True))
    columns = [
        Column(facts.word("map.way")),
        Column(facts.word("map.mode")),
        Column(facts.word("map.commodity")),
        *(Column(facts.word(state), "amount") for state in STATES),
    ]
    rows = [
        Row(
            [
                facts.text("way", start=facts.name("sites", start), end=facts.name("sites", end)),
                facts.name("modes", modes[link]),
                _called(facts, what),
                *(amounts.get(state) for state in STATES),
            ]
        )
        for (link, start, end, what), amounts in sorted(found.items(), key=lambda item: item[0][3] == PEOPLE)
    ]
    table = Table(facts.word("map.crossing_caption"), columns, rows, note=facts.text("map.crossing_note"))
    yield folded(table, facts.lang)


def _called(facts: Facts, what: str) -> str:
    """A commodity, or people, with its unit."""
    if what == PEOPLE:
        return facts.text("prices.unit", name=facts.word("commodity_kind.people"), unit=facts.word("map.trips"))
    return facts.text("prices.unit", name=facts.name("commodities", what), unit=facts.unit[what])
