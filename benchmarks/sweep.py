"""How fast 2^k scenarios of one book are solved, beside its peers: `python benchmarks/sweep.py [--books 40x25 daxin]`.

Every peer gets the same linear programme as arrays and answers the same scenarios, fences down one after the other in
Gray order. unfence gives welfare, by its tie rule; a peer gives the private optimum alone, which is less work. Turns
are interleaved; what is printed is the median time of a scenario as a multiple of unfence's. A peer whose private
optima differ from unfence's by more than a millionth is printed as wrong. Peers that are not installed are left out.

    by hand       one HiGHS model, changed in place, warm                    highspy
    cold          the arrays passed to HiGHS anew for each scenario          highspy
    pyomo         one model, changed in place                                appsi_highs
    linopy        a model built anew for each scenario, no file between      highs, io_api="direct"
"""

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import highspy
import numpy as np

import unfence
from report import made_up, written
from unfence.economy import Economy
from unfence.examples import example
from unfence.gains.sweep import gray

Solve = Callable[["Terms"], float]
FEW = 6
"""Scenarios that a peer which rebuilds its model is asked."""


@dataclass(frozen=True)
class Terms:
    """One scenario: costs and bounds of columns, bounds of rows."""

    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray


def main() -> None:
    """Print a table for each book."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", nargs="+", default=["daxin", "40x25", "300x40"])
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--fences", type=int, default=6)
    given = parser.parse_args()
    for name in given.books:
        measure(name, given.turns, given.fences)


def book_named(name: str) -> unfence.Book:
    """The book of the example, without sloped lines that a linear programme cannot hold, or one made up."""
    if "x" not in name[1:-1] or name == "daxin":
        book = example(name)
        markets = book["markets"].with_columns(slope=0.0 * book["markets"]["slope"])
        tables = {**book.tables, "markets": markets}
        return replace(book, tables=tables, stated=tables)
    sites, commodities = map(int, name.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        written(made_up(sites, commodities), Path(folder))
        return unfence.read_book(folder)


def measure(name: str, turns: int, most: int) -> None:
    """Time all peers on one book."""
    book = book_named(name)
    fences = book["fences"]["id"].to_list()[:most]
    economy = Economy(book)
    states = [economy.state([f for i, f in enumerate(fences) if m >> i & 1]) for m in gray(len(fences))]
    scenarios = [terms_of(economy, state) for state in states]
    solutions = [economy.solve(state) for state in states]
    private = [s.private - float(s.trip_surplus().sum()) for s in solutions]
    times: dict[str, list[float]] = {}
    wrong: dict[str, float] = {}
    for _ in range(turns):
        fresh = Economy(book)
        began = time.process_time()
        found = [fresh.welfare(state) for state in states]
        times.setdefault("unfence", []).append((time.process_time() - began) / len(states))
        note(wrong, "unfence", found, [s.welfare for s in solutions])
        for peer, solve, few in peers(economy, scenarios[0]):
            asked = scenarios[:FEW] if few else scenarios
            began = time.process_time()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = [solve(terms) for terms in asked]
            times.setdefault(peer, []).append((time.process_time() - began) / len(asked))
            note(wrong, peer, found, [-p for p in private])
    rows, columns = economy.programme.matrix.shape
    print(f"{name}: {rows:,} rows, {columns:,} columns, {len(states)} scenarios", flush=True)
    own = statistics.median(times["unfence"])
    for peer, took in times.items():
        verdict = "" if wrong[peer] <= 1e-6 else f"  WRONG by {wrong[peer]:.1e}"
        each = statistics.median(took)
        print(f"  {peer:16}{each * 1e3:9.2f} ms {each / own:8.1f}x{verdict}", flush=True)


def note(wrong: dict[str, float], peer: str, found: list[float], stated: list[float]) -> None:
    """Keep the largest share by which a peer is off."""
    off = max(abs(a - b) / max(1.0, abs(b)) for a, b in zip(found, stated, strict=False))
    wrong[peer] = max(wrong.get(peer, 0.0), off)


def terms_of(economy: Economy, state: object) -> Terms:
    """What a peer is told of a scenario."""
    programme = economy.programme
    limits = programme.limits(state)
    nodes = np.zeros(programme.layout.nodes)
    return Terms(
        cost=programme.burnt(state) + programme.fees(state),
        lower=limits.lower,
        upper=limits.upper,
        row_lower=np.concatenate([nodes, np.full(len(limits.rows), -np.inf)]),
        row_upper=np.concatenate([nodes, limits.rows]),
    )


def peers(economy: Economy, first: Terms) -> Iterator[tuple[str, Solve, bool]]:
    """Every peer that is here: its name, a function from a scenario to an optimum, and whether to ask it little."""
    matrix = economy.programme.matrix
    yield "by hand", by_hand(matrix, first), False
    yield "cold", lambda terms: by_hand(matrix, terms)(terms), True
    if find_spec("pyomo"):
        yield "pyomo", in_pyomo(matrix, first), True
    if find_spec("linopy"):
        yield "linopy", in_linopy(matrix), True


def by_hand(matrix, first: Terms) -> Solve:
    """One HiGHS model, changed in place."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = first.cost, first.lower, first.upper
    model.row_lower_, model.row_upper_ = first.row_lower, first.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    last = [first]

    def solve(terms: Terms) -> float:
        old, last[0] = last[0], terms
        which = np.flatnonzero(terms.cost != old.cost).astype(np.int32)
        if len(which):
            highs.changeColsCost(len(which), which, terms.cost[which])
        which = np.flatnonzero((terms.upper != old.upper) | (terms.lower != old.lower)).astype(np.int32)
        if len(which):
            highs.changeColsBounds(len(which), which, terms.lower[which], terms.upper[which])
        which = np.flatnonzero(terms.row_upper != old.row_upper).astype(np.int32)
        if len(which):
            highs.changeRowsBounds(len(which), which, terms.row_lower[which], terms.row_upper[which])
        highs.run()
        return highs.getInfo().objective_function_value

    return solve


