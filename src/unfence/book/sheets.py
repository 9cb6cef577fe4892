"""Sheets: the cells of a book as text, just as somebody wrote them, each row with its editor's number.

A folder gives a sheet for each ``.csv`` file, a workbook one for each sheet; numbers that Excel stores as numbers
are written out (an id stored as ``1.0`` is ``1``). Nothing is understood here except the headings.
"""

import csv
import difflib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

import polars as pl
import python_calamine

from unfence.book.formulas import Hollow, hollow_cells
from unfence.book.schema import TABLES, columns
from unfence.errors import Finding, Place

SETTINGS_SHEET = "book"
SEPARATORS = ";\t，；|"
"""What else than a comma people, or spreadsheet programmes set to another country, put between cells."""
ALIKE = 0.35
"""How like (0 to 1) a known word has to be to be worth naming."""
Row = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """The cells of one table as stripped text (empty ones null), a column for each known heading, and ``row``."""

    table: str
    file: str
    cells: pl.DataFrame


def as_text(value: object) -> str:
    """A cell's value as a person would type it.

    >>> as_text(1.0), as_text(0.5), as_text(True), as_text(None)
    ('1', '0.5', 'yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(as_text(v) for v in value)
    return str(value).strip()


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word most like ``value`` (the first, if none is like it).

    >>> nearest("linkz", TABLES)
    'links'
    """
    among = list(known)
    return difflib.get_close_matches(value.lower(), among, n=1, cutoff=0.0)[0] if among else ""


def folder_sheets(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """The sheets of a folder's CSV files; every other kind of file is left alone."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for file in sorted(path.iterdir()):
        if file.suffix.lower() != ".csv" or file.name.startswith((".", "~")):
            continue
        if file.stem not in TABLES:
            findings.append(_unknown_table(file.name, file.stem))
            continue
        if any(sheet.table == file.stem for sheet in sheets):  # links.csv and links.CSV, where names know capitals
            findings.append(Finding("error", "table_twice", Place(file.name), {"value": file.stem}))
            continue
        try:
            text, wrong = _decoded(file)
        except OSError as error:
            findings.append(unreadable(file.name, error))
            continue
        rows, broken = _csv_rows(text, file.name)
        sheet, found = sheet_of(file.stem, file.name, rows)
        findings += [*wrong, *broken, *found]
        sheets.append(sheet)
    return sheets, findings


def workbook_sheets(path: Path) -> tuple[list[Sheet], list[Row] | None, list[Finding]]:
    """The sheets of an Excel workbook, and the rows of its sheet ``book`` (None where it has none)."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        sheet_rows = {
            held.name: list(_excel_rows(workbook.get_sheet_by_name(held.name)))
            for held in workbook.sheets_metadata
            if held.typ == python_calamine.SheetTypeEnum.WorkSheet
        }
        hollow = hollow_cells(path)
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, OSError):
        return [], None, [Finding("error", "not_xlsx", Place(path.name))]
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for name, rows in sheet_rows.items():
        if name == SETTINGS_SHEET:
            continue
        if name not in TABLES:
            findings.append(_unknown_table(name, name, "error" if rows else "warning"))  # WPS adds empty sheets
            continue
        sheet, found = sheet_of(name, name, rows)
        sheets.append(sheet)
        findings += [*found, *_hollow(name, rows, hollow.get(name, []))]
    return sheets, sheet_rows.get(SETTINGS_SHEET), findings


