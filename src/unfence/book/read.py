"""Reading: from a path (or rows in Python) to a book, or to everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from unfence.book.areas import AREAS_FILE, Areas, area_findings, read_areas
from unfence.book.book import Book
from unfence.book.cells import tidied
from unfence.book.changes import Change, notes
from unfence.book.contradictions import contradiction_findings, doubt_findings
from unfence.book.encodings import Row
from unfence.book.frames import Frame, frame_of, known_ranges
from unfence.book.gaps import joined
from unfence.book.naming import with_ids
from unfence.book.references import Draft, reference_findings
from unfence.book.schema import NEEDED, TABLES, empty_frame, key
from unfence.book.settings import Stated, read_settings, settings_of, sheet_settings
from unfence.book.sheets import (
    SETTINGS_SHEET,
    Found,
    Sheet,
    as_text,
    folder_sheets,
    nearest,
    sheets_of,
    workbook_sheets,
)
from unfence.errors import BookError, Finding, Place


@dataclass(frozen=True)
class Text:
    """What a book's files say in plain writing, before it is understood.

    ``aside`` are the sheets that are no tables, ``ending`` is that of the files (".csv", "" for sheets of a workbook).
    """

    stated: Stated
    sheets: tuple[Sheet, ...]
    areas: Areas
    findings: tuple[Finding, ...]
    aside: Mapping[str, Sequence[Row]]
    ending: str

    @property
    def all_changes(self) -> list[Change]:
        """Everything that was read otherwise than it stands there."""
        return [*self.stated.changes, *(change for sheet in self.sheets for change in sheet.changes)]


UNREAD = frozenset({"empty_file", "separator", "title_row", "unreadable"})
"""Findings after which nothing is known about a table: what names its rows is not blamed for that."""


def read_book(path: str | Path) -> Book:
    """The book at ``path``, a folder or an .xlsx workbook; raises ``BookError`` with every finding if it has errors.

    >>> read_book("nowhere")
    Traceback (most recent call last):
    unfence.errors.BookError: nowhere cannot be used; errors: 1, the first: nowhere: there is no ...
    """
    book, findings = check_book(path)
    if book is None:
        raise BookError(str(path), findings)
    return book


def check_book(path: str | Path) -> tuple[Book | None, tuple[Finding, ...]]:
    """The book (None if it has errors) and everything that is wrong or doubtful, in the order of the tables.

    >>> book, findings = check_book("nowhere")
    >>> book is None, findings[0].code
    (True, 'no_such_path')
    """
    text = read_text(path)
    return understood(text) if isinstance(text, Text) else (None, text)


def read_text(path: str | Path) -> Text | tuple[Finding, ...]:
    """What a folder or a workbook says, not yet understood; findings instead where it is neither."""
    place = Path(path)
    if place.is_dir():
        stated = Stated(*read_settings(place))
        found = folder_sheets(place)
        areas_file, ending = place / AREAS_FILE, ".csv"
    elif not place.exists():
        return (Finding("error", "no_such_path", Place(str(path)), {"value": str(path)}),)
    elif place.suffix.lower() != ".xlsx":
        return (Finding("error", "no_book", Place(place.name), {"value": place.name}),)
    else:
        found = workbook_sheets(place)
        if any(f.code == "not_xlsx" for f in found.findings):
            return tuple(found.findings)
        stated = sheet_settings(found.settings, SETTINGS_SHEET, place)
        own = place.with_suffix(".geojson")
        areas_file, ending = own if own.is_file() else place.with_name(AREAS_FILE), ""
    areas, broken = read_areas(areas_file)
    shapes = [*broken, *area_findings(areas, areas_file.name, _jurisdictions(found.sheets))]
    wrong = (*stated.findings, *found.findings, *shapes)
    stated = replace(stated, changes=(*found.changes, *stated.changes))
    return Text(stated, _plain(found), areas, wrong, found.aside, ending)


def book_from_rows(settings: Mapping[str, object] | None = None, /, **tables: Sequence[Mapping[str, object]]) -> Book:
    """A book from rows in Python, read and checked just as files are; raises ``BookError`` with every finding.

    Values may be text, numbers, Booleans or lists; a finding's row counts from 1.

    >>> book = book_from_rows(
    ...     jurisdictions=[{"id": "a", "name": "A"}], sites=[{"id": "s", "name": "S", "jurisdiction": "a"}]
    ... )
    >>> book["sites"]["jurisdiction"].to_list()
    ['a']
    """
    stated = {"title": "", "currency": "CNY", "year": 2025, "discount_rate": 0.0, **(settings or {})}
    held, findings = settings_of(stated, "settings", "")
    sheets: list[Sheet] = []
    for table, rows in tables.items():
        if table not in TABLES:
            values = {"value": table, "nearest": nearest(table, TABLES)}
            findings.append(Finding("error", "unknown_table", Place(table), values))
        elif rows:
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            cells = [(i, [as_text(row.get(h)) for h in headings]) for i, row in enumerate(rows, start=1)]
            made, found = sheets_of(table, table, [(0, headings), *cells])
            sheets += made
            findings += found
    text = Text(Stated(held, []), _plain(Found(sheets)), None, tuple(findings), {}, "")
    book, all_findings = understood(text)
    if book is None:
        raise BookError("book", all_findings)
    return book


def _plain(found: Found) -> tuple[Sheet, ...]:
    """The sheets with every cell in plain writing and ids for names (in lists too, once they are lists)."""
    return tuple(with_ids([tidied(sheet) for sheet in with_ids(found.sheets)]))


def understood(text: Text) -> tuple[Book | None, tuple[Finding, ...]]:
    """The book that a text says (None if it has errors), and every finding."""
    sheets, ending, findings = text.sheets, text.ending, text.findings
    by_table = {sheet.table: sheet for sheet in sheets}
    frames: dict[str, Frame] = {}
    if "ranges" in by_table:
        frames["ranges"] = frame_of(by_table["ranges"], {})
    known = known_ranges(frames["ranges"].rows) if frames else {}
    for table, sheet in by_table.items():
        if table != "ranges":
            frames[table] = frame_of(sheet, known)
    tables = {t: frames[t].rows if t in frames else empty_frame(t) for t in TABLES}
    files = {t: by_table[t].file if t in by_table else t + ending for t in TABLES}
    stray = {f.place.file for f in findings if f.code in UNREAD}
    keyless = {f.place for f in findings if f.code == "missing_column"}
    unread = {t for t in by_table if files[t] in stray or any(Place(files[t], p.row, key(t)[0]) == p for p in keyless)}
    draft = Draft(tables, files, frozenset(unread | {t for t, file in files.items() if file in stray}))
    hollow = {f.place for f in findings if f.code in ("error_cell", "no_value")}
    cells = [f for frame in frames.values() for f in frame.findings if f.code != "empty" or f.place not in hollow]
    found = [*findings, *notes(text.all_changes), *cells, *_needed(by_table, draft)]
    found += [*reference_findings(draft), *contradiction_findings(draft), *doubt_findings(draft)]
    order = {file: i for i, file in enumerate(files.values())}
    found.sort(key=lambda f: (order.get(f.place.file, -1), f.place))
    found = [_as_written(f, sheets) for f in found]
    if any(f.level == "error" for f in found):
        return None, tuple(found)
    gaps = joined([frames[t].gaps for t in TABLES if t in frames])
    return Book(text.stated.settings, tables, gaps, text.areas, stated=tables), tuple(found)


def _as_written(finding: Finding, sheets: Sequence[Sheet]) -> Finding:
    """The finding with the heading that its reader sees above the column."""
    place = finding.place
    written = next((s.written[place.column] for s in sheets if s.file == place.file and place.column in s.written), "")
    return replace(finding, place=replace(place, column=f"{written} [{place.column}]")) if written else finding


def _needed(sheets: Mapping[str, Sheet], draft: Draft) -> list[Finding]:
    found = []
    for table in NEEDED:
        place = Place(draft.files[table])
        if table in draft.unread:
            continue
        if table not in sheets:
            found.append(Finding("error", "missing_table", place, {"value": table}))
        elif draft.tables[table].height == 0 and len(sheets[table].cells.columns) > 1:
            found.append(Finding("error", "no_rows", place, {"value": table}))
    return found


def _jurisdictions(sheets: Iterable[Sheet]) -> list[str]:
    """The ids of jurisdictions as they are written."""
    held = next((s.cells for s in sheets if s.table == "jurisdictions"), None)
    return held["id"].drop_nulls().to_list() if held is not None and "id" in held.columns else []
