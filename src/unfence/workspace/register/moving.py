"""Moving: what happens to a report, one step at a time, each remembered in its history and in the log.

Whoever moves a report says which version they looked at: if somebody was quicker nothing happens, and they are shown
what it is now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.documents import keep
from unfence.workspace.register.models import CONFIRMED, DAYS, NEXT, REJECTED, Report, Step
from unfence.workspace.register.numbering import next_code

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True)
class Move:
    """What is to become of a report, and which version of it was looked at."""

    version: int
    state: str
    owner: Office
    deadline: date
    note: str


class MovedError(UnfenceError):
    """Somebody else moved the report since it was looked at."""

    def __init__(self, report: Report) -> None:
        super().__init__("workspace.report_moved", number=report.code)


@transaction.atomic
def report_barrier(member: Member, facts: Mapping[str, object], file: "UploadedFile[bytes] | None" = None) -> Report:
    """A new report; ``facts`` are the fields of ``Report`` that its reporter writes."""
    today = timezone.localdate()
    made = Report.objects.create(
        **facts,
        code=next_code("B", Report, today),
        by=member,
        office=member.office,
        deadline=today + DAYS,
    )
    if file is not None:
        made.documents.add(keep(file, member))
    _step(made, member, "reported", {"office": made.office.key})
    return made


def move(report: Report, member: Member, wanted: Move) -> None:
    """Move a report on, give it to the other side, or set its deadline.

    Raises ``MovedError``, or ``UnfenceError`` for a way that there is not, a missing reason, or nothing new.
    """
    if wanted.version != report.version:
        raise MovedError(report)
    before = _standing(report)
    if wanted.state != report.state and wanted.state not in NEXT[report.state]:
        raise UnfenceError("workspace.report_way", state=wanted.state)
    reopens = report.over and wanted.state != report.state
    if (reopens or (wanted.state == REJECTED != report.state)) and not wanted.note.strip():
        raise UnfenceError("workspace.report_reason")
    if wanted.owner not in (report.owner, report.other):
        raise UnfenceError("workspace.report_side", office=wanted.owner.key)
    if wanted.owner != report.owner:
        report.owner, report.other = report.other, report.owner
    report.state, report.deadline = wanted.state, wanted.deadline
    if _standing(report) == before:
        raise UnfenceError("workspace.nothing_new")
    _saved(report, member, "moved", _standing(report), wanted.note, before)


def note(report: Report, member: Member, text: str, file: "UploadedFile[bytes] | None" = None) -> None:
    """Add a word, a document, or both; raises ``UnfenceError`` if there is neither."""
    if not text.strip() and file is None:
        raise UnfenceError("workspace.nothing_new")
    facts: dict[str, object] = {}
    if file is not None:
        document = keep(file, member)
        report.documents.add(document)
        facts = {"document": document.name}
    _step(report, member, "document" if file else "noted", facts, text)


def tie(report: Report, member: Member, fence: str, revision: int | None = None) -> None:
    """Say which fence of the book a report is; that confirms it."""
    before = _standing(report)
    report.fence = fence
    if not report.over:
        report.state = CONFIRMED
    _saved(report, member, "fence", {"fence": fence, "revision": revision}, "", before)


def _saved(
    report: Report, member: Member, action: str, facts: Mapping[str, object], text: str, before: Mapping[str, object]
) -> None:
    report.version += 1
    report.save()
    _step(report, member, action, facts, text, before)


def _step(
    report: Report,
    member: Member,
    action: str,
    facts: Mapping[str, object],
    text: str = "",
    before: Mapping[str, object] | None = None,
) -> None:
    Step.objects.create(report=report, by=member, action=action, facts=facts, note=text.strip())
    told = {"state": report.state, **facts}
    record(member, f"register.{action}", report, before=before, after=_standing(report), **told)


def _standing(report: Report) -> Mapping[str, object]:
    """What a step can change."""
    return {
        "state": report.state,
        "owner": report.owner.key,
        "deadline": report.deadline.isoformat(),
        "fence": report.fence,
    }
