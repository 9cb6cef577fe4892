"""Players: a book as it would be if only some of those who share were there.

A jurisdiction that is dropped takes along its sites, what stands or leads there, and whatever names those; what it
would have been paid or held goes to ``outside``. Places outside and jurisdictions that are no players stay.
"""

from collections.abc import Collection, Mapping

import polars as pl

from unfence.book.columns import OUTSIDE
from unfence.book.effects import TARGETS, Tables
from unfence.book.schema import TABLES, key
from unfence.book.sides import provinces_of, side


def without(tables: Tables, dropped: Collection[str]) -> Tables:
    """The tables without the jurisdictions ``dropped`` and all that hangs on them."""
    gone = list(dropped)
    kept = dict(tables)
    kept["jurisdictions"] = tables["jurisdictions"].filter(~pl.col("id").is_in(gone))
    kept["output"] = tables["output"].filter(~pl.col("jurisdiction").is_in(gone))
    kept["sites"] = tables["sites"].filter(~pl.col("jurisdiction").is_in(gone))
    _drop_places(kept, tables)
    _drop_fences(kept)
    _drop_measures(kept, frozenset(gone))
    _drop_mentions(kept)
    for table in ("fences", "markets", "tariffs"):
        payee = pl.when(pl.col("payee").is_in(gone)).then(pl.lit(OUTSIDE)).otherwise(pl.col("payee"))
        kept[table] = kept[table].with_columns(payee.alias("payee"))
    kept["plants"] = kept["plants"].with_columns(_to_outside(kept["plants"]["owners"], frozenset(gone)))
    return kept


def labels(frame: pl.DataFrame, table: str) -> pl.Series:
    """The key of each row of a table's frame, its parts joined by ``;``.

    >>> labels(pl.DataFrame({"process": ["p"], "commodity": ["c"]}), "recipes").to_list()
    ['p;c']
    """
    parts = [pl.col(k).cast(pl.String) for k in key(table)]
    return frame.select(pl.concat_str(parts, separator=";").alias("key"))["key"]


def surviving(gaps: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The gaps of rows that are still there."""
    present = pl.concat(
        [
            pl.DataFrame({"table": [table] * tables[table].height, "key": labels(tables[table], table)})
            for table in TABLES
        ],
        how="vertical_relaxed",
    )
    return gaps.join(present, on=["table", "key"], how="semi", maintain_order="left")


def _drop_places(kept: dict[str, pl.DataFrame], tables: Tables) -> None:
    """Drop what stands at, or leads to, a site that is gone."""
    at = kept["sites"]["id"].to_list()
    ends = {
        "plants": ("site",),
        "markets": ("site",),
        "terminals": ("site",),
        "links": ("a", "b"),
        "trips": ("from", "to"),
    }
    for table, columns in ends.items():
        kept[table] = tables[table].filter(*(pl.col(c).is_in(at) for c in columns))
    kept["zones"] = tables["zones"].filter(pl.col("site").is_in([*at, ""]))
    traders = [*kept["plants"]["id"], *kept["markets"]["id"]]
    kept["tariffs"] = tables["tariffs"].filter(pl.col("market").is_in(kept["markets"]["id"].to_list()))
    kept["trades"] = tables["trades"].filter(*(pl.col(c).is_in(traders) for c in ("seller", "buyer")))
    kept["claims"] = tables["claims"].filter(*(pl.col(c).is_in([*traders, ""]) for c in ("was", "now")))


def _drop_fences(kept: dict[str, pl.DataFrame]) -> None:
    """Drop fences that have nobody left on one side; leave the lost parts out of the sides of the others."""
    provinces = provinces_of(kept["jurisdictions"])
    known = {*provinces, *provinces.values()}
    between = [["+".join(p for p in s.split("+") if p.strip() in known) for s in b] for b in kept["fences"]["between"]]
    there = pl.Series([all(side(s, provinces) for s in b) for b in between], dtype=pl.Boolean)
    written = pl.Series("between", between, dtype=pl.List(pl.String))
    kept["fences"] = kept["fences"].with_columns(written).filter(there)


def _drop_measures(kept: dict[str, pl.DataFrame], gone: frozenset[str]) -> None:
    """Drop effects on what is gone, and measures that changed only that, need consent or money of who is gone."""
    effects = kept["effects"]
    had = set(effects["measure"])
    for on, (table, _) in TARGETS.items():
        there = pl.col("id").is_in(kept[table]["id"].to_list())
        effects = effects.filter((pl.col("on") != on) | there)
    idle = had - set(effects["measure"])
    measures = kept["measures"]
    lost = {
        row["id"]
        for row in measures.iter_rows(named=True)
        if row["id"] in idle or gone & {*row["parties"], *(p["id"] for p in row["payers"])}
    }
    while more := {r["id"] for r in measures.iter_rows(named=True) if lost & set(r["needs"])} - lost:
        lost |= more
    excludes = pl.col("excludes").list.set_difference(pl.lit(pl.Series([sorted(lost)], dtype=pl.List(pl.String))))
    kept["measures"] = measures.filter(~pl.col("id").is_in(list(lost))).with_columns(excludes)
    kept["effects"] = effects.filter(~pl.col("measure").is_in(list(lost)))


def _drop_mentions(kept: dict[str, pl.DataFrame]) -> None:
    """Drop ranges of cells that are gone."""
    there = [(table, label) for table in TABLES for label in labels(kept[table], table)]
    present = pl.DataFrame(there, schema={"table": pl.String, "key": pl.String}, orient="row")
    kept["ranges"] = kept["ranges"].join(present, on=["table", "key"], how="semi", maintain_order="left")


def _to_outside(owners: pl.Series, gone: frozenset[str]) -> pl.Series:
    """The owners' shares, those of who is gone given to ``outside``."""
    moved: list[list[Mapping[str, str | float]]] = []
    for held in owners:
        shares: dict[str, float] = {}
        for owner in held:
            who = OUTSIDE if owner["id"] in gone else owner["id"]
            shares[who] = shares.get(who, 0.0) + owner["share"]
        moved.append([{"id": who, "share": share} for who, share in shares.items()])
    return pl.Series("owners", moved, dtype=owners.dtype)
