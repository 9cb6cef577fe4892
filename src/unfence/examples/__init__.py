"""The books that come with the package: ``two_towns``, solved on paper, and ``daxin``, the real case."""

from importlib import resources

from unfence.book import Book, read_book

NAMES = ("two_towns", "daxin")


def example(name: str) -> Book:
    """An example book by its name.

    >>> example("two_towns").settings.currency
    'CNY'
    """
    with resources.as_file(resources.files(__name__) / name) as folder:
        return read_book(folder)
