"""What the study itself has to say in the digest: prices that moved since last week, and what waiting costs.

Prices are of the optimum of today, the middle of their interval, compared between the latest study and the latest
that there was a week ago. Of a measure in the best set a month of delay costs ``in_best / 12``.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone

from unfence.workspace.books.models import Row
from unfence.workspace.digest.sources import Line, somebody_of, source
from unfence.workspace.jobs.models import DONE, Job, StudyResult
from unfence.workspace.people.models import Member, Office
from unfence.workspace.sharing.results import study_seen_by

MOVED = 0.05
"""The share of a price below which it did not move."""
MONTHS = 12
Prices = Mapping[tuple[str, str], float]


@source("digest.delays")
def delays(office: Office, _day: date) -> Iterator[Line]:
    """The measures of the best set that nobody has begun, the dearest to wait for first."""
    member = somebody_of(office)
    study = study_seen_by(member)
    if study is None:
        return
    figures = cast("Mapping[str, Any]", study.figures)
    rows = Row.objects.filter(table="measures").seen_by(member)
    open_ones = {row.key for row in rows if row.values.get("status", "") in ("", "idea", "agreed")}
    waiting = [m for m in figures["measures"] if m["id"] in figures["best"] and m["id"] in open_ones]
    for measure in sorted(waiting, key=lambda m: -m["in_best"]):
        cost = {"money": measure["in_best"] / MONTHS, "currency": figures["book"]["currency"]}
        name = {"name": measure["name"] or measure["id"], "name_zh": measure["name_zh"] or ""}
        yield Line(
            "digest.delay", reverse("books.row", args=("measures", measure["id"])), {"measure": name, "cost": cost}
        )


@source("digest.prices")
def prices(office: Office, day: date) -> Iterator[Line]:
    """The prices that the office sees and that moved within a week, the most first."""
    member = somebody_of(office)
    start = timezone.make_aware(datetime.combine(day - timedelta(days=7), time()))
    now, then = study_seen_by(member), _study_before(member, start)
    if now is None or then is None or now.number == then.number:
        return
    held, before = _prices(now), _prices(then)
    moved = [(pair, held[pair], before[pair]) for pair in held.keys() & before.keys() if before[pair]]
    shares = [(price / was - 1 if was > 0 else 1 - price / was, pair, price) for pair, price, was in moved]
    names = _names(member)
    currency = cast("Mapping[str, Any]", now.figures)["book"]["currency"]
    for share, (site, commodity), price in sorted(shares, key=lambda one: (-abs(one[0]), one[1])):
        if abs(share) >= MOVED:
            values = {
                "what": names["commodities", commodity],
                "site": names["sites", site],
                "share": {"percent": abs(share)},
                "now": {"money": price, "currency": currency},
            }
            key = "digest.moved_up" if share > 0 else "digest.moved_down"
            yield Line(key, reverse("jobs.job", args=(now.number,)), values)


def _study_before(member: Member, moment: datetime) -> StudyResult | None:
    """The latest study that there was at a moment, as a member sees it."""
    done = Job.objects.filter(kind="jobs.study", state=DONE, ended__lt=moment).order_by("-revision", "-pk")
    job = done.first()
    return study_seen_by(member, StudyResult(job.pk, job.revision or 0, job.result or {})) if job else None


def _prices(study: StudyResult) -> Prices:
    """The middle of each price of today by site and commodity."""
    found = {}
    for entry in cast("Mapping[str, Any]", study.figures).get("prices", ()):
        low, high = entry["today"] or (None, None)
        if low is not None and high is not None:
            found[entry["site"], entry["commodity"]] = (low + high) / 2
    return found


def _names(member: Member) -> Mapping[tuple[str, str], Mapping[str, str]]:
    rows = Row.objects.filter(table__in=("sites", "commodities")).seen_by(member)
    return _Names({(row.table, row.key): row.values for row in rows})


class _Names(dict[tuple[str, str], Mapping[str, str]]):
    """Names by table and id; what is gone from the book is called by its id."""

    def __missing__(self, pair: tuple[str, str]) -> Mapping[str, str]:
        return {"name": pair[1]}
