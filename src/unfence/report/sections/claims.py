"""Claims: savings that somebody stated, beside what the book's own figures give."""

from collections.abc import Iterator

from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Table, long
from unfence.report.facts import Facts


def blocks(facts: Facts) -> Iterator[Block]:
    """A heading and every claim."""
    found = facts.at("claims")
    yield Heading(facts.word("heading.claims"))
    if not found:
        yield Paragraph(facts.text("claims.none"))
        return
    columns = [
        Column(facts.word("claims.about")),
        Column(facts.word("claims.stated"), "money"),
        Column(facts.word("claims.computed"), "money"),
        Column(facts.word("claims.against_cheapest"), "money"),
        Column(facts.word("claims.ruling")),
    ]
    names = Names(facts.book, facts.lang)
    rows = [
        Row(
            [
                _about(facts, k, names),
                facts.figure("claims", k, "stated"),
                facts.maybe("claims", k, "computed"),
                facts.maybe("claims", k, "against_cheapest"),
                _ruling(facts, k),
            ]
        )
        for k in range(len(found))
    ]
    yield Table(facts.word("claims.caption"), columns, rows, note=facts.word("claims.note"))


def _about(facts: Facts, k: int, names: Names) -> Markup:
    """What is bought from whom instead of whom; the claim's own words where that is not known."""
    claim = facts.at("claims", k)
    if not claim["was"] or not claim["now"]:
        return long(facts.text("claims.words", about=claim["about"] or claim["id"]))
    return long(
        facts.text(
            "claims.bought",
            commodity=facts.name("commodities", claim["commodity"]),
            buyer=facts.name("sites", claim["buyer"]),
            quantity=facts.units(
                facts.figure("claims", k, "quantity"), facts.unit_name(facts.unit[claim["commodity"]])
            ),
            was=names.seller(claim["was"]["seller"]),
            now=names.seller(claim["now"]["seller"]),
        )
    )


def _ruling(facts: Facts, k: int) -> Markup:
    """Whether it holds; else by what factor it is off, or why it cannot be checked."""
    claim = facts.at("claims", k)
    factor, implied = facts.maybe("claims", k, "factor"), facts.maybe("claims", k, "implied_quantity")
    if claim["ruling"] == "unknown":
        return long(facts.text("claims.unknown", reason=facts.word(f"claims.reason.{claim['reason']}")))
    if claim["ruling"] == "off" and factor and implied:
        unit = facts.unit_name(facts.unit[claim["commodity"]])
        return long(facts.text("claims.off", factor=facts.units(factor), implied=facts.units(implied, unit)))
    return long(facts.text(f"claims.{claim['ruling']}"))
