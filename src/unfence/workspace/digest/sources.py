"""Sources: where the digest's sections come from.

    @source("matters.overdue")
    def overdue(office: Office, day: date) -> Iterable[Line]: ...

in ``<app>/weekly.py`` makes a section of what it gives, headed ``digest.sections.matters.overdue``; an empty one is
left out. An app that is not there has no section: nothing else has to know which there are. What a source gives has to
be what that office may see: ``somebody_of(office)`` is a member to ask ``seen_by`` for.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from unfence import words
from unfence.words import Lang
from unfence.workspace import APPS
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import SECRETARY, VIEWER
from unfence.workspace.shell.templatetags.words import name_in

MOST = 10
"""Lines of one section; of more it is said how many there are."""


@dataclass(frozen=True)
class Line:
    """One line: the key of its sentence, what fills the gaps, where to go.

    Gaps are plain values, or what each language writes otherwise: ``{"money": 5.0, "currency": "CNY"}``,
    ``{"name": "East", "name_zh": "东"}``, ``{"say": "matters.states.open"}``.
    """

    key: str
    address: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


Gather = Callable[[Office, date], Iterable[Line]]


@dataclass(frozen=True)
class Source:
    """A section: its name, and what gathers its lines."""

    name: str
    gather: Gather


def source(name: str) -> Callable[[Gather], Source]:
    """Declare a section; see the top of this file."""
    return lambda gather: Source(name, gather)


def sources() -> list[Source]:
    """Every section there is, as the apps stand in the menu."""
    modules = [f"unfence.workspace.{app}.weekly" for app in APPS]
    found = (vars(import_module(name)).values() for name in modules if find_spec(name))
    return [thing for things in found for thing in things if isinstance(thing, Source)]


def gathered(office: Office, day: date) -> list[dict[str, object]]:
    """The sections of an office on a day, as plain values in no language."""
    sections = []
    for section in sources():
        lines = list(section.gather(office, day))
        if lines:
            kept = [asdict(line) for line in lines[:MOST]]
            sections.append({"name": section.name, "lines": kept, "more": len(lines) - len(kept)})
    return sections


def somebody_of(office: Office) -> Member:
    """A member of an office who is nobody in particular, to ask what the office may see."""
    return Member(office=office, role=SECRETARY if office.neutral else VIEWER)


def told(line: Mapping[str, Any], lang: Lang) -> str:
    """A kept line as a sentence.

    >>> told({"key": "digest.moved_up", "values": {"what": {"name": "Coal", "name_zh": "煤"}, "site": "S", "share":
    ...     {"percent": 0.1}, "now": {"money": 5.0, "currency": "CNY"}}}, "en")
    'Coal at S: up 10 %, now 5 yuan.'
    """
    return words.say(line["key"], lang, **{name: _worded(value, lang) for name, value in line["values"].items()})


def _worded(value: object, lang: Lang) -> object:
    if not isinstance(value, Mapping):
        return value
    if "money" in value:
        return words.money(float(cast("float", value["money"])), str(value["currency"]), lang)
    if "percent" in value:
        return words.percent(float(cast("float", value["percent"])), lang)
    if "say" in value:
        return words.say(str(value["say"]), lang)
    return name_in(value, lang)
