"""The scene of a question: the book solved as it stands today, and what each row of it adds to welfare.

welfare = sum over rows of
    plants      - cost * runs
    markets     +- price * quantity, without the fee, less slope * quantity^2 / 2
    links       - own cost and hours of what is sent;  terminals, modes (loading) alike
    fences      - size * units * w      of kinds time and cost; fees only move money
    trips       number * (value - cost + fees)
"""

from functools import cached_property

import numpy as np

from unfence.book import Book
from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes, incomes_of
from unfence.economy.layout import ARC, CHANGE
from unfence.industry import Matches, matches_of
from unfence.industry.trader import Offer, Trader
from unfence.network.arcs import Floats


class Scene:
    """A book, solved today; everything else is worked out when it is asked for."""

    def __init__(self, book: Book) -> None:
        self.economy = Economy(book)
        self.book = self.economy.book
        self.programme = self.economy.programme
        self.today: Solution = self.economy.solve(self.economy.today())

    @cached_property
    def incomes(self) -> Incomes:
        """Today's incomes and the prices at which they arise."""
        return incomes_of(self.today)

    @cached_property
    def trader(self) -> Trader:
        """Delivered prices between everybody today."""
        return Trader(self.economy, self.today, self.incomes)

    @cached_property
    def matches(self) -> Matches:
        """Today's matches."""
        return matches_of(self.economy, self.today, self.incomes)

    def named(self, actor: str) -> str:
        """A plant or market as ``table.id``."""
        return f"plants.{actor}" if actor in self.book["plants"]["id"].to_list() else f"markets.{actor}"

    def behind(self, offer: Offer) -> list[str]:
        """The rows that an offer rests on: its seller, its way, its fences."""
        links = set(self.book["links"]["id"])
        way = [f"links.{name}" if name in links else f"terminals.{name}" for name in offer.by]
        return [self.named(offer.seller), *way, *(f"fences.{fence}" for fence in offer.parts.fences)]


def columns_of(solution: Solution) -> list[str]:
    """(columns,): the row, as ``table.id``, that each column's own cost comes from; empty for what costs nothing."""
    programme, book = solution.programme, solution.programme.book
    columns, links = programme.layout.columns, book["links"]["id"]
    names = [*(f"plants.{p}" for p in book["plants"]["id"]), *(f"markets.{m}" for m in book["markets"]["id"])]
    for kind, thing in zip(columns.kind.tolist(), columns.thing.tolist(), strict=True):
        if kind == ARC:
            names.append(f"links.{links[int(programme.arcs.link[thing])]}")
        elif kind == CHANGE:
            names.append(f"terminals.{book['terminals']['id'][thing]}")
        else:
            names.append(f"modes.{book['modes']['id'][thing]}" if thing >= 0 else "")
    return names


def welfare_by_row(solution: Solution) -> dict[str, float]:
    """What each row of the book adds to welfare, by ``table.id``; the sum is welfare.

    >>> from unfence.examples import example
    >>> scene = Scene(example("two_towns"))
    >>> round(sum(welfare_by_row(scene.today).values())) == round(scene.today.welfare)
    True
    """
    programme, x = solution.programme, solution.x
    own = -programme.cost * x
    own[programme.markets] -= programme.slope * x[programme.markets] ** 2 / 2
    found: dict[str, float] = {}
    for name, amount in zip(columns_of(solution), own.tolist(), strict=True):
        if name and amount:
            found[name] = found.get(name, 0.0) + amount
    for name, amount in zip(programme.book["fences"]["id"], _burnt_by_fence(solution).tolist(), strict=True):
        if amount:
            found[f"fences.{name}"] = -amount
    number = programme.book["trips"]["number"]
    surplus = solution.trip_surplus().tolist()
    for name, way, people, kept in zip(programme.book["trips"]["id"], solution.ways, number, surplus, strict=True):
        if way.made:
            found[f"trips.{name}"] = kept + people * sum(way.fees.values())
    return found


def _burnt_by_fence(solution: Solution) -> Floats:
    programme = solution.programme
    priced = np.isin(programme.fence_kind, ["time", "cost"])
    sizes = np.where(priced, np.nan_to_num(solution.state.fences), 0.0)
    return np.asarray(sizes * (programme.bears @ solution.x))
