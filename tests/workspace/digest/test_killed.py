"""A worker is killed in earnest while the mail server has the mail in its hands: nobody gets it twice, all get it."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from unfence.workspace.digest.models import LOST, Mail, Reader
from unfence.workspace.jobs.holding import claim, died
from unfence.workspace.jobs.models import Job, ask
from workspace.area import make_area
from workspace.mailbox import Mailbox

WEEK = date(2026, 11, 16)


def environment(box, folder):
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}?transaction_mode=IMMEDIATE&timeout=20"
    if connection.vendor != "sqlite":
        host, user = database["HOST"] or database["OPTIONS"].get("host"), database["USER"]
        url = f"postgres://{user}@{(host or '').replace('/', '%2F')}:{database['PORT'] or 5432}/{database['NAME']}"
    held = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "unfence.workspace.settings", "UNFENCE_DATA": str(folder)}
    return {**os.environ, **held, "UNFENCE_SMTP": box.url}


@pytest.mark.slow
def test_nobody_gets_it_twice(transactional_db, tmp_path):
    area, box = make_area(), Mailbox()
    for name in ("li", "ann", "bo"):
        Reader.objects.create(office=area.own, address=f"{name}@east.example", lang="zh")
    job = ask("digest.weekly", None, None, week=WEEK.isoformat())
    box.waits = True

    def begun():
        assert claim("w") == job.pk
        command = [sys.executable, "-m", "unfence.workspace.jobs.worker", str(job.pk), "w"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment(box, tmp_path))

    process = begun()
    end = time.monotonic() + 60
    while not box.taken:
        assert time.monotonic() < end
        time.sleep(0.05)
    process.kill()
    process.communicate()
    box.waits = False
    died(job.pk, "w", -9)
    assert Job.objects.get(pk=job.pk).state == "queued", "it is begun once more"
    Mail.objects.update(at=timezone.now() - LOST - timedelta(seconds=1))
    process = begun()
    assert process.wait(60) == 0
    process.stdin.close()
    assert Job.objects.get(pk=job.pk).state == "done"
    assert [to for to, _ in box.taken] == [f"{name}@east.example" for name in ("li", "ann", "bo")]
    assert list(Mail.objects.filter(issue__office=area.own).values_list("state", flat=True)) == [
        "unsure",
        "sent",
        "sent",
    ]
    box.close()
