"""From stretches of ways to a graph: points that only continue a road are taken out, length and time stay true.

A point is kept where roads meet, end, change direction or their kerb, and at least about every ``spacing`` metres, so
that a place beside the road always has a node near it. Between kept points the pieces form chains.
"""

import numpy as np

from unfence.network.roads.chains import Chains, chained
from unfence.network.roads.roads import Bools, Floats, Ints, Roads, quickest
from unfence.network.roads.turns import split
from unfence.network.roads.ways import Stretches

SECONDS_PER_METRE_AT_1_KMH = 3.6
Z_CELLS, Z_BITS = 10_000, 22
"""Cells of the Z-curve per degree, and bits that number all of them."""
SPACING = 400.0
"""Metres between kept points on a road without junctions, about."""


def graph(stretches: Stretches, vehicle: str, spacing: float = SPACING) -> Roads:
    """The graph of junctions; nodes that are near on the ground are near in number."""
    points = len(stretches.lon)
    pieces = _pieces(stretches)
    kept = _branching(pieces.start, pieces.end, points)
    kept |= _changes(stretches.expressway, stretches, points)
    kept |= _marked(stretches, spacing)
    kept[[ban.via for ban in stretches.bans]] = True

    ways = split(chained(pieces, kept), stretches.bans, points)
    chains = ways.chains.rows(quickest(ways.chains.start, ways.chains.end, ways.chains.seconds))
    used = np.unique(np.concatenate([chains.start, chains.end]))
    place = np.concatenate([np.arange(points), ways.copies])
    used = used[np.argsort(_z_order(stretches.lon[place[used]], stretches.lat[place[used]]), kind="stable")]
    number = np.full(len(place), -1, dtype=np.int32)
    number[used] = np.arange(len(used))
    # Nobody gets on or off at a copy: the junction itself is there for that.
    kerb = np.zeros(len(place), dtype=bool)
    stops = ~stretches.expressway
    kerb[stretches.first[stops]] = kerb[stretches.last[stops]] = True
    return Roads(
        tail=number[chains.start],
        head=number[chains.end],
        seconds=chains.seconds,
        metres=chains.metres,
        lon=stretches.lon[place[used]],
        lat=stretches.lat[place[used]],
        kerb=kerb[used],
        jurisdiction=np.full(len(used), -1, dtype=np.int32),
        vehicle=vehicle,
        link=np.full(len(chains.start), -1, dtype=np.int32),
        built=chains.seconds,
    )


def _marked(stretches: Stretches, spacing: float) -> Bools:
    """(points,) the end of every piece in which a mark falls, one mark each ``spacing`` metres along the file.

    A corner where two ways begin ends no piece; it is marked by the pieces that begin there.
    """
    marks = np.floor(np.cumsum(stretches.metres) / spacing)
    falls = np.diff(marks, prepend=0.0) > 0
    ends, marked = np.zeros((2, len(stretches.lon)), dtype=bool)
    ends[stretches.last] = True
    marked[stretches.last[falls]] = True
    marked[stretches.first[falls]] |= ~ends[stretches.first[falls]]
    return marked


def _z_order(lon: Floats, lat: Floats) -> Ints:
    """(points,) place along a Z-curve, which keeps what is near on the ground near in memory."""
    code = np.zeros(len(lon), dtype=np.uint64)
    for shift, degrees in enumerate((lon, lat)):
        spread = np.floor((degrees - degrees.min(initial=np.inf)) * Z_CELLS).astype(np.uint64)
        for bit in range(Z_BITS):
            code |= (spread >> np.uint64(bit) & np.uint64(1)) << np.uint64(2 * bit + shift)
    return code


def _pieces(stretches: Stretches) -> Chains:
    """Every stretch once for each direction in which it is driven."""
    along, against = np.flatnonzero(stretches.along > 0), np.flatnonzero(stretches.against > 0)
    both = np.concatenate([along, against])
    metres, way = stretches.metres[both], stretches.way[both]
    speed = np.concatenate([stretches.along[along], stretches.against[against]])
    return Chains(
        start=np.concatenate([stretches.first[along], stretches.last[against]]),
        end=np.concatenate([stretches.last[along], stretches.first[against]]),
        seconds=metres * SECONDS_PER_METRE_AT_1_KMH / speed,
        metres=metres,
        leaving=way,
        arriving=way,
    )


def _branching(tail: Ints, head: Ints, points: int) -> Bools:
    """(points,) where the pieces do more than pass: only a point with one way through, or with one each way, is passed.

    One each way means two in, two out, and the same two neighbours in as out.
    """
    into, out = np.bincount(head, minlength=points), np.bincount(tail, minlength=points)
    one_way = (into == 1) & (out == 1)
    two_way = (into == 2) & (out == 2)  # noqa: PLR2004 - two neighbours
    # Sums and sums of squares of two numbers tell the pair; a one-way that turns back ends at a kept point.
    from_sum, to_sum = (np.bincount(a, b.astype(float), points) for a, b in ((head, tail), (tail, head)))
    from_square, to_square = (np.bincount(a, b.astype(float) ** 2, points) for a, b in ((head, tail), (tail, head)))
    same = (from_sum == to_sum) & (from_square == to_square)
    distinct = 2 * from_square != from_sum**2
    return np.asarray(~((one_way & ~same) | (two_way & same & distinct)))


def _changes(mark: Bools, stretches: Stretches, points: int) -> Bools:
    """(points,) where marked and unmarked stretches meet."""
    seen = np.zeros((2, points), dtype=bool)
    for value in (False, True):
        of_value = mark == value
        seen[int(value), stretches.first[of_value]] = True
        seen[int(value), stretches.last[of_value]] = True
    return np.asarray(seen.all(axis=0))
