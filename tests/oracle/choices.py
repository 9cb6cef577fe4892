"""What to take down and what to build, by trying everything: the bill of barriers, the best set, its plans.

v(S) = welfare with S - cost of S - welfare today;  a set that breaks needs or excludes: its best allowed part
shapley_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from oracle.plain import Infeasible, answer
from oracle.reader import Book, Row, read
from oracle.scene import decided, scene

Game = Callable[[frozenset[str]], float]


@dataclass(frozen=True)
class Item:
    """One line of the bill: worth alone, worth last, and the Shapley share between."""

    alone: float
    last: float
    shapley: float


@dataclass(frozen=True)
class Best:
    """A set of measures, what it brings before (``welfare``) and after (``net``) its yearly cost, its capex."""

    measures: tuple[str, ...]
    welfare: float
    net: float
    capex: float


def yearly_cost(measure: Row, rate: float) -> float:
    """Money a year: the annuity of capex over the life, and opex.

    >>> round(yearly_cost({"capex": 1000, "opex": 5, "life": 10}, 0.1), 4)
    167.7454
    >>> yearly_cost({"capex": 1000, "opex": 5, "life": 10}, 0), yearly_cost({"capex": 1000, "opex": 5, "life": 0}, 0.1)
    (105.0, 105.0)
    """
    capex, life, rate = float(measure["capex"]), float(measure["life"] or 0), float(rate)
    if not life:
        return capex * rate + float(measure["opex"])
    annuity = rate / (1 - (1 + rate) ** -life) if rate else 1 / life
    return capex * annuity + float(measure["opex"])


def shapley(players: Iterable[str], worth: Game) -> dict[str, float]:
    """Each player's share, by the definition over subsets.

    >>> shapley("ab", lambda s: {"": 0, "a": 40, "b": 10, "ab": 80}["".join(sorted(s))])
    {'a': 55.0, 'b': 25.0}
    """
    players = list(players)
    n = len(players)
    shares = {}
    for i in players:
        others = [j for j in players if j != i]
        shares[i] = sum(
            (worth(s | {i}) - worth(s)) * math.factorial(len(s)) * math.factorial(n - len(s) - 1) / math.factorial(n)
            for s in subsets(others)
        )
    return shares


def subsets(items: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every subset, the smaller first, the ids in order."""
    ordered = sorted(items)
    for size in range(len(ordered) + 1):
        yield from map(frozenset, combinations(ordered, size))


def choices(book: Book, *, players_only: bool = False) -> list[str]:
    """The measures still to be decided (idea, agreed); perhaps only what the players decide themselves."""
    free = [row for row in book["measures"] if row["id"] not in decided(book)]
    return [row["id"] for row in free if row["decides"] == "players" or not players_only]


def allowed(book: Book, chosen: frozenset[str]) -> bool:
    """Whether a set, with what is decided, has all that it needs and nothing that it excludes."""
    done = chosen | decided(book)
    rows = [book.row("measures", m) for m in done]
    free = [row for row in rows if row["id"] in chosen]
    clash = any(set(row["excludes"]) & done and ({row["id"]} | set(row["excludes"])) & chosen for row in rows)
    return not clash and all(set(row["needs"]) <= done for row in free)


class Books:
    """A book's states, each solved once."""

    def __init__(self, folder: Path) -> None:
        self.book = read(folder)
        self.today = self.welfare(frozenset(), frozenset())
        self.fence = cache(lambda down: self.welfare(down, frozenset()) - self.today)
        self.allowed_net = cache(self._allowed_net)
        self.measure = cache(self._best_part)

    def welfare(self, down: frozenset[str], measures: frozenset[str]) -> float:
        """Welfare of a state."""
        return answer(scene(self.book, down, measures)).welfare

    def cost(self, measures: Iterable[str]) -> float:
        """Yearly cost of a set of choices."""
        return sum(yearly_cost(self.book.row("measures", m), self.book.rate) for m in measures)

    def _allowed_net(self, chosen: frozenset[str]) -> float:
        if not allowed(self.book, chosen):
            return -math.inf
        try:
            return self.welfare(frozenset(), chosen) - self.cost(chosen) - self.today
        except Infeasible:
            return -math.inf

    def _best_part(self, chosen: frozenset[str]) -> float:
        net = self.allowed_net(chosen)
        return net if net > -math.inf else max(map(self.allowed_net, subsets(chosen)))


def opened(folder: Path | Books) -> Books:
    """A book's states; opened once, they are solved once."""
    return folder if isinstance(folder, Books) else Books(folder)


def bill(folder: Path | Books) -> dict[str, dict[str, Item]]:
    """``{"fences": {id: Item}, "measures": {id: Item}}``: two games, each over its own kind."""
    books = opened(folder)
    fences = [row["id"] for row in books.book["fences"]]
    return {"fences": _items(fences, books.fence), "measures": _items(choices(books.book), books.measure)}


def _items(players: list[str], worth: Game) -> dict[str, Item]:
    whole = frozenset(players)
    shares = shapley(players, worth)
    return {i: Item(worth(frozenset({i})), worth(whole) - worth(whole - {i}), shares[i]) for i in players}


def best(
    folder: Path | Books, *, budget: float = math.inf, among: Collection[str] | None = None, force: str = ""
) -> Best | None:
    """The allowed set of highest welfare - cost; ties to the least capex, then the fewest, then the ids.

    ``among``: the measures that may be chosen (all choices); ``force`` asks for one; None where nothing is left.
    """
    books = opened(folder)
    free = choices(books.book) if among is None else among
    sets = [s for s in subsets(free) if _capex(books.book, s) <= budget and (not force or force in s)]
    top = max(map(books.allowed_net, sets), default=-math.inf)
    if top == -math.inf:
        return None
    tied = [s for s in sets if books.allowed_net(s) >= top - 1e-9 * max(1.0, abs(books.today))]
    chosen = min(tied, key=lambda s: (_capex(books.book, s), len(s), sorted(s)))
    net = books.allowed_net(chosen)
    return Best(tuple(sorted(chosen)), books.today + net + books.cost(chosen), net, _capex(books.book, chosen))


def _capex(book: Book, measures: Iterable[str]) -> float:
    return float(sum(book.row("measures", m)["capex"] for m in measures))


def plans(folder: Path | Books, *, players_only: bool = False) -> list[tuple[float, Best]]:
    """The best set for every budget of capex at which it changes, least first."""
    books = opened(folder)
    free = choices(books.book, players_only=players_only)
    budgets = sorted({_capex(books.book, s) for s in subsets(free)})
    found: list[tuple[float, Best]] = []
    for budget in budgets:
        plan = best(books, budget=budget, among=free)
        if plan is not None and (not found or found[-1][1].measures != plan.measures):
            found.append((budget, plan))
    return found


def in_best(folder: Path | Books, measure: str) -> float | None:
    """What the best set gains by this measure (in best), or would gain by being forced to have it (not above 0)."""
    books = opened(folder)
    top = best(books)
    if top is None:
        return None
    if measure in top.measures:
        without = best(books, among=set(choices(books.book)) - {measure})
        return None if without is None else top.net - without.net
    forced = best(books, force=measure)
    return None if forced is None else forced.net - top.net


def share_of_best(folder: Path | Books) -> dict[str, float]:
    """The gain of the best set, divided among its measures by Shapley; the shares add up to the gain."""
    books = opened(folder)
    top = best(books)
    return shapley(top.measures, books.measure) if top else {}
