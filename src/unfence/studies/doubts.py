"""How much of each figure of a study rests on assumed rows."""

from collections.abc import Mapping, Sequence

from unfence.economy import Economy, InfeasibleError
from unfence.gains.doubt import Amounts, amounts_of, assumed
from unfence.gains.fences import FenceBill
from unfence.gains.measures import MeasureBill
from unfence.gains.sweep import Scenario
from unfence.studies.record import Doubt, Outcome


def doubts_of(economy: Economy, outcomes: Mapping[str, Outcome], fences: FenceBill, measures: MeasureBill) -> Doubt:
    """The shares: each fence alone on today; each measure where it counts, in the best plan or else alone."""
    today, best = (amounts_of(outcomes[name].solution) for name in ("today", "best"))
    rows = dict(zip(economy.book["measures"]["id"], assumed(economy.book["measures"]).tolist(), strict=True))
    chosen = measures.best.measures

    def of_measure(name: str, cost: float) -> float | None:
        if name in chosen:
            without = _amounts(economy, Scenario(measures=tuple(m for m in chosen if m != name)))
            return best.share(without or today, cost, cost * rows[name])
        alone = _amounts(economy, Scenario(measures=(name,)))
        return alone.share(today, cost, cost * rows[name]) if alone else None

    def of_fence(name: str) -> float | None:
        down = _amounts(economy, Scenario(fences=(name,)))
        return down.share(today) if down else None

    costs = {m.id: m.yearly_cost for m in measures.prices}
    return Doubt(
        today=today.share(),
        open=amounts_of(outcomes["open"].solution).share(today),
        gain=best.share(today, *_bundled(chosen, costs, rows)) if chosen else None,
        fences={f.id: of_fence(f.id) for f in fences.prices},
        measures={m.id: of_measure(m.id, m.yearly_cost) for m in measures.prices},
    )


def _amounts(economy: Economy, scenario: Scenario) -> Amounts | None:
    """The amounts of a scenario; None where it has no solution."""
    try:
        return amounts_of(economy.solve(economy.state(scenario.fences, scenario.measures)))
    except InfeasibleError:
        return None


def _bundled(chosen: Sequence[str], costs: Mapping[str, float], rows: Mapping[str, bool]) -> tuple[float, float]:
    """What the plan costs a year, and how much of it rests on assumed rows."""
    return sum(costs[m] for m in chosen), sum(costs[m] for m in chosen if rows[m])
