"""Sight: what one member may see of the book. The only place that decides it.

An office sees all of its own rows; the secretariat, which keeps the book for both, sees every row; the words that both
sides share are everybody's. Of another side's rows a member sees what its grants say, and ``groups.USUAL`` where there
is none. A withheld cell is *absent*, not empty: ``Seen.withheld`` names it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unfence.book.schema import key
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.sharing.groups import IDENTITY, NOTES, USUAL, group_of, groups_in
from unfence.workspace.sharing.models import EVERY, LEVELS, NOTHING, SUMS, VALUES, Grant

FEWEST = 3
"""Of fewer rows than this a sum would say what one of them is."""


@dataclass(frozen=True)
class Seen:
    """One row as a member sees it; ``withheld`` are the columns that they do not see."""

    table: str
    key: str
    values: Mapping[str, str]
    owner: str
    version: int
    withheld: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether nothing is withheld."""
        return not self.withheld


@dataclass(frozen=True)
class Sight:
    """What a member of ``office`` may see; ``grants`` by (owner, table, group) hold today.

    A grant about one table and one group goes before one about a group of every table, that before one about every
    group of a table, that before one about everything.
    """

    office: str
    neutral: bool
    grants: Mapping[tuple[str, str, str], str]

    def level(self, owner: str, table: str, group: str) -> str:
        """How much of a group of columns: one of ``LEVELS``."""
        if self.neutral or owner in (self.office, SECRETARIAT):
            return VALUES
        near = ((table, group), (EVERY, group), (table, EVERY), (EVERY, EVERY))
        return next((self.grants[owner, *pair] for pair in near if (owner, *pair) in self.grants), USUAL[group])

    def sees(self, owner: str, table: str, column: str) -> bool:
        """Whether the values of a column are seen."""
        return self.level(owner, table, group_of(table, column)) == VALUES

    def sums(self, owner: str, table: str, column: str) -> bool:
        """Whether a column may go into a sum."""
        return LEVELS.index(self.level(owner, table, group_of(table, column))) >= LEVELS.index(SUMS)

    def hides(self, owner: str, table: str) -> bool:
        """Whether not even the row is seen."""
        return self.level(owner, table, IDENTITY) == NOTHING

    def withholds(self, owner: str, table: str, *, notes: bool = True) -> bool:
        """Whether anything in such a row is withheld; without ``notes``: any of its figures or its place."""
        groups = [group for group in groups_in(table) if notes or group != NOTES]
        return any(self.level(owner, table, group) != VALUES for group in groups)

    def masked(self, table: str, values: Mapping[str, str] | None, owner: str) -> Mapping[str, str] | None:
        """The cells of a row that are seen; None where the row is not, or tells of a withheld cell."""
        if values is None or self.hides(owner, table) or (table == "ranges" and self._given_away(values, owner)):
            return None
        if not self.withholds(owner, table):
            return values
        named = key(table)  # that there is such a row says what it is called
        return {c: v for c, v in values.items() if c in named or self.sees(owner, table, c)}

    def rows(self, rows: Iterable[Row]) -> tuple[Seen, ...]:
        """Rows as they are seen."""
        found = []
        for row in rows:
            values = self.masked(row.table, row.values, row.owner.key)
            if values is None:
                continue
            withheld = frozenset(row.values) - frozenset(values)
            found.append(Seen(row.table, row.key, values, row.owner.key, row.version, withheld))
        return tuple(found)

    def _given_away(self, ranges: Mapping[str, str], owner: str) -> bool:
        """Whether a range would say about what a withheld cell holds."""
        table, column = ranges.get("table", ""), ranges.get("column", "")
        return self.withholds(owner, table) and not self.sees(owner, table, column)


def sight_of(member: Member) -> Sight:
    """What a member may see today."""
    return sight_of_office(member.office)


def sight_of_office(office: Office) -> Sight:
    """What the members of an office may see today."""
    held = Grant.objects.in_force().filter(viewer=office).order_by("decided_at", "pk").select_related("owner")
    return Sight(office.key, office.neutral, {(g.owner.key, g.table, g.group): g.level for g in held})
