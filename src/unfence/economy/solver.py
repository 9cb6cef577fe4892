"""HiGHS with a warm basis: the matrix is passed once, a solve only changes costs and bounds.

Costs and bounds are divided by powers of two near their geometric means, so that the solver's absolute tolerances mean
the same for a book in fen and grams as for one in billions and megatonnes.
"""

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from unfence.network.arcs import Bools, Floats

TOLERANCE = 1e-9
"""What the solver is asked for, and the share of a column's own terms below which a reduced cost counts as 0."""
CHECKED = 1e-6
"""The share by which complementary slackness may be off before a solve is repeated from nothing, then refused."""


class InfeasibleError(Exception):
    """The state has no solution."""


class UnboundedError(Exception):
    """The state's objective has no bound."""


class SolverError(Exception):
    """The solver returned something that is not optimal within CHECKED."""


@dataclass(frozen=True)
class Bounds:
    """Bounds of every column and of every row."""

    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats


@dataclass(frozen=True)
class Vertex:
    """An optimal basic solution: columns, rows' duals, reduced costs, and what is exactly tight."""

    x: Floats
    dual: Floats
    reduced: Floats
    money: Floats
    """(columns,): the size of the terms of the reduced cost."""
    free_columns: Bools
    """Reduced cost 0: the column may move without loss."""
    free_rows: Bools
    """Dual 0: the row may move without loss."""
    basis: Any


