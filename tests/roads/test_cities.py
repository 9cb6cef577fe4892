"""Travel times are SciPy's to a hundredth of a second, in cities of many kinds and under any weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from roads.cities import KINDS
from unfence.network import travel_times
from unfence.network.roads import Roads, circle, nearest
from unfence.network.roads.hierarchy import dissected
from unfence.network.roads.sweep import sweep

DRAWN = settings(deadline=None, max_examples=100)
seeds = st.integers(0, 2**32 - 1)


def scipy_says(roads, sources, seconds):
    """SciPy on the same arrays, parallel edges thinned out here and not by the code under test."""
    least = {}
    for edge in np.argsort(-seconds, kind="stable"):
        if np.isfinite(seconds[edge]):
            least[roads.tail[edge], roads.head[edge]] = seconds[edge]
    tail, head = np.array(list(least), dtype=int).reshape(-1, 2).T
    matrix = csr_matrix((np.array(list(least.values())), (tail, head)), shape=(roads.nodes, roads.nodes))
    return dijkstra(matrix, indices=sources)


def alike(times, others):
    """Reached alike, and never a hundredth of a second apart."""
    reached = np.isfinite(others)
    return (np.isfinite(times) == reached).all() and np.abs(times[reached] - others[reached]).max(initial=0) < 0.01


def weights(roads, random, kind):
    """Times of the edges: as they are, or hostile ones."""
    changed = random.random(roads.edges) < 0.3
    return {
        "today": roads.seconds,
        "some closed": np.where(changed, np.inf, roads.seconds),
        "some free": np.where(changed, 0.0, roads.seconds),
        "some huge": np.where(changed, 1e9, roads.seconds),
        "all free": np.zeros(roads.edges),
        "all closed": np.full(roads.edges, np.inf),
        "waits": roads.seconds + 600 * changed,
    }[kind]


HOSTILE = ("today", "some closed", "some free", "some huge", "all free", "all closed", "waits")


@pytest.mark.parametrize("city", KINDS, ids=lambda city: city.__name__)
@DRAWN
@given(seed=seeds, kind=st.sampled_from(HOSTILE), count=st.integers(1, 20))
def test_in_any_city_under_any_weights(city, seed, kind, count):
    random = np.random.default_rng(seed)
    roads = city(random)
    seconds = weights(roads, random, kind)
    sources = random.integers(0, roads.nodes, count)
    expected = scipy_says(roads, sources, seconds)
    assert alike(travel_times(roads, sources, seconds), expected)
    assert alike(sweep(roads.today.hierarchy.customised(seconds), sources), expected)
    once = circle(roads, sources[:1], 900, seconds)
    assert alike(once, np.where(expected[0] <= 900, expected[0], np.inf))


@pytest.mark.parametrize("city", KINDS, ids=lambda city: city.__name__)
@settings(deadline=None, max_examples=10)
@given(seed=seeds)
def test_numbered_anew_it_is_the_same_city(city, seed):
    roads = city(np.random.default_rng(seed))
    again = dissected(roads)
    # The order is found again from the ends of the edges, which keep their places in the list.
    new = np.full(roads.nodes, -1)
    new[roads.tail], new[roads.head] = again.tail, again.head
    known = np.flatnonzero(new >= 0)
    if len(known):
        some = known[:5]
        expected = scipy_says(roads, some, roads.seconds)[:, known]
        assert alike(travel_times(again, new[some])[:, new[known]], expected)


def test_one_node_and_no_edges():
    alone = Roads.of([], [], seconds=[], lon=[109.0], lat=[27.3])
    assert travel_times(alone, [0]).tolist() == sweep(alone.today, np.array([0] * 20))[:1].tolist() == [[0.0]]
    assert circle(alone, [0], 60).tolist() == [0.0]
    assert nearest(alone, 109.0, 27.3)[0].tolist() == [0]
    assert travel_times(alone, []).shape == (0, 1)


def test_a_node_with_a_road_to_itself_only():
    loop = Roads.of([0, 0], [0, 0], seconds=[5, 0], lon=[109.0], lat=[27.3])
    assert travel_times(loop, [0]).tolist() == sweep(loop.today, np.array([0] * 4))[:1].tolist() == [[0.0]]


def test_no_nodes_at_all():
    nothing = Roads.of([], [], seconds=[], lon=[], lat=[])
    assert travel_times(nothing, []).shape == (0, 0)


def test_a_way_of_many_huge_times_is_still_exact_to_a_hundredth():
    nodes = 2000
    road = Roads.of(
        np.arange(nodes - 1),
        np.arange(1, nodes),
        seconds=np.full(nodes - 1, 1e6 + 1 / 3),
        lon=np.arange(nodes) * 1e-3,
        lat=np.zeros(nodes),
    )
    exact = np.arange(nodes) * (3_000_001 / 3)
    assert np.abs(sweep(road.today, np.array([0]))[0] - exact).max() < 0.01
