"""Groups: the columns of a table by what they give away.

``identity``: what it is called, where it is, what it joins. ``amounts``: how much. ``money``: at what price or cost.
``notes``: what somebody wrote beside it, which may repeat a figure. They follow from the schema's units.
"""

from collections.abc import Mapping
from functools import cache

from unfence.book.schema import TABLES, columns
from unfence.workspace.sharing.models import EXISTS, VALUES

IDENTITY, AMOUNTS, MONEY, NOTES = "identity", "amounts", "money", "notes"
GROUPS = (IDENTITY, AMOUNTS, MONEY, NOTES)
WRITTEN = frozenset({"source", "note", "evidence", "about", "by"})
DRAWN = frozenset({"lon", "lat", "year"})
"""Numbers that say where or when something is, not how much."""

USUAL: Mapping[str, str] = {IDENTITY: VALUES, AMOUNTS: EXISTS, MONEY: EXISTS, NOTES: EXISTS}
"""What another side sees where nothing was granted: what is there, none of its figures."""


@cache
def group_of(table: str, column: str) -> str:
    """The group of a column.

    >>> [group_of("plants", c) for c in ("site", "capacity", "cost", "note")]
    ['identity', 'amounts', 'money', 'notes']
    """
    said = columns(table)[column]
    if column in WRITTEN:
        return NOTES
    if table in ("tariffs", "ranges") and column not in ("market", "part", "table", "key", "column", "confidence"):
        return MONEY
    if not said.numeric or column in DRAWN:
        return AMOUNTS if said.kind == "shares" else IDENTITY
    return MONEY if said.unit.startswith("money") or said.unit in ("by_kind", "by_change", "by_unit") else AMOUNTS


@cache
def groups_in(table: str) -> tuple[str, ...]:
    """The groups that a table has columns of; a table of the workspace's own has the first only."""
    if table not in TABLES:
        return (IDENTITY,)
    held = {group_of(table, column) for column in columns(table)}
    return tuple(group for group in GROUPS if group in held)
