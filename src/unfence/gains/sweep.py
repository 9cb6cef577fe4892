"""Many states of one book, each solved from the basis of the one before.

Neighbours in a Gray code differ in one fence or measure, so the warm basis is nearly right every time. With several
jobs each process walks its own stretch of the code on an economy of its own.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np

from unfence.book import Book
from unfence.economy import Economy, InfeasibleError
from unfence.network.arcs import Floats

WORTH_A_PROCESS = 2_000_000
"""Scenarios times columns below which a process takes longer to start than to work."""

Progress = Callable[[int, int], None]
"""Called with how many states are done, and how many there are."""


@dataclass(frozen=True)
class Scenario:
    """Fences down free of charge, and measures in place, by id."""

    fences: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def gray(n: int) -> list[int]:
    """All sets of n things, each differing from the one before in one.

    >>> gray(2)
    [0, 1, 3, 2]
    """
    return [i ^ (i >> 1) for i in range(1 << n)]


def welfare_of(economy: Economy, scenario: Scenario) -> float:
    """Welfare in a scenario, -inf where it has no solution."""
    try:
        return economy.welfare(economy.state(scenario.fences, scenario.measures))
    except InfeasibleError:
        return -np.inf


def welfares(
    economy: Economy, scenarios: Sequence[Scenario], jobs: int = 1, progress: Progress = lambda _done, _all: None
) -> Floats:
    """(scenarios,): the welfare of each; an infeasible one is -inf."""
    if jobs <= 1 or len(scenarios) * economy.programme.matrix.shape[1] < WORTH_A_PROCESS:
        found = []
        for scenario in scenarios:
            found.append(welfare_of(economy, scenario))
            progress(len(found), len(scenarios))
        return np.array(found, dtype=np.float64)
    return _in_processes(economy.book, scenarios, jobs, progress)


def _in_processes(book: Book, scenarios: Sequence[Scenario], jobs: int, progress: Progress) -> Floats:
    size = -(-len(scenarios) // (4 * jobs))
    parts = [scenarios[i : i + size] for i in range(0, len(scenarios), size)]
    found: list[Floats] = []
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for part in pool.map(partial(_stretch, book), parts):
            found.append(part)
            progress(sum(len(p) for p in found), len(scenarios))
    return np.concatenate(found)


def _stretch(book: Book, scenarios: Sequence[Scenario]) -> Floats:
    """One process's part, on an economy of its own."""
    return welfares(Economy(book), scenarios)
