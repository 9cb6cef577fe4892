"""The book as one member sees it: what pages, exports and maps are made from.

A withheld figure is unknown to them, so it is ``?`` where the book's format has a range for it; a row that could not
stand without its withheld cells is left out, and so is whatever names a row that is left out.
"""

from unfence.book import Book
from unfence.book.schema import TABLES, columns
from unfence.workspace.books.content import book_of
from unfence.workspace.books.models import Row
from unfence.workspace.books.owners import Content, Values
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.sight import Seen


def book_seen_by(member: Member) -> Book:
    """The present book, as far as a member sees it.

    Raises ``UnfenceError`` while no book is loaded.
    """
    return book_of(standing(content_seen_by(member)))


def content_seen_by(member: Member) -> Content:
    """The rows that a member sees, withheld cells as ``?`` or empty; rows that need them are left out."""
    content: dict[tuple[str, str], Values] = {}
    for row in Row.objects.all().seen_by(member):
        values = whole(row)
        if values is not None:
            content[row.table, row.key] = values
    return content


def whole(row: Seen) -> Values | None:
    """A seen row with something in each withheld cell; None where it cannot stand so."""
    if row.whole:
        return row.values
    values = dict(row.values)
    for column in row.withheld:
        said = columns(row.table)[column]
        if said.required:
            return None
        values[column] = "?" if said.unknown else ""
    return values


def standing(content: Content) -> Content:
    """A content without the rows that name what is not there, again and again until none does.

    >>> road = {"id": "r", "a": "s", "b": "gone", "mode": "truck", "km": "1"}
    >>> standing({("sites", "s"): {"id": "s"}, ("modes", "truck"): {"id": "truck"}, ("links", "r"): road})
    {('sites', 's'): {'id': 's'}, ('modes', 'truck'): {'id': 'truck'}}
    """
    held = dict(content)
    while fallen := [pair for pair, values in held.items() if _names_what_is_gone(pair[0], values, held)]:
        for pair in fallen:
            del held[pair]
    return held


def _names_what_is_gone(table: str, values: Values, held: Content) -> bool:
    if table not in TABLES:
        return False
    if table == "effects":
        return (f"{values['on']}s", values["id"]) not in held or ("measures", values["measure"]) not in held
    if table == "ranges":
        return (values["table"], values["key"]) not in held
    for column, said in columns(table).items():
        named = values.get(column, "")
        named = "" if said.kind != "reference" or named in said.names else named
        if named and not any((t, named) in held for t in said.tables):
            return True
    return False
