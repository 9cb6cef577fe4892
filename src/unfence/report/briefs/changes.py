"""Changes: what a measure does to the area, its effects in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.briefs.subject import LISTED, Subject, short
from unfence.words import amount

_END = 26
"""Columns of the longest name of a link's end."""


def changes(subject: Subject) -> list[Markup]:
    """A line for each effect, the first ones if there are many."""
    lines = list(_lines(subject))
    if not lines:
        return [subject.text("no_effect")]
    more = [subject.text("more_effects", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return lines[:LISTED] + more


def _lines(subject: Subject) -> Iterator[Markup]:
    book = subject.facts.book
    names = Names(book, subject.facts.lang)
    for effect in book["effects"].iter_rows(named=True):
        if effect["measure"] == subject.id:
            thing = _thing(subject, names, effect["on"], effect["id"])
            number = effect["amount"]
            said = "" if number is None else amount(abs(number), subject.facts.lang)
            change = effect["change"]
            if change == "add" and number is not None and number < 0:
                change = "less"
            yield subject.text(f"change.{change}", thing=thing, amount=said)


def _thing(subject: Subject, names: Names, on: str, key: str) -> Markup:
    """What an effect bears on, so that a reader finds it on the map."""
    # a fence that a decided measure took down is only in the tables as they were stated
    rows = subject.facts.book.stated[f"{on}s"].iter_rows(named=True)
    row = next(row for row in rows if row["id"] == key)
    return subject.text(f"thing.{on}", name=_name(subject, names, on, row), **_about(subject, on, row))


def _name(subject: Subject, names: Names, on: str, row: Mapping[str, Any]) -> str:
    """What people call a thing; a link by its ends, of which neither hides the other."""
    if on != "link":
        return short(names.of(f"{on}s", row["id"]))
    ends = (short(names.of("sites", row[end]), _END) for end in "ab")
    return {"zh": "—", "en": " – "}[subject.facts.lang].join(ends)


def _about(subject: Subject, on: str, row: Mapping[str, Any]) -> Mapping[str, str]:
    """What else is said of a thing."""
    if on == "fence":
        return {"kind": subject.facts.word(f"fence_kind.{row['kind']}")}
    if on == "link":
        return {"mode": short(subject.name("modes", row["mode"]), _END), "km": amount(row["km"], subject.facts.lang)}
    if on == "terminal":
        return {mode: short(subject.name("modes", row[mode]), _END) for mode in ("from_mode", "to_mode")}
    return {"goods": subject.name("commodities", row["commodity"])} if on == "market" else {}
