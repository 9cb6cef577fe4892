"""By print: figures that others published, with the source; tolerances are the print's rounding."""

import numpy as np
import pytest

from games.known_games import (
    CAKE,
    GLOVE,
    LEMAIRE,
    OWEN,
    PELEG,
    STACH,
    TVA,
    TWO_PARTIES,
    airport,
    bankruptcy,
    in_size_order,
    market,
    skane,
    voting,
)
from unfence.games import (
    equal_profit,
    equal_surplus,
    kohlberg,
    nash,
    nucleolus,
    owen,
    per_capita_nucleolus,
    prenucleolus,
    production,
    production_worth,
    remaining_benefits,
    shapley,
    tau_value,
)

COUNCIL = voting(39, [7] * 5 + [1] * 10)  # UN Security Council since 1966: five vetoes, nine of fifteen votes

SHAPLEY = {
    "glove": (GLOVE, [2 / 3, 1 / 6, 1 / 6], 1e-9),
    "airport, Littlechild and Owen 1973": (airport([12, 16, 20]), [4, 6, 10], 1e-9),
    "TVA, Straffin and Heaney 1981": (TVA, [117_829, 100_756.5, 193_998.5], 0.6),
    "linear production, Owen 1975": (OWEN, [229, 272, 491], 0.5),
    "Skane, Young, Okada, Hashimoto 1982": (skane(), [20.01, 10.71, 6.61, 10.37, 16.94, 19.18], 0.011),
    "three investors, Lemaire 1991": (LEMAIRE, [51_750, 25_875, 12_375], 0.5),
    "Ibn Ezra's heirs, Aumann 2010": (
        in_size_order([120, 60, 40, 30, 120, 120, 120, 60, 60, 40, 120, 120, 120, 60, 120]),
        [80.83333, 20.83333, 10.83333, 7.5],
        1e-5,
    ),
    "Council of the six, 1958, Shapley-Shubik index": (voting(12, [4, 4, 4, 2, 2, 1]), [14, 14, 14, 9, 9, 0], None),
    "Security Council, Shapley-Shubik index": (COUNCIL, [421 / 2145] * 5 + [4 / 2145] * 10, 1e-9),
}

NUCLEOLUS = {
    "glove": (GLOVE, [1, 0, 0], 1e-9),
    "Talmud, estate 100, Aumann and Maschler 1985": (bankruptcy(100, [100, 200, 300]), [100 / 3] * 3, 1e-9),
    "Talmud, estate 200": (bankruptcy(200, [100, 200, 300]), [50, 75, 75], 1e-9),
    "Talmud, estate 300": (bankruptcy(300, [100, 200, 300]), [50, 100, 150], 1e-9),
    "linear production, Owen 1975": (OWEN, [149, 192, 651], 0.5),
    "Peleg and Sudhoelter 5.5.12": (PELEG, [1, 1, 0], 1e-9),
    "cake, Young, Okada, Hashimoto 1982": (CAKE, [2, 3.5, 2, 1.5], 1e-9),
    "larger cake: player 1 falls": ([*CAKE[:-1], 10], [7 / 3, 10 / 3, 7 / 3, 2], 1e-9),
    "three investors, Lemaire 1991": (LEMAIRE, [52_687.5, 24_468.8, 12_843.8], 0.1),
    "Reijnierse 1995": ([0, 0, 0, 5, 0, 5, 1, 9], [5, 2, 2], 1e-9),
    "four players, the R package CoopGame": (
        in_size_order([0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21]),
        [3.5, 4.5, 5.5, 7.5],
        1e-9,
    ),
    # Peleg 1968: a constant-sum homogeneous majority game's nucleolus is its least weights, as shares.
    "apex of five": (voting(4, [3, 1, 1, 1, 1]), [3 / 7] + [1 / 7] * 4, 1e-9),
    "vetoes share alone": (COUNCIL, [1 / 5] * 5 + [0] * 10, 1e-9),
}

COST_NUCLEOLUS = {
    "TVA, computed": (TVA, [116_234, 93_540, 202_810], 0.6),
    "electricity, SatyaRamesh and Radhakrishna 2009": (
        in_size_order([-1.275, -3.471, -1.466, -7.005, -4.081, -5.672, -11.210]),
        [-3.0893, -5.2853, -2.8355],
        1e-4,
    ),
    "manufacturing, Oh and Shin 2012": (
        in_size_order([375_144, 245_280, 211_239, 568_232, 551_055, 452_411, 772_500]),
        [331_695.3, 233_051.3, 207_753.5],
        0.1,
    ),
}


