"""Subject: the measure that a brief is about, asked for in the page's language, in texts that fit the page."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from unfence.report.facts import Facts
from unfence.report.figures import Figure

LONGEST, LISTED_NAME = 60, 30
"""Columns of the longest name that a page prints whole, in a heading and in a sentence; a Chinese character is two."""
LISTED = 4
"""As many names, or lines, as a list on the page bears."""


@dataclass(frozen=True, eq=False)
class Subject:
    """One measure of a study: row ``number`` of the JSON's ``measures``."""

    facts: Facts
    number: int

    @cached_property
    def json(self) -> Mapping[str, Any]:
        """What the JSON says of it."""
        found: Mapping[str, Any] = self.facts.at("measures", self.number)
        return found

    @cached_property
    def row(self) -> Mapping[str, Any]:
        """Its row in the book."""
        return next(row for row in self.facts.book["measures"].iter_rows(named=True) if row["id"] == self.id)

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.json["id"])

    @property
    def chosen(self) -> bool:
        """Whether the best plan holds it."""
        return self.id in self.facts.at("best")

    @property
    def possible(self) -> bool:
        """Whether any allowed plan can hold it."""
        return self.json["in_best"] is not None

    def figure(self, word: str) -> Figure:
        """One of its numbers."""
        return self.facts.figure("measures", self.number, word)

    def money(self, word: str, *, signed: bool = False) -> Markup:
        """One of its amounts of money."""
        return self.facts.money(self.figure(word), signed=signed)

    def text(self, key: str, **values: object) -> Markup:
        """A sentence of the brief."""
        return self.facts.text(f"brief.{key}", **values)

    def name(self, table: str, key: str) -> str:
        """A name, cut to what the page bears."""
        return short(self.facts.name(table, key), LISTED_NAME)

    def names(self, table: str, keys: Sequence[str]) -> Markup:
        """Some names, the first ones if there are many."""
        return self.listed([Markup("{}").format(self.name(table, key)) for key in keys])

    def listed(self, texts: Sequence[Markup]) -> Markup:
        """Some texts as the language joins them, the first ones if there are many."""
        comma = Markup("、") if self.facts.lang == "zh" else Markup(", ")
        said = comma.join(texts[:LISTED])
        return self.text("and_more", said=said, count=len(texts) - LISTED) if len(texts) > LISTED else said

    def clauses(self, texts: Iterable[Markup]) -> Markup:
        """Some clauses as the language joins them."""
        return self.facts.text("answer.semicolon").join(texts)


def short(text: str, most: int = LONGEST) -> str:
    """A text of at most so many columns.

    >>> short("新晃侗族自治县"), len(short("x" * 99))
    ('新晃侗族自治县', 60)
    """
    if wide(text) <= most:
        return text
    kept = text[:most]
    while wide(kept) > most - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wide(text: str) -> int:
    """The columns that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
