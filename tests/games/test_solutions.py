"""Laws that every way of sharing must keep: adds up, no favourites, units, null players, many states at once."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.known_games import GLOVE, NO_CORE, TVA, TWO_PARTIES, over_orders
from games.strategies import convex_games, games
from unfence.errors import UnfenceError
from unfence.games import (
    balanced,
    convex,
    core_excess,
    equal_profit,
    equal_rest,
    equal_surplus,
    least_core,
    members,
    nash,
    nucleolus,
    ordered_shapley,
    per_capita_nucleolus,
    prenucleolus,
    proportional,
    remaining_benefits,
    sampled_shapley,
    shapley,
    spread,
    superadditive,
    tau_value,
)

RELAXED = settings(max_examples=40, deadline=None)
COVARIANT = [
    shapley,
    nucleolus,
    prenucleolus,
    per_capita_nucleolus,
    tau_value,
    equal_surplus,
    equal_rest,
    remaining_benefits,
    nash,
]
EVERY = [*COVARIANT, lambda game: proportional(game, np.ones(len(game).bit_length() - 1))]


def permuted(game, order):
    """The game in which player i is called order[i]."""
    n = len(order)
    return np.array([game[sum(1 << i for i in range(n) if s >> order[i] & 1)] for s in range(1 << n)])


@pytest.mark.parametrize("solution", EVERY)
@RELAXED
@given(game=convex_games())
def test_shares_add_up(solution, game):
    assert solution(game).sum() == pytest.approx(game[-1], abs=1e-8)


@pytest.mark.parametrize("solution", EVERY)
@RELAXED
@given(game=convex_games(most=4), data=st.data())
def test_names_do_not_matter(solution, game, data):
    order = data.draw(st.permutations(range(len(game).bit_length() - 1)))
    assert solution(permuted(game, order))[order] == pytest.approx(solution(game), abs=1e-7)


@pytest.mark.parametrize("solution", COVARIANT)
@RELAXED
@given(
    game=convex_games(most=4),
    own=st.lists(st.integers(-9, 9), min_size=4, max_size=4),
    factor=st.sampled_from([0.5, 3]),
)
def test_units_and_own_means_do_not_matter(solution, game, own, factor):
    n = len(game).bit_length() - 1
    shift = np.array(own[:n])
    moved = factor * game + [shift[list(members(s))].sum() for s in range(len(game))]
    assert solution(moved) == pytest.approx(factor * solution(game) + shift, abs=1e-6)


@pytest.mark.parametrize(
    "solution", [shapley, nucleolus, prenucleolus, per_capita_nucleolus, tau_value, remaining_benefits]
)
@RELAXED
@given(game=convex_games(most=4))
def test_who_adds_nothing_gets_nothing(solution, game):
    assert solution(np.append(game, game))[-1] == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("solution", [shapley, equal_surplus, equal_rest])
@RELAXED
@given(first=games(least=3, most=3), second=games(least=3, most=3))
def test_two_games_together_are_their_sum(solution, first, second):
    assert solution(first + second) == pytest.approx(solution(first) + solution(second), abs=1e-9)


@RELAXED
@given(convex_games())
def test_convex_games(game):
    assert convex(game).holds
    assert superadditive(game).holds
    assert core_excess(game, shapley(game))[0] <= 1e-9 * max(1, abs(game).max())


@pytest.mark.parametrize(
    "solution",
    [shapley, nucleolus, prenucleolus, per_capita_nucleolus, tau_value, equal_surplus, equal_rest, nash, proportional],
)
def test_each_state_is_solved_whole(solution):
    states = np.array([[0, 1, 2, 5, 0, 3, 4, 9], [0, 0, 1, 3, 1, 4, 4, 8], [0, 2, 2, 7, 1, 5, 5, 11.0]])
    assert solution(states) == pytest.approx(np.array([solution(state) for state in states]))


def test_core_questions_take_states_too():
    states = np.array([NO_CORE, [0, 0, 0, 1, 0, 1, 0, 1.0]])
    eps, x = least_core(states)
    assert eps == pytest.approx([2, 0], abs=1e-9)
    excess, mask = core_excess(states, x)
    assert excess == pytest.approx([2, 0], abs=1e-9)
    assert mask.tolist() == [3, 2]
    assert equal_profit(states, base=[1, 1, 1])[0] == pytest.approx([2, 2, 2], abs=1e-6)


def test_complaint_and_its_coalition():
    assert core_excess(TWO_PARTIES, [70, 10]) == (0.0, 2)
    assert core_excess(TWO_PARTIES, [75, 5]) == (5.0, 2)
    assert core_excess(NO_CORE, [3, 3, 0]) == (3.0, 5)
    assert core_excess([0, 7], [7]) == (0.0, 0)
    with pytest.raises(UnfenceError, match="add up to 90"):
        core_excess(TWO_PARTIES, [60, 30])


def test_what_moves_together_in_the_worths_moves_together_in_the_shares():
    """The whole and player 0's own worth rise and fall as one: nothing of it reaches player 1."""
    luck = np.random.default_rng(7).normal(0, 10, 400)
    states = np.array([[0, 40 + u, 10, 80 + u] for u in luck])
    found = spread(shapley(states))
    assert found.deviation[0] == pytest.approx(luck.std(ddof=1))
    assert found.deviation[1] == pytest.approx(0, abs=1e-9)
    independent = np.hypot(*[luck.std(ddof=1) / 2] * 2)  # what errors added as if unrelated would say of player 1
    assert found.deviation[1] < independent / 1000
    assert found.mean.sum() == pytest.approx(states[:, -1].mean())
    inside = (shapley(states)[:, 0] >= found.low[0]) & (shapley(states)[:, 0] <= found.high[0])
    assert inside.mean() == pytest.approx(0.9, abs=0.01)


