"""The bill of measures: what each is worth, net of its yearly cost, among the others and in the best plan.

The game: a set of measures is worth its net gain with the fences as they stand; a set that breaks needs or excludes is
worth its best allowed part. ``in_best`` is what the best plan loses when a measure of it is forbidden; for a measure
outside it, what is lost by forcing it in (not above 0). ``share_of_best`` is the Shapley value of the game that only
the best plan's measures play: it adds up to the gain.
"""

from dataclasses import dataclass

import numpy as np

from unfence.gains.choices import EXACT, subsets
from unfence.gains.fences import PAIRS
from unfence.gains.pairs import Pair, pairs_of
from unfence.gains.plans import Plan, Plans, by_budget
from unfence.games import sampled_shapley, shapley
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class MeasurePrice:
    """What one measure is worth a year; ``in_best`` is None where no allowed plan can hold it."""

    id: str
    yearly_cost: float
    alone: float
    last: float
    shapley: float
    error: float
    in_best: float | None
    share_of_best: float
    delay_month: float
    """What a month of delay costs: in_best / 12 for a measure of the best plan, else 0."""


@dataclass(frozen=True)
class MeasureBill:
    """Every measure's worth, the best plan, the plans for every budget, and those the players decide themselves."""

    prices: tuple[MeasurePrice, ...]
    pairs: tuple[Pair, ...]
    best: Plan
    budgets: tuple[Plan, ...]
    players_only: Plan
    exact: bool


def measure_bill(plans: Plans, gain: float) -> MeasureBill:
    """The bill of a book's measures; ``gain`` (open - today) sets what counts as a difference."""
    choices = plans.choices
    everything = (1 << len(choices)) - 1
    best = plans.best(everything) or _nothing()
    own = choices.mask([m for m, who in zip(choices.ids, choices.decides, strict=True) if who == "players"])
    bits = [1 << i for i in range(len(choices))]
    alone = np.array([plans.worth(b) for b in bits])
    whole = plans.worth(everything)
    last = [whole - plans.worth(everything & ~b) for b in bits]
    share, error = _shares(plans, len(choices))
    inside = _share_of_best(plans, best)
    two = np.array([[_together(plans, a | b) for b in bits] for a in bits]).reshape(len(bits), len(bits))
    prices = []
    for i, name in enumerate(choices.ids):
        kept = _in_best(plans, best, i)
        chosen = bool(best.mask >> i & 1)
        delay = (kept or 0.0) / 12 if chosen else 0.0
        prices.append(
            MeasurePrice(
                id=name,
                yearly_cost=float(choices.yearly[i]),
                alone=float(alone[i]),
                last=float(last[i]),
                shapley=float(share[i]),
                error=float(error[i]),
                in_best=kept,
                share_of_best=float(inside[i]),
                delay_month=delay,
            )
        )
    return MeasureBill(
        prices=tuple(prices),
        pairs=pairs_of(choices.ids, alone, two, gain),
        best=best,
        budgets=by_budget(plans, everything),
        players_only=plans.best(own) or _nothing(),
        exact=plans.exact,
    )


def _together(plans: Plans, pair: int) -> float:
    """The worth of two measures together, NaN where one of them needs a third.

    Such a pair is worth its best part, and a loss that the part leaves out would look like a block.
    """
    needs = [plans.choices.needs[i] for i in range(len(plans.choices)) if pair >> i & 1]
    return np.nan if any(need & ~pair for need in needs) else plans.worth(pair)


def _nothing() -> Plan:
    return Plan((), 0, 0.0, 0.0, 0.0)


def _in_best(plans: Plans, best: Plan, i: int) -> float | None:
    """What forbidding a measure of the best plan loses, or what forcing another in changes."""
    bit = 1 << i
    everything = (1 << len(plans.choices)) - 1
    if best.mask & bit:
        without = plans.best(everything & ~bit) or _nothing()
        return best.gain - without.gain
    forced = plans.best(everything, bit)
    return None if forced is None else forced.gain - best.gain


def _shares(plans: Plans, n: int) -> tuple[Floats, Floats]:
    """Shapley value of all measures, and its standard error."""
    if n == 0:
        return np.zeros(0), np.zeros(0)
    if n <= EXACT:
        return shapley([plans.worth(m) for m in range(1 << n)]), np.zeros(n)
    estimate = sampled_shapley(plans.worth, n, PAIRS)
    return estimate.value, estimate.error


def _share_of_best(plans: Plans, best: Plan) -> Floats:
    """Shapley value among the measures of the best plan, 0 for the others."""
    share = np.zeros(len(plans.choices))
    inside = [i for i in range(len(share)) if best.mask >> i & 1]
    if 0 < len(inside) <= EXACT:
        share[inside] = shapley([plans.worth(part) for part in subsets(best.mask)])
    elif inside:
        masks = [1 << i for i in inside]
        estimate = sampled_shapley(
            lambda part: plans.worth(sum(m for k, m in enumerate(masks) if part >> k & 1)), len(inside), PAIRS
        )
        share[inside] = estimate.value
    return share
