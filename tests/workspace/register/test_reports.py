"""A barrier is reported, moved on by its owner, and nothing of it is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.models import DAYS, NEXT, FocalPoint, Report, Step
from unfence.workspace.register.moving import Move, MovedError, move
from unfence.workspace.register.notices import notices
from workspace.barriers import reported

FORM = {"title": "Second weighing", "kind": "time", "place": "links/road", "owner": "west", "crosses": ["good"]}


def wanted(report, **changes):
    held = {"version": report.version, "state": report.state, "owner": report.owner, "deadline": report.deadline}
    return Move(**held | {"note": ""} | changes)


def test_anybody_who_was_invited_reports_and_gets_a_number(client_of):
    year = timezone.localdate().year
    for n, role in enumerate(("viewer", "auditor", "secretary"), 1):
        answer = client_of(role).post("/register/new/", FORM)
        assert answer.headers["Location"] == f"/register/B-{year}-{n:03}/"
    made = Report.objects.get(code=f"B-{year}-001")
    assert (made.owner.key, made.other.key, made.office.key, made.state) == ("west", "east", "east", "reported")
    assert made.deadline == timezone.localdate() + DAYS


def test_numbers_go_on_after_999_and_begin_anew_each_year(area):
    year = timezone.localdate().year
    first, second = reported(area), reported(area)
    Report.objects.filter(pk=first.pk).update(code=f"B-{year}-999")
    Report.objects.filter(pk=second.pk).update(code=f"B-{year - 1}-2000")
    assert reported(area).code == f"B-{year}-1000"
    assert reported(area).code == f"B-{year}-1001"


def test_a_form_with_mistakes_keeps_what_was_typed(client_of):
    sent = FORM | {"place": "", "title": "Ünweighed 过磅", "since": "2999-01-01", "size": "-3"}
    answer = client_of("officer").post("/register/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ünweighed 过磅" in page
    assert "2999-01-01 is still to come" in page
    assert "say where it is" in page
    assert 'value="-3"' in page
    assert not Report.objects.exists()


def test_every_way_that_there_is_and_none_other(area):
    officer = area.member("officer")
    for start, ways in NEXT.items():
        for end in NEXT:
            report = reported(area)
            Report.objects.filter(pk=report.pk).update(state=start)
            report.refresh_from_db()
            if end in ways:
                move(report, officer, wanted(report, state=end, note="seen"))
                assert Report.objects.get(pk=report.pk).state == end
            else:
                with pytest.raises(UnfenceError):
                    move(report, officer, wanted(report, state=end, note="seen"))


def test_who_rejects_or_opens_again_says_why(area):
    officer, report = area.member("officer"), reported(area)
    for state in ("rejected", "examined"):
        with pytest.raises(UnfenceError, match="say why"):
            move(report, officer, wanted(report, state=state))
        move(report, officer, wanted(report, state=state, note="weighed only once"))
    assert [step.note for step in report.steps.all()] == ["", "weighed only once", "weighed only once"]


def test_a_report_is_handed_to_the_other_side_and_to_nobody_else(area, client_of):
    report = reported(area)
    north = Office.objects.create(key="north", name="North")
    with pytest.raises(UnfenceError, match="not one of the two sides"):
        move(report, area.member("officer"), wanted(report, owner=north))
    move(report, area.member("officer"), wanted(report, owner=area.other))
    assert (report.owner, report.other) == (area.other, area.own)
    where = f"/register/{report.code}/"
    assert client_of("officer", "east").post(where).status_code == 403
    assert client_of("officer", "west").post(where).status_code == 422


def test_a_third_office_sees_what_it_reported_only(area, client_of):
    north = Office.objects.create(key="north", name="North")
    member = Member.objects.join("north.officer", "x", north, "officer", lang="en")
    theirs, ours = reported(area), reported(area)
    Report.objects.filter(pk=theirs.pk).update(office=north)
    assert [r.code for r in Report.objects.seen_by(member)] == [theirs.code]
    client = client_of("anonymous")
    client.force_login(member)
    assert client.get(f"/register/{ours.code}/").status_code == 404
    assert client.get(f"/register/{theirs.code}/").status_code == 200
    assert client.post(f"/register/{theirs.code}/").status_code == 403


def test_who_comes_second_keeps_what_they_typed(area, client_of):
    report = reported(area)
    sent = {"version": 1, "state": "acknowledged", "owner": "east", "deadline": "2030-01-01", "note": "we look"}
    client = client_of("officer")
    where = f"/register/{report.code}/"
    assert client.post(where, sent).status_code == 302
    again = client_of("leader").post(where, sent | {"state": "acknowledged", "deadline": "2031-05-05", "note": "mine"})
    assert again.status_code == 409
    page = again.content.decode()
    assert "mine" in page
    assert "2031-05-05" in page
    assert "somebody moved" in page
    assert 'name="version" value="2"' in page
    report.refresh_from_db()
    assert (report.version, report.deadline.isoformat()) == (2, "2030-01-01")
    with pytest.raises(MovedError):
        move(report, area.member("leader"), wanted(report, version=1, state="examined"))


def test_the_history_only_grows_and_the_log_has_every_step(area, client_of):
    report = reported(area)
    client_of("viewer", "west").post(f"/register/{report.code}/notes/", {"text": "we see it too"})
    move(report, area.member("leader"), wanted(report, state="acknowledged"))
    assert [s.action for s in report.steps.all()] == ["reported", "noted", "moved"]
    logged = list(Entry.objects.filter(action__startswith="register.").order_by("pk").values_list("who", "action"))
    assert logged == [
        ("east.officer", "register.reported"), ("west.viewer", "register.noted"), ("east.leader", "register.moved")
    ]  # fmt: skip
    entry = Entry.objects.get(action="register.moved")
    assert (entry.before["state"], entry.after["state"]) == ("reported", "acknowledged")
    for change in (lambda: Step.objects.update(note="other"), lambda: Step.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_open_before_closed_late_before_others(area, client_of):
    done, early, late = (reported(area, title=title) for title in ("Done", "Early", "Late"))
    Report.objects.filter(pk=done.pk).update(state="mended")
    Report.objects.filter(pk=late.pk).update(deadline="2020-01-01")
    page = client_of("viewer", "west").get("/register/?state=all").content.decode()
    assert page.index(late.code) < page.index(early.code) < page.index(done.code)
    assert page.count("overdue") == 1
    assert done.code not in client_of("viewer").get("/register/").content.decode()


def test_both_focal_points_are_told(area, client_of):
    report = reported(area, owner=area.other, other=area.own)
    told = lambda role, office: [n.key for n in notices(area.member(role, office))]  # noqa: E731
    assert told("officer", "west") == ["register.waits.reported"], "nobody is named: everybody who can move it on"
    assert told("officer", "east") == []
    client_of("leader", "east").post("/register/points/", {"office": "east", "member": "east.viewer"})
    client_of("secretary").post("/register/points/", {"office": "west", "member": "west.officer"})
    assert FocalPoint.objects.count() == 2
    assert told("viewer", "east") == told("officer", "west") == ["register.waits.reported"]
    assert told("leader", "west") == []
    Member.objects.filter(name="west.officer").update(is_active=False)
    assert told("leader", "west") == ["register.waits.reported"], "who has left is no focal point"
    Member.objects.update(is_active=True)
    move(report, area.member("leader", "west"), wanted(report, state="acknowledged"))
    assert told("officer", "west") == []
    Report.objects.update(deadline="2020-01-01")
    assert told("officer", "west") == ["register.waits.late"]
    assert told("officer", "east") == []


def test_a_leader_names_a_member_of_the_own_office_only(area, client_of):
    leader = client_of("leader")
    assert leader.post("/register/points/", {"office": "west", "member": "west.officer"}).status_code == 403
    answer = leader.post("/register/points/", {"office": "east", "member": "west.officer"})
    assert answer.status_code == 422
    assert "west.officer" in answer.content.decode()
    assert not FocalPoint.objects.exists()


def test_a_report_without_a_file_or_a_word_is_no_note(area, client_of):
    report = reported(area)
    answer = client_of("officer").post(f"/register/{report.code}/notes/", {"text": "  "})
    assert answer.status_code == 422
    file = SimpleUploadedFile("a.txt", b"fourteen")
    assert client_of("officer").post(f"/register/{report.code}/notes/", {"document": file}).status_code == 302
    assert report.documents.get().name == "a.txt"
