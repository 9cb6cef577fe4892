"""Cities that nobody built: each kind has something that a router may stumble over."""

from itertools import pairwise

import numpy as np
from scipy.spatial import Delaunay

from unfence.network.roads import Roads

BLOCK = 100 / 111_195
"""Degrees of a block of 100 m."""


def both_ways(pairs, random, *, one_way=0.0):
    """Tails and heads of streets between pairs of nodes, a share of them one-way, some turned round."""
    pairs = np.asarray(pairs).reshape(-1, 2)
    turned = np.where(random.random(len(pairs))[:, None] < 0.5, pairs, pairs[:, ::-1])
    back = turned[random.random(len(pairs)) >= one_way][:, ::-1]
    return np.concatenate([turned, back]).T


def on_ground(random, tail, head, place, **known):
    """Roads between places on a plane, (nodes, 2) in blocks, driven at 10 to 90 km/h unless their seconds are known."""
    metres = np.hypot(*(place[tail] - place[head]).T) * 100
    seconds = known.get("seconds", metres / random.uniform(10, 90, len(tail)) * 3.6)
    lon, lat = (np.asarray(place, dtype=float) * BLOCK).T
    return Roads.of(tail, head, seconds=seconds, metres=metres, lon=109.0 + lon, lat=27.3 + lat)


def rivers(random):
    """A grid that rivers cut, with few bridges, one-way streets and missing blocks."""
    across, along = random.integers(3, 16, 2)
    node = np.arange(across * along).reshape(across, along)
    streets = [(a, b) for row in node for a, b in pairwise(row)]
    for row in range(across - 1):
        crossings = list(zip(node[row], node[row + 1], strict=True))
        wet = random.random() < 0.3
        streets += [c for c in crossings if random.random() < (0.15 if wet else 0.95)]
    place = np.stack(np.meshgrid(np.arange(along), np.arange(across)), -1).reshape(-1, 2)
    place = place + random.normal(0, 0.2, place.shape)
    return on_ground(random, *both_ways(streets, random, one_way=0.3), place)


def villages(random):
    """Points anywhere, joined where no road would cross another."""
    place = random.uniform(0, 30, (int(random.integers(4, 250)), 2))
    corners = Delaunay(place).simplices
    sides = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1)
    sides = np.unique(sides, axis=0)
    return on_ground(random, *both_ways(sides[random.random(len(sides)) < 0.8], random, one_way=0.1), place)


def neighbours(random):
    """Points anywhere, joined to all that are near: thick in places, in pieces elsewhere."""
    place = random.normal(0, 4, (int(random.integers(2, 120)), 2)) * random.uniform(0.5, 3)
    near = np.argwhere(np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1)) < 1.5)
    return on_ground(random, *both_ways(near, random, one_way=0.5), place)


def dumbbell(random):
    """Two tangles and a long bar between them, with loops, parallel edges and edges of no length and no time."""
    bell, bar = int(random.integers(2, 25)), int(random.integers(1, 60))
    left = random.integers(0, bell, (3 * bell, 2))
    middle = np.stack([np.arange(bell, bell + bar), np.arange(bell + 1, bell + bar + 1)], 1)
    right = random.integers(bell + bar, 2 * bell + bar, (3 * bell, 2))
    streets = np.concatenate([left, [[0, bell]], middle, right, left[: bell // 2]])
    tail, head = both_ways(streets, random)
    place = np.zeros((2 * bell + bar, 2))
    place[bell : bell + bar, 0] = np.arange(bar)
    place[bell + bar :, 0] = bar
    seconds = np.where(random.random(len(tail)) < 0.3, 0.0, random.uniform(0, 100, len(tail)))
    return on_ground(random, tail, head, place, seconds=seconds)


def star(random):
    """All roads meet in one place."""
    rays = int(random.integers(1, 200))
    angle = random.uniform(0, 2 * np.pi, rays)
    place = np.concatenate([[[0, 0]], np.stack([np.cos(angle), np.sin(angle)], 1) * random.uniform(0.1, 9, (rays, 1))])
    return on_ground(random, *both_ways([(0, ray + 1) for ray in range(rays)], random, one_way=0.2), place)


def scattered(random):
    """Towns that no road joins, and hamlets of one house."""
    towns = [rivers(random), villages(random), dumbbell(random)]
    first = np.concatenate([[0], np.cumsum([town.nodes for town in towns])])
    lonely = int(random.integers(1, 5))
    return Roads.of(
        np.concatenate([town.tail + at for town, at in zip(towns, first, strict=False)]),
        np.concatenate([town.head + at for town, at in zip(towns, first, strict=False)]),
        seconds=np.concatenate([town.seconds for town in towns]),
        lon=np.concatenate([*(town.lon + row for row, town in enumerate(towns)), np.full(lonely, 108.0)]),
        lat=np.concatenate([*(town.lat for town in towns), np.full(lonely, 27.0)]),
    )


KINDS = (rivers, villages, neighbours, dumbbell, star, scattered)
