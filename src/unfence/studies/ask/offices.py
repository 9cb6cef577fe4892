"""Offices: who is likely to know a cell, judged by the table that it stands in.

The book knows firms and jurisdictions, not people: an office is named by what it does, as a county calls it, with the
jurisdictions concerned. Whoever sends the letters puts the names in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from unfence.book import Book, sides
from unfence.book.columns import OUTSIDE, PEOPLE
from unfence.industry.spoken import Names
from unfence.words import Lang, say

ENERGY = frozenset({"energy", "utility"})
USERS = 3
"""At most so many firms are asked about one recipe."""


@dataclass(frozen=True, order=True)
class Office:
    """Who is asked: a kind of office, in these jurisdictions (or provinces), or these plants (``firm``)."""

    kind: str
    where: tuple[str, ...]

    def say(self, book: Book, lang: Lang) -> str:
        """The office in words."""
        names, joint = Names(book, lang), {"zh": "、", "en": ", "}[lang]
        table = "plants" if self.kind == "firm" else "jurisdictions"
        called = [say("outside", lang) if place == OUTSIDE else names.of(table, place) for place in self.where]
        key = f"ask.office.{self.kind}"
        return say(key if called else f"{key}_anywhere", lang, where=joint.join(called))


def office_of(book: Book, table: str, key: str) -> Office:
    """Who is likely to know about a row.

    >>> from unfence.examples import example
    >>> book = example("daxin")
    >>> office_of(book, "fences", "bus_gap").say(book, "zh")
    '新晃侗族自治县、大龙经济开发区交通运输局'
    """
    return _KNOWS[table](book, key)


def _user(book: Book, recipe: str) -> Office:
    """The firms that run a recipe's process."""
    process = recipe.partition(";")[0]
    return Office("firm", tuple(book["plants"].filter(pl.col("process") == process)["id"].to_list()[:USERS]))


def _trade(book: Book, market: str) -> Office:
    """Who knows what is bought and sold at a market."""
    row = _row(book, "markets", market)
    kind = _row(book, "commodities", row["commodity"])["kind"]
    return Office("grid" if kind in ENERGY else "labour" if kind == "labour" else "price", _homes(book, row["site"]))


def _traded(book: Book, commodity: str) -> Office:
    """Who knows the prices of a commodity, wherever it is traded."""
    sites = book["markets"].filter(pl.col("commodity") == commodity)["site"]
    kind = _row(book, "commodities", commodity)["kind"]
    return Office("grid" if kind in ENERGY else "labour" if kind == "labour" else "price", _homes(book, *sites))


def _way(book: Book, link: str) -> Office:
    """Who runs a link."""
    row = _row(book, "links", link)
    return Office(_carrier(book, row["mode"]), _homes(book, row["a"], row["b"]))


def _yard(book: Book, terminal: str) -> Office:
    """Who runs a terminal."""
    row = _row(book, "terminals", terminal)
    return Office(_carrier(book, row["to_mode"]), _homes(book, row["site"]))


def _journey(book: Book, trip: str) -> Office:
    """Who counts travellers."""
    row = _row(book, "trips", trip)
    return Office("travel", _homes(book, row["from"], row["to"]))


def _keeper(book: Book, fence: str) -> Office:
    """Who keeps a fence, judged by what it bears on: the players on its two sides, else the sides as written."""
    row, jurisdictions = _row(book, "fences", fence), book["jurisdictions"]
    players = jurisdictions.filter(pl.col("player"))["id"]
    beside = frozenset().union(*sides(row["between"], jurisdictions))
    where = tuple(player for player in players if player in beside) or tuple(row["between"])
    return Office(_carrier(book, row["modes"][0]) if row["modes"] else "road", where)


def _planner(book: Book, measure: str) -> Office:
    """Who plans a measure (or an effect of one)."""
    return Office("reform", tuple(_row(book, "measures", measure.partition(";")[0])["parties"]))


_KNOWS: Mapping[str, Callable[[Book, str], Office]] = MappingProxyType(
    {
        "plants": lambda _book, plant: Office("firm", (plant,)),
        "recipes": _user,
        "markets": _trade,
        "commodities": _traded,
        "modes": lambda book, mode: Office(_carrier(book, mode), ()),
        "links": _way,
        "terminals": _yard,
        "trips": _journey,
        "fences": _keeper,
        "measures": _planner,
        "effects": _planner,
    }
)


def _row(book: Book, table: str, key: str) -> dict[str, Any]:
    return book[table].row(by_predicate=pl.col("id") == key, named=True)


def _carrier(book: Book, mode: str) -> str:
    """What kind of office runs a mode, judged by what it carries."""
    kinds = dict(zip(book["commodities"]["id"], book["commodities"]["kind"], strict=True))
    held = {kinds.get(word, word) for word in _row(book, "modes", mode)["carries"]}
    if PEOPLE in held:
        return "travel"
    return "grid" if held <= ENERGY else "labour" if held == {"labour"} else "road"


def _homes(book: Book, *sites: str) -> tuple[str, ...]:
    """The jurisdictions of some sites, each once; ``outside`` for sites that lie in none."""
    homes = dict(zip(book["sites"]["id"], book["sites"]["jurisdiction"], strict=True))
    return tuple(dict.fromkeys(homes[site] or OUTSIDE for site in sites))
