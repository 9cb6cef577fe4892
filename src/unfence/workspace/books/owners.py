"""Owners: whose row it is, read from the row itself.

What stands at a site belongs to the site's side; a link, a trip, a trade to the side of its first end; a fence to the
first of its two sides; a measure to its first party, its effects with it; tariffs to their market's side; ranges to the
owner of the row that they name. Only a jurisdiction that is a player has an office: everything else, and the words that
both sides share (commodities, processes, recipes, modes, jurisdictions), belongs to the secretariat.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from unfence.book.schema import key as key_columns
from unfence.book.sides import side
from unfence.workspace.people.models import SECRETARIAT

Values = Mapping[str, str]
Content = Mapping[tuple[str, str], Values]
"""Rows by (table, key)."""

SHARED = frozenset({"jurisdictions", "commodities", "processes", "recipes", "modes", "book", "areas"})
ENDS: Mapping[str, tuple[str, ...]] = {
    "sites": ("jurisdiction",),
    "plants": ("site",),
    "markets": ("site",),
    "terminals": ("site",),
    "zones": ("site",),
    "links": ("a", "b"),
    "trips": ("from", "to"),
    "trades": ("seller", "buyer"),
    "claims": ("was", "now"),
    "tariffs": ("market",),
    "effects": ("measure",),
    "output": ("jurisdiction",),
}
"""The columns that lead from a row to its side, the first that reaches a player wins."""
LEADS: Mapping[str, tuple[str, ...]] = {
    "jurisdiction": ("jurisdictions",),
    "site": ("sites",),
    "a": ("sites",),
    "b": ("sites",),
    "from": ("sites",),
    "to": ("sites",),
    "market": ("markets",),
    "measure": ("measures",),
    **dict.fromkeys(("seller", "buyer", "was", "now"), ("plants", "markets")),
}


def key_of(table: str, values: Values) -> str:
    """The key of a row, its parts joined by ``;``.

    >>> key_of("recipes", {"process": "firing", "commodity": "coal"})
    'firing;coal'
    """
    return ";".join(values.get(name, "").strip() for name in key_columns(table))


@dataclass(frozen=True)
class Owners:
    """Finds owners in one content of the book; ``players`` are the jurisdictions that have an office."""

    content: Content
    players: frozenset[str]
    provinces: Mapping[str, str] = field(default_factory=dict)

    def of(self, table: str, values: Values) -> str:
        """The office's key of a row's owner."""
        return next((j for j in self._near(table, values, 0) if j in self.players), SECRETARIAT)

    def _near(self, table: str, values: Values, depth: int) -> Iterator[str]:
        """The jurisdictions that a row leads to, nearest first."""
        if depth > 4:  # noqa: PLR2004  a range of a range of ...: rows may name each other in a circle
            return
        if table == "jurisdictions" and depth:
            yield values.get("id", "")
        elif table == "fences":
            for written in values.get("between", "").split(";"):
                yield from sorted(side(written, self.provinces))
        elif table == "measures":
            yield from (part.strip() for part in values.get("parties", "").split(";"))
        elif table == "ranges":
            yield from self._at(values.get("table", ""), values.get("key", ""), depth)
        else:
            for column in ENDS.get(table, ()):
                for there in LEADS[column]:
                    yield from self._at(there, values.get(column, ""), depth)

    def _at(self, table: str, key: str, depth: int) -> Iterator[str]:
        named = self.content.get((table, key))
        if named is not None and (table == "jurisdictions" or table not in SHARED):
            yield from self._near(table, named, depth + 1)


def owners_of(content: Content, offices: Iterable[str]) -> Owners:
    """The owners in a content, given the keys of the offices that there are."""
    towns = {key: values for (table, key), values in content.items() if table == "jurisdictions"}
    provinces = {key: values.get("province", "") for key, values in towns.items()}
    return Owners(content, frozenset(offices) & frozenset(towns), provinces)


def players_of(content: Content) -> tuple[str, ...]:
    """The jurisdictions that share, in the order of the book: each gets an office."""
    towns = ((key, values) for (table, key), values in content.items() if table == "jurisdictions")
    return tuple(key for key, values in towns if values.get("player", "").strip().lower() != "no")
