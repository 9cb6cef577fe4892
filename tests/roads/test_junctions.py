"""Taking out points that only continue a road changes no time between the points that stay."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from roads.maps import Map, node_at
from unfence.network import read_roads
from unfence.network.roads import Roads
from unfence.network.roads.junctions import graph
from unfence.network.roads.times import by_dijkstra
from unfence.network.roads.ways import Stretches

SPEEDS = ((30.0, 30.0), (60.0, 20.0), (50.0, 0.0), (0.0, 40.0))


@st.composite
def tangles(draw):
    """Ways that wander over a few points, one-way or not, some of them expressways."""
    points = draw(st.integers(2, 25))
    walks = draw(st.lists(st.lists(st.integers(0, points - 1), min_size=2, max_size=12), min_size=1, max_size=6))
    first, last, speeds, expressway, way = [], [], [], [], []
    for number, walk in enumerate(walks):
        pieces = [(a, b) for a, b in pairwise(walk) if a != b]
        first += [a for a, _ in pieces]
        last += [b for _, b in pieces]
        way += [number] * len(pieces)
        speeds += [draw(st.sampled_from(SPEEDS))] * len(pieces)
        expressway += [draw(st.booleans())] * len(pieces)
    metres = draw(st.lists(st.floats(1, 500), min_size=len(first), max_size=len(first)))
    along, against = np.array(speeds, dtype=float).reshape(-1, 2).T
    # Each point has a longitude of its own, by which it is found again.
    return Stretches(
        lon=np.arange(points) * 1e-3,
        lat=np.zeros(points),
        first=np.array(first, dtype=np.int32),
        last=np.array(last, dtype=np.int32),
        metres=np.array(metres),
        along=along,
        against=against,
        expressway=np.array(expressway, dtype=bool),
        way=np.array(way, dtype=np.int64),
    )


def every_piece(stretches):
    """The graph of all points and pieces, nothing taken out."""
    tail, head, seconds = [], [], []
    for a, b, length, along, against in zip(
        stretches.first, stretches.last, stretches.metres, stretches.along, stretches.against, strict=True
    ):
        for start, end, speed in ((a, b, along), (b, a, against)):
            if speed:
                tail.append(start)
                head.append(end)
                seconds.append(length / speed * 3.6)
    return Roads.of(tail, head, seconds=seconds, lon=stretches.lon, lat=stretches.lat)


@settings(deadline=None, max_examples=300)
@given(tangles(), st.sampled_from([50.0, 400.0, 1e9]))
def test_times_between_what_stays_are_those_of_every_piece(stretches, spacing):
    whole, roads = every_piece(stretches), graph(stretches, "car", spacing)
    kept = np.rint(roads.lon * 1e3).astype(int)
    assert len(set(kept)) == roads.nodes <= whole.nodes
    assert len(set(zip(roads.tail, roads.head, strict=True))) == roads.edges, "parallel roads are one edge"
    times = by_dijkstra(roads, np.arange(roads.nodes), roads.seconds)
    expected = by_dijkstra(whole, kept, whole.seconds)[:, kept]
    assert (np.isfinite(times) == np.isfinite(expected)).all()
    reached = np.isfinite(times)
    assert np.allclose(times[reached], expected[reached], rtol=1e-9)


def test_a_corner_where_two_ways_begin_is_not_cut(tmp_path):
    world = Map()
    for number, (lon, lat) in enumerate([(0, 0), (0.009, 0), (0, 0.009)], start=1):
        world.point(number, lon, lat)
    world.road(1, 2)
    world.road(1, 3)
    path = world.write(tmp_path / "corner.osm")
    roads = read_roads(path, spacing=400)
    assert roads.lat[node_at(roads, 0, 0)] == 0
    # Where no mark falls the corner is a point like others.
    assert read_roads(path, spacing=1e9).nodes == 2


@settings(deadline=None, max_examples=100)
@given(tangles())
def test_on_roads_of_one_speed_lengths_are_kept_as_times_are(stretches):
    roads = graph(
        replace(stretches, along=np.full_like(stretches.along, 36.0), against=np.zeros_like(stretches.along)), "car"
    )
    assert np.allclose(roads.seconds * 10, roads.metres)


@settings(deadline=None, max_examples=100)
@given(tangles())
def test_what_stays_without_spacing_is_not_just_passed(stretches):
    """A point stays that ends a road, joins more than two, turns a one-way, or parts street from expressway."""
    roads = graph(stretches, "car", 1e12)
    whole = every_piece(stretches)
    for node in range(roads.nodes):
        point = round(roads.lon[node] * 1e3)
        at = (stretches.first == point) | (stretches.last == point)
        into, out = whole.tail[whole.head == point], whole.head[whole.tail == point]
        one_through = len(into) == len(out) == 1 and into[0] != out[0]
        both_through = len(into) == len(out) == 2 and set(into) == set(out) and len(set(into)) == 2
        parts = stretches.expressway[at].any() and not stretches.expressway[at].all()
        assert parts or not (one_through or both_through)
