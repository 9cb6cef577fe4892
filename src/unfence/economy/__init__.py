"""The economy: one linear programme per book, its optimum in every state, prices and incomes."""

from unfence.economy.economy import Economy
from unfence.economy.solution import Solution
from unfence.economy.solver import InfeasibleError, SolverError, UnboundedError
from unfence.economy.state import State

__all__ = ["Economy", "InfeasibleError", "Solution", "SolverError", "State", "UnboundedError"]
