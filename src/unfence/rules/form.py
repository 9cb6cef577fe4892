"""The form of a rule: a frozen dataclass whose fields say how each key of the TOML table is read.

A kind of rule declares its keys once, as fields made by ``key``; from that declaration come the reading, the findings
and the list of known keys. Numbers are read exactly (``0.6`` is 3/5, ``"1/3"`` is a third), never as binary
fractions.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, TypeVar, get_type_hints

from unfence.rules.fen import FEN, Weights, integers, nearest_fen

LONGEST_NUMBER = 60
_EXPONENT = re.compile(r"[eE][+-]?[0-9_]{3,}")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole file: the declared parties, and what one unit of money is worth."""

    parties: tuple[str, ...]
    unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with the value of a key: ``code`` names sentences in ``words/``."""

    key: str
    code: str
    values: Mapping[str, object]


class UnfitError(Exception):
    """A value that a reader does not accept, with everything that is wrong with it."""

    def __init__(self, *wrong: Wrong) -> None:
        self.wrong = wrong
        super().__init__(", ".join(w.code for w in wrong))


Reader = Callable[[object, Setting], Any]
F = TypeVar("F")


def unfit(code: str, value: object, **values: object) -> UnfitError:
    """The error for one value."""
    return UnfitError(Wrong("", code, {"value": str(value), **values}))


def nearest(value: str, known: Iterable[str]) -> str:
    """The known word most like ``value``; empty if there is none at all.

    >>> nearest("stagd", ["ratio", "staged"])
    'staged'
    """
    among = list(known)
    return difflib.get_close_matches(value.lower(), among, n=1, cutoff=0.0)[0] if among else ""


def fill(form: type[F], stated: Mapping[str, object], setting: Setting) -> F:
    """A form filled from a TOML table; ``UnfitError`` carries every key that is unknown, missing or wrong."""
    readers = {
        name: hint.__metadata__[0] for name, hint in get_type_hints(form, include_extras=True).items() if _read(hint)
    }
    wrong = [
        Wrong(name, "unknown_key", {"value": name, "nearest": nearest(name, readers), "known": list(readers)})
        for name in stated
        if name not in readers
    ]
    read: dict[str, object] = {}
    needed = {f.name for f in fields(form) if f.default is MISSING}  # type: ignore[arg-type]  # every form is a dataclass
    for name, reads in readers.items():
        if name not in stated:
            wrong += [Wrong(name, "missing_key", {"value": name})] if name in needed else []
            continue
        try:
            read[name] = reads(stated[name], setting)
        except UnfitError as error:
            wrong += [Wrong(f"{name}.{w.key}".rstrip("."), w.code, w.values) for w in error.wrong]
    if wrong:
        raise UnfitError(*wrong)
    filled = form(**read)
    wrong += list(getattr(filled, "wrong", _nothing)())
    if wrong:
        raise UnfitError(*wrong)
    return filled


def _read(hint: object) -> bool:
    """Whether a field is a key, as class variables are not."""
    return hasattr(hint, "__metadata__")


def _nothing() -> Iterator[Wrong]:
    return iter(())


def enormous(text: str) -> bool:
    """Whether a written number has more digits or zeros than a sum of money can need: it is not even worked out.

    >>> enormous("1e12"), enormous("1e99999999"), enormous("1/3"), enormous("9" * 200)
    (False, True, False, True)
    """
    return len(text) > LONGEST_NUMBER or bool(_EXPONENT.search(text))


def exact(value: object) -> Fraction:
    """A number of the file, exactly.

    >>> exact(Decimal("0.6")), exact("1/3"), exact(5)
    (Fraction(3, 5), Fraction(1, 3), Fraction(5, 1))
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise unfit("not_number", value)
    if not isinstance(value, int) and enormous(str(value)):
        raise unfit("not_number", value)
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError, InvalidOperation, OverflowError):
        raise unfit("not_number", value) from None


def number(value: object, _setting: Setting) -> Fraction:
    """A number of at least 0."""
    found = exact(value)
    if found < 0:
        raise unfit("below_zero", value)
    return found


