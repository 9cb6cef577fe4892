"""Spans: how large the sheets of a workbook are, known before they are read.

Whoever reads a sheet makes room for the whole rectangle between its outermost cells. One cell in the last corner of a
sheet, in a file of a thousand bytes, asks for more memory than there is, and the process ends.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from re import compile as pattern
from xml.parsers import expat

from unfence.errors import UnfenceError

_CELL = pattern(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_MERGED = pattern(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\Z")
_EMPTY = ("v", "t", "f")
"""What a cell has in it if it is not empty."""


class _OddError(Exception):
    """Something that no programme writes: a cell without a sensible place, a declaration of entities."""


@dataclass
class _Span:
    """The rectangle of the cells that have been met, rows from 1 and columns from 1."""

    row: int = 0
    column: int = 0
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0
    merged: int = 0

    def begins(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row, self.column = _whole(said["r"]) if "r" in said else self.row + 1, 0
        elif name == "c":
            self._cell(said.get("r"))
        elif name in _EMPTY and self.column:
            self._holds()
        elif name == "mergeCell":
            self._merged(said.get("ref", ""))

    def _cell(self, ref: str | None) -> None:
        if ref is None:
            self.column += 1
            return
        found = _CELL.match(ref)
        if not found:
            raise _OddError
        self.row, self.column = int(found[2]), _column(found[1])

    def _holds(self) -> None:
        if self.row < self.bottom:
            raise _OddError  # the reader believes that the last cell is in the last row
        self.top, self.left = min(self.top or self.row, self.row), min(self.left or self.column, self.column)
        self.bottom, self.right = max(self.bottom, self.row), max(self.right, self.column)

    def _merged(self, ref: str) -> None:
        found = _MERGED.match(ref)
        if not found or int(found[4]) < int(found[2]) or _column(found[3]) < _column(found[1]):
            raise _OddError
        self.merged += (int(found[4]) - int(found[2]) + 1) * (_column(found[3]) - _column(found[1]) + 1)

    @property
    def cells(self) -> int:
        """How many cells there is to make room for."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) + self.merged


def spanned(path: Path, name: str) -> int:
    """The cells of the largest sheet's rectangle, 0 for what is no workbook.

    Raises ``UnfenceError`` for a sheet that no programme writes so.
    """
    try:
        parts = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        return 0
    with parts:
        sheets = (xml for part in parts.infolist() if b"sheetData" in (xml := parts.read(part)))
        try:
            return max(map(_cells, sheets), default=0)
        except (expat.ExpatError, _OddError) as error:
            raise UnfenceError("workspace.no_workbook", name=name) from error


def _cells(xml: bytes) -> int:
    span = _Span()
    reader = expat.ParserCreate()
    reader.StartElementHandler = span.begins
    reader.StartDoctypeDeclHandler = _odd
    reader.Parse(xml, True)
    return span.cells


def _odd(*_declared: object) -> None:
    raise _OddError


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):  # noqa: PLR2004  a sheet's last row has seven digits
        raise _OddError
    return int(text)


def _column(letters: str) -> int:
    """The number of a column from its letters: A is 1, AA is 27.

    >>> _column("A"), _column("AA"), _column("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
