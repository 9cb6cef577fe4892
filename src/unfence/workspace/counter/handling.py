"""Handling: what happens to a case, one step at a time, each remembered in its history and in the log.

    submit -> [the office's part: take | ask for papers -> papers came]* -> hand over -> ... -> granted | refused
    (withdrawn whenever the applicant says so)

Whoever does a step says which version they looked at: if somebody was quicker nothing happens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.counter.models import (
    GRANTED,
    OUTCOMES,
    PLOT,
    REFUSED,
    TOGETHER,
    WITHDRAWN,
    Case,
    Item,
    Leg,
    Paper,
    Quota,
    Step,
)
from unfence.workspace.counter.shortword import digest_of, new_word
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.documents import keep
from unfence.workspace.register.numbering import next_code

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TAKE, ASK, CAME, HAND_OVER = "take", "ask", "came", "hand_over"
NEW_WORD = "word"


class MovedOnError(UnfenceError):
    """Somebody else did a step since the case was looked at."""

    def __init__(self, case: Case) -> None:
        super().__init__("workspace.case_moved", number=case.code)


@dataclass(frozen=True)
class Application:
    """What an applicant submits; ``areas`` and ``quota`` where the item needs them."""

    item: Item
    applicant: str
    contact: str
    text: str
    first: Office
    second: Office
    areas: Mapping[str, float] | None = None
    quota: Quota | None = None

    def led(self) -> tuple[Office, Office]:
        """The office that gets it, and the other: a plot in both goes to the side of its larger part."""
        areas = self.areas
        if self.item.kind == PLOT and areas and areas[self.second.key] > areas[self.first.key]:
            return self.second, self.first
        return self.first, self.second


def submit(application: Application, member: Member | None) -> tuple[Case, str]:
    """A new case and its short word; raises ``UnfenceError`` for an item that is not agreed yet."""
    item = application.item
    if not item.in_force:
        raise UnfenceError("workspace.item_proposal", item=item.key)
    today = timezone.localdate()
    first, second = application.led()
    code, word = next_code("S", Case, today), new_word()
    case = Case.objects.create(
        code=code,
        word=digest_of(code, word),
        item=item,
        applicant=application.applicant,
        contact=application.contact,
        text=application.text,
        first=first,
        second=second,
        areas=application.areas,
        quota=application.quota,
        by=member,
    )
    Leg.objects.create(case=case, office=first, got=today)
    _step(case, member, "submitted", {"office": first.key})
    return case, word


def ways(case: Case) -> tuple[str, ...]:
    """What the office that has a case can do with it now."""
    if case.over:
        return ()
    leg, last = case.leg, case.leg.office == case.offices[-1]
    if leg.asked:
        return (CAME, WITHDRAWN)
    taking = () if leg.answered else (TAKE,)
    decides = last or case.item.mode == TOGETHER
    deciding = (*((GRANTED,) if last else ()), *((REFUSED,) if decides else ()))
    moving = () if last else (HAND_OVER,)
    return (*taking, ASK, *(moving + deciding if leg.answered else ()), WITHDRAWN)


def do(
    case: Case, member: Member, version: int, action: str, note: str = "", papers: Sequence[Paper] = ()
) -> str | None:
    """Do one step; gives a new short word where one was asked for.

    Raises ``MovedOnError``; ``UnfenceError`` for a way that there is not now, a missing reason, papers that are not
    named, or a school without a free place.
    """
    if version != case.version:
        raise MovedOnError(case)
    if action == NEW_WORD:
        return _new_word(case, member)
    if action not in ways(case):
        raise UnfenceError("workspace.case_way", action=action)
    if action in (REFUSED, WITHDRAWN) and not note.strip():
        raise UnfenceError("workspace.case_reason")
    before, leg, today = _standing(case), case.leg, timezone.localdate()
    facts: dict[str, object] = {"office": leg.office.key}
    if action == ASK:
        facts["papers"] = _ask(case, leg, papers)
    elif action == CAME:
        leg.waited += (today - leg.asked).days if leg.asked else 0
        leg.asked, case.missing = None, []
    elif action == HAND_OVER:
        Leg.objects.create(case=case, office=case.second, got=today)
        facts["other"] = case.second.key
    elif action in OUTCOMES:
        _end(case, action)
    leg.answered = leg.answered or today
    if action in (HAND_OVER, *OUTCOMES):
        leg.waited += (today - leg.asked).days if leg.asked else 0
        leg.done, leg.asked = today, None
    leg.save()
    case.version += 1
    case.save()
    _forget(case)
    _step(case, member, action, facts, note, before)
    return None


def add(case: Case, member: Member, text: str, file: "UploadedFile[bytes] | None") -> None:
    """Add a word, a document, or both; raises ``UnfenceError`` if there is neither."""
    if not text.strip() and file is None:
        raise UnfenceError("workspace.nothing_new")
    facts: dict[str, object] = {}
    if file is not None:
        document = keep(file, member)
        case.documents.add(document)
        facts = {"document": document.name}
    _step(case, member, "document" if file else "noted", facts, text)


def _ask(case: Case, leg: Leg, papers: Sequence[Paper]) -> list[Mapping[str, str]]:
    """The applicant owes papers from today on."""
    if not papers:
        raise UnfenceError("workspace.case_papers")
    case.missing = [{"name": paper.name, "name_zh": paper.name_zh} for paper in papers]
    leg.asked = timezone.localdate()
    return list(case.missing)


def _end(case: Case, outcome: str) -> None:
    """Decide a case; a place at a school is granted only while one is free, whoever else is granting one."""
    if outcome == GRANTED and case.quota_id:
        quota = Quota.objects.select_for_update().get(pk=case.quota_id)
        if quota.free < 1:
            raise UnfenceError("workspace.quota_full", school=quota.name, year=quota.year, places=quota.places)
    case.state, case.missing = outcome, []


def _new_word(case: Case, member: Member) -> str:
    word = new_word()
    case.word = digest_of(case.code, word)
    case.version += 1
    case.save()
    _step(case, member, NEW_WORD, {})
    return word


def _forget(case: Case) -> None:
    """What was worked out about the legs, or fetched with them, is no longer so."""
    case.__dict__.pop("leg", None)
    getattr(case, "_prefetched_objects_cache", {}).pop("legs", None)


def _step(
    case: Case,
    member: Member | None,
    action: str,
    facts: Mapping[str, object],
    note: str = "",
    before: Mapping[str, object] | None = None,
) -> None:
    Step.objects.create(case=case, by=member, action=action, facts=facts, note=note.strip())
    told = {**facts, **({"papers": [one["name"] for one in case.missing]} if "papers" in facts else {})}
    record(member, f"counter.{action}", case, before=before, after=_standing(case), **told)


def _standing(case: Case) -> Mapping[str, object]:
    """What a step can change; nothing about who applies goes into the log."""
    return {"state": case.stage, "office": case.handler.key, "missing": [one["name"] for one in case.missing]}
