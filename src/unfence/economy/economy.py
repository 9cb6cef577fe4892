"""The economy of a book: a state goes in, the optimum of that state comes out.

Private decisions are taken at private costs, fees and taxes included. Where several private optima are equally good
the one with most welfare counts, else the answer would hang on the order of the book's rows: every column and row that
is not free at the private optimum is fixed, and resources burnt are minimised over what is left. Prices are those at
private costs.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from unfence.book import Book
from unfence.economy import slopes as sloped
from unfence.economy.optima import Optimum, Terms
from unfence.economy.programme import Limits, Programme, programme_of
from unfence.economy.slopes import Slopes
from unfence.economy.solution import Solution
from unfence.economy.solver import Bounds, Solver, Vertex, unit_of
from unfence.economy.state import State, States
from unfence.network import Way, bars, trips_of, ways
from unfence.network.arcs import Floats

REMEMBERED = 32
"""Optima kept, in case that they are those of other states too."""


class Economy:
    """One book, ready to be solved in any of its states; keeps the solver warm between states.

    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> economy.solve(economy.state(fences_down=["checkpoint"])).welfare >= economy.solve(economy.today()).welfare
    True
    """

    def __init__(self, book: Book, like: "Economy | None" = None) -> None:
        """``like``, of a book that differs in numbers only, lends its arcs, its nodes and its last basis."""
        self.book = as_stated(book)
        self.programme: Programme = programme_of(self.book, like.programme if like else None)
        self._states = States(self.book)
        self._trips = trips_of(self.book)
        self._ways: dict[bytes, tuple[Way, ...]] = {}
        travelled = np.asarray(self._trips.modes.any(axis=0))[self.programme.arcs.mode]
        self._met = self.programme.crossings.people & (self.programme.crossings.arcs @ travelled)
        self._travelled = np.unique(self.programme.arcs.link[travelled])
        first = self.programme.plants.stop
        lines = np.flatnonzero(self.programme.slope > 0)
        self._slopes = Slopes(first + lines, self.programme.slope[lines])
        self._levied = bool(np.any(self.programme.levy)) or "fee" in self.programme.fence_kind
        self._solver = self._made_solver()
        if like and like.basis_fits(self._solver.matrix.shape):
            self._solver.restore(like.basis())
        self._near = np.zeros(len(lines))
        self._optima: list[Optimum] = []
        self._left = False
        """Whether the last state was not solved, since another one's optimum was its own."""

    def _made_solver(self) -> Solver:
        today = self._states.state()
        limits = self.programme.limits(today)
        costs = self.programme.burnt(today) + self.programme.fees(today)
        bounds = np.concatenate([limits.lower, limits.upper, limits.rows])
        return Solver(self._slopes.extended(self.programme.matrix), unit_of(costs), unit_of(bounds))

    def basis(self) -> Any:  # noqa: ANN401  highspy has no public type for a basis
        """Where the solver was left."""
        return self._solver.basis()

    def basis_fits(self, shape: tuple[int, ...]) -> bool:
        """Whether a linear programme of so many rows and columns can go on from there."""
        return bool(self._solver.matrix.shape == shape)

    def today(self) -> State:
        """Nothing changes; done measures are in place."""
        return self._states.state()

    def state(self, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> State:
        """Some fences down free of charge, some measures in place."""
        return self._states.state(fences_down, measures)

    def solve(self, state: State) -> Solution:
        """The optimum of a state; raises InfeasibleError or UnboundedError where there is none."""
        return self._solved(state, self._terms(state))[0]

    def _terms(self, state: State) -> Terms:
        burnt = self.programme.burnt(state)
        return Terms(burnt, burnt + self.programme.fees(state), self.programme.limits(state))

    def _solved(self, state: State, terms: Terms) -> tuple[Solution, Vertex]:
        programme, burnt = self.programme, terms.burnt
        bounds = _bounds(programme, terms.limits)
        vertex = self._optimum(terms.cost, bounds)
        levied = self._levied and bool(np.any(terms.cost != burnt))
        x = self._best_for_all(vertex, burnt, bounds) if levied else vertex.x
        x = np.where(np.abs(x) < 1e-9 * self._solver.unit_flow, 0.0, x)[: len(burnt)]
        taken = self.ways(state)
        solution = Solution(programme, state, x, vertex.dual[: programme.matrix.shape[0]], 0.0, 0.0, taken)
        goods = -float(terms.cost @ x) - self._slopes.cost(x)
        private = goods + float(solution.trip_surplus().sum())
        welfare = private + float(solution.collected_by_party().sum())
        return replace(solution, private=private, welfare=welfare), vertex

    def welfare(self, state: State) -> float:
        """The welfare of a state's optimum; not solved where it is proven to be that of a state solved before."""
        terms = self._terms(state)
        for place, known in enumerate(self._optima):
            if not known.changed(state.fences) and known.stays(terms):
                self._optima.insert(0, self._optima.pop(place))
                self._left = self._left or place > 0
                return known.worth + self._travel(state)
        if self._left:
            self._solver.restore(self._optima[0].basis)  # the state before is a neighbour; the one solved last is not
        self._left = False
        solution, vertex = self._solved(state, terms)
        known = self._known(solution, terms, vertex)
        self._optima = [known, *self._optima[: REMEMBERED - 1]]
        return solution.welfare

    def _known(self, solution: Solution, terms: Terms, vertex: Vertex) -> Optimum:
        programme, reduced = self.programme, vertex.reduced.copy()
        reduced[self._slopes.columns] = 0.0  # what a sloped line costs at the margin is in its pieces
        return Optimum(
            terms=terms,
            sizes=solution.state.fences,
            borne=(programme.bears @ solution.x > 0) & ~np.isin(programme.fence_kind, ["quota"]),
            x=solution.x,
            reduced=reduced[: len(solution.x)],
            money=vertex.money[: len(solution.x)],
            used=(programme.matrix @ solution.x)[programme.layout.nodes :],
            worth=solution.welfare - self._travel(solution.state),
            basis=vertex.basis,
        )

    def _travel(self, state: State) -> float:
        """What trips are worth: what travellers keep, and the fees that they pay."""
        rows = zip(self.ways(state), self._trips.number.tolist(), self._trips.value.tolist(), strict=True)
        return float(sum(n * (value - way.cost + sum(way.fees.values())) for way, n, value in rows if way.made))

    def ways(self, state: State) -> tuple[Way, ...]:
        """How every trip is made in a state."""
        key = state.fences[self._met].tobytes() + state.open_links[self._travelled].tobytes()
        if key not in self._ways:
            programme = self.programme
            barred = bars(programme.arcs, programme.crossings, programme.fence_kind, state.fences, state.open_links)
            self._ways[key] = ways(self._trips, programme.arcs, barred)
        return self._ways[key]

    def _optimum(self, cost: Floats, bounds: Bounds) -> Vertex:
        vertex = sloped.solve(self._slopes, cost, bounds, self._solver.solve, self._near)
        self._near = vertex.x[self._slopes.columns]
        return vertex

    def _best_for_all(self, vertex: Vertex, burnt: Floats, bounds: Bounds) -> Floats:
        """Of all private optima the one that burns least; the basis is left as it was."""
        held = np.arange(len(vertex.x)) >= len(burnt)
        held[self._slopes.columns] = True
        columns = len(vertex.x) - len(burnt)
        resources = np.concatenate([burnt, np.zeros(columns)])
        if self._solver.also_least(vertex, resources, held):
            return vertex.x
        pinned = ~vertex.free_columns | held
        x, activity = vertex.x, self._solver.matrix @ vertex.x
        rows = self._solver.matrix.shape[0] - len(bounds.row_lower)
        row_lower = np.concatenate([bounds.row_lower, np.zeros(rows)])
        row_upper = np.concatenate([bounds.row_upper, np.zeros(rows)])
        tight = ~vertex.free_rows & np.isinf(row_lower)
        lower = np.concatenate([bounds.lower, np.zeros(columns)])
        upper = np.concatenate([bounds.upper, np.full(columns, np.inf)])
        best = self._solver.solve(
            resources,
            Bounds(
                np.where(pinned, x, lower),
                np.where(pinned, x, upper),
                np.where(tight, activity, row_lower),
                np.where(tight, activity, row_upper),
            ),
        )
        self._solver.restore(vertex.basis)
        return best.x


def as_stated(book: Book) -> Book:
    """The book with every fence and size as written, and each measure's present status: states apply what is done."""
    return replace(book, tables={**book.stated, "measures": book["measures"]})


def _bounds(programme: Programme, limits: Limits) -> Bounds:
    """Equalities at the nodes, upper bounds on the inequality rows."""
    nodes = np.zeros(programme.layout.nodes)
    return Bounds(
        limits.lower,
        limits.upper,
        np.concatenate([nodes, np.full(len(limits.rows), -np.inf)]),
        np.concatenate([nodes, limits.rows]),
    )
