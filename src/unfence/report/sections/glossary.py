"""Terms: what the words of the page mean, in plain words."""

from collections.abc import Iterator

from unfence.report.blocks import Block, Column, Paragraph, Row, Section, Table
from unfence.report.facts import Facts
from unfence.words import say

_ALWAYS = ("book", "fence", "measure", "player", "outside", "welfare", "today", "open", "best", "gain")
_BILLS = ("alone", "last", "fair_share")
_PLANS = ("capex", "yearly_cost", "in_best", "share_of_gain", "delay_month", "decides")
_SHARES = ("prices_alone", "core")


def section(facts: Facts) -> Section:
    """The section."""
    return Section("glossary", facts.word("terms.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("terms.about"))
    columns = [Column(facts.word("terms.term")), Column(facts.word("terms.meaning"))]
    rows = [Row([say(term, facts.lang), facts.text(f"terms.means.{term}")]) for term in terms(facts)]
    yield Table(facts.word("terms.caption"), columns, rows)


def terms(facts: Facts) -> tuple[str, ...]:
    """The keys of the glossary that this page uses, in the order of the page."""
    found = [*_ALWAYS]
    found += _BILLS if facts.at("fences") or facts.at("measures") else ()
    found += _PLANS if facts.at("measures") else ()
    found += ["assumed"]
    found += _SHARES if len(facts.players) > 1 else ()
    return tuple(found)