def test_properties_have_witnesses():
    game = np.array([0, 1, 1, 4, 2, 4, 2, 5.0])
    found = superadditive(game)
    s, t = found.witness
    assert not found.holds
    assert s & t == 0
    assert game[s] + game[t] - game[s | t] == found.excess == 1
    bent = convex(game)
    s, t = bent.witness
    assert game[s] + game[t] - game[s | t] - game[s & t] == bent.excess == 2


@RELAXED
@given(games(most=4))
def test_witness_of_a_property_is_the_worst_pair(game):
    pairs = list(itertools.product(range(len(game)), repeat=2))
    joined = max(game[s] + game[t] - game[s | t] for s, t in pairs if s & t == 0)
    bent = max(game[s] + game[t] - game[s | t] - game[s & t] for s, t in pairs)
    assert superadditive(game).excess == pytest.approx(max(0, joined))
    assert convex(game).holds == (bent <= 1e-9)


@pytest.mark.parametrize(
    ("one", "other"),
    [(0b110000000011, 0b100), (0b100000000011, 0b10000001100), (0b101000000011, 0b10000001100), (0b11, 0b11100)],
)
def test_superadditive_of_many_players(one, other):
    """Above nine players the pairs are gone through by halves; the worst pair is planted."""
    game = 100.0 * np.bitwise_count(np.arange(1 << 12))
    game[one] += 7
    game[other] += 9
    game[one | other] -= 5
    found = superadditive(game)
    assert found.witness == (min(one, other), max(one, other))
    assert found.excess == 21


@RELAXED
@given(games(least=2, most=5))
def test_balance_is_proved(game):
    n = len(game).bit_length() - 1
    proof = balanced(game)
    if proof.holds:
        assert core_excess(game, proof.allocation)[0] <= 1e-8 * max(1, abs(game).max())
    else:
        counts = [sum(w for s, w in zip(proof.coalitions, proof.weights, strict=True) if s >> i & 1) for i in range(n)]
        assert counts == pytest.approx([1] * n)
        assert proof.weights @ game[proof.coalitions] - game[-1] == pytest.approx(proof.excess)
        assert proof.excess > 0


@RELAXED
@given(games(least=1, most=5), st.data())
def test_ordered_shapley_is_the_mean_over_allowed_orders(game, data):
    n = len(game).bit_length() - 1
    needs = {i: data.draw(st.sets(st.integers(0, i - 1), max_size=2)) for i in range(1, n)}
    allowed = [
        order
        for order in itertools.permutations(range(n))
        if all(order.index(j) < order.index(i) for i, wanted in needs.items() for j in wanted)
    ]
    assert ordered_shapley(game, needs) == pytest.approx(over_orders(game, allowed))
    assert ordered_shapley(game, {}) == pytest.approx(shapley(game))


def test_ordered_shapley_never_looks_at_what_cannot_be():
    game = np.array([0, 1, 0, 5.0])
    other = game.copy()
    other[2] = 1e6  # the road without its bridge
    assert ordered_shapley(game, {1: [0]}).tolist() == ordered_shapley(other, {1: [0]}).tolist() == [1, 4]
    states = ordered_shapley(np.array([game, 2 * game]), {1: [0]})
    assert states.tolist() == [[1, 4], [2, 8]]
    with pytest.raises(UnfenceError, match="players 0, 1, 2 need each other in a circle"):
        ordered_shapley(np.zeros(8), {0: [1], 1: [0], 2: [1]})
    with pytest.raises(UnfenceError, match="player 3 does not exist"):
        ordered_shapley(np.zeros(8), {0: [3]})


def test_sampled_shapley_covers_the_truth_as_often_as_it_says():
    game = np.array(TVA, dtype=float)
    truth = shapley(game)
    runs = [sampled_shapley(game.__getitem__, 3, pairs=40, seed=seed) for seed in range(300)]
    off = np.array([(run.value - truth) / run.error for run in runs])
    assert off.std(axis=0) == pytest.approx(1, abs=0.15)
    assert (np.abs(off) < 1.96).mean() == pytest.approx(0.95, abs=0.03)
    assert all(run.value.sum() == pytest.approx(game[-1]) for run in runs)


def test_an_order_and_its_reverse_cancel():
    """Where a player adds by how many came before, an order and its reverse are exact together; apart they are not."""
    found = sampled_shapley(lambda mask: float(mask.bit_count() ** 2), 6, pairs=2)
    assert found.value == pytest.approx([6] * 6)
    assert found.error == pytest.approx([0] * 6)


