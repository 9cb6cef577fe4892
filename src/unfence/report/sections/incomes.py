"""Incomes: what everybody earns in each state, how far that is certain, and tax, value added and work."""

from collections.abc import Iterator

from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Section, Table
from unfence.report.facts import STATES, Facts


def section(facts: Facts) -> Section:
    """The section."""
    return Section("incomes", facts.word("incomes.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("incomes.about"))
    yield _incomes(facts)
    if facts.players:
        yield Heading(facts.word("incomes.accounts"))
        yield _accounts(facts)
        yield from _labour(facts)


def _incomes(facts: Facts) -> Table:
    columns = [
        Column(facts.word("incomes.who")),
        *(Column(facts.word(state), "money") for state in STATES),
        Column(facts.word("incomes.change"), "money", signed=True),
        Column(facts.word("incomes.range"), "money"),
    ]
    rows = []
    for party in _parties(facts):
        today, _, best = figures = [facts.figure("income", state, party) for state in STATES]
        span = facts.span("income_range", "best", party)
        rows.append(Row([facts.name("jurisdictions", party), *figures, best - today, span]))
    return Table(facts.word("incomes.caption"), columns, rows, note=facts.text("incomes.note"))


def _parties(facts: Facts) -> list[str]:
    """The players, then everybody else who earns something in any state."""
    others = [p for p in facts.at("income", "today") if p not in facts.players]
    earning = [p for p in others if any(abs(facts.at("income", s, p)) > facts.near for s in STATES)]
    return [*facts.players, *earning]


def _accounts(facts: Facts) -> Table:
    words = ("fees", "value_added")
    columns = [
        Column(facts.word("incomes.who")),
        *(Column(_heading(facts, word, state), "money") for word in words for state in ("today", "best")),
        *(Column(_heading(facts, word, "change"), "money", signed=True) for word in words),
    ]
    rows = []
    for player in facts.players:
        at = {
            (w, s): facts.figure("accounts", s, "by_jurisdiction", player, w) for w in words for s in ("today", "best")
        }
        changes = [at[w, "best"] - at[w, "today"] for w in words]
        rows.append(Row([facts.name("jurisdictions", player), *at.values(), *changes]))
    return Table(facts.word("incomes.accounts_caption"), columns, rows, note=facts.text("incomes.accounts_note"))


def _heading(facts: Facts, word: str, when: str) -> str:
    return facts.text("incomes.heading", what=facts.word(f"incomes.{word}"), when=facts.word(when))


def _labour(facts: Facts) -> Iterator[Block]:
    frame = facts.book["commodities"]
    units = sorted(set(frame.filter(frame["kind"] == "labour")["unit"]))
    if not units:
        yield Paragraph(facts.text("incomes.no_labour"))
        return
    columns = [
        Column(facts.word("incomes.who")),
        *(Column(facts.word(state), "count") for state in STATES),
        Column(facts.word("incomes.change"), "count", signed=True),
    ]
    rows = []
    for player in facts.players:
        today, _, best = figures = [
            facts.figure("accounts", state, "by_jurisdiction", player, "labour") for state in STATES
        ]
        rows.append(Row([facts.name("jurisdictions", player), *figures, best - today]))
    yield Table(facts.text("incomes.labour_caption", unit=" + ".join(units)), columns, rows)
