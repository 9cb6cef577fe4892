"""Prices: the same commodity at the players' sites, in each state."""

from collections import defaultdict
from collections.abc import Iterator

from markupsafe import Markup

from unfence.report.blocks import Block, Column, Paragraph, Row, Section, Table
from unfence.report.facts import STATES, Facts
from unfence.report.tables import folded


def section(facts: Facts) -> Section:
    """The section."""
    return Section("prices", facts.word("prices.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("prices.about"))
    shared, single = _entries(facts)
    if not shared:
        yield Paragraph(facts.text("prices.none_shared"), "notice")
    listed = shared or single
    if not listed:
        return
    columns = [
        Column(facts.word("prices.commodity")),
        Column(facts.word("prices.site")),
        Column(facts.word("prices.side")),
        *(Column(facts.word(state), "amount") for state in STATES),
    ]
    rows = [
        Row(
            [
                in_its_unit(facts, commodity),
                facts.name("sites", site),
                facts.name("jurisdictions", facts.home[site]),
                *(facts.span("prices", k, state) for state in STATES),
            ]
        )
        for k, commodity, site in listed
    ]
    note = facts.text("prices.note", count=len(single)) if shared and single else facts.text("prices.note_all")
    whole = Table(facts.text("prices.caption", currency=facts.word_of_currency), columns, rows, note=note)
    yield folded(whole, facts.lang)


def in_its_unit(facts: Facts, commodity: str) -> Markup:
    """A commodity's name with the unit that it is counted in."""
    unit = facts.unit_name(facts.unit[commodity])
    return facts.text("prices.unit", name=facts.name("commodities", commodity), unit=unit)


Entry = tuple[int, str, str]
"""Where in the JSON, commodity, site."""


def _entries(facts: Facts) -> tuple[list[Entry], list[Entry]]:
    """The players' prices: of commodities that two players or more have a price for, and of all others."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for k, price in enumerate(facts.at("prices")):
        if facts.home[price["site"]] in facts.players:
            found[price["commodity"]].append((k, price["commodity"], price["site"]))
    shared: list[Entry] = []
    single: list[Entry] = []
    for entries in found.values():
        both = len({facts.home[site] for _, _, site in entries}) > 1
        (shared if both else single).extend(sorted(entries, key=lambda e: (facts.home[e[2]], e[0])))
    return shared, single
