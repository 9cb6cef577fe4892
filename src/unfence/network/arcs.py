"""The one network of both sides: every link as directed arcs, with what a vehicle pays and how long it takes.

A link ``a - b`` gives the arc a -> b and, unless it is one-way, the arc b -> a. For a vehicle of mode m:

    money per vehicle   km * cost_km            (a link's own ``cost`` is per unit and replaces it)
    hours per vehicle   minutes / 60, else km / speed, else 0
    share that arrives  1 - loss_km * km, never below 0
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from unfence.book import Book

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOISE = 1e-12
"""The share of an amount below which a difference says nothing."""


@dataclass(frozen=True)
class Arcs:
    """Directed arcs, links in the book's order, forward ones first; ``tail``, ``head``, ``link`` are row numbers."""

    link: Ints
    tail: Ints
    head: Ints
    mode: Ints
    forward: Bools
    unit_cost: Floats
    """Money per unit sent, time left out."""
    hours: Floats
    arrives: Floats
    """Share of what is sent that arrives."""
    km: Floats

    def __len__(self) -> int:
        return len(self.link)


def numbering(frame: pl.DataFrame, column: str = "id") -> dict[str, int]:
    """The row number of each id."""
    return {name: row for row, name in enumerate(frame[column])}


def rows_of(names: pl.Series, numbers: dict[str, int]) -> Ints:
    """The row numbers that a column of ids refers to; -1 for an empty cell."""
    return np.array([numbers.get(n, -1) for n in names], dtype=np.int64)


def floats(column: pl.Series, empty: float = np.nan) -> Floats:
    """A column as floats, its empty cells as ``empty``."""
    return column.cast(pl.Float64).fill_null(empty).to_numpy().astype(np.float64)


def arcs_of(book: Book) -> Arcs:
    """Every arc of a book, planned links included."""
    links, modes = book["links"], book["modes"]
    sites = numbering(book["sites"])
    a, b = rows_of(links["a"], sites), rows_of(links["b"], sites)
    mode = rows_of(links["mode"], numbering(modes))
    km = floats(links["km"])

    payload = floats(modes["payload"])[mode]
    own_cost = floats(links["cost"])
    cost = np.where(np.isnan(own_cost), km * floats(modes["cost_km"])[mode] / payload, own_cost)
    hours = _hours(km, floats(links["minutes"]), floats(modes["speed"])[mode])
    arrives = np.maximum(0.0, 1.0 - floats(modes["loss_km"])[mode] * km)

    there = np.arange(len(links))
    back = there[links["both_ways"].to_numpy().astype(bool)]
    link = np.concatenate([there, back])
    forward = np.arange(len(link)) < len(there)
    return Arcs(
        link=link,
        tail=np.where(forward, a[link], b[link]),
        head=np.where(forward, b[link], a[link]),
        mode=mode[link],
        forward=forward,
        unit_cost=cost[link],
        hours=hours[link],
        arrives=arrives[link],
        km=km[link],
    )


def _hours(km: Floats, minutes: Floats, speed: Floats) -> Floats:
    moving = np.divide(km, speed, out=np.zeros_like(km), where=speed > 0)
    return np.where(np.isnan(minutes), moving, minutes / 60.0)


def settled(money: Floats, scale: float) -> Floats:
    """The same amounts with what is only the solver's noise, at this scale of money, set to 0.

    >>> settled(np.array([5.0, -3e-7]), scale=1e6)
    array([5., 0.])
    """
    return np.where(np.abs(money) <= NOISE * abs(scale), 0.0, money)
