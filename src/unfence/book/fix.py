"""Fixing: a copy of a book in plain writing, beside the original, which stays as it is.

What could be read is written as it was read, under the headings of the format; what could not stands in the copy as it
stands in the original, so that it is still found. Titles, totals and remarks below tables are left out; columns and
sheets that mean nothing are kept. Formulas become their values.
"""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from unfence.book.areas import AREAS_FILE
from unfence.book.changes import Change
from unfence.book.headings import table_named
from unfence.book.read import Text, read_text
from unfence.book.schema import columns
from unfence.book.settings import SETTINGS_FILE
from unfence.book.sheets import Sheet
from unfence.book.workbook import Cell, write_workbook
from unfence.words import Lang


def fix_book(path: str | Path, lang: Lang = "en") -> tuple[Path | None, list[Change]]:
    """Write the copy; its place (None if there was nothing to change, or nothing to read) and every change.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     (Path(place) / "book").mkdir()
    ...     _ = (Path(place) / "book" / "sites.csv").write_text("编号,name", encoding="gbk")
    ...     copy, changes = fix_book(f"{place}/book")
    ...     (copy.name, [change.code for change in changes], (copy / "sites.csv").read_text(encoding="utf-8-sig"))
    ('book-fixed', ['read_encoding', 'read_heading'], 'id,name...')
    """
    source = Path(path)
    text = read_text(source)
    if not isinstance(text, Text) or not text.all_changes:
        return None, []
    copy = free_place(source)
    if source.is_dir():
        _folder(source, copy, text)
    else:
        _workbook(source, copy, text, lang)
    return copy, text.all_changes


def free_place(source: Path) -> Path:
    """Where the copy goes: ``book-fixed``, or ``book-fixed-2`` and so on where that is taken."""
    stem = source.stem if source.suffix.lower() == ".xlsx" else source.name
    ending = source.suffix if source.suffix.lower() == ".xlsx" else ""
    tried = (source.resolve().with_name(f"{stem or source.resolve().name}-fixed{n}{ending}") for n in _numbers())
    return next(place for place in tried if not place.exists())


def _numbers() -> Sequence[str]:
    return ["", *(f"-{n}" for n in range(2, 1000))]


def _folder(source: Path, copy: Path, text: Text) -> None:
    copy.mkdir()
    for file in sorted(source.iterdir()):
        other = file.suffix.lower() == ".csv" and not table_named(file.stem)
        if file.is_file() and (file.name in (SETTINGS_FILE, AREAS_FILE) or other):
            shutil.copyfile(file, copy / file.name)
    for sheet in text.sheets:
        names = [name for name in sheet.cells.columns if name != "row"]
        rows = sheet.cells.select(names).rows()
        with (copy / f"{sheet.table}.csv").open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([*names, *(heading for heading, _ in sheet.strays)])
            for i, row in enumerate(rows):
                writer.writerow([*("" if cell is None else cell for cell in row), *(c[i] for _, c in sheet.strays)])


def _workbook(source: Path, copy: Path, text: Text, lang: Lang) -> None:
    settings = {**asdict(text.stated.settings), **text.stated.texts}
    tables = {sheet.table: _rows(sheet) for sheet in text.sheets}
    strays = {sheet.table: sheet.strays for sheet in text.sheets}
    write_workbook(copy, settings, tables, lang, strays, text.aside)
    shapes = source.with_suffix(".geojson")
    if shapes.is_file() and not copy.with_suffix(".geojson").exists():
        shutil.copyfile(shapes, copy.with_suffix(".geojson"))


def _rows(sheet: Sheet) -> list[list[Cell]]:
    """The rows of a sheet in the order of the format, numbers as numbers where they are."""
    known = columns(sheet.table)
    held = [sheet.cells[name].to_list() if name in sheet.cells.columns else [""] * sheet.cells.height for name in known]
    numeric = [said.numeric for said in known.values()]
    return [[_cell(text, number) for text, number in zip(row, numeric, strict=True)] for row in zip(*held, strict=True)]


def _cell(text: str | None, numeric: bool) -> Cell:
    if not text or not numeric:
        return text or ""
    try:
        return float(text)
    except ValueError:
        return text
