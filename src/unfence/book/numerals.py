"""Numerals: the numbers that people type, read as the number that they mean, or not at all.

    １，２００   1,200   1 200   ￥1200   1200元      1200
    1.2万                                           12000
    5%      in a column of shares                   0.05
    12公里  in a column of km                        12
    1900-01-12   a date that Excel made of 12       12

What can mean two things is left for the person to say: ``1,5``, ``1.200,5``, ``about 12``, ``10-20``, a date of our
time. Where one cell of a column has a decimal comma, no comma of that column is a thousands separator.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache

from unfence.words import sentences

Reading = tuple[str, str]
"""What a cell is read as, and why: a code of ``words``."""

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}((,\d{3})+|( \d{3})+)(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{1,2}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?", re.ASCII)
_ANY_DATE = re.compile(
    r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?(T.*)?|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(:\d{2}.*)?", re.ASCII
)
_SPAN = re.compile(
    r"[\d.,]+\s*(万|亿)?\s*(-|~|至|到|to)\s*[\d.,]+.*|[约近超><≥≤].*\d.*|.*\d\s*(左右|以上|以下|多)", re.ASCII
)
_UNCLEAR = {
    "number_date": _ANY_DATE,
    "number_dash": re.compile(r"-+|/|—+|无|none|n/?a|nil"),
    "number_percent": re.compile(r".*%"),
    "number_comma": re.compile(r"[+-]?[\d,. ]*,[\d,. ]*", re.ASCII),
    "number_span": _SPAN,
    "number_unit": re.compile(r"[+-]?[\d.,]+\s*[^\d\s].*", re.ASCII),
}
"""Forms of what is no number, by the code of their finding; the first that fits."""
_SCALES = {"百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "亿": 100_000_000}
_SHARES = ("share_km",)
"""Units whose numbers may be written in per cent."""
_MADE_BY_EXCEL = 1930
"""A date before this year is a number in a cell that Excel shows as a date: nobody writes such dates in a book."""


def number(text: str, unit: str, *, commas: bool = True) -> Reading | None:
    """What a cell of a column in ``unit`` (a key of ``book.unit``) is read as; None if it is plain, or not clear.

    >>> number("１，２００", "km"), number("3.2万", "units_year"), number("5%", "share_km")
    (('1200', 'read_number'), ('32000', 'read_scaled'), ('0.05', 'read_percent'))
    >>> number("1200", "km"), number("1,5", "km"), number("5%", "km"), number("3 parsecs", "km")
    (None, None, None, None)
    """
    if _PLAIN.fullmatch(text):
        return None
    if _DATE.fullmatch(text):
        return _serial(text) if unit != "year" else (text[:4], "read_date")
    body = _half_width(text)
    body = re.sub(r"^([+-]?)(¥|\$|rmb|cny)\s*", r"\1", body) if unit.startswith("money") else body
    body, scale, code = _without_unit(body, unit)
    if body.endswith("%") and scale == 1 and unit in _SHARES:
        body, scale, code = body[:-1].rstrip(), Decimal("0.01"), "read_percent"
    if commas and _GROUPED.fullmatch(body):
        body = body.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(body):
        return None
    return (_written(Decimal(body) * scale) if scale != 1 else body), code


def share(text: str) -> str | None:
    """A share as a number from 0 to 1, per cents turned; None if it is neither.

    >>> share("40%"), share("０.4"), share("some")
    ('0.4', '0.4', None)
    """
    body = _half_width(text)
    if body.endswith("%") and _PLAIN.fullmatch(body[:-1].rstrip()):
        return _written(Decimal(body[:-1].rstrip()) / 100)
    return body if _PLAIN.fullmatch(body) else None


def decimal_commas(texts: Iterable[str]) -> bool:
    """Whether a column has a comma that can only be a decimal one.

    >>> decimal_commas(["1,200", "1,5"]), decimal_commas(["1,200"])
    (True, False)
    """
    return any(_DECIMAL_COMMA.fullmatch(_half_width(text)) for text in texts)


def unclear(text: str) -> str:
    """Why a cell is no number, as the code of its finding.

    >>> unclear("2025-03-01"), unclear("10-20"), unclear("5%"), unclear("—"), unclear("3t"), unclear("twelve")
    ('number_date', 'number_span', 'number_percent', 'number_dash', 'number_unit', 'number')
    """
    body = _half_width(text)
    if _PLAIN.fullmatch(body) or body in ("nan", "inf"):
        return "number"
    if _ANY_DATE.fullmatch(text):
        return "number_date"
    return next((code for code, form in _UNCLEAR.items() if form.fullmatch(body)), "number")


@cache
def spellings(unit: str) -> frozenset[str]:
    """The ways in which a unit (a key of ``book.unit``) is written, in either language, in small half-width letters.

    >>> "公里" in spellings("km"), "m" in spellings("km")
    (True, False)
    """
    known = sentences()
    texts = [*known[f"book.unit.{unit}"].values(), *known.get(f"reading.unit.{unit}", {}).values()]
    return frozenset(_half_width(part) for text in texts for part in text.split(";"))


def _half_width(text: str) -> str:
    """Small half-width letters and plain signs; ``'`` before a number is how Excel marks text."""
    body = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("'")
    return "-" + body[1:] if body.startswith(("−", "–")) else body


def _without_unit(body: str, unit: str) -> tuple[str, Decimal, str]:
    """A number without its unit and its scale word, and what that scale multiplies it by."""
    end = max((i + 1 for i, c in enumerate(body) if c.isdigit() or c == "%"), default=0)
    figures, word = body[:end], body[end:].strip()
    if not word or body[end - 1] == "%":
        return body.strip(), Decimal(1), "read_number"
    if word in spellings(unit):
        return figures, Decimal(1), "read_number"
    for name, factor in _SCALES.items():
        if word == name or (word.startswith(name) and word.removeprefix(name).strip() in spellings(unit)):
            return figures, Decimal(factor), "read_scaled"
    return body, Decimal(1), "read_number"


def _serial(text: str) -> Reading | None:
    """The number behind a date that Excel made of it (days since 1899; Excel gives 1900 a 29 February)."""
    moment = datetime.fromisoformat(text)
    if moment.year >= _MADE_BY_EXCEL or (moment.year, moment.month, moment.day) == (1900, 2, 28):
        return None
    days = moment - datetime(1899, 12, 31 if moment < datetime(1900, 3, 1) else 30)  # noqa: DTZ001  Excel knows no zones
    return f"{days.total_seconds() / 86_400:.12g}", "read_date"


def _written(value: Decimal) -> str:
    return format(value.normalize(), "f")
