"""Splits by a key: each keeps something of his own, and what is left is divided by a key.

    x[i] = f[i] + (k[i] / sum of k) (v(N) - sum of f)

=====================  ==================  ===================  ================================================
solution               f[i]                k[i]                 source
=====================  ==================  ===================  ================================================
``equal_surplus``      v({i})              1                    Driessen and Funaki, OR Spektrum 13 (1991)
``nash``               v({i}) or a threat  bargaining power     Nash 1950; Kalai, Int. J. Game Theory 6 (1977)
``remaining_benefits`` v({i})              m[i] - v({i})        "SCRB": Tennessee Valley Authority, 1938
``equal_rest``         m[i]                1                    "ENSC": Moulin, J. Econ. Theory 36 (1985)
``proportional``       0                   v({i}) or a weight   Aristotle, Ethics, book V
=====================  ==================  ===================  ================================================

m[i] = v(N) - v(N without i) is what i adds when last: his separable cost where worths are costs. All five are linear
enough to take costs as they are, without turning signs. None of them asks what coalitions in between are worth, so
none need lie in the core.
"""

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, FloatArray, checked, marginals, players, singles, size_of


def equal_surplus(worth: ArrayLike) -> FloatArray:
    """Everybody gets what he is worth alone, and an equal part of what is left.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game.

    >>> equal_surplus([0, 40, 10, 80])
    array([55., 25.])
    """
    games = checked(worth)
    return by_key(games[..., -1], singles(games), np.ones(players(games)))


def nash(worth: ArrayLike, power: ArrayLike | None = None, threat: ArrayLike | None = None) -> FloatArray:
    """Nash bargaining: what is gained over the threat, divided by bargaining power.

    It maximises the product of (x[i] - threat[i]) ** power[i] over all x with x(N) = v(N).

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.
    power
        (n,), above 0, in any unit; None: equal.
    threat
        (n,) or (K, n), in the worths' unit: what each has without an agreement; None: the worth alone.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game, a power is not above 0, or the threats are worth more than the agreement.

    >>> nash([0, 40, 10, 80], power=[0.6, 0.4])
    array([58., 22.])
    """
    games = checked(worth)
    n = players(games)
    weight = _weights(np.ones(n) if power is None else power, n)
    if np.any(weight <= 0):
        raise UnfenceError("games.power", seen=float(weight.min()))
    apart = singles(games) if threat is None else np.broadcast_to(_weights(threat, n), (*games.shape[:-1], n))
    left = games[..., -1] - apart.sum(axis=-1)
    if np.any(left < -TINY * size_of(games)):
        worst = np.argmin(left)
        whole, alone = float(games[..., -1].flat[worst]), float(apart.sum(axis=-1).flat[worst])
        raise UnfenceError("games.no_surplus", whole=whole, alone=alone)
    return by_key(games[..., -1], apart, weight)


def remaining_benefits(worth: ArrayLike) -> FloatArray:
    """Separable costs, remaining benefits (SCRB): what is left, by what each adds when last above his worth alone.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit, worths or costs; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game; or some add more when last than alone and some less, so that there is no key.

    The Tennessee Valley Authority's dams: navigation, flood control and power, in thousand dollars (Straffin and
    Heaney, Int. J. Game Theory 10, 1981).

    >>> remaining_benefits([0, 163_520, 140_826, 301_607, 250_096, 378_821, 367_370, 412_584]).round()
    array([117476.,  99157., 195951.])
    """
    games = checked(worth)
    alone = singles(games)
    return by_key(games[..., -1], alone, marginals(games) - alone)


def equal_rest(worth: ArrayLike) -> FloatArray:
    """Equal allocation of what is not separable (ENSC): what each adds when last, and an equal part of the rest.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit, worths or costs; bit i of the index is player i; worth of nobody is 0.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game.

    >>> equal_rest([0, 0, 0, 1, 0, 2, 1, 3]).round(4)
    array([1.3333, 0.3333, 1.3333])
    """
    games = checked(worth)
    return by_key(games[..., -1], marginals(games), np.ones(players(games)))


def proportional(worth: ArrayLike, weight: ArrayLike | None = None) -> FloatArray:
    """The whole in proportion to a weight: people, capital, or the worth alone.

    Parameters
    ----------
    worth
        (2**n,) or (K, 2**n), in any unit; bit i of the index is player i; worth of nobody is 0.
    weight
        (n,) or (K, n), in any unit, not below 0; None: the worth alone.

    Returns
    -------
    FloatArray
        (n,) or (K, n), in the worths' unit; adds up to the worth of everybody.

    Raises
    ------
    UnfenceError
        The array is no game; or the weights differ in sign or are all 0, so that there is no key.

    >>> proportional([0, 40, 10, 80])
    array([64., 16.])
    """
    games = checked(worth)
    n = players(games)
    key = singles(games) if weight is None else _weights(weight, n)
    return by_key(games[..., -1], np.zeros((*games.shape[:-1], n)), key)


def by_key(whole: FloatArray, own: FloatArray, key: FloatArray) -> FloatArray:
    """Give everybody his own and divide the rest of the whole by a key of one sign.

    Parameters
    ----------
    whole
        () or (K,), in any unit.
    own
        (n,) or (K, n), in the same unit.
    key
        (n,) or (K, n), in any unit.

    Returns
    -------
    FloatArray
        (n,) or (K, n); adds up to the whole. A key that is 0 throughout divides a rest of 0 only.

    Raises
    ------
    UnfenceError
        There is something to divide, and the key differs in sign or is 0 throughout.

    >>> by_key(np.array(80.0), np.array([40.0, 10.0]), np.array([2.0, 1.0]))
    array([60., 20.])
    """
    rest = np.asarray(whole - own.sum(axis=-1))
    scale = np.maximum(1e-300, np.abs(np.append(own, whole[..., None], axis=-1)).max(axis=-1))
    key = np.broadcast_to(key, own.shape)
    key = np.where(np.abs(key) <= TINY * np.abs(key).max(axis=-1, keepdims=True), 0.0, key)
    total = key.sum(axis=-1)
    useless = (key.min(axis=-1) < 0) & (key.max(axis=-1) > 0) | (total == 0)
    if np.any(useless & (np.abs(rest) > TINY * scale)):
        bad = key.reshape(-1, key.shape[-1])[np.argmax(useless)]
        raise UnfenceError("games.key", seen=[float(k) for k in bad])
    part = np.divide(key, total[..., None], out=np.zeros(own.shape), where=~useless[..., None])
    share: FloatArray = own + part * rest[..., None]
    return share


def _weights(given: ArrayLike, n: int) -> FloatArray:
    weight = np.asarray(given, dtype=np.float64)
    if weight.shape[-1:] != (n,):
        raise UnfenceError("games.shares", seen=str(weight.shape), wanted=str((n,)))
    return weight
