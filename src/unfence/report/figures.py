"""Figures: numbers of the study that remember where they stand in its JSON, and how the page writes them.

Every number on the page is a figure, written as ``<data value="..." data-json="...">``: ``value`` is the number
unrounded, ``data-json`` the JSON pointers that it comes from, joined by ``+`` or ``-`` where it is a sum, with a number
of the book and ``*`` before a pointer that is counted so many times. So a reader, or a test, can trace whatever is
printed.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from markupsafe import Markup

from unfence.words import Lang, amount, money, percent, say

_SCALES = {
    "en": ((1e11, 1e9, "billion"), (1e6, 1e6, "million"), (0.0, 1.0, "")),
    "zh": ((1e11, 1e8, "亿"), (1e5, 1e4, "万"), (0.0, 1.0, "")),
}
_SHOWN = 4
"""Significant figures of the largest number in a table."""


@dataclass(frozen=True)
class Figure:
    """A number and the JSON pointers it comes from."""

    value: float
    path: str

    def __add__(self, other: "Figure") -> "Figure":
        """Their sum."""
        return Figure(self.value + other.value, f"{self.path} + {other.path}")

    def __sub__(self, other: "Figure") -> "Figure":
        """What this is more than the other, which is no sum itself.

        >>> Figure(7.0, "/welfare/best") - Figure(5.0, "/welfare/today")
        Figure(value=2.0, path='/welfare/best - /welfare/today')
        """
        return Figure(self.value - other.value, f"{self.path} - {other.path}")

    def times(self, factor: float) -> "Figure":
        """So many times this, which is no sum itself; ``factor`` is a number of the book.

        >>> Figure(2.0, "/flows/0/quantity").times(30)
        Figure(value=60.0, path='30 * /flows/0/quantity')
        """
        return Figure(factor * self.value, f"{factor!r} * {self.path}")

    @property
    def opposite(self) -> "Figure":
        """The number taken from nothing; it is no sum itself."""
        return Figure(-self.value, f"- {self.path}")


@dataclass(frozen=True)
class Span:
    """An interval; an end that is None has no limit."""

    low: Figure | None
    high: Figure | None


@dataclass(frozen=True)
class Scale:
    """In what the money of a table is written: ``factor`` of the currency, called ``name``."""

    factor: float
    name: str


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of at least one figure."""
    return reduce(Figure.__add__, figures)


def scale_of(values: Iterable[float], lang: Lang) -> Scale:
    """The scale that suits the largest value.

    >>> scale_of([7.4e6, -200], "zh").name, scale_of([139_800], "en").name
    ('万', '')
    """
    largest = max((abs(v) for v in values), default=0.0)
    return next(Scale(factor, name) for least, factor, name in _SCALES[lang] if largest >= least)


def decimals_of(values: Iterable[float], scale: Scale) -> int:
    """Digits after the point with which the largest value of a table shows four figures; one at least of 万 or million.

    >>> decimals_of([7.42e6], Scale(1e6, "million")), decimals_of([139_800.5], Scale(1.0, ""))
    (3, 0)
    >>> decimals_of([2.4e7], Scale(1e4, "万"))
    1
    """
    largest = max((abs(v) / scale.factor for v in values), default=0.0)
    if largest == 0:
        return 0
    return min(3, max(1 if scale.name else 0, _SHOWN - 1 - math.floor(math.log10(largest))))


def fixed(value: float, decimals: int, *, signed: bool = False) -> str:
    """A number with so many digits after the point; what rounds to nothing is 0.

    >>> fixed(1234.56, 1), fixed(-0.0004, 2), fixed(2.0, 1, signed=True)
    ('1,234.6', '0', '+2.0')
    """
    text = f"{value:+,.{decimals}f}" if signed else f"{value:,.{decimals}f}"
    return text if any(digit in text for digit in "123456789") else "0"


def in_scale(value: float, scale: Scale, *, signed: bool = False) -> str:
    """An amount in a scale, to four figures, without the scale's name: for pictures, whose caption names it.

    >>> in_scale(7_423_456.0, Scale(1e4, "万"), signed=True), in_scale(-41.26e6, Scale(1e6, "million"))
    ('+742.3', '-41.26')
    """
    return fixed(value / scale.factor, decimals_of([value], scale), signed=signed)


def data(figure: Figure, text: str) -> Markup:
    """A figure as the page's text, with what it stands for."""
    return Markup('<data value="{}" data-json="{}">{}</data>').format(repr(figure.value), figure.path, text)


def in_money(figure: Figure, currency: str, lang: Lang, *, signed: bool = False) -> Markup:
    """Money in a sentence.

    >>> in_money(Figure(7e6, "/welfare/gain"), "CNY", "zh", signed=True)
    Markup('<data value="7000000.0" data-json="/welfare/gain">+700 万元</data>')
    """
    return data(figure, _sign(figure, signed=signed) + money(_quiet(figure.value), currency, lang))


def in_units(figure: Figure, lang: Lang, unit: str = "", *, signed: bool = False) -> Markup:
    """A quantity with its unit in a sentence.

    >>> in_units(Figure(26_670.0, "/work"), "zh", "小时").striptags()
    '2.667 万小时'
    """
    text = _sign(figure, signed=signed) + amount(_quiet(figure.value), lang)
    joint = "" if text[-1] in "万亿" and not unit.isascii() else " "
    return data(figure, f"{text}{joint}{unit}".strip())


def in_percent(figure: Figure, lang: Lang) -> Markup:
    """A share as a percentage."""
    return data(figure, percent(_quiet(figure.value), lang))


def spanned(span: Span, ends: tuple[str, str], lang: Lang) -> Markup:
    """An interval whose ends are written already; one number where both read the same."""
    free = say("report.no_limit", lang)
    low, high = (
        Markup("{}").format(free) if figure is None else data(figure, text)
        for figure, text in zip((span.low, span.high), ends, strict=True)
    )
    if span.low is not None and span.high is not None and ends[0] == ends[1]:
        return low
    return Markup("{} … {}").format(low, high)


def _quiet(value: float) -> float:
    """What is only the solver's noise is 0: no quantity on the page is that small."""
    return 0.0 if abs(value) < 1e-6 else value  # noqa: PLR2004


def _sign(figure: Figure, *, signed: bool) -> str:
    return "+" if signed and _quiet(figure.value) > 0 else ""
