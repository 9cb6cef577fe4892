"""Everything that is wrong or doubtful about a book: how it is written, and whether it makes sense."""

from pathlib import Path

from unfence.book import Book, check_book
from unfence.economy.sense import sense
from unfence.errors import Finding


def check(path: str | Path) -> tuple[Book | None, tuple[Finding, ...]]:
    """The book (None if it has errors) and all findings, in the order of the tables.

    A book that is badly written is not looked at any further: its sense is judged once its errors are mended.
    """
    book, findings = check_book(path)
    if book is None:
        return None, findings
    ending = ".csv" if Path(path).is_dir() else ""
    return book, findings + sense(book, ending)
