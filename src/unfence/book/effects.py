"""Effects: what measures change in the tables of a book.

With the effects of several measures on one thing, its number x (a fence's size, a link's, terminal's or plant's
capacity, a market's quantity) becomes

    x' = max(0, x * product of the scales + sum of the adds)

An unlimited x (null) stays unlimited; ``remove`` takes a fence away whatever else is done to it; ``open`` makes
what is planned existing.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

import polars as pl

Tables = Mapping[str, pl.DataFrame]

TARGETS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "fence": ("fences", "size"),
        "link": ("links", "capacity"),
        "terminal": ("terminals", "capacity"),
        "plant": ("plants", "capacity"),
        "market": ("markets", "quantity"),
    }
)
"""What an effect can be on: its table and the number that ``scale`` and ``add`` change."""

CHANGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "fence": ("remove", "scale", "add"),
        "link": ("open", "scale", "add"),
        "terminal": ("open", "scale", "add"),
        "plant": ("open", "scale", "add"),
        "market": ("scale", "add"),
    }
)
"""Which changes are possible on what."""


def changed(tables: Tables, measures: Collection[str]) -> Tables:
    """The tables with every effect of ``measures`` applied at once, and those measures ``done``.

    The effects' own rows stay. Frames that nothing changes are the same objects.
    """
    effects = tables["effects"].filter(pl.col("measure").is_in(list(measures)))
    after = dict(tables)
    for on, (table, number) in TARGETS.items():
        on_these = effects.filter(pl.col("on") == on)
        if on_these.height:
            after[table] = _changed(tables[table], number, on_these)
    done = pl.when(pl.col("id").is_in(list(measures))).then(pl.lit("done")).otherwise(pl.col("status"))
    after["measures"] = tables["measures"].with_columns(done.alias("status"))
    return after


def _changed(frame: pl.DataFrame, number: str, effects: pl.DataFrame) -> pl.DataFrame:
    amount, change = pl.col("amount"), pl.col("change")
    total = effects.group_by("id").agg(
        amount.filter(change == "scale").product().alias("_scale"),
        amount.filter(change == "add").sum().alias("_add"),
        (change == "open").any().alias("_open"),
        (change == "remove").any().alias("_remove"),
    )
    joined = frame.join(total, on="id", how="left", maintain_order="left")
    touched = pl.col("_scale").is_not_null()
    size = (pl.col(number) * pl.col("_scale") + pl.col("_add")).clip(lower_bound=0.0)
    joined = joined.with_columns(pl.when(touched).then(size).otherwise(pl.col(number)).alias(number))
    if "status" in frame.columns:
        opened = pl.when(pl.col("_open").fill_null(value=False)).then(pl.lit("existing")).otherwise(pl.col("status"))
        joined = joined.with_columns(opened.alias("status"))
    return joined.filter(~pl.col("_remove").fill_null(value=False)).select(frame.columns)
