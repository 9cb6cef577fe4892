"""Method: how the numbers come about, in formulas, and from whom the methods are."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from unfence.report.blocks import Block, Heading, Paragraph, Section
from unfence.report.facts import Facts
from unfence.report.formulas import formula, over, row, sub, sup, total

_FORMULAS: Mapping[str, Markup] = {
    "optimum": formula(
        *("Z", "=", total("i"), sub("p", "i"), sub("q", "i"), "−", total("j"), sub("c", "j"), sub("y", "j")),
        *("−", total("k"), "(", sub("t", "k"), "+", sub("f", "k"), ")", sub("x", "k")),
    ),
    "welfare": formula("W", "=", "Z", "+", "F", "+", "R"),
    "shapley": formula(
        *(sub("φ", "i"), "=", total("S∌i"), over("s!(n−s−1)!", "n!"), "[v(S∪i)−v(S)]"),
    ),
    "plan": formula("G", "=", sub("W", "1"), "−", sub("W", "0"), "−", "K"),
    "cost": formula("K", "=", "C", "·", over("r", row("1−", sup("(1+r)", "−n"))), "+", "O"),
    "sharing": formula(sub("T", "i"), "=", sub("φ", "i"), "−", "Δ", sub("Y", "i")),
    "wedge": formula(
        *(sub("P", "b"), "−", sub("P", "a"), "=", "(", sub("T", "b"), "−", sub("T", "a"), ")", "+", "D", "+", "H")
    ),
    "carbon": formula("g", "=", over("G", row(sub("E", "0"), "−", sub("E", "1")))),
}
"""By step, in the order in which they are told."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("method", facts.word("method.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("method.about"))
    for step, symbols in _FORMULAS.items():
        if _told(facts, step):
            yield Heading(facts.word(f"method.{step}"))
            yield Paragraph(Markup("{}{}").format(symbols, facts.text(f"method.{step}_text")))
    yield Heading(facts.word("method.sources"))
    yield Paragraph(facts.text("method.sources_text"))


def _told(facts: Facts, step: str) -> bool:
    """Whether the book has what a step is about."""
    if step in ("plan", "cost"):
        return bool(facts.at("measures"))
    if step == "sharing":
        return len(facts.players) > 1
    if step == "wedge":
        return bool(facts.at("factors", "wedges"))
    if step == "carbon":
        return any(a["per_tonne"] is not None for a in facts.at("carbon", "abatements"))
    return True
