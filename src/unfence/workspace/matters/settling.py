"""Settling: what happens to matters, decisions and tasks, each act once, each in the log.

Whoever changes something says which version they looked at. A decision is signed as it was read: a signature under a
text that is no longer the latest is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.matters.delays import figures_seen_by
from unfence.workspace.matters.models import CONFIRMED, DOING, REPORTED, Decision, Matter, Signature, Task, Word
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import LEADER
from unfence.workspace.register.documents import keep
from unfence.workspace.register.numbering import next_code

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class OutdatedError(UnfenceError):
    """Somebody else changed it since it was looked at."""

    def __init__(self, thing: object) -> None:
        super().__init__("workspace.outdated", thing=str(thing))


@dataclass(frozen=True)
class Content:
    """What a matter says."""

    title: str
    about: str
    fences: Sequence[str]
    measures: Sequence[str]


@transaction.atomic
def raise_matter(member: Member, content: Content, offices: Sequence[Office]) -> Matter:
    """A new matter between two sides or more."""
    if len(offices) < 2:  # noqa: PLR2004  a border has two sides
        raise UnfenceError("workspace.matter_sides")
    made = Matter.objects.create(code=next_code("M", Matter, timezone.localdate()), by=member, **_fields(content))
    made.offices.set(offices)
    record(member, "matters.raised", made, after=_fields(content), title=made.title)
    return made


def change_matter(matter: Matter, member: Member, version: int, content: Content) -> None:
    """Write a matter otherwise; raises ``OutdatedError``, or ``UnfenceError`` if nothing is new."""
    if matter.version != version:
        raise OutdatedError(matter)
    before = {name: getattr(matter, name) for name in _fields(content)}
    if before == _fields(content):
        raise UnfenceError("workspace.nothing_new")
    for name, value in _fields(content).items():
        setattr(matter, name, value)
    matter.version += 1
    matter.save()
    record(member, "matters.changed", matter, before=before, after=_fields(content))


def close_matter(matter: Matter, member: Member, outcome: str) -> None:
    """Close a matter, or open it again; a reason is needed, and no task may be under way."""
    if not outcome.strip():
        raise UnfenceError("workspace.matter_reason")
    under_way = matter.tasks.exclude(state=CONFIRMED).count()
    if not matter.closed and under_way:
        raise UnfenceError("workspace.matter_tasks", count=under_way)
    matter.closed = None if matter.closed else timezone.now()
    matter.outcome = outcome.strip()
    matter.version += 1
    matter.save()
    record(member, "matters.closed" if matter.closed else "matters.reopened", matter, outcome=matter.outcome)


def draft(matter: Matter, member: Member, text: str, looked_at: int) -> Decision:
    """A new text of the decision, resting on the latest study; ``looked_at`` is the one that it replaces (0: none).

    Raises ``OutdatedError`` if somebody wrote another one meanwhile, ``UnfenceError`` for the same text.
    """
    latest = matter.decision
    if (latest.pk if latest else 0) != looked_at:
        raise OutdatedError(matter)
    _still_open(matter)
    if latest and latest.text.strip() == text.strip():
        raise UnfenceError("workspace.nothing_new")
    figures = figures_seen_by(member)
    made = Decision.objects.create(
        matter=matter,
        text=text.strip(),
        by=member,
        study=figures.number,
        revision=figures.revision,
        figures=figures.rested(matter),
    )
    record(member, "matters.drafted", matter, after={"text": made.text}, revision=made.revision)
    return made


def sign(matter: Matter, member: Member, read: int) -> Signature:
    """A leader signs for the own side the decision that they read.

    Raises ``OutdatedError`` if there is a newer text, ``UnfenceError`` where they cannot sign or have signed.
    """
    latest = matter.decision
    if latest is None or latest.pk != read:
        raise OutdatedError(matter)
    _still_open(matter)
    if member.role != LEADER or not matter.offices.filter(pk=member.office_id).exists():
        raise UnfenceError("workspace.decision_leader")
    if latest.signatures.filter(office=member.office).exists():
        raise UnfenceError("workspace.decision_signed", office=member.office.key)
    made = Signature.objects.create(decision=latest, office=member.office, member=member)
    record(member, "matters.signed", matter, decision=latest.pk, revision=latest.revision)
    return made


def give_task(matter: Matter, member: Member, text: str, due: date, owners: tuple[Member, Member]) -> Task:
    """A task with an owner on each of two sides; it follows from the agreed decision, if there is one."""
    lead, partner = owners
    _still_open(matter)
    if lead.office == partner.office:
        raise UnfenceError("workspace.task_sides", office=lead.office.key)
    made = Task.objects.create(
        matter=matter, decision=matter.agreed, text=text.strip(), due=due, lead=lead, partner=partner
    )
    _word(made, member, "given", "", {"due": due.isoformat()})
    return made


def report_done(task: Task, member: Member, version: int, note: str, file: "UploadedFile[bytes] | None") -> None:
    """One of its two sides says that it is done, and shows it: a document, now or before."""
    _at(task, version, DOING)
    if member.office not in task.offices:
        raise UnfenceError("workspace.task_not_yours")
    if file is not None:
        task.evidence.add(keep(file, member))
    elif not task.evidence.exists():
        raise UnfenceError("workspace.task_evidence")
    task.state, task.done_by = REPORTED, member.office
    _saved(task, member, "done", note)


def judge(task: Task, member: Member, version: int, note: str, *, confirmed: bool) -> None:
    """The other side confirms that it is done, or sends it back with a reason."""
    _at(task, version, REPORTED)
    if member.office != task.confirms:
        raise UnfenceError("workspace.task_other_side")
    if not confirmed and not note.strip():
        raise UnfenceError("workspace.task_reason")
    task.state = CONFIRMED if confirmed else DOING
    task.done_by = task.done_by if confirmed else None
    _saved(task, member, "confirmed" if confirmed else "back", note)


def postpone(task: Task, member: Member, version: int, note: str, due: date) -> None:
    """Another day, with a reason."""
    _at(task, version, DOING)
    if not note.strip():
        raise UnfenceError("workspace.task_reason")
    if due == task.due:
        raise UnfenceError("workspace.nothing_new")
    before, task.due = task.due, due
    _saved(task, member, "postponed", note, {"before": before.isoformat(), "due": due.isoformat()})


def _fields(content: Content) -> dict[str, object]:
    return {
        "title": content.title,
        "about": content.about,
        "fences": list(content.fences),
        "measures": list(content.measures),
    }


def _still_open(matter: Matter) -> None:
    if matter.closed:
        raise UnfenceError("workspace.matter_closed", number=matter.code)


def _at(task: Task, version: int, state: str) -> None:
    if task.version != version or task.state != state:
        raise OutdatedError(task)


def _saved(task: Task, member: Member, action: str, note: str, facts: Mapping[str, object] | None = None) -> None:
    task.version += 1
    task.save()
    _word(task, member, action, note, facts)


def _word(task: Task, member: Member, action: str, note: str, facts: Mapping[str, object] | None = None) -> None:
    Word.objects.create(task=task, by=member, action=action, note=note.strip(), facts=facts or {})
    record(member, f"matters.{action}", task.matter, task=task.text, number=task.pk, **(facts or {}))
