"""The book of an area: the facts of both sides, read from a folder or a workbook, checked, never changed.

Every table and column is declared once, in ``schema``; ``docs/book.md`` is made from it.
"""

from unfence.book.book import Book, in_force
from unfence.book.changes import Change
from unfence.book.explanations import tables_markdown
from unfence.book.fix import fix_book
from unfence.book.read import book_from_rows, check_book, read_book
from unfence.book.settings import Settings
from unfence.book.sides import sides
from unfence.book.write import new_book, write_book

__all__ = [
    "Book",
    "Change",
    "Settings",
    "book_from_rows",
    "check_book",
    "fix_book",
    "in_force",
    "new_book",
    "read_book",
    "sides",
    "tables_markdown",
    "write_book",
]
