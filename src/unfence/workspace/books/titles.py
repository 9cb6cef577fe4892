"""Titles: what people call a table and a column of the book, in their language.

English has the names of the format, which are English words. Chinese has the short explanation of ``words/book.toml``
(里程), else the first of the names by which ``words/reading.toml`` knows it in a workbook (上限).
"""

from unfence.book.explanations import about_column
from unfence.book.schema import TABLES
from unfence.words import Lang, sentences

SHORT = 12
"""A longer explanation explains; it is no heading."""


def table_title(table: str, lang: Lang) -> str:
    """What a table is called; what is no table of the book stays as it is written.

    >>> table_title("links", "zh"), table_title("links", "en"), table_title("*", "zh")
    ('连线', 'links', '*')
    """
    return _called(f"reading.table.{table}", lang) or table if table in TABLES else table


def column_title(table: str, column: str, lang: Lang) -> str:
    """What a column is called.

    >>> column_title("links", "km", "zh"), column_title("links", "status", "zh"), column_title("links", "km", "en")
    ('里程', '状态', 'km')
    """
    if lang == "en":
        return column
    about = about_column(table, column, lang)
    if len(about) <= SHORT and not set(about) & set("；：，。"):
        return about
    keys = (f"reading.heading.{whose}.{column}" for whose in (table, "any"))
    return next(filter(None, (_called(key, lang) for key in keys)), column)


def _called(key: str, lang: Lang) -> str:
    """The first of the names that a key has."""
    return "" if lang == "en" else sentences().get(key, {}).get(lang, "").split(";")[0]
