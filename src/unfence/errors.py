"""What is wrong, where, and what to do: findings, and the errors that carry them.

A finding or an error holds a key into ``unfence.words`` and the values that fill its gaps,
so that the same finding can be read in Chinese and in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from unfence.words import Lang, say


@dataclass(frozen=True, order=True)
class Place:
    """Where a finding is: the file or sheet, the row as the user's editor numbers it, the column."""

    file: str
    row: int = 0
    column: str = ""

    def say(self, lang: Lang) -> str:
        """The place in words.

        >>> Place("links.csv", 7, "km").say("en")
        'links.csv, row 7, column km'
        """
        parts = [self.file]
        parts += [say("finding.row", lang, row=self.row)] if self.row else []
        parts += [say("finding.column", lang, column=self.column)] if self.column else []
        return ("，" if lang == "zh" else ", ").join(parts)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong (``error``) or looks wrong (``warning``) in a book, or was read as meant (``note``).

    ``code`` names two sentences in ``words/``: ``finding.<code>.what`` and ``finding.<code>.mend``;
    ``values`` fills the gaps of both.
    """

    level: Literal["error", "warning", "note"]
    code: str
    place: Place
    values: Mapping[str, object] = field(default_factory=dict)

    def what(self, lang: Lang) -> str:
        """What is wrong, with the value seen."""
        return say(f"finding.{self.code}.what", lang, **self.values)

    def mend(self, lang: Lang) -> str:
        """What to do about it."""
        return say(f"finding.{self.code}.mend", lang, **self.values)

    def say(self, lang: Lang) -> str:
        """Where, what and mend in one line."""
        colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
        return f"{self.place.say(lang)}{colon}{self.what(lang)}{stop}{self.mend(lang)}"


class UnfenceError(Exception):
    """Something a person can mend, said in one plain sentence in either language."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(say(f"error.{code}", "en", **values))

    def say(self, lang: Lang) -> str:
        """The sentence in a language."""
        return say(f"error.{self.code}", lang, **self.values)


class BookError(UnfenceError):
    """A book that cannot be used; ``findings`` holds everything that is wrong with it."""

    def __init__(self, path: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [f for f in findings if f.level == "error"]
        super().__init__("book", path=path, count=len(errors), first=errors[0].say("en") if errors else "")

    def say(self, lang: Lang) -> str:
        """How many findings, and the first of them."""
        errors = [f for f in self.findings if f.level == "error"]
        values = self.values | {"first": errors[0].say(lang) if errors else ""}
        return say("error.book", lang, **values)


class StudyError(UnfenceError):
    """A book that is well written but has no answer: something is short, or something has no bound."""
