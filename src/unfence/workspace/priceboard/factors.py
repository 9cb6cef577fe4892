"""Factors: what the board lists, and what each costs by the book where nobody has reported a month yet.

A factor is a commodity of the book of kind ``energy``, ``utility`` or ``labour``, or one that has tariffs (as in
``industry.factors``); beside them stand those that a book of goods does not know: water, land, credit, insurance.
By the book a side's price is that of its cheapest market that sells the factor.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from unfence.industry.factors import KINDS
from unfence.words import Lang, say
from unfence.words.numbers import currency_name
from unfence.workspace.books.models import Row
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.sight import Seen

BESIDE = ("water", "land", "rent", "loan", "insurance")
"""Factors that a book seldom has; their names and units are words below ``priceboard.factors`` and ``.units``."""


@dataclass(frozen=True)
class Factor:
    """A factor: its key, its names, its unit ("": see ``priceboard.units``)."""

    key: str
    name: str
    name_zh: str
    unit: str = ""

    def named(self, lang: Lang) -> str:
        """Its name in a language."""
        return (self.name_zh if lang == "zh" else "") or self.name

    def unit_in(self, currency: str, lang: Lang) -> str:
        """What its price is counted in: money per unit of the commodity, or what its words say."""
        money = currency_name(currency, lang)
        if self.key in BESIDE and not self.unit:
            return say(f"priceboard.units.{self.key}", lang, currency=money)
        return f"{money}/{self.unit}"


def factors_of(member: Member) -> dict[str, Factor]:
    """Every factor by its key, as far as the book that the member sees names it."""
    with_tariff = _with_tariff(member)
    found = {
        row.key: Factor(row.key, row.values.get("name") or row.key, row.values.get("name_zh", ""), row.values["unit"])
        for row in Row.objects.filter(table="commodities").seen_by(member)
        if row.values.get("kind") in KINDS or row.key in with_tariff
    }
    for key in BESIDE:
        found.setdefault(key, Factor(key, *(say(f"priceboard.factors.{key}", lang) for lang in ("en", "zh"))))
    return found


def _with_tariff(member: Member) -> set[str]:
    """The commodities whose markets have tariffs."""
    sold = {row.key: row.values.get("commodity", "") for row in _markets(member)}
    return {sold.get(row.values.get("market", ""), "") for row in Row.objects.filter(table="tariffs").seen_by(member)}


def book_prices(member: Member) -> dict[tuple[str, str], Decimal]:
    """By factor and office what the book says, where the member sees it."""
    found: dict[tuple[str, str], Decimal] = {}
    for row in _markets(member):
        price = _number(row.values.get("price", ""))
        if row.values.get("side") == "supply" and price is not None:
            place = (row.values.get("commodity", ""), row.owner)
            found[place] = min(price, found.get(place, price))
    return found


def currency_of(member: Member) -> str:
    """The book's currency."""
    rows = Row.objects.filter(table="book").seen_by(member)
    return next((row.values.get("currency", "") for row in rows), "") or "CNY"


def _markets(member: Member) -> tuple[Seen, ...]:
    return Row.objects.filter(table="markets").seen_by(member)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
