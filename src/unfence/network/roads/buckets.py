"""One short circle: all nodes within a time of some starts, by a bucket queue (Dial 1969) that stops at the limit.

Bucket b holds the nodes whose time lies in [b, b + 1) WIDTH. Buckets are emptied in turn; a node that gets quicker
while its own bucket is being emptied is taken once more, so the width changes the work and never the answer. A node
lies in one bucket at most: buckets are rings of ``following`` and ``previous`` nodes.
"""

from collections.abc import Sequence

import numpy as np

from unfence.network.roads.compiled import compiled
from unfence.network.roads.errors import RoadsError
from unfence.network.roads.roads import Floats, Ints, Roads
from unfence.network.roads.times import checked_seconds, checked_sources

WIDTH = 4.0
"""Seconds that a bucket spans; about the shortest edges of a city."""
LONGEST = 1e6
"""Seconds beyond which a circle is not short."""
NONE = -1


def circle(roads: Roads, sources: Sequence[int] | Ints, limit: float, seconds: Floats | None = None) -> Floats:
    """(nodes,) seconds from the nearest source, inf beyond ``limit`` seconds; needs no hierarchy.

    RoadsError for a limit that is not between 0 and ``LONGEST``, and where ``travel_times`` raises it.
    """
    if not 0 <= limit <= LONGEST:
        raise RoadsError("limit", seen=f"{limit:g}", most=LONGEST)
    weights = roads.seconds if seconds is None else checked_seconds(roads, seconds)
    first, order = roads.leaving
    begins = checked_sources(roads, sources)
    return np.asarray(_spread(first, roads.head[order], weights[order], begins, float(limit)))


@compiled
def _spread(first: Ints, head: Ints, seconds: Floats, sources: Ints, limit: float) -> Floats:
    n = len(first) - 1
    time = np.full(n, np.inf)
    bucket = np.full(int(limit / WIDTH) + 1, NONE, np.int32)
    following, previous = np.full(n, NONE, np.int32), np.full(n, NONE, np.int32)
    for v in sources:
        if time[v] > 0.0:
            time[v] = 0.0
            _put(v, 0, bucket, following, previous)
    for b in range(len(bucket)):
        while bucket[b] != NONE:
            v = bucket[b]
            _take(v, b, bucket, following, previous)
            for e in range(first[v], first[v + 1]):
                w, t = head[e], time[v] + seconds[e]
                if t <= limit and t < time[w]:
                    old = NONE if time[w] == np.inf else int(time[w] / WIDTH)
                    if old != NONE and (previous[w] != NONE or bucket[old] == w):
                        _take(w, old, bucket, following, previous)
                    time[w] = t
                    _put(w, int(t / WIDTH), bucket, following, previous)
    return time


@compiled
def _put(v: int, b: int, bucket: Ints, following: Ints, previous: Ints) -> None:
    top = bucket[b]
    following[v], previous[v] = top, NONE
    if top != NONE:
        previous[top] = v
    bucket[b] = v


@compiled
def _take(v: int, b: int, bucket: Ints, following: Ints, previous: Ints) -> None:
    before, after = previous[v], following[v]
    if before != NONE:
        following[before] = after
    else:
        bucket[b] = after
    if after != NONE:
        previous[after] = before
    following[v] = previous[v] = NONE
