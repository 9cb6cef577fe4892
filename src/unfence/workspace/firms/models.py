"""Firms as both offices know them, what they offer and need, and the contacts that were made between them.

A firm's card belongs to the office of its side; what it offers, needs or wants to be rid of are its ``wares``, tied to
the book where it knows them. A contact stands between a seller and a buyer:

    made -> talking -> agreed | failed          (agreed may fail later; a failed one may be taken up again)

What came of it is recorded with the saving that was claimed. Every step is a line that can only be added to.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.db.models import Q
from django.utils import timezone

from unfence.workspace.people.models import Member, Office

OFFER, NEED, WASTE = "offer", "need", "waste"
KINDS = (OFFER, NEED, WASTE)
MADE, TALKING, AGREED, FAILED = "made", "talking", "agreed", "failed"
NEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {MADE: (TALKING, AGREED, FAILED), TALKING: (AGREED, FAILED), AGREED: (FAILED,), FAILED: (TALKING,)}
)
"""Where a contact may go from where it is."""
ENDED = (AGREED, FAILED)


class Firm(models.Model):
    """One firm's card; ``site`` is where it stands in the book, ``closed`` takes the card out of the lists."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="firms")
    name = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120, blank=True)
    site = models.CharField(max_length=100, blank=True)
    person = models.CharField(max_length=80, blank=True)
    reach = models.CharField(max_length=120, blank=True)
    """Telephone or mail address of ``person``."""
    about = models.TextField(max_length=2000, blank=True)
    closed = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="firm_once"),)

    def __str__(self) -> str:
        return self.name


class Ware(models.Model):
    """One thing that a firm offers, needs, or wants to be rid of.

    ``thing`` is the plant or market of the book behind it; its figures stand there. ``quantity`` (a year) and
    ``price`` (per unit; below 0: the firm pays) are for what the book does not hold. They are shown to the other side
    as the sharing rules say for the book, or because the firm wants it (``public``).
    """

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="wares")
    kind = models.CharField(max_length=5, choices=[(k, k) for k in KINDS], db_index=True)
    commodity = models.CharField(max_length=100, blank=True, db_index=True)
    name = models.CharField(max_length=120, blank=True)
    thing = models.CharField(max_length=100, blank=True, db_index=True)
    quantity = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    price = models.FloatField(null=True)
    public = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("kind", "pk")

    def __str__(self) -> str:
        return f"{self.firm}: {self.kind} {self.commodity or self.name}"


class Contacts(models.QuerySet["Contact"]):
    """Contacts, asked for."""

    def seen_by(self, member: Member) -> "Contacts":
        """Those between a member's office and another; the secretariat sees all."""
        return self if member.neutral else self.filter(Q(office=member.office) | Q(other=member.office))

    def open(self) -> "Contacts":
        """Those of which something is still to come."""
        return self.exclude(state__in=ENDED)


class Contact(models.Model):
    """A seller and a buyer who were brought together; ``version`` counts its steps.

    ``seller`` and ``buyer`` are plants or markets of the book where there are such, ``seller_name`` and ``buyer_name``
    are for those that the book does not know. ``saving`` is what somebody claims that it saves a year, against buying
    ``quantity`` from ``was``.
    """

    what = models.CharField(max_length=120)
    commodity = models.CharField(max_length=100, blank=True)
    seller = models.CharField(max_length=100, blank=True)
    seller_name = models.CharField(max_length=120, blank=True)
    buyer = models.CharField(max_length=100, blank=True)
    buyer_name = models.CharField(max_length=120, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    other = models.ForeignKey(Office, models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, default=MADE, choices=[(s, s) for s in NEXT], db_index=True)
    moved = models.DateTimeField(default=timezone.now)
    quantity = models.FloatField(null=True)
    saving = models.FloatField(null=True)
    was = models.CharField(max_length=100, blank=True)
    check_job = models.IntegerField(null=True)
    """The number of the job that checks the saving."""
    version = models.IntegerField(default=1)

    objects = Contacts.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"

    @property
    def over(self) -> bool:
        """Whether it came to something, or to nothing."""
        return self.state in ENDED


class Step(models.Model):
    """One line of a contact's history. It can only be added."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8)
    facts = models.JSONField(default=dict)
    """Quantity and saving, if they were stated with it."""
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.state}"
