"""Travel times: the hierarchy against Dijkstra's algorithm, on any graph and any weights, and by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unfence.network import travel_times
from unfence.network.roads import Roads, RoadsError, circle
from unfence.network.roads.hierarchy import dissected, prepare
from unfence.network.roads.sweep import sweep
from unfence.network.roads.times import by_dijkstra

COMPILING = settings(deadline=None, max_examples=60)


@st.composite
def graphs(draw):
    """A graph with loops, parallel edges, free edges and closed ones, its nodes anywhere."""
    nodes = draw(st.integers(1, 40))
    edges = draw(st.lists(st.tuples(*[st.integers(0, nodes - 1)] * 2), max_size=120))
    seconds = draw(st.lists(times, min_size=len(edges), max_size=len(edges)))
    places = st.lists(st.floats(-0.1, 0.1), min_size=nodes, max_size=nodes)
    tail, head = ([e[i] for e in edges] for i in (0, 1))
    return Roads.of(tail, head, seconds=seconds, lon=draw(places), lat=draw(places))


times = st.one_of(st.just(0.0), st.just(np.inf), st.floats(0.01, 10_000))


def same(one, other):
    return (np.isfinite(one) == np.isfinite(other)).all() and np.allclose(
        one[np.isfinite(one)], other[np.isfinite(other)], rtol=1e-12, atol=1e-9
    )


def city(side, seed=7):
    """A square grid of streets with random times, some of them one-way, some missing."""
    random = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [np.stack([node[:, :-1], node[:, 1:]], -1).reshape(-1, 2), np.stack([node[:-1], node[1:]], -1).reshape(-1, 2)]
    )
    there, back = pairs[random.random(len(pairs)) < 0.9], pairs[random.random(len(pairs)) < 0.9]
    tail, head = np.concatenate([there, back[:, ::-1]]).T
    place = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) * 0.001
    place = place + random.normal(0, 1e-4, place.shape)
    return Roads.of(tail, head, seconds=random.uniform(1, 60, len(tail)), lon=place[:, 0], lat=place[:, 1])


@COMPILING
@given(graphs(), st.data())
def test_the_hierarchy_agrees_with_dijkstra_on_any_graph(roads, data):
    sources = np.array(data.draw(st.lists(st.integers(0, roads.nodes - 1), min_size=1, max_size=40)))
    assert same(sweep(roads.today, sources, 2), by_dijkstra(roads, sources, roads.seconds))


@COMPILING
@given(graphs(), st.data())
def test_one_hierarchy_serves_any_weights(roads, data):
    hierarchy = prepare(roads)
    for _ in range(3):
        seconds = np.array(data.draw(st.lists(times, min_size=roads.edges, max_size=roads.edges)), dtype=float)
        everywhere = np.arange(roads.nodes)
        assert same(sweep(hierarchy.customised(seconds), everywhere), by_dijkstra(roads, everywhere, seconds))


@COMPILING
@given(graphs(), st.floats(0, 3000), st.data())
def test_a_short_circle_is_what_dijkstra_reaches_within_the_limit(roads, limit, data):
    sources = data.draw(st.lists(st.integers(0, roads.nodes - 1), min_size=1, max_size=3))
    least = by_dijkstra(roads, np.array(sources), roads.seconds).min(axis=0)
    assert same(circle(roads, sources, limit), np.where(least <= limit, least, np.inf))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 15, 16, 17, 70])
def test_a_city_for_any_number_of_sources(count):
    roads = city(30)
    sources = np.random.default_rng(count).integers(0, roads.nodes, count)
    assert same(sweep(roads.today, sources), by_dijkstra(roads, sources, roads.seconds))


def test_a_city_numbered_by_dissection_is_the_same_city():
    roads = city(30)
    again = dissected(roads)
    assert (np.sort(again.lon) == np.sort(roads.lon)).all()
    number = {place: i for i, place in enumerate(zip(again.lon, again.lat, strict=True))}
    new = np.array([number[place] for place in zip(roads.lon, roads.lat, strict=True)])
    there, here = sweep(again.today, new[:20]), by_dijkstra(roads, np.arange(20), roads.seconds)
    assert same(there[:, new], here)
    # In place: the hierarchy of a graph in that order needs no other.
    assert (prepare(again).rank == np.arange(again.nodes)).all()


def test_a_dissection_leaves_few_arcs():
    # The arcs of a square grid of n nodes grow as n log n; taken out row by row they grow as n to the power 3/2.
    roads = city(60)
    row_by_row = prepare(replace(roads, dissected=True))
    assert len(prepare(roads).head) < len(row_by_row.head) / 3


def test_times_do_not_depend_on_the_way_they_are_worked_out():
    roads = city(20)
    small = travel_times(roads, [0, 5])
    assert "today" not in vars(roads), "a question this small needs no hierarchy"
    assert roads.today is roads.today
    assert same(travel_times(roads, [0, 5]), small)
    slower = roads.seconds * 2
    assert same(travel_times(roads, [0, 5], slower), small * 2)


def test_a_graph_in_pieces_and_a_graph_without_edges():
    roads = Roads.of([0], [1], seconds=[5], lon=[0, 1, 2], lat=[0, 0, 0])
    expected = np.array([[0, 5, np.inf], [np.inf, np.inf, 0]])
    assert (travel_times(roads, [0, 2]) == expected).all()
    assert (sweep(roads.today, np.array([0, 2])) == expected).all()
    alone = Roads.of([], [], seconds=[], lon=[0], lat=[0])
    assert (travel_times(alone, [0]) == sweep(alone.today, np.array([0]))).all()


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([9], "node 9 does not exist; nodes are numbered 0 to 2"),
        ([-1], "node -1"),
        ([0.5], "whole numbers"),
        ([[0]], "one row"),
    ],
)
def test_what_is_wrong_with_sources_is_said(sources, words):
    roads = Roads.of([0], [1], seconds=[5], lon=[0, 1, 2], lat=[0, 0, 0])
    with pytest.raises(RoadsError, match=words):
        travel_times(roads, sources)


@pytest.mark.parametrize("limit", [-1, np.inf, np.nan])
def test_a_circle_without_an_end_is_refused(limit):
    with pytest.raises(RoadsError, match="give 0 to 1000000 seconds"):
        circle(city(3), [0], limit)


def test_what_is_wrong_with_weights_is_said():
    roads = Roads.of([0, 1], [1, 2], seconds=[5, 5], lon=[0, 1, 2], lat=[0, 0, 0])
    for seconds, words in (
        ([1.0], "each of the 2 edges"),
        ([1.0, -1.0], "edge 1 takes -1 seconds"),
        ([np.nan, 1.0], "edge 0"),
    ):
        with pytest.raises(RoadsError, match=words):
            travel_times(roads, [0], np.array(seconds))
