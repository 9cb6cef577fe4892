"""Facts: what happened, as a small table that both sides can sign.

One row is one number: ``party`` (a party of the rules, or the name of a river section), ``year``, ``month`` (empty: the
whole year), ``item`` (the word that the rule uses), ``value``, ``tax`` (the kind of tax, if it matters) and
``reported`` (the year whose statement is the first to know it; empty: the fact's own year). A later report of
the same number takes the place of the earlier one from its own year on; nothing is overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

YEAR = 0  # the month of a fact that holds for the whole year
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """One number. ``value`` is exact; money is in the rules file's unit of money; ``row`` is the editor's row."""

    party: str
    year: int
    month: int
    item: str
    value: Fraction
    tax: str = ""
    reported: int = 0
    row: int = 0

    @property
    def known(self) -> int:
        """The first year whose statement knows this number."""
        return self.reported or self.year


Cells = Mapping[tuple[int, str], Fact]


@dataclass(frozen=True)
class Facts:
    """All facts, of every year, in the order of the table.

    >>> facts = Facts((Fact("a", 2026, 0, "tax", Fraction(10)), Fact("a", 2026, 0, "tax", Fraction(12), reported=2027)))
    >>> [int(f.value) for y in (2026, 2027) for f in facts.known_by(y).cells("tax", "a", 2026).values()]
    [10, 12]
    """

    rows: tuple[Fact, ...]

    @cached_property
    def _index(self) -> Mapping[tuple[str, str, int], Cells]:
        found: dict[tuple[str, str, int], dict[tuple[int, str], Fact]] = defaultdict(dict)
        for fact in sorted(self.rows, key=lambda f: f.known):
            found[fact.item, fact.party, fact.year][fact.month, fact.tax] = fact
        return found

    def cells(self, item: str, party: str, year: int) -> Cells:
        """The facts of one item, party and year by (month, tax), each as last reported."""
        return self._index.get((item, party, year), {})

    def known_by(self, year: int) -> "Facts":
        """Only what a statement of ``year`` can know."""
        return Facts(tuple(fact for fact in self.rows if fact.known <= year))

    def late(self, year: int) -> frozenset[int]:
        """The earlier years about which something was first reported in ``year``."""
        return frozenset(fact.year for fact in self.rows if fact.known == year and fact.year < year)

    def years(self) -> tuple[int, ...]:
        """The years that have facts or reports, in order."""
        return tuple(sorted({y for fact in self.rows for y in (fact.year, fact.known)}))


def facts_of(rows: Iterable[tuple[str, int, int, str, int | str]]) -> Facts:
    """Facts from (party, year, month, item, value); values as whole numbers or as text such as ``1/3`` or ``0.25``.

    >>> facts_of([("a", 2026, 0, "tax", "7.5")]).rows[0].value
    Fraction(15, 2)
    """
    return Facts(tuple(Fact(p, y, m, i, Fraction(v)) for p, y, m, i, v in rows))
