"""Words in templates, in the reader's language.

    {% say "books.title" %}   {% say "jobs.done" count=3 %}   {% money x %}   {% amount x "t" %}   {% percent x %}
    {% named office %}  the name of anything that has ``name`` and ``name_zh``; {% titled "links" %}  that of a table

They are built in: no template has to load them.
"""

from collections.abc import Mapping
from typing import cast

from django import template
from django.template import Context

from unfence import words
from unfence.words import Lang
from unfence.workspace.books.titles import table_title

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: object) -> str:
    """The text of a key, its gaps filled."""
    return words.say(key, _lang(context), **values)


@register.simple_tag(takes_context=True)
def money(context: Context, value: float | None, currency: str = "CNY") -> str:
    """An amount of money with its currency; a dash for None."""
    return "–" if value is None else words.money(float(value), currency, _lang(context))


@register.simple_tag(takes_context=True)
def amount(context: Context, value: float | None, unit: str = "") -> str:
    """A quantity, with its unit if one is given; a dash for None."""
    return "–" if value is None else f"{words.amount(float(value), _lang(context))} {unit}".strip()


@register.simple_tag(takes_context=True)
def percent(context: Context, share: float | None) -> str:
    """A share as a percentage; a dash for None."""
    return "–" if share is None else words.percent(float(share), _lang(context))


@register.simple_tag(takes_context=True)
def named(context: Context, thing: object) -> str:
    """What people call a thing: its ``name_zh`` in Chinese if it has one, else its ``name``."""
    return name_in(thing, _lang(context))


@register.simple_tag(takes_context=True)
def told(context: Context, note: Mapping[str, object] | None) -> str:
    """A stored sentence, kept as ``{"key": ..., "values": {...}}`` so that each reads it in their own language."""
    if not note:
        return ""
    return words.say(str(note["key"]), _lang(context), **cast("Mapping[str, object]", note.get("values", {})))


@register.simple_tag(takes_context=True)
def titled(context: Context, table: str) -> str:
    """What people call a table of the book."""
    return table_title(table, _lang(context))


def name_in(thing: object, lang: Lang) -> str:
    """The name of an object or a mapping in a language.

    >>> name_in({"name": "East Town", "name_zh": "东镇"}, "zh"), name_in({"name": "A", "name_zh": ""}, "zh")
    ('东镇', 'A')
    """
    parts = thing if isinstance(thing, Mapping) else {n: getattr(thing, n, "") for n in ("name", "name_zh")}
    return str((parts.get("name_zh") if lang == "zh" else "") or parts.get("name") or "")


def _lang(context: Context) -> Lang:
    return cast("Lang", context.get("lang") or "en")
