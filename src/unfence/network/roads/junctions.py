"""From stretches of ways to a graph: points that only continue a road are taken out, length and time stay true.

A point is kept where roads meet, end, change direction or their kerb, and at least about every ``spacing`` metres, so
that a place beside the road always has a node near it. Between kept points the pieces form chains; the sums along every
chain come from pointer jumping: in each round a piece adds what its successor holds and then points twice as far, so
the longest chain of n pieces takes log2(n) rounds.
"""

import numpy as np

from unfence.network.roads.roads import Bools, Floats, Ints, Roads, quickest
from unfence.network.roads.ways import Stretches

SECONDS_PER_METRE_AT_1_KMH = 3.6
Z_CELLS, Z_BITS = 10_000, 22
"""Cells of the Z-curve per degree, and bits that number all of them."""
SPACING = 400.0
"""Metres between kept points on a road without junctions, about."""


def graph(stretches: Stretches, vehicle: str, spacing: float = SPACING) -> Roads:
    """The graph of junctions; nodes that are near on the ground are near in number."""
    points = len(stretches.lon)
    tail, head, seconds, metres = _pieces(stretches)
    kept = _branching(tail, head, points)
    kept |= _changes(stretches.expressway, stretches, points)
    marks = np.floor(np.cumsum(stretches.metres) / spacing)
    kept[stretches.last[np.diff(marks, prepend=0.0) > 0]] = True

    start, end, seconds, metres = _chains(tail, head, seconds, metres, kept)
    chosen = quickest(start, end, seconds)
    start, end, seconds, metres = start[chosen], end[chosen], seconds[chosen], metres[chosen]
    used = np.unique(np.concatenate([start, end]))
    used = used[np.argsort(_z_order(stretches.lon[used], stretches.lat[used]))]
    number = np.full(points, -1, dtype=np.int32)
    number[used] = np.arange(len(used))
    kerb = np.zeros(points, dtype=bool)
    stops = ~stretches.expressway
    kerb[stretches.first[stops]] = kerb[stretches.last[stops]] = True
    return Roads(
        tail=number[start],
        head=number[end],
        seconds=seconds,
        metres=metres,
        lon=stretches.lon[used],
        lat=stretches.lat[used],
        kerb=kerb[used],
        jurisdiction=np.full(len(used), -1, dtype=np.int32),
        vehicle=vehicle,
        link=np.full(len(start), -1, dtype=np.int32),
        built=seconds,
    )


def _z_order(lon: Floats, lat: Floats) -> Ints:
    """(points,) place along a Z-curve, which keeps what is near on the ground near in memory."""
    code = np.zeros(len(lon), dtype=np.uint64)
    for shift, degrees in enumerate((lon, lat)):
        spread = np.floor((degrees - degrees.min(initial=np.inf)) * Z_CELLS).astype(np.uint64)
        for bit in range(Z_BITS):
            code |= (spread >> np.uint64(bit) & np.uint64(1)) << np.uint64(2 * bit + shift)
    return code


def _pieces(stretches: Stretches) -> tuple[Ints, Ints, Floats, Floats]:
    """Every stretch once for each direction in which it is driven: tail, head, seconds, metres."""
    along, against = stretches.along > 0, stretches.against > 0
    tail = np.concatenate([stretches.first[along], stretches.last[against]])
    head = np.concatenate([stretches.last[along], stretches.first[against]])
    metres = np.concatenate([stretches.metres[along], stretches.metres[against]])
    speed = np.concatenate([stretches.along[along], stretches.against[against]])
    return tail, head, metres * SECONDS_PER_METRE_AT_1_KMH / speed, metres


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


def _chains(tail: Ints, head: Ints, seconds: Floats, metres: Floats, kept: Bools) -> tuple[Ints, Ints, Floats, Floats]:
    """Chains from kept point to kept point: start, end, seconds, metres. Rings without a kept point are left out."""
    following = _successor(tail, head, kept)
    end = head.copy()
    seconds, metres = seconds.copy(), metres.copy()
    for _ in range(max(1, len(tail).bit_length())):
        goes_on = np.flatnonzero(following >= 0)
        if not len(goes_on):
            break
        onward = following[goes_on]
        seconds[goes_on] += seconds[onward]
        metres[goes_on] += metres[onward]
        end[goes_on] = end[onward]
        following[goes_on] = following[onward]
    # A ring that comes back to its own start leads nowhere new.
    whole = kept[tail] & kept[end] & (tail != end)
    return tail[whole], end[whole], seconds[whole], metres[whole]


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