@pytest.mark.parametrize("name", SHAPLEY)
def test_shapley(name):
    worth, share, rounding = SHAPLEY[name]
    expected = np.array(share) / 60 if rounding is None else share
    assert shapley(worth) == pytest.approx(expected, abs=rounding or 1e-9)


@pytest.mark.parametrize("name", NUCLEOLUS)
def test_nucleolus(name):
    worth, share, rounding = NUCLEOLUS[name]
    assert nucleolus(worth) == pytest.approx(share, abs=rounding)


@pytest.mark.parametrize("name", COST_NUCLEOLUS)
def test_nucleolus_of_costs(name):
    cost, share, rounding = COST_NUCLEOLUS[name]
    assert -nucleolus(-np.array(cost)) == pytest.approx(share, abs=rounding)


def test_prenucleolus_may_go_below_what_one_has_alone():
    assert prenucleolus(PELEG) == pytest.approx([3, 3, -4])


def test_per_capita_nucleolus_of_skane():
    """Young, Okada, Hashimoto 1982 call it the weak nucleolus."""
    assert -per_capita_nucleolus(-skane()) == pytest.approx([20.03, 12.52, 3.94, 9.07, 18.54, 19.71], abs=0.006)


def test_per_capita_nucleolus_of_young_1985():
    """Young, Int. J. Game Theory 14 (1985), page 68: savings against the costs alone."""
    cost = in_size_order([15, 20, 55, 35, 61, 65, 78])
    alone = cost[[1, 2, 4]]
    saving = np.array([alone[[i for i in range(3) if s >> i & 1]].sum() for s in range(8)]) - cost
    assert per_capita_nucleolus(saving) == pytest.approx([2 / 3, 7 / 6, 61 / 6])


def test_per_capita_nucleolus_gives_all_the_same_of_a_larger_cake():
    rise = per_capita_nucleolus([*CAKE[:-1], 10]) - per_capita_nucleolus(CAKE)
    assert rise == pytest.approx([0.25] * 4)
    assert shapley([*CAKE[:-1], 10]) - shapley(CAKE) == pytest.approx([0.25] * 4)


def test_remaining_benefits_of_tva_and_skane():
    assert remaining_benefits(TVA) == pytest.approx([117_476, 99_157, 195_951], abs=0.6)
    assert remaining_benefits(skane()) == pytest.approx([19.54, 13.28, 5.62, 10.90, 16.66, 17.82], abs=0.015)


def test_tau_value_of_stach():
    assert tau_value(STACH) == pytest.approx([1.2, 0.6, 1.2])


def test_owen_prices():
    made = production([68, 52], [[4, 5], [6, 2]], [[4, 33], [6, 39], [60, 0]])
    split = owen(made)
    assert production_worth(made) == pytest.approx(OWEN)
    assert split.prices == pytest.approx([8, 6])
    assert split.x == pytest.approx([230, 282, 480])


def test_equal_profit_of_the_r_package_gametheoryallocation():
    cost = in_size_order([0.538, 0.761, 1.742, 0.554, 0.137, 0.293, 0.343])
    assert -equal_profit(-cost, base=cost[[1, 2, 4]]) == pytest.approx([0.05, 0.206, 0.087], abs=1e-6)


@pytest.mark.parametrize("solution", [shapley, nucleolus, prenucleolus, tau_value, equal_surplus, nash])
def test_two_parties_share_what_they_gain(solution):
    assert solution(TWO_PARTIES) == pytest.approx([55, 25])


def test_two_parties_of_unlike_power():
    assert nash(TWO_PARTIES, power=[0.6, 0.4]) == pytest.approx([58, 22])


def test_boehm_bawerks_horse_market():
    """Eighteen traders; the core is the prices from 21 to 21.5, the nucleolus and the tau value their middle.

    Shapley and Shubik, Int. J. Game Theory 1 (1971); Nunez and Rafels, Int. J. Game Theory 33 (2005).
    """
    asks = np.array([10, 11, 15, 17, 20, 21.5, 25, 26])
    bids = np.array([30, 28, 26, 24, 22, 21, 20, 18, 17, 15])
    game = market(asks, bids)
    expected = np.append(np.maximum(0, 21.25 - asks), np.maximum(0, bids - 21.25))
    x = nucleolus(game)
    assert x == pytest.approx(expected, abs=1e-8)
    assert tau_value(game) == pytest.approx(expected)
    assert kohlberg(game, x).holds
