"""By hand: families of games whose solutions have a formula of their own, found by other means."""

import itertools

import numpy as np
import pytest

from games.known_games import airport, bankruptcy, over_orders, voting
from unfence.games import balanced, dividends, nucleolus, prenucleolus, shapley, tau_value, worth_of

RANDOM = np.random.default_rng(1985)


def talmud(estate, claims):
    """Aumann and Maschler 1985: equal awards up to half of each claim, then equal losses down to half."""
    claims = np.asarray(claims, dtype=float)
    if estate > claims.sum() / 2:
        return claims - talmud(claims.sum() - estate, claims)
    low, high = 0.0, claims.max()
    for _ in range(200):
        level = (low + high) / 2
        low, high = (low, level) if np.minimum(level, claims / 2).sum() > estate else (level, high)
    return np.minimum(high, claims / 2)


def adjusted_proportional(estate, claims):
    """Curiel, Maschler, Tijs 1987: what nobody disputes, then in proportion to what is left of the claims."""
    claims = np.asarray(claims, dtype=float)
    own = np.maximum(0, estate - (claims.sum() - claims))
    rest = estate - own.sum()
    open_claims = np.minimum(claims - own, rest)
    return own + (rest * open_claims / open_claims.sum() if open_claims.sum() else 0)


def runway(costs):
    """Littlechild 1974: the nucleolus of an airport whose costs rise with the index."""
    n = len(costs)
    fee, done, paid, base = np.zeros(n), 0, 0.0, 0.0
    while done < n:
        rates = [(costs[i - 1] - base + paid) / (i - done + (i < n)) for i in range(done + 1, n + 1)]
        least = max(k for k, rate in enumerate(rates) if rate <= min(rates) + 1e-12)
        upto = done + 1 + least
        paid = rates[least]
        fee[done:upto] = paid
        done, base = upto, costs[upto - 1]
    return fee


@pytest.mark.parametrize("n", [2, 3, 5, 9])
def test_nucleolus_of_a_bankruptcy_is_the_talmuds_rule(n):
    for _ in range(8):
        claims = RANDOM.integers(1, 100, n)
        estate = RANDOM.integers(1, claims.sum() + 1)
        assert nucleolus(bankruptcy(estate, claims)) == pytest.approx(talmud(estate, claims), abs=1e-8)


@pytest.mark.parametrize("n", [2, 3, 5, 9])
def test_tau_value_of_a_bankruptcy_is_adjusted_proportional(n):
    for _ in range(8):
        claims = RANDOM.integers(1, 100, n)
        estate = RANDOM.integers(1, claims.sum() + 1)
        assert tau_value(bankruptcy(estate, claims)) == pytest.approx(adjusted_proportional(estate, claims))


@pytest.mark.parametrize("n", [2, 4, 8, 13])
def test_airport(n):
    costs = np.sort(RANDOM.integers(1, 200, n)).astype(float)
    steps = np.diff(costs, prepend=0)
    serial = np.cumsum(steps / np.arange(n, 0, -1))  # each part of the runway is shared by those who need it
    game = airport(costs)
    assert shapley(game) == pytest.approx(serial)
    assert -nucleolus(-game) == pytest.approx(runway(costs), abs=1e-8)


def test_shapley_is_the_mean_over_all_orders():
    for n in range(1, 7):
        game = np.append(0, RANDOM.normal(size=(1 << n) - 1))
        assert shapley(game) == pytest.approx(over_orders(game, itertools.permutations(range(n))))


def test_shapley_divides_each_dividend_equally():
    game = np.append(0, RANDOM.normal(size=63))
    dividend = dividends(game)
    equally = [sum(dividend[s] / s.bit_count() for s in range(64) if s >> i & 1) for i in range(6)]
    assert shapley(game) == pytest.approx(equally)
    assert worth_of(dividend) == pytest.approx(game)


def test_dividends_of_a_unanimity_game_are_one_coalitions():
    game = [float(s & 5 == 5) for s in range(8)]
    assert dividends(game).tolist() == [0, 0, 0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(("quota", "weights"), [(5, [4, 1, 1, 1, 1, 1]), (5, [2, 2, 2, 1, 1, 1]), (8, [5, 3, 3, 2, 2])])
def test_prenucleolus_of_a_majority_is_nobodys_worse_than_its_weights(quota, weights):
    """The prenucleolus makes the largest complaint least, so the weights as shares cannot do better (Peleg 1968)."""
    game = voting(quota, weights)

    def worst(x):
        return max(game[s] - sum(x[i] for i in range(len(x)) if s >> i & 1) for s in range(1, len(game) - 1))

    assert worst(prenucleolus(game)) <= worst(np.array(weights) / sum(weights)) + 1e-9
    assert not balanced(game).holds
