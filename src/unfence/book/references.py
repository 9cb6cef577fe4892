"""References: every id that a row names has to be in the table that it names."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from unfence.book.columns import OUTSIDE, PEOPLE, Meaning
from unfence.book.effects import TARGETS
from unfence.book.players import labels
from unfence.book.schema import KINDS, TABLES, columns
from unfence.book.sheets import nearest
from unfence.errors import Finding, Place

PATIENCE = 100_000
"""With how many ids, in all, unknown ones are compared to find the like ones: about a second."""


@dataclass(frozen=True)
class Draft:
    """The tables of a book that may still be wrong, and the file or sheet that each came from."""

    tables: Mapping[str, pl.DataFrame]
    files: Mapping[str, str]
    unread: frozenset[str] = frozenset()
    """Tables that could not be read at all: which ids they hold nobody knows."""

    def place(self, table: str, row: int, column: str) -> Place:
        """Where a cell is."""
        return Place(self.files.get(table, table), row, column)


@dataclass
class _Likeness:
    """Findings for ids that name nothing, each with the known ids most like it as long as patience lasts."""

    patience: int = PATIENCE
    seen: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def finding(self, value: str, tables: Sequence[str], known: Sequence[str], place: Place) -> Finding:
        """The finding for an id that is none of ``known``."""
        like = self._like(value, ";".join(tables), known)
        code = "unknown_id" if like else "unknown_id_far" if known else "unknown_id_none"
        return Finding("error", code, place, {"value": value, "tables": list(tables), "known": like or list(known[:6])})

    def _like(self, value: str, among: str, known: Sequence[str]) -> list[str]:
        if (value, among) not in self.seen and self.patience > 0:
            self.patience -= len(known)
            self.seen[value, among] = difflib.get_close_matches(value, known, n=3, cutoff=0.5)
        return self.seen.get((value, among), [])


def reference_findings(draft: Draft) -> Iterator[Finding]:
    """Findings for ids that name nothing, ids that are reserved, and effects and ranges without a target."""
    like = _Likeness()
    for table in TABLES:
        for name, said in columns(table).items():
            if said.tables and not draft.unread & set(said.tables):
                yield from _unknown(draft, table, name, said, like)
    yield from _reserved(draft)
    yield from _effects(draft, like)
    yield from _ranges(draft, like)


def _unknown(draft: Draft, table: str, name: str, said: Meaning, like: _Likeness) -> Iterator[Finding]:
    named = draft.tables[table].select("row", name).rename({name: "id"})
    if said.kind in ("names", "shares"):
        named = named.filter(pl.col("id").list.len() > 0).explode("id")
    if said.kind == "shares":
        named = named.with_columns(pl.col("id").struct.field("id"))
    known = pl.concat([draft.tables[t]["id"] for t in said.tables]).drop_nulls()
    allowed = pl.concat([known, pl.Series(["", *said.names], dtype=pl.String)]).unique().alias("id").to_frame()
    wrong = named.drop_nulls("id").join(allowed, on="id", how="anti", maintain_order="left")
    among = [*known.to_list(), *said.names]
    for row, value in wrong.iter_rows():
        yield like.finding(value, said.tables, among, draft.place(table, row, name))


def _reserved(draft: Draft) -> Iterator[Finding]:
    """Ids that already mean something else: ``outside``, and for a commodity the kinds and ``people``."""
    for table in TABLES:
        words = {OUTSIDE, *KINDS, PEOPLE} if table == "commodities" else {OUTSIDE}
        if columns(table).get("id") and columns(table)["id"].kind == "id":
            taken = draft.tables[table].filter(pl.col("id").is_in(list(words)))
            for row, value in taken.select("row", "id").iter_rows():
                yield Finding("error", "reserved", draft.place(table, row, "id"), {"value": value})


def _effects(draft: Draft, like: _Likeness) -> Iterator[Finding]:
    for on, (table, _) in TARGETS.items():
        if table in draft.unread:
            continue
        effects = draft.tables["effects"].filter(pl.col("on") == on)
        known = draft.tables[table]["id"].drop_nulls().to_list()
        for row, value in effects.filter(~pl.col("id").is_in(known)).select("row", "id").iter_rows():
            yield like.finding(value, [table], known, draft.place("effects", row, "id"))


def _ranges(draft: Draft, like: _Likeness) -> Iterator[Finding]:
    """Ranges that name no table, no row of it, or no column of numbers."""
    keys: dict[str, frozenset[str]] = {}
    for r in draft.tables["ranges"].drop_nulls(["table", "key", "column"]).iter_rows(named=True):
        table, place = r["table"], draft.place("ranges", r["row"], "table")
        if table not in TABLES:
            yield Finding("error", "unknown_table", place, {"value": table, "nearest": nearest(table, TABLES)})
            continue
        if table in draft.unread:
            continue
        if table not in keys:
            keys[table] = frozenset(labels(draft.tables[table], table).drop_nulls())
        if r["key"] not in keys[table]:
            yield like.finding(r["key"], [table], sorted(keys[table]), draft.place("ranges", r["row"], "key"))
        numbers = [name for name, said in columns(table).items() if said.numeric]
        if r["column"] not in numbers:
            values = {"value": r["column"], "allowed": numbers}
            yield Finding("error", "choice", draft.place("ranges", r["row"], "column"), values)
