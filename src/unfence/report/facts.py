"""Facts: the study's JSON and the book's names, asked for in the page's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from unfence.book import Book
from unfence.report.figures import Figure, Scale, Span, in_money, in_percent, in_units, scale_of
from unfence.studies import STATES, Study
from unfence.words import Lang, sentences
from unfence.words.numbers import currency_name

__all__ = ["STATES", "Facts", "facts_of"]

OUTSIDE = "outside"
_WIDE = 0.05
"""Share of the gain beyond which the range of an income changes who should pay whom."""


@dataclass(frozen=True, eq=False)
class Facts:
    """All that a section may know."""

    json: Mapping[str, Any]
    """What ``Study.to_dict`` says."""
    book: Book
    lang: Lang

    def figure(self, *steps: str | int) -> Figure:
        """The number at a place of the JSON."""
        return Figure(float(self.at(*steps)), "".join(f"/{step}" for step in steps))

    def maybe(self, *steps: str | int) -> Figure | None:
        """The number at a place of the JSON, or None where it says null or nothing."""
        try:
            return None if self.at(*steps) is None else self.figure(*steps)
        except (KeyError, TypeError):
            return None

    def span(self, *steps: str | int) -> Span | None:
        """The interval at a place of the JSON, if there is one."""
        try:
            self.at(*steps, 1)
        except (KeyError, TypeError):
            return None
        return Span(self.maybe(*steps, 0), self.maybe(*steps, 1))

    def band(self, table: str, key: str) -> Span | None:
        """Where a fence or a measure lies in nine draws of ten; None where no books were drawn."""
        drawn = self.at("sensitivity")
        for k, item in enumerate(drawn[table] if drawn else ()):
            if item["id"] == key:
                return Span(*(self.maybe("sensitivity", table, k, "worth", end) for end in ("low", "high")))
        return None

    def at(self, *steps: str | int) -> Any:  # noqa: ANN401  JSON has no narrower type
        """Whatever stands at a place of the JSON; raises ``KeyError`` where there is nothing."""
        value: Any = self.json
        for step in steps:
            value = value[step]
        return value

    def text(self, key: str, **values: object) -> Markup:
        """A sentence of the report as HTML: figures keep their marks, names are escaped, lists joined."""
        comma = Markup("、") if self.lang == "zh" else Markup(", ")
        filled = {
            name: comma.join(value) if isinstance(value, list | tuple) else value for name, value in values.items()
        }
        return Markup(self.word(key)).format(**filled)  # noqa: S704  our own sentence

    def word(self, key: str) -> str:
        """A term of the report; what it has no own words for is said as in the printed study."""
        own = f"report.{key}"
        return sentences()[own if own in sentences() else f"print.{key}"][self.lang]

    def name(self, table: str, key: str) -> str:
        """What people call a row in the page's language; its id where it has no name."""
        if table == "jurisdictions" and key == OUTSIDE:
            return self.word(OUTSIDE)
        return self._names[table].get(key, key)

    def quoted(self, table: str, key: str) -> str:
        """A name in the language's quotation marks."""
        return f"“{self.name(table, key)}”"

    def money(self, figure: Figure, *, signed: bool = False) -> Markup:
        """Money in a sentence."""
        return in_money(figure, self.currency, self.lang, signed=signed)

    def units(self, figure: Figure, unit: str = "", *, signed: bool = False) -> Markup:
        """A quantity in a sentence."""
        return in_units(figure, self.lang, unit, signed=signed)

    def unit_name(self, unit: str) -> str:
        """What people call a unit of the book in the page's language; as the book writes it where no word is known."""
        key = f"report.unit_name.{unit}"
        return sentences()[key][self.lang] if key in sentences() else unit

    def percent(self, figure: Figure) -> Markup:
        """A share in a sentence."""
        return in_percent(figure, self.lang)

    @property
    def currency(self) -> str:
        """The book's currency as its code."""
        return self.book.settings.currency

    @property
    def word_of_currency(self) -> str:
        """What people call one unit of the book's money."""
        return currency_name(self.currency, self.lang)

    @property
    def title(self) -> str:
        """The book's title in the page's language."""
        settings = self.book.settings
        return (settings.title_zh if self.lang == "zh" else "") or settings.title

    @property
    def players(self) -> Sequence[str]:
        """Those who share."""
        return list(self.at("sharing", "players"))

    @property
    def near(self) -> float:
        """Money below which a difference says nothing."""
        welfare = self.at("welfare")
        return 1e-6 * max(1.0, abs(float(welfare["open"]) - float(welfare["today"])))

    @cached_property
    def scale(self) -> Scale:
        """In what the page's tables write money: what suits the gains, which are what readers compare."""
        welfare = self.at("welfare")
        gains = [float(welfare["gain"]), float(welfare["open"]) - float(welfare["today"])]
        gains += [float(row["shapley"]) for table in ("fences", "measures") for row in self.at(table)]
        return scale_of(gains, self.lang)

    @property
    def shared(self) -> str:
        """The state whose gain is shared: best, or open where the book has no measures."""
        return "best" if self.at("measures") else "open"

    @cached_property
    def unsettled(self) -> bool:
        """Whether a player's income has a range, before or after what is shared, that is wide beside the gain."""
        welfare = self.at("welfare")
        gain = welfare["gain"] if self.shared == "best" else welfare["open"] - welfare["today"]
        wide = max(self.near, _WIDE * abs(float(gain)))
        spans = [self.at("income_range", state, p) for state in ("today", self.shared) for p in self.players]
        return any(low is None or high is None or high - low > wide for low, high in spans)

    @cached_property
    def home(self) -> Mapping[str, str]:
        """Each site's jurisdiction ("" for outside)."""
        sites = self.book["sites"]
        return {s: j or "" for s, j in zip(sites["id"], sites["jurisdiction"], strict=True)}

    @cached_property
    def unit(self) -> Mapping[str, str]:
        """Each commodity's unit."""
        frame = self.book["commodities"]
        return dict(zip(frame["id"], frame["unit"], strict=True))

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        return {
            table: {row["id"]: self._called(row) for row in frame.iter_rows(named=True)}
            for table, frame in self.book.tables.items()
            if {"id", "name"} <= set(frame.columns)
        }

    def _called(self, row: Mapping[str, Any]) -> str:
        own = row.get("name_zh") if self.lang == "zh" else None
        return str(own or row["name"] or row["id"])


def facts_of(study: Study, lang: Lang) -> Facts:
    """What the page is made from."""
    return Facts(study.to_dict(), study.book, lang)
