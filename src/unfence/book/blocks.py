"""Blocks: where on a sheet its tables lie.

A sheet is meant to hold one table with its headings in the first row. People put a title above, headings in two rows,
totals and remarks below, the headings again on every printed page, and a second table under or beside the first. What
is there is found by its headings alone; a block is one table: its row of headings and its rows of data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from unfence.book.changes import Change
from unfence.book.encodings import Row
from unfence.book.headings import Heading, heading, heading_row, table_named, tables_headed
from unfence.errors import Finding, Place

_TOTALS = ("合计", "总计", "小计", "累计")
_REMARKS = re.compile(
    r"\s*(注|备注|说明|附注|填表|填报|制表|审核|复核|资料来源|数据来源|note|source|remark)[\w人日期]*\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)
_UNIT_LINE = re.compile(r"(?:^|[^\w]|计量|金额|货币|数量)单位\s*[:：]\s*(\S+)")
_CONTINUED = 2
"""A blank row, or none, lies between a table and the headings of the next."""


@dataclass(frozen=True)
class Block:
    """One table on a sheet: ``at`` are the places (from 0) of its columns, ``rows`` its numbered data."""

    table: str
    line: int
    headings: tuple[Heading, ...]
    at: tuple[int, ...]
    rows: tuple[Row, ...]
    last: bool = True
    """Whether nothing of the sheet is known to stand beside it."""

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The rows of its data."""
        return frozenset(number for number, _ in self.rows)

    def heading_of(self, row: int, place: int) -> str | None:
        """The column (its name, else its heading) of a cell of this block; None if the cell is not in it."""
        if row not in self.numbers or place not in self.at:
            return None
        head = self.headings[self.at.index(place)]
        return head.column or head.written


@dataclass
class Layout:
    """What was found on one sheet."""

    blocks: list[Block] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def layout_of(table: str, file: str, rows: Sequence[Row]) -> Layout:
    """The blocks of a sheet that holds ``table``; ``rows`` are its rows that are not blank.

    >>> page = [(1, ["连线表"]), (3, ["id", "起点", "终点", "方式", "公里"]), (4, ["r", "x", "y", "car", "12"])]
    >>> found = layout_of("links", "links", [*page, (5, ["合计"])])
    >>> [(b.table, b.line, len(b.rows)) for b in found.blocks], [c.code for c in found.changes]
    ([('links', 3, 1)], ['read_title', 'read_total'])
    """
    found = Layout()
    start = heading_row(table, rows)
    if late := _late(table, rows, start):
        shown = next(cell.strip() for cell in rows[0][1] if cell.strip())
        found.findings.append(Finding("error", "title_row", Place(file, rows[0][0]), {"value": shown, "row": late}))
        return found
    _titles(rows[:start], file, found)
    head, body = _two_rows(table, file, rows[start:], found)
    for name, line, cells, held in _sections(table, file, head, body, found):
        for part in _side_by_side(name, line, cells, held):
            found.blocks.append(replace(part, rows=tuple(_data(part, file, found))))
    return found


def _late(table: str, rows: Sequence[Row], start: int) -> int:
    """The row of headings that stand below what looks like data (0 if there are none)."""
    if start or any(heading(table, cell).named for cell in rows[0][1]):
        return 0
    return next((number for number, cells in rows if table in tables_headed(cells)), 0)


def _titles(above: Sequence[Row], file: str, found: Layout) -> None:
    """What stands above the headings is passed over, unless it says in which unit the numbers are."""
    for number, cells in above:
        text = " ".join(cell.strip() for cell in cells if cell.strip())
        if unit := _UNIT_LINE.search(text):
            found.findings.append(Finding("error", "title_unit", Place(file, number), {"value": unit[1]}))
        else:
            found.changes.append(Change(Place(file, number), "read_title", text, ""))


