"""Holding: how a worker gets a job, keeps it, and how nobody keeps one for ever.

Every step is one conditional UPDATE: of two workers that want the same job one gets it, on SQLite and on PostgreSQL;
and a worker that was thought dead cannot write over what another has done since.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from unfence.workspace.audit.models import record
from unfence.workspace.jobs.models import CANCELLED, DONE, FAILED, QUEUED, RUNNING, SILENCE, TRIES, Job, Paper


def claim(worker: str) -> int | None:
    """The number of the oldest job that waits, now this worker's; None if none waits."""
    for number in Job.objects.filter(state=QUEUED).order_by("pk").values_list("pk", flat=True)[:5]:
        now = timezone.now()
        tries = Job.objects.get(pk=number).tries + 1
        mine = Job.objects.filter(pk=number, state=QUEUED).update(
            state=RUNNING, worker=worker, heartbeat=now, began=now, progress=0.0, step="", tries=tries
        )
        if mine:
            return number
    return None


def beat(number: int, worker: str) -> bool:
    """Give a sign of life; False if the work should stop: somebody asked, or the job is no longer this worker's."""
    return bool(_mine(number, worker).filter(stop=False).update(heartbeat=timezone.now()))


def told(number: int, worker: str, step: str, progress: float) -> None:
    """Note how far a job is."""
    _mine(number, worker).update(step=step, progress=progress)


def finished(number: int, worker: str, result: object, papers: Mapping[str, str] | None = None) -> bool:
    """Keep a job's result and its papers; False if it came too late."""
    with transaction.atomic():
        mine = _mine(number, worker).update(state=DONE, result=result, progress=1.0, ended=timezone.now())
        if mine:
            Paper.objects.bulk_create(Paper(job_id=number, name=n, text=text) for n, text in (papers or {}).items())
            record(None, "jobs.ended", f"job {number}", state=DONE)
    return bool(mine)


def failed(number: int, worker: str, key: str, values: Mapping[str, object]) -> None:
    """End a job with a sentence: its key, and what fills its gaps."""
    _ended(_mine(number, worker), number, FAILED, key, values)


def stopped(number: int, worker: str) -> None:
    """End a job that somebody asked to stop."""
    _ended(_mine(number, worker).filter(stop=True), number, CANCELLED, "jobs.note.cancelled", {})


def died(number: int, worker: str, code: int) -> None:
    """A job's process has ended; if it left the job running, it died under it: once more, or failed."""
    again = _mine(number, worker).filter(stop=False, tries__lt=TRIES)
    if not again.update(state=QUEUED, worker=""):
        stopped(number, worker)
        failed(number, worker, "jobs.note.died", {"code": code})


def reap() -> int:
    """Take back the jobs of workers that gave no sign of life; how many there were."""
    silent = Job.objects.filter(state=RUNNING, heartbeat__lt=timezone.now() - SILENCE)
    count = 0
    for number, worker, heartbeat in silent.values_list("pk", "worker", "heartbeat"):
        mine = _mine(number, worker).filter(heartbeat=heartbeat)
        if mine.filter(stop=True).exists():
            _ended(mine, number, CANCELLED, "jobs.note.cancelled", {})
        elif not mine.filter(tries__lt=TRIES).update(state=QUEUED, worker=""):
            _ended(mine, number, FAILED, "jobs.note.silent", {"tries": TRIES})
        count += 1
    return count


def _mine(number: int, worker: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=number, state=RUNNING, worker=worker)


def _ended(jobs: QuerySet[Job], number: int, state: str, key: str, values: Mapping[str, object]) -> None:
    note = {"key": key, "values": dict(values)}
    if jobs.update(state=state, note=note, ended=timezone.now()):
        record(None, "jobs.ended", f"job {number}", state=state)
