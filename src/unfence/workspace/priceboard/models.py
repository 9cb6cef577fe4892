"""Prices: what a side's office reports that a factor costs there in a month.

Nothing is overwritten: of several reports of one month the last counts, and one without a value takes it back. What
another side sees follows the rule for the money of its markets (``sharing``): prices are such money.
"""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from unfence.workspace.people.models import Member, Office
from unfence.workspace.sharing.sight import Sight, sight_of

TABLE, COLUMN = "markets", "price"
"""The column of the book whose sharing rule these prices follow."""


class Prices(models.QuerySet["Price"]):
    """Prices, asked for; only through ``seen_by`` does anybody see them."""

    def seen_by(self, member: Member) -> "Prices":
        """Those that a member may see: the own office's, and what other owners let them see."""
        sight = sight_of(member)
        owners = [office.pk for office in Office.objects.all() if shows(sight, office)]
        return self.filter(office__in=owners)


class Price(models.Model):
    """One report: ``month`` is its first day, ``value`` is in the factor's unit; None takes the month's price back."""

    factor = models.CharField(max_length=100, db_index=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    month = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    source = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = Prices.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.factor} {self.office} {self.month:%Y-%m}"


def shows(sight: Sight, owner: Office) -> bool:
    """Whether an office's prices are seen."""
    return sight.sees(owner.key, TABLE, COLUMN)


def last_of(prices: Iterable[Price]) -> list[Price]:
    """Of every factor, office and month the last report, without those that were taken back."""
    last = {(price.factor, price.office_id, price.month): price for price in prices}
    return [price for price in last.values() if price.value is not None]
