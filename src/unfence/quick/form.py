"""The form: one sheet, ten questions about each barrier, one column for each barrier.

Whoever reads it back goes by the letter or number at the left, so that rows may be moved and wording changed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import xlsxwriter

from unfence.book.workbook import LONGEST
from unfence.errors import UnfenceError
from unfence.words import Lang, say

SHEET = "unfence"
AREA: Mapping[str, str] = MappingProxyType(
    {
        "A": "title",
        "B": "first",
        "C": "second",
        "D": "currency",
        "E": "year",
        "F": "truck_days",
        "G": "people_days",
        "H": "km",
    }
)
"""What is asked once, by its letter."""
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "1": "name",
        "2": "crosses",
        "3": "number",
        "4": "more",
        "5": "minutes",
        "6": "hour",
        "7": "money",
        "8": "gets",
        "9": "says",
        "10": "decides",
    }
)
"""What is asked of each barrier, by its number."""
CHOICES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "crosses": ("trucks", "people"),
        "gets": ("nobody", "first", "second", "outside"),
        "decides": ("players", "province", "state"),
    }
)
FIRST = 3
"""The column of the first answer, counted from 0."""
BARRIERS = 12
"""How many barriers the sheet has room for; more columns may be added."""


def write_form(path: str | Path, lang: Lang, answers: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Write the sheet to ``path`` (.xlsx), with ``answers`` by question from the first answer's column on.

    Raises ``UnfenceError`` rather than replace a file (``exists``), or for another ending (``quick.ending``).
    """
    place = Path(path)
    if place.suffix.lower() != ".xlsx":
        raise UnfenceError("quick.ending", path=str(path), better=str(place.with_suffix(".xlsx")))
    if place.exists():
        raise UnfenceError("exists", path=str(path))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()  # says what is wrong with a place as the system says it
    with xlsxwriter.Workbook(place) as workbook:
        _write(workbook, lang, answers or {})
    return place


def word(choice: str, lang: Lang) -> str:
    """A word that a question offers, in a language.

    >>> word("trucks", "zh")
    '货车'
    """
    return say(f"quick.choice.{choice}", lang)


def _write(workbook: xlsxwriter.Workbook, lang: Lang, answers: Mapping[str, Sequence[str]]) -> None:
    sheet = workbook.add_worksheet(SHEET)
    wrap = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C5CDD3"}
    title = workbook.add_format({"bold": True, "font_size": 15})
    asked = workbook.add_format({**wrap, "bg_color": "#E7ECEA"})
    hint = workbook.add_format({**wrap, "font_color": "#52606D", "italic": True})
    answer = workbook.add_format({**wrap, "num_format": "@"})
    head = workbook.add_format({**wrap, "bold": True, "bg_color": "#F4D9B0"})
    sheet.write(0, 1, say("quick.form.title", lang), title)
    sheet.merge_range(1, 1, 1, FIRST + 3, say("quick.form.lead", lang), workbook.add_format({**wrap, "border": 0}))
    sheet.set_row(1, 62)
    row = 3
    for letter, key in AREA.items():
        given = answers.get(key, [say(f"quick.given.{key}", lang)])
        _question(sheet, row, (letter, key), lang, (asked, hint))
        sheet.write_string(row, FIRST, given[0] if given else "", answer)
        row += 1
    row += 1
    sheet.write_row(row, 0, ["", say("quick.form.question", lang), say("quick.form.hint", lang)], head)
    sheet.write_row(row, FIRST, [say("quick.form.barrier", lang, number=n + 1) for n in range(BARRIERS)], head)
    for number, key in QUESTIONS.items():
        row += 1
        _question(sheet, row, (number, key), lang, (asked, hint))
        given = answers.get(key, ())
        for column in range(BARRIERS):
            sheet.write_string(row, FIRST + column, given[column][:LONGEST] if column < len(given) else "", answer)
        if key in CHOICES:
            words = [word(choice, lang) for choice in CHOICES[key]]
            sheet.data_validation(
                row, FIRST, row, FIRST + BARRIERS - 1, {"validate": "list", "source": words, "error_type": "warning"}
            )
    _layout(sheet)


def _question(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, named: tuple[str, str], lang: Lang, styles: tuple[object, object]
) -> None:
    """One question: its letter or number, what is asked, how to answer."""
    sheet.write_string(row, 0, named[0], styles[0])
    sheet.write_string(row, 1, say(f"quick.question.{named[1]}", lang), styles[0])
    sheet.write_string(row, 2, say(f"quick.hint.{named[1]}", lang), styles[1])
    sheet.set_row(row, 48)


def _layout(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """Widths, what stays in sight, and how it is printed."""
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 40)
    sheet.set_column(FIRST, FIRST + BARRIERS - 1, 22)
    sheet.freeze_panes(0, FIRST)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, 3 + len(AREA) + len(QUESTIONS) + 1, FIRST + 3)
