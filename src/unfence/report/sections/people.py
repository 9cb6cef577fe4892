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
    way = facts.text("way", start=facts.name("sites", trip["from"]), end=facts.name("sites", trip["to"]))
    return [way, _modes(facts, k), *(_cost(facts, k, state) for state in STATES)]


def _cost(facts: Facts, k: int, state: str) -> object:
    """What a trip costs in a state, or why it is not made."""
    cost = facts.maybe("trips", k, state, "cost")
    if cost is None:
        return facts.word("people.no_way")
    return cost if facts.at("trips", k, state, "made") else facts.word("people.home")


def _modes(facts: Facts, k: int) -> str | None:
    """The modes of the cheapest way, state by state where they differ; None where there is no way at all."""
    comma = "、" if facts.lang == "zh" else ", "
    mode_of = dict(zip(facts.book["links"]["id"], facts.book["links"]["mode"], strict=True))
    taken = {}
    for state in STATES:
        modes = dict.fromkeys(mode_of[link] for link in facts.at("trips", k, state, "links"))
        if modes:
            taken[state] = comma.join(facts.name("modes", mode) for mode in modes)
    if len(set(taken.values())) <= 1:
        return next(iter(taken.values()), None)
    semicolon = facts.word("answer.semicolon")
    return semicolon.join(
        facts.text("people.mode_in", state=facts.word(state), modes=modes) for state, modes in taken.items()
    )
