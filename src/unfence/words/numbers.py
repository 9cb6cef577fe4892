"""Numbers as each language writes them: 1.2 million in English, 120 万 in Chinese."""

import math
from typing import Literal

_SCALES = {
    "en": ((1e9, " billion"), (1e6, " million")),
    "zh": ((1e8, " 亿"), (1e4, " 万")),
}


def amount(value: float, lang: Literal["zh", "en"], digits: int = 4) -> str:
    """A quantity to ``digits`` significant figures, large ones in the language's own scale words.

    >>> amount(7_012_345, "en"), amount(7_012_345, "zh")
    ('7.012 million', '701.2 万')
    >>> amount(0.25, "en"), amount(-41_000, "en"), amount(0, "zh")
    ('0.25', '-41,000', '0')
    """
    if not math.isfinite(value):
        return {"en": "unlimited", "zh": "不限"}[lang] if value > 0 else "–"
    rounded = float(f"{value:.{digits}g}")
    for scale, name in _SCALES[lang]:
        if abs(rounded) >= scale:
            return _plain(rounded / scale, digits) + name
    return _plain(rounded, digits)


def money(value: float, currency: str, lang: Literal["zh", "en"]) -> str:
    """An amount of money with its currency.

    >>> money(7e6, "CNY", "zh"), money(7e6, "CNY", "en")
    ('700 万元', '7 million yuan')
    """
    name = {"CNY": {"en": "yuan", "zh": "元"}}.get(currency, {}).get(lang, currency)
    text = amount(value, lang)
    return text + name if lang == "zh" and text[-1] in "万亿" else f"{text} {name}"


def percent(share: float, lang: Literal["zh", "en"]) -> str:
    """A share as a percentage.

    >>> percent(0.4213, "en")
    '42 %'
    """
    digits = 0 if abs(share) >= 0.1 else 1  # noqa: PLR2004
    return f"{100 * share:.{digits}f} %" if lang == "en" else f"{100 * share:.{digits}f}%"


def _plain(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
