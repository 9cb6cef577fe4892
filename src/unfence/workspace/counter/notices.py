"""What waits at the counter: cases that lie at the member's office and are late or nearly so, new ones, proposals."""

from collections.abc import Iterator

from django.urls import reverse

from unfence.workspace.counter import clock
from unfence.workspace.counter.models import OPEN, Case, Item
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import LEADER, OFFICER
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """A line for each case at the member's office that is red, amber or new; one for items that wait for agreement."""
    if member.role not in (OFFICER, LEADER):
        return
    for case in Case.objects.seen_by(member).whole().filter(state=OPEN):
        leg = case.leg
        if not member.of(leg.office) or case.stage == "missing":
            continue
        urgent = "" if leg.colour == clock.GREEN else leg.colour
        if urgent or not leg.answered:
            due = leg.next_by.isoformat() if leg.next_by else ""
            values = {"code": case.code, "item": case.item.name, "item_zh": case.item.name_zh or case.item.name}
            yield Notice(
                f"counter.waits.{urgent or 'got'}", reverse("counter.case", args=(case.code,)), {**values, "due": due}
            )
    if member.role == LEADER:
        waiting = sum(member.office in item.waits_for for item in Item.objects.prefetch_related("agreed"))
        if waiting:
            yield Notice("counter.waits.agreed", reverse("counter.items"), {"count": waiting})
