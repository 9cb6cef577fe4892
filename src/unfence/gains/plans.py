"""Plans: the best set of measures, for every budget, and with what the players decide themselves.

A plan is worth  net(T) = welfare(T) - yearly cost(T) - welfare today.  The best has the highest net; of equals the one
with least capex, then the fewest measures, then the first ids.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from unfence.economy import Economy
from unfence.gains.choices import Choices, best_part
from unfence.gains.pairs import tolerance
from unfence.gains.sweep import Progress, Scenario, gray, welfares
from unfence.network.arcs import Bools, Floats, Ints, settled


@dataclass(frozen=True)
class Plan:
    """A set of measures: what must be spent, what it gains a year net of its cost."""

    measures: tuple[str, ...]
    mask: int
    capex: float
    yearly_cost: float
    gain: float


class Plans(Protocol):
    """What finds plans: enumeration for few measures, search for many."""

    @property
    def choices(self) -> Choices:
        """The measures."""

    @property
    def exact(self) -> bool:
        """Whether its best plans are proven best."""

    def net(self, mask: int) -> float:
        """Gain of an allowed set, -inf if it has no solution."""

    def worth(self, mask: int) -> float:
        """Net of an allowed set; of another the net of its best allowed part."""

    def best(self, within: int, forced: int = 0, budget: float = np.inf) -> Plan | None:
        """The best allowed set inside ``within`` that holds ``forced`` and costs no more than ``budget`` of capex."""


@dataclass(frozen=True)
class Enumerated:
    """Every set solved: arrays over all masks."""

    choices: Choices
    nets: Floats
    allowed: Bools
    worths: Floats
    capex: Floats
    tolerance: float
    exact: bool = True

    def net(self, mask: int) -> float:
        """Gain of an allowed set, -inf if it has no solution."""
        return float(self.nets[mask])

    def worth(self, mask: int) -> float:
        """Net of an allowed set; of another the net of its best allowed part."""
        return float(self.worths[mask])

    def best(self, within: int, forced: int = 0, budget: float = np.inf) -> Plan | None:
        """The best allowed set inside ``within`` that holds ``forced`` and costs no more than ``budget`` of capex."""
        masks = np.arange(len(self.nets))
        open_to = self.allowed & (masks & ~within == 0) & (masks & forced == forced)
        candidates = masks[open_to & (self.capex <= budget * (1 + 1e-12))]
        return best_of(self.choices, candidates, self.nets[candidates], self.tolerance)


def best_of(choices: Choices, masks: Ints, nets: Floats, near: float) -> Plan | None:
    """The best of some sets by net, capex, number, ids."""
    if not len(masks):
        return None
    equal = [int(m) for m in masks[nets >= nets.max() - near]]
    mask = min(equal, key=lambda m: (choices.capital(m), m.bit_count(), choices.named(m)))
    net = float(nets[masks == mask][0])
    return Plan(choices.named(mask), mask, choices.capital(mask), choices.cost(mask), net)


def enumerated(economy: Economy, choices: Choices, gain: float, jobs: int, progress: Progress) -> Enumerated:
    """Solve every allowed set; ``gain`` (open - today) sets what counts as equal."""
    masks = [m for m in gray(len(choices)) if choices.allowed(m)]
    scenarios = [Scenario(measures=choices.named(m)) for m in masks]
    nets = np.full(1 << len(choices), -np.inf)
    cost = np.array([choices.cost(m) for m in masks])
    welfare = welfares(economy, scenarios, jobs, progress)
    nets[masks] = settled(welfare - cost - welfare[0], welfare[0])
    allowed = np.isfinite(nets)
    return Enumerated(
        choices=choices,
        nets=nets,
        allowed=allowed,
        worths=np.where(allowed, nets, best_part(nets, allowed)),
        capex=np.array([choices.capital(m) for m in range(len(nets))]),
        tolerance=tolerance(gain),
    )


def by_budget(plans: Plans, within: int) -> tuple[Plan, ...]:
    """The best plan for every budget: each entry is the least budget at which a better plan can be had."""
    found: list[Plan] = []
    plan = plans.best(within)
    while plan is not None:
        found.append(plan)
        plan = _cheaper(plans, within, plan)
    return tuple(reversed(found))


def _cheaper(plans: Plans, within: int, plan: Plan) -> Plan | None:
    """The best plan that costs less capex than a given one."""
    if plan.capex <= 0:
        return None
    return plans.best(within, budget=np.nextafter(plan.capex, 0) * (1 - 1e-9))
