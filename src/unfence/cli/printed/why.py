"""The answer to why on a terminal: formulas, what the number is made of, the rows of the book behind it."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console

from unfence.cli.printed.sheet import Sheet
from unfence.industry.spoken import Names
from unfence.words import Lang, amount, say, sentences

if TYPE_CHECKING:
    from unfence.book import Book
    from unfence.studies.why import Bearing, Formula, Row, Sum, Why

PEOPLE_NAMES = ("cheap", "dear")
"""Values of formulas that are jurisdictions."""
DIGITS, MORE, LARGE = 6, 9, 1e6
"""Significant digits of a number in a formula, and of a large one: more than in the study, to be followed."""


def print_why(found: "Why", book: "Book", lang: Lang, *, ending: str, width: int | None = None) -> None:
    """Print an answer on stdout; ``ending`` is that of the files of the book's tables."""
    _Answer(book, lang, width, ending).print(found)


def print_askable(kinds: Mapping[str, tuple[str, ...]], book: "Book", lang: Lang, *, width: int | None = None) -> None:
    """Print what can be asked, kind by kind."""
    sheet = _sheet(book, lang, width)
    sheet.heading("why_ask")
    for kind, names in kinds.items():
        asked = [f"{kind}.{name}" if name else kind for name in names]
        if asked:
            sheet.text("  ".join(asked))


def _sheet(book: "Book", lang: Lang, width: int | None) -> Sheet:
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    return Sheet(lang, console, book.settings.currency)


class _Answer:
    """An answer being printed: its sheet, and what the rows of its book are called."""

    def __init__(self, book: "Book", lang: Lang, width: int | None, ending: str) -> None:
        self.sheet, self.lang, self.ending = _sheet(book, lang, width), lang, ending
        self.names = Names(book, lang)
        self.own = _own_names(book, self.names, lang)

    def print(self, found: "Why") -> None:
        """All of it."""
        self.sheet.console.print(self._title(found.what), style="bold", soft_wrap=True)
        for formula in found.formulas:
            self.sheet.text(self._formula(formula))
        self._bearings(found.bearings)
        for made in found.sums:
            self._sum(made)
        self._rows(found.rows)

    def _title(self, what: str) -> str:
        kind, _, name = what.partition(".")
        if not name:
            return what
        table = {"income": "jurisdictions", "wedge": "commodities"}.get(kind, kind)
        called = self._name(f"{table}.{name}")
        return self.sheet.say("why.title", what=what, name=called) if called != name else what

    def _name(self, name: str) -> str:
        """What a row is called; a part of a tariff by its own name, a word by the language's."""
        if name.startswith("fee."):
            return self.sheet.say("why.fee", name=self._name(name.removeprefix("fee.")))
        table, _, key = name.partition(".")
        if table == "part":
            return key
        if not key:
            return say(f"why.term.{name}", self.lang)
        if name == "jurisdictions.outside":
            return say("outside", self.lang)
        return self.own.get(name) or self.names.of(table, key)

    def _formula(self, formula: "Formula") -> str:
        values = {name: self._value(name, value) for name, value in formula.values.items()}
        return say(f"why.formula.{formula.key}", self.lang, **values) + ("。" if self.lang == "zh" else ".")

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, int | float):
            return amount(float(value), self.lang, MORE if abs(value) >= LARGE else DIGITS)
        return self._name(f"jurisdictions.{value}" if name in PEOPLE_NAMES else str(value))

    def _bearings(self, bearings: tuple["Bearing", ...]) -> None:
        if not bearings:
            return
        self.sheet.heading("why_bearings")
        rows = [
            [
                self._flow(bearing),
                self.names.of("commodities", bearing.commodity) if bearing.commodity else self.sheet.say("why.people"),
                *(amount(v, self.lang) for v in (bearing.quantity, bearing.without)),
                amount(bearing.each, self.lang) if bearing.each else "–",
                amount(bearing.each * bearing.quantity, self.lang) if bearing.each else "–",
            ]
            for bearing in bearings
        ]
        heads = self.sheet.columns("flow", "goods", "with_it", "without_it", "each_pays", "amount")
        self.sheet.table(heads, rows, texts=(0, 1))
        if not any(bearing.each for bearing in bearings):
            self.sheet.line("why.forbids")

    def _flow(self, bearing: "Bearing") -> str:
        start, end = (self.names.of("sites", site) for site in (bearing.start, bearing.end))
        return self.sheet.say("why.from_to", name=bearing.thing, start=start, end=end)

    def _sum(self, made: "Sum") -> None:
        """The terms of a sum under its title, with the row that each comes from."""
        key = f"why.sum.{made.key}"
        known = key in sentences()
        title = say(key, self.lang) if known else say("why.sum.offer", self.lang, name=self._name(made.key))
        unit = None if made.per_unit else self.sheet.unit((t.amount for t in (*made.terms,)), DIGITS)
        note = self.sheet.say("why.per_unit") if unit is None else self.sheet.say("unit.year", unit=unit.name)
        self.sheet.console.print(
            f"\n{title}（{note}）" if self.lang == "zh" else f"\n{title} ({note})", style="bold", soft_wrap=True
        )
        shown = [*((t.name, t.amount) for t in made.terms), ("", made.total)]
        rows = [
            [
                self._name(name) if name else self.sheet.say("why.total"),
                f"{value:,.2f}" if unit is None else unit.text(value),
                "" if name.startswith("part.") or "." not in name else name.removeprefix("fee."),
            ]
            for name, value in shown
        ]
        self.sheet.table(self.sheet.columns("term", "amount", "place"), rows, texts=(0, 2))

    def _rows(self, rows: tuple["Row", ...]) -> None:
        if not rows:
            self.sheet.line("why.no_rows")
            return
        self.sheet.heading("why_rows")
        for row in rows:
            self.sheet.line(
                "why.row",
                file=row.table + self.ending,
                row=row.row,
                label=row.key,
                cells="; ".join(f"{column} {_cell(value)}" for column, value in row.cells),
                confidence=row.confidence,
                source=row.source or self.sheet.say("why.no_source"),
            )


def _own_names(book: "Book", names: Names, lang: Lang) -> dict[str, str]:
    """What measures and modes are called, and trips by their ends; by ``table.id``."""
    found = {}
    for table in ("measures", "modes"):
        for row in book[table].select("id", "name", "name_zh").iter_rows(named=True):
            found[f"{table}.{row['id']}"] = (row["name_zh"] if lang == "zh" else "") or row["name"] or row["id"]
    for trip in book["trips"].iter_rows(named=True):
        ends = names.of("sites", trip["from"]), names.of("sites", trip["to"])
        found[f"trips.{trip['id']}"] = {"zh": "—", "en": " – "}[lang].join(ends)
    return found


def _cell(value: object) -> str:
    """A cell as it is written in the book."""
    if isinstance(value, list):
        return ";".join("+".join(part) if isinstance(part, list) else str(part) for part in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
