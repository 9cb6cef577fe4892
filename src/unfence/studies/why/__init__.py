"""Why a number is what it is: the formula with its numbers put in, and the rows of the book that it rests on."""

from unfence.studies.why.answer import Why, askable, why
from unfence.studies.why.parts import Bearing, Formula, Row, Sum, Term

__all__ = ["Bearing", "Formula", "Row", "Sum", "Term", "Why", "askable", "why"]