def _two_rows(table: str, file: str, rows: Sequence[Row], found: Layout) -> tuple[Row, Sequence[Row]]:
    """The headings, joined from two rows where groups stand above them, and the rows below."""
    (line, upper), body = rows[0], rows[1:]
    if not body:
        return rows[0], body
    lower = body[0][1]
    width = max(len(upper), len(lower))
    over, under = ([*cells, *[""] * (width - len(cells))] for cells in (upper, lower))
    joined = [below if below.strip() else above for above, below in zip(over, under, strict=True)]
    named = [[bool(heading(table, cell).column) for cell in cells] for cells in (over, under, joined)]
    whole = all(name for name, cell in zip(named[1], under, strict=True) if cell.strip())
    if whole and sum(named[2]) > max(sum(named[0]), 1) and any(named[1]):
        found.changes.append(Change(Place(file, line), "read_two_rows", str(line), str(body[0][0])))
        return (body[0][0], joined), body[1:]
    return rows[0], body


def _sections(
    table: str, file: str, head: Row, body: Sequence[Row], found: Layout
) -> Iterator[tuple[str, int, Sequence[str], list[Row]]]:
    """The table and each one that follows below it: name, line and cells of its headings, its rows."""
    (line, cells), held = head, []
    for number, row in body:
        tables = tables_headed(row)
        if not tables:
            held.append((number, row))
            continue
        title = held[-1] if held and _alone(held[-1][1]) else None
        named = table_named(_alone(title[1])) if title else ""
        following = named if named in tables else _following(table, tables)
        if not following:
            values = {"value": " ".join(cell for cell in row if cell), "known": tables}
            found.findings.append(Finding("error", "second_table", Place(file, number), values))
            continue
        if title and (named == following or number - title[0] < _CONTINUED):
            held.pop()
        same = following == table and [c.strip() for c in row if c] == [c.strip() for c in cells if c]
        found.changes.append(Change(Place(file, number), "read_repeat" if same else "read_second", "", following))
        if not same:
            yield table, line, cells, held
            table, line, cells, held = following, number, row, []
    yield table, line, cells, held


def _following(table: str, tables: Sequence[str]) -> str:
    """Which table headings begin: this one again, or the only one that they fit."""
    return table if table in tables else tables[0] if len(tables) == 1 else ""


def _alone(cells: Sequence[str]) -> str:
    """The one text of a row that holds nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    return filled[0] if len(filled) == 1 else ""


def _side_by_side(table: str, line: int, cells: Sequence[str], rows: list[Row]) -> list[Block]:
    """The block, or the blocks if blank columns part the headings of different tables."""
    groups = _groups(cells, rows)
    tables = [tables_headed([cells[i] for i in group]) for group in groups]
    own = bool(tables) and table in tables[0]
    if len(groups) > 1 and own and all(len(among) == 1 and among != [table] for among in tables[1:]):
        names = [table, *(among[0] for among in tables[1:])]
        parts = [_block(name, line, cells, group, rows) for name, group in zip(names, groups, strict=True)]
        return [replace(part, last=part is parts[-1]) for part in parts]
    return [_block(table, line, cells, range(len(cells)), rows)]


def _groups(cells: Sequence[str], rows: Sequence[Row]) -> list[list[int]]:
    """Runs of columns between columns that are blank from the headings down."""
    used = [bool(cell.strip()) or any(i < len(r) and r[i].strip() for _, r in rows) for i, cell in enumerate(cells)]
    groups: list[list[int]] = [[]]
    for i, filled in enumerate(used):
        if filled:
            groups[-1].append(i)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _block(table: str, line: int, cells: Sequence[str], at: Sequence[int], rows: Sequence[Row]) -> Block:
    headings = tuple(heading(table, cells[i].strip()) for i in at)
    whole = len(at) == len(cells)
    held = tuple((n, r) for n, r in rows if whole or any(i < len(r) and r[i].strip() for i in at))
    return Block(table, line, headings, tuple(at), held)


def _data(block: Block, file: str, found: Layout) -> Iterator[Row]:
    """The rows of a block without totals and remarks."""
    for number, cells in block.rows:
        filled = [cells[i].strip() for i in block.at if i < len(cells) and cells[i].strip()]
        if filled and re.sub(r"\s", "", filled[0]).rstrip(":：") in _TOTALS:
            found.changes.append(Change(Place(file, number), "read_total", filled[0], ""))
        elif len(filled) == 1 and _REMARKS.fullmatch(filled[0]):
            found.changes.append(Change(Place(file, number), "read_remark", filled[0], ""))
        else:
            yield number, cells
