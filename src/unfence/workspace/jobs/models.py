"""A job: long work that somebody asked for, done once by one worker.

``queued`` -> ``running`` -> ``done`` | ``failed`` | ``cancelled``. Whoever changes the state says from which state, and
while it runs which worker has it: a change that comes too late changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils import timezone

from unfence.workspace.audit.models import record
from unfence.workspace.people.models import Member

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED)
BEATS = 2.0
"""Seconds between two signs of life of a worker."""
SILENCE = timedelta(seconds=20)
"""After so long without a sign of life a worker counts as dead."""
TRIES = 2
"""How often a job is begun, if the worker dies under it."""


class Job(models.Model):
    """One piece of work. ``kind`` names a function that ``works`` declares; ``arguments`` are what it gets."""

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    revision = models.IntegerField(null=True)
    """The book's revision that it is about."""
    state = models.CharField(max_length=10, default=QUEUED, choices=[(s, s) for s in STATES], db_index=True)
    stop = models.BooleanField(default=False)
    """Somebody asked to cancel it."""
    step = models.CharField(max_length=60, blank=True)
    progress = models.FloatField(default=0.0)
    note = models.JSONField(null=True)
    """A sentence about how it ended: ``{"key": ..., "values": {...}}``."""
    worker = models.CharField(max_length=40, blank=True)
    heartbeat = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    result = models.JSONField(null=True)
    asked_by = models.ForeignKey(Member, models.PROTECT, null=True)
    asked = models.DateTimeField(default=timezone.now)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (DONE, FAILED, CANCELLED)

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 if self.state == DONE else int(100 * self.progress)

    def cancel(self, member: Member) -> bool:
        """Cancel it: at once if it waits, at its next breath if it runs; whether there was anything to cancel."""
        waiting = Job.objects.filter(pk=self.pk, state=QUEUED)
        asked = waiting.update(state=CANCELLED, ended=timezone.now(), stop=True) or Job.objects.filter(
            pk=self.pk, state=RUNNING
        ).update(stop=True)
        if asked:
            record(member, "jobs.cancelled", self)
        return bool(asked)


class Paper(models.Model):
    """A page that a job has written beside its result, such as a study's report in one language."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="papers")
    name = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "name"], name="paper_once"),)

    def __str__(self) -> str:
        return f"{self.name} of {self.job_id}"


@dataclass(frozen=True)
class StudyResult:
    """A study as it was stored: ``figures`` are what ``Study.to_dict`` gave, for the book's ``revision``."""

    number: int
    revision: int
    figures: Mapping[str, object]


def ask(kind: str, member: Member | None, revision: int | None = None, **arguments: object) -> Job:
    """Put a job into the queue.

    ``arguments`` are plain values. Who waits for the same work already gets the job that is there.
    """
    same = Job.objects.filter(
        kind=kind, arguments=arguments, revision=revision, state__in=(QUEUED, RUNNING), stop=False
    )
    waiting = same.first()
    if waiting:
        return waiting
    job = Job.objects.create(kind=kind, arguments=arguments, revision=revision, asked_by=member)
    record(member, "jobs.asked", job, kind=kind)
    return job


def latest_study() -> StudyResult | None:
    """The last study of the whole book that was finished; None if there is none. It is not masked for anybody.

    Pages show ``unfence.workspace.sharing.results.study_seen_by(member)`` instead.
    """
    job = Job.objects.filter(kind="jobs.study", state=DONE).order_by("-revision", "-pk").first()
    return None if job is None else StudyResult(job.pk, job.revision or 0, job.result or {})
