"""Scenarios that somebody kept: what is done in them, on which revision of the book they were solved, with what result.

A scenario belongs to the office that kept it. The other offices see it from when it is shared.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.jobs.models import Job
from unfence.workspace.people.models import Member, Office


class Scenarios(models.QuerySet["Scenario"]):
    """Scenarios, asked for."""

    def seen_by(self, member: Member) -> "Scenarios":
        """Those of the member's office, and those that are shared."""
        return self.filter(models.Q(office=member.office) | models.Q(shared=True))


class Scenario(models.Model):
    """Some measures in place and some fences down, under a name; ``version`` counts what was changed in it."""

    office = models.ForeignKey(Office, models.PROTECT)
    author = models.ForeignKey(Member, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=500, blank=True)
    shared = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    measures = models.JSONField()
    fences = models.JSONField()
    revision = models.IntegerField()
    """Of the book that it was solved on."""
    job = models.ForeignKey(Job, models.PROTECT)

    objects = Scenarios.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["office", "name"], name="scenario_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def figures(self) -> Mapping[str, Any]:
        """What came of it; ``answers`` says what of it a member sees."""
        return self.job.result or {}

    def change(self, version: int, **values: object) -> bool:
        """Write values if nobody has since ``version``; whether it was. Raises ``UnfenceError`` for a taken name."""
        name = values.get("name")
        if name and Scenario.objects.filter(office=self.office, name=name).exclude(pk=self.pk).exists():
            raise UnfenceError("workspace.scenario_name", name=name)
        here = Scenario.objects.filter(pk=self.pk, version=version)
        return bool(here.update(version=models.F("version") + 1, **values))
