"""The one plan map (规划同图): both sides' sites, links, fences and flows, in each state.

Where the players' sites fill only a small part of the whole area, the map shows the players' part, with the names of
places beyond it at its edge, and a second map shows the whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from unfence.report.blocks import Block, Choice, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.drawing import HEIGHT, MAP_WIDTH, MARGIN, Drawing
from unfence.report.facts import STATES, Facts
from unfence.report.figures import Figure
from unfence.report.frame import Frame, Point, extent, frame_of
from unfence.report.network_map import Network
from unfence.report.pictures import svg

Amounts = dict[str, Figure]
"""A quantity by state."""

_FAR = 6.0
"""The whole area is this many times wider than the players' part: then it gets a map of its own."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("map", facts.word("map.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    places = Places(facts)
    network = Network(facts)
    if len(places.all) < 2:  # noqa: PLR2004  one place is no map
        yield Paragraph(facts.text("map.none"), "notice")
    else:
        yield Paragraph(facts.text("map.about"))
        yield Choice("map", facts.word("map.question"), [_state(facts, places, network, s) for s in STATES])
        if places.apart:
            yield _whole(facts, places, network)
    yield from _crossing(facts, network)


def _whole(facts: Facts, places: "Places", network: Network) -> Picture:
    chart = Drawing(facts, network, places.all, places.whole, window=places.near).chart()
    return Picture(svg(chart, "whole", facts.word("map.whole_picture")), facts.text("map.whole_caption"), wide=True)


def _state(facts: Facts, places: "Places", network: Network, state: str) -> tuple[str, Picture]:
    chart = Drawing(facts, network, places.all, places.near, state).chart()
    described = facts.word("map.picture").format(state=facts.word(state))
    return facts.word(state), Picture(
        svg(chart, f"map-{state}", described), facts.text(f"map.caption_{state}"), wide=True
    )


@dataclass(frozen=True, eq=False)
class Places:
    """Where the book's sites lie, and the frames that show them."""

    facts: Facts

    @cached_property
    def all(self) -> Mapping[str, Point]:
        """Longitude and latitude of each site that has them."""
        sites = self.facts.book["sites"].drop_nulls(["lon", "lat"])
        return {s: (lon, lat) for s, lon, lat in zip(sites["id"], sites["lon"], sites["lat"], strict=True)}

    @cached_property
    def _players(self) -> list[Point]:
        return [point for site, point in self.all.items() if self.facts.home[site] in self.facts.players]

    @property
    def apart(self) -> bool:
        """Whether the players' part is too small to be seen on a map of the whole."""
        few = len(set(self._players)) < 2  # noqa: PLR2004  one place has no extent
        return not few and extent(self.all.values()) > _FAR * extent(self._players)

    @property
    def whole(self) -> Frame:
        """The frame of all sites."""
        return frame_of(self.all.values(), MAP_WIDTH, HEIGHT * (0.7 if self.apart else 1), MARGIN)

    @property
    def near(self) -> Frame:
        """The frame of the players' part, or of all sites where that does not hide it."""
        return frame_of(self._players, MAP_WIDTH, HEIGHT, MARGIN) if self.apart else self.whole


def _crossing(facts: Facts, network: Network) -> Iterator[Block]:
    """What crosses a fence of today, link by link, in each state."""
    fenced = network.fenced("today")
    found: dict[tuple[str, str, str, str], Amounts] = {}
    for k, flow in enumerate(facts.at("flows")):
        if tuple(sorted((flow["from"], flow["to"]))) in fenced:
            key = flow["link"], flow["from"], flow["to"], flow["commodity"]
            found.setdefault(key, {})[flow["state"]] = facts.figure("flows", k, "quantity")
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
                facts.text("prices.unit", name=facts.name("commodities", commodity), unit=facts.unit[commodity]),
                *(amounts.get(state) for state in STATES),
            ]
        )
        for (link, start, end, commodity), amounts in found.items()
    ]
    yield Table(facts.word("map.crossing_caption"), columns, rows, note=facts.text("map.crossing_note"))
