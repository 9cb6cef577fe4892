"""A task: an owner on each side; who says that it is done does not confirm it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.matters.digest import digest
from unfence.workspace.matters.models import Task, Word
from unfence.workspace.matters.notices import notices
from unfence.workspace.matters.settling import OutdatedError, close_matter, give_task, judge, postpone, report_done
from unfence.workspace.people.models import Member, Office
from workspace.affairs import decided, given, raised
from workspace.barriers import reported


@pytest.fixture
def task(area):
    matter = raised(area)
    decided(area, matter)
    return given(area, matter)


def photo():
    return SimpleUploadedFile("scale.txt", b"the scale is gone")


def test_it_is_done_when_the_other_side_says_so(area, client_of, task):
    west, east = client_of("officer", "west"), client_of("leader", "east")
    where = f"/tasks/{task.pk}/"
    assert task.decision == task.matter.agreed
    assert west.post(where, {"do": "done", "version": 1, "note": "moved", "document": photo()}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.done_by.key, task.confirms.key) == ("reported", "west", "east")
    assert [n.key for n in notices(area.member("officer", "east"))] == ["matters.waits.confirm"]
    refused = west.post(where, {"do": "confirm", "version": 2, "note": ""})
    assert refused.status_code == 422
    assert "does not confirm it" in refused.content.decode()
    page = east.get(where).content.decode()
    assert "scale.txt" in page
    found = east.get(f"{where}evidence/{task.evidence.get().pk}/")
    assert found.content == b"the scale is gone"
    assert east.post(where, {"do": "confirm", "version": 2, "note": ""}).status_code == 302
    task.refresh_from_db()
    assert task.state == "confirmed"
    assert [w.action for w in task.words.all()] == ["given", "done", "confirmed"]


def test_what_is_not_shown_is_not_done(area, client_of, task):
    answer = client_of("officer", "west").post(f"/tasks/{task.pk}/", {"do": "done", "version": 1, "note": "believe me"})
    assert answer.status_code == 422
    assert "believe me" in answer.content.decode()
    assert "add a document" in answer.content.decode()
    assert Task.objects.get().state == "doing"


def test_it_is_sent_back_with_a_reason_and_either_side_may_begin(area, task):
    west, east = area.member("officer", "west"), area.member("officer", "east")
    report_done(task, east, 1, "we did it", photo())
    with pytest.raises(UnfenceError, match="say why"):
        judge(task, west, 2, " ", confirmed=False)
    judge(task, west, 2, "it still stands there", confirmed=False)
    assert (task.state, task.done_by) == ("doing", None)
    report_done(task, west, 3, "now it is gone", None)
    judge(task, east, 4, "", confirmed=True)
    assert task.state == "confirmed"


def test_who_comes_second_is_told(area, client_of, task):
    west, east = area.member("officer", "west"), area.member("officer", "east")
    report_done(task, west, 1, "", photo())
    for act in (
        lambda: report_done(task, east, 1, "", photo()),
        lambda: postpone(task, east, 1, "holiday", task.due + timedelta(days=1)),
        lambda: judge(task, east, 1, "", confirmed=True),
    ):
        with pytest.raises(OutdatedError):
            act()
    sent = {"do": "postpone", "version": 1, "due": "2031-05-05", "note": "holiday"}
    answer = client_of("officer").post(f"/tasks/{task.pk}/", sent)
    assert answer.status_code == 409
    assert "somebody else" in answer.content.decode()
    assert "holiday" in answer.content.decode()
    assert Task.objects.get().due == task.due


def test_a_task_has_an_owner_on_each_of_two_sides(area, client_of, task):
    mine = area.member("officer"), area.member("leader")
    with pytest.raises(UnfenceError, match="one on each side"):
        give_task(task.matter, mine[0], "x", task.due, mine)
    sent = {"text": "Paint", "due": "2020-01-01", "lead": "east.officer", "partner": "west.viewer"}
    answer = client_of("officer").post(f"/matters/{task.matter.code}/tasks/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2020-01-01 has passed" in page
    assert 'value="Paint"' in page
    assert Task.objects.count() == 1
    sent |= {"due": (timezone.localdate() + timedelta(days=3)).isoformat(), "partner": "west.leader"}
    assert client_of("officer").post(f"/matters/{task.matter.code}/tasks/", sent).status_code == 302
    assert Task.objects.filter(text="Paint", partner__name="west.leader").exists()


def test_a_third_side_sees_neither_matter_nor_evidence(area, client_of, task):
    north = Office.objects.create(key="north", name="North")
    report_done(task, area.member("officer", "west"), 1, "", photo())
    client = client_of("anonymous")
    client.force_login(Member.objects.join("north.leader", "x", north, "leader", lang="en"))
    pages = (
        f"/matters/{task.matter.code}/",
        f"/tasks/{task.pk}/",
        f"/tasks/{task.pk}/evidence/{task.evidence.get().pk}/",
    )
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert task.matter.code not in client.get("/matters/").content.decode()


def test_a_matter_with_tasks_under_way_is_not_closed(area, task):
    with pytest.raises(UnfenceError, match="1 of its tasks"):
        close_matter(task.matter, area.member("officer"), "enough")


def test_the_history_only_grows(task):
    for act in (lambda: Word.objects.update(note="x"), lambda: Word.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_digest_of_a_day(area, client_of, task):
    late = reported(area, owner=area.other, other=area.own)
    day = lambda days: task.due + timedelta(days=days)  # noqa: E731
    own = lambda days, office=area.own: digest(office, day(days))  # noqa: E731
    assert own(-8).empty
    assert own(-7).soon == own(0).soon == [task]
    assert (own(0).overdue, own(1).overdue, own(1).soon) == ([], [task], [])
    assert digest(area.other, late.deadline).reports == []
    assert digest(area.other, late.deadline + timedelta(days=1)).reports == [late]
    assert digest(area.own, late.deadline + timedelta(days=1)).reports == []
    report_done(task, area.member("officer", "west"), 1, "", photo())
    assert (own(1).overdue, own(1).to_confirm, own(1, area.other).to_confirm) == ([], [task], [])
    decided(area, task.matter, "Otherwise.", signers=["east"])
    assert [d.text for d in own(0, area.other).to_sign] == ["Otherwise."]
    assert own(0).to_sign == []
    assert len(digest(area.neutral, day(0)).to_sign) == 1
    Task.objects.update(state="doing", due=timezone.localdate() - timedelta(days=1))
    assert task.text in client_of("viewer").get("/matters/digest/").content.decode()
