"""Reading: the filled form as barriers, or everything in it that cannot be read, each with its cell."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from unfence.book.sheets import as_text, nearest
from unfence.errors import Finding, Place, UnfenceError
from unfence.library import figures
from unfence.quick.answers import NOTHING, Measure, Span, span_of
from unfence.quick.form import AREA, CHOICES, FIRST, QUESTIONS, word

DAYS: Mapping[str, Span] = {"trucks": Span(250, 330, 365), "people": Span(220, 250, 365)}
"""Days a year where nobody says how many."""
LEAP = 366
"""Days of the longest year."""
KM = Span(2, 10, 30)
"""How far apart the two sides' places are where nobody says."""
_YEARS = range(1900, 2200)
_UNKNOWN = ("?", "？")


@dataclass(frozen=True)
class Barrier:
    """One barrier. Counts are a day, ``minutes`` each loses, ``hour`` and ``money`` in the form's currency.

    ``number`` and ``hour`` are None where nobody knows them; ``gets`` is who receives the money: ``nobody`` (it is
    burnt), ``first``, ``second`` or ``outside``. ``column`` is its column on the sheet.
    """

    name: str
    crosses: str
    number: Span | None
    more: Span
    minutes: Span | None
    hour: Span | None
    money: Span
    gets: str
    says: str
    decides: str
    column: str
    assumed: tuple[str, ...]
    """The questions that were not answered and took what the library says."""


@dataclass(frozen=True)
class Form:
    """What a filled form says: the two sides, the money, the year, days by what crosses, km, the barriers."""

    title: str
    sides: tuple[str, str]
    currency: str
    year: int
    days: Mapping[str, Span]
    km: Span
    barriers: tuple[Barrier, ...]
    assumed: tuple[str, ...]
    """The questions about the area that were not answered."""


