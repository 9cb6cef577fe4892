"""Travel times: by a hierarchy where the question is large, by Dijkstra's algorithm where it is small.

The two agree to rounding. SciPy's Dijkstra needs no preparation and no compiler; the hierarchy is worth preparing when
it takes less time than it saves. Both costs are estimated from sizes with what was measured on city graphs.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.roads import Floats, Ints, Roads, quickest

DIJKSTRA_COST = 2e-7
"""Seconds for each node and source."""
HIERARCHY_START = 1.5
"""Seconds to load the compiler, contract and customise."""
DISSECTION_COST = 6e-5
"""Seconds for each node, unless the nodes are numbered by dissection already."""


def travel_times(roads: Roads, sources: Sequence[int] | Ints, seconds: Floats | None = None) -> Floats:
    """Seconds from each source to every node, (sources, nodes); inf where there is no way.

    ``sources`` are node numbers; ``seconds`` are the times of the edges, as today without them. Exact to rounding. The
    hierarchy, once prepared, stays with ``roads``. RoadsError for a source that is no node, a time below 0 or no time.

    >>> roads = Roads.of([0, 1], [1, 2], seconds=[60, 90], lon=[109.0, 109.01, 109.02], lat=[27.3, 27.3, 27.3])
    >>> travel_times(roads, [0, 2])
    array([[  0.,  60., 150.],
           [ inf,  inf,   0.]])
    """
    begins = checked_sources(roads, sources)
    if seconds is not None:
        seconds = checked_seconds(roads, seconds)
    if not _worth_preparing(roads, len(begins)):
        return by_dijkstra(roads, begins, roads.seconds if seconds is None else seconds)
    from unfence.network.roads.sweep import sweep  # noqa: PLC0415 - the compiler loads only for who asks

    return sweep(roads.today if seconds is None else roads.today.hierarchy.customised(seconds), begins)


def by_dijkstra(roads: Roads, sources: Ints, seconds: Floats, limit: float = np.inf) -> Floats:
    """(sources, nodes) seconds by SciPy, inf beyond ``limit``; of parallel edges the quickest counts."""
    open_ = np.flatnonzero(np.isfinite(seconds))
    chosen = open_[quickest(roads.tail[open_], roads.head[open_], seconds[open_])]
    edges = (seconds[chosen], (roads.tail[chosen], roads.head[chosen]))
    matrix = csr_matrix(edges, shape=(roads.nodes, roads.nodes))
    if not len(sources):
        return np.empty((0, roads.nodes))
    return np.asarray(dijkstra(matrix, indices=sources, limit=limit))


def checked_seconds(roads: Roads, seconds: Floats) -> Floats:
    """One time for each edge, 0 or more; inf closes an edge."""
    seconds = np.asarray(seconds, dtype=float)
    if seconds.shape != (roads.edges,):
        raise RoadsError("weights", seen=seconds.shape, edges=roads.edges)
    wrong = np.flatnonzero(~(seconds >= 0))
    if len(wrong):
        raise RoadsError("weight", edge=int(wrong[0]), seen=float(seconds[wrong[0]]))
    return seconds


def checked_sources(roads: Roads, sources: Sequence[int] | Ints) -> Ints:
    """Node numbers in one row."""
    begins = np.asarray(sources)
    if not begins.size:
        return np.empty(0, dtype=np.int64)
    if begins.ndim != 1 or begins.dtype.kind not in "iu":
        raise RoadsError("sources", seen=str(sources))
    wrong = begins[(begins < 0) | (begins >= roads.nodes)]
    if len(wrong):
        raise RoadsError("source", seen=int(wrong[0]), last=roads.nodes - 1)
    return begins.astype(np.int64)


def _worth_preparing(roads: Roads, sources: int) -> bool:
    if "today" in vars(roads):
        return True
    preparing = HIERARCHY_START + (0.0 if roads.dissected else DISSECTION_COST * roads.nodes)
    return sources * roads.nodes * DIJKSTRA_COST > preparing
