"""The digest: what one office has to see to on a day, the most overdue first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unfence.workspace.matters.models import DOING, REPORTED, Decision, Matter, Task
from unfence.workspace.people.models import Office
from unfence.workspace.register.models import Report

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Digest:
    """What waits for an office on a day."""

    office: Office
    day: date
    overdue: Sequence[Task]
    """Not reported done, and their day has passed."""
    soon: Sequence[Task]
    """Due within a week."""
    to_confirm: Sequence[Task]
    """The other side says that they are done."""
    to_sign: Sequence[Decision]
    """The latest texts that the office's leader has not signed."""
    reports: Sequence[Report]
    """Barriers that the office has to answer, past their deadline."""

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.overdue or self.soon or self.to_confirm or self.to_sign or self.reports)


def digest(office: Office, day: date) -> Digest:
    """What waits for an office on a day; of a neutral one: for any side."""
    matters = Matter.objects.filter(closed=None)
    matters = matters if office.neutral else matters.filter(offices=office)
    tasks = [
        task
        for task in Task.objects.filter(matter__in=matters).select_related(
            "matter", "lead__office", "partner__office", "done_by"
        )
        if office.neutral or office in task.offices
    ]
    latest = [matter.decision for matter in matters.prefetch_related("decisions__signatures", "offices")]
    reports = Report.objects.open().filter(deadline__lt=day).order_by("deadline").select_related("owner")
    return Digest(
        office=office,
        day=day,
        overdue=[task for task in tasks if task.late_on(day)],
        soon=[task for task in tasks if task.state == DOING and day <= task.due <= day + SOON],
        to_confirm=[task for task in tasks if task.state == REPORTED and (office.neutral or task.confirms == office)],
        to_sign=[d for d in latest if d and (d.waiting if office.neutral else office in d.waiting)],
        reports=list(reports if office.neutral else reports.filter(owner=office)),
    )