def ratio(value: object, _setting: Setting) -> Fraction:
    """A share from 0 to 1."""
    found = exact(value)
    if not 0 <= found <= 1:
        raise unfit("not_share", value)
    return found


def money(value: object, setting: Setting) -> int:
    """An amount of at least 0 in the file's unit of money, as whole fen."""
    fen = number(value, setting) * setting.unit * FEN
    if fen.denominator != 1:
        raise unfit("not_fen", value, nearest=str(float(nearest_fen(fen) / (setting.unit * FEN))))
    return int(fen)


def whole_number(value: object, _setting: Setting) -> int:
    """A whole number of at least 1: years, a class."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise unfit("not_whole", value)
    return value


def year(value: object, _setting: Setting) -> int:
    """A year."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2999:  # noqa: PLR2004
        raise unfit("not_year", value)
    return value


def text(value: object, _setting: Setting) -> str:
    """A text that is not empty, such as the name of an item or of a river section."""
    if not isinstance(value, str) or not value.strip():
        raise unfit("not_text", value)
    return value.strip()


def party(value: object, setting: Setting) -> str:
    """The id of a declared party."""
    if value not in setting.parties:
        raise unfit("unknown_party", value, nearest=nearest(str(value), setting.parties))
    return str(value)


def choice(*words: str) -> Reader:
    """One of some words."""

    def read(value: object, _setting: Setting) -> str:
        if value not in words:
            raise unfit("not_choice", value, nearest=nearest(str(value), words), known=list(words))
        return str(value)

    return read


def several(reads: Reader) -> Reader:
    """A list, each of its values read alike and none there twice."""

    def read(value: object, setting: Setting) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise unfit("not_list", value)
        found = tuple(_each(((str(i + 1), item) for i, item in enumerate(value)), reads, setting).values())
        if len(set(found)) < len(found):
            raise unfit("twice", next(str(v) for v in found if found.count(v) > 1))
        return found

    return read


def table(reads: Reader, names: Reader = text) -> Reader:
    """A table of names and values: a mapping of what ``names`` reads to what ``reads`` reads."""

    def read(value: object, setting: Setting) -> Mapping[Any, Any]:
        if not isinstance(value, dict) or not value:
            raise unfit("not_table", value)
        named = _each(((name, name) for name in value), names, setting)
        return {named[name]: held for name, held in _each(value.items(), reads, setting).items()}

    return read


def weights(value: object, setting: Setting) -> Weights:
    """Parties and their parts, ``{a = 3, b = 2}``: at least 0, not all 0; in the order of the file."""
    parts: Mapping[str, Fraction] = table(number, party)(value, setting)
    if not any(parts.values()):
        raise unfit("all_zero", value)
    return Weights(tuple(parts), tuple(integers(tuple(parts.values()))))


def year_name(value: object, setting: Setting) -> int:
    """A year that is the name of a key."""
    return year(int(value) if isinstance(value, str) and value.isdecimal() else value, setting)


def rows(form: type[F]) -> Reader:
    """A list of tables, each filled into ``form``."""

    def read(value: object, setting: Setting) -> tuple[F, ...]:
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise unfit("not_tables", value)
        return tuple(_each(((str(i + 1), item) for i, item in enumerate(value)), _filler(form), setting).values())

    return read


def _filler(form: type[F]) -> Reader:
    def read(value: object, setting: Setting) -> F:
        if not isinstance(value, dict):
            raise unfit("not_table", value)
        return fill(form, value, setting)

    return read


def _each(named: Iterable[tuple[str, object]], reads: Reader, setting: Setting) -> dict[str, Any]:
    """Every value read, or everything that is wrong with any of them."""
    found: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for name, value in named:
        try:
            found[name] = reads(value, setting)
        except UnfitError as error:
            wrong += [Wrong(f"{name}.{w.key}".rstrip("."), w.code, w.values) for w in error.wrong]
    if wrong:
        raise UnfitError(*wrong)
    return found
