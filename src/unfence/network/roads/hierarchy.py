"""A customisable contraction hierarchy (Dibbelt, Strasser, Wagner 2016): one topology, any weights.

Nodes are taken out in the order of the nested dissection, each by its rank; its neighbours of higher rank are then
joined by shortcuts. What is left is a graph of *arcs* (v, w), rank v < rank w, in which every shortest path, of any
weights, has an equally long one that first only climbs and then only descends. The lowest upper neighbour of v is its
*parent*; all upper neighbours of v lie on the way from v to the root.

Customising gives each arc the time up, v to w, and the time down, w to v:

    up(x, y)   = min over lower v of  down(v, x) + up(v, y)        down(x, y) = min over lower v of  down(v, y) + up(v,
    x)

over all triangles v < x < y, beginning with the roads' own times, v in rising rank.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from unfence.network.roads.compiled import compiled
from unfence.network.roads.dissection import dissection
from unfence.network.roads.roads import Bools, Floats, Ints, Roads


class Arcs(NamedTuple):
    """A hierarchy with times, as the compiled functions take it; nodes are called by rank."""

    first: Ints
    """(nodes + 1,) where the arcs of each rank begin"""
    head: Ints
    """(arcs,) rank of the upper end; rising within the arcs of a rank"""
    up: Floats
    """(arcs,) seconds from the lower to the upper end; inf: no way"""
    down: Floats
    """(arcs,) seconds from the upper to the lower end"""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The topology of a graph's arcs."""

    rank: Ints
    """(nodes,) of each node"""
    first: Ints
    head: Ints
    arc: Ints
    """(edges,) the arc that each road edge lies in; beyond the last arc: a loop"""
    climbs: Bools
    """(edges,) the edge leads from the lower to the upper end of its arc"""

    def customised(self, seconds: Floats) -> "Weights":
        """The times of all arcs when the edges take ``seconds``, (edges,); inf: closed."""
        arcs = Arcs(self.first, self.head, np.full(len(self.head), np.inf), np.full(len(self.head), np.inf))
        _lay(arcs, self.arc, self.climbs, np.asarray(seconds, dtype=float))
        _customise(arcs)
        return Weights(self, arcs)


@dataclass(frozen=True, eq=False)
class Weights:
    """A hierarchy with times: all that a question about one scenario needs."""

    hierarchy: Hierarchy
    arcs: Arcs


def prepare(roads: Roads) -> Hierarchy:
    """The hierarchy of a graph; takes seconds for a city unless its nodes are numbered by dissection already."""
    nodes = roads.nodes
    rank = np.arange(nodes) if roads.dissected else rank_of(roads)
    low = np.minimum(rank[roads.tail], rank[roads.head])
    high = np.maximum(rank[roads.tail], rank[roads.head])
    proper = np.flatnonzero(low != high)
    lower, upper = np.divmod(np.unique(low[proper] * nodes + high[proper]), max(1, nodes))
    first, head = _contract(_begins(lower, nodes), upper.astype(np.int32))

    arcs = np.repeat(np.arange(nodes), np.diff(first)) * nodes + head
    arc = np.full(roads.edges, len(head), dtype=np.int64)
    arc[proper] = np.searchsorted(arcs, low[proper] * nodes + high[proper])
    return Hierarchy(rank, first, head, arc, rank[roads.tail] < rank[roads.head])


def dissected(roads: Roads) -> Roads:
    """The same roads, their nodes numbered in the order of a nested dissection: near in place is near in memory."""
    rank = rank_of(roads)
    order = np.argsort(rank)
    numbers = rank.astype(np.int32)
    return replace(
        roads,
        tail=numbers[roads.tail],
        head=numbers[roads.head],
        lon=roads.lon[order],
        lat=roads.lat[order],
        kerb=roads.kerb[order],
        jurisdiction=roads.jurisdiction[order],
        dissected=True,
    )


def rank_of(roads: Roads) -> Ints:
    """(nodes,) place of each node in the order of a nested dissection."""
    ends = np.concatenate([roads.tail, roads.head]).astype(np.int64)
    others = np.concatenate([roads.head, roads.tail]).astype(np.int64)
    keys = np.unique((ends * roads.nodes + others)[ends != others])
    node, neighbour = np.divmod(keys, max(1, roads.nodes))
    order = dissection(_begins(node, roads.nodes), neighbour, roads.lon, roads.lat)
    rank = np.empty(roads.nodes, dtype=np.int64)
    rank[order] = np.arange(roads.nodes)
    return rank


def _begins(sorted_rows: Ints, rows: int) -> Ints:
    """(rows + 1,) where each row begins in a sorted list of rows."""
    return np.searchsorted(sorted_rows, np.arange(rows + 1))


@compiled
def _contract(first: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Upper neighbours of every rank once all lower ones are taken out: those of its own and those of its children."""
    n = len(first) - 1
    begins, heads = np.zeros(n + 1, np.int64), np.empty(2 * len(head) + 16, np.int32)
    child, sibling, seen = np.full(n, -1, np.int32), np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    filled = 0
    for v in range(n):
        begins[v] = filled
        needed = first[v + 1] - first[v]
        c = child[v]
        while c >= 0:
            needed += begins[c + 1] - begins[c]
            c = sibling[c]
        if filled + needed > len(heads):
            grown = np.empty(2 * (filled + needed), np.int32)
            grown[:filled] = heads[:filled]
            heads = grown
        for w in head[first[v] : first[v + 1]]:
            seen[w] = v
            heads[filled] = w
            filled += 1
        c = child[v]
        while c >= 0:
            for w in heads[begins[c] : begins[c + 1]]:
                if w > v and seen[w] != v:
                    seen[w] = v
                    heads[filled] = w
                    filled += 1
            c = sibling[c]
        begins[v + 1] = filled
        if filled > begins[v]:
            _sort(heads[begins[v] : filled])
            parent = heads[begins[v]]
            sibling[v], child[parent] = child[parent], v
    return begins, heads[:filled].copy()


@compiled
def _sort(few: Ints) -> None:
    """By insertion: the lists are short, and this compiles in no time."""
    for i in range(1, len(few)):
        value, j = few[i], i
        while j > 0 and few[j - 1] > value:
            few[j] = few[j - 1]
            j -= 1
        few[j] = value


@compiled
def _lay(arcs: Arcs, arc: Ints, climbs: Bools, seconds: Floats) -> None:
    """Give each arc the quickest of the road edges that lie in it."""
    for e in range(len(arc)):
        a = arc[e]
        if a < len(arcs.head):
            if climbs[e]:
                arcs.up[a] = min(arcs.up[a], seconds[e])
            else:
                arcs.down[a] = min(arcs.down[a], seconds[e])


@compiled
def _customise(arcs: Arcs) -> None:
    """Let each arc (x, y) take the way by v wherever that is quicker."""
    first, head, up, down = arcs
    for v in range(len(first) - 1):
        for i in range(first[v], first[v + 1]):
            # All later neighbours of v are neighbours of x too; both lists rise, so one pass meets them.
            a = first[head[i]]
            for j in range(i + 1, first[v + 1]):
                while head[a] != head[j]:
                    a += 1
                up[a] = min(up[a], down[i] + up[j])
                down[a] = min(down[a], down[j] + up[i])
