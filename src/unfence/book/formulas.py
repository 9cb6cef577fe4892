"""Formulas: cells of a workbook that look filled but hold no value.

An Excel error (``#N/A``) and a formula that no spreadsheet programme has calculated both read as empty, and an empty
cell would take its column's default without a word. They are looked for in the sheet's own XML (ECMA-376, part 1,
18.3.1.4: a cell ``c`` has the type ``e`` for an error, a formula ``f`` and its value ``v``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>|<t[^>]*>[^<]")


@dataclass(frozen=True)
class Hollow:
    """A cell without a value: its row and column, both from 1, and the error that it shows ("" for none)."""

    row: int
    column: int
    error: str


def hollow_cells(xml: bytes) -> Iterator[Hollow]:
    """Cells of a sheet's XML that show an error or an uncalculated formula."""
    if b't="e"' not in xml and b"<f" not in xml:
        return
    for letters, row, attributes, inside in _CELL.findall(xml):
        value = _VALUE.search(inside)
        if b't="e"' in attributes:
            yield Hollow(int(row), _column(letters), value[1].decode("utf-8") if value and value[1] else "#")
        elif b"<f" in inside and not value and b't="str"' not in attributes:
            yield Hollow(int(row), _column(letters), "")


def _column(letters: bytes) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
