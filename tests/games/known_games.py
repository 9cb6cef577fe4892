"""Named small games, each with its source; index = mask, bit i = player i. And ways to make larger ones."""

import itertools

import numpy as np

GLOVE = [0, 0, 0, 1, 0, 1, 0, 1]  # player 0 has the left glove, 1 and 2 a right one each
TWO_PARTIES = [0, 40, 10, 80]
NO_CORE = [0, 0, 0, 6, 0, 6, 6, 6]  # any two can do it
# Peleg and Sudhoelter, Introduction to the Theory of Cooperative Games, 2nd ed. 2007, example 5.5.12
PELEG = [0, 0, 0, 10, 0, 0, 0, 2]
# Straffin and Heaney, Int. J. Game Theory 10 (1981): navigation, flood control, power; thousand dollars of cost
TVA = [0, 163_520, 140_826, 301_607, 250_096, 378_821, 367_370, 412_584]
# Lemaire, ASTIN Bulletin 21 (1991): three investors
LEMAIRE = [0, 46_125, 17_437.5, 69_187.5, 5_812.5, 53_812.5, 30_750, 90_000]
# Owen, Math. Programming 9 (1975)
OWEN = [0, 68, 102, 170, 0, 710, 762, 992]
# Stach, Oper. Research and Decisions 21 (2011)
STACH = [0, 0, 0, 1, 0, 2, 1, 3]
# Young, Okada, Hashimoto, Water Resources Research 18 (1982): more cake, a smaller slice
CAKE = [0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 3, 0, 1, 0, 4, 9]

# Young, Okada, Hashimoto 1982: water for six Swedish municipalities (A, H, K, L, M, T), million crowns of cost
# (the table is from memory; the paper's Shapley values and weak nucleolus come out to the last digit, its SCRB to 0.01)
SKANE_NAMES = "AHKLMT"
_SKANE = """
    A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98
    AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89 HT 39.06
    KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41
    AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36
    HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77 KMT 50.32 LMT 51.46
    AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72 AKMT 72.27 ALMT 73.41
    HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61
    AHKLM 69.76 AHKLT 70.93 AHKMT 77.42 AHLMT 83.00 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""


def skane():
    """Costs of Skane's coalitions, (64,)."""
    words = _SKANE.split()
    costs = np.full(64, np.nan)
    costs[0] = 0
    for names, cost in zip(words[::2], words[1::2], strict=True):
        costs[sum(1 << SKANE_NAMES.index(name) for name in names)] = float(cost)
    return costs


def in_size_order(worths):
    """A game printed by size, then alphabet ({1} {2} {3} {12} {13} {23} {123}), as masks."""
    n = (len(worths) + 1).bit_length() - 1
    order = [c for size in range(1, n + 1) for c in itertools.combinations(range(n), size)]
    game = np.zeros(1 << n)
    for members, worth in zip(order, worths, strict=True):
        game[sum(1 << i for i in members)] = worth
    return game


def inside(n):
    """Whether player i is in coalition S, (2**n, n)."""
    return (np.arange(1 << n)[:, None] >> np.arange(n) & 1).astype(bool)


def bankruptcy(estate, claims):
    """What is left of an estate when the claims of those outside are met."""
    claims = np.asarray(claims, dtype=float)
    return np.maximum(0.0, estate - (~inside(len(claims))) @ claims)


def airport(costs):
    """A runway costs what its largest aircraft needs."""
    return (inside(len(costs)) * np.asarray(costs, dtype=float)).max(axis=1)


def voting(quota, weights):
    """1 for those who can pass a bill."""
    return (inside(len(weights)) @ np.asarray(weights) >= quota).astype(float)


def market(asks, bids):
    """Sellers with what they ask and buyers with what they bid for a like good: the best trades; sellers come first."""
    sellers, buyers = len(asks), len(bids)
    most = min(sellers, buyers)
    far = 1e9
    cheap = np.sort(np.where(inside(sellers), asks, far), axis=1)[:, :most]
    dear = -np.sort(-np.where(inside(buyers), bids, -far), axis=1)[:, :most]
    gains = np.maximum(0.0, dear[:, None, :] - cheap[None, :, :]).sum(axis=2)
    return gains.ravel()


def over_orders(worth, orders):
    """The mean of what each adds, straight from the definition."""
    orders = list(orders)
    n = len(orders[0])
    share = np.zeros(n)
    for order in orders:
        mask = 0
        for i in order:
            share[i] += worth[mask | 1 << i] - worth[mask]
            mask |= 1 << i
    return share / len(orders)
