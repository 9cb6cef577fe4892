"""A grant: what one office lets another see of one group of columns of one table, from when until when.

The levels, from least to most: ``nothing``; ``exists`` (that there is such a row, or a figure in it); ``sums`` (totals
of at least three rows beside); ``values``. Where no grant is in force, ``groups.USUAL`` holds.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from unfence.workspace.people.models import Member, Office

NOTHING, EXISTS, SUMS, VALUES = "nothing", "exists", "sums", "values"
LEVELS = (NOTHING, EXISTS, SUMS, VALUES)
ASKED, GRANTED, REFUSED, REVOKED = "asked", "granted", "refused", "revoked"
STATES = (ASKED, GRANTED, REFUSED, REVOKED)


EVERY = "*"
"""All tables, or all groups; a word about one of them goes before a word about all."""


class Grants(models.QuerySet["Grant"]):
    """Grants, asked for."""

    def in_force(self, day: date | None = None) -> "Grants":
        """Those that hold on a day (today)."""
        day = day or timezone.localdate()
        begun = Q(since=None) | Q(since__lte=day)
        lasting = Q(until=None) | Q(until__gte=day)
        return self.filter(begun, lasting, state=GRANTED)


class Grant(models.Model):
    """One word of an owner to a viewer; ``asked_by`` somebody of the viewer's office, or offered unasked."""

    owner = models.ForeignKey(Office, models.PROTECT, related_name="given")
    viewer = models.ForeignKey(Office, models.PROTECT, related_name="held")
    table = models.CharField(max_length=40)
    group = models.CharField(max_length=20)
    level = models.CharField(max_length=10, choices=[(x, x) for x in LEVELS])
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES])
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = Grants.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.owner} lets {self.viewer} see {self.table}/{self.group}: {self.level}"

    @property
    def begun(self) -> bool:
        """Whether its first day has come."""
        return self.since is None or self.since <= timezone.localdate()

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < timezone.localdate()
