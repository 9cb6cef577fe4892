"""Sheets: the cells of a book as text, just as somebody wrote them, each row with its editor's number.

A folder gives a sheet for each ``.csv`` file, a workbook one for each sheet, and more where several tables lie on one;
numbers that Excel stores as numbers are written out (an id stored as ``1.0`` is ``1``). Nothing is understood here
except what a table is called and which column a heading names.
"""

import difflib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

import polars as pl
import python_calamine

from unfence.book.blocks import Block, Layout, layout_of
from unfence.book.changes import Change
from unfence.book.encodings import SEPARATORS, Row, csv_rows
from unfence.book.headings import is_settings, table_named
from unfence.book.pages import Page, pages_of
from unfence.book.schema import TABLES, columns
from unfence.errors import Finding, Place
from unfence.words import Lang, say

SETTINGS_SHEET = "book"
LANGS: tuple[Lang, ...] = ("en", "zh")
ALIKE = 0.35
"""How like (0 to 1) a known word has to be to be worth naming."""
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Characters that nobody sees and nobody means, left by web pages and other programmes."""


@dataclass(frozen=True)
class Sheet:
    """The cells of one table as stripped text (empty ones null), a column for each known heading, and ``row``.

    ``changes`` says what was read otherwise than it stands there, ``written`` which heading stands over a column where
    that is not its name, ``strays`` holds the columns that mean nothing: their headings and cells.
    """

    table: str
    file: str
    cells: pl.DataFrame
    changes: tuple[Change, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass
class Found:
    """What a folder or a workbook holds: sheets, the rows of its settings, changes and findings, sheets left aside."""

    sheets: list[Sheet] = field(default_factory=list)
    settings: list[Row] | None = None
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    aside: dict[str, list[Row]] = field(default_factory=dict)


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
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))  # noqa: PLR2004
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(as_text(v) for v in value)
    return str(value).replace("\0", "").strip()  # no database keeps a NUL


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word most like ``value`` (the first, if none is like it).

    >>> nearest("linkz", TABLES)
    'links'
    """
    among = list(known)
    return difflib.get_close_matches(value.lower(), among, n=1, cutoff=0.0)[0] if among else ""


def folder_sheets(path: Path) -> Found:
    """The sheets of a folder's CSV files; every other kind of file is left alone."""
    found = Found()
    for file in sorted(path.iterdir()):
        if file.suffix.lower() != ".csv" or file.name.startswith((".", "~")):
            continue
        if not (table := table_named(file.stem)):
            found.findings.append(_unknown_table(file.name, file.stem))
            continue
        try:
            rows, changes, findings = csv_rows(file)
        except OSError as error:
            found.findings.append(unreadable(file.name, error))
            continue
        if file.stem != table:
            changes.append(Change(Place(file.name), "read_sheet", file.stem, table))
        found.changes += changes
        found.findings += findings
        _add(found, *sheets_of(table, file.name, rows))
    return found


def workbook_sheets(path: Path) -> Found:
    """The sheets of an Excel workbook, and the rows of its sheet ``book`` (None where it has none)."""
    try:
        pages = pages_of(path)
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, OSError):
        return Found(findings=[Finding("error", "not_xlsx", Place(path.name))])
    found = Found()
    for page in pages:
        rows: list[Row] = [(number, [as_text(cell) for cell in cells]) for number, cells in page.rows]
        table = table_named(page.name)
        if is_settings(page.name) and found.settings is None:
            found.settings = rows
        elif table:
            if page.name != table:
                found.changes.append(Change(Place(page.name), "read_sheet", page.name, table))
            _add(found, *_on_page(table, page, rows))
        elif page.hidden or page.name.startswith("WpsReserved"):
            found.changes.append(Change(Place(page.name), "read_hidden_sheet", page.name, ""))
        else:
            found.findings.append(_unknown_table(page.name, page.name, "error" if rows else "warning"))
            found.aside |= {page.name: rows} if rows else {}  # WPS adds empty sheets
    return found


def _on_page(table: str, page: Page, rows: Sequence[Row]) -> tuple[list[Sheet], list[Finding]]:
    """The sheets on one page of a workbook, with what only a workbook has: merged, hidden and hollow cells."""
    filled, merged = page.unmerged(rows)
    layout = _laid_out(table, page.name, filled)
    blocks, findings = layout.blocks, layout.findings
    inside = {number for block in blocks for number, _ in block.rows}
    changes = [c for c in (*merged, *page.hidden_rows(inside)) if c.place.row in inside]
    findings += _hollow(page, blocks) + page.across(blocks)
    sheets, found = _sheets(table, page.name, blocks, [*layout.changes, *changes])
    return sheets, findings + found


def sheets_of(table: str, file: str, rows: Iterable[Row]) -> tuple[list[Sheet], list[Finding]]:
    """The sheets of numbered rows of cells that should hold a table: mostly one."""
    layout = _laid_out(table, file, rows)
    sheets, found = _sheets(table, file, layout.blocks, layout.changes)
    return sheets, layout.findings + found


def _add(found: Found, sheets: Sequence[Sheet], findings: Sequence[Finding]) -> None:
    """Add the sheets of one file, but for a table that is there already (links.csv and links.CSV, or 连线.csv)."""
    found.findings += findings
    for sheet in sheets:
        if any(held.table == sheet.table for held in found.sheets):
            found.findings.append(Finding("error", "table_twice", Place(sheet.file), {"value": sheet.table}))
        else:
            found.sheets.append(sheet)


