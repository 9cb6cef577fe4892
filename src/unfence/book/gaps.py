"""Gaps: the cells of a book that took a default, because they were empty or because nobody knows (``?``)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

GAP_TYPES: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "table": pl.String,
        "key": pl.String,
        "column": pl.String,
        "kind": pl.String,
        "low": pl.Float64,
        "high": pl.Float64,
    }
)

_DEMAND = pl.col("side") == "demand"
MOOT: Mapping[tuple[str, str], pl.Expr] = MappingProxyType(
    {
        ("fences", "size"): pl.col("kind") == "ban",
        ("fences", "payee"): pl.col("kind") != "fee",
        ("markets", "fee"): _DEMAND,
        ("markets", "payee"): _DEMAND | (pl.col("fee") == 0),
        ("markets", "co2"): _DEMAND,
        ("measures", "life"): pl.col("capex") == 0,
    }
)
"""Where an empty cell assumes nothing, because nothing in its row asks for it."""


def cell_gaps(
    table: str,
    column: str,
    labels: pl.Series,
    where: pl.Series,
    ranges: Mapping[int, tuple[float, float]] | None = None,
) -> pl.DataFrame:
    """The gaps of one column, at the rows ``where``: unknown ones if their ``ranges`` (by row) are given, else empty.

    >>> labels = pl.Series(["a", "b"])
    >>> cell_gaps("links", "km", labels, pl.Series([False, True]), {1: (2.0, 4.0)}).row(0)
    ('links', 'b', 'km', 'unknown', 2.0, 4.0)
    """
    rows = where.arg_true().to_list()
    spans = [(ranges or {}).get(i, (None, None)) for i in rows]
    columns = {
        "table": [table] * len(rows),
        "key": labels.gather(rows),
        "column": [column] * len(rows),
        "kind": ["empty" if ranges is None else "unknown"] * len(rows),
        "low": [low for low, _ in spans],
        "high": [high for _, high in spans],
    }
    return pl.DataFrame(columns, schema=GAP_TYPES)


def joined(gaps: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Several frames of gaps as one."""
    return pl.concat([pl.DataFrame(schema=GAP_TYPES), *gaps])


def without_moot(table: str, gaps: pl.DataFrame, rows: pl.DataFrame, labels: pl.Series) -> pl.DataFrame:
    """The gaps of a table but for empty cells that nothing in their row asks for."""
    for (owner, column), idle in MOOT.items():
        if owner == table:
            keys = labels.filter(rows.select(idle.fill_null(value=False).alias("idle"))["idle"])
            moot = (pl.col("column") == column) & (pl.col("kind") == "empty") & pl.col("key").is_in(keys.to_list())
            gaps = gaps.filter(~moot)
    return gaps
