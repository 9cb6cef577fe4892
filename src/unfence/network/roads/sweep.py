"""Times from sources to all nodes: climb from a source to the root, then sweep down once (PHAST, Delling et al. 2011).

A shortest path first climbs and then descends. All that a source can climb to lies on its way of parents to the root,
so the climb settles those few nodes in rising rank. The sweep then takes every node in falling rank:

    time(v) = min(time(v) from the climb, min over arcs (v, w) of  time(w) + down(w, v))

A *lane* holds one source. ``LANES`` sources share a sweep; the lanes of a node lie side by side in memory, so that an
arc is read once for all of them and the processor adds and compares several at once. The order of a nested dissection
keeps the upper neighbours of a node in the cache, as they all lie on its way to the root.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from unfence.network.roads.compiled import compiled
from unfence.network.roads.hierarchy import Arcs, Weights
from unfence.network.roads.roads import Bools, Floats, Ints

LANES = 16
FEW = 3
"""So few sources are quicker one by one."""
BLOCK = 32
"""Nodes that are turned from lanes into rows at a time."""


def sweep(weights: Weights, sources: Ints, threads: int | None = None) -> Floats:
    """(sources, nodes) seconds, inf where unreachable; sources and nodes by number, not by rank."""
    rank = weights.hierarchy.rank
    begins = rank[sources]
    times = np.empty((len(sources), len(rank)))
    if len(sources) <= FEW:
        for row, begin in enumerate(begins):
            _one(weights.arcs, begin, np.empty(len(rank)), rank, times[row])
        return times
    batches = range(0, len(sources), LANES)
    # Whoever is done takes the next batch, so that a core that others use too does fewer of them.
    waiting = iter(batches)

    def work() -> None:
        lanes, reached = np.empty((len(rank), LANES)), np.empty(len(rank), dtype=np.bool_)
        for batch in waiting:
            some = begins[batch : batch + LANES]
            used = lanes if len(some) == LANES else np.empty((len(rank), len(some)))
            _many(weights.arcs, some, used, reached)
            _turn(used, rank, times[batch : batch + LANES])

    helpers = min(threads or os.cpu_count() or 1, len(batches)) - 1
    if not helpers:
        work()
        return times
    with ThreadPoolExecutor(helpers) as pool:
        helping = [pool.submit(work) for _ in range(helpers)]
        work()
        for helper in helping:
            helper.result()
    return times


@compiled
def _one(arcs: Arcs, source: int, time: Floats, rank: Ints, out: Floats) -> None:
    """One source alone: the running least of a node stays in a register."""
    first, head, up, down = arcs
    time[:] = np.inf
    time[source] = 0.0
    v = source
    while first[v] < first[v + 1]:
        for a in range(first[v], first[v + 1]):
            time[head[a]] = min(time[head[a]], time[v] + up[a])
        v = head[first[v]]
    for v in range(len(first) - 2, -1, -1):
        least = time[v]
        for a in range(first[v], first[v + 1]):
            t = time[head[a]] + down[a]
            least = min(least, t)
        time[v] = least
    for node in range(len(rank)):
        out[node] = time[rank[node]]


@compiled
def _many(arcs: Arcs, sources: Ints, time: Floats, reached: Bools) -> None:
    """One source a lane; ``time`` is (ranks, lanes). Rows are cleared just before use, while they are in the cache."""
    first, head, down = arcs.first, arcs.head, arcs.down
    reached[:] = False
    for lane, source in enumerate(sources):
        _climb(arcs, source, lane, time, reached)
    for v in range(len(first) - 2, -1, -1):
        row = time[v]
        if not reached[v]:
            row[:] = np.inf
        a, end = first[v], first[v + 1]
        # Two arcs at a time: half as many trips of the row to memory and back.
        while a + 1 < end:
            one, other = time[head[a]], time[head[a + 1]]
            for lane in range(len(row)):
                s, t = one[lane] + down[a], other[lane] + down[a + 1]
                t = min(s, t)
                row[lane] = min(row[lane], t)
            a += 2
        if a < end:
            one = time[head[a]]
            for lane in range(len(row)):
                t = one[lane] + down[a]
                row[lane] = min(row[lane], t)


@compiled
def _climb(arcs: Arcs, source: int, lane: int, time: Floats, reached: Bools) -> None:
    first, head, up = arcs.first, arcs.head, arcs.up
    v, root = source, False
    while not root:
        if not reached[v]:
            reached[v] = True
            time[v] = np.inf
        root = first[v] == first[v + 1]
        v = v if root else head[first[v]]
    time[source, lane] = 0.0
    v = source
    while first[v] < first[v + 1]:
        for a in range(first[v], first[v + 1]):
            t = time[v, lane] + up[a]
            time[head[a], lane] = min(time[head[a], lane], t)
        v = head[first[v]]


@compiled
def _turn(time: Floats, rank: Ints, out: Floats) -> None:
    """From (ranks, lanes) to (lanes, nodes)."""
    for begin in range(0, len(rank), BLOCK):
        end = min(len(rank), begin + BLOCK)
        for lane in range(out.shape[0]):
            for node in range(begin, end):
                out[lane, node] = time[rank[node], lane]
