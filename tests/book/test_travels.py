"""A book can be sent to another process and is the same there."""

import pickle

from unfence.examples import example


def test_a_book_survives_the_journey():
    book = example("two_towns").with_measures("one_check")
    other = pickle.loads(pickle.dumps(book))  # noqa: S301  our own
    assert other.settings == book.settings
    assert all(other[table].equals(book[table]) for table in book.tables)
    assert other.without_fences("stamp").with_measures("one_check")["fences"]["id"].to_list() == []
