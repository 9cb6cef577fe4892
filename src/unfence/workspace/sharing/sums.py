"""Sums: what an office that opens a table's figures as sums only lets others see of it.

A sum stands for at least ``FEWEST`` rows, else it would say what one of them is. Quantities are added up; of prices and
costs the mean is shown, since their sum says nothing.
"""

import math
from dataclasses import dataclass

from unfence.book.schema import columns
from unfence.workspace.books.models import Row
from unfence.workspace.sharing.groups import AMOUNTS, MONEY, group_of
from unfence.workspace.sharing.models import VALUES
from unfence.workspace.sharing.sight import FEWEST, Sight

ADDED = frozenset({"runs_year", "units_year", "persons", "trips_year", "money", "money_year", "km"})
"""Units of which a sum says something."""


@dataclass(frozen=True)
class Sum:
    """One column of one office's rows: their sum, or their mean; None where there are too few of them."""

    owner: str
    column: str
    unit: str
    added: bool
    count: int
    value: float | None


def sums_of(table: str, sight: Sight) -> list[Sum]:
    """The sums of a table that an office may see in place of its values."""
    numeric = [c for c, said in columns(table).items() if said.numeric and group_of(table, c) in (AMOUNTS, MONEY)]
    held: dict[tuple[str, str], list[float]] = {}
    for row in Row.objects.filter(table=table).select_related("owner"):
        owner = row.owner.key
        for column in numeric:
            level = sight.level(owner, table, group_of(table, column))
            if level != VALUES and sight.sums(owner, table, column) and not sight.hides(owner, table):
                number = _number(row.values.get(column, ""))
                if number is not None:
                    held.setdefault((owner, column), []).append(number)
    return [_sum(table, owner, column, numbers) for (owner, column), numbers in held.items()]


def _sum(table: str, owner: str, column: str, numbers: list[float]) -> Sum:
    unit = columns(table)[column].unit
    added, total = unit in ADDED, math.fsum(numbers)
    value = None if len(numbers) < FEWEST else total if added else total / len(numbers)
    return Sum(owner, column, unit, added, len(numbers), value)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
