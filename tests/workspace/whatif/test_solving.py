"""A scenario is solved at once where it is quick, by the worker where it is not, once, and never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from unfence.workspace.books.models import latest_revision
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim, reap
from unfence.workspace.jobs.models import DONE, QUEUED, RUNNING, Job
from unfence.workspace.whatif.works import KIND, PATIENCE, asked
from workspace.area import change
from workspace.scenarios import figures

TICKED = {"measures": ["one_check"], "fences": []}


def post(client, captured, **ticks):
    with captured(execute=True):
        return client.post("/whatif/", ticks)


def test_the_answer_is_there_when_the_page_is(client_of, django_capture_on_commit_callbacks):
    client = client_of("viewer")
    sent = post(client, django_capture_on_commit_callbacks, m="one_check")
    assert sent.headers["Location"] == "/whatif/?m=one_check"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "+27,500 yuan" in page
    assert Job.objects.get().state == DONE
    assert Job.objects.get().result == figures()


def test_the_same_question_is_solved_once(client_of, django_capture_on_commit_callbacks):
    for role, office in (("officer", "east"), ("viewer", "west")):
        post(client_of(role, office), django_capture_on_commit_callbacks, m="one_check")
    assert Job.objects.filter(kind=KIND).count() == 1


def test_another_revision_is_another_question(area, client_of, django_capture_on_commit_callbacks):
    client = client_of("officer")
    post(client, django_capture_on_commit_callbacks, m="one_check")
    change(area.member("officer"), "measures", "one_check", capex="80000")
    assert "Work it out" in client.get("/whatif/?m=one_check").content.decode()
    assert "+27,500" not in client.get("/whatif/?m=one_check").content.decode()
    post(client, django_capture_on_commit_callbacks, m="one_check")
    assert "+25,500 yuan" in client.get("/whatif/?m=one_check").content.decode(), "40,000 x 5 % less"


def test_a_process_killed_in_the_middle_leaves_it_to_the_worker(area):
    job = asked(area.member("officer"), latest_revision(), TICKED)  # committed, and the process is gone
    assert Job.objects.get(pk=job.pk).state == RUNNING
    assert claim("worker") is None
    Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=1))
    assert reap() == 1
    assert claim("worker") == job.pk
    do(job.pk, "worker")
    assert Job.objects.get(pk=job.pk).result == figures()


@pytest.mark.parametrize(("took", "state"), [(PATIENCE * 2, QUEUED), (PATIENCE / 2, RUNNING)])
def test_a_slow_book_is_left_to_the_worker(area, took, state):
    now = timezone.now()
    Job.objects.create(kind=KIND, revision=1, state=DONE, result={}, began=now - took, ended=now)
    assert Job.objects.get(pk=asked(area.member("officer"), latest_revision(), TICKED).pk).state == state


def test_what_the_book_does_not_have_is_said(client_of):
    page = client_of("officer").get("/whatif/?m=tunnel&m=one_check").content.decode()
    assert "left out: tunnel" in page
    assert 'value="one_check" checked' in page


def test_a_scenario_without_a_solution_fails_in_words(area, client_of):
    job = asked(area.member("officer"), latest_revision(), {"measures": ["tunnel"], "fences": []})
    do(job.pk, Job.objects.get(pk=job.pk).worker)
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.note["key"]) == ("failed", "error.whatif_unknown")
