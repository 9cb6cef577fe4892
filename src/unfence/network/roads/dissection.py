"""Nested dissection: an order of the nodes in which few shortcuts arise when they are taken out one by one.

A cell of nodes is cut in two by a small separator, whose nodes come last in the order; the halves are ordered the same
way. The separator comes from an inertial flow (Schild, Sommer 2015): sort the cell's nodes along a direction, let the
first and the last ``SHARE`` of them be sources and sinks, and find the least number of nodes that parts them (Menger:
as many as there are paths without a common node, found by augmentation). Of four directions the cut with the fewest
nodes for what it parts off counts.

A path passes a node by its entry ``2 v`` and its exit ``2 v + 1``, and no two paths share a node. A search for one more
path walks free steps forward and steps of paths backward, which takes them back. When it finds none, the nodes whose
entry it reached but not their exit are the separator.
"""

from typing import NamedTuple

import numpy as np

from unfence.network.roads.compiled import compiled
from unfence.network.roads.roads import Floats, Ints

SHARE = 0.25
"""Of a cell's nodes, how many are sources, and how many are sinks."""
SMALL = 3
"""A cell of so few nodes is not cut further."""

NOBODY = -1
"""Before and after a node that no path passes."""
END = -2
"""Before the first and after the last node of a path."""

LEFT, RIGHT, MIDDLE = 0, 1, 2


class _Search(NamedTuple):
    """What the cuts of all cells share: the graph, and room for one search."""

    first: Ints
    neighbour: Ints
    cell: Ints
    """(nodes,) the cell that each node is in now"""
    before: Ints
    """(nodes,) where the path through a node comes from"""
    after: Ints
    """(nodes,) where it goes"""
    seen: Ints
    """(2 nodes,) the search that last reached each entry and exit"""
    came: Ints
    """(2 nodes,) from where"""
    queue: Ints
    """(2 nodes,)"""
    sink: Ints
    """(nodes,) the flow in which each node was last a sink"""


def dissection(first: Ints, neighbour: Ints, lon: Floats, lat: Floats) -> Ints:
    """(nodes,) the nodes in order: who is taken out first stands first.

    ``neighbour[first[v]:first[v + 1]]`` are the neighbours of node v, both ways, without v itself.
    """
    n = len(lon)
    x = np.asarray(lon, dtype=float) * np.cos(np.radians(np.mean(lat) if n else 0.0))
    y = np.asarray(lat, dtype=float)
    search = _Search(
        first=np.asarray(first, dtype=np.int64),
        neighbour=np.asarray(neighbour, dtype=np.int32),
        cell=np.zeros(n, dtype=np.int32),
        before=np.full(n, NOBODY, dtype=np.int32),
        after=np.full(n, NOBODY, dtype=np.int32),
        seen=np.zeros(2 * n, dtype=np.int32),
        came=np.zeros(2 * n, dtype=np.int32),
        queue=np.zeros(2 * n, dtype=np.int32),
        sink=np.zeros(n, dtype=np.int32),
    )
    sorted_ = np.stack([np.argsort(key, kind="stable") for key in (x, y, x + y, x - y)])
    return np.asarray(_dissect(search, sorted_.astype(np.int32)))


@compiled
def _dissect(search: _Search, along: Ints) -> Ints:
    """Cut cells until they are small; ``along`` is (directions, nodes), sorted, and stays so within each cell."""
    directions, n = along.shape
    side, part, room = np.zeros(n, np.int8), np.zeros(n, np.int8), np.empty(n, np.int32)
    waiting = [(0, n)]
    cells = searches = 0
    while len(waiting) > 0:
        start, end = waiting.pop()
        if end - start <= SMALL:
            continue
        cells += 1
        for v in along[0, start:end]:
            search.cell[v] = cells
        best = np.inf
        for direction in range(directions):
            members = along[direction, start:end]
            cut, searches = _flow(search, members, cells * directions + direction, searches, best)
            if cut >= 0:
                score = _score(search, members, cut, searches, part)
                if score < best:
                    best = score
                    for v in members:
                        side[v] = part[v]
        middle = right = end
        for direction in range(directions):
            right, middle = _partition(along[direction], start, end, side, room)
        waiting.append((start, right))
        waiting.append((right, middle))
    return np.ascontiguousarray(along[0])


