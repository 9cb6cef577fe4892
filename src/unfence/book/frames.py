"""Frames: the text of a sheet understood as typed columns, with a finding for each cell that cannot be.

A null in the frame of a required column means that the cell is empty or was not understood, and a finding says which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from unfence.book.columns import OUTSIDE, Meaning
from unfence.book.gaps import cell_gaps, joined, without_moot
from unfence.book.numerals import unclear
from unfence.book.schema import TABLES, TAIL, columns, key, types
from unfence.book.sheets import Sheet
from unfence.errors import Finding, Place

UNKNOWN = "?"
LARGEST, SMALLEST = 1e20, 1e-15
"""Larger is an error. Smaller counts as 0, with a warning: it is what a spreadsheet leaves of 0.1 + 0.2 - 0.3."""
Known = Mapping[tuple[str, str, str], tuple[float, float]]
"""What the table ``ranges`` says: (table, key, column) to (low, high)."""


@dataclass(frozen=True)
class Frame:
    """One table: ``rows`` typed as the schema says, ``gaps`` its cells that took a default, what could not be read."""

    rows: pl.DataFrame
    gaps: pl.DataFrame
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Column:
    """One column being read: its text without ``?``, where it was ``?``, and what the text was understood as."""

    name: str
    said: Meaning
    unknown: pl.Series
    text: pl.Series
    values: pl.Series
    bad: pl.Series


def frame_of(sheet: Sheet, known: Known) -> Frame:
    """The typed frame of a sheet; ``known`` gives the range, and by it the value, of each ``?``."""
    table, cells = sheet.table, sheet.cells
    labels = _labels(table, cells)
    gaps: list[pl.DataFrame] = []
    findings: list[Finding] = []
    typed: dict[str, pl.Series] = {}
    for name, said in columns(table).items():
        column = _read(name, said, cells)
        findings += [*_unreadable(column, sheet), *_extreme(column, sheet)]
        values, ranges = _resolved(column, labels, known, table)
        findings += _unknowns(column, sheet, values, ranges, labels)
        if name not in TAIL and name != "name_zh":
            empty = column.text.is_null() & ~column.unknown & said.assumed
            gaps += [cell_gaps(table, name, labels, empty)] if empty.any() else []
            gaps += [cell_gaps(table, name, labels, column.unknown, ranges)] if column.unknown.any() else []
        typed[name] = _filled(said, values)
    rows = pl.DataFrame({**typed, "row": cells["row"]}, schema=dict(types(table)))
    rows = _plain(table, rows)
    flagged = {(f.place.row, f.place.column) for f in findings if f.level == "error"}
    findings += [f for f in _limits(sheet, rows, labels) if (f.place.row, f.place.column) not in flagged]
    return Frame(rows, without_moot(table, joined(gaps), rows, labels), tuple(findings))


def _plain(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One way to say each thing: a site ``outside`` has no jurisdiction, a speed of 0 is none."""
    if table == "sites":
        return rows.with_columns(pl.col("jurisdiction").replace(OUTSIDE, ""))
    if table == "modes":
        return rows.with_columns(pl.when(pl.col("speed") != 0).then(pl.col("speed")).alias("speed"))
    return rows


def known_ranges(ranges: pl.DataFrame) -> Known:
    """The rows of ``ranges`` as a mapping (incomplete rows are left out; they are findings)."""
    whole = ranges.drop_nulls(["table", "key", "column", "low", "high"])
    return {(r["table"], r["key"], r["column"]): (r["low"], r["high"]) for r in whole.iter_rows(named=True)}


def split(text: pl.Series) -> pl.Series:
    """Lists from text joined by ``;`` (a full-width ``；`` will do), without blank parts.

    >>> split(pl.Series(["a; b;", None])).to_list()
    [['a', 'b'], None]
    """
    parts = text.cast(pl.String).str.replace_all("；", ";").str.split(";")
    bare = pl.element().str.strip_chars()
    return parts.list.eval(bare.filter(bare != ""))


