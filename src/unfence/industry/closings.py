"""Closings: what would have to change for a link of a chain to close, and the changed book, solved.

A closing touches one commodity: fences no longer bear on it, planned links and terminals open, a link or a plant that
is nowhere in the book is added, or plants may run more. Its worth is

    welfare of the changed book - welfare today        a year, before what links and plants cost to build

Fences that bear on the commodity go on bearing on everything else; a quota no longer counts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from unfence.book import Book
from unfence.economy import Economy, InfeasibleError, Solution, State, UnboundedError
from unfence.network import arcs_of, crossings_of
from unfence.network.arcs import floats, numbering
from unfence.network.crossings import PEOPLE

DETOUR = 1.3
"""Kilometres by road for each as the crow flies, for a link that is not in the book."""

_EARTH_KM = 6371.0


@dataclass(frozen=True)
class NewLink:
    """A link that the book does not have."""

    a: str
    b: str
    mode: str
    km: float


@dataclass(frozen=True)
class NewPlant:
    """A plant that the book does not have: a process of the book at one of its sites."""

    site: str
    process: str
    cost: float
    tax: float
    runs: float


@dataclass(frozen=True)
class Opening:
    """Something planned that opens: a ``link`` or a ``terminal``."""

    on: str
    id: str


@dataclass(frozen=True)
class Growth:
    """A plant of the book that may run more."""

    plant: str
    runs: float
    """So many more a year."""


@dataclass(frozen=True)
class Closing:
    """What changes, for one commodity."""

    commodity: str
    fences: tuple[str, ...] = ()
    """Fences that no longer bear on it."""
    opened: tuple[Opening, ...] = ()
    link: NewLink | None = None
    grown: tuple[Growth, ...] = ()
    plant: NewPlant | None = None

    @property
    def builds(self) -> bool:
        """Whether something has to be built, whose cost is not in the worth."""
        return bool(self.opened or self.link or self.grown or self.plant)

    def together(self, other: "Closing") -> "Closing":
        """Both at once."""
        return Closing(
            commodity=self.commodity,
            fences=self.fences or other.fences,
            opened=self.opened or other.opened,
            link=self.link or other.link,
            grown=self.grown + other.grown,
            plant=self.plant or other.plant,
        )


class Closer:
    """Closings of one economy, solved; keeps the economy of each changed book.

    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> after = Closer(economy).solve(Closing("coal", fences=("checkpoint", "stamp")), {})
    >>> round(after.welfare - economy.solve(economy.today()).welfare)  # 400 t of coal, 22 cheaper each
    8800
    """

    def __init__(self, economy: Economy) -> None:
        self._economy = economy
        self._changed: dict[Closing, Economy] = {}

    def solve(self, closing: Closing, most: Mapping[int, float]) -> Solution | None:
        """The optimum once a link is closed; ``most`` caps markets by row. None where it has no bound."""
        economy = self._of(replace(closing, opened=(), grown=()))
        try:
            return economy.solve(_state(economy, closing, most))
        except (InfeasibleError, UnboundedError):
            return None

    def _of(self, closing: Closing) -> Economy:
        """The economy of the changed book; states do the rest."""
        if closing == Closing(closing.commodity):
            return self._economy
        if closing not in self._changed:
            self._changed[closing] = Economy(changed(self._economy.book, closing))
        return self._changed[closing]


def changed(book: Book, closing: Closing) -> Book:
    """The book without what fences do to the commodity, and with what is new."""
    if closing.fences:
        book = _lifted(book, closing.commodity, closing.fences)
    if closing.link:
        new = closing.link
        row: dict[str, object] = {"id": "missing_link", "a": new.a, "b": new.b, "mode": new.mode, "km": new.km}
        book = _with_row(book, "links", row | {"both_ways": True, "status": "existing"})
    if closing.plant:
        plant = closing.plant
        row = {"id": "missing_plant", "site": plant.site, "process": plant.process, "capacity": plant.runs}
        book = _with_row(book, "plants", row | {"cost": plant.cost, "tax": plant.tax, "status": "existing"})
    return book


def _state(economy: Economy, closing: Closing, most: Mapping[int, float]) -> State:
    book, state = economy.book, economy.today()
    plants, markets = state.plants.copy(), state.markets.copy()
    links, terminals, open_links = state.links.copy(), state.terminals.copy(), state.open_links.copy()
    rows = {table: numbering(book[table]) for table in ("plants", "links", "terminals")}
    for growth in closing.grown:
        plants[rows["plants"][growth.plant]] += growth.runs
    for opening in closing.opened:
        row = rows[f"{opening.on}s"][opening.id]
        if opening.on == "link":
            open_links[row], links[row] = True, floats(book["links"]["capacity"], np.inf)[row]
        else:
            terminals[row] = floats(book["terminals"]["capacity"], np.inf)[row]
    for market, quantity in most.items():
        markets[market] = min(markets[market], quantity)
    return replace(state, plants=plants, markets=markets, links=links, terminals=terminals, open_links=open_links)


def _lifted(book: Book, commodity: str, fences: tuple[str, ...]) -> Book:
    """The book in which some fences bear on everything that they bear on but one commodity."""
    bearing, people = _bearing(book)
    rest = {f: [c for c in bearing[f] if c != commodity] + ([PEOPLE] if people[f] else []) for f in fences}
    idle = [f for f, names in rest.items() if not names]
    book = book.without_fences(*idle)
    kept = [rest.get(f, named) for f, named in zip(book["fences"]["id"], book["fences"]["commodities"], strict=True)]
    column = pl.Series("commodities", kept, dtype=book["fences"].schema["commodities"])
    return _with(book, "fences", book["fences"].with_columns(column))


def _bearing(book: Book) -> tuple[dict[str, list[str]], dict[str, bool]]:
    """By fence: the commodities that it names or means, and whether it stops people."""
    crossings = crossings_of(book, arcs_of(book))
    names, fences = book["commodities"]["id"].to_list(), book["fences"]["id"].to_list()
    bearing = {f: [names[int(c)] for c in np.flatnonzero(crossings.commodities[k])] for k, f in enumerate(fences)}
    return bearing, {f: bool(crossings.people[k]) for k, f in enumerate(fences)}


def _with_row(book: Book, table: str, row: Mapping[str, object]) -> Book:
    """The book with one more row; what it does not say is empty."""
    schema = book[table].schema
    words = {c: "" for c, kind in schema.items() if kind == pl.String}
    lists: dict[str, object] = {c: [] for c, kind in schema.items() if isinstance(kind, pl.List)}
    whole = {**words, **lists, "confidence": "assumed", "row": 0, **row}
    more = pl.DataFrame({c: [whole.get(c)] for c in schema}, schema=schema)
    return _with(book, table, pl.concat([book[table], more]))


def _with(book: Book, table: str, frame: pl.DataFrame) -> Book:
    """The book with another table; both faces of it, since an economy counts effects from what is stated."""
    return replace(book, tables={**book.tables, table: frame}, stated={**book.stated, table: frame})


def kilometres(book: Book, a: str, b: str) -> float | None:
    """Road kilometres between two sites, from their coordinates; None where one has none.

    >>> from unfence.examples import example
    >>> round(kilometres(example("two_towns"), "east", "west"), 1)
    25.8
    """
    rows = book["sites"].rows_by_key("id", named=True, unique=True)
    ends = [(rows[s]["lon"], rows[s]["lat"]) for s in (a, b)]
    if any(x is None for end in ends for x in end):
        return None
    (x1, y1), (x2, y2) = np.radians(ends)
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    return float(DETOUR * 2 * _EARTH_KM * np.arcsin(np.sqrt(half)))
