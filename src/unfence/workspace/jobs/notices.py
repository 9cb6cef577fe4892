"""What waits about studies: the book has changed, and nobody has asked what it says now."""

from collections.abc import Iterator

from django.urls import reverse

from unfence.workspace.books.models import latest_revision
from unfence.workspace.jobs.models import DONE, QUEUED, RUNNING, Job
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """The latest revision, if there is no study of it and none is on its way."""
    latest = latest_revision()
    if member.role not in EDITORS or latest is None:
        return
    studies = Job.objects.filter(kind="jobs.study", revision=latest.number)
    if not studies.filter(state__in=(QUEUED, RUNNING, DONE)).exists():
        yield Notice("jobs.waits.study", reverse("jobs.jobs"), {"number": latest.number})
