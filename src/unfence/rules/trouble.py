"""What can go wrong with rules: a file that cannot be read, and a rule that cannot be met."""

from collections.abc import Sequence

from unfence.errors import Finding, UnfenceError
from unfence.rules.fen import spoken
from unfence.words import Lang, say


class RulesError(UnfenceError):
    """A rules file or a table of facts that cannot be used; ``findings`` holds everything that is wrong with it."""

    def __init__(self, path: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self.path = path
        super().__init__("rules.file", path=path, count=len(findings), first=findings[0].say("en"))

    def say(self, lang: Lang) -> str:
        """How many findings, and the first of them."""
        return say("error.rules.file", lang, **(self.values | {"first": self.findings[0].say(lang)}))


class RuleError(UnfenceError):
    """A rule that cannot be met in a year; the sentence names the rule, the year and the choice to make.

    ``code`` says which kind of trouble, ``values`` what was seen; a value called ``..._fen`` is money in fen.
    """

    def __init__(self, code: str, *, rule: str, year: int, **values: object) -> None:
        self.rule = rule
        self.year = year
        super().__init__(f"rules.{code}", **spoken({"rule": rule, "year": year, **values}, "en"))
        self.values = {"rule": rule, "year": year, **values}

    def say(self, lang: Lang) -> str:
        """The sentence in a language."""
        return say(f"error.{self.code}", lang, **spoken(self.values, lang))


class MissingFactError(RuleError):
    """A rule that lacks a fact: the one trouble that a later report can cure."""
