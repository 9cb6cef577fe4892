"""Wording: cells of words, lists and ids as people type them, read as the words of the format, or not at all.

    是  √  TRUE                  yes              规划中        planned
    ＲＯＡＤ  Road                road             a、b  a，b     a;b
    40%                          0.4, in shares   全部          (empty), where empty means all
    不详  ？                      ?                不限          (empty), where empty means unlimited

Only what the column allows is looked for, so that 双向 is ``yes`` in one column and ``both`` in another.
"""

import re
import unicodedata
from functools import cache

from unfence.book.columns import ID_PATTERN, Meaning
from unfence.book.numerals import Reading, share
from unfence.words import sentences

_LISTS = ("names", "sides", "shares")
_ALL = ("all_modes", "all_commodities", "touched", "equally")
"""What an empty cell means (keys of ``book.empty``) where ``all`` may be written too."""


def word(text: str, said: Meaning) -> Reading | None:
    """What a cell is read as, and why; None if it is plain, or not clear.

    >>> from unfence.book.schema import columns
    >>> links, fences = columns("links"), columns("fences")
    >>> word("否", links["both_ways"]), word("Ｒoad1", links["a"]), word("规划", links["status"])
    (('no', 'read_word'), ('road1', 'read_id'), ('planned', 'read_word'))
    >>> word("a、b", fences["between"]), word("全部", fences["modes"]), word("maybe", links["both_ways"])
    (('a;b', 'read_list'), ('', 'read_empty'), None)
    """
    folded = _folded(text)
    if said.kind != "text" and folded in spellings("unknown") | {"?"}:
        return ("?", "read_unknown") if text != "?" else None
    if said.empty == "unlimited" and folded in spellings("unlimited"):
        return "", "read_empty"
    if said.empty in _ALL and folded in spellings("everything"):
        return "", "read_empty"
    if said.kind in ("choice", "yes_no"):
        return _chosen(text, [choice for choice in said.choices if choice])
    if said.kind in ("id", "reference"):
        return _named(text, said)
    return _listed(text, said) if said.kind in _LISTS else None


@cache
def spellings(choice: str) -> frozenset[str]:
    """The ways in which a word of the format is written, in either language, folded.

    >>> "规划" in spellings("planned")
    True
    """
    texts = sentences().get(f"reading.choice.{choice}", {}).values()
    return frozenset({choice, *(_folded(part) for text in texts for part in text.split(";") if part)})


def _chosen(text: str, choices: list[str]) -> Reading | None:
    if text in choices:
        return None
    meant = [choice for choice in choices if _folded(text) in spellings(choice)]
    return (meant[0], "read_word") if len(meant) == 1 else None


def _named(text: str, said: Meaning) -> Reading | None:
    """An id in capitals or full width, or one of the words that may stand beside ids."""
    if re.match(ID_PATTERN, text):
        return None
    for name in said.names:
        if _folded(text) in spellings(name):
            return name, "read_word"
    folded = _folded(text)
    return (folded, "read_id") if re.match(ID_PATTERN, folded) else None


def _listed(text: str, said: Meaning) -> Reading | None:
    """A list whose parts stand apart by other marks, or are written otherwise."""
    marks = r"[;；、，,\n]" if said.kind != "sides" or ";" not in text.replace("；", ";") else r"[;；]"
    read = [_part(part.strip(), said) for part in re.split(marks, text)]
    plain = [part.strip() for part in re.split("[;；]", text)]
    return None if read == plain or not any(read) else (";".join(read), "read_list" if len(read) > 1 else "read_word")


def _part(part: str, said: Meaning) -> str:
    """One part of a list."""
    if said.kind == "shares":
        who, colon, held = part.replace("：", ":").partition(":")
        number = share(held) if colon else None
        plain = number is None or number == held.strip()
        return part if plain else f"{_part(who.strip(), _WHO)}:{number}"
    if said.kind == "sides":
        return part
    return (_named(part, said) or (part, ""))[0]


_WHO = Meaning("reference", names=("outside",))


def _folded(text: str) -> str:
    """Small half-width letters; no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip().lower()
