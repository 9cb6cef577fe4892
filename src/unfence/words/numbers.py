"""Numbers as each language writes them: 1.2 million in English, 120 万 in Chinese."""

import math
from typing import Literal

_SCALES = {
    "en": ((1e9, " billion"), (1e6, " million")),
    "zh": ((1e8, " 亿"), (1e4, " 万")),
}

_CURRENCIES = {
    "CNY": {"en": "yuan", "zh": "元"},
    "EUR": {"en": "euros", "zh": "欧元"},
    "USD": {"en": "dollars", "zh": "美元"},
    "JPY": {"en": "yen", "zh": "日元"},
    "GBP": {"en": "pounds", "zh": "英镑"},
    "KRW": {"en": "won", "zh": "韩元"},
    "HKD": {"en": "Hong Kong dollars", "zh": "港元"},
    "CHF": {"en": "francs", "zh": "瑞士法郎"},
    "RUB": {"en": "roubles", "zh": "卢布"},
    "VND": {"en": "dong", "zh": "越南盾"},
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
    """An amount of money with its currency; a currency that is not in ``_CURRENCIES`` keeps its code.

    >>> money(7e6, "CNY", "zh"), money(7e6, "CNY", "en")
    ('700 万元', '7 million yuan')
    >>> money(6.423e6, "EUR", "zh"), money(6.423e6, "XAU", "zh")
    ('642.3 万欧元', '642.3 万 XAU')
    """
    name = currency_name(currency, lang)
    text = amount(value, lang)
    return text + name if text[-1] in "万亿" and not name.isascii() else f"{text} {name}"


def currency_name(currency: str, lang: Literal["zh", "en"]) -> str:
    """What people call a currency's unit; its code where no name is known.

    >>> currency_name("JPY", "en"), currency_name("GBP", "zh"), currency_name("XAU", "zh")
    ('yen', '英镑', 'XAU')
    """
    return _CURRENCIES.get(currency, {}).get(lang, currency)


def percent(share: float, lang: Literal["zh", "en"]) -> str:
    """A share as a percentage, small ones with one decimal where it says something.

    >>> percent(0.4213, "en"), percent(0.042, "en"), percent(0.0, "zh"), percent(0.02, "zh")
    ('42 %', '4.2 %', '0%', '2%')
    """
    digits = 0 if abs(share) >= 0.1 else 1  # noqa: PLR2004
    text = f"{100 * share:,.{digits}f}"
    text = text.removesuffix(".0") if text != "-0.0" else "0"
    return f"{text} %" if lang == "en" else f"{text}%"


def _plain(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
