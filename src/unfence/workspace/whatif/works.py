"""Solving: a scenario is a job like any other, done by the worker or, warm, in the breath in which it is asked for.

A process keeps the models of the last revisions warm, so that an answer takes a fraction of a second. Who asks holds
the job from the start, as a worker would, and does it when the request is committed; if this process dies under it,
the worker takes it back and does it. Where the last scenario took longer than ``PATIENCE``, the worker does the next.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache, partial
from threading import Lock

from django.db import transaction
from django.utils import timezone

from unfence.studies.whatif import Bench
from unfence.workspace.books.content import book_at
from unfence.workspace.books.models import Revision
from unfence.workspace.jobs.models import DONE, QUEUED, RUNNING, Job, ask
from unfence.workspace.jobs.works import Work, work
from unfence.workspace.people.models import Member

KIND = "whatif.solve"
PATIENCE = timedelta(seconds=5)
"""A scenario that takes longer is not solved while somebody waits for a page."""
_ONE_AT_A_TIME = Lock()
"""A warm solver is one thing; threads take turns."""


def bench_of(revision: Revision) -> Bench:
    """The warm model of a revision, with today solved."""
    with _ONE_AT_A_TIME:
        bench = _bench(revision.digest, revision.number)
        bench.warm()
    return bench


@lru_cache(maxsize=2)
def _bench(digest: str, number: int) -> Bench:
    """The model of a revision; the digest, since numbers may come again in another database."""
    del digest
    return Bench(book_at(number))


@work
def solve(job: Work) -> Mapping[str, object]:
    """Solve a scenario; ``arguments`` hold its ``measures`` and ``fences``."""
    job.tell("prices", 0, 1)
    measures, fences = (tuple(map(str, _listed(job.arguments[name]))) for name in ("measures", "fences"))
    bench = bench_of(Revision.objects.get(number=job.revision))
    with _ONE_AT_A_TIME:
        return bench.whatif(measures, fences).to_dict()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def found(revision: Revision, arguments: Mapping[str, object]) -> Job | None:
    """The job of a scenario on a revision, the last that was asked for; None if nobody has."""
    return Job.objects.filter(kind=KIND, revision=revision.number, arguments=arguments).first()


def asked(member: Member, revision: Revision, arguments: Mapping[str, object]) -> Job:
    """The job of a scenario: the one that is done or waits already, else a new one, done at once where it is quick."""
    there = found(revision, arguments)
    if there and there.state in (QUEUED, RUNNING, DONE) and not there.stop:
        return there
    last = Job.objects.filter(kind=KIND, state=DONE).first()
    made = ask(KIND, member, revision.number, **arguments)
    if last is None or _took(last) < PATIENCE:
        _hold(made)
    return made


def _took(job: Job) -> timedelta:
    return job.ended - job.began if job.began and job.ended else timedelta()


def _hold(job: Job) -> None:
    """Take a job that waits, as a worker does, and do it once it is committed."""
    token, now = secrets.token_hex(8), timezone.now()
    mine = Job.objects.filter(pk=job.pk, state=QUEUED).update(
        state=RUNNING, worker=token, heartbeat=now, began=now, tries=1
    )
    if mine:
        from unfence.workspace.jobs.doing import do  # noqa: PLC0415  it knows all works

        transaction.on_commit(partial(do, job.pk, token), robust=True)