def shares_of(text: str) -> list[dict[str, str | float]] | None:
    """The shares that ``a:0.4;outside:0.6`` states, or None where it is written otherwise.

    >>> shares_of("a:0.4;outside:0.6")
    [{'id': 'a', 'share': 0.4}, {'id': 'outside', 'share': 0.6}]
    >>> shares_of("a") is None
    True
    """
    held: list[dict[str, str | float]] = []
    for part in text.replace("；", ";").replace("：", ":").split(";"):
        if not part.strip():
            continue
        who, colon, share = part.partition(":")
        try:
            number = float(share)
        except ValueError:
            return None
        if not colon or not who.strip() or not 0 <= number <= 1:
            return None
        held.append({"id": who.strip(), "share": number})
    return held


def _read(name: str, said: Meaning, cells: pl.DataFrame) -> _Column:
    text = cells[name] if name in cells.columns else pl.Series(name, [None] * cells.height, dtype=pl.String)
    free = name in TAIL or name == "name_zh"
    unknown = pl.Series([False] * len(text), dtype=pl.Boolean) if free else (text == UNKNOWN).fill_null(value=False)
    text = text.to_frame("t").select(pl.when(~unknown).then(pl.col("t")))["t"]
    values = _understood(said, text)
    bad = text.is_not_null() & values.is_null()
    return _Column(name, said, unknown, text, values, bad)


def _understood(said: Meaning, text: pl.Series) -> pl.Series:
    """The values that text stands for; null where it stands for none."""
    match said.kind:
        case "number" | "whole":
            return _number(text, whole=said.kind == "whole")
        case "yes_no":
            return text.replace_strict({"yes": True, "no": False}, default=None, return_dtype=pl.Boolean)
        case "sides":
            return split(text.str.replace_all("＋", "+"))
        case "names":
            return split(text)
        case "shares":
            written = {value: shares_of(value) for value in text.drop_nulls().unique().to_list()}
            pair = pl.List(pl.Struct({"id": pl.String, "share": pl.Float64}))
            return pl.Series([written.get(value) for value in text], dtype=pair)
        case _:
            return text


def _number(text: pl.Series, *, whole: bool) -> pl.Series:
    number = pl.col("text").cast(pl.Float64, strict=False)
    good = number % 1 == 0 if whole else number.is_finite()
    held = pl.when(number.abs() < SMALLEST).then(0.0).otherwise(number)
    values = text.to_frame("text").select(pl.when(good).then(held).alias("text"))["text"]
    return values.cast(pl.Int64, strict=False) if whole else values


def _unreadable(column: _Column, sheet: Sheet) -> list[Finding]:
    said = column.said
    code = {"whole": "whole", "yes_no": "choice"}.get(said.kind, "shares")
    found = []
    for i in column.bad.arg_true():
        text, place = column.text[i], _place(sheet, i, column.name)
        why = unclear(text) if said.numeric else "number"
        which = why if said.kind == "number" or why != "number" else code
        found.append(Finding("error", which, place, {"value": text, "allowed": list(said.choices)}))
    return found


def _extreme(column: _Column, sheet: Sheet) -> list[Finding]:
    """Findings for numbers that are too large, or too near to 0, to be meant."""
    if not column.said.numeric:
        return []
    size = column.text.cast(pl.Float64, strict=False).abs().fill_nan(None)
    enormous = (size > LARGEST) & column.values.is_not_null()
    minute = (size > 0) & (size < SMALLEST)
    held = [(i, _place(sheet, i, column.name), {"value": column.text[i]}) for i in (enormous | minute).arg_true()]
    return [
        Finding("error", "enormous", place, said) if enormous[i] else Finding("warning", "minute", place, said)
        for i, place, said in held
    ]


def _resolved(
    column: _Column, labels: pl.Series, known: Known, table: str
) -> tuple[pl.Series, dict[int, tuple[float, float]]]:
    """Values with each ``?`` replaced where that can be done, and the range of each such number, if one is known."""
    said = column.said
    ranges: dict[int, tuple[float, float]] = {}
    values = column.values.to_list() if column.unknown.any() else []
    for i in column.unknown.arg_true().to_list():
        span = known.get((table, labels[i], column.name)) if said.numeric else None
        held = span or said.unknown
        if held:
            ranges[i] = held
        middle = sum(held) / 2 if held else None
        value = middle if span or said.default is None else said.default
        values[i] = round(value) if said.kind == "whole" and isinstance(value, float) else value
    return (pl.Series(values, dtype=column.values.dtype) if values else column.values), ranges