def _laid_out(table: str, file: str, rows: Iterable[Row]) -> Layout:
    """Where the tables lie; none where there is nothing, or all of a row is in one cell."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return Layout(findings=[Finding("error", "empty_file", Place(file), {"columns": list(columns(table))})])
    line, first = filled[0]
    if len(first) == 1 and set(SEPARATORS) & set(first[0]):
        return Layout(findings=[Finding("error", "separator", Place(file, line), {"value": first[0]})])
    return layout_of(table, file, filled)


def _sheets(
    table: str, file: str, blocks: Sequence[Block], changes: Sequence[Change]
) -> tuple[list[Sheet], list[Finding]]:
    """A sheet for each table, its blocks joined; without any block an empty one, so that the table counts as there."""
    if not blocks:
        nothing = pl.DataFrame(schema={**dict.fromkeys(columns(table), pl.String), "row": pl.Int64})
        return [Sheet(table, file, nothing, tuple(changes))], []
    made = [_sheet_of(block, file) for block in blocks]
    findings = [finding for _, found in made for finding in found]
    joined: dict[str, Sheet] = {}
    for sheet, _ in made:
        before = joined.get(sheet.table)
        joined[sheet.table] = _joined(before, sheet) if before else sheet
    first, *others = joined.values()
    return [replace(first, changes=(*changes, *first.changes)), *others], findings


def _joined(upper: Sheet, lower: Sheet) -> Sheet:
    """Two blocks of one table as one sheet."""
    blank = ("",)
    strays = [(name, cells + blank * lower.cells.height) for name, cells in upper.strays]
    strays += [(name, blank * upper.cells.height + cells) for name, cells in lower.strays]
    cells = pl.concat([upper.cells, lower.cells], how="diagonal")
    return replace(upper, cells=cells, changes=upper.changes + lower.changes, strays=tuple(strays))


def _sheet_of(block: Block, file: str) -> tuple[Sheet, list[Finding]]:
    """The sheet of one block, and what is wrong with its headings."""
    findings = _headings(block, file)
    texts = [[_plain(cells[i]) if i < len(cells) else "" for _, cells in block.rows] for i in block.at]
    named: dict[str, pl.Series] = {}
    strays: list[tuple[str, tuple[str, ...]]] = []
    for place, (head, column) in enumerate(zip(block.headings, texts, strict=True)):
        if head.column and head.column not in named:
            named[head.column] = pl.Series([cell or None for cell in column], dtype=pl.String)
        elif any(column) or head.written:
            strays.append((head.written, tuple(column)))
            if not head.written:
                row = next(n for (n, _), cell in zip(block.rows, column, strict=True) if cell)
                findings.append(Finding("error", "no_heading", Place(file, row), {"count": block.at[place] + 1}))
    findings += _spilt(block, file, strays)
    cells = pl.DataFrame({**named, "row": pl.Series([n for n, _ in block.rows], dtype=pl.Int64)})
    written = {h.column: h.written for h in block.headings if h.column and h.written != h.column}
    changes = [Change(Place(file, block.line, name), "read_heading", text, name) for name, text in written.items()]
    sheet = Sheet(block.table, file, cells, tuple(changes), written, tuple(strays))
    return sheet, findings


def _plain(cell: str) -> str:
    """A cell without what nobody sees."""
    return cell.translate(INVISIBLE).strip()


def _spilt(block: Block, file: str, strays: list[tuple[str, tuple[str, ...]]]) -> list[Finding]:
    """Cells beyond the last heading: they mean nothing, but they are kept."""
    width = block.at[-1] + 1
    spilt = [(n, [cell.strip() for cell in cells[width:]]) for n, cells in block.rows] if block.last else []
    widest = max((len(cells) for _, cells in spilt), default=0)
    if not any(any(cells) for _, cells in spilt):
        return []
    beyond = ((cells[i] if i < len(cells) else "" for _, cells in spilt) for i in range(widest))
    strays.extend(("", tuple(cells)) for cells in beyond)
    return [Finding("error", "spill", Place(file, n), {"count": width}) for n, cells in spilt if any(cells)]


def _headings(block: Block, file: str) -> list[Finding]:
    """Findings for headings that mean nothing, or the same thing twice, and for columns that are not there."""
    known = columns(block.table)
    findings: list[Finding] = []
    seen: set[str] = set()
    for head in block.headings:
        here = Place(file, block.line, head.written)
        if head.strange_unit:
            unit = known[head.named].unit
            code = "unit_doubt" if head.column else "unit_heading"
            units = {f"unit_{lang}": say(f"book.unit.{unit}", lang) for lang in LANGS}
            values = {"value": head.written, "stated": head.strange_unit, "column": head.named, **units}
            findings.append(Finding("warning" if head.column else "error", code, here, values))
        if head.written and not head.column and not head.strange_unit:
            findings.append(_unknown_column(head.written, known, here))
        elif head.written and head.column in seen:
            findings.append(Finding("error", "column_twice", here, {"value": head.written}))
        seen.add(head.column or head.written)
    named = {head.named for head in block.headings}
    return findings + [
        Finding("error", "missing_column", Place(file, block.line, name), {"value": name})
        for name, said in known.items()
        if said.required and name not in named
    ]


def _unknown_column(written: str, known: Iterable[str], here: Place) -> Finding:
    values = {"value": written, "nearest": nearest(written, known), "known": list(known)}
    return Finding("error", _unknown("unknown_column", written, known), here, values)


def _hollow(page: Page, blocks: Sequence[Block]) -> list[Finding]:
    """Findings for cells without a value, each under its column's heading."""
    found = []
    for cell in page.hollow:
        column = next((c for b in blocks if (c := b.heading_of(cell.row, cell.column - 1)) is not None), None)
        if column is not None:
            place = Place(page.name, cell.row, column)
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
