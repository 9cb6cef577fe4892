"""Chains: the pieces of a road between two points that stay, put together.

The sums along every chain come from pointer jumping: in each round a piece adds what its successor holds and then
points twice as far, so the longest chain of n pieces takes log2(n) rounds.
"""

from dataclasses import dataclass

import numpy as np

from unfence.network.roads.roads import Bools, Floats, Ints


@dataclass(frozen=True)
class Chains:
    """Directed roads from point to point; a piece is a chain of one."""

    start: Ints
    """(chains,) point"""
    end: Ints
    """(chains,) point"""
    seconds: Floats
    metres: Floats
    leaving: Ints
    """(chains,) the way by which it leaves its start"""
    arriving: Ints
    """(chains,) the way by which it reaches its end"""

    def rows(self, which: Ints | Bools) -> "Chains":
        """Some of them, in the order of ``which``."""
        return Chains(
            self.start[which],
            self.end[which],
            self.seconds[which],
            self.metres[which],
            self.leaving[which],
            self.arriving[which],
        )


def chained(pieces: Chains, kept: Bools) -> Chains:
    """Chains from kept point to kept point, (points,) given; rings without a kept point are left out."""
    following = _successor(pieces.start, pieces.end, kept)
    last = np.arange(len(following))
    seconds, metres = pieces.seconds.copy(), pieces.metres.copy()
    for _ in range(max(1, len(following).bit_length())):
        goes_on = np.flatnonzero(following >= 0)
        if not len(goes_on):
            break
        onward = following[goes_on]
        seconds[goes_on] += seconds[onward]
        metres[goes_on] += metres[onward]
        last[goes_on] = last[onward]
        following[goes_on] = following[onward]
    end = pieces.end[last]
    whole = kept[pieces.start] & kept[end]
    return Chains(pieces.start, end, seconds, metres, pieces.leaving, pieces.arriving[last]).rows(whole)


def _successor(tail: Ints, head: Ints, kept: Bools) -> Ints:
    """(pieces,) the piece that continues each piece through a point that is not kept, not turning back; -1: none."""
    by_tail = np.argsort(tail, kind="stable")
    first = np.searchsorted(tail[by_tail], head)
    following = np.full(len(tail), -1, dtype=np.int64)
    passes = np.flatnonzero(~kept[head])
    one = by_tail[first[passes]]
    other = by_tail[np.minimum(first[passes] + 1, len(tail) - 1)]
    turns_back = head[one] == tail[passes]
    following[passes] = np.where(turns_back, other, one)
    return following
