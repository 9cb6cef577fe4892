"""Doing one job: its function is called, and what it says is kept."""

import time
import traceback
from collections.abc import Mapping
from contextlib import suppress

from django.db import OperationalError

from unfence.errors import UnfenceError
from unfence.workspace.jobs.holding import failed, finished, told
from unfence.workspace.jobs.models import Job
from unfence.workspace.jobs.works import Tell, Work, kind_of

OFTEN = 0.5
"""Seconds between two notes of how far the work is."""


def do(number: int, worker: str) -> None:
    """Do a job that a worker has claimed; every end of it is written down."""
    job = Job.objects.get(pk=number)
    try:
        kind = kind_of(job.kind)
        papers: dict[str, str] = {}
        work = Work(job.arguments, job.revision or 0, _teller(number, worker), papers.__setitem__)
        finished(number, worker, kind.do(work), papers)
    except UnfenceError as error:
        failed(number, worker, f"error.{error.code}", _plain(error.values))
    except Exception as error:  # noqa: BLE001  the last net: a job never stays "running"
        traceback.print_exc()
        failed(number, worker, "jobs.note.broken", {"what": f"{type(error).__name__}: {error}"[:300]})


def _teller(number: int, worker: str) -> Tell:
    last = [0.0]

    def tell(step: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now - last[0] >= OFTEN or done == whole:
            last[0] = now
            with suppress(OperationalError):  # how far it is can be said later; the work goes on
                told(number, worker, step, done / whole if whole else 0.0)

    return tell


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """The gaps' values as JSON keeps them."""
    simple = (str, int, float, bool, type(None))
    return {
        k: v if isinstance(v, simple) else [str(x) for x in v] if isinstance(v, list | tuple) else str(v)
        for k, v in values.items()
    }
