"""What waits about firms: contacts that the other side has made and nobody here has answered."""

from collections.abc import Iterator

from django.urls import reverse

from unfence.workspace.firms.models import MADE, Contact
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """A line for each contact that waits for this member's office."""
    if member.role not in EDITORS or member.neutral:
        return
    for contact in Contact.objects.filter(other=member.office, state=MADE):
        yield Notice("firms.waits", reverse("firms.contact", args=(contact.pk,)), {"what": contact.what})
