"""Places: the sites and links of the book by the names that people know them by."""

from collections.abc import Mapping

from unfence.words import Lang
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import Member
from unfence.workspace.shell.templatetags.words import name_in


def places(member: Member, lang: Lang) -> list[tuple[str, str]]:
    """The sites, then the links of the book that a member sees: ``links/road`` with what people call it."""
    rows = Row.objects.filter(table__in=("sites", "links", "modes")).seen_by(member)
    names = {f"{row.table}/{row.key}": name_in(row.values, lang) or row.key for row in rows if row.table != "links"}
    sites = [(place, name) for place, name in names.items() if place.startswith("sites/")]
    links = [(f"links/{row.key}", link_named(row.key, row.values, names)) for row in rows if row.table == "links"]
    return [*sorted(sites, key=lambda place: place[1]), *sorted(links, key=lambda place: place[1])]


def link_named(key: str, values: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What people call a link: what it joins, and what runs on it; its id where that is withheld.

    >>> names = {"sites/east": "East", "modes/truck": "Truck"}
    >>> link_named("road", {"a": "east", "b": "west", "mode": "truck"}, names)
    'East – west · Truck'
    >>> link_named("road", {}, {})
    'road'
    """
    a, b, mode = (values.get(column, "") for column in ("a", "b", "mode"))
    if not (a and b and mode):
        return key
    one, other = (names.get(f"sites/{site}", site) for site in (a, b))
    return f"{one} – {other} · {names.get(f'modes/{mode}', mode)}"
