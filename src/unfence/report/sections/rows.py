"""The book's rows: those that were used, table by table, as they were written, with source and confidence.

They are the book's own figures, not the study's: each table says which table of the book it is (``data-book``). A row
counts as used where something moves by it in any state; tables whose rows move nothing by themselves are there whole.
"""

from collections.abc import Collection, Iterator, Mapping

import polars as pl
from markupsafe import Markup

from unfence.book import Book
from unfence.book.explanations import about_table
from unfence.book.players import labels
from unfence.book.schema import TABLES
from unfence.report.blocks import Block, Extract, Paragraph, Section
from unfence.report.facts import STATES, Facts

MOST = 150
"""Rows of a table that are there at most; the page has to stay small enough to be sent."""
_LONGEST = 60
"""Letters of a cell that are there at most."""
_NOISE = 1e-6
"""Below it a quantity is what the solver left over."""
_LEFT_OUT = ("note", "row", "name", "name_zh", "source", "confidence")


def section(facts: Facts) -> Section:
    """The section."""
    return Section("rows", facts.word("rows.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Paragraph(facts.text("rows.about"))
    used = _used(facts)
    yield from (_extract(facts, table, used.get(table)) for table in TABLES if len(facts.book.stated[table]))


def _extract(facts: Facts, table: str, used: Collection[str] | None) -> Extract:
    """The rows of one table that are shown; ``used`` are their ids, None: all."""
    whole = facts.book.stated[table]
    frame = whole if used is None else whole.filter(pl.col("id").is_in(sorted(used)))
    shown = frame.head(MOST)
    gaps = _gaps(facts.book, table)
    cells = {
        column: [
            gaps.get((key, column), cell(value)) for key, value in zip(labels(shown, table), shown[column], strict=True)
        ]
        for column in shown.columns
        if column not in _LEFT_OUT
    }
    told = {column: texts for column, texts in cells.items() if any(texts)}
    if "name" in shown.columns:
        told[facts.word("rows.name")] = [facts.name(table, key) for key in shown["id"]]
    told[facts.word("rows.source")] = [cell(source) for source in shown["source"]]
    told[facts.word("rows.confidence")] = [facts.word(f"confidence.{kind}") for kind in shown["confidence"]]
    missing = {"idle": len(whole) - len(frame), "cut": len(frame) - len(shown)}
    about = about_table(table, facts.lang).rstrip("。.")
    return Extract(
        table=table,
        summary=facts.text("rows.summary", table=table, about=about, count=len(shown)),
        heads=list(told),
        rows=list(zip(*told.values(), strict=True)),
        note=Markup("").join(facts.text(f"rows.{why}", count=count) for why, count in missing.items() if count),
    )


def _used(facts: Facts) -> Mapping[str, Collection[str]]:
    """For each table whose rows something moves by: the ids of those by which it does, in any state."""
    trips = [trip for trip in facts.at("trips") if any(trip[state]["made"] for state in STATES)]
    travelled = {link for trip in trips for state in STATES for link in trip[state]["links"]}
    active = {
        table: {row["id"] for row in facts.at(table) if any(abs(row[state]) > _NOISE for state in STATES)}
        for table in ("plants", "markets")
    }
    flowing = {flow["link"] for flow in facts.at("flows")}
    return {**active, "links": flowing | travelled, "trips": {trip["id"] for trip in trips}}


def _gaps(book: Book, table: str) -> Mapping[tuple[str, str], str]:
    """The cells of a table that nobody filled in, or that say ``?``, by key and column."""
    gaps = book.gaps.filter(pl.col("table") == table).select("key", "column", "kind").iter_rows()
    return {(key, column): "?" if kind == "unknown" else "" for key, column, kind in gaps}


def cell(value: object) -> str:
    """A cell as it would be written in the book; a long one is cut.

    >>> cell(0.4167), cell(90000000.0), cell(["coal", "coke"]), cell(None), cell(True)
    ('0.4167', '90000000', 'coal;coke', '', 'yes')
    >>> cell([{"id": "a", "share": 0.4}, {"id": "outside", "share": 0.6}])
    'a:0.4;outside:0.6'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, pl.Series | list):
        return _cut(";".join(cell(part) for part in value))
    if isinstance(value, dict):
        return ":".join(cell(part) for part in value.values())
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
