"""Differences: what one content of the book has that another has not, cell by cell, as a member sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from unfence.workspace.books.cells import alike
from unfence.workspace.books.models import SETTINGS_TABLE
from unfence.workspace.books.owners import Content, Owners, Values
from unfence.workspace.sharing.sight import Sight

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Difference:
    """One row that differs; ``cells`` are (column, before, after) of those that do and are seen.

    ``withheld``: cells differ that the member does not see.
    """

    table: str
    key: str
    kind: Kind
    cells: tuple[tuple[str, str, str], ...]
    withheld: bool


@dataclass(frozen=True)
class Differences:
    """The rows that differ, and how many more there are of which not even the row is seen."""

    rows: tuple[Difference, ...]
    hidden: int


def pairs_between(before: Content, after: Content) -> dict[tuple[str, str], tuple[Values | None, Values | None]]:
    """The rows that say something else, each as it was and as it is, in the order of the newer content."""
    keys = [*after, *(pair for pair in before if pair not in after)]
    both = {pair: (before.get(pair), after.get(pair)) for pair in keys}
    return {pair: rows for pair, rows in both.items() if not _alike(pair[0], *rows)}


def differences(
    pairs: Mapping[tuple[str, str], tuple[Values | None, Values | None]], owners: Iterable[Owners], sight: Sight
) -> Differences:
    """Pairs as a member sees them; ``owners`` before and after."""
    times = tuple(owners)
    rows, hidden = [], 0
    for (table, key), pair in pairs.items():
        whose = [then.of(table, values) for then, values in zip(times, pair, strict=True) if values is not None]
        if sight.hides(whose[-1], table):
            hidden += 1
        else:
            seen = [
                sight.masked(table, values, owner) or {}
                for values, owner in zip(pair, (whose[0], whose[-1]), strict=True)
            ]
            rows.append(_difference(table, key, pair, (seen[0], seen[1])))
    return Differences(tuple(rows), hidden)


def _difference(
    table: str, key: str, pair: tuple[Values | None, Values | None], shown: tuple[Values, Values]
) -> Difference:
    before, after = pair
    kind: Kind = "added" if before is None else "removed" if after is None else "changed"
    was, now = shown
    every = dict.fromkeys((*(after or {}), *(before or {})))
    differ = [c for c in every if (before or {}).get(c, "") != (after or {}).get(c, "")]
    seen = [c for c in differ if c in was or c in now]
    cells = tuple((c, was.get(c, ""), now.get(c, "")) for c in seen)
    return Difference(table, key, kind, cells, len(seen) < len(differ))


def _alike(table: str, before: Values | None, after: Values | None) -> bool:
    return before == after if table == SETTINGS_TABLE else alike(table, before, after)
