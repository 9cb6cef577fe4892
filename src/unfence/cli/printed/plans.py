"""Plans for every budget, what the players can decide themselves, and the order over the years."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper

if TYPE_CHECKING:
    from unfence.gains.plans import Plan

MOST = 12
"""Plans that are listed one by one; of more only those on the hull are."""


def plans(paper: Paper) -> None:
    """The best plan for each budget, each said against the one before it."""
    bill = paper.study.measures
    if not bill.prices:
        return
    listed = bill.budgets if len(bill.budgets) <= MOST else hull(bill.budgets)
    unit = paper.unit(v for p in listed for v in (p.capex, p.gain, p.yearly_cost))
    paper.heading("plans", unit, "once")
    rows, before = [], frozenset[str]()
    for plan in listed:
        money = [unit.text(v) for v in (plan.capex, plan.yearly_cost, plan.gain)]
        rows.append([*money, _change(paper, before, plan)])
        before = frozenset(plan.measures)
    paper.table(paper.columns("capex", "yearly_cost", "gain", "change"), rows, texts=(3,))
    if len(listed) < len(bill.budgets):
        paper.line("plans.hull", shown=len(listed), whole=len(bill.budgets))
    own = bill.players_only
    if own.measures:
        names = paper.called("measures", own.measures)
        paper.line("plans.only", names=names, capex=paper.money(own.capex), gain=paper.money(own.gain))
    else:
        paper.line("plans.only_nothing")


def hull(budgets: Sequence["Plan"]) -> list["Plan"]:
    """The plans, by rising capex, at which gain per further unit of capex only falls (their upper convex hull)."""
    kept: list[Plan] = []
    for plan in budgets:
        while len(kept) > 1 and _rate(kept[-2], plan) >= _rate(kept[-2], kept[-1]):
            kept.pop()
        kept.append(plan)
    return kept


def _rate(first: "Plan", second: "Plan") -> float:
    """Gain per unit of capex from one plan to a dearer one."""
    return (second.gain - first.gain) / (second.capex - first.capex)


def _change(paper: Paper, before: frozenset[str], plan: "Plan") -> str:
    """The measures of a plan against those of the one before: + added, - left out."""
    added = [m for m in plan.measures if m not in before]
    dropped = sorted(before - set(plan.measures))
    parts = [f"+ {name}" for name in paper.called("measures", added)]
    parts += [f"- {name}" for name in paper.called("measures", dropped)]
    return "\n".join(parts) or paper.say("plans.nothing")


def order(paper: Paper, budget_year: float | None) -> None:
    """What starts when, and from which month it works."""
    steps = paper.study.order
    if not steps:
        return
    unit = paper.unit(v for s in steps for v in (s.capex, s.added_gain))
    paper.heading("order", unit, "once")
    first = paper.study.book.settings.year + 1
    rows = [
        [
            paper.names["measures", step.measure],
            str(step.year),
            _month(first, step.works_month),
            unit.text(step.capex),
            unit.text(paper.calm(step.added_gain)),
        ]
        for step in steps
    ]
    paper.table(paper.columns("measure", "year", "works", "capex", "added"), rows)
    if budget_year is None:
        paper.line("order.free")
    else:
        paper.line("order.budget", budget=paper.money(budget_year))


def _month(first_year: int, months: float) -> str:
    """The calendar month that begins so many months after the first year does.

    >>> _month(2027, 6), _month(2027, 12.0)
    ('2027-07', '2028-01')
    """
    whole = -int(-months // 1)
    return f"{first_year + whole // 12}-{whole % 12 + 1:02d}"
