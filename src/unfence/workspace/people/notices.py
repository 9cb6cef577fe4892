"""What waits about people: offices in which nobody works yet, leaders who are still alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Q
from django.urls import reverse

from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import LEADER, SECRETARY
from unfence.workspace.shell.notices import Notice

if TYPE_CHECKING:
    from unfence.words import Lang


def notices(member: Member) -> Iterator[Notice]:
    """Whom to invite first: the secretary into every empty office, a leader into the own."""
    if member.role not in (SECRETARY, LEADER):
        return
    where, lang = reverse("people.members") + "#invite", cast("Lang", member.lang)
    offices = Office.objects.annotate(count=Count("members", filter=Q(members__is_active=True)))
    for office in offices:
        if member.role == SECRETARY and office.count == 0:
            yield Notice("people.waits.empty", where, {"office": office.named(lang)})
        if member.role == LEADER and office.pk == member.office_id and office.count == 1:
            yield Notice("people.waits.alone", where)
