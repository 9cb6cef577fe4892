r"""The relaxation: a bound from above on what any plan of a span is worth, from one linear programme.

Over a span (``spans.py``) the programme of the book is taken in its most favourable state at social costs (resources
burnt, no fees), beside a share x_i in [0, 1] of each measure, and what is favourable has to be paid for:

    maximise    welfare of goods - sum_i yearly_i x_i - sum_f (s_f - s*_f) u_f + sum_t (V*_t - V_t) v_t + sum_t V_t
    subject to  what the book asks, in the favourable state
                use_g  <=  k_g + sum_i d_gi x_i               capacity, quota, ban or market g that measures i enlarge
                u_f    >=  use_f - M_f sum_i x_i              units that still bear fence f as it stands, if i lower it
                v_t    <=  sum_i x_i,   v_t <= 1              trip t, if i better its ways
                x_i <= x_k  (i needs k),   x_i + x_j <= 1  (exclude),   sum_i capex_i x_i <= budget

k, s, V: size, fence and trips' surplus with ``least`` alone; s*, V*: in the favourable state; d_gi the most that i ever
adds to g; M the most that g is ever used (``bounds.py``). The sums run over free measures. At every plan of the span
the plan's own social optimum satisfies all rows and earns no less than here, so the optimum is a bound; welfare at
private decisions is never above welfare at social ones. Where d or M is infinite the row is left out: the bound is
weaker, never wrong, and a span of one plan gives that plan's social optimum exactly. Sloped markets are exact too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy import sparse

from unfence.economy import Economy, InfeasibleError, SolverError, State, UnboundedError
from unfence.economy import slopes as sloped
from unfence.economy.layout import ARC, CHANGE
from unfence.economy.solver import Bounds, Solver, unit_of
from unfence.gains.bounds import flow_bounds
from unfence.gains.choices import Choices
from unfence.gains.spans import Effects, Span, effects_of, favourable, members
from unfence.network.arcs import Bools, Floats, Ints


@dataclass(frozen=True)
class Relaxed:
    """A bound on welfare less yearly cost over a span, and the shares of the measures that attain it."""

    bound: float
    shares: Floats


@dataclass(frozen=True)
class _Uses:
    """Rows of use, one for each thing and place that choices better: what counts, and what each choice adds."""

    matrix: sparse.csr_array
    """(rows, columns of the programme)"""
    step: Floats
    """(rows, choices): d of a capacity; M of a fence for those that lower it."""
    on: tuple[str, ...]
    thing: Ints


class Relaxation:
    """The linear programme of all spans: built once, a span only changes its costs and bounds."""

    def __init__(self, economy: Economy, choices: Choices) -> None:
        self._economy, self._choices = economy, choices
        self._programme = economy.programme
        self._effects = effects_of(economy.book, choices)
        self._widest = Span(0, (1 << len(choices)) - 1)
        uses = _uses(economy, self._effects, self._widest)
        costs = np.isin(uses.on, ["time", "cost"])
        self._limits, self._costs = _some(uses, ~costs), _some(uses, costs)
        self._trips = _trip_helpers(economy, self._effects)
        self._solver, self._unit = self._made_solver()
        first = self._programme.plants.stop
        lines = np.flatnonzero(self._programme.slope > 0)
        self._slopes = sloped.Slopes(first + lines, self._programme.slope[lines])
        self._near = np.zeros(len(lines))
        self._state = cache(lambda span: favourable(self._effects, self._programme.fence_kind, span))
        self._surplus = cache(self._surplus_in)
