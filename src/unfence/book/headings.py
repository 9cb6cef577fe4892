"""Headings: the names by which people know tables and columns, besides the ones of the format.

A column answers to its name, to its explanation in ``words/book.toml`` where that is short (里程) and to the names in
``words/reading.toml``; capitals, spaces, width and a star for "required" do not matter. What stands in brackets has to
be the column's own unit or name: 里程（公里） is ``km``, 里程（米） is nothing, and the finding says why. Columns that
count in a commodity's unit cannot know whether 吨 is that: they are read, with a warning, unless a scale such as 万
stands before it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from unfence.book.numerals import spellings
from unfence.book.schema import TABLES, columns
from unfence.words import sentences

_BRACKETS = re.compile(r"(.+?)[(\[](.+)[)\]]")
_SENTENCE = re.compile(r"[;:,；：，。]")
"""What an explanation has and a name has not."""
_SHORT = 20
"""No name of a column is longer than this: longer ones are explanations."""
_BY_COMMODITY = frozenset(
    {"units_run", "units_year", "units_vehicle", "runs_year", "money_run", "money_unit", "kg_unit"}
)
"""Units that depend on the unit of a commodity."""
_SCALED = ("万", "亿", "千", "百", "k", "million", "thousand", "mio")
_LINES = 10
"""In how many rows the headings are looked for before the first row is taken for them."""


@dataclass(frozen=True)
class Heading:
    """One heading: the column that it names ("" for none), and what its brackets say if that is no unit of it."""

    written: str
    column: str
    strange_unit: str = ""
    named: str = ""
    """The column that the words name, whatever the unit."""


def heading(table: str, written: str) -> Heading:
    """What a heading means in a table.

    >>> heading("links", "里程（公里）").column, heading("links", "KM *").column, heading("links", "colour").column
    ('km', 'km', '')
    >>> heading("links", "里程（米）")
    Heading(written='里程（米）', column='', strange_unit='米', named='km')
    """
    text, known = _folded(written), column_names(table)
    if text in known:
        return Heading(written, known[text], named=known[text])
    parts = _BRACKETS.fullmatch(text)
    if not parts or (column := known.get(parts[1], "")) == "":
        return Heading(written, "")
    said, inside = columns(table)[column], parts[2]
    remark = not said.numeric or inside in spellings(said.unit) or known.get(inside) == column
    if remark or inside in _words("reading.remark"):
        return Heading(written, column, named=column)
    stated = re.split(r"[（(\[]", written.strip())[-1].rstrip("）)] ")
    own = said.unit in _BY_COMMODITY and not inside.startswith(_SCALED)
    return Heading(written, column if own else "", stated, column)


@cache
def column_names(table: str) -> Mapping[str, str]:
    """Every name of every column of a table, folded, to the column; what could be two columns is none.

    >>> column_names("links")["里程"], column_names("trips")["出发地"]
    ('km', 'from')
    """
    texts = sentences()
    found: dict[str, set[str]] = {}
    for name in columns(table):
        own, shared = f"{table}.{name}", f"any.{name}"
        meaning = texts.get(f"book.column.{own}") or texts[f"book.column.{shared}"]
        explained = [text for text in meaning.values() if len(text) <= _SHORT and not _SENTENCE.search(text)]
        more = [_words(f"reading.heading.{key}") for key in (own, shared)]
        for text in [*explained, *(word for words in more for word in words)]:
            found.setdefault(_folded(text), set()).add(name)
    names = {text: min(among) for text, among in found.items() if len(among) == 1}
    return MappingProxyType(names | {name: name for name in columns(table)})


@cache
def table_names() -> Mapping[str, str]:
    """Every name of every table, folded, to the table.

    >>> table_names()["连线"], table_names()["links"]
    ('links', 'links')
    """
    named = {_folded(word): table for table in TABLES for word in _words(f"reading.table.{table}")}
    return MappingProxyType(named | {table: table for table in TABLES})


def table_named(written: str) -> str:
    """The table that a sheet, a file or a title names ("" for none).

    >>> table_named("Links"), table_named("附表3 连线表"), table_named("remarks")
    ('links', 'links', '')
    """
    text = re.sub(r"^(附?表|table|sheet)?[\s\d一二三四五六七八九十.、:：-]*", "", _folded(written))
    known = table_names()
    return known.get(_folded(written)) or known.get(text) or known.get(text.removesuffix("表"), "")


def is_settings(written: str) -> bool:
    """Whether a sheet is called so that it holds the settings.

    >>> is_settings("book"), is_settings("账册"), is_settings("sites")
    (True, True, False)
    """
    return _folded(written) in {_folded(word) for word in _words("reading.table.book")}


def setting_named(written: str) -> str:
    """The setting that a cell names, else the cell as it is.

    >>> setting_named("折现率"), setting_named("colour")
    ('discount_rate', 'colour')
    """
    keys = ("title", "title_zh", "currency", "year", "discount_rate")
    found = [key for key in keys if _folded(written) in {key, *map(_folded, _words(f"reading.setting.{key}"))}]
    return found[0] if found else written


def heading_row(table: str, rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Which of the (not blank) rows holds the headings: the first in which two cells name columns, else the first.

    A row above the headings is a title or a form's head if it fills less than half of the columns; else it is data, and
    the first row is taken, so that it is said what is wrong with it.

    >>> heading_row("links", [(1, ["连线表", "", ""]), (2, ["id", "里程", "起点"])])
    1
    """
    for i, (_, cells) in enumerate(rows[:_LINES]):
        named = sum(bool(heading(table, cell).column) for cell in cells if cell.strip())
        filled = sum(bool(cell.strip()) for cell in cells)
        if named >= min(2, filled) and named * 2 >= filled:
            above = [sum(bool(cell.strip()) for cell in held) for _, held in rows[:i]]
            return i if all(count == 1 or count * 2 < filled for count in above) else 0
    return 0


def is_heading_row(table: str, cells: Sequence[str]) -> bool:
    """Whether a row can be nothing but headings of a table: each cell names a column, every required one is there."""
    named = [heading(table, cell).column for cell in cells if cell.strip()]
    needed = {name for name, said in columns(table).items() if said.required}
    return len(named) > 1 and all(named) and needed <= set(named) and len(set(named)) == len(named)


def tables_headed(cells: Sequence[str]) -> list[str]:
    """The tables whose headings a row can be; a quick look at its first cell spares most rows the thorough one.

    >>> tables_headed(["id", "起点", "终点", "方式", "里程"]), tables_headed(["road", "mine", "works", "lorry", "12"])
    (['links'], [])
    """
    first = next((cell for cell in cells if cell.strip()), "")
    return (
        [table for table in TABLES if is_heading_row(table, cells)] if _folded(first[:_SHORT]) in _all_names() else []
    )


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for table in TABLES for name in column_names(table))


@cache
def _words(key: str) -> tuple[str, ...]:
    """All spellings under a key, those of both languages."""
    held = sentences().get(key, {})
    return tuple(part.strip() for text in held.values() for part in text.split(";") if part.strip())


def _folded(text: str) -> str:
    """Small half-width letters without spaces, stars and colons at the ends."""
    flat = re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text).lower())
    return flat.strip("*:_")
