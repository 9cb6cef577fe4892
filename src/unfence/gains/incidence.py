"""Incidence: whom one measure makes richer or poorer, who must agree to it and who pays for it.

    with(m), without(m) = the best plan and the best one without m; for m outside the best plan: the best plan that
                          holds m, and the best plan
    change of party p   = income of p less what p pays, with(m) - without(m)

What a measure adds is its ``in_best``: the changes of all parties add up to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from unfence.gains.plans import Plan, Plans
from unfence.gains.sharing import Incomed
from unfence.gains.sweep import Scenario
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Incidence:
    """One measure among the parties; ``change`` is None where no allowed plan can hold it. Money a year."""

    parties: tuple[str, ...]
    """Whose consent it needs, by id."""
    payers: Mapping[str, float]
    """Who bears which share of its cost."""
    instead: tuple[str, ...]
    """The plan that it is compared with: what would be done without it, or what it would be done with."""
    change: Mapping[str, float] | None
    """By party: jurisdictions and ``outside``."""


def incidences(plans: Plans, best: Plan, incomed: Incomed) -> dict[str, Incidence]:
    """Every measure's incidence; ``best`` is the best plan."""
    choices = plans.choices
    everything = (1 << len(choices)) - 1
    found = {}
    for i, name in enumerate(choices.ids):
        bit = 1 << i
        chosen = bool(best.mask & bit)
        other = plans.best(everything & ~bit) if chosen else plans.best(everything, bit)
        change = None
        if other:
            parties, after = _net(plans, incomed, best if chosen else other)
            _, before = _net(plans, incomed, other if chosen else best)
            change = dict(zip(parties, (after - before).tolist(), strict=True))
        found[name] = Incidence(
            parties=tuple(sorted(choices.parties[i])),
            payers=choices.payers[i],
            instead=other.measures if other else (),
            change=change,
        )
    return found


def _net(plans: Plans, incomed: Incomed, plan: Plan) -> tuple[tuple[str, ...], Floats]:
    """The parties, and what each earns under a plan after what it pays for it."""
    incomes = incomed(Scenario(measures=plan.measures))[1]
    return incomes.parties, incomes.income - plans.choices.payments(plan.mask, incomes.parties)
