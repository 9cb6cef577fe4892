"""Content: all rows of the book at one revision, and the book that they make.

The content of a revision is what its changes and all earlier ones leave: the last change of a row counts.
"""

import csv
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from unfence.book import Book, book_from_rows, write_book
from unfence.book.schema import TABLES
from unfence.errors import BookError, Finding, UnfenceError
from unfence.workspace.books.models import AREAS_TABLE, SETTINGS_TABLE, WHOLE, Change, Revision, latest_revision
from unfence.workspace.books.owners import Content, Values, key_of


def content_at(revision: Revision | int) -> Content:
    """Every row at a revision, in the order in which they first came."""
    number = revision if isinstance(revision, int) else revision.number
    held: dict[tuple[str, str], Values] = {}
    changes = Change.objects.filter(revision__number__lte=number).order_by("revision__number", "pk")
    for table, key, after in changes.values_list("table", "key", "after"):
        if after is None:
            held.pop((table, key), None)
        else:
            held[table, key] = after
    return held


def current_content() -> Content:
    """Every row as it is now; empty while no book is loaded."""
    latest = latest_revision()
    return content_at(latest) if latest else {}


def digest_of(content: Content) -> str:
    """The SHA-256 of a content: the same rows have the same, whatever order they came in."""
    rows = sorted((table, key, sorted(values.items())) for (table, key), values in content.items())
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def current_book() -> Book:
    """The book as it is now; raises ``UnfenceError`` while none is loaded."""
    latest = latest_revision()
    if latest is None:
        raise UnfenceError("workspace.no_book")
    return book_at(latest)


def book_at(revision: Revision | int) -> Book:
    """The book of a revision; raises ``UnfenceError`` for a number that there is not."""
    found = Revision.objects.filter(number=revision).first() if isinstance(revision, int) else revision
    if found is None:
        raise UnfenceError("workspace.no_revision", number=revision)
    return _book(found.digest, found.number)


@lru_cache(maxsize=4)
def _book(digest: str, number: int) -> Book:
    """The book of a revision; the digest, since numbers may come again in another database."""
    del digest
    return book_of(content_at(number))


@dataclass(frozen=True)
class Draft:
    """A content as it might be: its book, or what is wrong with it, each finding with the row that it is about."""

    book: Book | None
    findings: tuple[Finding, ...]
    keys: Mapping[str, tuple[str, ...]]
    """By table: the keys of its rows, in the order in which findings count them from 1."""

    def at(self, table: str, key: str) -> tuple[Finding, ...]:
        """What is wrong with one row."""
        return tuple(f for f in self.findings if self.row_of(f) == (table, key))

    def row_of(self, finding: Finding) -> tuple[str, str]:
        """The table and the key of the row that a finding is about ("" where it is about a whole table)."""
        place = finding.place
        keys = self.keys.get(place.file, ())
        return place.file, keys[place.row - 1] if 0 < place.row <= len(keys) else ""


def draft_of(content: Content) -> Draft:
    """What a content would be as a book."""
    keys: dict[str, list[str]] = {}
    for table, key in content:
        keys.setdefault(table, []).append(key)
    named = {table: tuple(held) for table, held in keys.items()}
    try:
        return Draft(book_of(content), (), named)
    except BookError as error:
        return Draft(None, error.findings, named)


def book_of(content: Content) -> Book:
    """The book of a content; raises ``BookError`` with every finding."""
    tables: dict[str, list[Values]] = {}
    for (table, _), values in content.items():
        if table in TABLES:
            tables.setdefault(table, []).append(values)
    book = book_from_rows(content.get((SETTINGS_TABLE, WHOLE), {}), **tables)
    areas = content.get((AREAS_TABLE, WHOLE))
    return replace(book, areas=json.loads(areas["geojson"])) if areas else book


def content_of(book: Book) -> Content:
    """The content of a book, cells as they were stated; what ``book_of`` makes a book of again."""
    held: dict[tuple[str, str], Values] = {
        (SETTINGS_TABLE, WHOLE): {name: str(value) for name, value in asdict(book.settings).items()}
    }
    if book.areas is not None:
        held[AREAS_TABLE, WHOLE] = {"geojson": json.dumps(book.areas, ensure_ascii=False)}
    with tempfile.TemporaryDirectory() as place:
        write_book(book, Path(place) / "book")
        for table in TABLES:
            file = Path(place) / "book" / f"{table}.csv"
            if file.exists():
                with file.open(encoding="utf-8-sig", newline="") as lines:
                    for row in csv.DictReader(lines):
                        held[table, key_of(table, row)] = row
    return held