class FormError(UnfenceError):
    """A form that cannot be used; ``findings`` holds everything that is wrong with it."""

    def __init__(self, path: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("quick.form", path=path, count=len(self.findings))


def read_form(path: str | Path) -> Form:
    """The form at ``path``; raises ``FormError`` with every finding, or ``UnfenceError`` for what is no form."""
    sheet = _Sheet(*_answers(Path(path)))
    barriers = tuple(sheet.barrier(column) for column in sheet.filled())
    form = Form(
        title=sheet.text("title", FIRST) or Path(path).stem,
        sides=(sheet.text("first", FIRST) or "A", sheet.text("second", FIRST) or "B"),
        currency=sheet.text("currency", FIRST).upper() or "CNY",
        year=sheet.year(),
        days={
            crosses: sheet.days(key) or DAYS[crosses]
            for crosses, key in (("trucks", "truck_days"), ("people", "people_days"))
        },
        km=sheet.span("km", FIRST, "count", vouched=True) or KM,
        barriers=barriers,
        assumed=tuple(key for key in ("truck_days", "people_days", "km") if not sheet.text(key, FIRST)),
    )
    if not barriers:
        sheet.found.append(sheet.finding("empty", "name", FIRST))
    if sheet.found:
        raise FormError(str(path), sheet.found)
    return form


def _answers(path: Path) -> tuple[str, Mapping[str, tuple[int, Sequence[str]]]]:
    """The name of the sheet and the cells of each question with its row; by letters and numbers at the left."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        sheets = [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in
                  workbook.sheet_names]  # fmt: skip
    except (python_calamine.CalamineError, OSError, KeyError) as error:
        raise UnfenceError("quick.unreadable", path=str(path)) from error
    for name, rows in sheets:
        found = {}
        for number, cells in enumerate(rows, start=1):
            label = unicodedata.normalize("NFKC", as_text(cells[0])).strip().rstrip(".、") if cells else ""
            key = {**AREA, **QUESTIONS}.get(label.upper())
            if key and key not in found:
                found[key] = number, [as_text(cell) for cell in cells]
        if set(QUESTIONS.values()) <= set(found):
            return name, found
    raise UnfenceError("quick.no_form", path=str(path))


class _Sheet:
    """The cells of a form being read, and what was found wrong so far."""

    def __init__(self, name: str, rows: Mapping[str, tuple[int, Sequence[str]]]) -> None:
        self.name = name
        self.rows = rows
        self.found: list[Finding] = []

    def text(self, key: str, column: int) -> str:
        """What stands in the cell of a question; ``?`` says no more than nothing."""
        cells = self.rows[key][1] if key in self.rows else ()
        held = cells[column].strip() if column < len(cells) else ""
        return "" if held in _UNKNOWN else held

    def filled(self) -> list[int]:
        """The columns in which a barrier is named or counted."""
        width = max(len(cells) for _, cells in self.rows.values())
        return [c for c in range(FIRST, width) if any(self.text(key, c) for key in QUESTIONS.values())]

    def finding(self, code: str, key: str, column: int, **values: object) -> Finding:
        """A finding at the cell of a question."""
        row = self.rows[key][0] if key in self.rows else 0
        return Finding("error", f"quick_{code}", Place(self.name, row, _letter(column)), values)

    def span(self, key: str, column: int, measure: Measure, *, vouched: bool) -> Span | None:
        """The number that answers a question; None where there is no answer."""
        text = self.text(key, column)
        if not text:
            return None
        span = span_of(text, measure, vouched=vouched)
        if span is None:
            date = re.match(r"\d{4}-\d\d-\d\d", text)
            self.found.append(self.finding("date" if date else measure, key, column, value=text))
        return span

    def days(self, key: str) -> Span | None:
        """How many days a year; None where there is no answer. No year has more than 366."""
        span = self.span(key, FIRST, "count", vouched=True)
        if span and span.value > LEAP:
            self.found.append(self.finding("days", key, FIRST, value=self.text(key, FIRST)))
        return Span(span.low, span.value, min(span.high, LEAP)) if span and span.value <= LEAP else None

    def choice(self, key: str, column: int, default: str) -> str:
        """The word that answers a question, in whichever language it is written; a side's name says that side."""
        text = unicodedata.normalize("NFKC", self.text(key, column)).strip().lower()
        if not text:
            return default
        known = {word(choice, lang).lower(): choice for choice in CHOICES[key] for lang in ("en", "zh")}
        known |= {choice: choice for choice in CHOICES[key]}
        sides = {self.text(side, FIRST).lower(): side for side in ("first", "second") if key == "gets"}
        if text in known or text in sides:
            return {**sides, **known}[text]
        offered = {lang: [word(choice, lang) for choice in CHOICES[key]] for lang in ("en", "zh")}
        near = nearest(text, [*known, *sides])
        self.found.append(self.finding("choice", key, column, value=text, nearest=near, **offered))
        return default

    def year(self) -> int:
        """The year of the form's figures; 2025 where none is stated."""
        text = unicodedata.normalize("NFKC", self.text("year", FIRST)).removesuffix("年").strip()
        if text.isdecimal() and int(text) in _YEARS:
            return int(text)
        if text:
            self.found.append(self.finding("year", "year", FIRST, value=text))
        return 2025

    def barrier(self, column: int) -> Barrier:
        """The barrier of a column."""
        says, crosses = self.text("says", column), self.choice("crosses", column, "trucks")
        if not self.text("name", column):
            self.found.append(self.finding("no_name", "name", column))
        measures: Mapping[str, Measure] = {"number": "count", "more": "count", "minutes": "minutes", "hour": "money"}
        read = {key: self.span(key, column, measure, vouched=bool(says)) for key, measure in measures.items()}
        read["money"] = self.span("money", column, "money", vouched=bool(says))
        hour = read["hour"]
        if hour is None and (self.text("currency", FIRST).upper() or "CNY") == "CNY":
            hour = usual_hour(crosses)
        return Barrier(
            name=self.text("name", column),
            crosses=crosses,
            number=read["number"],
            more=read["more"] or NOTHING,
            minutes=read["minutes"],
            hour=hour,
            money=read["money"] or NOTHING,
            gets=self.choice("gets", column, "nobody"),
            says=says,
            decides=self.choice("decides", column, "players"),
            column=_letter(column),
            assumed=("hour",) if read["hour"] is None and hour is not None else (),
        )


def usual_hour(crosses: str) -> Span:
    """What an hour of a truck or a traveller costs by the library, in yuan.

    >>> usual_hour("trucks")
    Span(low=80.0, value=120.0, high=180.0)
    """
    topic, key, column = ("road", "truck", "cost_hour") if crosses == "trucks" else ("people", "anybody", "hour_value")
    figure = next(f for f in figures(topic) if (f.key, f.column) == (key, column))
    return Span(figure.low, figure.value, figure.high)


def _letter(column: int) -> str:
    """The letters by which a spreadsheet calls a column, counted from 0.

    >>> _letter(3), _letter(26)
    ('D', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
