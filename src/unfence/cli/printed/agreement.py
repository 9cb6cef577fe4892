"""The terms on which the fair split could be signed, kind of rule by kind of rule."""

from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper, Unit

if TYPE_CHECKING:
    from unfence.gains.agreement import Agreement, Terms


def agreement(paper: Paper) -> None:
    """Each kind of tax sharing, fitted; nothing where nobody shares or nothing is to be paid."""
    agreed = paper.study.agreement
    if agreed is None or not any(paper.calm(t) for t in agreed.transfers):
        return
    unit = paper.unit([*agreed.transfers, *(terms.apart for terms in agreed.rules)])
    paper.heading("agreement", unit)
    taxes = {"before": _each(paper, agreed.tax_today), "after": _each(paper, agreed.tax_best)}
    paper.line("agreement.tax", **taxes)
    rows = [
        [
            paper.say(f"agreement.{terms.kind}"),
            _terms(paper, agreed, terms, unit),
            paper.say(f"agreement.{'yes' if terms.signable else 'no'}"),
            unit.text(paper.calm(terms.apart)),
            unit.text(None if terms.equal_apart is None else paper.calm(terms.equal_apart)),
        ]
        for terms in agreed.rules
    ]
    paper.table(paper.columns("rule", "terms", "signable", "off", "equal_off"), rows, texts=(0, 1, 2))
    paper.line("agreement.note")
    paper.line("agreement.stale")


def _each(paper: Paper, sums: tuple[float, ...]) -> list[str]:
    """A sum of money for each player, in words."""
    names = paper.called("jurisdictions", paper.study.sharing.players)
    return [
        paper.say("agreement.of", player=name, amount=paper.money(much)) for name, much in zip(names, sums, strict=True)
    ]


def _terms(paper: Paper, agreed: "Agreement", terms: "Terms", unit: Unit) -> str:
    """The terms in words: shares by player, one rate, or sums by player."""
    if not terms.terms:
        return paper.say("agreement.none")
    if len(terms.terms) < len(agreed.transfers):
        return paper.percent(terms.terms[0])
    names = paper.called("jurisdictions", paper.study.sharing.players)
    texts = [unit.text(paper.calm(t)) if terms.kind == "sum" else paper.percent(t) for t in terms.terms]
    each = [paper.say("agreement.of", player=name, amount=text) for name, text in zip(names, texts, strict=True)]
    return ("；" if paper.lang == "zh" else "; ").join(each)
