"""The quick book: ten questions about each barrier, answered at once on one page, without a linear programme.

``form`` writes the questions, ``reading`` reads the answers, ``pricing`` reckons volume x time x value with a band,
``page`` shows it, ``first_book`` turns it into a first book.
"""

from unfence.quick.first_book import first_book
from unfence.quick.form import write_form
from unfence.quick.page import page
from unfence.quick.pricing import Price, prices
from unfence.quick.reading import Barrier, Form, FormError, read_form

__all__ = ["Barrier", "Form", "FormError", "Price", "first_book", "page", "prices", "read_form", "write_form"]
