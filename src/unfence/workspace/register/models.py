"""Barriers that somebody has met at the border, and what became of each.

    reported -> acknowledged -> examined -> confirmed -> mended
                     (rejected from each but the last, with a reason; a closed one may be examined again)

A report stands between two sides. Its owner is the side that has to move it on; both sides, the reporter's office and
the secretariat see it. Every step is a line that can only be added to. From a report to its answer ``DAYS`` are given:
the ten weeks that SOLVIT, the European network for such cases, gives itself (Commission Recommendation 2013/461/EU).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.db import models
from django.db.models import Q
from django.utils import timezone

from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.documents import Document

__all__ = ["Document", "FocalPoint", "Report", "Step"]

REPORTED, ACKNOWLEDGED, EXAMINED, CONFIRMED = "reported", "acknowledged", "examined", "confirmed"
MENDED, REJECTED = "mended", "rejected"
NEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        REPORTED: (ACKNOWLEDGED, REJECTED),
        ACKNOWLEDGED: (EXAMINED, REJECTED),
        EXAMINED: (CONFIRMED, REJECTED),
        CONFIRMED: (MENDED, EXAMINED, REJECTED),
        MENDED: (EXAMINED,),
        REJECTED: (EXAMINED,),
    }
)
"""Where a report may go from where it is."""
CLOSED = (MENDED, REJECTED)
KINDS = ("time", "cost", "fee", "quota", "ban", "missing")
"""The kinds of fences, and what is not there at all: a missing road, exit, pipe."""
CROSSES = ("good", "waste", "energy", "utility", "labour", "people")
DAYS = timedelta(weeks=10)


class FocalPoint(models.Model):
    """The member of an office to whom reports go."""

    office = models.OneToOneField(Office, models.PROTECT, related_name="focal_point")
    member = models.ForeignKey(Member, models.PROTECT)

    def __str__(self) -> str:
        return f"{self.member} of {self.office}"


class Reports(models.QuerySet["Report"]):
    """Reports, asked for."""

    def seen_by(self, member: Member) -> "Reports":
        """Those that a member may see: of both sides it stands between, and of whoever reported it."""
        if member.neutral:
            return self
        office = member.office
        return self.filter(Q(owner=office) | Q(other=office) | Q(office=office))

    def open(self) -> "Reports":
        """Those of which something is still to come."""
        return self.exclude(state__in=CLOSED)


class Report(models.Model):
    """One barrier, as it was reported; ``version`` counts its steps."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=5000, blank=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    place = models.CharField(max_length=200, blank=True)
    """A site or a link of the book: ``links/road``."""
    where = models.CharField(max_length=200, blank=True)
    crosses = models.JSONField(default=list)
    passages = models.FloatField(null=True)
    """How many a year."""
    size = models.FloatField(null=True)
    """Hours, money or units a year, as ``kind`` says."""
    since = models.DateField(null=True)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="reported")
    at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(Office, models.PROTECT, related_name="reports")
    other = models.ForeignKey(Office, models.PROTECT, related_name="+")
    deadline = models.DateField()
    state = models.CharField(max_length=12, default=REPORTED, choices=[(s, s) for s in NEXT], db_index=True)
    fence = models.CharField(max_length=300, blank=True, db_index=True)
    """The fence of the book that it became."""
    version = models.IntegerField(default=1)
    documents = models.ManyToManyField(Document)

    objects = Reports.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code

    @property
    def over(self) -> bool:
        """Whether nothing more is to come."""
        return self.state in CLOSED

    @property
    def overdue(self) -> bool:
        """Whether it is open past its deadline today."""
        return self.late_on(timezone.localdate())

    def late_on(self, day: date) -> bool:
        """Whether it is open past its deadline on a day."""
        return not self.over and self.deadline < day


class Step(models.Model):
    """One line of a report's history; ``action`` is a key below ``register.steps``."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT)
    action = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report}: {self.action}"
