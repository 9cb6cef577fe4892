"""The catalogue of what the counter does, and the cases that it takes.

An item comes in one of the three modes of the State Council's opinions on handling across provinces (Guobanfa 2020/35):

    online      all online; the office that it was sent to decides it
    for_other   taken in one place for the other: the first office checks and hands over, the second decides
    together    counter and online together: one submission, both offices decide, each its part

An item is a proposal until every side has agreed to it; any change makes it one again. A case goes from office to
office in ``Leg``s, each with its clock (``clock``); every step is a line that can only be added to.
"""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils import timezone

from unfence.workspace.counter.clock import Part
from unfence.workspace.counter.fairs import Fair, Vacancy
from unfence.workspace.counter.knocks import Knock
from unfence.workspace.counter.papers import Asked, to_bring
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.register.documents import Document

__all__ = ["Case", "Fair", "Item", "Knock", "Leg", "Paper", "Quota", "Step", "Vacancy"]

ONLINE, FOR_OTHER, TOGETHER = "online", "for_other", "together"
MODES = (ONLINE, FOR_OTHER, TOGETHER)
PLOT, SCHOOL = "plot", "school"
KINDS = ("permit", PLOT, "social", "medical", SCHOOL, "work", "other")
OPEN, GRANTED, REFUSED, WITHDRAWN = "open", "granted", "refused", "withdrawn"
OUTCOMES = (GRANTED, REFUSED, WITHDRAWN)


class Item(models.Model):
    """One thing that people come for."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    mode = models.CharField(max_length=10, choices=[(m, m) for m in MODES])
    text = models.TextField(max_length=2000, blank=True)
    text_zh = models.TextField(max_length=2000, blank=True)
    agreed = models.ManyToManyField(Office, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key

    @cached_property
    def waits_for(self) -> tuple[Office, ...]:
        """The sides that have not agreed yet."""
        agreed = {office.pk for office in self.agreed.all()}
        return tuple(office for office in Office.objects.exclude(key=SECRETARIAT) if office.pk not in agreed)

    @property
    def in_force(self) -> bool:
        """Whether every side has agreed: only then cases are taken."""
        return not self.waits_for

    def deciders(self, first: Office, second: Office) -> tuple[Office, ...]:
        """Who decides a case that goes from one office to another; papers are asked for by them."""
        return {ONLINE: (first,), FOR_OTHER: (second,)}.get(self.mode, (first, second))

    def asked(self, first: Office, second: Office) -> tuple[tuple["Paper", ...], tuple["Paper", ...]]:
        """The papers to bring for a case that goes from one office to another, and those that recognition spares."""
        sides = [office.key for office in self.deciders(first, second)]
        named = {Asked(p.office.key, p.same, p.recognises): p for p in self.papers.all()}
        bring, spared = to_bring(named, first.key, sides)
        return tuple(named[one] for one in bring), tuple(named[one] for one in spared)


class Paper(models.Model):
    """A paper that one side asks for; ``recognises``: it takes the other side's like paper in its place."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="papers")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    same = models.SlugField(max_length=60)
    """Papers of both sides with the same word here are alike."""
    name = models.CharField(max_length=160)
    name_zh = models.CharField(max_length=160, blank=True)
    recognises = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["item", "office", "same"], name="paper_of_side_once"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.office} asks for {self.same}"


class Quota(models.Model):
    """The places of a school that are open to children of the other side in one school year."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="quotas")
    name = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120, blank=True)
    year = models.IntegerField()
    """The year in which the school year begins."""
    places = models.PositiveIntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        ordering = ("-year", "office", "name")
        constraints = (models.UniqueConstraint(fields=["office", "name", "year"], name="school_year_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def taken(self) -> int:
        """The places that were granted."""
        return self.cases.filter(state=GRANTED).count()

    @property
    def waiting(self) -> int:
        """The applications that are not decided."""
        return self.cases.filter(state=OPEN).count()

    @property
    def free(self) -> int:
        """The places that are left."""
        return self.places - self.taken


class Cases(models.QuerySet["Case"]):
    """Cases, asked for."""

    def seen_by(self, member: Member) -> "Cases":
        """Those that a member may see: of the two offices that handle them, and the secretariat."""
        return self if member.neutral else self.filter(Q(first=member.office) | Q(second=member.office))

    def whole(self) -> "Cases":
        """With everything that a line needs."""
        return self.select_related("item", "first", "second", "quota").prefetch_related("legs__office")


class Case(models.Model):
    """One submission. ``first`` is the office that gets it, ``second`` the other one; ``version`` counts its steps."""

    code = models.CharField(max_length=16, unique=True)
    word = models.CharField(max_length=64)
    """A digest of the short word that the applicant got with the number."""
    item = models.ForeignKey(Item, models.PROTECT, related_name="cases")
    applicant = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    text = models.TextField(max_length=2000, blank=True)
    first = models.ForeignKey(Office, models.PROTECT, related_name="+")
    second = models.ForeignKey(Office, models.PROTECT, related_name="+")
    areas = models.JSONField(null=True)
    """Of a plot: its hectares on each side, by office."""
    quota = models.ForeignKey(Quota, models.PROTECT, null=True, related_name="cases")
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    """Who took it at a counter; None: sent online by the applicant."""
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, default=OPEN, choices=[(s, s) for s in (OPEN, *OUTCOMES)], db_index=True)
    missing = models.JSONField(default=list)
    """Names of the papers that the applicant owes, as {"name", "name_zh"}."""
    version = models.IntegerField(default=1)
    documents = models.ManyToManyField(Document)

    objects = Cases.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code

    @property
    def over(self) -> bool:
        """Whether it is decided or withdrawn."""
        return self.state != OPEN

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices that decide it or hand it over, in their order."""
        return (self.first,) if self.item.mode == ONLINE else (self.first, self.second)

    @cached_property
    def leg(self) -> "Leg":
        """The part that it is at; of a case that is over the last."""
        legs = list(self.legs.all())
        return next((leg for leg in legs if leg.done is None), legs[-1])

    @property
    def papers(self) -> tuple[tuple[Paper, ...], tuple[Paper, ...]]:
        """The papers to bring, and those that recognition spares."""
        return self.item.asked(self.first, self.second)

    @property
    def handler(self) -> Office:
        """The office that has it."""
        return self.leg.office

    @property
    def stage(self) -> str:
        """Where it is: ``got``, ``missing``, ``taken``, or how it ended."""
        if self.over:
            return self.state
        if self.leg.asked:
            return "missing"
        return "taken" if self.leg.answered else "got"

    def personal_to(self, member: Member) -> bool:
        """Whether a member may read who applies: who works on cases in one of its two offices."""
        return member.role in EDITORS and (member.of(self.first) or member.of(self.second))


class Leg(models.Model):
    """One office's part of a case; see ``clock.Part``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="legs")
    office = models.ForeignKey(Office, models.PROTECT, related_name="legs")
    got = models.DateField()
    answered = models.DateField(null=True)
    done = models.DateField(null=True)
    waited = models.IntegerField(default=0)
    asked = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case} at {self.office}"

    @property
    def part(self) -> Part:
        """Its clock."""
        return Part(self.got, self.answered, self.done, self.waited, self.asked)

    @property
    def colour(self) -> str:
        """Its light today."""
        return self.part.colour(timezone.localdate())

    @property
    def next_by(self) -> date | None:
        """The date that comes next."""
        return self.part.next_by(timezone.localdate())


class Step(models.Model):
    """One line of a case's history; ``action`` is a key below ``counter.steps``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=12)
    facts = models.JSONField(default=dict)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case}: {self.action}"
