"""What waits about the book: uploads of the office that nobody has accepted or dropped."""

from collections.abc import Iterator

from django.urls import reverse

from unfence.workspace.books.models import Proposal
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """The uploads that wait."""
    if member.role in EDITORS:
        for one in Proposal.objects.filter(office=member.office, accepted=None, dropped=False):
            yield Notice("books.waits", reverse("books.proposal", args=(one.pk,)), {"file": one.file})
