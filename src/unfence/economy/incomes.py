"""Who earns what: every column's profit goes to somebody.

With y the prices, column j earns  (A_j' y) x_j - c_j x_j - s_j x_j^2 / 2 : plants and markets for the jurisdiction of
their site, terminals for theirs, arcs half for each end of the link that the flow takes (the rent of its capacity and
of quotas). Fees and taxes go to the payee, trips' surplus to where they start, all else outside. So for party p

    income_p(y) = W_p y + k_p            linear in y; the sum over p is welfare, whatever y

Prices are not unique, hence neither are incomes: ``low`` and ``high`` are the least and the most over the optimal dual
face, and ``income`` is the point of the attainable incomes that lies nearest, in least squares, to the middle of them.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from unfence.economy.face import Face
from unfence.economy.layout import ARC, CHANGE
from unfence.economy.solution import Solution
from unfence.games.nearest import nearest
from unfence.network.arcs import Floats, numbering, rows_of, settled

_CLOSE = 1e-9


@dataclass(frozen=True)
class Incomes:
    """Incomes by party (jurisdictions in the book's order, then ``outside``), and prices at which they arise."""

    parties: tuple[str, ...]
    income: Floats
    low: Floats
    """-inf where there is no least."""
    high: Floats
    price: Floats
    """(nodes,): supporting prices of ``income``."""


@dataclass(frozen=True)
class _Line:
    """income = weights @ y + constant, one row for each party."""

    weights: Floats
    constant: Floats

    def at(self, y: Floats) -> Floats:
        return np.asarray(self.weights @ y + self.constant)


def incomes_of(solution: Solution) -> Incomes:
    """The incomes of a solution with their ranges."""
    line, face = _line(solution), Face(solution)
    extents = np.array([face.extent(w) for w in line.weights]).reshape(-1, 2)
    low, high = extents[:, 0] + line.constant, extents[:, 1] + line.constant
    y = _nearest(solution.dual, line, face, _middle(low, high))
    return Incomes(
        parties=solution.programme.parties,
        income=settled(line.at(y), solution.welfare),
        low=settled(low, solution.welfare),
        high=settled(high, solution.welfare),
        price=y[: solution.programme.layout.nodes],
    )


def profits(solution: Solution, price: Floats) -> Floats:
    """(plants + markets,): what each plant and each market earns at given node prices."""
    programme = solution.programme
    own = slice(0, programme.markets.stop)
    cost = programme.burnt(solution.state) + programme.fees(solution.state)
    area = np.zeros(len(cost))
    area[programme.markets] = programme.slope * solution.x[programme.markets] / 2
    value = price @ programme.matrix[: len(price), :]
    return np.asarray(((value - cost - area) * solution.x)[own])


def _line(solution: Solution) -> _Line:
    programme, x = solution.programme, solution.x
    cost = programme.burnt(solution.state) + programme.fees(solution.state)
    cost[programme.markets] += programme.slope * x[programme.markets] / 2
    nodes = programme.layout.nodes
    shares = _shares(solution)
    by_party = sparse.csr_array(shares.multiply(x[None, :]))
    weights = np.zeros((len(programme.parties), programme.matrix.shape[0]))
    weights[:, :nodes] = (by_party @ programme.matrix[:nodes, :].T).todense()
    constant = solution.collected_by_party() - by_party @ cost
    np.add.at(constant, _trip_home(solution), solution.trip_surplus())
    return _Line(weights, constant)


def _shares(solution: Solution) -> sparse.csr_array:
    """(parties, columns): whose profit each column is."""
    programme = solution.programme
    columns, arcs = programme.layout.columns, programme.arcs
    home = _home(solution)
    every = np.arange(programme.matrix.shape[1])
    first, second = programme.party.copy(), programme.party.copy()
    transport_first, transport_second = first[programme.transport], second[programme.transport]
    on_arc, on_terminal = columns.kind == ARC, columns.kind == CHANGE
    transport_first[on_arc] = home[arcs.tail[columns.thing[on_arc]]]
    transport_second[on_arc] = home[arcs.head[columns.thing[on_arc]]]
    site = programme.layout.node_site[columns.tail[on_terminal]]
    transport_first[on_terminal] = transport_second[on_terminal] = home[site]
    halves = np.full(2 * len(every), 0.5)
    rows, cols = np.concatenate([first, second]), np.concatenate([every, every])
    return sparse.csr_array((halves, (rows, cols)), shape=(len(programme.parties), len(every)))


def _home(solution: Solution) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    book = solution.programme.book
    jurisdictions = numbering(book["jurisdictions"])
    home = rows_of(book["sites"]["jurisdiction"], jurisdictions)
    return np.where(home < 0, len(jurisdictions), home)


def _trip_home(solution: Solution) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    book = solution.programme.book
    return _home(solution)[rows_of(book["trips"]["from"], numbering(book["sites"]))]


def _middle(low: Floats, high: Floats) -> Floats:
    """The middle of each range; the finite end where only one is, 0 where none is."""
    ends = np.stack([low, high])
    finite = np.isfinite(ends)
    known = np.where(finite, ends, 0.0)
    return np.asarray(known.sum(axis=0) / np.maximum(1, finite.sum(axis=0)))


def _nearest(start: Floats, line: _Line, face: Face, target: Floats) -> Floats:
    """Prices whose incomes are nearest to ``target``; the search stays within the distance that ``start`` has."""
    far = float(np.linalg.norm(line.at(start) - target))
    if far <= _CLOSE * max(1.0, float(np.abs(target).sum())):
        return start
    middle = target - line.constant
    face.within(line.weights, middle - far, middle + far)

    def corner(direction: Floats) -> Floats:
        y = face.least(direction @ line.weights)
        return line.at(start if y is None else y) / far

    point = nearest(target / far, corner) * far - line.constant
    face.within(line.weights, point - _CLOSE * far, point + _CLOSE * far)
    y = face.least(np.zeros(face.size))
    return start if y is None else y
