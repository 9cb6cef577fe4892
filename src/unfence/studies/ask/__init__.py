"""What to ask next: the few unsure cells that move the first page most, as letters to those who know."""

from unfence.studies.ask.letters import Letter, letters
from unfence.studies.ask.questions import Asked, Question, asked

__all__ = ["Asked", "Letter", "Question", "asked", "letters"]
