"""Sheet: one table of the workbook before it is written, and what its cells may ask.

A sheet names its columns by words of ``exports.column``, each with the kind of what stands in it:

    text   money (a year)   once (money, once)   sum (money)   each (money per unit)   share (0 to 1, shown in %)
    amount (in the row's own unit)   count   year
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unfence.industry.spoken import Names
from unfence.report.facts import Facts
from unfence.words import say, sentences

Cell = str | float | None
Cells = Sequence[Cell]
_WORDS = ("exports.", "report.", "print.", "industry.", "")
"""Where a word is looked for, one after the other."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's name (a word of ``exports.sheet``), its columns as ``word:kind`` in one line, its rows."""

    name: str
    columns: str
    rows: Sequence[Cells]

    def headings(self) -> list[tuple[str, str]]:
        """Each column's word and kind.

        >>> Sheet("fences", "id alone:money", []).headings()
        [('id', 'text'), ('alone', 'money')]
        """
        parts = (column.partition(":") for column in self.columns.split())
        return [(word, kind or "text") for word, _, kind in parts]


@dataclass(frozen=True, eq=False)
class Source:
    """The study's JSON, and what its ids and words are called in the workbook's language."""

    facts: Facts

    def at(self, *steps: str | int) -> Any:  # noqa: ANN401  JSON has no narrower type
        """Whatever stands at a place of the JSON."""
        return self.facts.at(*steps)

    def word(self, key: str, **values: object) -> str:
        """A word or a sentence of the exports, the report, the printed study, industry or the glossary."""
        known = next(f"{before}{key}" for before in _WORDS if f"{before}{key}" in sentences())
        return say(known, self.facts.lang, **values)

    def heading(self, word: str) -> str:
        """A column's heading: a word of the exports, the glossary or the printed study."""
        return say(
            next(k for k in (f"exports.column.{word}", word, f"print.column.{word}") if k in sentences()),
            self.facts.lang,
        )

    def yes(self, said: bool) -> str:
        """Yes or no."""
        return self.word("yes" if said else "no")

    def name(self, table: str, key: str | None) -> str:
        """What people call a row of the book; markets and terminals by their site, links by their ends."""
        if not key:
            return ""
        if table in ("markets", "links", "terminals"):
            return self._names.of(table, key)
        return self.facts.name(table, key)

    def names(self, table: str, keys: Iterable[str]) -> str:
        """The names of some rows, joined as the language joins them."""
        return self.joined(self.name(table, key) for key in keys)

    def joined(self, texts: Iterable[str]) -> str:
        """Texts joined as the language joins them."""
        return ("、" if self.facts.lang == "zh" else ", ").join(texts)

    def who(self, party: str | None) -> str:
        """A jurisdiction, or outside."""
        return self.name("jurisdictions", party)

    def trader(self, key: str | None) -> str:
        """A plant or a market."""
        return self._names.seller(key) if key else ""

    def goods(self, key: str) -> tuple[str, str]:
        """A commodity and its unit."""
        return self.name("commodities", key), self.facts.unit.get(key, "")

    def row(self, table: str, key: str) -> Mapping[str, Any]:
        """A row of the book."""
        return self._rows[table][key]

    @cached_property
    def fences(self) -> frozenset[str]:
        """The ids of the book's fences."""
        return frozenset(self.facts.book["fences"]["id"])

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
        tables = ("plants", "markets", "links", "trips")
        return {t: {row["id"]: row for row in self.facts.book[t].iter_rows(named=True)} for t in tables}

    @cached_property
    def _names(self) -> Names:
        return Names(self.facts.book, self.facts.lang)


def ends(interval: Sequence[float | None] | None) -> tuple[float | None, float | None]:
    """The two ends of an interval of the JSON; None where there is no interval.

    >>> ends([1.0, None]), ends(None)
    ((1.0, None), (None, None))
    """
    return (interval[0], interval[1]) if interval else (None, None)
