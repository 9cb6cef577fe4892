"""Explanations: what a person reads about a table or a column, made from its declaration and ``words/book.toml``."""

from unfence.book.columns import Meaning
from unfence.book.schema import TABLES, columns
from unfence.words import Lang, say, sentences

MADE = "<!-- made by unfence.book.explanations.refreshed from the declarations in schema.py: do not edit below -->"


def about_table(table: str, lang: Lang) -> str:
    """What a table holds.

    >>> about_table("links", "en")
    'Roads, rails, pipes, wires: what joins two sites.'
    """
    return say(f"book.table.{table}", lang)


def about_column(table: str, column: str, lang: Lang) -> str:
    """What a column says.

    >>> about_column("links", "km", "zh")
    '里程'
    """
    own = f"book.column.{table}.{column}"
    return say(own if own in sentences() else f"book.column.any.{column}", lang)


def cells(said: Meaning, lang: Lang) -> str:
    """What may stand in a column's cells: type and unit, limits, choices, whose ids.

    >>> cells(columns("links")["km"], "en"), cells(columns("links")["status"], "en")
    ('number, km, 0 or more', 'existing, planned')
    >>> cells(columns("modes")["carries"], "zh")
    '多个用 ; 隔开，取自 commodities，或 good, waste, energy, utility, labour, people'
    """
    parts: list[str] = []
    if said.numeric:
        parts += [_word(said.kind, lang), say(f"book.unit.{said.unit}", lang), *_limits(said, lang)]
    elif said.choices:
        parts.append(", ".join(word for word in said.choices if word))
    elif said.kind in ("id", "text", "shares", "sides"):
        parts.append(_word(said.kind, lang))
    parts += [_word("list", lang)] if said.kind == "names" else []
    if said.tables and said.kind != "shares":
        parts.append(f"{_word('names', lang)} {', '.join(said.tables)}")
        parts += [f"{_word('or_words', lang)} {', '.join(said.names)}"] if said.names else []
    return ("，" if lang == "zh" else ", ").join(parts)


def when_empty(said: Meaning, lang: Lang) -> str:
    """What an empty cell means, or that it has to be filled in.

    >>> [when_empty(columns("links")[c], "en") for c in ("km", "capacity", "both_ways", "note")]
    ['required', 'unlimited', 'yes', '']
    """
    if said.required:
        return _word("required", lang)
    if said.empty:
        return say(f"book.empty.{said.empty}", lang)
    if isinstance(said.default, bool):
        return "yes" if said.default else "no"
    return "" if said.default is None else f"{said.default:g}" if isinstance(said.default, float) else said.default


def comment(table: str, column: str, lang: Lang) -> str:
    """All of it as the lines of a spreadsheet comment."""
    said = columns(table)[column]
    colon = "：" if lang == "zh" else ": "
    lines = [about_column(table, column, lang), cells(said, lang)]
    empty = when_empty(said, lang)
    if said.required:
        lines.append(empty)
    elif empty:
        lines.append(f"{_word('empty', lang)}{colon}{empty}")
    return "\n".join(line for line in lines if line)


def tables_markdown(lang: Lang) -> str:
    """Every table and column of the format as Markdown: what ``docs/book.md`` shows.

    >>> tables_markdown("en").splitlines()[0]
    '### jurisdictions'
    """
    heads = [_word(word, lang) for word in ("column", "cells", "empty", "meaning")]
    lines: list[str] = []
    for table in TABLES:
        lines += [f"### {table}", "", about_table(table, lang), "", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for name, said in columns(table).items():
            shown = f"**{name}**" if said.key else name
            row = [shown, cells(said, lang), when_empty(said, lang), about_column(table, name, lang)]
            lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |")
        lines.append("")
    return "\n".join(lines)


def refreshed(page: str) -> str:
    """A page of documentation with all that follows its line ``MADE`` made anew, in English and in Chinese."""
    head, made, _ = page.partition(MADE)
    if not made:
        raise ValueError(MADE)
    return f"{head}{made}\n\n## Tables\n\n{tables_markdown('en')}\n## 各表\n\n{tables_markdown('zh')}"


def _limits(said: Meaning, lang: Lang) -> list[str]:
    limits: list[str] = []
    if said.low is not None and said.high is not None:
        limits.append(say("book.word.within", lang, low=f"{said.low:g}", high=f"{said.high:g}"))
    elif said.low is not None:
        limits.append(say("book.word.above" if said.open_low else "book.word.least", lang, low=f"{said.low:g}"))
    if said.unknown:
        low, high = (f"{end:g}" for end in said.unknown)
        limits.append(say("book.word.unknown", lang, low=low, high=high))
    return limits


def _word(word: str, lang: Lang) -> str:
    return say(f"book.word.{word}", lang)
