"""Cells: every cell of a sheet as its column means it, with a change for each that was written otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from unfence.book.changes import Change
from unfence.book.columns import Meaning
from unfence.book.numerals import Reading, decimal_commas, number
from unfence.book.schema import TAIL, columns
from unfence.book.sheets import Sheet
from unfence.book.wording import word
from unfence.errors import Place

IDS: Mapping[tuple[str, str], Meaning] = {("effects", "id"): Meaning("reference")}
"""Columns of text that hold ids."""


def tidied(sheet: Sheet) -> Sheet:
    """The sheet with its cells in plain writing; what cannot be told stays as it is.

    >>> held = pl.DataFrame({"km": ["１，２００", "12"], "both_ways": ["否", None], "row": [2, 3]})
    >>> plain = tidied(Sheet("links", "links.csv", held))
    >>> plain.cells.rows(), [change.code for change in plain.changes]
    ([('1200', 'no', 2), ('12', None, 3)], ['read_number', 'read_word'])
    """
    changes, cells = list(sheet.changes), sheet.cells
    rows = cells["row"].to_list()
    for name, said in columns(sheet.table).items():
        if name not in cells.columns or (name in TAIL and said.kind == "text"):
            continue
        read = _readings(cells[name], IDS.get((sheet.table, name), said))
        if not read:
            continue
        texts = cells[name].to_list()
        changes += [
            Change(Place(sheet.file, row, name), read[text][1], text, read[text][0])
            for row, text in zip(rows, texts, strict=True)
            if text in read
        ]
        plain = [read[text][0] or None if text in read else text for text in texts]
        cells = cells.with_columns(pl.Series(name, plain, dtype=pl.String))
    return replace(sheet, cells=cells, changes=tuple(changes))


def _readings(texts: pl.Series, said: Meaning) -> dict[str, Reading]:
    """What each text of a column that is not plain is read as."""
    if said.numeric:
        odd = texts.filter(texts.is_not_null() & texts.cast(pl.Float64, strict=False).is_null())
        if odd.is_empty():
            return {}
        commas = not decimal_commas(odd.to_list())
        return _read(odd, lambda text: word(text, said) or number(text, said.unit, commas=commas))
    return _read(texts.drop_nulls(), lambda text: word(text, said))


def _read(texts: pl.Series, understand: Callable[[str], Reading | None]) -> dict[str, Reading]:
    found = {text: understand(text) for text in texts.unique(maintain_order=True).to_list()}
    return {text: reading for text, reading in found.items() if reading}
