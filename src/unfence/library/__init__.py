"""The starter library: processes, modes, values of time, emission factors and charges, each figure with its source.

A topic is a file in ``topics/``, one figure a row, named as ``ranges`` names a cell: table, key, column. ``things.csv``
names what the figures are about; ``contents.csv`` and ``balances.csv`` say what enters a process and what leaves it.
"""

from unfence.library.filling import beside, library_book
from unfence.library.shelf import Figure, Thing, figures, known_topics, things

__all__ = ["Figure", "Thing", "beside", "figures", "known_topics", "library_book", "things"]
