"""Answers: a number as people write it on a form, with how far it may be off.

``120``, ``about 1,200``, ``１２０辆``, ``100-140``, ``1.5 万`` and ``2 h`` are numbers; two of them are the ends of a
range, and what counts is their middle. A single number lies in a band as wide as somebody vouches for it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Measure = Literal["count", "minutes", "money"]

VOUCHED, UNVOUCHED = 0.10, 0.30
"""How far a single number may be off either way, as a share of it: where somebody is named who says so, where not."""

UNITS: Mapping[Measure, Mapping[str, float]] = MappingProxyType(
    {
        "count": dict.fromkeys(
            ("辆", "辆次", "车次", "人", "人次", "趟", "天", "公里", "trucks", "people", "days", "km"), 1.0
        ),
        "minutes": {
            **dict.fromkeys(("分", "分钟", "min", "minute", "minutes"), 1.0),
            **dict.fromkeys(("时", "小时", "h", "hour", "hours"), 60.0),
        },
        "money": dict.fromkeys(("元", "yuan", "cny", "eur", "usd", "euros", "dollars"), 1.0),
    }
)
_ABOUT = r"(?:约|大约|大概|about|ca\.?|approx\.?|~)?\s*"
_NUMBER = r"(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(万?)"
_SPAN = re.compile(rf"{_ABOUT}{_NUMBER}(?:\s*(?:-|–|—|~|至|到|to)\s*{_NUMBER})?\s*(\D*?)\s*(?:左右|上下)?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?")


@dataclass(frozen=True)
class Span:
    """A number and the ends between which it is expected to lie."""

    low: float
    value: float
    high: float

    def scaled(self, factor: float) -> "Span":
        """The span in another unit.

        >>> Span(1, 2, 3).scaled(60)
        Span(low=60, value=120, high=180)
        """
        return Span(self.low * factor, self.value * factor, self.high * factor)


NOTHING = Span(0.0, 0.0, 0.0)


def span_of(text: str, measure: Measure, *, vouched: bool) -> Span | None:
    """The number that a text says, in minutes, money or things; None where it says none.

    >>> span_of("100-140 辆", "count", vouched=True)
    Span(low=100.0, value=120.0, high=140.0)
    >>> span_of("约２小时", "minutes", vouched=False)
    Span(low=84.0, value=120.0, high=156.0)
    >>> span_of("many", "count", vouched=True), span_of("25 cups", "minutes", vouched=True)
    (None, None)
    """
    met = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if not met:
        return None
    first, ten_thousand, second, also, unit = met.groups()
    scale = 1.0 if not unit else UNITS[measure].get(unit)
    ends = [_number(first, ten_thousand or (also or "")), *([_number(second, also)] if second else [])]
    if scale is None or any(end is None for end in ends):
        return None
    low, high = min(e for e in ends if e is not None), max(e for e in ends if e is not None)
    if second:
        return Span(low, (low + high) / 2, high).scaled(scale)
    width = VOUCHED if vouched else UNVOUCHED
    return Span(low - width * low, low, low + width * low).scaled(scale)


def _number(digits: str, ten_thousand: str) -> float | None:
    """The number that digits say; None where commas stand where no thousands end."""
    if "," in digits and not _GROUPED.fullmatch(digits):
        return None
    return float(digits.replace(",", "")) * (1e4 if ten_thousand else 1.0)