def in_pyomo(matrix, first: Terms) -> Solve:
    """One Pyomo model in its persistent HiGHS, with costs as mutable parameters."""
    import pyomo.environ as pyo  # noqa: PLC0415  only where it is installed
    from pyomo.contrib.appsi.solvers import Highs  # noqa: PLC0415  only where it is installed

    by_row = matrix.tocsr()
    model = pyo.ConcreteModel()
    model.j, model.r = pyo.RangeSet(0, matrix.shape[1] - 1), pyo.RangeSet(0, matrix.shape[0] - 1)
    model.cost = pyo.Param(model.j, initialize=lambda _, j: float(first.cost[j]), mutable=True)
    model.x = pyo.Var(model.j)
    model.most = pyo.Param(model.r, initialize=lambda _, r: min(float(first.row_upper[r]), 1e20), mutable=True)

    def row(m, r):
        part = range(by_row.indptr[r], by_row.indptr[r + 1])
        total = sum(float(by_row.data[k]) * m.x[int(by_row.indices[k])] for k in part)
        if not part:
            return pyo.Constraint.Skip
        return total == 0 if first.row_lower[r] == first.row_upper[r] else total <= m.most[r]

    model.row = pyo.Constraint(model.r, rule=row)
    model.all = pyo.Objective(expr=sum(model.cost[j] * model.x[j] for j in model.j))
    solver = Highs()

    def solve(terms: Terms) -> float:
        for j in range(matrix.shape[1]):
            model.cost[j] = float(terms.cost[j])
            model.x[j].setlb(float(terms.lower[j]))
            model.x[j].setub(float(terms.upper[j]) if np.isfinite(terms.upper[j]) else None)
        for r in np.flatnonzero(terms.row_lower != terms.row_upper):
            model.most[r] = min(float(terms.row_upper[r]), 1e20)
        return float(solver.solve(model).best_feasible_objective)

    return solve


def in_linopy(matrix) -> Solve:
    """A linopy model, built anew for each scenario and handed to HiGHS without a file."""
    import linopy  # noqa: PLC0415  only where it is installed
    import pandas as pd  # noqa: PLC0415  only where it is installed
    import xarray as xr  # noqa: PLC0415  only where it is installed

    by_row = matrix.tocoo()
    columns = pd.RangeIndex(matrix.shape[1], name="j")

    def solve(terms: Terms) -> float:
        model = linopy.Model()
        x = model.add_variables(lower=xr.DataArray(terms.lower, [columns]), upper=xr.DataArray(terms.upper, [columns]))
        entry = x.sel(j=xr.DataArray(by_row.coords[1], dims="k"))
        row = xr.DataArray(by_row.coords[0], dims="k", name="r")
        total = (xr.DataArray(by_row.data, dims="k") * entry).groupby(row).sum()
        filled = total.indexes["r"].to_numpy()
        equal = terms.row_lower[filled] == terms.row_upper[filled]
        bound = np.minimum(terms.row_upper[filled], 1e20)
        model.add_constraints(total, xr.DataArray(np.where(equal, "=", "<="), dims="r"), xr.DataArray(bound, dims="r"))
        model.add_objective((xr.DataArray(terms.cost, [columns]) * x).sum())
        model.solve("highs", io_api="direct", output_flag=False, progress=False)
        return float(model.objective.value)

    return solve


if __name__ == "__main__":
    main()
