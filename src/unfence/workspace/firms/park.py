"""The park as one member sees it: who makes and who uses each commodity of the book, by name and side.

What a thing is called, where it stands and what it deals in are its identity, which is seen unless somebody granted
less; figures are not read here. A ``Dealer`` is one plant or market.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from unfence.words import Lang, say
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.sight import Seen
from unfence.workspace.shell.templatetags.words import name_in

TABLES = ("commodities", "recipes", "plants", "markets", "sites", "fences", "links", "terminals", "book")

NAMED = ("fences", "sites", "links", "terminals")


@dataclass(frozen=True)
class Dealer:
    """One plant or market: its id, its names, its site, the office of its side."""

    id: str
    name: str
    name_zh: str
    site: str
    owner: str


@dataclass(frozen=True)
class Park:
    """The rows of the book that a member sees, by table and key."""

    rows: Mapping[tuple[str, str], Seen]

    @cached_property
    def commodities(self) -> Mapping[str, Mapping[str, str]]:
        """The commodities by id, as the book writes them."""
        return {key: row.values for (table, key), row in self.rows.items() if table == "commodities"}

    @cached_property
    def currency(self) -> str:
        """The book's currency."""
        held = next((row.values for (table, _), row in self.rows.items() if table == "book"), {})
        return held.get("currency", "") or "CNY"

    @cached_property
    def dealers(self) -> Mapping[str, Dealer]:
        """Every plant and market by id."""
        found = {}
        for (table, key), row in self.rows.items():
            if table in ("plants", "markets"):
                found[key] = self._dealer(table, row)
        return found

    def makers(self, commodity: str) -> list[Dealer]:
        """Who makes or sells a commodity."""
        return self._trading(commodity, "supply")

    def users(self, commodity: str) -> list[Dealer]:
        """Who uses or buys it."""
        return self._trading(commodity, "demand")

    @cached_property
    def traded(self) -> list[str]:
        """The commodities that somebody makes or uses, in the order of the book."""
        return [key for key in self.commodities if self.makers(key) or self.users(key)]

    def commodity_named(self, key: str, lang: Lang) -> str:
        """What a commodity is called."""
        return name_in(self.commodities.get(key, {}), lang) or key

    def named(self, key: str, lang: Lang) -> str:
        """What a plant, market, fence or site is called, a link by its ends; its id where it is withheld or gone."""
        if key in self.dealers:
            return name_in(self.dealers[key], lang) or key
        row = next((self.rows[table, key] for table in NAMED if (table, key) in self.rows), None)
        if row is None:
            return key
        if row.table in ("links", "terminals"):
            ends = [row.values.get(end, "") for end in ("a", "b", "site")]
            return " – ".join(self.named(end, lang) for end in ends if end) or key
        return name_in(row.values, lang) or key

    def unit(self, commodity: str) -> str:
        """The unit in which a commodity is counted."""
        return self.commodities.get(commodity, {}).get("unit", "")

    def _dealer(self, table: str, row: Seen) -> Dealer:
        values, site = row.values, row.values.get("site", "")
        if table == "plants":
            return Dealer(row.key, values.get("name") or row.key, values.get("name_zh", ""), site, row.owner)
        place = self.rows.get(("sites", site))
        kind = "supply" if values.get("side") == "supply" else "demand"
        names = {lang: say(f"industry.{kind}", lang, site=_name(place, lang) or site) for lang in ("en", "zh")}
        return Dealer(row.key, names["en"], names["zh"], site, row.owner)

    def _trading(self, commodity: str, side: str) -> list[Dealer]:
        return [self.dealers[key] for key in self._deals.get((commodity, side), ())]

    @cached_property
    def _deals(self) -> Mapping[tuple[str, str], list[str]]:
        """Who trades each commodity on each side, by id."""
        recipes: dict[str, list[tuple[str, str]]] = {}
        for (table, _), row in self.rows.items():
            amount = row.values.get("amount", "") if table == "recipes" else ""
            if amount:
                side = "demand" if amount.strip().startswith("-") else "supply"
                recipes.setdefault(row.values["process"], []).append((row.values["commodity"], side))
        found: dict[tuple[str, str], list[str]] = {}
        for (table, key), row in self.rows.items():
            deals = recipes.get(row.values.get("process", ""), []) if table == "plants" else []
            if table == "markets" and "commodity" in row.values and "side" in row.values:
                deals = [(row.values["commodity"], row.values["side"])]
            for deal in deals:
                found.setdefault(deal, []).append(key)
        return found


def park_seen_by(member: Member) -> Park:
    """The park as a member sees it; empty while no book is loaded."""
    rows = Row.objects.filter(table__in=TABLES).seen_by(member)
    return Park({(row.table, row.key): row for row in rows})


def _name(row: Seen | None, lang: Lang) -> str:
    return name_in(row.values, lang) if row else ""
