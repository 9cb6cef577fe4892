"""Which fence bears on which arc, and on which commodity.

An arc crosses a fence when its ends lie on the fence's two sides. The fence bears on it when it crosses in the
fence's direction, in one of its modes, with one of its commodities; people are the commodity ``people``.
"""

from dataclasses import dataclass

import numpy as np

from unfence.book import Book, sides
from unfence.network.arcs import Arcs, Bools, numbering, rows_of

PEOPLE = "people"


@dataclass(frozen=True)
class Crossings:
    """What each fence bears on; rows are the book's fences."""

    arcs: Bools
    """(fences, arcs): place, direction and mode fit."""
    commodities: Bools
    """(fences, commodities)"""
    people: Bools
    """(fences,): it stops travellers too."""


def crossings_of(book: Book, arcs: Arcs) -> Crossings:
    """Every fence of a book against every arc, planned links included."""
    fences, commodities = book["fences"], book["commodities"]
    jurisdictions = numbering(book["jurisdictions"])
    home = rows_of(book["sites"]["jurisdiction"], jurisdictions)
    modes = numbering(book["modes"])

    on_arcs = np.zeros((len(fences), len(arcs)), dtype=bool)
    on_commodities = np.zeros((len(fences), len(commodities)), dtype=bool)
    on_people = np.zeros(len(fences), dtype=bool)
    for f, fence in enumerate(fences.iter_rows(named=True)):
        first, second = (
            np.isin(home, [jurisdictions[j] for j in side]) for side in sides(fence["between"], book["jurisdictions"])
        )
        crosses = first[arcs.tail] & second[arcs.head]
        if fence["direction"] == "both":
            crosses |= second[arcs.tail] & first[arcs.head]
        if fence["modes"]:
            crosses &= np.isin(arcs.mode, [modes[m] for m in fence["modes"]])
        on_arcs[f] = crosses
        named = set(fence["commodities"])
        on_people[f] = not named or PEOPLE in named
        on_commodities[f] = [
            not named or c in named or kind in named
            for c, kind in zip(commodities["id"], commodities["kind"], strict=True)
        ]
    return Crossings(on_arcs, on_commodities, on_people)


def carried(book: Book) -> Bools:
    """(modes, commodities): the mode carries the commodity, by its id or its kind."""
    commodities = book["commodities"]
    kinds = list(zip(commodities["id"], commodities["kind"], strict=True))
    rows = [[c in carries or kind in carries for c, kind in kinds] for carries in map(set, book["modes"]["carries"])]
    return np.array(rows, dtype=bool).reshape(len(book["modes"]), len(kinds))


def carries_people(book: Book) -> Bools:
    """(modes,): travellers may use the mode."""
    return np.array([PEOPLE in carries for carries in book["modes"]["carries"]], dtype=bool)
