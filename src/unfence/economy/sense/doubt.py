"""A doubt about one row of the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from unfence.book import Book
from unfence.errors import Finding, Place


@dataclass(frozen=True)
class Doubt:
    """What is doubtful about a row (counted from 0) of a table; ``code`` and ``values`` as in ``Finding``."""

    code: str
    table: str
    row: int
    column: str
    values: Mapping[str, object] = field(default_factory=dict)

    def finding(self, book: Book, ending: str) -> Finding:
        """The finding, placed where the user's editor shows the row."""
        line = int(book[self.table]["row"][self.row])
        values = {"id": book[self.table]["id"][self.row], **self.values}
        return Finding("warning", self.code, Place(self.table + ending, line, self.column), values)
