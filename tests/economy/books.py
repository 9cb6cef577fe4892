"""Books for the tests of the economy: a world of ``tests/worlds`` without the detour by files."""

from unfence.book import Book, book_from_rows
from worlds.writing import World


def book_of(world: World) -> Book:
    """The book of a world."""
    tables, settings = world
    return book_from_rows(settings, **tables)
