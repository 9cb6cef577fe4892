"""Blocks and overlaps."""

import numpy as np

from unfence.gains.pairs import Pair, pairs_of, tolerance


def test_block_overlap_and_neither():
    two = np.array([[5.0, 20.0, 7.0], [20.0, 3.0, 5.0], [7.0, 5.0, 2.0]])
    found = pairs_of(("a", "b", "c"), np.array([5.0, 3.0, 2.0]), two, gain=1.0)
    assert found == (Pair("block", "a", "b", 12.0),)
    two[1, 2] = two[2, 1] = 1.0
    found = pairs_of(("a", "b", "c"), np.array([5.0, 3.0, 2.0]), two, gain=1.0)
    assert found[1] == Pair("overlap", "b", "c", -4.0)


def test_what_counts_as_equal_grows_with_the_gain():
    assert tolerance(0.1) == tolerance(-1) == 1e-6
    assert tolerance(-3e6) == 3
    two = np.array([[1.0, 3.5], [3.5, 2.0]])
    assert pairs_of(("a", "b"), np.array([1.0, 2.0]), two, gain=1e6) == ()