@compiled
def _partition(nodes: Ints, start: int, end: int, side: Ints, room: Ints) -> tuple[int, int]:
    """Sort ``nodes[start:end]`` by side, otherwise as they stand; where the right and the middle begin."""
    place = start
    begins = np.zeros(3, np.int64)
    for part in range(3):
        begins[part] = place
        for i in range(start, end):
            if side[nodes[i]] == part:
                room[place] = nodes[i]
                place += 1
    for i in range(start, end):
        nodes[i] = room[i]
    return int(begins[RIGHT]), int(begins[MIDDLE])


@compiled
def _flow(search: _Search, members: Ints, flow: int, searches: int, best: float) -> tuple[int, int]:
    """Paths from the first to the last of a cell: how many (-1: too many to beat ``best``), and the last search."""
    count = max(1, int(SHARE * len(members)))
    for i, v in enumerate(members):
        search.before[v] = search.after[v] = NOBODY
        if i >= len(members) - count:
            search.sink[v] = flow
    paths = 0
    while True:
        searches += 1
        exit_ = _augmenting(search, members[:count], flow, searches)
        if exit_ < 0:
            return paths, searches
        _add(search, exit_)
        paths += 1
        if paths >= best * len(members) / 2:
            return -1, searches


@compiled
def _augmenting(search: _Search, sources: Ints, flow: int, stamp: int) -> int:
    """The exit of a sink that one more path can reach, or -1; marks everything on its way with ``stamp``."""
    seen, came, queue = search.seen, search.came, search.queue
    filled = 0
    for v in sources:
        seen[2 * v], came[2 * v], queue[filled] = stamp, END, 2 * v
        filled += 1
    done = 0
    while done < filled:
        state = queue[done]
        done += 1
        v = state >> 1
        if state & 1 == 0:
            # On the entry of a node that a path passes one can only walk that path backward.
            onward = 2 * v + 1 if search.before[v] == NOBODY else 2 * search.before[v] + 1
            if onward > 0 and seen[onward] != stamp:
                seen[onward], came[onward], queue[filled] = stamp, state, onward
                filled += 1
            continue
        if search.sink[v] == flow:
            return int(state)
        if search.before[v] != NOBODY and seen[2 * v] != stamp:
            seen[2 * v], came[2 * v], queue[filled] = stamp, state, 2 * v
            filled += 1
        for w in search.neighbour[search.first[v] : search.first[v + 1]]:
            if search.cell[w] == search.cell[v] and search.after[v] != w and seen[2 * w] != stamp:
                seen[2 * w], came[2 * w], queue[filled] = stamp, state, 2 * w
                filled += 1
    return -1


@compiled
def _add(search: _Search, exit_: int) -> None:
    """Take the found walk into the paths, from its end back to its beginning."""
    # What the walk takes back is cleared first, so that it cannot wipe out what the walk puts in place.
    state = exit_
    while search.came[state] != END:
        previous = search.came[state]
        if state & 1 == 0 and previous == state + 1:
            search.before[state >> 1] = NOBODY
            search.after[state >> 1] = NOBODY
        state = previous
    search.before[state >> 1] = END
    state = exit_
    search.after[state >> 1] = END
    while search.came[state] != END:
        previous = search.came[state]
        if state & 1 == 0 and previous != state + 1:
            search.before[state >> 1] = previous >> 1
            search.after[previous >> 1] = state >> 1
        state = previous


@compiled
def _score(search: _Search, members: Ints, cut: int, stamp: int, part: Ints) -> float:
    """How many nodes the cut costs for each node on its smaller side; notes the part of each member."""
    sizes = np.zeros(3, np.int64)
    for v in members:
        reached, left = search.seen[2 * v] == stamp, search.seen[2 * v + 1] == stamp
        part[v] = RIGHT if not reached else LEFT if left else MIDDLE
        sizes[part[v]] += 1
    return float((cut + 0.5) / (min(sizes[LEFT], sizes[RIGHT]) + 0.5))
