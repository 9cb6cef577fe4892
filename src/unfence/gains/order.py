"""Order over the years: what to start when, if a year's budget is limited.

Each year brings its budget; what is not spent is kept. What comes next is the package (a measure of the plan and all
that it still needs) with most added gain per yuan of capex, added to what is already started. Within a package what is
needed comes first. A measure starts when the money is there and what it needs works, and works ``lead_months`` later.
"""

from dataclasses import dataclass

from unfence.gains.plans import Plan, Plans


@dataclass(frozen=True)
class Step:
    """One measure's turn: the year it starts, the month (counted from the first year's start) from which it works."""

    measure: str
    year: int
    works_month: float
    capex: float
    added_gain: float
    """Added to all that was started before it."""


def order_of(plans: Plans, best: Plan, first_year: int, budget: float | None) -> tuple[Step, ...]:
    """The steps of a plan; ``budget`` is capex a year, None for as much as is needed."""
    choices = plans.choices
    steps: list[Step] = []
    started, purse, year = 0, budget or 0.0, first_year
    works: dict[int, float] = {}
    while started != best.mask:
        package = _next_package(plans, best.mask, started)
        for i in _in_order(plans, package):
            capex = float(choices.capex[i])
            while budget is not None and budget > 0 and purse < capex * (1 - 1e-12):
                year, purse = year + 1, purse + budget
            purse -= capex
            ready = [works[k] for k in works if choices.needs[i] >> k & 1]
            starts = max([12.0 * (year - first_year), *ready])
            works[i] = starts + float(choices.lead_months[i])
            added = plans.worth(started | 1 << i) - plans.worth(started)
            steps.append(Step(choices.ids[i], first_year + int(starts // 12), works[i], capex, added))
            started |= 1 << i
    return tuple(steps)


def _next_package(plans: Plans, plan: int, started: int) -> int:
    """The package with most added gain per yuan; of equals the smaller one, then the one that the book names first."""
    packages = [_package(plans, i, plan & ~started) for i in _members(plan & ~started)]
    return max(packages, key=lambda p: (_per_yuan(plans, started, p), -p.bit_count(), -p))


def _package(plans: Plans, i: int, left: int) -> int:
    """A measure and everything left that it needs, directly or by what it needs."""
    package, grown = 0, 1 << i
    while grown != package:
        package = grown
        for k in _members(package):
            grown |= plans.choices.needs[k] & left
    return package


def _in_order(plans: Plans, package: int) -> list[int]:
    """What is needed first; a circle of needs is cut at the measure that the book names first."""
    left, order = package, list[int]()
    while left:
        free = [i for i in _members(left) if plans.choices.needs[i] & left & ~(1 << i) == 0]
        i = (free or _members(left))[0]
        order.append(i)
        left &= ~(1 << i)
    return order


def _members(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


def _per_yuan(plans: Plans, started: int, package: int) -> float:
    added = plans.worth(started | package) - plans.worth(started)
    capex = plans.choices.capital(package)
    return added / capex if capex > 0 else float("inf") if added >= 0 else added
