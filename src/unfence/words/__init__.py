"""Two languages, one meaning: everything a person reads is written here, in Chinese and in English.

The sentences live in the TOML files beside this one, each under a dotted key with an ``en`` and a ``zh`` text;
``glossary.toml`` holds the terms that the command line, the report and the workspace share.
"""

import locale
import os
import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from unfence.words.numbers import amount, money, percent

Lang = Literal["zh", "en"]

__all__ = ["Lang", "amount", "money", "percent", "say", "sentences", "system_language"]


class _Filler(string.Formatter):
    """Fill a sentence's gaps; lists are joined as the language joins them."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, list | tuple):
            return ("、" if self.lang == "zh" else ", ").join(self.format_field(v, format_spec) for v in value)
        if isinstance(value, float) and not format_spec:
            return amount(value, self.lang)
        return str(super().format_field(value, format_spec))


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every text by its dotted key, as ``{key: {"en": ..., "zh": ...}}``."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            found.update(_flat("", tomllib.loads(file.read_text(encoding="utf-8"))))
    return found


def _flat(prefix: str, tree: Mapping[str, object]) -> dict[str, Mapping[str, str]]:
    flat: dict[str, Mapping[str, str]] = {}
    for name, branch in tree.items():
        if isinstance(branch, dict) and set(branch) == {"en", "zh"} and isinstance(branch["en"], str):
            flat[prefix + name] = branch
        elif isinstance(branch, dict):
            flat.update(_flat(f"{prefix}{name}.", branch))
    return flat


def say(key: str, lang: Lang, /, **values: object) -> str:
    """The text of ``key`` in a language, its gaps filled.

    >>> say("fence", "zh")
    '藩篱'
    >>> say("finding.unknown_table.what", "en", value="linkz")
    'no table is called “linkz”'
    """
    return _Filler(lang).vformat(sentences()[key][lang], (), values)


def system_language() -> Lang:
    """``zh`` where the system's locale is Chinese, else ``en``."""
    names = [os.environ.get(v, "") for v in ("LC_ALL", "LC_MESSAGES", "LANG")]
    stated = next((n for n in names if n), None) or locale.getlocale()[0] or ""
    return "zh" if stated.lower().startswith(("zh", "chinese")) else "en"
