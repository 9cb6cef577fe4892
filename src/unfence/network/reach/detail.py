"""Detail: points on long straight stretches, so that every place beside a road has a node near it.

OpenStreetMap needs no point where a road runs straight, for a kilometre and more; such an edge of k pieces gets k - 1
nodes on the line between its ends, the same ones for both directions. They are numbered before all other nodes: an
order by dissection stays one, since a node with two neighbours adds no shortcut when it is taken out first.
"""

from dataclasses import replace

import numpy as np

from unfence.network.roads.roads import Floats, Ints, Roads

SPACING = 100.0
"""Metres between nodes, at most, with which circles are drawn."""


def detailed(roads: Roads, spacing: float = SPACING) -> Roads:
    """The same roads with no edge longer than ``spacing`` metres. New nodes are in the jurisdiction of one end.

    >>> roads = Roads.of([0, 1], [1, 0], seconds=[60, 80], metres=[250, 250], lon=[0, 3], lat=[0, 0])
    >>> finer = detailed(roads)
    >>> finer.lon.tolist(), finer.seconds.tolist()
    ([1.0, 2.0, 0.0, 3.0], [20.0, 20.0, 20.0, 26.6..., 26.6..., 26.6...])
    """
    low, high = np.minimum(roads.tail, roads.head).astype(np.int64), np.maximum(roads.tail, roads.head)
    _, sample, pair = np.unique(low * roads.nodes + high, return_index=True, return_inverse=True)
    longest = np.zeros(len(sample))
    np.maximum.at(longest, pair, roads.metres)
    pieces = np.maximum(1, np.ceil(longest / spacing - 1e-9)).astype(np.int64)
    if (pieces == 1).all():
        return roads
    offset = np.cumsum(pieces - 1) - (pieces - 1)
    added = int((pieces - 1).sum())

    of_pair = np.repeat(np.arange(len(pieces)), pieces - 1)
    share = (np.arange(added) - offset[of_pair] + 1) / pieces[of_pair]
    first, last = low[sample][of_pair], high[sample][of_pair]

    edge = np.repeat(np.arange(roads.edges), pieces[pair])
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces[pair]) - pieces[pair], pieces[pair])
    whole = pieces[pair][edge]
    forward = (roads.tail == low)[edge]
    place = np.where(forward, step, whole - step)
    towards = np.where(forward, 1, -1)

    def node(at: Ints) -> Ints:
        inner = offset[pair[edge]] + at - 1
        return np.where(at == 0, low[edge] + added, np.where(at == whole, high[edge] + added, inner)).astype(np.int32)

    def between(ends: Floats) -> Floats:
        return np.concatenate([ends[first] * (1 - share) + ends[last] * share, ends])

    return replace(
        roads,
        tail=node(place),
        head=node(place + towards),
        seconds=roads.seconds[edge] / whole,
        metres=roads.metres[edge] / whole,
        built=roads.built[edge] / whole,
        link=roads.link[edge],
        lon=between(roads.lon),
        lat=between(roads.lat),
        kerb=np.concatenate([roads.kerb[first] & roads.kerb[last], roads.kerb]),
        jurisdiction=np.concatenate(
            [np.where(share < 1 / 2, roads.jurisdiction[first], roads.jurisdiction[last]), roads.jurisdiction]
        ),
    )
