"""What the counter has to say in the weekly digest: cases at the office that are past their date.

It names a case by its number only: a mail leaves the workspace.
"""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from unfence.workspace.counter.clock import RED
from unfence.workspace.counter.models import OPEN, Case
from unfence.workspace.digest.sources import Line, somebody_of, source
from unfence.workspace.people.models import Office


@source("counter.red")
def red(office: Office, day: date) -> Iterator[Line]:
    """Cases in red that lie at the office, the longest there first."""
    cases = Case.objects.seen_by(somebody_of(office)).whole().filter(state=OPEN)
    late = [
        case for case in cases if case.leg.part.colour(day) == RED and (office.neutral or case.leg.office == office)
    ]
    for case in sorted(late, key=lambda case: case.leg.got):
        item = {"name": case.item.name, "name_zh": case.item.name_zh}
        values = {"code": case.code, "item": item, "date": case.leg.got.isoformat()}
        yield Line("digest.case_red", reverse("counter.case", args=(case.code,)), values)
