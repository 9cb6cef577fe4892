"""Digests are made once a week and office and sent once, whoever is killed and whatever the mail server says."""

import email
import threading
from datetime import UTC, date, datetime, timedelta
from email import policy

import pytest
from django.db import connection
from django.utils import timezone

from unfence.workspace.audit.models import Entry
from unfence.workspace.digest import issuing, schedule
from unfence.workspace.digest.issuing import issue_of, send, unfinished
from unfence.workspace.digest.models import AGAIN, LOST, Issue, Mail, Reader
from unfence.workspace.digest.post import Post
from unfence.workspace.jobs.clockwork import ask_what_is_due
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import Job
from unfence.workspace.people.models import Office
from workspace.area import make_area
from workspace.mailbox import Mailbox

WEEK = date(2026, 11, 16)


@pytest.fixture
def box():
    held = Mailbox()
    yield held
    held.close()


@pytest.fixture
def readers(area):
    Reader.objects.create(office=area.own, address="li@east.example", lang="zh")
    Reader.objects.create(office=area.own, address="ann@east.example", lang="en")
    return area


def post(tmp_path, box=None):
    return Post(box.url if box else "", "unfence@park.example", "https://park.example", tmp_path / "digests")


def states():
    return [mail.state for mail in Mail.objects.order_by("pk")]


def long_ago(age):
    Mail.objects.update(at=timezone.now() - age - timedelta(seconds=1))


def test_each_reader_gets_it_once_in_their_language(readers, box, tmp_path):
    issue = issue_of(readers.own, WEEK)
    assert send(issue, post(tmp_path, box)) == 2
    assert send(issue_of(readers.own, WEEK), post(tmp_path, box)) == 0
    assert [to for to, _ in box.taken] == ["li@east.example", "ann@east.example"]
    subjects = [mail["Subject"] for _, mail in box.taken]
    assert subjects == ["东镇每周提要（2026-11-16 起的一周）", "Weekly digest of East Town, week of 2026-11-16"]
    chinese = box.taken[0][1]
    assert "没有逾期" in chinese.get_body(("plain",)).get_content()
    assert 'lang="zh-CN"' in chinese.get_body(("html",)).get_content()
    assert chinese["Message-ID"] == "<2026-W47-east-zh@unfence>"
    assert states() == ["sent", "sent"]
    assert Entry.objects.filter(action="digest.sent").count() == 2
    assert Entry.objects.filter(action="digest.made").count() == 1


def test_what_it_says_is_kept_as_it_was_first_made(readers, box, tmp_path, monkeypatch):
    said = {"name": "digest.delays", "more": 0}
    line = {
        "key": "digest.task_late",
        "address": "/matters/M-1/",
        "values": {"text": "Open the gate", "date": "2026-11-10"},
    }
    monkeypatch.setattr(issuing, "gathered", lambda *_: [{**said, "lines": [line]}])
    issue_of(readers.own, WEEK)
    monkeypatch.setattr(issuing, "gathered", lambda *_: [])
    send(issue_of(readers.own, WEEK), post(tmp_path, box))
    plain = box.taken[1][1].get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "- Open the gate – was due on 2026-11-10.\n  https://park.example/matters/M-1/" in plain


class _Killed(BaseException):
    """The process is gone: nothing after it runs."""


@pytest.mark.parametrize("before", [True, False])
def test_killed_while_sending_it_is_not_sent_twice(readers, box, tmp_path, monkeypatch, before):
    """Whether the mail had left or not nobody can know; the other reader still gets theirs."""
    deliver = Post.deliver

    def killed(self, mail):
        if not before:
            deliver(self, mail)
        raise _Killed

    issue = issue_of(readers.own, WEEK)
    monkeypatch.setattr(Post, "deliver", killed)
    with pytest.raises(_Killed):
        send(issue, post(tmp_path, box))
    monkeypatch.setattr(Post, "deliver", deliver)
    assert states() == ["sending", "waiting"]
    assert send(issue, post(tmp_path, box)) == 1
    assert states() == ["sending", "sent"], "the dead one may still be alive"
    assert not unfinished_mails()
    long_ago(LOST)
    assert unfinished_mails()
    assert send(issue, post(tmp_path, box)) == 0
    assert states() == ["unsure", "sent"]
    addresses = [to for to, _ in box.taken]
    assert addresses.count("ann@east.example") == 1
    assert addresses.count("li@east.example") == (0 if before else 1)


def unfinished_mails():
    for office in Office.objects.all():
        Issue.objects.get_or_create(office=office, week=WEEK, defaults={"sections": []})
    return unfinished(WEEK)


def test_a_server_that_says_nothing_after_the_mail_leaves_it_unsure(readers, box, tmp_path):
    box.hangs_up = True
    issue = issue_of(readers.own, WEEK)
    send(issue, post(tmp_path, box))
    box.hangs_up = False
    send(issue, post(tmp_path, box))
    assert states() == ["unsure", "unsure"]
    assert len(box.taken) == 2


