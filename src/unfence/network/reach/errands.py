"""Errands: time and way of the fastest drive between given places, and what it costs a vehicle.

Both come from one search by Dijkstra's algorithm: the tree of predecessors is walked back from every target at once, so
the rounds are as many as the longest way has edges.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from unfence.network.roads.roads import Floats, Ints, Roads, quickest
from unfence.network.roads.times import checked_seconds, checked_sources

HOUR = 3600.0


@dataclass(frozen=True, eq=False)
class Drives:
    """(sources, targets) the fastest drives; inf where there is no way."""

    seconds: Floats
    metres: Floats
    """Along the fastest way, in metres."""


@dataclass(frozen=True)
class Rates:
    """What a vehicle costs."""

    hour: float = 0.0
    """money an hour"""
    km: float = 0.0
    """money a kilometre"""

    def money(self, hours: Floats, km: Floats) -> Floats:
        """What drives of so many hours and kilometres cost.

        >>> Rates(hour=120, km=6).money(np.array([0.5]), np.array([20.0]))
        array([180.])
        """
        return np.asarray(self.hour * hours + self.km * km)


def drives(roads: Roads, seconds: Floats, sources: Ints, targets: Ints) -> Drives:
    """The fastest drives from nodes to nodes, ``seconds`` being the times of the edges; for a few sources.

    >>> roads = Roads.of([0, 1], [1, 2], seconds=[60, 30], metres=[500, 400], lon=[0, 1, 2], lat=[0, 0, 0])
    >>> there = drives(roads, roads.seconds, np.array([0]), np.array([2, 0]))
    >>> there.seconds.tolist(), there.metres.tolist()
    ([[90.0, 0.0]], [[900.0, 0.0]])
    """
    seconds = checked_seconds(roads, seconds)
    begins, ends = checked_sources(roads, sources), checked_sources(roads, targets)
    open_ = np.flatnonzero(np.isfinite(seconds))
    chosen = open_[quickest(roads.tail[open_], roads.head[open_], seconds[open_])]
    matrix = csr_matrix((seconds[chosen], (roads.tail[chosen], roads.head[chosen])), shape=(roads.nodes, roads.nodes))
    if not len(begins) or not len(ends):
        return Drives(np.empty((len(begins), len(ends))), np.empty((len(begins), len(ends))))
    rows = [dijkstra(matrix, indices=begin, return_predecessors=True) for begin in begins]
    time = np.stack([found for found, _ in rows])[:, ends]
    before = np.stack([previous for _, previous in rows])
    return Drives(time, np.where(np.isfinite(time), _walked(roads, chosen, before, ends), np.inf))


def _walked(roads: Roads, edges: Ints, before: Ints, ends: Ints) -> Floats:
    """(sources, targets) metres from each target back to its source, by ``before`` (sources, nodes); 0 with no way."""
    key = roads.tail[edges].astype(np.int64) * roads.nodes + roads.head[edges]
    metres = roads.metres[edges]  # ``quickest`` gives the edges in the order of their keys
    total = np.zeros((len(before), len(ends)))
    source, target = np.divmod(np.arange(total.size), len(ends))
    node = ends[target]
    while len(node):
        previous = before[source, node].astype(np.int64)
        goes_on = previous >= 0
        source, target, node, previous = source[goes_on], target[goes_on], node[goes_on], previous[goes_on]
        total[source, target] += metres[np.searchsorted(key, previous * roads.nodes + node)]
        node = previous
    return total