@dataclass
class Solver:
    """One warm HiGHS model. Rows are minimised over; all arrays are in the caller's units."""

    matrix: sparse.csc_array
    unit_cost: float
    unit_flow: float
    _highs: Any = field(init=False, repr=False)
    _cost: Floats = field(init=False, repr=False)
    _bounds: Bounds = field(init=False, repr=False)
    _sizes: sparse.csc_array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows, columns = self.matrix.shape
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_ = model.col_upper_ = np.zeros(columns)
        model.row_lower_ = model.row_upper_ = np.zeros(rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = self.matrix.indptr.astype(np.int32)
        model.a_matrix_.index_ = self.matrix.indices.astype(np.int32)
        model.a_matrix_.value_ = self.matrix.data
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        self._highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        self._highs.passModel(model)
        self._sizes = abs(self.matrix)
        self._cost = np.zeros(columns)
        self._bounds = Bounds(np.zeros(columns), np.zeros(columns), np.zeros(rows), np.zeros(rows))

    def solve(self, cost: Floats, bounds: Bounds) -> Vertex:
        """The optimum at a cost and bounds, from the last basis; from nothing if that one is not clean."""
        if np.any(bounds.lower > bounds.upper) or np.any(bounds.row_lower > bounds.row_upper):
            raise InfeasibleError
        self._change(cost / self.unit_cost, _divided(bounds, self.unit_flow))
        self._run()
        vertex = self._vertex(cost)
        if self._error(vertex, bounds) > CHECKED:
            self._highs.clearSolver()
            self._run()
            vertex = self._vertex(cost)
            if self._error(vertex, bounds) > CHECKED:
                raise SolverError
        return vertex

    def basis(self) -> Any:  # noqa: ANN401  highspy has no public type for a basis
        """The basis that the last solve ended with."""
        return self._highs.getBasis()

    def restore(self, basis: Any) -> None:  # noqa: ANN401  highspy has no public type for a basis
        """Go on from an earlier vertex's basis."""
        self._highs.setBasis(basis)

    def _change(self, cost: Floats, bounds: Bounds) -> None:
        which = np.flatnonzero(cost != self._cost).astype(np.int32)
        if len(which):
            self._highs.changeColsCost(len(which), which, cost[which])
        old = self._bounds
        which = np.flatnonzero((bounds.lower != old.lower) | (bounds.upper != old.upper)).astype(np.int32)
        if len(which):
            self._highs.changeColsBounds(len(which), which, bounds.lower[which], bounds.upper[which])
        changed = (bounds.row_lower != old.row_lower) | (bounds.row_upper != old.row_upper)
        which = np.flatnonzero(changed).astype(np.int32)
        if len(which):
            self._highs.changeRowsBounds(len(which), which, bounds.row_lower[which], bounds.row_upper[which])
        self._cost, self._bounds = cost, bounds

    def _run(self) -> None:
        status = highspy.HighsModelStatus
        self._highs.run()
        answer = self._highs.getModelStatus()
        if answer not in (status.kOptimal, status.kModelEmpty, status.kInfeasible, status.kUnbounded):
            self._highs.clearSolver()
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            self._highs.setOptionValue("presolve", "choose")
            answer = self._highs.getModelStatus()
        if answer == status.kInfeasible:
            self._highs.clearSolver()
            raise InfeasibleError
        if answer in (status.kUnbounded, status.kUnboundedOrInfeasible):
            self._highs.clearSolver()
            raise UnboundedError
        if answer not in (status.kOptimal, status.kModelEmpty):
            raise SolverError

    def _vertex(self, cost: Floats) -> Vertex:
        solution = self._highs.getSolution()
        dual = np.array(solution.row_dual) * self.unit_cost
        reduced = cost - dual @ self.matrix
        terms = np.abs(cost) + np.abs(dual) @ self._sizes
        return Vertex(
            x=np.array(solution.col_value) * self.unit_flow,
            dual=dual,
            reduced=reduced,
            money=terms,
            free_columns=np.abs(reduced) <= TOLERANCE * np.maximum(terms, self.unit_cost),
            free_rows=np.abs(dual) <= TOLERANCE * self.unit_cost,
            basis=self._highs.getBasis(),
        )

    def also_least(self, vertex: Vertex, cost: Floats, pinned: Bools) -> bool:
        """Whether the vertex found last has the least of another cost among all that may move without loss.

        It has where its basis prices out: with y = c_B B^-1, no column (but those pinned) and no row that may move
        and is not in the basis would pay. False only says that this basis does not prove it.
        """
        basic = np.asarray(self._highs.getBasicVariables()[1])
        columns = vertex.free_columns & ~pinned & (self._bounds.lower != self._bounds.upper)
        rows = vertex.free_rows & (self._bounds.row_lower != self._bounds.row_upper)
        columns[basic[basic >= 0]] = False
        rows[-1 - basic[basic < 0]] = False  # HiGHS counts basic rows -1, -2, ...
        if not (columns.any() or rows.any()):
            return True
        status, found = self._highs.getBasisTransposeSolve(np.where(basic >= 0, cost[np.maximum(basic, 0)], 0.0))[:2]
        if status != highspy.HighsStatus.kOk:
            return False
        dual = np.asarray(found)
        j = np.flatnonzero(columns)
        some, sizes = self.matrix[:, j], self._sizes[:, j]
        reduced = cost[j] - dual @ some
        money = np.abs(cost[j]) + np.abs(dual) @ sizes + self.unit_cost
        at_lower = vertex.x[j] / self.unit_flow <= (self._bounds.lower[j] + self._bounds.upper[j]) / 2
        dear = np.where(at_lower, reduced, -reduced) >= -TOLERANCE * money
        return bool(np.all(dear) and np.all(dual[rows] <= TOLERANCE * self.unit_cost))

    def _error(self, vertex: Vertex, bounds: Bounds) -> float:
        """How far a vertex is from primal feasibility, dual feasibility and complementary slackness, as a share."""
        x, d = vertex.x, vertex.reduced
        activity = self.matrix @ x
        flow = self.unit_flow + self._sizes @ np.abs(x)
        money = vertex.money + self.unit_cost
        slack = CHECKED * (self.unit_flow + np.abs(x))
        outside = np.maximum(bounds.lower - x, x - bounds.upper) / (self.unit_flow + np.abs(x))
        unbalanced = np.maximum(bounds.row_lower - activity, activity - bounds.row_upper) / flow
        wrong = np.where(x > bounds.lower + slack, d, 0.0), np.where(x < bounds.upper - slack, -d, 0.0)
        row_slack = activity < bounds.row_upper - CHECKED * flow
        priced_slack = np.where(row_slack & np.isfinite(bounds.row_upper), -vertex.dual, 0.0) / self.unit_cost
        return float(
            max(np.max(part, initial=0.0) for part in (outside, unbalanced, *(w / money for w in wrong), priced_slack))
        )


def _divided(bounds: Bounds, unit: float) -> Bounds:
    return Bounds(bounds.lower / unit, bounds.upper / unit, bounds.row_lower / unit, bounds.row_upper / unit)


def unit_of(values: Floats) -> float:
    """A power of two near the geometric mean of the sizes of all finite values that are not 0; 1 if there are none.

    >>> unit_of(np.array([0.0, 1000.0, 4000.0, np.inf]))
    2048.0
    """
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    return float(2.0 ** np.round(np.mean(np.log2(sizes)))) if len(sizes) else 1.0
