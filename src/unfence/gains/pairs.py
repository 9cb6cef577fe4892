"""Blocks and overlaps: pairs that are worth more, or less, together than apart.

block      v(ab) > v(a) + v(b) + tol       each keeps the other from paying off
overlap    v(ab) < v(a) + v(b) - tol       each does part of the other's work
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Pair:
    """Two things that do not simply add up; ``amount`` is v(ab) - v(a) - v(b)."""

    kind: Literal["block", "overlap"]
    first: str
    second: str
    amount: float


def tolerance(gain: float) -> float:
    """The difference below which two amounts of welfare count as equal."""
    return 1e-6 * max(1.0, abs(gain))


def pairs_of(ids: Sequence[str], alone: Floats, two: Floats, gain: float) -> tuple[Pair, ...]:
    """Every block and overlap, the largest first; ``two[i, j]`` is the worth of i and j together.

    A pair whose worth together is NaN is not compared.
    """
    found = []
    for j in range(len(ids)):
        for i in range(j):
            more = float(two[i, j] - alone[i] - alone[j])
            if abs(more) > tolerance(gain):  # never true of NaN
                found.append(Pair("block" if more > 0 else "overlap", ids[i], ids[j], more))
    return tuple(sorted(found, key=lambda pair: (-abs(pair.amount), pair.first, pair.second)))
