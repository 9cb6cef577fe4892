"""Tables written out: every cell as HTML, the money of one table in one scale."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from unfence.report.blocks import Block, Column, Fold, Row, Table
from unfence.report.figures import (
    Figure,
    Scale,
    Span,
    data,
    decimals_of,
    fixed,
    in_percent,
    scale_of,
    spanned,
)
from unfence.words import Lang, amount, say
from unfence.words.numbers import currency_name

_NOISE = 1e-6
"""Below it an amount is what the solver left over."""
_LEAST, _MOST = 0.1, 1e7
"""Between these a table's largest amount of money can be read in the page's usual scale."""
_LONG = 10
"""A table of more rows is folded where its section has others to show."""
_WHOLE = 1000.0
"""From here on amounts in a table are written out without fractions, so that a column lines up."""


@dataclass(frozen=True)
class Written:
    """A table ready for the page."""

    caption: str
    unit: str
    heads: Sequence[tuple[str, bool]]
    """Each heading, and whether its column holds numbers."""
    rows: Sequence[tuple[Sequence[Markup], bool]]
    """The cells of each line, and whether it is a total."""
    note: Markup | str


def written(table: Table, usual: Scale, currency: str, lang: Lang) -> Written:
    """A table's text in a language; ``usual`` is how the page writes money."""
    columns = range(len(table.columns))
    parts = [row for row in table.rows if not row.total]
    monetary = [k for k in columns if table.columns[k].kind == "money"]
    scale = _suited([v for k in monetary for v in _values(table.rows, k)], usual, lang)
    decimals = decimals_of([v for k in monetary for v in _values(parts, k)], scale)
    writers = [_writer(column, decimals, scale, lang) for column in table.columns]
    return Written(
        caption=table.caption,
        unit=say("report.unit", lang, unit=money_unit(scale, currency, lang)) if monetary else "",
        heads=[(column.title, column.kind != "text") for column in table.columns],
        rows=[([write(cell) for write, cell in zip(writers, row.cells, strict=True)], row.total) for row in table.rows],
        note=table.note,
    )


def folded(table: Table, lang: Lang) -> Block:
    """The table, behind its caption and the number of its rows if it is long.

    >>> short = Table("Flows", [Column("Link")], [Row(["bridge"])])
    >>> folded(short, "en") is short, folded(Table("Flows", short.columns, short.rows * 11), "en").summary
    (True, 'Flows (11 rows)')
    """
    if len(table.rows) <= _LONG:
        return table
    return Fold(say("report.fold", lang, caption=table.caption, rows=len(table.rows)), [table])


def _suited(values: Sequence[float], usual: Scale, lang: Lang) -> Scale:
    """The page's usual scale, unless the table's largest value is far too small or too large to be read in it."""
    largest = max(map(abs, values), default=0.0) / usual.factor
    return usual if largest == 0 or _LEAST <= largest < _MOST else scale_of(values, lang)


def _values(rows: Sequence[Row], column: int) -> list[float]:
    return [figure.value for row in rows for figure in _figures(row.cells[column])]


def _figures(cell: object) -> Iterator[Figure]:
    if isinstance(cell, Figure):
        yield cell
    elif isinstance(cell, Span):
        yield from (end for end in (cell.low, cell.high) if end is not None)


def money_unit(scale: Scale, currency: str, lang: Lang) -> str:
    """``万元`` or ``million yuan``: the currency's own word, taken from what one unit of it is called."""
    name = currency_name(currency, lang)
    return f"{scale.name} {name}".strip() if name.isascii() else f"{scale.name}{name}"


def _writer(column: Column, decimals: int, scale: Scale, lang: Lang) -> Callable[[object], Markup]:
    """How the cells of one column are written; all money of a table has the same ``decimals``."""

    def text(figure: Figure) -> str:
        if column.kind == "money":
            return fixed(figure.value / scale.factor, decimals, signed=column.signed)
        if column.kind == "count":
            return fixed(figure.value, 0, signed=column.signed)
        if abs(figure.value) >= _WHOLE:
            return fixed(figure.value, 0)
        return amount(0.0 if abs(figure.value) < _NOISE else figure.value, lang)

    def write(cell: object) -> Markup:
        if isinstance(cell, Figure):
            return in_percent(cell, lang) if column.kind == "share" else data(cell, text(cell))
        if isinstance(cell, Span):
            low, high = ("" if end is None else text(end) for end in (cell.low, cell.high))
            return spanned(cell, (low, high), lang)
        return escape("–" if cell is None else cell)

    return write
