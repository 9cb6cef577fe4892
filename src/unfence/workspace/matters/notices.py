"""What waits about matters: signatures, words about tasks, overdue tasks."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from unfence.workspace.matters.digest import digest
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS, LEADER
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """A line for each kind of thing that waits for a member of a side."""
    if member.role not in EDITORS or member.neutral:
        return
    found = digest(member.office, timezone.localdate())
    if member.role == LEADER:
        for decision in found.to_sign:
            values = {"code": decision.matter.code, "title": decision.matter.title}
            yield Notice("matters.waits.sign", reverse("matters.matter", args=(decision.matter.code,)), values)
    for task in found.to_confirm:
        yield Notice("matters.waits.confirm", reverse("matters.task", args=(task.pk,)), {"text": task.text})
    if found.overdue:
        yield Notice("matters.waits.overdue", reverse("matters.digest"), {"count": len(found.overdue)})
