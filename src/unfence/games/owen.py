"""Owen prices: who brings resources to a joint production is paid for them at their shadow prices.

Products sell at ``price`` c, one unit of product j uses ``use`` A[r, j] of resource r, and piece p of the resources,
``pieces`` B[p, r] >= 0, is held by players in the shares ``holders`` H[p, i]. A coalition may use a piece if everybody
who holds it is inside: a link that two sides share is there only if both come.

    v(S) = max { c . q : A q <= sum of B[p] over pieces held within S,  q >= 0 }
    y    = optimal duals of v(N);     x[i] = sum over p of H[p, i] (B[p] . y)

x lies in the core, whichever y: y meets every coalition's dual program, so v(S) <= b(S) . y <= x(S). Where y is not
unique neither is x: ``low`` and ``high`` are each player's least and most, and x is the Owen allocation nearest, in
least squares, to their mid-points, which is one and knows no order of rows.

Sources: G. Owen, On the core of linear production games, Math. Programming 9 (1975); for pieces held in common, I. J.
Curiel, J. J. M. Derks, S. H. Tijs, On balanced games and games with committee control, OR Spektrum 11 (1989).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from unfence.errors import UnfenceError
from unfence.games.coalitions import FloatArray, checked
from unfence.games.linear import INF, Optimum, Program, minimise
from unfence.games.nearest import nearest


@dataclass(frozen=True)
class Production:
    """A joint production: price (products,), use (resources, products), pieces (p, resources), holders (p, n)."""

    price: FloatArray
    use: FloatArray
    pieces: FloatArray
    holders: FloatArray

    @property
    def players(self) -> int:
        """How many players hold the pieces."""
        return len(self.holders.T)

    def within(self, mask: int) -> FloatArray:
        """The resources a coalition may use, (resources,)."""
        outside = [i for i in range(self.players) if not mask >> i & 1]
        held_within = (self.holders[:, outside] == 0).all(axis=1)
        resources: FloatArray = self.pieces[held_within].sum(axis=0)
        return resources


@dataclass(frozen=True)
class Owen:
    """Owen allocation ``x``, (n,), its least and most over all optimal prices, and its ``prices``, (resources,)."""

    x: FloatArray
    low: FloatArray
    high: FloatArray
    prices: FloatArray


def production(price: ArrayLike, use: ArrayLike, pieces: ArrayLike, holders: ArrayLike | None = None) -> Production:
    """Check and name the data of a joint production.

    Parameters
    ----------
    price
        (products,), money per unit of product.
    use
        (resources, products), units of resource per unit of product, not below 0.
    pieces
        (p, resources), units of resource, not below 0.
    holders
        (p, n), shares not below 0 that add up to 1 over the players; None: piece i is player i's own.

    Returns
    -------
    Production
        The same as arrays of floats.

    Raises
    ------
    UnfenceError
        Shapes that do not fit, a use, piece or share below 0, shares that do not add up to 1, or a product with a price
        that uses nothing, so that there is no bound.

    >>> production([3], [[1]], [[2], [1]]).players
    2
    """
    brought = np.asarray(pieces, dtype=np.float64)
    held = np.eye(len(brought)) if holders is None else np.asarray(holders, dtype=np.float64)
    made = Production(np.asarray(price, dtype=np.float64), np.asarray(use, dtype=np.float64), brought, held)
    shapes = str([a.shape for a in (made.price, made.use, brought, held)])
    fits = made.price.ndim == 1 and made.use.ndim == made.pieces.ndim == held.ndim == 2  # noqa: PLR2004  a matrix
    if not fits or made.use.shape != (made.pieces.shape[1], len(made.price)) or len(held) != len(made.pieces):
        raise UnfenceError("games.production_shapes", seen=shapes)
    least = min(float(a.min(initial=0.0)) for a in (made.use, made.pieces, held))
    if least < 0:
        raise UnfenceError("games.production_below", seen=least)
    if np.any(np.abs(held.sum(axis=1) - 1) > 1e-9):  # noqa: PLR2004  rounding
        worst = int(np.argmax(np.abs(held.sum(axis=1) - 1)))
        raise UnfenceError("games.production_holders", piece=worst, seen=float(held[worst].sum()))
    free = (made.price > 0) & (made.use.max(axis=0, initial=0.0) == 0)
    if free.any():
        raise UnfenceError("games.production_free", seen=int(np.argmax(free)))
    return made


def production_worth(made: Production) -> FloatArray:
    """Worth of every coalition in a joint production.

    Parameters
    ----------
    made
        From ``production``.

    Returns
    -------
    FloatArray
        (2**n,), money; one program each.

    Raises
    ------
    UnfenceError
        The solver found no optimum.

    >>> production_worth(production([3], [[1]], [[2], [1]]))
    array([0., 6., 3., 9.])
    """
    worth = [_cheapest(made, made.within(mask)).value if mask else 0.0 for mask in range(1 << made.players)]
    return checked(worth)


def owen(made: Production) -> Owen:
    """Pay everybody for his resources at the shadow prices of the joint production.

    Parameters
    ----------
    made
        From ``production``.

    Returns
    -------
    Owen
        ``x`` adds up to the worth of everybody and lies in the core; ``low`` and ``high`` differ from it where the
        prices are not unique.

    Raises
    ------
    UnfenceError
        The solver found no optimum.

    Notes
    -----
    Some 2 n programs, whatever the number of coalitions.

    >>> split = owen(production([68, 52], [[4, 5], [6, 2]], [[4, 33], [6, 39], [60, 0]]))
    >>> split.x.round(6), split.prices.round(6)
    (array([230., 282., 480.]), array([8., 6.]))

    Ore on one side, a smelter on the other: prices leave open who earns the 10.

    >>> split = owen(production([10], [[1], [1]], [[1, 0], [0, 1]]))
    >>> split.x.round(6), split.low.round(6), split.high.round(6)
    (array([5., 5.]), array([0., 0.]), array([10., 10.]))

    The link between them is held half and half, and all three are scarce:

    >>> link = production([10], [[1], [1], [1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0], [0, 1], [0.5, 0.5]])
    >>> owen(link).x.round(6), production_worth(link)
    (array([5., 5.]), array([ 0.,  0.,  0., 10.]))
    """
    whole = made.pieces.sum(axis=0)
    total = _cheapest(made, whole).value
    if total == 0:
        none = np.zeros(made.players)
        return Owen(x=none, low=none, high=none, prices=_cheapest(made, whole).x)
    # Money in units of the whole and resources in units of what there is: one tolerance fits all.
    stock = np.where(whole > 0, whole, 1.0)
    scaled = Production(made.price / total, made.use / stock[:, None], made.pieces / stock, made.holders)
    holding = scaled.holders.T @ scaled.pieces
    low = np.array([_among_optimal(scaled, row).value for row in holding])
    high = np.array([-_among_optimal(scaled, -row).value for row in holding])
    x = nearest((low + high) / 2, lambda way: holding @ _among_optimal(scaled, way @ holding).x)
    prices = _paying(scaled, holding, x)
    return Owen(x=total * x, low=total * low, high=total * high, prices=total * prices / stock)


def _cheapest(made: Production, resources: FloatArray) -> Optimum:
    """The dual: prices at which no product earns a profit and the resources cost least."""
    m, products = made.use.shape
    none, wide = np.zeros(m), np.full(m, INF)
    return minimise(Program(resources, made.use.T, made.price, np.full(products, INF), none, wide))


def _optimal(made: Production) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Rows that hold exactly at the optimal prices of the scaled production, whose worth is 1."""
    matrix = np.vstack([made.use.T, made.pieces.sum(axis=0)])
    row_low = np.append(made.price, 1.0)
    return matrix, row_low, np.append(np.full(len(made.price), INF), 1.0)


def _among_optimal(made: Production, cost: FloatArray) -> Optimum:
    matrix, row_low, row_high = _optimal(made)
    return minimise(Program(cost, matrix, row_low, row_high, np.zeros(len(cost)), np.full(len(cost), INF)))


def _paying(made: Production, holding: FloatArray, x: FloatArray) -> FloatArray:
    """Optimal prices that pay x as nearly as can be: columns y and the largest difference, which is rounding."""
    n, m = holding.shape
    matrix, row_low, row_high = _optimal(made)
    gap = np.ones((n, 1))
    rows = np.vstack(
        [
            np.hstack([matrix, np.zeros((len(matrix), 1))]),
            np.hstack([holding, gap]),
            np.hstack([holding, -gap]),
        ]
    )
    low = np.concatenate([row_low, x, np.full(n, -INF)])
    high = np.concatenate([row_high, np.full(n, INF), x])
    cost = np.append(np.zeros(m), 1.0)
    return minimise(Program(cost, rows, low, high, np.zeros(m + 1), np.full(m + 1, INF))).x[:m]