def _unknowns(
    column: _Column, sheet: Sheet, values: pl.Series, ranges: Mapping[int, tuple[float, float]], labels: pl.Series
) -> list[Finding]:
    """Findings for each ``?`` that has no value, and for each number whose range nobody knows."""
    found = []
    where = {"table": sheet.table, "column": column.name}
    for i in column.unknown.arg_true().to_list():
        place = _place(sheet, i, column.name)
        if values[i] is None and (column.said.numeric or column.said.required):
            found.append(Finding("error", "no_range", place, {"value": labels[i], **where}))
        elif column.said.numeric and i not in ranges:
            held = {"value": labels[i], "default": f"{values[i]:g}", **where}
            found.append(Finding("warning", "unknown_default", place, held))
    return found


def _filled(said: Meaning, values: pl.Series) -> pl.Series:
    """Values with the default in each empty cell."""
    if said.default is not None:
        return values.fill_null(said.default)
    if said.required or said.numeric:
        return values
    if said.kind in ("names", "shares"):
        nothing = pl.Series([[]], dtype=values.dtype)
        listed = pl.when(pl.col("v").is_not_null()).then(pl.col("v")).otherwise(pl.lit(nothing).first())
        return values.to_frame("v").select(listed)["v"]
    return values.fill_null("")


def _limits(sheet: Sheet, rows: pl.DataFrame, labels: pl.Series) -> list[Finding]:
    """What dataframely finds against the declaration: empty, too low, too high, no id, no such choice, twice."""
    _, failure = TABLES[sheet.table].filter(rows)
    if len(failure) == 0:
        return []
    details = failure.details()
    line = {row: i for i, row in enumerate(sheet.cells["row"].to_list())}
    findings: list[Finding] = []
    for rule in failure.counts():
        wrong = [line[row] for row in details.filter(pl.col(rule) == "invalid")["row"].to_list()]
        name, _, law = rule.partition("|")
        findings += _repeated(sheet, wrong, labels) if rule == "primary_key" else _broken(sheet, wrong, name, law)
    return findings


_CODES = {
    "nullability": "empty",
    "min_length": "empty",
    "min": "low",
    "min_exclusive": "low_open",
    "max": "high",
    "regex": "id",
    "check__choice": "choice",
}


def _broken(sheet: Sheet, rows: Sequence[int], name: str, law: str) -> list[Finding]:
    """Findings for cells that break one of a column's limits; a column that is not there has its finding already."""
    if name not in sheet.cells.columns:
        return []
    said = columns(sheet.table)[name]
    bounds = {"low": said.low, "high": said.high, "allowed": [c for c in said.choices if c]}
    return [
        Finding("error", _CODES.get(law, "number"), _place(sheet, i, name), {"value": sheet.cells[name][i], **bounds})
        for i in rows
        if sheet.cells[name][i] != UNKNOWN or law == "nullability"  # of a ? the table ranges is to blame
    ]


def _repeated(sheet: Sheet, rows: Sequence[int], labels: pl.Series) -> list[Finding]:
    """A finding for each row, but the first, that has the key of another."""
    first: dict[str, int] = {}
    for i in rows:
        first.setdefault(labels[i], i)
    return [
        Finding(
            "error",
            "key_twice",
            _place(sheet, i, key(sheet.table)[-1]),
            {"value": labels[i], "first": sheet.cells["row"][first[labels[i]]]},
        )
        for i in rows
        if labels[i] and first[labels[i]] != i
    ]


def _labels(table: str, cells: pl.DataFrame) -> pl.Series:
    """The key of each row, its parts joined by ``;`` ("" where a part is missing)."""
    parts = [pl.col(k) if k in cells.columns else pl.lit(None, dtype=pl.String) for k in key(table)]
    return cells.with_columns(pl.concat_str(parts, separator=";").fill_null("").alias("key"))["key"]


def _place(sheet: Sheet, i: int, name: str) -> Place:
    return Place(sheet.file, sheet.cells["row"][i], name)
