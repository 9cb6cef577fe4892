"""Matches: who could supply whom across the border, what that saves, what stands in the way; and cheaper dumps."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Table, long
from unfence.report.facts import Facts
from unfence.report.sections.prices import in_its_unit

_SHOWN = 12
"""Matches that are listed, largest saving first."""
_SAVING = ("ready", "fenced", "unlinked")
_ROWS = ("matches", "rows")


def blocks(facts: Facts) -> Iterator[Block]:
    """A heading, the matches that would save something, the dumps that are only cheaper."""
    found = facts.at(*_ROWS)
    saving = [k for k, match in enumerate(found) if match["verdict"] in _SAVING]
    yield Heading(facts.word("heading.matches"))
    if saving:
        yield _table(facts, saving)
    elif found:
        yield Paragraph(facts.text("matches.none", count=len(found)))
    else:
        yield Paragraph(facts.text("matches.nobody"))
    already = sum(match["verdict"] == "matched" for match in found)
    if already:
        yield Paragraph(facts.text("matches.already", count=already))
    names = Names(facts.book, facts.lang)
    yield from (Paragraph(_dump(facts, k, names)) for k in range(len(facts.at("matches", "dumps"))))


def _table(facts: Facts, saving: list[int]) -> Table:
    columns = [
        Column(facts.word("matches.buyer")),
        Column(facts.word("column.commodity")),
        Column(facts.word("matches.now")),
        Column(facts.word("matches.instead")),
        Column(facts.word("matches.saves"), "amount"),
        Column(facts.word("matches.covers"), "amount"),
        Column(facts.word("matches.in_the_way")),
    ]
    names = Names(facts.book, facts.lang)
    rows = [Row(_cells(facts, k, names)) for k in saving[:_SHOWN]]
    note = facts.text("matches.rank")
    if len(saving) > _SHOWN:
        note += facts.text("chain.more", count=len(saving) - _SHOWN)
    return Table(facts.text("matches.caption", currency=facts.word_of_currency), columns, rows, note=note)


def _cells(facts: Facts, k: int, names: Names) -> list[object]:
    match = facts.at(*_ROWS, k)
    ready = match["verdict"] == "ready"
    offer = match["best" if ready else "open"]
    return [
        long(names.seller(match["buyer"])),
        in_its_unit(facts, match["commodity"]),
        long(names.seller(match["now"]["seller"])),
        long(names.seller(offer["seller"])),
        facts.figure(*_ROWS, k, "saving" if ready else "open_saving"),
        facts.figure(*_ROWS, k, "could_cover"),
        _hurdles(facts, k, match["in_the_way"], names),
    ]


def _hurdles(facts: Facts, k: int, hurdles: list[Mapping[str, Any]], names: Names) -> Markup:
    """What stands in the way, with what it puts on a unit."""
    said = []
    for h, hurdle in enumerate(hurdles):
        kind = hurdle["kind"]
        name = names.of(f"{kind}s" if kind in ("link", "terminal") else "fences", hurdle["id"])
        cost = facts.maybe(*_ROWS, k, "in_the_way", h, "cost")
        if cost is None:
            said.append(facts.text(f"matches.hurdle_{kind}", name=name))
        else:
            said.append(facts.text("matches.hurdle_cost", name=name, cost=facts.money(cost)))
    text = facts.text("answer.semicolon").join(said) if said else facts.text("matches.nothing")
    return long(text)


def _dump(facts: Facts, k: int, names: Names) -> Markup:
    """That a dump across the border is cheaper, and that this is no match."""
    dump = facts.at("matches", "dumps", k)
    return facts.text(
        "matches.dump",
        plant=names.seller(dump["plant"]),
        commodity=facts.name("commodities", dump["commodity"]),
        dump=names.seller(dump["dump"]),
        unit=facts.unit_name(facts.unit[dump["commodity"]]),
        **{end: facts.money(facts.figure("matches", "dumps", k, end)) for end in ("here", "there")},
    )
