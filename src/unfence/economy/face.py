"""The optimal dual face: all prices that support one optimum.

Prices y are optimal with the chosen activities x when complementary slackness holds. With v_j = A_j' y, what a unit of
column j brings, and c_j what it costs at the margin:

    l_j < x_j < u_j   v_j  = c_j
    x_j = l_j         v_j <= c_j
    x_j = u_j         v_j >= c_j
    an inequality row's dual is <= 0, and 0 where the row is slack

The set does not depend on which optimal x is chosen. Duals are not unique; what is said of them are least and most.
"""

import highspy
import numpy as np
from scipy import sparse

from unfence.economy.narrowing import extents_of, rows_of
from unfence.economy.solution import Solution
from unfence.network.arcs import Bools, Floats

_INSIDE = 1e-8
"""The share of the throughput at its ends below which a flow counts as 0."""


class Face:
    """Linear functions of the prices, optimised over all prices that support a solution.

    What the rows settle among themselves (``narrowing``) is left out of the linear programme.
    """

    def __init__(self, solution: Solution) -> None:
        programme = solution.programme
        lower, upper = _value_bounds(solution)
        rents = _least_rents(solution)
        ends = np.full(programme.layout.nodes, np.inf)
        least, most = np.concatenate([-ends, rents]), np.concatenate([ends, np.zeros(len(rents))])
        self.size = programme.matrix.shape[0]
        self.extents = extents_of(rows_of(programme.matrix, lower, upper, solution.dual), least, most)
        self._known = solution.dual
        self._loose = np.flatnonzero(~self.extents.settled)
        self._scale = float(np.max(np.abs(solution.dual), initial=0.0)) or 1.0
        by_column = sparse.csc_array(programme.matrix)
        held = np.where(self.extents.settled, self._known, 0.0) @ by_column
        loose = sparse.csc_array(sparse.csr_array(by_column)[self._loose, :])
        rows = np.flatnonzero((np.isfinite(lower) | np.isfinite(upper)) & (np.diff(loose.indptr) > 0))
        by_column = sparse.csc_array(loose[:, rows])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._loose), len(rows)
        model.col_cost_ = np.zeros(len(self._loose))
        model.col_lower_, model.col_upper_ = least[self._loose] / self._scale, most[self._loose] / self._scale
        model.row_lower_ = (lower - held)[rows] / self._scale
        model.row_upper_ = (upper - held)[rows] / self._scale
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = by_column.indptr.astype(np.int32)
        model.a_matrix_.index_ = by_column.indices.astype(np.int32)
        model.a_matrix_.value_ = by_column.data
        self._narrowed = False
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("presolve", "off")  # its undoing writes to stdout on some of these programmes
        self._highs.passModel(model)

    def least(self, weights: Floats) -> Floats | None:
        """The supporting prices at which ``weights @ y`` is least; None if it has no least."""
        loose = weights[self._loose]
        if not loose.any() and not self._narrowed:
            return self._known
        size = float(np.max(np.abs(loose), initial=0.0)) or 1.0
        self._highs.changeColsCost(len(loose), np.arange(len(loose), dtype=np.int32), loose / size)
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            return None
        y = self._known.copy()
        y[self._loose] = np.array(self._highs.getSolution().col_value) * self._scale
        return y

    def interval(self, unknown: int) -> tuple[float, float]:
        """Least and most of one price or rent; infinite where there is none."""
        found, weights = self.extents, np.zeros(self.size)
        weights[unknown] = 1.0
        low, high = float(found.low[unknown]), float(found.high[unknown])
        if not found.low_met[unknown]:
            low = self._least_value(weights)
        if not found.high_met[unknown]:
            high = -self._least_value(-weights)
        return low, high

    def _least_value(self, weights: Floats) -> float:
        y = self.least(weights)
        return -np.inf if y is None else float(weights @ y)

    def extent(self, weights: Floats) -> tuple[float, float]:
        """Least and most of ``weights @ y``; infinite where there is none."""
        return self._least_value(weights), -self._least_value(-weights)

    def within(self, weights: Floats, low: Floats, high: Floats) -> None:
        """Keep only the prices for which every row of ``weights @ y`` lies between ``low`` and ``high``."""
        rows = sparse.csr_array(weights[:, self._loose] / self._scale)
        held = weights @ np.where(self.extents.settled, self._known, 0.0)
        self._narrowed = True
        self._highs.addRows(
            len(low),
            (low - held) / self._scale**2,
            (high - held) / self._scale**2,
            rows.nnz,
            rows.indptr[:-1].astype(np.int32),
            rows.indices.astype(np.int32),
            rows.data,
        )


def marginal_cost(solution: Solution) -> Floats:
    """(columns,): what the next unit of each column costs who decides, sloped lines at their present quantity."""
    programme = solution.programme
    cost = programme.burnt(solution.state) + programme.fees(solution.state)
    cost[programme.markets] += programme.slope * solution.x[programme.markets]
    return cost


def _value_bounds(solution: Solution) -> tuple[Floats, Floats]:
    """Least and most that each column's unit may bring; never so tight that the solver's own duals fall out."""
    limits = solution.limits()
    off_lower, off_upper = _off(solution, limits.lower, limits.upper)
    cost, value = marginal_cost(solution), solution.dual @ solution.programme.matrix
    fixed = limits.lower == limits.upper
    lower = np.where(off_lower & ~fixed, np.minimum(cost, value), -np.inf)
    upper = np.where(off_upper & ~fixed, np.maximum(cost, value), np.inf)
    return lower, upper


def _off(solution: Solution, lower: Floats, upper: Floats) -> tuple[Bools, Bools]:
    """Which columns are clearly off their lower bound, and which clearly off their upper bound."""
    sizes = abs(solution.programme.matrix)
    through = sizes @ np.abs(solution.x)
    if 0 in sizes.shape:
        return solution.x > lower, solution.x < upper
    slack = _INSIDE * sizes.T.multiply(through[None, :]).max(axis=1).toarray().ravel()
    return solution.x > lower + slack, solution.x < upper - slack


def _least_rents(solution: Solution) -> Floats:
    """The least dual of each inequality row: any below 0 where it is tight, 0 where it is slack."""
    limits = solution.limits()
    inequalities = solution.programme.matrix[solution.programme.layout.nodes :, :]
    used = inequalities @ solution.x
    tight = used >= limits.rows * (1 - _INSIDE)
    priced = solution.dual[solution.programme.layout.nodes :] < 0
    return np.where(tight | priced, -np.inf, 0.0)
