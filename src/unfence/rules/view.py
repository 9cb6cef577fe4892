"""A rule's view of the facts: one year, exact numbers, a note of every fact that was looked at.

A number that is not there is never taken as 0: the view raises an error that names the rule, the year and the row to
write. Facts by month must be there for every month up to ``upto``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from unfence.rules.facts import MONTHS, YEAR, Fact, Facts
from unfence.rules.fen import FEN
from unfence.rules.trouble import MissingFactError, RuleError


@dataclass(frozen=True, slots=True)
class View:
    """What one rule sees when it is settled for one year.

    ``unit`` is what one unit of money in the facts is worth in the currency's main unit; ``upto`` is the last month
    that counts; ``first`` is the first year of the rule; ``seen`` collects the facts that were used.
    """

    rule: str
    year: int
    first: int
    facts: Facts
    unit: Fraction = Fraction(1)
    upto: int = MONTHS
    seen: list[Fact] = field(default_factory=list)

    @property
    def provisional(self) -> bool:
        """Whether months of the year are still to come."""
        return self.upto < MONTHS

    def in_year(self, year: int) -> "View":
        """The same view of another, complete year; what it looks at is noted here too."""
        return self if year == self.year else replace(self, year=year, upto=MONTHS)

    def until(self, month: int) -> "View":
        """The same year up to a month, with a note of its own."""
        return replace(self, upto=month, seen=[])

    def fail(self, code: str, **values: object) -> RuleError:
        """The error that says what cannot be met and what to choose; a value called ``..._fen`` is money."""
        return RuleError(code, rule=self.rule, year=self.year, **values)

    def money(self, item: str, party: str, taxes: Collection[str] = ()) -> int:
        """Fen of an item, summed over the months up to ``upto`` and over the kinds of tax (``taxes``; empty: all)."""
        used = self._sum(item, party, taxes)
        fen = sum((fact.value for fact in used), Fraction(0)) * self.unit * FEN
        if fen.denominator != 1:
            raise self.fail("not_fen", item=item, party=party, value=f"{float(fen / FEN):.6f}")
        return int(fen)

    def held(
        self, item: str, parties: Sequence[str], collects: Collection[str], taxes: Collection[str] = ()
    ) -> list[int]:
        """Fen of an item for each party; those that do not collect hold nothing."""
        return [self.money(item, party, taxes) if party in collects else 0 for party in parties]

    def number(self, item: str, party: str, month: int = YEAR) -> Fraction:
        """One number of the year, or of one of its months."""
        fact = self.facts.cells(item, party, self.year).get((month, ""))
        if fact is None:
            raise self._missing(item, party, month)
        self.seen.append(fact)
        return fact.value

    def months(self, item: str, party: str) -> int:
        """How many months of the year are known, from January on without a gap; months beyond a gap are an error."""
        known = {month for month, _ in self.facts.cells(item, party, self.year) if month}
        last = max(known, default=0)
        for month in range(1, last + 1):
            if month not in known:
                raise self._missing(item, party, month)
        return last

    def taxes(self, item: str, parties: Sequence[str]) -> list[str]:
        """The kinds of tax that the year's facts name, in their order in the table."""
        found = (tax for party in parties for _, tax in self.facts.cells(item, party, self.year))
        return list(dict.fromkeys(found))

    def _sum(self, item: str, party: str, taxes: Collection[str]) -> list[Fact]:
        cells = self.facts.cells(item, party, self.year)
        used = [fact for (_, tax), fact in cells.items() if not taxes or tax in taxes]
        if not used:
            raise self._missing(item, party, YEAR)
        for tax in dict.fromkeys(fact.tax for fact in used):
            self._complete(item, party, {fact.month for fact in used if fact.tax == tax})
        counted = [fact for fact in used if fact.month <= self.upto]
        self.seen.extend(counted)
        return counted

    def _complete(self, item: str, party: str, months: set[int]) -> None:
        """Either one number for the whole year, or every month up to ``upto`` and none beyond a gap."""
        if YEAR in months and len(months) > 1:
            raise self.fail("twice", item=item, party=party)
        if YEAR in months and not self.provisional:
            return
        for month in range(1, max(self.upto, *months) + 1):
            if month not in months:
                raise self._missing(item, party, month)

    def _missing(self, item: str, party: str, month: int) -> MissingFactError:
        code = "missing_month" if month else "missing"
        return MissingFactError(code, rule=self.rule, year=self.year, item=item, party=party, month=month)