def test_what_was_surely_not_taken_is_tried_again(readers, box, tmp_path):
    box.unknown = {"li@east.example"}
    issue = issue_of(readers.own, WEEK)
    assert send(issue, post(tmp_path, box)) == 1
    assert states() == ["refused", "sent"]
    assert "nobody here" in Mail.objects.get(state="refused").note
    assert not unfinished_mails()
    long_ago(AGAIN)
    assert unfinished_mails()
    box.unknown = set()
    assert send(issue, post(tmp_path, box)) == 1
    assert states() == ["sent", "sent"]
    assert len(box.taken) == 2


def test_a_server_that_is_not_there_refuses(readers, box, tmp_path):
    gone = post(tmp_path, box)
    box.close()
    assert send(issue_of(readers.own, WEEK), gone) == 0
    assert states() == ["refused", "refused"]
    box.__init__()


def test_without_a_server_it_lies_in_the_data_folder(area, tmp_path):
    issue = issue_of(area.own, WEEK)
    assert send(issue, post(tmp_path)) == 2
    files = {file.name: file.read_bytes() for file in (tmp_path / "digests").iterdir()}
    assert set(files) == {f"2026-W47-east-{lang}.{end}" for lang in ("zh", "en") for end in ("eml", "html")}
    letter = email.message_from_bytes(files["2026-W47-east-zh.eml"], policy=policy.default)
    assert "没有逾期" in letter.get_body(("plain",)).get_content()
    assert send(issue, post(tmp_path)) == 0
    assert {file.name: file.read_bytes() for file in (tmp_path / "digests").iterdir()} == files


def test_it_is_due_on_mondays_at_seven_once(area, monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    monkeypatch.delenv("UNFENCE_SMTP", raising=False)
    monday = datetime(2026, 11, 16, 6, 59, tzinfo=UTC)
    schedule.due(monday)
    assert not Job.objects.exists()
    for moment in (monday + timedelta(minutes=1), monday + timedelta(days=3)):
        schedule.due(moment)
        assert Job.objects.get().arguments == {"week": "2026-11-16"}
    do(claim("w"), "w")
    job = Job.objects.get()
    assert (job.state, job.result) == ("done", {"sent": 6})
    schedule.due(monday + timedelta(days=5))
    assert Job.objects.count() == 1
    schedule.due(monday + timedelta(days=7, hours=1))
    assert Job.objects.count() == 2


def test_the_clock_asks_the_schedules(area, monkeypatch):
    asked = []
    monkeypatch.setattr(schedule, "due", asked.append)
    ask_what_is_due()
    assert len(asked) == 1
    assert asked[0].tzinfo is not None


def test_one_app_that_fails_holds_up_nobody(area, monkeypatch, capsys):
    def fails(_now):
        raise ZeroDivisionError

    monkeypatch.setattr(schedule, "due", fails)
    ask_what_is_due()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_of_two_workers_one_sends(transactional_db, box, tmp_path):
    area = make_area()
    Reader.objects.create(office=area.own, address="li@east.example", lang="zh")
    start, failed = threading.Barrier(4), []

    def works():
        try:
            start.wait()
            send(issue_of(area.own, WEEK), post(tmp_path, box))
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=works) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Issue.objects.count() == 1
    assert [to for to, _ in box.taken] == ["li@east.example"]


def test_a_leader_names_readers_and_others_do_not(area, client_of):
    leader = client_of("leader")
    assert leader.post("/digest/", {"address": "Li@east.example", "language": "zh"}).status_code == 302
    twice = leader.post("/digest/", {"address": "li@EAST.example", "language": "en"})
    assert twice.status_code == 422
    assert "gets the digest already" in twice.content.decode()
    assert leader.post("/digest/", {"address": "a\nBcc: x@y.example", "language": "en"}).status_code == 422
    assert client_of("officer").post("/digest/", {"address": "x@east.example", "language": "zh"}).status_code == 403
    assert Reader.objects.get().office == area.own
    leader.post(f"/digest/readers/{Reader.objects.get().pk}/out/")
    assert not Reader.objects.exists()


def test_what_became_of_the_mails_stands_on_the_page(readers, client_of, box, tmp_path):
    box.hangs_up = True
    send(issue_of(readers.own, WEEK), post(tmp_path, box))
    page = client_of("viewer").get("/digest/east/2026-11-16/").content.decode()
    assert "it may have arrived" in page
    assert "li@east.example" in page
    assert client_of("viewer", "west").get("/digest/east/2026-11-16/").status_code == 404
    for odd in ("2026-13-45", "x", "2026-1-1-1", "2026-02-30"):
        assert client_of("viewer").get(f"/digest/east/{odd}/").status_code == 404


def test_who_looked_before_another_took_it_sends_nothing(readers):
    issue = issue_of(readers.own, WEEK)
    Mail.objects.create(issue=issue, address="li@east.example", lang="zh")
    mine, theirs = Mail.objects.get(), Mail.objects.get()
    assert mine.step("waiting", "sending")
    assert not theirs.step("waiting", "sending")
    assert Mail.objects.get().tries == 1
