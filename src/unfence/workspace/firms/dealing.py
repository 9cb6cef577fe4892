"""Dealing: a contact is made, moved on, and what it is said to save is checked.

A saving is checked like a claim of the book (``unfence.industry.claims``), by the worker: quantity x (delivered from
whom was bought before - delivered from the seller now), in the book of the latest revision.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.books.models import latest_revision
from unfence.workspace.firms.models import FAILED, NEXT, Contact, Step
from unfence.workspace.jobs.models import DONE, Job, ask
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.sharing.results import withheld_from

KIND = "firms.claim"


@dataclass(frozen=True)
class Outcome:
    """What is to become of a contact, and which version of it was looked at; ``saving`` is money a year."""

    version: int
    state: str
    quantity: float | None
    saving: float | None
    was: str
    note: str


@dataclass(frozen=True)
class Check:
    """How far the check of a saving is: no ``claim`` while it runs, has failed or is ``withheld``."""

    job: Job
    claim: Mapping[str, object] | None
    withheld: bool


class ContactMovedError(UnfenceError):
    """Somebody else moved the contact since it was looked at."""

    def __init__(self, contact: Contact) -> None:
        super().__init__("workspace.contact_moved", number=contact.pk)


def make_contact(member: Member, facts: Mapping[str, object], note: str = "") -> Contact:
    """A new contact; ``facts`` are the fields that say who with whom about what."""
    made = Contact.objects.create(**facts, by=member)
    _step(made, member, note, {})
    return made


def move(contact: Contact, member: Member, wanted: Outcome) -> None:
    """Move a contact on, or record what it saves.

    Raises ``ContactMovedError``, or ``UnfenceError`` for a way that there is not, a missing reason, or nothing new.
    """
    if wanted.version != contact.version:
        raise ContactMovedError(contact)
    if wanted.state != contact.state and wanted.state not in NEXT[contact.state]:
        raise UnfenceError("workspace.contact_way", state=wanted.state)
    if wanted.state == FAILED != contact.state and not wanted.note.strip():
        raise UnfenceError("workspace.contact_reason")
    before = _standing(contact)
    contact.state, contact.quantity = wanted.state, wanted.quantity
    contact.saving, contact.was = wanted.saving, wanted.was
    after = _standing(contact)
    if after == before and not wanted.note.strip():
        raise UnfenceError("workspace.nothing_new")
    contact.version += 1
    contact.moved = timezone.now()
    claimed = {name: after[name] for name in ("quantity", "saving", "was") if after[name] != before[name]}
    if contact.saving is not None and (claimed or contact.check_job is None):
        contact.check_job = _asked(contact, member)
    elif contact.saving is None:
        contact.check_job = None
    contact.save()
    _step(contact, member, wanted.note, claimed, before)


def check_again(contact: Contact, member: Member) -> None:
    """Check the saving once more, in the book as it is now; raises ``UnfenceError`` if none is stated."""
    if contact.saving is None:
        raise UnfenceError("workspace.no_saving")
    contact.check_job = _asked(contact, member)
    contact.save(update_fields=["check_job"])


def check_seen(contact: Contact, member: Member) -> Check | None:
    """The check of a contact's saving as a member may see it; None if none was asked for."""
    job = Job.objects.filter(pk=contact.check_job or 0, kind=KIND).first()
    if job is None:
        return None
    if job.state != DONE:
        return Check(job, None, withheld=False)
    named = [job.result, *(job.arguments.get(name) for name in ("was", "now", "by"))]
    withheld = withheld_from(member, job.revision).named_in(named)
    return Check(job, None if withheld else job.result, withheld)


def moves(member: Member, contact: Contact) -> bool:
    """Whether a member may move a contact on: an editor of one of its two sides, or the secretary."""
    sides = member.of(contact.office) or member.of(contact.other)
    return member.role in EDITORS and (member.neutral or sides)


def _asked(contact: Contact, member: Member) -> int | None:
    """Ask the worker to check; None while no book is loaded."""
    latest = latest_revision()
    if latest is None:
        return None
    claim = {
        "about": contact.what,
        "stated": contact.saving,
        "quantity": contact.quantity,
        "was": contact.was,
        "now": contact.seller,
        "by": contact.buyer,
    }
    return ask(KIND, member, latest.number, contact=contact.pk, **claim).pk


def _step(
    contact: Contact,
    member: Member,
    note: str,
    facts: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    Step.objects.create(contact=contact, by=member, state=contact.state, facts=dict(facts), note=note.strip())
    sides = {"office": contact.office.key, "other": contact.other.key}
    action = "firms.moved" if before else "firms.contacted"
    record(member, action, contact, before=before, after=_standing(contact), state=contact.state, **sides)


def _standing(contact: Contact) -> dict[str, object]:
    """What a step can change."""
    return {name: getattr(contact, name) for name in ("state", "quantity", "saving", "was")}
