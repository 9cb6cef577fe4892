"""A state of the border: which fences stand and how large, what is open, how much fits through.

A scenario is only such a state: the programme, its nodes and its columns never change. Of several effects on one
thing all scales multiply, then all adds are added; below 0 is 0; what is unlimited stays unlimited. Measures that are
done, and those being built, which count as decided, are in force in every state.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from unfence.book import Book
from unfence.network.arcs import Bools, Floats, floats, numbering

DECIDED = ("done", "building")
"""Statuses of measures that are no choice any more."""


@dataclass(frozen=True)
class State:
    """Sizes in the book's order; a fence that is down has size NaN, a thing that is closed capacity 0."""

    fences: Floats
    links: Floats
    """Capacity in units a year, each direction; inf where unlimited."""
    terminals: Floats
    plants: Floats
    markets: Floats
    """Most per year; inf where unlimited."""
    open_links: Bools
    """A link of capacity 0 is still open to travellers; a planned one is not."""

    def without(self, fences: Collection[int]) -> "State":
        """The same state with fences (by row) down free of charge."""
        sizes = self.fences.copy()
        sizes[list(fences)] = np.nan
        return replace(self, fences=sizes)

    def key(self) -> bytes:
        """Equal for equal states."""
        return b"".join(
            a.tobytes() for a in (self.fences, self.links, self.terminals, self.plants, self.markets, self.open_links)
        )


@dataclass(frozen=True)
class _Change:
    """One effect: what it does to which row of which array."""

    on: str
    row: int
    change: str
    amount: float


class States:
    """All states that a book's fences and measures can reach."""

    def __init__(self, book: Book) -> None:
        self._fences = numbering(book["fences"])
        self._base = {
            "fence": floats(book["fences"]["size"], 0.0),
            "link": floats(book["links"]["capacity"], np.inf),
            "terminal": floats(book["terminals"]["capacity"], np.inf),
            "plant": floats(book["plants"]["capacity"], np.inf),
            "market": floats(book["markets"]["quantity"], np.inf),
        }
        self._planned = {
            on: (book[f"{on}s"]["status"] == "planned").to_numpy().astype(bool) for on in ("link", "terminal", "plant")
        }
        self._changes = self._changes_by_measure(book)
        statuses = zip(book["measures"]["id"], book["measures"]["status"], strict=True)
        self._in_force = frozenset(m for m, status in statuses if status in DECIDED)

    def _changes_by_measure(self, book: Book) -> Mapping[str, tuple[_Change, ...]]:
        rows = {on: numbering(book[f"{on}s"]) for on in self._base}
        changes: dict[str, list[_Change]] = {m: [] for m in book["measures"]["id"]}
        for effect in book["effects"].iter_rows(named=True):
            amount = effect["amount"] if effect["amount"] is not None else np.nan
            on = effect["on"]
            changes[effect["measure"]].append(_Change(on, rows[on][effect["id"]], effect["change"], amount))
        return {m: tuple(c) for m, c in changes.items()}

    def state(self, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> State:
        """The state with some fences down and some measures in place, besides those that are decided.

        >>> from unfence.examples import example
        >>> bool(np.isnan(States(example("two_towns")).state(fences_down=["checkpoint"]).fences[0]))
        True
        """
        chosen = self._in_force.union(measures)
        sizes, closed = self._with_changes([c for m, cs in self._changes.items() if m in chosen for c in cs])
        for on, shut in closed.items():
            if on != "link":
                sizes[on][shut] = 0.0
        shut_links = closed["link"]
        state = State(
            fences=sizes["fence"],
            links=np.where(shut_links, 0.0, sizes["link"]),
            terminals=sizes["terminal"],
            plants=sizes["plant"],
            markets=sizes["market"],
            open_links=~shut_links,
        )
        return state.without([self._fences[f] for f in fences_down])

    def _with_changes(self, changes: Collection[_Change]) -> tuple[dict[str, Floats], dict[str, Bools]]:
        sizes = {on: base.copy() for on, base in self._base.items()}
        closed = {on: planned.copy() for on, planned in self._planned.items()}
        added = {on: np.zeros(len(base)) for on, base in self._base.items()}
        removed = np.zeros(len(sizes["fence"]), dtype=bool)
        for c in changes:
            if c.change == "scale":
                sizes[c.on][c.row] = np.inf if np.isinf(sizes[c.on][c.row]) else sizes[c.on][c.row] * c.amount
            elif c.change == "add":
                added[c.on][c.row] += c.amount
            elif c.change == "open":
                closed[c.on][c.row] = False
            elif c.change == "remove":
                removed[c.row] = True
        grown = {on: np.maximum(0.0, size + added[on]) for on, size in sizes.items()}
        grown["fence"][removed] = np.nan
        return grown, closed