def test_sampled_shapley_of_many_players():
    """Forty fences, each of its own worth, ten of them in pairs that need each other."""

    def worth(mask):
        alone = sum(range(40)[i] for i in members(mask))
        return alone + sum(100.0 for i in range(0, 10, 2) if mask >> i & 3 == 3)

    found = sampled_shapley(worth, 40, pairs=400, seed=3)
    truth = np.arange(40.0)
    truth[:10] += 50
    assert (np.abs(found.value - truth) <= 4 * found.error + 1e-9).all()
    assert (found.error[10:] == 0).all()
    again = sampled_shapley(worth, 40, pairs=400, seed=3)
    assert again.value.tolist() == found.value.tolist()


def test_keys_take_costs_as_they_are():
    cost = np.array(TVA, dtype=float)
    for solution in (equal_surplus, equal_rest, remaining_benefits, proportional, shapley):
        assert solution(-cost) == pytest.approx(-solution(cost))


def test_equal_rest_and_proportional_by_hand():
    assert equal_rest([0, 4, 2, 5, 0, 3, 4, 9]) == pytest.approx(np.array([5, 6, 4]) - 2)
    assert proportional(TWO_PARTIES) == pytest.approx([64, 16])
    assert proportional(TWO_PARTIES, weight=[1, 3]) == pytest.approx([20, 60])
    assert nash(TWO_PARTIES, threat=[0, 60]) == pytest.approx([10, 70])


@RELAXED
@given(convex_games(most=4), st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_equal_profit_is_in_the_core_and_no_vertex_nearby_is_more_equal(game, base):
    n = len(game).bit_length() - 1
    b = np.array(base[:n], dtype=float)
    x = equal_profit(game, base=b)
    scale = max(1.0, float(np.abs(game).max()))
    assert core_excess(game, x)[0] <= 1e-6 * scale
    spread_of = np.ptp(x / b)
    for y in (shapley(game), nucleolus(game), np.asarray(x + 0.1 * (shapley(game) - x))):
        assert np.ptp(y / b) >= spread_of - 1e-6 * scale
    if core_excess(game, b * game[-1] / b.sum())[0] <= 0:
        assert x == pytest.approx(b * game[-1] / b.sum(), abs=1e-5 * scale)


def test_equal_profit_that_leaves_a_choice_is_nearest_to_proportional():
    """Player 0 must have 6 and player 1 can have nothing, which fixes f; 2 and 3 share the rest by their bases."""
    game = np.zeros(16)
    game[[s for s in range(16) if s & 1]] = 6
    game[[13, 15]] = 10
    assert equal_profit(game, base=[1, 1, 1, 3]) == pytest.approx([6, 0, 1, 3], abs=1e-7)


@RELAXED
@given(games(least=2, most=4))
def test_equal_profit_of_an_empty_core_is_in_the_least_core(game):
    n = len(game).bit_length() - 1
    eps, least = least_core(game)
    x = equal_profit(game, base=np.ones(n))
    assert core_excess(game, x)[0] <= max(0, eps) + 1e-6
    assert np.ptp(x) <= np.ptp(least) + 1e-6


def test_sampled_error_is_that_of_a_mean_of_pairs():
    """Two pairs: half their difference. The orders are read off the coalitions that were asked about."""
    asked = []

    def worth(mask):
        asked.append(mask)
        return float(GLOVE[mask])

    found = sampled_shapley(worth, 3, pairs=2, seed=4)
    growth = np.array(asked[1:]).reshape(2, 2, 3)
    orders = [[[m.bit_length() - 1 for m in np.diff(one, prepend=0).tolist()] for one in pair] for pair in growth]
    first, second = (over_orders(GLOVE, pair) for pair in orders)
    assert orders[0][0] == orders[0][1][::-1]
    assert found.value == pytest.approx((first + second) / 2)
    assert found.error == pytest.approx(abs(first - second) / 2)
    assert found.error.any()


def test_errors_are_sentences_in_both_languages():
    cases = {
        "one worth for each coalition": lambda: shapley([0, 1, 2]),
        "coalition 2 is nan": lambda: shapley([0, 1, np.nan, 4]),
        "worth of nobody is 1": lambda: shapley([1, 1, 1, 4]),
        "nothing to bargain for": lambda: nash([0, 5, 5, 7]),
        "bargaining power is 0": lambda: nash(TWO_PARTIES, power=[1, 0]),
        "cannot divide the rest: 0, 0": lambda: proportional([0, 0, 0, 6]),
        "tau value does not exist": lambda: tau_value(NO_CORE),
        "2 pairs|1 pairs": lambda: sampled_shapley(lambda _: 0.0, 2, pairs=1),
        "at least 2 draws": lambda: spread([[1.0, 2.0]]),
        "base is 0": lambda: equal_profit(TWO_PARTIES, base=[1, 0]),
        "one share for each player": lambda: core_excess(TWO_PARTIES, [80]),
    }
    for text, call in cases.items():
        with pytest.raises(UnfenceError, match=text) as caught:
            call()
        assert any("一" <= letter <= "鿿" for letter in caught.value.say("zh"))
