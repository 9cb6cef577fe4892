"""Sharing: how each rule divides what the players gain together, and who would pay whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.sections import terms

_LISTED = 4
"""Up to this many players every coalition is listed; above it, each player alone and all together."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("sharing", facts.word("sharing.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not facts.players:
        yield Paragraph(facts.text("answer.no_player"))
        return
    outside = facts.figure("sharing", "outside_change")
    pot = facts.figure("sharing", "worth", len(facts.at("sharing", "worth")) - 1)
    yield Paragraph(facts.text("sharing.about", pot=facts.money(pot), outside=facts.money(outside, signed=True)))
    if not facts.at("sharing", "superadditive"):
        yield Paragraph(facts.text("sharing.not_superadditive"), "notice")
    if facts.at("sharing", "core", "empty"):
        yield Paragraph(facts.text("sharing.core_empty"), "notice")
    yield _by_player(facts, "solutions")
    yield _by_player(facts, "transfers")
    yield Heading(facts.word("sharing.standing"))
    yield _standing(facts)
    yield _coalitions(facts)
    yield from terms.blocks(facts)


def _by_player(facts: Facts, what: str) -> Table:
    """Shares, or transfers, with a row for each rule."""
    columns = [
        Column(facts.word("sharing.rule")),
        *(Column(facts.name("jurisdictions", p), "money", signed=what == "transfers") for p in facts.players),
    ]
    rows = [
        Row([facts.word(f"rule.{rule}"), *(facts.figure("sharing", what, rule, k) for k in range(len(facts.players)))])
        for rule in facts.at("sharing", what)
    ]
    if what == "solutions":
        own = [facts.figure("sharing", "own_change", k) for k in range(len(facts.players))]
        rows.append(Row([facts.word("sharing.own_change"), *own], total=True))
    return Table(facts.word(f"sharing.{what}"), columns, rows, note=_note(facts, what))


def _note(facts: Facts, what: str) -> Markup:
    """What the table means: with the shares what each rule is, with the transfers how far incomes are known."""
    middle = facts.word("answer.middle") if facts.unsettled else ""
    semicolon = facts.text("answer.semicolon")
    meanings = [
        facts.text("rule_means.meaning", rule=facts.word(f"rule.{rule}"), meaning=facts.word(f"rule_means.{rule}"))
        for rule in facts.at("sharing", what)
    ]
    if not meanings:
        return Markup()
    return facts.text(f"sharing.{what}_note", meanings=semicolon.join(meanings), middle=middle)


def _standing(facts: Facts) -> Table:
    """How each rule stands against what coalitions could have on their own."""
    columns = [
        Column(facts.word("sharing.rule")),
        Column(facts.word("sharing.in_core")),
        Column(facts.word("sharing.complaint"), "money"),
        Column(facts.word("sharing.complainant")),
        Column(facts.word("sharing.worse_off")),
    ]
    rows = []
    for rule, split in facts.at("sharing", "core", "solutions").items():
        cells: list[Any] = [facts.word(f"rule.{rule}"), facts.word("yes" if split["in_core"] else "no")]
        cells.append(facts.figure("sharing", "core", "solutions", rule, "complaint").opposite)
        cells += [_members(facts, split[word]) for word in ("complainant", "worse_off")]
        rows.append(Row(cells))
    return Table(facts.word("sharing.standing_caption"), columns, rows, note=facts.text("sharing.standing_note"))


def _coalitions(facts: Facts) -> Table:
    count = len(facts.players)
    masks: Sequence[int] = range(1, 1 << count)
    if count > _LISTED:
        masks = [*(1 << k for k in range(count)), (1 << count) - 1]
    rows = [
        Row(
            [
                _members(facts, [p for k, p in enumerate(facts.players) if mask >> k & 1]),
                facts.figure("sharing", "worth", mask),
            ]
        )
        for mask in masks
    ]
    columns = [Column(facts.word("sharing.coalition")), Column(facts.word("sharing.worth"), "money")]
    return Table(facts.word("sharing.coalitions_caption"), columns, rows, note=facts.text("sharing.worth_note"))


def _members(facts: Facts, ids: list[str]) -> str:
    return " + ".join(facts.name("jurisdictions", p) for p in ids) or facts.word("nobody")
