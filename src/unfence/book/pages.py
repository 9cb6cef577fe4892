"""Pages: the sheets of an Excel workbook as they lie there, with what a CSV file does not have.

Merged cells show one value over several rows: each row gets it. Cells merged over several columns cannot be
understood so. Hidden rows and sheets (WPS adds one of its own) are there whether or not anybody sees them.
"""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import python_calamine

from unfence.book.blocks import Block
from unfence.book.changes import Change
from unfence.book.encodings import Row
from unfence.book.formulas import Hollow, hollow_cells
from unfence.errors import Finding, Place

_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_HIDDEN = re.compile(rb'<row [^>]*?hidden="(?:1|true)"[^>]*>')
_NUMBER = re.compile(rb' r="(\d+)"')
Corner = tuple[int, int]


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its rows that are not blank, numbered from 1, and what is odd about its cells."""

    name: str
    rows: tuple[tuple[int, Sequence[object]], ...]
    hidden: bool
    merged: tuple[tuple[Corner, Corner], ...]
    """First and last cell of each range, rows and columns from 0."""
    hollow: tuple[Hollow, ...]
    unseen: tuple[int, ...]
    """Hidden rows, from 1."""

    def unmerged(self, rows: Sequence[Row]) -> tuple[list[Row], list[Change]]:
        """The rows with the value of each column of merged cells in every one of them."""
        held = {number: list(cells) for number, cells in rows}
        changes = []
        for (top, left), (bottom, right) in self.merged:
            value = held[top + 1][left] if top + 1 in held and left < len(held[top + 1]) else ""
            if left != right or not value.strip():
                continue
            for row in range(top + 2, bottom + 2):
                cells = held.setdefault(row, [])
                cells += [""] * (left + 1 - len(cells))
                cells[left] = value
            where = f"{_letters(left)}{top + 1}:{_letters(left)}{bottom + 1}"
            changes.append(Change(Place(self.name, bottom + 1), "read_merged", where, value))
        return sorted(held.items()), changes

    def across(self, blocks: Sequence[Block]) -> list[Finding]:
        """Findings for cells that are merged over several columns of a table."""
        found = []
        for (top, left), (bottom, right) in self.merged:
            if left == right:
                continue
            for block in blocks:
                inside = [c for c in range(left, right + 1) if block.heading_of(top + 1, c)]
                if len(inside) > 1:
                    where = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
                    place = Place(self.name, top + 1, block.heading_of(top + 1, inside[0]) or "")
                    found.append(Finding("error", "merged_across", place, {"value": where}))
        return found

    def hidden_rows(self, inside: Collection[int]) -> list[Change]:
        """One change for all hidden rows of the tables."""
        rows = [row for row in self.unseen if row in inside]
        shown = ", ".join(map(str, rows[:12])) + (" ..." if len(rows) > 12 else "")  # noqa: PLR2004  a line's worth
        return [Change(Place(self.name, rows[0]), "read_hidden", shown, str(len(rows)))] if rows else []


def pages_of(path: Path) -> list[Page]:
    """The sheets of a workbook (charts left out); raises what ``python_calamine`` and ``zipfile`` raise."""
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    marks = _marks(path)
    pages = []
    for held in workbook.sheets_metadata:
        if held.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(held.name)
        hollow, unseen = marks.get(held.name, ((), ()))
        pages.append(
            Page(
                name=held.name,
                rows=tuple(_rows(sheet)),
                hidden=held.visible != python_calamine.SheetVisibleEnum.Visible,
                merged=tuple(sheet.merged_cell_ranges or ()),
                hollow=hollow,
                unseen=unseen,
            )
        )
    return pages


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, Sequence[object]]]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if any(cell != "" for cell in cells):  # a sheet formatted to its end has a million rows
            yield number, cells


def _marks(path: Path) -> Mapping[str, tuple[tuple[Hollow, ...], tuple[int, ...]]]:
    """Hollow cells and hidden rows, by the sheet's name, from the workbook's own XML."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _parts(archive).items():
            xml = archive.read(part)
            hidden = [_NUMBER.search(tag) for tag in _HIDDEN.findall(xml)] if b"hidden=" in xml else []
            found[name] = tuple(hollow_cells(xml)), tuple(int(number[1]) for number in hidden if number)
    return found


def _parts(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """The file inside the workbook that holds each sheet."""
    targets = {
        said["Id"]: said["Target"].removeprefix("/xl/")
        for said in _tags(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    sheets = {said["name"]: "xl/" + targets[said["r:id"]] for said in _tags(archive.read("xl/workbook.xml"), "sheet")}
    return {name: part for name, part in sheets.items() if part in archive.namelist()}


def _tags(xml: bytes, tag: str) -> Iterator[Mapping[str, str]]:
    for found in re.finditer(rf"<{tag} ([^>]*)>", xml.decode("utf-8")):
        yield {name: unescape(text) for name, text in _ATTRIBUTE.findall(found[1])}


def _letters(column: int) -> str:
    """The letters of a column from its number from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
