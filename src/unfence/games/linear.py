"""Small linear programs in HiGHS, given as arrays; and those with a row for every coalition.

    minimise   cost . x
    subject to row_low <= matrix x <= row_high,   low <= x <= high

Most of a game's 2**n demands never matter: ``on_demand`` starts from the single players and adds the demands that the
answer violates, worst first, until none is.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, FloatArray, IntArray, players, size_of, sums

INF = highspy.kHighsInf


@dataclass(frozen=True)
class Program:
    """A program to minimise: cost and bounds of the columns, matrix and bounds of the rows."""

    cost: FloatArray
    matrix: FloatArray
    row_low: FloatArray
    row_high: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Optimum:
    """The optimal columns, their value and the rows' duals (change of the value per unit of a row's bound)."""

    x: FloatArray
    value: float
    dual: FloatArray


def minimise(program: Program) -> Optimum:
    """Solve a program.

    Raises
    ------
    UnfenceError
        The solver found no optimum; callers give it none that is infeasible or unbounded.

    >>> rows = np.array([[1.0, 1.0]])
    >>> none, wide = np.zeros(2), np.full(2, INF)
    >>> best = minimise(Program(np.array([1.0, 3.0]), rows, np.array([2.0]), np.array([INF]), none, wide))
    >>> best.x, best.value, best.dual
    (array([2., 0.]), 2.0, array([1.]))
    """
    solver: highspy.Highs = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
    solver.setOptionValue("dual_feasibility_tolerance", 1e-10)
    solver.passModel(_model(program))
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise UnfenceError("games.unsolved", status=solver.modelStatusToString(status))
    solution = solver.getSolution()
    value = float(solver.getInfo().objective_function_value)
    return Optimum(x=np.array(solution.col_value), value=value, dual=np.array(solution.row_dual))


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.low, program.high
    model.row_lower_, model.row_upper_ = program.row_low, program.row_high
    row, column = np.nonzero(program.matrix)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(row, np.arange(len(program.matrix) + 1)).astype(np.int32)
    model.a_matrix_.index_ = column.astype(np.int32)
    model.a_matrix_.value_ = program.matrix[row, column]
    return model


def on_demand(worth: FloatArray, allowed: float, solve: Callable[[IntArray], Optimum]) -> tuple[Optimum, IntArray]:
    """Solve under every demand x(S) >= v(S) - allowed of a game, S neither nobody nor everybody.

    Parameters
    ----------
    worth
        (2**n,), already checked.
    allowed
        The complaint that is let pass.
    solve
        Takes masks, (m,), and solves under their demands; the optimum's first n columns are x.

    Returns
    -------
    tuple
        The optimum and the masks of its demands.
    """
    n = players(worth)
    slack = TINY * float(size_of(worth))
    masks = (1 << np.arange(n)).astype(np.int64) if n > 1 else np.zeros(0, dtype=np.int64)
    while True:
        best = solve(masks)
        complaint = worth - sums(best.x[:n])
        complaint[masks] = complaint[0] = complaint[-1] = -INF
        worst = np.argsort(-complaint)[: 2 * n] if n > 1 else masks
        worst = worst[complaint[worst] > allowed + slack]
        if not worst.size:
            return best, masks
        masks = np.append(masks, worst)
