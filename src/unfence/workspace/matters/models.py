"""Matters, meetings, decisions, tasks.

    matter -> on the agenda of a meeting -> decision, signed by a leader of each side -> tasks -> confirmed -> closed

A matter is tied to fences and measures of the book, a decision to the study that it rested on. The text of a decision
never changes: another text is another decision, which nobody has signed yet. So a signature is always one under the
text that was signed.
"""

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.utils import timezone

from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.documents import Document

OPEN, AGREED, CLOSED = "open", "agreed", "closed"
LEVELS = ("leaders", "focal", "working")
DOING, REPORTED, CONFIRMED = "doing", "reported", "confirmed"


class Shared(models.QuerySet["Matter"]):
    """Matters, asked for."""

    def seen_by(self, member: Member) -> "Shared":
        """Those of a member's office; the secretariat sees all."""
        return self if member.neutral else self.filter(offices=member.office)


class Matter(models.Model):
    """One thing to be settled between ``offices``, tied to fences and measures of the book by their ids."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    about = models.TextField(max_length=5000, blank=True)
    offices = models.ManyToManyField(Office, related_name="matters")
    fences = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True)
    """Why it was closed."""
    version = models.IntegerField(default=1)

    objects = Shared.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code

    @property
    def decision(self) -> "Decision | None":
        """Its latest decision, signed or not."""
        return self.decisions.last()

    @property
    def agreed(self) -> "Decision | None":
        """The latest decision that every side has signed."""
        return next((d for d in reversed(list(self.decisions.all())) if d.agreed), None)

    @property
    def state(self) -> str:
        """Open, agreed, or closed."""
        return CLOSED if self.closed else AGREED if self.agreed else OPEN


class Meetings(models.QuerySet["Meeting"]):
    """Meetings, asked for."""

    def seen_by(self, member: Member) -> "Meetings":
        """Those that a member's office takes part in; the secretariat sees all."""
        return self if member.neutral else self.filter(offices=member.office)


class Meeting(models.Model):
    """One meeting of the sides."""

    day = models.DateField()
    place = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=[(x, x) for x in LEVELS])
    offices = models.ManyToManyField(Office, related_name="meetings")
    present = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)

    objects = Meetings.as_manager()

    class Meta:
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.place}"


class Item(models.Model):
    """A matter on the agenda of a meeting, and what was said about it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="items")
    said = models.TextField(max_length=5000, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["meeting", "matter"], name="item_once"),)

    def __str__(self) -> str:
        return f"{self.matter} on {self.meeting}"


class Decision(models.Model):
    """What is to be decided; ``study`` and ``revision`` are what it rests on (0: no study), ``figures`` what that said.

    It can only be added.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="decisions")
    text = models.TextField(max_length=5000)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    study = models.IntegerField(default=0)
    revision = models.IntegerField(default=0)
    figures = models.JSONField(default=dict)
    """``{"fences/checkpoint": yuan a year, "measures/bridge": ...}``."""

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.matter}/{self.pk}"

    @property
    def waiting(self) -> Sequence[Office]:
        """The sides whose leader has not signed."""
        signed = {signature.office_id for signature in self.signatures.all()}
        return [office for office in self.matter.offices.all() if office.pk not in signed]

    @property
    def agreed(self) -> bool:
        """Whether every side has signed."""
        return not self.waiting


class Signature(models.Model):
    """A leader's yes to a decision, for the office. It can only be added."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="signatures")
    office = models.ForeignKey(Office, models.PROTECT)
    member = models.ForeignKey(Member, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["decision", "office"], name="signed_once"),)

    def __str__(self) -> str:
        return f"{self.office} under {self.decision}"


class Task(models.Model):
    """What follows from a decision: one owner on each of two sides; one side reports it done, the other confirms."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tasks")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="tasks")
    text = models.CharField(max_length=500)
    due = models.DateField()
    lead = models.ForeignKey(Member, models.PROTECT, related_name="leads")
    partner = models.ForeignKey(Member, models.PROTECT, related_name="accompanies")
    state = models.CharField(max_length=10, default=DOING, choices=[(s, s) for s in (DOING, REPORTED, CONFIRMED)])
    done_by = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    """The side that reported it done; the other confirms."""
    evidence = models.ManyToManyField(Document)
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.matter}: {self.text[:60]}"

    @property
    def offices(self) -> tuple[Office, Office]:
        """The two sides that own it."""
        return self.lead.office, self.partner.office

    @property
    def confirms(self) -> Office | None:
        """The side whose word is awaited; None if it is not reported done."""
        return next((o for o in self.offices if o != self.done_by), None) if self.state == REPORTED else None

    @property
    def overdue(self) -> bool:
        """Whether it is not confirmed past its day."""
        return self.late_on(timezone.localdate())

    def late_on(self, day: date) -> bool:
        """Whether it is not reported done past its day, on a day."""
        return self.state == DOING and self.due < day


class Word(models.Model):
    """One line of a task's history; ``action`` is a key below ``matters.words``. It can only be added."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="words")
    by = models.ForeignKey(Member, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=10)
    note = models.TextField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.action}"
