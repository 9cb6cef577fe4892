"""Naming: things called by their names where their ids are meant.

A cell that should hold an id but holds the name, or the Chinese name, of exactly one row of the tables that it may
refer to means that row. A name that two rows share, or that is itself an id or a province, is left alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from unfence.book.changes import Change
from unfence.book.columns import Meaning
from unfence.book.effects import TARGETS
from unfence.book.schema import columns
from unfence.book.sheets import Sheet
from unfence.errors import Place

Names = Mapping[str, str]
"""A name to the one id that it stands for."""


def with_ids(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with ids in the place of names.

    >>> sites = Sheet("sites", "sites.csv", pl.DataFrame({"id": ["x", "y"], "name": ["Mine", "Mill"], "row": [2, 3]}))
    >>> links = Sheet("links", "links.csv", pl.DataFrame({"a": ["Mine"], "b": ["y"], "row": [2]}))
    >>> with_ids([sites, links])[1].cells.row(0)
    ('x', 'y', 2)
    """
    by_table = {sheet.table: sheet for sheet in sheets}
    named = {table: _names(sheet.cells) for table, sheet in by_table.items()}
    return [_with_ids(sheet, named) for sheet in sheets]


def _names(cells: pl.DataFrame) -> dict[str, str | None]:
    """Every name of a table to its id; None where two rows have it; an id is its own name."""
    if "id" not in cells.columns:
        return {}
    found: dict[str, str | None] = {}
    ids = cells["id"].to_list()
    for column in ("name", "name_zh"):
        texts = cells[column].to_list() if column in cells.columns else []
        for text, name in zip(texts, ids, strict=False):
            if text and name:
                found[text] = name if found.get(text, name) == name else None
    provinces = cells["province"].drop_nulls().to_list() if "province" in cells.columns else []
    return {text: name for text, name in found.items() if text not in provinces} | {name: name for name in ids if name}


def _with_ids(sheet: Sheet, named: Mapping[str, Mapping[str, str | None]]) -> Sheet:
    cells, changes = sheet.cells, list(sheet.changes)
    for name, said in columns(sheet.table).items():
        tables = said.tables
        if (sheet.table, name) == ("effects", "id"):
            tables = tuple(table for table, _ in TARGETS.values())
        if said.kind == "sides":
            tables = ("jurisdictions",)
        if not tables or name not in cells.columns:
            continue
        known = _joined([named.get(table, {}) for table in tables])
        texts = cells[name].to_list()
        read = {text: ids for text in dict.fromkeys(texts) if text and (ids := _ids(text, said, known)) != text}
        if read:
            cells = cells.with_columns(pl.Series(name, [read.get(t, t) if t else t for t in texts], dtype=pl.String))
            rows = zip(sheet.cells["row"].to_list(), texts, strict=True)
            places = ((Place(sheet.file, row, name), text) for row, text in rows if text in read)
            changes += [Change(place, "read_name", text, read[text]) for place, text in places]
    return replace(sheet, cells=cells, changes=tuple(changes))


def _joined(tables: Sequence[Mapping[str, str | None]]) -> Names:
    """Names of several tables: those that are an id anywhere, or mean two things, are left out."""
    found: dict[str, set[str | None]] = {}
    for names in tables:
        for text, name in names.items():
            found.setdefault(text, set()).add(name)
    meant = {text: next(iter(ids)) for text, ids in found.items() if len(ids) == 1}
    return {text: name for text, name in meant.items() if name and name != text}


def _ids(text: str, said: Meaning, known: Names) -> str:
    """The cell with ids for names; lists part by part, shares before their colon."""
    if said.kind == "sides":
        return "".join(known.get(part.strip(), part) for part in re.split("([;；+＋])", text))
    if said.kind not in ("names", "shares"):
        return known.get(text, text)
    parts = [part.strip() for part in text.replace("；", ";").split(";")]
    if said.kind == "names":
        read = [known.get(part, part) for part in parts]
    else:
        pairs = [part.replace("：", ":").partition(":") for part in parts]
        read = [known.get(who.strip(), who.strip()) + colon + held for who, colon, held in pairs]
        parts = [who.strip() + colon + held for who, colon, held in pairs]
    return text if read == parts else ";".join(read)
