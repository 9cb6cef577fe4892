"""The paper that a study is printed on: a sheet that knows the names of the book and what is too small to count."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from unfence.cli.printed.sheet import Sheet, Unit
from unfence.gains.pairs import tolerance
from unfence.industry.spoken import Names
from unfence.studies import Study
from unfence.words import say

__all__ = ["Paper", "Unit"]


@dataclass(frozen=True)
class Paper(Sheet):
    """Where a study is printed, and how."""

    study: Study

    @cached_property
    def small(self) -> float:
        """Money below which a difference is none."""
        return tolerance(self.study.fences.open - self.study.fences.today)

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """Names by table and id, in the paper's language where the book has one."""
        found = {("jurisdictions", "outside"): say("outside", self.lang)}
        for table in ("jurisdictions", "fences", "measures"):
            for row in self.study.book[table].select("id", "name", "name_zh").iter_rows(named=True):
                chinese = row["name_zh"] if self.lang == "zh" else ""
                found[table, row["id"]] = chinese or row["name"] or row["id"]
        return found

    def called(self, table: str, ids: Iterable[str]) -> list[str]:
        """The names of some rows."""
        return [self.names[table, name] for name in ids]

    @cached_property
    def things(self) -> Names:
        """What sites, plants, markets, links and all else are called."""
        return Names(self.study.book, self.lang)

    def money(self, value: float) -> str:
        """An amount in words; what is smaller than any difference is 0."""
        return super().money(self.calm(value))

    def calm(self, value: float) -> float:
        """The value, or 0 where it is only the rest that a solver leaves."""
        return 0.0 if abs(value) <= self.small else value
