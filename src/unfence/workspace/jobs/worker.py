"""The worker: takes one job after the other, each in a process of its own.

    python -m unfence.workspace.jobs.worker             takes jobs until its input ends (the server has gone)
    python -m unfence.workspace.jobs.worker JOB TOKEN   does one job

The worker gives a sign of life every ``BEATS`` seconds and looks whether somebody asked to stop. The process that does
the work cannot hang the worker; when the worker dies the process's input ends, and it goes too.
"""

import os
import secrets
import subprocess
import sys
import threading
import time

import django
from django.db import OperationalError, close_old_connections

IDLE = 0.5
"""Seconds between two looks into the queue."""


def main(args: list[str]) -> int:
    """Take jobs until the input ends, or do the one that is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unfence.workspace.settings")
    django.setup()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if args:
        from unfence.workspace.jobs.doing import do  # noqa: PLC0415  models need Django's setup

        do(int(args[0]), args[1])
    else:
        _take(secrets.token_hex(8))
    return 0


def _leave_with_parent() -> None:
    """Wait until whoever started this process is gone, and go too."""
    while os.read(sys.stdin.fileno(), 1):  # a buffered read would hold a lock that the interpreter wants at its end
        pass
    os._exit(1)


def _take(token: str) -> None:
    """Take jobs for ever."""
    from unfence.workspace.jobs.clockwork import EVERY, ask_what_is_due  # noqa: PLC0415
    from unfence.workspace.jobs.holding import claim, reap  # noqa: PLC0415

    looked = -EVERY
    while True:
        close_old_connections()
        try:
            if time.monotonic() - looked >= EVERY:
                ask_what_is_due()
                looked = time.monotonic()
            reap()
            job = claim(token)
        except OperationalError:  # the database is away or busy: a worker waits
            job = None
        if job is None:
            time.sleep(IDLE)
        else:
            _watch(job, token)


def _watch(job: int, token: str) -> None:
    """Have a job done in a process, and see that it ends one way or another."""
    from unfence.workspace.jobs.holding import beat, died, stopped  # noqa: PLC0415
    from unfence.workspace.jobs.models import BEATS  # noqa: PLC0415

    command = [sys.executable, "-m", "unfence.workspace.jobs.worker", str(job), token]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603  our own module
        while process.poll() is None:
            try:
                if not beat(job, token):
                    process.kill()
                    process.wait()
                    stopped(job, token)
                    return
            except OperationalError:
                close_old_connections()
            try:
                process.wait(BEATS)
            except subprocess.TimeoutExpired:
                continue
    died(job, token, process.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
