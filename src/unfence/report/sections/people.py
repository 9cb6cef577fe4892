"""People: who travels, what a trip costs in each state, and who stays at home."""

from collections.abc import Iterator
from typing import Any

from unfence.report.blocks import Block, Column, Paragraph, Row, Section, Table
from unfence.report.facts import STATES, Facts


def section(facts: Facts) -> Section:
    """The section."""
    return Section("people", facts.word("people.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not facts.at("trips"):
        yield Paragraph(facts.text("people.none"))
        return
    stated = facts.book["trips"].rows_by_key("id", named=True, unique=True)
    columns = [
        Column(facts.word("people.way")),
        Column(facts.word("people.mode")),
        *(Column(facts.word(state), "amount") for state in STATES),
    ]
    rows = [Row(_cells(facts, k, stated[trip["id"]])) for k, trip in enumerate(facts.at("trips"))]
    yield Paragraph(facts.text("people.about"))
    yield Table(
        facts.text("people.caption", currency=facts.word_of_currency), columns, rows, note=facts.text("people.note")
    )


def _cells(facts: Facts, k: int, trip: dict[str, Any]) -> list[object]:
    comma = "、" if facts.lang == "zh" else ", "
    way = facts.text("way", start=facts.name("sites", trip["from"]), end=facts.name("sites", trip["to"]))
    modes = comma.join(facts.name("modes", mode) for mode in trip["modes"])
    made = [
        facts.maybe("trips", k, state, "cost") if facts.at("trips", k, state, "made") else facts.word("people.home")
        for state in STATES
    ]
    return [way, modes, *made]
