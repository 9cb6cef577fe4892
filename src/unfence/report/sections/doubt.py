"""Doubt: how much of the answer rests on assumptions, and where the book's rows come from."""

from collections.abc import Iterator

from unfence.report.blocks import Block, Column, Paragraph, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import total

_ORDER = ("seed", "published", "derived", "assumed")


def section(facts: Facts) -> Section:
    """The section."""
    return Section("doubt", facts.word("doubt.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("doubt.about"))
    shares = [
        Row([facts.word(f"doubt.{word}"), facts.maybe("provenance", "assumed_share", word)])
        for word in ("today", "open", "gain")
    ]
    heads = [Column(facts.word("doubt.result")), Column(facts.word("assumed"), "share")]
    yield Table(facts.word("doubt.shares_caption"), heads, shares)

    known = facts.at("provenance", "rows")
    rows = [
        Row([facts.word(f"confidence.{kind}"), facts.figure("provenance", "rows", kind)])
        for kind in _ORDER
        if kind in known
    ]
    every = total(facts.figure("provenance", "rows", kind) for kind in known)
    rows.append(Row([facts.word("doubt.all_rows"), every], total=True))
    heads = [Column(facts.word("doubt.confidence")), Column(facts.word("doubt.rows"), "count")]
    yield Table(facts.word("doubt.rows_caption"), heads, rows)
    yield Paragraph(
        facts.text(
            "doubt.cells",
            empty=facts.units(facts.figure("provenance", "empty_cells")),
            unknown=facts.units(facts.figure("provenance", "unknown_cells")),
        )
    )
    yield Paragraph(
        facts.text(
            "doubt.method",
            unfence=facts.at("unfence"),
            year=str(facts.book.settings.year),
            rate=facts.percent(facts.figure("book", "discount_rate")),
        )
    )
