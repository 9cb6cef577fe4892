"""Called: what people call the things of the book, as far as a member sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unfence.words import Lang, say
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import Member

Names = Mapping[tuple[str, str], Mapping[str, str]]
"""What a member sees of rows, by table and key, in the book's order."""
OUTSIDE = "outside"


@dataclass(frozen=True)
class Called:
    """A thing of the book and what it is called; ``{% named %}`` puts it out."""

    key: str
    name: str
    name_zh: str = ""


def names_seen_by(member: Member, *tables: str) -> Names:
    """The rows of some tables by table and key, as far as a member sees them, in the book's order."""
    rows = Row.objects.filter(table__in=tables).seen_by(member)
    return {(row.table, row.key): row.values for row in rows}


def called(names: Names, table: str, key: str) -> Called:
    """What a thing is called: its id where its name is withheld or it is gone from the book.

    >>> called({("sites", "dl"): {"name": "Dalong", "name_zh": "大龙"}}, "sites", "dl")
    Called(key='dl', name='Dalong', name_zh='大龙')
    >>> called({}, "sites", "xh")
    Called(key='xh', name='xh', name_zh='')
    """
    row = names.get((table, key), {})
    return Called(key, row.get("name") or key, row.get("name_zh", ""))


def listed(names: Names, table: str, keys: Iterable[str]) -> tuple[Called, ...]:
    """What some things are called."""
    return tuple(called(names, table, key) for key in keys)


def party(names: Names, key: str, lang: Lang) -> Called:
    """What a jurisdiction is called, or whatever lies outside."""
    return Called(OUTSIDE, say(OUTSIDE, lang)) if key == OUTSIDE else called(names, "jurisdictions", key)


def in_order(names: Names, parties: Iterable[str]) -> list[str]:
    """Parties in the book's order, outside last: a stored study does not keep the order of its keys.

    >>> in_order({("jurisdictions", "b"): {}, ("jurisdictions", "a"): {}}, ["a", "outside", "b"])
    ['b', 'a', 'outside']
    """
    order = [key for table, key in names if table == "jurisdictions"]
    return sorted(parties, key=lambda p: (p == OUTSIDE, order.index(p) if p in order else len(order), p))


def protected(sums: Mapping[str, float | None]) -> dict[str, float | None]:
    """Sums of which the whole is known: where one alone is withheld, what is outside is withheld with it.

    >>> protected({"east": 1.0, "west": None, "outside": 2.0})
    {'east': 1.0, 'west': None, 'outside': None}
    >>> protected({"east": None, "west": None, "outside": 2.0})
    {'east': None, 'west': None, 'outside': 2.0}
    """
    alone = sum(value is None for value in sums.values()) == 1
    return {key: None if alone and key == OUTSIDE else value for key, value in sums.items()}
