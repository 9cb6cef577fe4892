"""Who earns what in each state, between which bounds, and what each collects in taxes and fees."""

from unfence.cli.printed.paper import Paper, Unit
from unfence.studies import STATES, Study

DIGITS = 5
"""Significant digits of the largest income: what a plan changes is small beside it."""
Ranged = tuple[float, float, float]
"""Income, the least it can be, the most."""


def incomes(paper: Paper) -> None:
    """Incomes by jurisdiction today, open and best; then taxes and fees."""
    earned = {state: _earned(paper.study, state) for state in STATES}
    parties = paper.study.outcomes["today"].incomes.parties
    idle = [p for p in parties if not any(paper.calm(v) for state in STATES for v in earned[state][p])]
    rows = [p for p in parties if p not in idle]
    unit = paper.unit((earned[state][p][0] for state in STATES for p in rows), DIGITS)
    paper.heading("incomes", unit)
    paper.table(
        paper.columns("jurisdiction", *STATES),
        [
            [paper.names["jurisdictions", p], *(_between(paper, unit, earned[state][p]) for state in STATES)]
            for p in rows
        ],
    )
    if any(high - low > paper.small for state in STATES for _, low, high in earned[state].values()):
        paper.line("incomes.ranges")
    if paper.study.payments.any():
        paper.line("incomes.paid")
    if idle:
        paper.line("incomes.nothing", names=paper.called("jurisdictions", idle))
    _fees(paper)


def _earned(study: Study, state: str) -> dict[str, Ranged]:
    """Income of each party; in the best state after what it pays for measures."""
    incomes = study.outcomes[state].incomes
    paid = study.payments.tolist() if state == "best" else [0.0] * len(incomes.parties)
    rows = zip(incomes.parties, incomes.income.tolist(), incomes.low.tolist(), incomes.high.tolist(), paid, strict=True)
    return {party: (income - cost, low - cost, high - cost) for party, income, low, high, cost in rows}


def _between(paper: Paper, unit: Unit, earned: Ranged) -> str:
    """An income, and below it its bounds where they differ."""
    income, low, high = earned
    shown = unit.text(paper.calm(income))
    if high - low <= paper.small:
        return shown
    return f"{shown}\n{unit.text(paper.calm(low))} … {unit.text(paper.calm(high))}"


def _fees(paper: Paper) -> None:
    """Taxes and fees that each receives, where anybody does."""
    fees = {
        state: {party: paper.calm(account["fees"]) for party, account in accounts.items()}
        for state, accounts in ((s, paper.study.outcomes[s].accounts.by_jurisdiction) for s in STATES)
    }
    parties = [p for p in fees["today"] if any(fees[state][p] for state in STATES)]
    if not parties:
        return
    unit = paper.unit(fees[state][p] for state in STATES for p in parties)
    paper.heading("fees", unit)
    paper.table(
        paper.columns("jurisdiction", *STATES),
        [[paper.names["jurisdictions", p], *(unit.text(fees[state][p]) for state in STATES)] for p in parties],
    )
