"""The workbook's file: sheets with frozen headings, units, number formats and widths, and a page that lists them.

Numbers are written unrounded, as in the study's JSON; only their display is short. Texts are texts: what begins with
``=`` in somebody's book is no formula here.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from unfence.report.facts import facts_of
from unfence.report.workbook import industry, money, reach, trade
from unfence.report.workbook.sheet import Cell, Sheet, Source
from unfence.studies import Study
from unfence.words import Lang

MADE_BY = "unfence: a study's tables"
"""A property of the file; as long as it is also dated ``UNDATED`` nobody has saved it since."""
UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001  xlsxwriter's word for UTC
"""When every workbook says that it was made, the first day that a ZIP file knows: one study, one file."""
LONGEST = 32_767
"""Characters in an Excel cell (Microsoft, "Excel specifications and limits")."""
NARROW, WIDE, SAMPLE = 7, 60, 200
"""Widths in characters, and how many rows are looked at to find one."""
Formats = dict[str, Format]
_FORMATS = {
    "text": {},
    "money": {"num_format": "#,##0"},
    "once": {"num_format": "#,##0"},
    "sum": {"num_format": "#,##0"},
    "each": {"num_format": "#,##0.00"},
    "amount": {"num_format": "#,##0.0##"},
    "share": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"},
    "year": {"num_format": "0"},
}


def workbook(study: Study, lang: Lang) -> bytes:
    """The workbook's bytes.

    >>> from unfence import study
    >>> from unfence.examples import example
    >>> workbook(study(example("two_towns")), "zh")[:2]
    b'PK'
    """
    source = Source(facts_of(study, lang))
    sheets = [sheet for part in (money, trade, industry, reach) for sheet in part.sheets(source) if sheet.rows]
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as file:
        file.set_properties({"title": source.facts.title, "comments": MADE_BY, "created": UNDATED})
        bold = file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#EEF2F5"})
        formats = {kind: file.add_format({"valign": "top", **said}) for kind, said in _FORMATS.items()}
        formats["link"] = file.get_default_url_format()
        _contents(file.add_worksheet(source.word("sheet.contents")), sheets, source, bold, formats)
        for sheet in sheets:
            _write(file.add_worksheet(source.word(f"sheet.{sheet.name}")), sheet, source, bold, formats)
    return held.getvalue()


def _contents(page: Worksheet, sheets: Sequence[Sheet], source: Source, bold: Format, formats: Formats) -> None:
    """The first sheet: what this is, how to read it, what each sheet says."""
    facts = source.facts
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 92)
    page.set_column(2, 2, 8)
    page.write_string(0, 0, facts.title, bold)
    lead = {"year": facts.book.settings.year, "currency": facts.word_of_currency, "version": source.at("unfence")}
    notes = [source.word("lead", **lead), *(source.word(f"how.{key}") for key in ("numbers", "states", "signs"))]
    for number, note in enumerate(notes, start=1):
        page.write_string(number, 0, note)
    top = len(notes) + 2
    for place, word in enumerate(("sheet", "says", "rows")):
        page.write_string(top, place, _title(source, word, "text"), bold)
    for number, sheet in enumerate(sheets, start=top + 1):
        name = source.word(f"sheet.{sheet.name}")
        page.write_url(number, 0, f"internal:'{name}'!A1", formats["link"], name)
        page.write_string(number, 1, source.word(f"about.{sheet.name}"))
        page.write_number(number, 2, len(sheet.rows), formats["count"])


def _write(page: Worksheet, sheet: Sheet, source: Source, bold: Format, formats: Formats) -> None:
    headings = sheet.headings()
    titles = [_title(source, word, kind) for word, kind in headings]
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(titles) - 1)
    for place, (title, (_, kind)) in enumerate(zip(titles, headings, strict=True)):
        cells = (row[place] for row in sheet.rows[:SAMPLE])
        page.set_column(place, place, _width(title, kind, cells), formats[kind])
        page.write_string(0, place, title, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for place, (cell, (_, kind)) in enumerate(zip(row, headings, strict=True)):
            _cell(page, number, place, cell, formats[kind])


def _cell(page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, cell[:LONGEST], style)
    else:
        page.write_number(row, column, cell, style)


def _title(source: Source, word: str, kind: str) -> str:
    """A column's heading with its unit, which begins with a capital in English."""
    text = source.heading(word)
    if kind in ("money", "once", "sum", "each"):
        text = source.word(f"unit_of.{kind}", title=text, currency=source.facts.word_of_currency)
    return text[:1].upper() + text[1:]


def _width(title: str, kind: str, cells: Iterator[Cell]) -> float:
    """A width that shows most cells; a heading may take two lines."""
    shown = [_wide(cell) for cell in cells if isinstance(cell, str)] if kind == "text" else [13]
    return min(WIDE, max([NARROW, _wide(title) / 2 + 2, *(w + 2 for w in shown)]))


def _wide(text: str) -> int:
    """Columns that a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
