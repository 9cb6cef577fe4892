"""The workbook: a book as Excel sheets that help whoever fills them in.

Each heading has a comment that explains it, required headings stand out, words are chosen from lists, ids from the
table that they name. Cells of words are text, so that Excel makes no date of ``3-1``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from unfence.book.columns import Meaning
from unfence.book.explanations import comment
from unfence.book.schema import TABLES, columns
from unfence.book.sheets import SETTINGS_SHEET
from unfence.errors import UnfenceError
from unfence.words import Lang, say, sentences

Cell = str | float
ROWS = 2000
"""How many rows get drop-down lists."""
LONGEST = 32_767
"""Characters in an Excel cell (Microsoft, "Excel specifications and limits")."""


def write_workbook(
    path: Path,
    settings: Mapping[str, Cell],
    tables: Mapping[str, Sequence[Sequence[Cell]]],
    lang: Lang,
    strays: Mapping[str, Sequence[tuple[str, Sequence[str]]]] = MappingProxyType({}),
    aside: Mapping[str, Sequence[tuple[int, Sequence[str]]]] = MappingProxyType({}),
) -> None:
    """Write the sheet ``book`` and a sheet for every table of the format, with the rows given.

    ``strays`` are columns that the format does not know, heading and cells; they stand at the right of a table's own.
    ``aside`` are sheets that are no tables, their rows numbered from 1.
    Raises ``UnfenceError`` for a text longer than an Excel cell holds; then nothing is written.
    """
    for table, rows in tables.items():
        _fitting(table, rows)
    path.touch()  # says what is wrong with a place as the system says it; xlsxwriter has a word of its own
    with xlsxwriter.Workbook(path) as workbook:
        styles = {
            "required": workbook.add_format({"bold": True, "bg_color": "#F4D9B0", "bottom": 1}),
            "optional": workbook.add_format({"bg_color": "#E7ECEA", "bottom": 1}),
            "text": workbook.add_format({"num_format": "@", "valign": "top"}),
            "number": workbook.add_format({"valign": "top"}),
        }
        _settings(workbook.add_worksheet(SETTINGS_SHEET), settings, styles, lang)
        for table in TABLES:
            sheet = workbook.add_worksheet(table)
            _headings(sheet, table, styles, lang)
            for number, row in enumerate(tables.get(table, ()), start=1):
                for place, cell in enumerate(row):
                    _cell(sheet, number, place, cell)
            for place, (heading, cells) in enumerate(strays.get(table, ()), start=len(columns(table))):
                for number, cell in enumerate([heading, *cells]):
                    _cell(sheet, number, place, cell)
        for name, held in aside.items():
            sheet = workbook.add_worksheet(name)
            for number, cells in held:
                for place, cell in enumerate(cells):
                    _cell(sheet, number - 1, place, cell)


def _settings(sheet: Worksheet, settings: Mapping[str, Cell], styles: Mapping[str, object], lang: Lang) -> None:
    sheet.write_row(0, 0, ["key", "value"], styles["required"])
    sheet.set_column(0, 1, 28)
    sheet.freeze_panes(1, 0)
    for number, (key, value) in enumerate(settings.items(), start=1):
        _cell(sheet, number, 0, key)
        _cell(sheet, number, 1, value)
        if f"book.template.{key}" in sentences():
            sheet.write_comment(number, 0, say(f"book.template.{key}", lang))


def _headings(sheet: Worksheet, table: str, styles: Mapping[str, object], lang: Lang) -> None:
    sheet.freeze_panes(1, 1)
    for place, (name, said) in enumerate(columns(table).items()):
        sheet.set_column(place, place, max(11, len(name) + 3), styles["number" if said.numeric else "text"])
        sheet.write_string(0, place, name, styles["required" if said.required else "optional"])
        sheet.write_comment(0, place, comment(table, name, lang), {"x_scale": 2.2, "y_scale": 1.2})
        if source := _choices(said):
            sheet.data_validation(
                1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _choices(said: Meaning) -> list[str] | str | None:
    """Where the drop-down list of a column comes from: its words, or the ids of the one table that it names."""
    if said.choices:
        return [word for word in said.choices if word]
    if said.kind == "reference" and len(said.tables) == 1 and "id" in columns(said.tables[0]):
        return f"={said.tables[0]}!$A$2:$A${ROWS}"
    return None


def _cell(sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
    """Write text as text, and a number as a number unless Excel's 16 digits would change it."""
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, place, cell)
    elif float(f"{cell:.16G}") == cell:
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, repr(cell))


def _fitting(table: str, rows: Sequence[Sequence[Cell]]) -> None:
    for row in rows:
        for name, cell in zip(columns(table), row, strict=True):
            if isinstance(cell, str) and len(cell) > LONGEST:
                raise UnfenceError("cell_too_long", table=table, column=name, count=len(cell))
