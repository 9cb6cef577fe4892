"""Terms on which all could sign the fair split: each kind of tax sharing, fitted."""

from collections.abc import Iterator

from markupsafe import Markup

from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Table
from unfence.report.facts import Facts
from unfence.report.figures import Figure


def blocks(facts: Facts) -> Iterator[Block]:
    """A heading, the taxes today and in best, the terms; nothing where nobody has to pay anything."""
    agreed = facts.at("agreement")
    if agreed is None or all(abs(t) <= facts.near for t in agreed["transfers"]):
        return
    yield Heading(facts.word("heading.agreement"))
    taxes = {when: _each(facts, [facts.money(t) for t in _figures(facts, f"tax_{state}")]) for when, state in _WHEN}
    yield Paragraph(facts.text("agreement.tax", **taxes))
    columns = [
        Column(facts.word("sharing.rule")),
        Column(facts.word("column.terms")),
        Column(facts.word("column.signable")),
        Column(facts.word("column.off"), "money"),
        Column(facts.word("column.equal_off"), "money"),
    ]
    rows = [
        Row(
            [
                facts.word(f"agreement.{rule['kind']}"),
                _terms(facts, k, rule["kind"]),
                facts.word("agreement.yes" if rule["signable"] else "agreement.no"),
                facts.figure("agreement", "rules", k, "apart"),
                facts.maybe("agreement", "rules", k, "equal_apart"),
            ]
        )
        for k, rule in enumerate(agreed["rules"])
    ]
    caption = facts.text("sharing.terms", rule=facts.word(f"rule.{agreed['split']}"))
    yield Table(caption, columns, rows, note=facts.text("agreement.note"))
    yield Paragraph(facts.text("agreement.stale"))


_WHEN = (("before", "today"), ("after", "best"))


def _figures(facts: Facts, *steps: str | int) -> list[Figure]:
    return [facts.figure("agreement", *steps, k) for k in range(len(facts.at("agreement", *steps)))]


def _each(facts: Facts, texts: list[Markup]) -> list[Markup]:
    """A text for each player, with his name."""
    return [
        facts.text("agreement.of", player=facts.name("jurisdictions", player), amount=text)
        for player, text in zip(facts.players, texts, strict=True)
    ]


def _terms(facts: Facts, k: int, kind: str) -> Markup:
    """The terms in words: shares by player, one rate, or sums by player."""
    terms = _figures(facts, "rules", k, "terms")
    if not terms:
        return facts.text("agreement.none")
    if len(terms) < len(facts.players):
        return facts.percent(terms[0])
    texts = [facts.money(term, signed=True) if kind == "sum" else facts.percent(term) for term in terms]
    return facts.text("answer.semicolon").join(_each(facts, texts))
