"""Does a well-written book make sense as an economy? Warnings about what would go silently wrong.

One file for each kind of thing that is looked at; each returns findings, none of them solves anything.
"""

from unfence.book import Book
from unfence.economy.economy import Economy
from unfence.economy.sense.detours import detours
from unfence.economy.sense.effects import idle_fences, idle_measures
from unfence.economy.sense.leaks import leaks
from unfence.economy.sense.markets import banned_musts, endless_trades
from unfence.economy.sense.plants import stranded_plants
from unfence.errors import Finding

__all__ = ["sense"]


def sense(book: Book, ending: str = "") -> tuple[Finding, ...]:
    """All warnings about a book; ``ending`` is that of its files (".csv", or "" for the sheets of a workbook).

    >>> from unfence.examples import example
    >>> sense(example("two_towns"))
    ()
    """
    economy = Economy(book)
    found = [
        *stranded_plants(economy),
        *banned_musts(economy),
        *endless_trades(economy),
        *idle_fences(economy),
        *detours(economy),
        *leaks(economy),
        *idle_measures(economy),
    ]
    return tuple(doubt.finding(book, ending) for doubt in found)
