"""The sheet that results are printed on: its language, its money, lines and tables of a given width."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from unfence.words import Lang, amount, money, percent, say, sentences

SCALES: dict[Lang, tuple[tuple[float, float], ...]] = {"en": ((1e11, 1e9), (1e6, 1e6)), "zh": ((1e11, 1e8), (1e5, 1e4))}
"""From which largest number on a table counts in which scale word; below the last it counts in ones."""
DIGITS = 4
"""Significant digits of a table's largest number; all others have as many decimals as that one, 3 at most."""
LONGEST = 100
"""Cells in a line of text: longer ones are hard to read however wide the terminal is."""
GAP = 2
"""Cells between two columns."""
NARROWEST = 10
"""Cells below which a column of words is not squeezed."""
LONG_HEADING = 3
"""Chinese characters up to which a heading is not broken."""
CLOSING = "，。；：、！？）》”%"
"""What never begins a line."""
OPENING = "（《“"
"""What never ends one."""


@dataclass(frozen=True)
class Unit:
    """One unit for all numbers of a table, so that they can be compared at a glance."""

    scale: float
    decimals: int
    name: str

    def text(self, value: float | None) -> str:
        """A number in this unit; what is too small to see is ≈0; a dash where there is none.

        >>> unit = Unit(1e4, 1, "万元")
        >>> unit.text(1_234_567), unit.text(3), unit.text(0), unit.text(None)
        ('123.5', '≈0', '0', '–')
        """
        if value is None:
            return "–"
        if not math.isfinite(value):
            return "∞" if value > 0 else "-∞"
        shown = f"{value / self.scale:,.{self.decimals}f}"
        if float(shown.replace(",", "")):
            return shown
        return "≈0" if value else "0"


@dataclass(frozen=True)
class Sheet:
    """Where results are printed, and how."""

    lang: Lang
    console: Console
    currency: str

    def say(self, key: str, **values: object) -> str:
        """A text of the printed study."""
        return say(f"print.{key}", self.lang, **values)

    def money(self, value: float) -> str:
        """An amount in words."""
        return money(value, self.currency, self.lang)

    def percent(self, share: float | None) -> str:
        """A share as a percentage; a dash where there is none."""
        return "–" if share is None else percent(share, self.lang)

    def unit(self, values: Iterable[float | None], digits: int = DIGITS) -> Unit:
        """The unit in which a table with these numbers is read best; the largest has so many significant digits."""
        largest = max((abs(v) for v in values if v is not None and math.isfinite(v)), default=0.0)
        scale = next((scale for least, scale in SCALES[self.lang] if largest >= least), 1.0)
        whole = math.floor(math.log10(largest / scale)) + 1 if largest else 1
        decimals = min(3, max(0, digits - whole)) if scale > 1 or largest < 100 else 0  # noqa: PLR2004
        name = money(scale, self.currency, self.lang).removeprefix(amount(1, self.lang))
        return Unit(scale, decimals, name.strip())

    def heading(self, key: str, unit: Unit | None = None, per: str = "year") -> None:
        """A heading, with the unit of the table below it: money a year, or some of it once."""
        text = self.say(f"heading.{key}")
        if unit:
            note = self.say(f"unit.{per}", unit=unit.name)
            text += f"（{note}）" if self.lang == "zh" else f" ({note})"
        self.console.print(f"\n{text}", style="bold", soft_wrap=True)

    def line(self, key: str, **values: object) -> None:
        """A sentence, wrapped."""
        self.text(self.say(key, **values))

    def text(self, text: str) -> None:
        """A text, wrapped; the lines after the first are indented."""
        for number, line in enumerate(wrapped(text, min(self.console.width, LONGEST) - 2)):
            self.console.print(("" if number == 0 else "  ") + line, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], *, texts: Sequence[int] = (0,)) -> None:
        """A table; the columns in ``texts`` hold words, which wrap where space is short; numbers are never broken."""
        widths = self._widths(columns, rows, texts)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0))
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            heading = column if cell_len(column) <= width or column.isascii() else "\n".join(_halves(column))
            table.add_column(heading, justify="left" if place in texts else "right", overflow="fold", width=width)
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def _widths(self, columns: Sequence[str], rows: Sequence[Sequence[str]], texts: Sequence[int]) -> list[int]:
        """How wide each column is: what numbers need, and for words what is left."""
        widths = []
        for place, column in enumerate(columns):
            lines = [line for row in rows for line in row[place].split("\n")]
            heading = cell_len(column) if place in texts else max(map(cell_len, _halves(column)))
            widths.append(max([heading, *map(cell_len, lines)]))
        spare = self.console.width - GAP * (len(columns) - 1)
        while sum(widths) > spare:
            widest = max(texts, key=widths.__getitem__)
            if widths[widest] <= NARROWEST:
                break
            widths[widest] -= 1
        return widths

    def columns(self, *keys: str) -> list[str]:
        """Headings of columns: the command line's own, or terms of the glossary."""
        own = [f"print.column.{key}" for key in keys]
        return [say(mine if mine in sentences() else key, self.lang) for mine, key in zip(own, keys, strict=True)]


def _halves(heading: str) -> list[str]:
    """Where a heading may break: between words, or in the middle of a Chinese one."""
    if " " in heading or heading.isascii():
        return heading.split() or [""]
    middle = (len(heading) + 1) // 2
    return [heading[:middle], heading[middle:]] if len(heading) > LONG_HEADING else [heading]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells: Chinese breaks between any two characters but not before a closing mark.

    >>> wrapped("每年 12 万元，共两年。", 8)
    ['每年 12', '万元，共', '两年。']
    >>> wrapped("one check for both towns", 12)
    ['one check', 'for both', 'towns']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """What stays on one line: a word of Latin script with the spaces after it, a Chinese character with its marks."""
    wide = r"[\u2e80-\u9fff\uf900-\ufaff]"
    return re.findall(
        rf"[{OPENING}]*(?:{wide}|[^\s\u2e80-\u9fff\uf900-\uff60{CLOSING}{OPENING}]+|.)[{CLOSING}]*\s*", text
    )
