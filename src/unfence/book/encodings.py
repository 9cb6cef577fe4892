"""Encodings: the bytes of a CSV file as rows of cells, whichever programme saved them.

UTF-8 is read as it is, with or without its mark, and UTF-16 by its mark. Bytes that are neither are taken for GBK (as
Excel and WPS save CSV on a Chinese Windows) only if they read as everyday Chinese: all of it valid, nearly all of it in
the 6763 characters of GB 2312. Western text in Latin-1 can be valid GBK too, but it gives rare characters.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from unfence.book.changes import Change
from unfence.errors import Finding, Place

Row = tuple[int, Sequence[str]]
SEPARATORS = "\t;，；|"
"""What else than a comma people, or spreadsheet programmes set to another country, put between cells."""
_EVERYDAY = 0.9
"""The share of characters in GB 2312 from which on a text is Chinese."""
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def csv_rows(file: Path) -> tuple[list[Row], list[Change], list[Finding]]:
    """The rows of a CSV file, each with the line on which it starts; raises ``OSError`` where it cannot be opened."""
    text, changes, findings = _decoded(file.name, file.read_bytes())
    separator = _separator(text)
    if separator != ",":
        shown = {"\t": "Tab"}.get(separator, separator)
        changes.append(Change(Place(file.name), "read_separator", shown, ","))
    rows, broken = _cells(text, file.name, separator)
    return rows, changes, findings + broken


def _decoded(name: str, data: bytes) -> tuple[str, list[Change], list[Finding]]:
    """The text of a file; where nobody can tell how it is written, the likeliest reading and a finding."""
    marked = data[:2] in _MARKS
    if b"\0" in data and not marked:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        text = data.replace(b"\0", b"").decode("utf-8-sig", errors="replace")
        return text, [], [Finding("error", "nul", Place(name, line))]
    try:
        return data.decode("utf-8-sig"), [], []
    except UnicodeDecodeError as error:
        guess = "utf-16" if marked else "gb18030"
        if (sure := _surely(data, guess)) is not None:
            return sure, [Change(Place(name), "read_encoding", "UTF-16" if marked else "GBK", "UTF-8")], []
        line = data.count(b"\n", 0, error.start) + 1
        seen = data[max(0, error.start - 8) : error.start + 8].decode(guess, errors="replace").strip()
        found = Finding("error", "not_utf8", Place(name, line), {"value": seen, "guess": guess.upper()})
        return data.decode(guess, errors="replace"), [], [found]


def _surely(data: bytes, guess: str) -> str | None:
    """The text, if it can be nothing else.

    >>> _surely("新晃".encode("gbk"), "gb18030"), _surely("Köln".encode("latin-1"), "gb18030")
    ('新晃', None)
    """
    try:
        text = data.decode(guess)
    except UnicodeDecodeError:
        return None
    foreign = [c for c in text if not c.isascii()]
    everyday = sum(len(c.encode("gb2312", errors="ignore")) > 0 for c in foreign)
    return text if guess == "utf-16" or everyday >= _EVERYDAY * len(foreign) else None


def _separator(text: str) -> str:
    """What stands between the cells: a comma, unless the first line has none and another mark stands in every line."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if not lines or "," in lines[0]:
        return ","
    for mark in SEPARATORS:
        counts = {line.count(mark) for line in lines}
        if min(counts) > 0 and (len(counts) == 1 or mark == "\t"):
            return mark
    return ","


def _cells(text: str, file: str, separator: str) -> tuple[list[Row], list[Finding]]:
    """The rows of CSV text: quoted line breaks and blank lines count as lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return rows, [Finding("error", "broken_csv", Place(file, line), {"value": str(error)})]
    return rows, []
