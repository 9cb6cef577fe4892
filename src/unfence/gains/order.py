"""Order over the years: what to start when, if a year's budget is limited.

Each year brings its budget; what is not spent is kept. Of the plan's measures whose needs have been started, the one
with most added gain per yuan of capex comes next: added to those already started. A measure waits until the money is
there; it works ``lead_months`` after its start, or after the last of its needs works, if that is later.
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


def order_of(plans: Plans, best: Plan, first_year: int, budget: float | None) -> tuple[Step, ...]:
    """The steps of a plan; ``budget`` is capex a year, None for as much as is needed."""
    choices = plans.choices
    steps: list[Step] = []
    started, purse, year = 0, budget or 0.0, first_year
    works: dict[int, float] = {}
    while started != best.mask:
        ready = [i for i in _rest(best.mask, started) if choices.needs[i] & best.mask & ~started == 0]
        if not ready:  # a circle of needs is started together
            ready = _rest(best.mask, started)
        i = max(ready, key=lambda k: (_per_yuan(plans, started, k), -k))
        capex = float(choices.capex[i])
        while budget is not None and budget > 0 and purse < capex * (1 - 1e-12):
            year, purse = year + 1, purse + budget
        purse -= capex
        begins = [works[k] for k in range(len(choices)) if choices.needs[i] >> k & 1 and k in works]
        works[i] = max([12.0 * (year - first_year), *begins]) + float(choices.lead_months[i])
        added = plans.worth(started | 1 << i) - plans.worth(started)
        steps.append(Step(choices.ids[i], year, works[i], capex, added))
        started |= 1 << i
    return tuple(steps)


def _rest(mask: int, started: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if (mask & ~started) >> i & 1]


def _per_yuan(plans: Plans, started: int, i: int) -> float:
    added = plans.worth(started | 1 << i) - plans.worth(started)
    capex = float(plans.choices.capex[i])
    return added / capex if capex > 0 else float("inf") if added >= 0 else added
