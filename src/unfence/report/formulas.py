"""Formulas as MathML, which every browser of today draws by itself and reads aloud.

A text is taken letter by letter: letters are identifiers, digits numbers, all else operators.
"""

import re

from markupsafe import Markup, escape

_PART = re.compile(r"\d+(?:\.\d+)?|\S")


def formula(*parts: str | Markup) -> Markup:
    """A formula on a line of its own.

    >>> formula("a", "=", sub("b", "1"))
    Markup('<math display="block"><mi>a</mi><mo>=</mo><msub><mi>b</mi><mn>1</mn></msub></math>')
    """
    return Markup('<math display="block">{}</math>').format(row(*parts))


def sub(base: str | Markup, below: str | Markup) -> Markup:
    """Something with a mark below its line."""
    return Markup("<msub>{}{}</msub>").format(_one(base), _one(below))


def sup(base: str | Markup, above: str | Markup) -> Markup:
    """A power."""
    return Markup("<msup>{}{}</msup>").format(_one(base), _one(above))


def over(above: str | Markup, below: str | Markup) -> Markup:
    """A fraction.

    >>> over("1", "1+r")
    Markup('<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><mi>r</mi></mrow></mfrac>')
    """
    return Markup("<mfrac>{}{}</mfrac>").format(_one(above), _one(below))


def total(of: str | Markup) -> Markup:
    """A sum with what it runs over below it."""
    return Markup("<munder><mo>∑</mo>{}</munder>").format(_one(of))


def row(*parts: str | Markup) -> Markup:
    """Parts one after the other."""
    return Markup("").join(part if isinstance(part, Markup) else _letters(part) for part in parts)


def _one(part: str | Markup) -> Markup:
    """A part as one element."""
    inner = row(part)
    single = isinstance(part, str) and not isinstance(part, Markup) and len(_PART.findall(part)) == 1
    return inner if single else Markup("<mrow>{}</mrow>").format(inner)


def _letters(text: str) -> Markup:
    return Markup("").join(_letter(part) for part in _PART.findall(text))


def _letter(part: str) -> Markup:
    tag = "mn" if part[0].isdigit() else "mi" if part.isalpha() else "mo"
    return Markup("<{tag}>{part}</{tag}>").format(tag=Markup(tag), part=escape(part))  # noqa: S704  one of three
