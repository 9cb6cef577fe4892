"""Fair to doubt: how much of a result rests on assumed rows.

Every amount of money in a solution comes from a row of the book: a plant's cost and tax, a market's price times its
quantity, what links, modes and terminals charge for a flow, what a fence takes, what trips are worth and cost. Of one
state the share is over the amounts, of a gain (one state against another) over their changes:

    share = sum of |amount| from assumed rows / sum of |amount|

A row whose confidence cell is empty counts as assumed; so does a plant whose recipe is, a flow whose mode is, and what
a fence takes from a flow whose mode is. What a measure costs a year rests on the measure's own row. A capacity that is
assumed moves no money of its own and is not seen here: ``sensitivity`` draws it.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from unfence.book import Book
from unfence.economy import Solution
from unfence.economy.layout import ARC, CHANGE
from unfence.network.arcs import Bools, Floats, numbering, rows_of


@dataclass(frozen=True)
class Amounts:
    """Money by row of the book: one entry for each amount of a solution, and whether its row is assumed."""

    money: Floats
    assumed: Bools

    def share(self, before: "Amounts | None" = None, cost: float = 0.0, doubtful: float = 0.0) -> float | None:
        """The share that rests on assumed rows; of the change, where there is a ``before``; None where nothing moves.

        ``cost`` is what measures take a year beside the amounts, ``doubtful`` the part of it from assumed rows.
        """
        moved = np.abs(self.money - (before.money if before else 0.0))
        total = float(moved.sum()) + cost
        rests = float(moved[self.assumed].sum()) + doubtful
        return rests / total if total else None


def amounts_of(solution: Solution) -> Amounts:
    """The amounts of a solution: plants, markets, transport columns, fences, trips, in this order."""
    programme, book, x = solution.programme, solution.programme.book, solution.x
    own = (programme.cost + programme.levy) * x
    own[programme.markets] += programme.slope * x[programme.markets] ** 2 / 2
    rows, fences = _column_rows(solution), assumed(book["fences"])
    by_known, by_assumed = _by_fence(solution, _modes_of_columns(solution))
    return Amounts(
        money=np.concatenate([own, by_known, by_assumed, solution.trip_surplus()]),
        assumed=np.concatenate([rows, fences, np.ones(len(fences), dtype=bool), assumed(book["trips"])]),
    )


def assumed(frame: pl.DataFrame) -> Bools:
    """(rows,): the row says that it is assumed, or says nothing."""
    return (frame["confidence"] == "assumed").to_numpy().astype(bool)


def _by_fence(solution: Solution, mode_assumed: Bools) -> tuple[Floats, Floats]:
    """(fences,) twice: what each takes from flows whose mode is known, and from those whose mode is assumed."""
    programme = solution.programme
    priced = np.isin(programme.fence_kind, ["time", "cost", "fee"])
    sizes = np.where(priced, np.nan_to_num(solution.state.fences), 0.0)
    known, doubtful = (np.where(which, solution.x, 0.0) for which in (~mode_assumed, mode_assumed))
    return np.asarray(sizes * (programme.bears @ known)), np.asarray(sizes * (programme.bears @ doubtful))


def _modes_of_columns(solution: Solution) -> Bools:
    """(columns,): the flow's mode is assumed."""
    programme = solution.programme
    columns = programme.layout.columns
    found = np.zeros(programme.matrix.shape[1], dtype=bool)
    arcs = np.flatnonzero(columns.kind == ARC)
    modes = assumed(programme.book["modes"])
    found[programme.transport.start + arcs] = modes[programme.arcs.mode[columns.thing[arcs]]]
    return found


def _column_rows(solution: Solution) -> Bools:
    """(columns,): whether the row that a column's money comes from is assumed."""
    programme, book = solution.programme, solution.programme.book
    columns = programme.layout.columns
    modes = assumed(book["modes"])
    transport = np.zeros(len(columns), dtype=bool)
    arcs, terminals = columns.kind == ARC, columns.kind == CHANGE
    arc = columns.thing[arcs]
    transport[arcs] = assumed(book["links"])[programme.arcs.link[arc]] | modes[programme.arcs.mode[arc]]
    transport[terminals] = assumed(book["terminals"])[columns.thing[terminals]]
    loads = ~arcs & ~terminals & (columns.thing >= 0)
    transport[loads] = modes[columns.thing[loads]]
    return np.concatenate([_plants(book), assumed(book["markets"]), transport])


def _plants(book: Book) -> Bools:
    processes = numbering(book["processes"])
    recipes = np.zeros(len(processes), dtype=bool)
    np.logical_or.at(recipes, rows_of(book["recipes"]["process"], processes), assumed(book["recipes"]))
    return assumed(book["plants"]) | recipes[rows_of(book["plants"]["process"], processes)]
