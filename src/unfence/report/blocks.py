"""Blocks: what a section is made of (paragraphs, tables, pictures), before it is HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

Kind = Literal["text", "money", "amount", "share", "count"]
"""How a column's figures are written: money in the table's own scale, amounts each in their own unit."""


@dataclass(frozen=True)
class Column:
    """A column's heading and how its figures are written."""

    title: str
    kind: Kind = "text"
    signed: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a table; ``cells`` are text, ``Figure``, ``Span`` or None, one for each column."""

    cells: Sequence[object]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is its heading."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: Markup | str = ""
    block: str = field(default="table", init=False)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``tone`` sets off what must not be overlooked."""

    text: Markup | str
    tone: Literal["plain", "notice"] = "plain"
    block: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str
    block: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG that says in words what it shows."""

    svg: Markup
    caption: Markup | str
    narrow: Markup | None = None
    """The same drawn for a telephone, where the picture takes the whole width of the page."""
    block: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Choice:
    """Several pictures of one thing, of which the reader sees one at a time; all of them in print."""

    id: str
    question: str
    pictures: Sequence[tuple[str, Picture]]
    """Each with the word by which it is chosen."""
    block: str = field(default="choice", init=False)


@dataclass(frozen=True)
class Fold:
    """Details that the reader unfolds, long tables above all; unfolded in print."""

    summary: str
    blocks: Sequence["Block"]
    block: str = field(default="fold", init=False)


@dataclass(frozen=True)
class Extract:
    """Rows of one table of the book as they were written, folded; not printed. They are no figures of the study."""

    table: str
    summary: Markup | str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: Markup | str = ""
    block: str = field(default="extract", init=False)


Block = Table | Paragraph | Heading | Picture | Choice | Fold | Extract


def long(text: Markup | str) -> Markup:
    """A cell's text that may run over several lines.

    >>> long("a & b")
    Markup('<span class="long">a &amp; b</span>')
    """
    return Markup('<span class="long">{}</span>').format(text)


@dataclass(frozen=True)
class Section:
    """A part of the page; ``id`` is where links to it lead."""

    id: str
    title: str
    blocks: Sequence[Block]
