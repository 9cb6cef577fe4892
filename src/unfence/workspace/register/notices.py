"""What waits about barriers: new reports for the focal points, late ones for the owner, fences that are gone."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.register.models import REPORTED, FocalPoint, Report
from unfence.workspace.register.prices import fences_seen_by, gone, prices_seen_by
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """A line for each report that waits for this member.

    Both focal points are told of what nobody has acknowledged; so is every editor of the owner's while it has none.
    """
    reports = Report.objects.seen_by(member).select_related("owner", "other")
    point = FocalPoint.objects.filter(office=member.office, member__is_active=True).first()
    if (point.member == member) if point else member.role in EDITORS and not member.neutral:
        for report in reports.filter(state=REPORTED):
            if point or member.of(report.owner):
                yield _notice("register.waits.reported", report)
    if member.role not in EDITORS:
        return
    for report in reports.open().filter(owner=member.office, deadline__lt=timezone.localdate()):
        yield _notice("register.waits.late", report)
    tied = [r for r in reports.open().exclude(fence="") if member.neutral or member.of(r.owner)]
    fences = fences_seen_by(member, prices_seen_by(member)) if tied else {}
    for report in tied:
        if gone(member, report, fences.get(report.fence)):
            yield _notice("register.waits.gone", report)


def _notice(key: str, report: Report) -> Notice:
    values = {"code": report.code, "title": report.title, "deadline": report.deadline.isoformat()}
    return Notice(key, reverse("register.report", args=(report.code,)), values | {"fence": report.fence})
