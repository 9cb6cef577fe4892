"""By law: what makes a nucleolus one, checked without the solver; and that known mistakes are caught."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from games.known_games import NO_CORE, PELEG, inside
from games.strategies import convex_games, games, games_with_imputations
from unfence.errors import UnfenceError
from unfence.games import (
    balanced,
    core_excess,
    kohlberg,
    least_core,
    lexicographic,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
)

RELAXED = settings(max_examples=60, deadline=None)


def sorted_complaints(game, x, heads=None):
    n = len(x)
    complaint = (game - inside(n) @ x)[1:-1]
    return -np.sort(-(complaint / (inside(n).sum(axis=1)[1:-1] if heads else 1)))


def lexicographically_no_more(a, b, near=1e-7):
    """Whether a is at most b where they first differ."""
    apart = np.flatnonzero(np.abs(a - b) > near)
    return not apart.size or a[apart[0]] < b[apart[0]]


@RELAXED
@given(games())
def test_prenucleolus_passes_kohlbergs_test(game):
    assert kohlberg(game, prenucleolus(game), floor=False).holds


@RELAXED
@given(games_with_imputations())
def test_nucleolus_passes_kohlbergs_test(game):
    assert kohlberg(game, nucleolus(game)).holds
    assert kohlberg(game, per_capita_nucleolus(game), per_head=True).holds


@RELAXED
@given(games_with_imputations(most=4), st.integers(0, 2**32 - 1))
def test_no_other_imputation_has_lexicographically_smaller_complaints(game, seed):
    n = len(game).bit_length() - 1
    alone = game[1 << np.arange(n)]
    other = alone + (game[-1] - alone.sum()) * np.random.default_rng(seed).dirichlet(np.ones(n))
    for solution, heads in ((nucleolus, False), (per_capita_nucleolus, True)):
        x = solution(game)
        for y in (other, 0.99 * x + 0.01 * other):
            assert lexicographically_no_more(sorted_complaints(game, x, heads), sorted_complaints(game, y, heads))


@RELAXED
@given(games())
def test_least_core_is_a_linear_programs(game):
    n = len(game).bit_length() - 1
    eps, x = least_core(game)
    if n == 1:
        assert (eps, x.tolist()) == (0.0, [game[1]])
        return
    rows = inside(n)[1:-1].astype(float)
    program = linprog(
        np.append(np.zeros(n), 1),
        A_ub=-np.hstack([rows, np.ones((len(rows), 1))]),
        b_ub=-game[1:-1],
        A_eq=[np.append(np.ones(n), 0)],
        b_eq=[game[-1]],
        bounds=(None, None),
    )
    assert eps == pytest.approx(program.fun, abs=1e-7)
    assert core_excess(game, x)[0] == pytest.approx(eps, abs=1e-7)


@RELAXED
@given(games(least=2))
def test_core_is_empty_exactly_where_the_least_complaint_is_above_zero(game):
    assert balanced(game).holds == (least_core(game)[0] <= 1e-9)


@RELAXED
@given(convex_games())
def test_nucleolus_lies_in_the_core_where_there_is_one(game):
    for solution in (nucleolus, prenucleolus, per_capita_nucleolus):
        assert core_excess(game, solution(game))[0] <= 1e-9 * max(1, abs(game).max())
    assert nucleolus(game) == pytest.approx(prenucleolus(game), abs=1e-7)


def test_nobody_can_be_kept_from_losing():
    with pytest.raises(UnfenceError, match="use the prenucleolus"):
        nucleolus([0, 5, 5, 7])
    assert prenucleolus([0, 5, 5, 7]) == pytest.approx([3.5, 3.5])


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_unit_of_money_does_not_matter(scale):
    game = np.array([0, 1, 2, 5, 0, 3, 4, 9.0])
    assert nucleolus(scale * game) == pytest.approx(scale * nucleolus(game), rel=1e-9)


def test_additive_game_gives_everybody_his_own_whatever_the_rounding():
    assert prenucleolus([0.0, -0.8, 1.1, 0.3]) == pytest.approx([-0.8, 1.1])
    assert nucleolus([0.0, 0.1, 0.2, 0.1 + 0.2]) == pytest.approx([0.1, 0.2])


def one_complaint_is_not_enough(game):
    """Mistake: any point of the least core."""
    n = len(game).bit_length() - 1
    rows = inside(n)[1:-1].astype(float)
    program = linprog(
        np.append(np.zeros(n), 1),
        A_ub=-np.hstack([rows, np.ones((len(rows), 1))]),
        b_ub=-game[1:-1],
        A_eq=[np.append(np.ones(n), 0)],
        b_eq=[game[-1]],
        bounds=(None, None),
    )
    return program.x[:n]


def tight_now(self):
    """Mistake: settle every coalition that is tight at this optimum."""
    value = np.array(self.solver.getSolution().col_value)
    x, level = value[: self.n], value[self.n]
    paid = inside(self.n) @ x
    return [m for m in self.open.values() if abs(self.game[m] - paid[m] - self.weight[m] * level) < 1e-9], []


def first_tight(self):
    """Mistake: settle one coalition at a time, any that is tight."""
    return tight_now(self)[0][:1], []


WHOLE = [np.append(0.0, np.random.default_rng(seed).integers(0, 4, 15)).astype(float) for seed in range(40)]


def test_right_rule_passes_on_all_games():
    assert all(kohlberg(game, prenucleolus(game), floor=False).holds for game in WHOLE)


@pytest.mark.parametrize("mistake", [tight_now, first_tight])
def test_wrong_rule_of_settling_is_caught(monkeypatch, mistake):
    right = [prenucleolus(game) for game in WHOLE]
    monkeypatch.setattr(lexicographic._Program, "binding", mistake)
    wrong = [prenucleolus(game) for game in WHOLE]
    differs = [not np.allclose(x, y, atol=1e-6) for x, y in zip(right, wrong, strict=True)]
    rejected = [not kohlberg(game, y, floor=False).holds for game, y in zip(WHOLE, wrong, strict=True)]
    assert any(differs)  # it is a mistake,
    assert mistake is not tight_now or not all(differs)  # one that not every game shows,
    assert rejected == differs  # and the test sees it every time


@pytest.mark.parametrize(
    "mistake",
    [
        one_complaint_is_not_enough,
        per_capita_nucleolus,
        lambda game: -prenucleolus(-game),
        lambda game: np.full(4, game[-1] / 4),
    ],
    ids=["least core", "per head", "sign", "equal"],
)
def test_wrong_solution_is_caught(mistake):
    seen = 0
    for game in map(np.copy, WHOLE):
        game[-1] = 4 + game[[1, 2, 4, 8]].sum()
        wrong = mistake(game)
        differs = not np.allclose(wrong, prenucleolus(game), atol=1e-6)
        assert kohlberg(game, wrong, floor=False).holds != differs
        seen += differs
    assert seen > 5


def test_verdict_names_what_fails():
    assert kohlberg(PELEG, [3, 3, -4], floor=False).holds
    assert kohlberg(PELEG, [3, 3, -4]).fails == "floor"
    assert kohlberg(PELEG, [3, 3, 3]).fails == "sum"
    verdict = kohlberg(NO_CORE, [3, 3, 0])
    assert (verdict.fails, verdict.level) == ("balance", 3)


@RELAXED
@given(games_with_imputations(most=4), st.integers(0, 2**32 - 1))
def test_transfer_of_a_failed_test_makes_the_complaints_smaller(game, seed):
    n = len(game).bit_length() - 1
    alone = game[1 << np.arange(n)]
    x = alone + (game[-1] - alone.sum()) * np.random.default_rng(seed).dirichlet(np.ones(n))
    verdict = kohlberg(game, x)
    if not verdict.holds:
        assert verdict.transfer.sum() == pytest.approx(0, abs=1e-9)
        better = x + 1e-6 * verdict.transfer
        before, after = sorted_complaints(game, x), sorted_complaints(game, better)
        assert lexicographically_no_more(after, before, near=1e-9)
        assert not np.allclose(before, after, rtol=0, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("n", [12, 18, 20])
def test_many_players(n):
    random = np.random.default_rng(n)
    size = np.bitwise_count(np.arange(1 << n))
    game = size**2 + random.random(1 << n)
    game[0] = 0
    x = nucleolus(game)
    assert x.sum() == pytest.approx(game[-1])
    assert kohlberg(game, x).holds
