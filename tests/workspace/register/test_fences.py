"""A report becomes a fence of the book by one step, gets its price from the study, and is closed when it is gone."""

import pytest
from django.utils import timezone

import unfence
from unfence.workspace.books.content import current_book
from unfence.workspace.books.models import Row, latest_revision
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.jobs.models import DONE, Job
from unfence.workspace.register.models import Report
from unfence.workspace.register.notices import notices
from unfence.workspace.register.pages.fences import row_of
from workspace.area import change, edit
from workspace.barriers import reported


def studied():
    """The latest study, as a worker would leave it."""
    revision = latest_revision().number
    figures = unfence.study(current_book()).to_dict()
    return Job.objects.create(kind="jobs.study", revision=revision, state=DONE, result=figures, ended=timezone.now())


@pytest.fixture
def report(area):
    return reported(area)


def entered(client, report, **cells):
    return client.post(f"/register/{report.code}/fence/", {**row_of(report), "do": "enter", **cells})


def test_a_report_becomes_a_fence_by_one_step(area, client_of, report):
    client = client_of("officer")
    form = client.get(f"/register/{report.code}/fence/").content.decode()
    for value in (report.code.lower(), report.title, "east;west", "1.5"):
        assert f'value="{value}"' in form
    assert entered(client, report).headers["Location"] == f"/register/{report.code}/"
    report.refresh_from_db()
    assert (report.state, report.fence, latest_revision().number) == ("confirmed", report.code.lower(), 2)
    row = Row.objects.get(table="fences", key=report.fence)
    assert (row.owner.key, row.values["evidence"], row.values["size"]) == ("east", report.code, "1.5")
    assert report.code in client_of("viewer", "west").get(f"/register/fences/{report.fence}/").content.decode()
    assert entered(client, report).status_code == 422
    assert latest_revision().number == 2


def test_its_price_is_the_studys(area, client_of, report):
    viewer = client_of("viewer", "west")

    def page():
        return viewer.get(f"/register/{report.code}/").content.decode()

    assert "not in the book yet" in page()
    entered(client_of("officer"), report)
    assert "does not hold it yet" in page()
    job = studied()
    (price,) = (f for f in job.result["fences"] if f["id"] == report.code.lower())
    without = unfence.study(current_book().without_fences(report.code.lower())).to_dict()["welfare"]["today"]
    assert price["alone"] == pytest.approx(without - job.result["welfare"]["today"])
    assert price["alone"] > 1000
    assert unfence.words.money(price["alone"], "CNY", "en") in page()
    assert unfence.words.money(price["last"], "CNY", "en") in page()
    assert unfence.words.money(price["alone"], "CNY", "en") in client_of("viewer").get("/register/").content.decode()


def test_the_dearest_comes_first(area, client_of):
    studied()
    cheap, dear, unknown = reported(area), reported(area), reported(area)
    Report.objects.filter(pk=cheap.pk).update(fence="stamp")
    Report.objects.filter(pk=dear.pk).update(fence="checkpoint")
    page = client_of("officer").get("/register/").content.decode()
    assert page.index(dear.code) < page.index(cheap.code) < page.index(unknown.code)
    assert "30,500 yuan" in page  # on paper: 24 a tonne on 1,000 t and what more is sold
    assert "6,500 yuan" in page


def test_a_row_that_would_be_no_fence_is_shown_again_with_what_is_wrong(area, client_of, report):
    answer = entered(client_of("officer"), report, size="soon", name="Weighed twice")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="soon"' in page
    assert "Weighed twice" in page
    assert 'role="alert"' in page
    assert latest_revision().number == 1
    assert Report.objects.get().fence == ""


def test_what_is_there_already_is_not_replaced_but_tied(area, client_of, report):
    client = client_of("leader")
    answer = entered(client, report, id="stamp")
    assert answer.status_code == 409
    assert Row.objects.get(table="fences", key="stamp").version == 1
    where = f"/register/{report.code}/fence/"
    assert client.post(where, {"do": "tie", "fence": "moat"}).status_code == 422
    assert client.post(where, {"do": "tie", "fence": "stamp"}).status_code == 302
    report.refresh_from_db()
    assert (report.fence, report.state, latest_revision().number) == ("stamp", "confirmed", 1)


def test_the_row_has_to_be_the_owners(area, client_of, report):
    answer = entered(client_of("officer"), report, between="west;east")
    assert answer.status_code == 422
    assert "west" in answer.content.decode()
    assert latest_revision().number == 1


def test_what_is_missing_is_no_fence(area, client_of):
    road = reported(area, kind="missing")
    assert client_of("officer").get(f"/register/{road.code}/fence/").status_code == 422
    assert "planned link" in client_of("officer").get(f"/register/{road.code}/").content.decode()


@pytest.mark.parametrize("how", ["out of the book", "by a measure that is done"])
def test_when_the_fence_is_gone_its_report_is_asked_to_be_closed(area, client_of, report, how):
    officer = area.member("officer")
    client_of("officer").post(f"/register/{report.code}/fence/", {"do": "tie", "fence": "checkpoint"})
    keys = lambda *who: [n.key for n in notices(area.member(*who))]  # noqa: E731
    assert keys("officer") == []
    if how == "out of the book":
        version = Row.objects.get(table="fences", key="checkpoint").version
        gone = [r for r in Row.objects.all() if "checkpoint" in (r.values.get("id"), r.values.get("key"))]
        edits = [Edit(r.table, r.key, r.version, None) for r in gone if r.owner.key == "east"]
        assert version
        revise(officer, edits)
    else:
        assert edit("measures", "one_check").after["status"] == "idea"
        change(officer, "measures", "one_check", status="done")
    assert keys("officer") == ["register.waits.gone"]
    assert keys("viewer") == keys("officer", "west") == []
    assert "no longer stands" in client_of("officer").get(f"/register/{report.code}/").content.decode()
    sent = {"version": 2, "state": "mended", "owner": "east", "deadline": "2030-01-01"}
    assert client_of("officer").post(f"/register/{report.code}/", sent).status_code == 302
    assert keys("officer") == []
