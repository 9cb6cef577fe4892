r"""The relaxation: a bound from above on what any plan of a span is worth, from one linear programme.

Over a span (``spans.py``) the programme of the book is taken in its most favourable state at social costs (resources
burnt, no fees), beside a share x_i in [0, 1] of each measure; and what is favourable has to be paid for:

    maximise    welfare of goods - sum_i yearly_i x_i - sum_f (s_f - s*_f) u_f + sum_t V_t + sum_t (V*_t - V_t) v_t
    subject to  what the book asks, in the favourable state
                use_g  <=  k_g + sum_i d_gi x_i               capacity, quota, ban or market g that choices i enlarge
                u_f    >=  use_f - M_f sum_i x_i              what still bears fence f as it stands, i lowering it
                v_t    <=  sum_i x_i,   v_t <= 1              trip t, i bettering its ways
                x_i <= x_k  (i needs k),   x_i + x_j <= 1  (exclude),   sum_i capex_i x_i <= budget

k, s, V: capacity, size and trips' surplus with ``least`` alone; s*, V*: in the favourable state; use, d and M as in
``uses.py``. The sums run over free measures. For every plan of the span its own social optimum satisfies all rows and
is worth no more than it counts here, so the optimum is a bound; and welfare at private decisions is never above welfare
at social ones. Where d or M is infinite the row is missing: the bound is weaker, never wrong. A span of one plan gives
that plan's social optimum. Sloped markets are exact.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from unfence.economy import Economy, SolverError, State, UnboundedError
from unfence.economy import slopes as sloped
from unfence.economy.solver import Bounds, Solver, unit_of
from unfence.gains.choices import Choices
from unfence.gains.spans import Span, bits, effects_of, favourable, members
from unfence.gains.uses import Use, capacity_uses, cost_uses, sizes_in, trip_helpers
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Relaxed:
    """A bound on welfare less yearly cost over a span, and the shares of the measures at which it is met."""

    bound: float
    shares: Floats


class Relaxation:
    """The linear programme of all spans: built once, a span only changes its costs and bounds."""

    def __init__(self, economy: Economy, choices: Choices) -> None:
        self._economy, self._choices, self._programme = economy, choices, economy.programme
        self._effects = effects_of(economy.book, choices)
        widest = self._favourable(Span(0, (1 << len(choices)) - 1))
        self._capacities = capacity_uses(self._programme, self._effects, widest)
        self._costs = cost_uses(self._programme, self._effects, widest)
        self._helpers = trip_helpers(economy, self._effects).astype(float)
        self._enlarge, self._lower = _steps(self._capacities, len(choices)), _steps(self._costs, len(choices))
        limits = self._programme.limits(widest)
        self._unit = unit_of(np.concatenate([limits.lower, limits.upper, limits.rows]))
        lines = np.flatnonzero(self._programme.slope > 0)
        self._slopes = sloped.Slopes(self._programme.plants.stop + lines, self._programme.slope[lines])
        self._near = np.zeros(len(lines))
        unit_cost = unit_of(self._programme.burnt(widest))
        self._solver = Solver(self._slopes.extended(self._matrix()), unit_cost, self._unit)

    def over(self, span: Span, budget: float = np.inf) -> Relaxed:
        """The bound over a span and a budget of capex; infinite where the programme has none.

        Raises InfeasibleError where no plan of the span has a solution.
        """
        best, base = self._favourable(span), self._favourable(Span(span.least, span.least))
        surplus, most_surplus = self._surplus(base), self._surplus(best)
        cost = np.concatenate(
            [
                self._programme.burnt(best),
                self._choices.yearly / self._unit,
                self._relief(base, best),
                (surplus - most_surplus) / self._unit,
            ]
        )
        try:
            bounds = self._bounds(span, best, base, budget)
            vertex = sloped.solve(self._slopes, cost, bounds, self._solver.solve, self._near)
        except (UnboundedError, SolverError):
            return Relaxed(np.inf, np.full(len(self._choices), 0.5))
        self._near = vertex.x[self._slopes.columns]
        x = vertex.x[: len(cost)]
        first = self._programme.matrix.shape[1]
        return Relaxed(
            bound=float(surplus.sum() - cost @ x - self._slopes.cost(x)),
            shares=x[first : first + len(self._choices)] / self._unit,
        )

    def _favourable(self, span: Span) -> State:
        return favourable(self._effects, self._programme.fence_kind, span)

    def _relief(self, base: State, best: State) -> Floats:
        """(costs,): what one unit of use saves at each fence when it is as low as it can be."""
        fences = [use.thing for use in self._costs]
        return np.nan_to_num(base.fences[fences]) - np.nan_to_num(best.fences[fences])

    def _surplus(self, state: State) -> Floats:
        """(trips,): what the trips gain if no fee bends them."""
        free = np.where(np.isin(self._programme.fence_kind, ["fee"]), np.nan, state.fences)
        trips, ways = self._programme.book["trips"], self._economy.ways(replace(state, fences=free))
        rows = zip(ways, trips["number"], trips["value"], strict=True)
        return np.array([n * max(0.0, value - way.cost) if way.made else 0.0 for way, n, value in rows])

    def _matrix(self) -> sparse.csc_array:
        """Columns: the programme's, shares x, still borne u, trips v. Shares are counted in units of flow."""
        choices, unit = self._choices, self._unit
        n, width = len(choices), self._programme.matrix.shape[1]
        capacities, costs, trips = len(self._capacities), len(self._costs), len(self._helpers)
        logic = self._logic()

        def zeros(rows: int, columns: int) -> sparse.csr_array:
            return sparse.csr_array((rows, columns))

        goods = zeros(self._programme.matrix.shape[0], n + costs + trips)
        enlarged = [_weights(self._capacities, width), -self._enlarge / unit]
        borne = [_weights(self._costs, width), -self._lower / unit, -sparse.eye_array(costs)]
        bettered = [zeros(trips, width), -sparse.csr_array(self._helpers)]
        rows = [
            [self._programme.matrix, goods],
            [*enlarged, zeros(capacities, costs + trips)],
            [*borne, zeros(costs, trips)],
            [*bettered, zeros(trips, costs), sparse.eye_array(trips)],
            [zeros(len(logic), width), sparse.csr_array(logic), zeros(len(logic), costs + trips)],
        ]
        return sparse.csc_array(sparse.vstack([sparse.hstack(row) for row in rows], format="csc"))

    def _logic(self) -> Floats:
        """(rows, choices): what needs, then what excludes, then capex; ``_logic_upper`` bounds them."""
        choices, one = self._choices, np.eye(len(self._choices))
        needs = [one[i] - one[k] for i in range(len(choices)) for k in members(choices.needs[i])]
        excludes = [one[i] + one[k] for i in range(len(choices)) for k in members(choices.excludes[i]) if i < k]
        return np.array([*needs, *excludes, choices.capex / self._dearest()]).reshape(-1, len(choices))

    def _logic_upper(self, budget: float) -> Floats:
        needs = sum(mask.bit_count() for mask in self._choices.needs)
        excludes = sum(mask.bit_count() for mask in self._choices.excludes) // 2
        capital = budget * (1 + 1e-9) / self._dearest()
        return np.concatenate([np.zeros(needs), np.ones(excludes), [capital]])

    def _dearest(self) -> float:
        return float(np.max(self._choices.capex, initial=0.0)) or 1.0

    def _bounds(self, span: Span, best: State, base: State, budget: float) -> Bounds:
        limits, sizes = self._programme.limits(best), sizes_in(self._programme, base)
        n, costs, trips = len(self._choices), len(self._costs), len(self._helpers)
        chosen, open_to = bits(span.least, n).astype(float), bits(span.most, n).astype(float)
        has = np.array([sizes[use.on][use.thing] for use in self._capacities])
        nodes = np.zeros(self._programme.layout.nodes)
        upper = np.concatenate(
            [
                limits.rows,
                has - self._enlarge @ chosen,
                -self._lower @ chosen,
                -self._unit * (self._helpers @ chosen),
                self._unit * self._logic_upper(budget),
            ]
        )
        return Bounds(
            lower=np.concatenate([limits.lower, self._unit * chosen, np.zeros(costs + trips)]),
            upper=np.concatenate(
                [limits.upper, self._unit * open_to, np.full(costs, np.inf), np.full(trips, self._unit)]
            ),
            row_lower=np.concatenate([nodes, np.full(len(upper), -np.inf)]),
            row_upper=np.concatenate([nodes, upper]),
        )


def _weights(uses: tuple[Use, ...], width: int) -> sparse.csr_array:
    return sparse.csr_array(np.array([use.weights for use in uses]).reshape(len(uses), width))


def _steps(uses: tuple[Use, ...], n: int) -> Floats:
    """(uses, choices): what each choice adds."""
    return np.array([use.step for use in uses]).reshape(len(uses), n)
