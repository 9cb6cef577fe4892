"""What waits about data sharing: what others ask of a leader's office."""

from collections.abc import Iterator

from django.urls import reverse

from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import LEADER
from unfence.workspace.sharing.models import ASKED, Grant
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """How many requests wait for a decision."""
    if member.role == LEADER and (count := Grant.objects.filter(owner=member.office, state=ASKED).count()):
        yield Notice("sharing.waits", reverse("sharing.sharing"), {"count": count})
