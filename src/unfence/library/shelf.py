"""The shelf: the library's files as figures and things, nothing else.

A figure has a value and the range in which it is expected to lie; where its source gives no range, the library takes
5 % either way of what is published, 5 to 15 % of what is derived and 30 % of what is assumed.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from unfence.book.sheets import nearest
from unfence.errors import UnfenceError
from unfence.words import Lang, say


@dataclass(frozen=True)
class Figure:
    """One number: the cell that it is for (as ``ranges`` names cells), its range and where it comes from."""

    topic: str
    table: str
    key: str
    column: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Thing:
    """A commodity, process or mode that figures are about: its names and its codes ("" where it has none)."""

    table: str
    id: str
    name: str
    name_zh: str
    unit: str
    kind: str
    carries: str
    hs: str
    isic: str
    gbt4754: str
    source: str
    confidence: str
    note: str


def known_topics() -> tuple[str, ...]:
    """The topics of the library, in the order of the alphabet.

    >>> known_topics()[:3]
    ('acid', 'barium', 'battery')
    """
    files = (_home() / "topics").iterdir()
    return tuple(sorted(file.name.removesuffix(".csv") for file in files if file.name.endswith(".csv")))


def topic_name(topic: str, lang: Lang) -> str:
    """What a topic is about, in a language.

    >>> topic_name("manganese", "zh")
    '锰：硫酸锰、二氧化锰、四氧化三锰、锰酸锂、电解金属锰'
    """
    return say(f"library.topic.{topic}", lang)


@cache
def figures(topic: str) -> tuple[Figure, ...]:
    """Every figure of a topic; raises ``UnfenceError`` (``library.topic``) for a topic that there is not.

    >>> next(f.value for f in figures("people") if f.key == "commuter")
    20.0
    """
    wanted(f"{topic}")
    return tuple(
        Figure(
            **{**row, "topic": topic, **{name: float(row[name]) for name in ("value", "low", "high")}}  # type: ignore[arg-type]
        )
        for row in _rows(_home() / "topics" / f"{topic}.csv")
    )


@cache
def things() -> Mapping[tuple[str, str], Thing]:
    """Every thing by table and id.

    >>> things()["commodities", "mnso4"].name_zh
    '硫酸锰'
    """
    return MappingProxyType({(row["table"], row["id"]): Thing(**row) for row in _rows(_home() / "things.csv")})


def wanted(topics: str | Iterable[str]) -> tuple[str, ...]:
    """The topics that a text such as ``road, rail`` names, each once; all unknown ones are refused at once.

    >>> wanted("road， rail,road")
    ('road', 'rail')
    >>> wanted("raod")
    Traceback (most recent call last):
    unfence.errors.UnfenceError: the library has no topic “raod”; the nearest: road; ...
    """
    written = topics.replace("，", ",").replace("、", ",").split(",") if isinstance(topics, str) else topics
    asked = tuple(dict.fromkeys(word.strip().lower() for word in written if word.strip()))
    known = known_topics()
    if unknown := [word for word in asked if word not in known]:
        near = [nearest(word, known) for word in unknown]
        raise UnfenceError("library.topic", value=unknown, nearest=near, known=list(known))
    return asked


def _home() -> Traversable:
    return resources.files(__package__)


def _rows(file: Traversable) -> Sequence[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
