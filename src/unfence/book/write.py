"""Writing: a book as a folder or a workbook that reads back as the same book; and empty books to fill in."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import polars as pl

from unfence.book.areas import AREAS_FILE
from unfence.book.book import Book
from unfence.book.frames import UNKNOWN
from unfence.book.players import labels
from unfence.book.schema import NEEDED, TABLES, columns
from unfence.book.settings import SETTINGS_FILE, Settings, defaults
from unfence.book.sheets import as_text
from unfence.book.workbook import Cell, write_workbook
from unfence.errors import UnfenceError
from unfence.words import Lang, say

Rows = list[list[Cell]]


USUAL_RATE = 0.05
"""The rate that a new book starts with; it stands there to be changed."""


def write_book(book: Book, path: str | Path, *, overwrite: bool = False, lang: Lang = "en") -> None:
    """Write a book to a folder (its tables that have rows), or to an .xlsx workbook with comments in ``lang``.

    What is written is what was stated: cells that took a default are left empty, unknown ones are ``?``, and of
    measures done since only their status shows. Raises ``UnfenceError`` (``exists``) rather than replace anything,
    unless ``overwrite``.

    >>> import tempfile, unfence.book as ub
    >>> book = ub.book_from_rows(jurisdictions=[{"id": "a", "name": "甲"}], sites=[{"id": "s", "name": "S"}])
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_book(book, f"{place}/book.xlsx")
    ...     ub.read_book(f"{place}/book.xlsx")["jurisdictions"]["name"].to_list()
    ['甲']
    """
    place = Path(path)
    rows = {table: _stated(book, table) for table in TABLES}
    shapes = None if book.areas is None else json.dumps(book.areas, ensure_ascii=False, indent=1) + "\n"
    if place.suffix.lower() == ".xlsx":
        beside = place.with_suffix(".geojson")
        _free([place, *([beside] if shapes else [])], overwrite=overwrite)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(place, asdict(book.settings), rows, lang)
    else:
        beside = place / AREAS_FILE
        _folder(place, overwrite=overwrite)
        _write(place / SETTINGS_FILE, _toml(book.settings))
        for table in TABLES:
            if rows[table] or table in NEEDED:
                _write(place / f"{table}.csv", _csv(table, rows[table]))
            else:
                (place / f"{table}.csv").unlink(missing_ok=True)
    if shapes:
        _write(beside, shapes)
    else:
        beside.unlink(missing_ok=True)


def new_book(
    path: str | Path, lang: Lang = "en", *, rows: Mapping[str, Rows] | None = None, overwrite: bool = False
) -> None:
    """Write an empty book to fill in: headings only in a folder; in an .xlsx also comments, choices and units.

    ``rows`` are the cells that some tables begin with, in the order of their columns. Raises ``UnfenceError``
    (``exists``) rather than replace anything, unless ``overwrite``.
    """
    place = Path(path)
    settings = replace(
        defaults(say("book.template.new", "en")), title_zh=say("book.template.new", "zh"), discount_rate=USUAL_RATE
    )
    if place.suffix.lower() == ".xlsx":
        _free([place], overwrite=overwrite)
        place.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(place, asdict(settings), rows or {}, lang)
        return
    _folder(place, overwrite=overwrite)
    _write(place / SETTINGS_FILE, say("book.template.toml", lang).lstrip("\n") + _toml(settings, lang))
    for table in TABLES:
        _write(place / f"{table}.csv", _csv(table, (rows or {}).get(table, [])))


def _stated(book: Book, table: str) -> Rows:
    """The cells of a table as they were stated, with the status that its measures have now."""
    frame = book.stated[table] if table != "measures" else book.tables[table]
    gaps = book.gaps.filter(pl.col("table") == table)
    marks = {(k, c): kind for k, c, kind in gaps.select("key", "column", "kind").iter_rows()}
    done = set(book.done)
    names = list(columns(table))
    rows: Rows = []
    for label, values in zip(labels(frame, table), frame.select(names).iter_rows(), strict=True):
        cells = [_written(value) for value in values]
        for i, name in enumerate(names):
            mark = marks.get((label, name))
            if mark and not (table == "measures" and name == "status" and label in done):
                cells[i] = "" if mark == "empty" else UNKNOWN
        rows.append(cells)
    return rows


def _written(value: object) -> Cell:
    """A value as a cell: numbers stay numbers, lists are joined by ``;``, shares are ``id:share``."""
    if isinstance(value, bool):
        return as_text(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return ";".join(f"{v['id']}:{as_text(v['share'])}" if isinstance(v, dict) else str(v) for v in value)
    return as_text(value)


def _csv(table: str, rows: Sequence[Sequence[Cell]]) -> str:
    """CSV with the table's headings; it starts with a byte order mark, without which Excel garbles Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns(table))
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def _toml(settings: Settings, lang: Lang | None = None) -> str:
    """The settings as TOML, each explained in ``lang`` if one is given."""
    lines = []
    for key, value in asdict(settings).items():
        shown = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"{key} = {shown}" + (f"  # {say(f'book.template.{key}', lang)}" if lang else ""))
    return "\n".join(lines) + "\n"


def _folder(place: Path, *, overwrite: bool) -> None:
    """Make the folder, or see that nothing of a book is in it."""
    if place.exists() and not place.is_dir():
        raise UnfenceError("exists", path=str(place))
    files = [SETTINGS_FILE, AREAS_FILE, *(f"{table}.csv" for table in TABLES)]
    _free([place / name for name in files], overwrite=overwrite)
    place.mkdir(parents=True, exist_ok=True)


def _free(paths: Sequence[Path], *, overwrite: bool) -> None:
    for path in paths:
        if path.exists() and not overwrite:
            raise UnfenceError("exists", path=str(path))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
