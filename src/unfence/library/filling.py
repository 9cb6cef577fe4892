"""Filling: a new book that starts with what the library knows about some topics.

Recipes, processes, modes, the commodities that they name and the ranges of their figures become rows. Prices, charges,
factors and values of time need a place or a journey, which only the user knows: they are handed over ``beside``.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from unfence.book.schema import columns
from unfence.book.sheets import as_text
from unfence.book.write import new_book
from unfence.library.shelf import Figure, Thing, figures, things, wanted
from unfence.words import Lang

Row = Mapping[str, str | float]
Rows = Mapping[str, list[Row]]

SURE = ("seed", "published", "derived", "assumed")
"""Confidence, the surest first."""
FILLED = ("commodities", "processes", "recipes", "modes", "ranges")
GENERAL = frozenset({"good", "waste", "energy", "utility", "labour", "people"})


def library_book(path: str | Path, topics: str, lang: Lang = "en") -> Rows:
    """Write a new book that holds what the library knows about ``topics`` (``road,rail``), and return its rows.

    Raises ``UnfenceError`` for an unknown topic (``library.topic``), or rather than replace anything (``exists``).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     rows = library_book(f"{place}/area", "acid")
    >>> {table: len(found) for table, found in rows.items()}
    {'commodities': 5, 'processes': 1, 'recipes': 5, 'modes': 0, 'ranges': 4}
    """
    rows = rows_of(f for topic in wanted(topics) for f in figures(topic))
    new_book(path, lang, rows={table: [_cells(table, row) for row in found] for table, found in rows.items()})
    return rows


def beside(topics: str) -> tuple[Figure, ...]:
    """The figures of some topics that no new book can hold: they wait for a market, a tariff or a trip.

    >>> [f.key for f in beside("people")][:2]
    ['commuter', 'business']
    """
    return tuple(f for topic in wanted(topics) for f in figures(topic) if not _has_row(f))


def rows_of(chosen: Iterable[Figure]) -> Rows:
    """The rows of a book that some figures make, by table."""
    held = [f for f in chosen if _has_row(f)]
    recipes = [_recipe(f) for f in held if f.table == "recipes"]
    used = {name: [f for f in held if f.table == "modes" and f.key == name] for name in _keys(held, "modes")}
    carried = [word for name in used for word in _thing("modes", name).carries.split(";") if word not in GENERAL]
    processes = dict.fromkeys([*(str(row["process"]) for row in recipes), *_keys(held, "processes")])
    commodities = dict.fromkeys([*(str(row["commodity"]) for row in recipes), *carried])
    return {
        "commodities": [_commodity(_thing("commodities", name)) for name in commodities],
        "processes": [_process(_thing("processes", name), held) for name in processes],
        "recipes": recipes,
        "modes": [_mode(_thing("modes", name), found) for name, found in used.items()],
        "ranges": [_range(f) for f in held if f.low < f.high],
    }


def _has_row(figure: Figure) -> bool:
    """Whether a figure is a cell of a table that a new book can hold."""
    about = figure.key.split(";")[0]
    table = "processes" if figure.table == "recipes" else figure.table
    return table in ("processes", "modes") and (table, about) in things()


def _thing(table: str, name: str) -> Thing:
    return things()[table, name]


def _keys(held: Iterable[Figure], table: str) -> list[str]:
    return list(dict.fromkeys(f.key for f in held if f.table == table))


def _commodity(thing: Thing) -> Row:
    code = f"GB/T 4754-2017: {thing.gbt4754}" if thing.gbt4754 else ""
    note = "; ".join(part for part in (code, thing.note) if part)
    return {**_named(thing), "unit": thing.unit, "kind": thing.kind, "hs": thing.hs, "isic": thing.isic, "note": note}


def _process(thing: Thing, held: Iterable[Figure]) -> Row:
    own = [f for f in held if f.table == "processes" and f.key == thing.id]
    return {**_named(thing), **{f.column: f.value for f in own}, **_sources(own)}


def _mode(thing: Thing, own: list[Figure]) -> Row:
    return {**_named(thing), "carries": thing.carries, **{f.column: f.value for f in own}, **_sources(own)}


def _named(thing: Thing) -> Row:
    return {
        "id": thing.id,
        "name": thing.name,
        "name_zh": thing.name_zh,
        "source": thing.source,
        "confidence": thing.confidence,
        "note": thing.note,
    }


def _recipe(figure: Figure) -> Row:
    process, commodity = figure.key.split(";")
    about = {"source": figure.source, "confidence": figure.confidence, "note": figure.note}
    return {"process": process, "commodity": commodity, "amount": figure.value, **about}


def _range(figure: Figure) -> Row:
    where = {"table": figure.table, "key": figure.key, "column": figure.column}
    return {
        **where, "low": figure.low, "high": figure.high, "source": figure.source, "confidence": figure.confidence
    }  # fmt: skip


def _sources(own: Iterable[Figure]) -> Row:
    """What a row of several figures says of itself: each source once, and the confidence of the least sure."""
    held = list(own)
    if not held:
        return {}
    said: dict[str, list[str]] = {}
    for figure in held:
        said.setdefault(figure.source, []).append(figure.column)
    source = "; ".join(f"{', '.join(names)}: {source}" for source, names in said.items())
    return {"source": source, "confidence": max((f.confidence for f in held), key=SURE.index)}


def _cells(table: str, row: Row) -> list[str | float]:
    """A row as the cells of its table, in order."""
    return [value if isinstance(value := row.get(name, ""), float) else as_text(value) for name in columns(table)]
