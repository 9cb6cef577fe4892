"""Pages: the library as documentation, every figure with its range and source, as ``docs/library.md`` shows it."""

import csv
from collections.abc import Iterable
from importlib import resources

from unfence.library.shelf import Figure, figures, known_topics, things, topic_name
from unfence.words import say

MADE = "<!-- made by unfence.library.pages.refreshed from the files of the library: do not edit below -->"


def refreshed(page: str) -> str:
    """A page of documentation with all that follows its line ``MADE`` made anew.

    >>> refreshed(MADE).splitlines()[2]
    '## Topics 主题'
    """
    head, made, _ = page.partition(MADE)
    if not made:
        raise ValueError(MADE)
    return f"{head}{made}\n\n{library_markdown()}"


def library_markdown() -> str:
    """Everything in the library as Markdown."""
    lines = ["## Topics 主题", "", "| topic | what it is about | 内容 |", "|---|---|---|"]
    lines += [f"| `{topic}` | {topic_name(topic, 'en')} | {topic_name(topic, 'zh')} |" for topic in known_topics()]
    for topic in known_topics():
        title = f"{topic_name(topic, 'en')} {topic_name(topic, 'zh')}"
        lines += ["", f"### {title} (`{topic}`)", "", *_figures(figures(topic))]
    lines += ["", "## Names and codes 名称与代码", "", *_things()]
    lines += ["", "## Balances 物料与能量平衡", "", *_balances()]
    return "\n".join(lines) + "\n"


def _figures(held: Iterable[Figure]) -> list[str]:
    words = ("cell", "value", "range", "unit", "source", "confidence")
    heads = [f"{say(f'library.word.{word}', 'en')} {say(f'library.word.{word}', 'zh')}" for word in words]
    rows = [
        (
            f"`{f.table}` {f.key} `{f.column}`",
            f"{f.value:g}",
            "" if f.low == f.high else f"{f.low:.5g} to {f.high:.5g}",
            f.unit,
            "; ".join(part for part in (f.source, f.note) if part),
            f.confidence,
        )
        for f in held
    ]
    return _table(heads, rows)


def _things() -> list[str]:
    heads = ("id", "name", "名称", "unit", "HS", "ISIC", "GB/T 4754", "note")
    rows = [
        (f"`{t.id}`", t.name, t.name_zh, t.unit, t.hs, t.isic, t.gbt4754, t.note)
        for t in things().values()
        if t.table == "commodities"
    ]
    other = [(f"`{t.id}`", t.name, t.name_zh, t.table) for t in things().values() if t.table != "commodities"]
    return [*_table(heads, rows), "", *_table(("id", "name", "名称", "table"), other)]


def _balances() -> list[str]:
    """Which share of what enters a process leaves it in the product, and what commodities hold."""
    home = resources.files(__package__)
    found: list[str] = []
    for name in ("balances.csv", "contents.csv"):
        heads, *rows = csv.reader(home.joinpath(name).read_text(encoding="utf-8").splitlines())
        found += [*_table(heads, rows), ""]
    return found[:-1]


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    written = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    head = list(heads)
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(row)} |" for row in written)]
