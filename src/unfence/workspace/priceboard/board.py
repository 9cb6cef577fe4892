"""The board: the latest price of every factor on every side, and the wedge between them.

    wedge   the dearest side's price less the cheapest's, of the latest month that each has; as a share of the cheapest
            (of its size, where a price is below 0)

Without a reported month a side's price is the book's. A price that a member may not see is withheld, and so is every
wedge that it would go into.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.priceboard.factors import Factor, book_prices, factors_of
from unfence.workspace.priceboard.models import Price, last_of, shows
from unfence.workspace.sharing.sight import sight_of


@dataclass(frozen=True)
class Stand:
    """What a factor costs on one side: ``month`` None says that it is by the book; ``value`` None: nobody says."""

    office: Office
    value: Decimal | None
    month: date | None
    before: Decimal | None
    """A year earlier, if that is known."""
    withheld: bool

    @property
    def change(self) -> float | None:
        """The change in a year, as a share."""
        if self.value is None or not self.before:
            return None
        return float((self.value - self.before) / abs(self.before))


@dataclass(frozen=True)
class Line:
    """One factor on the board."""

    factor: Factor
    stands: Sequence[Stand]

    @property
    def known(self) -> list[Stand]:
        """The sides whose price is seen, the cheapest first."""
        return sorted((s for s in self.stands if s.value is not None), key=lambda s: s.value or 0)

    @property
    def wedge(self) -> Decimal | None:
        """The dearest price less the cheapest; None where fewer than two are seen, or one is withheld."""
        known = self.known
        if len(known) < 2 or any(s.withheld for s in self.stands):  # noqa: PLR2004  a wedge is between two
            return None
        return (known[-1].value or Decimal(0)) - (known[0].value or Decimal(0))

    @property
    def share(self) -> float | None:
        """The wedge as a share of the cheapest price."""
        wedge, least = self.wedge, self.known[0].value if self.known else None
        return float(wedge / abs(least)) if wedge is not None and least else None

    @property
    def rank(self) -> tuple[bool, float, str]:
        """The widest wedge first, factors that nobody has a price of last."""
        return (not self.known, -(self.share or 0.0), self.factor.key)


def sides() -> list[Office]:
    """The offices of the sides."""
    return list(Office.objects.exclude(key=SECRETARIAT))


def board_seen_by(member: Member) -> list[Line]:
    """Every factor as the member may see it, the widest wedge first."""
    by_book, sight, offices = book_prices(member), sight_of(member), sides()
    reported: dict[tuple[str, str], dict[date, Price]] = {}
    for price in last_of(Price.objects.seen_by(member).select_related("office")):
        reported.setdefault((price.factor, price.office.key), {})[price.month] = price
    lines = [
        Line(
            factor,
            [
                _stand(
                    office, reported.get((key, office.key), {}), by_book.get((key, office.key)), shows(sight, office)
                )
                for office in offices
            ],
        )
        for key, factor in factors_of(member).items()
    ]
    return sorted(lines, key=lambda line: line.rank)


def _stand(office: Office, months: Mapping[date, Price], by_book: Decimal | None, shown: bool) -> Stand:
    if not shown:
        return Stand(office, None, None, None, withheld=True)
    if not months:
        return Stand(office, by_book, None, None, withheld=False)
    month = max(months)
    year_ago = months.get(month.replace(year=month.year - 1))
    return Stand(office, months[month].value, month, year_ago.value if year_ago else None, withheld=False)


def history(member: Member, factor: Factor) -> list[tuple[date, list[Price | None]]]:
    """The reported months of a factor, the latest first, with a price for each side, as far as the member sees."""
    held = {
        (price.month, price.office_id): price
        for price in last_of(Price.objects.seen_by(member).filter(factor=factor.key).select_related("office", "member"))
    }
    months = sorted({month for month, _ in held}, reverse=True)
    return [(month, [held.get((month, office.pk)) for office in sides()]) for month in months]