def sheet_of(table: str, file: str, rows: Iterable[Row]) -> tuple[Sheet, list[Finding]]:
    """A sheet from numbered rows of cells, the headings in the first row that is not blank."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    known = columns(table)
    if not filled:
        nothing = pl.DataFrame(schema={**dict.fromkeys(known, pl.String), "row": pl.Int64})
        return Sheet(table, file, nothing), [Finding("error", "empty_file", Place(file), {"columns": list(known)})]
    (line, first), body = filled[0], filled[1:]
    headings = [heading.strip() for heading in first]
    if misread := _misread(table, Place(file, line), headings, filled[1:2]):
        return Sheet(table, file, pl.DataFrame(schema={**dict.fromkeys(known, pl.String), "row": pl.Int64})), [misread]
    findings = _headings(table, Place(file, line), headings)
    width = len(headings)
    spill = [n for n, cells in body if any(cell.strip() for cell in cells[width:])]
    findings += [Finding("error", "spill", Place(file, n), {"count": width}) for n in spill]
    at = {heading: headings.index(heading) for heading in known if heading in headings}
    named = {
        heading: pl.Series([cells[i] if i < len(cells) else "" for _, cells in body], dtype=pl.String)
        for heading, i in at.items()
    }
    unnamed = [i for i, heading in enumerate(headings) if not heading]
    for i in unnamed:
        row = next((n for n, cells in body if i < len(cells) and cells[i].strip()), None)
        findings += [Finding("error", "no_heading", Place(file, row), {"count": i + 1})] if row else []
    cells = pl.DataFrame({**named, "row": pl.Series([n for n, _ in body], dtype=pl.Int64)})
    texts = pl.col(pl.String).str.strip_chars()
    return Sheet(table, file, cells.with_columns(texts.replace("", None))), findings


def _misread(table: str, place: Place, headings: Sequence[str], below: Sequence[Row]) -> Finding | None:
    """The finding for a first row that holds no headings: all in one cell, or a title above them."""
    known = columns(table)
    if len(headings) == 1 and set(SEPARATORS) & set(headings[0]):
        return Finding("error", "separator", place, {"value": headings[0]})
    for number, cells in below:
        if not set(headings) & set(known) and len({cell.strip() for cell in cells} & set(known)) > 1:
            shown = next(heading for heading in headings if heading)
            return Finding("error", "title_row", place, {"value": shown, "row": number})
    return None


def _headings(table: str, place: Place, headings: Sequence[str]) -> list[Finding]:
    known = columns(table)
    findings = []
    for i, heading in enumerate(headings):
        here = Place(place.file, place.row, heading)
        if heading and heading not in known:
            values = {"value": heading, "nearest": nearest(heading, known), "known": list(known)}
            findings.append(Finding("error", _unknown("unknown_column", heading, known), here, values))
        elif heading and heading in headings[:i]:
            findings.append(Finding("error", "column_twice", here, {"value": heading}))
    missing = [name for name, said in known.items() if said.required and name not in headings]
    return findings + [
        Finding("error", "missing_column", Place(place.file, place.row, name), {"value": name}) for name in missing
    ]


def _decoded(file: Path) -> tuple[str, list[Finding]]:
    """The text of a file; where it is not UTF-8, the likeliest reading and a finding at its first such line."""
    data = file.read_bytes()
    if b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        text = data.replace(b"\0", b"").decode("utf-8-sig", errors="replace")
        return text, [Finding("error", "nul", Place(file.name, line))]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"
        seen = data[max(0, error.start - 8) : error.start + 8].decode(guess, errors="replace").strip()
        found = Finding("error", "not_utf8", Place(file.name, line), {"value": seen, "guess": guess.upper()})
        return data.decode(guess, errors="replace"), [found]


def _csv_rows(text: str, file: str) -> tuple[list[Row], list[Finding]]:
    """The rows of CSV text, each with the line on which it starts: quoted line breaks and blank lines count."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return rows, [Finding("error", "broken_csv", Place(file, line), {"value": str(error)})]
    return rows, []


def _excel_rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cell != "" for cell in cells):  # a sheet formatted to its end has a million rows
            yield number, [as_text(cell) for cell in cells]


def _hollow(sheet: str, rows: Sequence[Row], hollow: Iterable[Hollow]) -> list[Finding]:
    """Findings for cells without a value, each under its column's heading."""
    headings = next((cells for _, cells in rows if any(cell.strip() for cell in cells)), ())
    found = []
    for cell in hollow:
        heading = headings[cell.column - 1] if cell.column <= len(headings) else ""
        place = Place(sheet, cell.row, heading)
        found.append(Finding("error", "error_cell" if cell.error else "no_value", place, {"value": cell.error}))
    return found


def unreadable(file: str, error: OSError) -> Finding:
    """The finding for a file that the system does not let us read."""
    return Finding("error", "unreadable", Place(file), {"value": error.strerror or type(error).__name__})


def _unknown_table(file: str, name: str, level: Literal["error", "warning"] = "error") -> Finding:
    values = {"value": name, "nearest": nearest(name, TABLES), "known": list(TABLES)}
    return Finding(level, _unknown("unknown_table", name, TABLES), Place(file), values)


def _unknown(code: str, value: str, known: Iterable[str]) -> str:
    """The code of a finding for an unknown word: another one where no known word is like it."""
    like = difflib.SequenceMatcher(None, nearest(value, known), value.lower()).ratio() >= ALIKE
    return code if like else f"{code}_far"
