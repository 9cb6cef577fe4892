"""The book: both sides' facts in one place, read once, never changed.

Another state of the same area is another book: with measures done, without fences, or with some players only.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import polars as pl

from unfence.book.effects import Tables, changed
from unfence.book.players import labels, surviving, without
from unfence.book.settings import Settings
from unfence.book.sheets import nearest
from unfence.errors import UnfenceError


@dataclass(frozen=True, eq=False)
class Book:
    """The tables of an area, each a frame typed as ``schema`` declares it, with every table and column present.

    ``gaps`` lists the cells that took a default: ``table``, ``key`` (parts joined by ``;``), ``column``, ``kind``
    (``empty`` or ``unknown``) and, for an unknown number, ``low`` and ``high`` where a range is known, else null.
    ``areas`` is the parsed ``areas.geojson``. ``done`` are the measures whose effects are in ``tables`` already;
    ``stated`` are the tables before any effect, from which every further effect is counted, so that the order in
    which measures are named does not matter. It is these that ``write_book`` writes.
    """

    settings: Settings
    tables: Tables
    gaps: pl.DataFrame
    areas: Mapping[str, object] | None
    stated: Tables
    done: frozenset[str] = frozenset()

    def __getitem__(self, table: str) -> pl.DataFrame:
        """The frame of a table."""
        return self.tables[table]

    def with_measures(self, *ids: str) -> "Book":
        """The book in which these measures are done; raises ``UnfenceError`` for an id that it does not have."""
        self._known("measures", ids)
        done = self.done | set(ids)
        return replace(self, tables=changed(self.stated, done), done=done)

    def without_fences(self, *ids: str) -> "Book":
        """The book without these fences (and effects on them); raises ``UnfenceError`` for an unknown id."""
        self._known("fences", ids)
        tables, stated = (_without_fences(t, ids) for t in (self.tables, self.stated))
        return replace(self, tables=tables, stated=stated, gaps=surviving(self.gaps, stated))

    def within(self, players: Collection[str]) -> "Book":
        """The book with these players only: the others' sites and all that hangs on them are gone.

        Places outside and jurisdictions that are no players stay. Raises ``UnfenceError`` for an unknown player.
        """
        self._known("jurisdictions", tuple(players))
        everybody = self.tables["jurisdictions"].filter(pl.col("player"))["id"]
        gone = frozenset(everybody) - frozenset(players)
        tables, stated = (without(t, gone) for t in (self.tables, self.stated))
        return replace(self, tables=tables, stated=stated, gaps=surviving(self.gaps, stated))

    def with_number(self, table: str, key: str, column: str, value: float) -> "Book":
        """The book in which one number is another; ``key`` is the row's id, or its key's parts joined by ``;``.

        Raises ``UnfenceError`` for a row that the book does not have.
        """
        keys = labels(self.stated[table], table)
        if key not in keys:
            raise UnfenceError("unknown_id", table=table, value=key, nearest=nearest(key, keys))
        number = pl.when(keys == key).then(pl.lit(float(value))).otherwise(pl.col(column)).alias(column)
        stated = {**self.stated, table: self.stated[table].with_columns(number)}
        return replace(self, tables=changed(stated, self.done), stated=stated)

    def _known(self, table: str, ids: Collection[str]) -> None:
        known = self.stated[table]["id"].to_list()
        for name in ids:
            if name not in known:
                raise UnfenceError("unknown_id", table=table, value=name, nearest=nearest(name, known))


def in_force(book: Book) -> Book:
    """The book as things are today: the effects of all its ``done`` measures are in force."""
    done = book.stated["measures"].filter(pl.col("status") == "done")["id"]
    return book.with_measures(*done)


def _without_fences(tables: Tables, ids: Collection[str]) -> Tables:
    gone = pl.col("id").is_in(list(ids))
    return {
        **tables,
        "fences": tables["fences"].filter(~gone),
        "effects": tables["effects"].filter(~((pl.col("on") == "fence") & gone)),
    }
