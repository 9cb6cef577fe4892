"""Modes: which of them carry people, and which carry anything else."""

import polars as pl

from unfence.book.columns import PEOPLE


def people_modes(modes: pl.DataFrame) -> frozenset[str]:
    """The ids of the modes that carry people.

    >>> table = pl.DataFrame({"id": ["bus", "lorry"], "carries": [["people"], ["good", "waste"]]})
    >>> sorted(people_modes(table))
    ['bus']
    """
    able = modes.drop_nulls(["id", "carries"]).filter(pl.col("carries").list.contains(PEOPLE))
    return frozenset(able["id"])


def goods_modes(modes: pl.DataFrame) -> frozenset[str]:
    """The ids of the modes that carry anything but people.

    >>> goods_modes(pl.DataFrame({"id": ["bus", "lorry"], "carries": [["people"], ["good", "people"]]}))
    frozenset({'lorry'})
    """
    other = pl.col("carries").list.eval(pl.element() != PEOPLE).list.any()
    return frozenset(modes.drop_nulls(["id", "carries"]).filter(other)["id"])
