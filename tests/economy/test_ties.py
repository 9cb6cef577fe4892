"""A basis says whether it is the best of equals at another cost, too."""

import numpy as np
from scipy import sparse

from unfence.economy.solver import Bounds, Solver


def test_of_two_equal_ways_the_dearer_is_told():
    """Ten by two ways at 1 each; the one taken is said to be best only where the other burns no less."""
    solver = Solver(sparse.csc_array(np.ones((1, 2))), 1.0, 1.0)
    ten = np.array([10.0])
    vertex = solver.solve(np.ones(2), Bounds(np.zeros(2), np.full(2, 10.0), ten, ten))
    taken = int(np.argmax(vertex.x))
    burnt = np.zeros(2)
    burnt[taken] = 0.5
    nobody = np.zeros(2, dtype=bool)
    assert not solver.also_least(vertex, burnt, nobody)
    assert solver.also_least(vertex, burnt[::-1].copy(), nobody)
    assert solver.also_least(vertex, burnt, ~nobody)


def test_a_full_row_that_could_be_left_is_told():
    """At most 4 go by the second way, and at equal cost 4 do: it matters what the first one burns."""
    solver = Solver(sparse.csc_array(np.array([[1.0, 1.0], [0.0, 1.0]])), 1.0, 1.0)
    bounds = Bounds(np.zeros(2), np.full(2, np.inf), np.array([10.0, -np.inf]), np.array([10.0, 4.0]))
    vertex = solver.solve(np.ones(2), bounds)
    nobody, second_dear, first_dear = np.zeros(2, dtype=bool), np.array([0.0, 1.0]), np.array([1.0, 0.0])
    full = vertex.x[1] > 0
    assert solver.also_least(vertex, first_dear, nobody) == full
    assert solver.also_least(vertex, second_dear, nobody) != full
