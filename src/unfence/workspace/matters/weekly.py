"""What matters have to say in the weekly digest: late tasks, what waits for a word, what waiting costs."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from unfence.workspace.digest.sources import Line, somebody_of, source
from unfence.workspace.matters.delays import figures_seen_by
from unfence.workspace.matters.digest import digest
from unfence.workspace.matters.models import Matter, Task
from unfence.workspace.people.models import Office


@source("matters.overdue")
def overdue(office: Office, day: date) -> Iterator[Line]:
    """Tasks past their day, the latest first."""
    return _tasks("digest.task_late", digest(office, day).overdue)


@source("matters.waiting")
def waiting(office: Office, day: date) -> Iterator[Line]:
    """What waits for the office: texts to sign, tasks to confirm, tasks due within a week."""
    found = digest(office, day)
    for decision in found.to_sign:
        matter = decision.matter
        values = {"code": matter.code, "title": matter.title}
        yield Line("digest.to_sign", reverse("matters.matter", args=(matter.code,)), values)
    yield from _tasks("digest.to_confirm", found.to_confirm)
    yield from _tasks("digest.task_soon", found.soon)


@source("matters.reports")
def reports(office: Office, day: date) -> Iterator[Line]:
    """Barriers that the office has not answered in time."""
    for report in digest(office, day).reports:
        values = {"code": report.code, "title": report.title, "date": report.deadline.isoformat()}
        yield Line("digest.report_late", reverse("register.report", args=(report.code,)), values)


@source("matters.delays")
def delays(office: Office, _day: date) -> Iterator[Line]:
    """The open matters whose delay costs most."""
    figures = figures_seen_by(somebody_of(office))
    matters = Matter.objects.seen_by(somebody_of(office)).filter(closed=None)
    priced = [(delay, matter) for matter in matters if (delay := figures.delay(matter)) and delay.monthly > 0]
    for delay, matter in sorted(priced, key=lambda one: -one[0].monthly):
        cost = {"money": delay.monthly, "currency": figures.currency}
        key = "digest.matter_least" if delay.least else "digest.matter_delay"
        values = {"code": matter.code, "title": matter.title, "cost": cost}
        yield Line(key, reverse("matters.matter", args=(matter.code,)), values)


def _tasks(key: str, tasks: Iterable[Task]) -> Iterator[Line]:
    for task in tasks:
        values = {"text": task.text, "date": task.due.isoformat()}
        yield Line(key, reverse("matters.matter", args=(task.matter.code,)), values)
