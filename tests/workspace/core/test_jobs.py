"""Jobs: one worker each, never for ever, whatever is killed."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import psutil
import pytest
from django.db import connection
from django.utils import timezone

from unfence.words import say
from unfence.workspace.books.content import book_at
from unfence.workspace.jobs import holding
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import beat, claim, died, failed, finished, reap, stopped, told
from unfence.workspace.jobs.models import SILENCE, Job, Paper, ask, latest_study
from workspace.area import change, make_area

LONG = 100_000
"""Draws of a study that nobody waits for."""


def asked(area, **arguments):
    return ask("jobs.study", area.member("officer"), 1, **arguments)


def test_a_job_has_one_worker(area):
    job = asked(area)
    assert claim("one") == job.pk
    assert claim("two") is None
    assert beat(job.pk, "one")
    assert not beat(job.pk, "two")


def test_who_looked_first_but_came_second_does_not_get_it(area, monkeypatch):
    job = asked(area)
    quicker = []

    def now():
        if not quicker:
            quicker.append(True)
            quicker.append(claim("two"))
        return timezone.now()

    monkeypatch.setattr(holding, "timezone", SimpleNamespace(now=now))
    assert claim("one") is None
    job.refresh_from_db()
    assert (quicker[1], job.worker, job.tries) == (job.pk, "two", 1)


def test_the_oldest_goes_first_and_the_same_work_is_asked_for_once(area):
    first, second = asked(area), asked(area, draws=1)
    assert asked(area).pk == first.pk
    assert [claim("w"), claim("w"), claim("w")] == [first.pk, second.pk, None]
    assert asked(area).pk == first.pk, "it is running"


def test_a_study_is_done_and_kept_with_its_reports(area):
    job = asked(area)
    do(claim("w"), "w")
    job.refresh_from_db()
    assert (job.state, job.percent, job.result["welfare"]["gain"]) == ("done", 100, 27500.0)
    found = latest_study()
    assert (found.number, found.revision) == (job.pk, 1)
    texts = {paper.name: paper.text for paper in Paper.objects.filter(job=job)}
    assert 'lang="zh-CN"' in texts["report.zh"]
    assert 'lang="en"' in texts["report.en"]


def test_the_latest_study_is_of_the_latest_revision(area):
    change(area.member("officer"), "links", "road", km="25")
    newer, older = ask("jobs.study", None, 2), ask("jobs.study", None, 1)
    for job in (newer, older):
        Job.objects.filter(pk=job.pk).update(state="done", result={"n": job.pk})
    assert latest_study().figures == {"n": newer.pk}
    assert book_at(latest_study().revision)["links"].filter(id="road")["km"].item() == 25


def test_what_has_no_answer_ends_with_its_sentence(area):
    ask("jobs.study", None, 99)
    ask("jobs.nothing", None)
    for _ in range(2):
        do(claim("w"), "w")
    said = [say(j.note["key"], "zh", **j.note["values"]) for j in Job.objects.filter(state="failed").order_by("pk")]
    assert "第 99 版" in said[0]
    assert "jobs.nothing" in said[1]


def test_who_comes_too_late_changes_nothing(area):
    job = asked(area)
    claim("dead")
    Job.objects.update(heartbeat=timezone.now() - SILENCE - timedelta(seconds=1))
    assert reap() == 1
    assert claim("alive") == job.pk
    told(job.pk, "dead", "fences", 0.9)
    assert not finished(job.pk, "dead", {"late": 1}, {"report.en": "late"})
    failed(job.pk, "dead", "jobs.note.broken", {"what": "late"})
    job.refresh_from_db()
    assert (job.state, job.worker, job.progress, job.result) == ("running", "alive", 0.0, None)
    assert finished(job.pk, "alive", {"mine": 1})
    assert not Paper.objects.exists()


def test_a_silent_worker_loses_its_job_twice_and_then_it_has_failed(area):
    job = asked(area)
    for state in ("queued", "failed"):
        claim("w")
        assert reap() == 0, "it has just given a sign of life"
        Job.objects.update(heartbeat=timezone.now() - SILENCE - timedelta(seconds=1))
        assert reap() == 1
        job.refresh_from_db()
        assert job.state == state
    assert "2 times" in say(job.note["key"], "en", **job.note["values"])


def test_what_waits_is_cancelled_at_once_what_runs_at_its_next_breath(area):
    waiting, running = asked(area), asked(area, draws=2)
    officer = area.member("officer")
    assert waiting.cancel(officer)
    assert claim("w") == running.pk
    assert running.cancel(officer)
    assert not beat(running.pk, "w")
    stopped(running.pk, "w")
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not running.cancel(officer), "it is over"


def test_what_was_to_stop_is_not_begun_again_when_its_worker_dies(area):
    job = asked(area)
    claim("w")
    job.cancel(area.member("officer"))
    died(job.pk, "w", -9)
    job.refresh_from_db()
    assert job.state == "cancelled"


@pytest.fixture
def worker(transactional_db):
    """Starts real workers on the tests' database; none is left behind."""
    held = []
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}?transaction_mode=IMMEDIATE&timeout=20"
    else:
        host, user = database["HOST"] or database["OPTIONS"].get("host"), database["USER"]
        url = f"postgres://{user}@{(host or '').replace('/', '%2F')}:{database['PORT'] or 5432}/{database['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "unfence.workspace.settings"}

    def start():
        command = [sys.executable, "-m", "unfence.workspace.jobs.worker"]
        held.append(psutil.Popen(command, stdin=subprocess.PIPE, env=env))
        return held[-1]

    yield start
    for process in held:
        if process.is_running():
            process.kill()
            process.wait()
        process.stdin.close()


def until(true, seconds=60):
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not (held := true()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return held


def state_of(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def at_work(process, job):
    """The process that does a job, once it has told how far it is."""
    until(lambda: Job.objects.filter(pk=job.pk, state="running", progress__gt=0).exists())
    return until(process.children)[0]


@pytest.mark.slow
def test_a_process_that_is_killed_is_begun_once_more_and_then_has_failed(worker):
    job = asked(make_area(), draws=LONG)
    process = worker()
    first = at_work(process, job)
    first.kill()
    until(lambda: Job.objects.get(pk=job.pk).tries == 2)
    second = at_work(process, job)
    assert second.pid != first.pid
    second.kill()
    until(lambda: state_of(job) == "failed")
    note = Job.objects.get(pk=job.pk).note
    assert "twice" in say(note["key"], "en", **note["values"])


@pytest.mark.slow
def test_a_worker_that_is_killed_takes_its_process_along_and_another_does_the_job(worker):
    area = make_area()
    job = asked(area, draws=LONG)
    process = worker()
    child = at_work(process, job)
    process.kill()
    until(lambda: not child.is_running())
    Job.objects.filter(pk=job.pk).update(arguments={}, heartbeat=timezone.now() - SILENCE - timedelta(seconds=1))
    worker()
    until(lambda: state_of(job) == "done")
    assert latest_study().figures["welfare"]["gain"] == 27500.0


@pytest.mark.slow
def test_what_is_cancelled_stops(worker):
    area = make_area()
    job = asked(area, draws=LONG)
    process = worker()
    child = at_work(process, job)
    job.cancel(area.member("officer"))
    until(lambda: state_of(job) == "cancelled")
    until(lambda: not child.is_running())
    process.stdin.close()
    assert process.wait(10) == 1, "its input ended: the server is gone, and so is the worker"
