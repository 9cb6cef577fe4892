"""Two at the same moment, truly: one of them is first, the other is told, nothing is lost and nothing is done twice."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from unfence.workspace.audit.models import Entry
from unfence.workspace.books.content import content_at, current_content, digest_of
from unfence.workspace.books.models import Proposal, Revision, Row, latest_revision
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import RUNNING, Job, ask
from unfence.workspace.people.models import Invitation, Member, invite
from unfence.workspace.register.models import Report
from workspace.area import change, edit, make_area


@pytest.fixture
def shared(transactional_db):
    """The area in a database that many threads can write to."""
    return make_area()


def browser(area, role, office="east"):
    client = Client()
    client.force_login(area.member(role, office), "django.contrib.auth.backends.ModelBackend")
    return client


def together(*calls):
    """What calls give that begin in the same moment, each on a connection of its own."""
    gate = threading.Barrier(len(calls))

    def begun(call):
        try:
            gate.wait(30)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [found.result(120) for found in [pool.submit(begun, call) for call in calls]]


def saving(client, key, **cells):
    """A call that saves a row's form as it was a moment ago."""
    e = edit("links", key, **cells)
    fields = {**e.after, "version": e.version, "do": "save"}
    return lambda: client.post(f"/book/links/rows/{key}/", fields)


def whole():
    """The book is what its revisions say, each change is logged once, and each row says what the book says."""
    content = current_content()
    assert {(r.table, r.key): r.values for r in Row.objects.all()} == content
    for revision in Revision.objects.all():
        assert revision.digest == digest_of(content_at(revision))
    numbers = sorted(Revision.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    logged = [entry.facts["number"] for entry in Entry.objects.filter(action="books.changed")]
    assert sorted(logged) == numbers[1:]


def test_of_four_who_save_one_row_one_is_first(shared):
    people = [
        browser(shared, "officer"),
        browser(shared, "officer"),
        browser(shared, "leader"),
        browser(shared, "leader"),
    ]
    for n in range(3):
        found = together(*[saving(who, "road", km=f"2{n}.{i + 1}") for i, who in enumerate(people)])
        assert sorted(answer.status_code for answer in found) == [302, 409, 409, 409]
        first = next(i for i, answer in enumerate(found) if answer.status_code == 302)
        assert current_content()["links", "road"]["km"] == f"2{n}.{first + 1}"
        for i, answer in enumerate(found):
            assert answer.status_code == 302 or f'value="2{n}.{i + 1}"' in answer.content.decode(), "what was typed"
    assert latest_revision().number == 4
    whole()


def test_two_offices_save_their_rows_at_once(shared):
    east, west = browser(shared, "officer"), browser(shared, "officer", "west")
    for n in range(3):
        found = together(saving(east, "road", km=f"3{n}"), saving(west, "highway", km=f"13{n}"))
        assert [answer.status_code for answer in found] == [302, 302]
    content = current_content()
    assert (content["links", "road"]["km"], content["links", "highway"]["km"]) == ("32", "132")
    assert latest_revision().number == 7
    whole()


def uploaded(client, key, **cells):
    """The proposal of a workbook in which a cell was changed."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(client.get("/book/book.xlsx").content))
    sheet = book["links"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "id")
    line = next(row for row in sheet.iter_rows() if row[0].value == key)
    for head, cell in zip(heads, line, strict=False):
        if head.value in cells:
            cell.value = cells[head.value]
    held = io.BytesIO()
    book.save(held)
    answer = client.post("/book/upload/", {"file": SimpleUploadedFile("book.xlsx", held.getvalue())})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_two_offices_accept_their_workbooks_at_once_and_one_is_accepted_once(shared):
    east, west = browser(shared, "officer"), browser(shared, "officer", "west")
    mine, theirs = uploaded(east, "road", km=41), uploaded(west, "highway", km=141)
    accept = [(east, mine), (browser(shared, "leader"), mine), (west, theirs)]
    found = together(*[lambda who=who, where=where: who.post(where, {"do": "accept"}) for who, where in accept])
    assert sum(answer.status_code == 302 for answer in found) >= 2
    assert all(answer.status_code in (200, 302, 409, 422) for answer in found)
    content = current_content()
    assert (float(content["links", "road"]["km"]), float(content["links", "highway"]["km"])) == (41, 141)
    assert latest_revision().number == 3, "each once"
    assert Proposal.objects.exclude(accepted=None).count() == 2
    whole()


def test_one_restores_while_the_other_saves(shared):
    change(shared.member("officer"), "links", "road", km="51")
    leader, west = browser(shared, "leader"), browser(shared, "officer", "west")
    found = together(lambda: leader.post("/book/revisions/1/restore/"), saving(west, "highway", km="151"))
    assert [answer.status_code for answer in found] == [302, 302]
    content = current_content()
    assert content["links", "road"]["km"] == content_at(1)["links", "road"]["km"]
    assert content["links", "highway"]["km"] == "151"
    whole()


def test_workers_share_the_jobs(shared):
    for n in range(8):
        ask("jobs.study", shared.member("officer"), 1, draws=n)

    def work(name):
        claimed = [claim(name) for _ in range(20)]
        return [number for number in claimed if number is not None]

    found = together(*[lambda name=f"w{n}": work(name) for n in range(4)])
    assert sorted(number for held in found for number in held) == sorted(Job.objects.values_list("pk", flat=True))
    assert set(Job.objects.values_list("state", "tries")) == {(RUNNING, 1)}


def test_one_link_lets_one_in(shared):
    token, _ = invite(shared.own, "viewer")
    fields = {"shown": "N", "password": "over-the-river-88", "again": "over-the-river-88"}
    found = together(
        *[lambda n=n: Client().post(f"/invitation/{token}/", {**fields, "name": f"n{n}"}) for n in range(4)]
    )
    assert sorted(answer.status_code for answer in found) == [302, 422, 422, 422]
    assert Member.objects.filter(name__in=("n0", "n1", "n2", "n3")).count() == 1


def test_of_two_who_want_one_name_one_gets_it(shared):
    tokens = [invite(shared.own, "viewer")[0] for _ in range(4)]
    fields = {"shown": "N", "name": "same", "password": "over-the-river-88", "again": "over-the-river-88"}
    found = together(*[lambda t=t: Client().post(f"/invitation/{t}/", fields) for t in tokens])
    assert sorted(answer.status_code for answer in found) == [302, 422, 422, 422]
    assert Invitation.objects.exclude(used=None).count() == 1, "the others' links still open the door"


def test_two_secretaries_invite_and_four_report_at_once(shared):
    invites = [browser(shared, "secretary") for _ in range(2)]
    fields = {"shown": "New", "office": "east", "role": "leader"}
    found = together(*[lambda who=who: who.post("/members/", fields) for who in invites])
    assert [answer.status_code for answer in found] == [200, 200]
    assert Invitation.objects.filter(shown="New").count() == 2
    barrier = {"title": "T", "kind": "time", "place": "links/road", "crosses": "good", "size": "1", "owner": "east"}
    people = [browser(shared, role, office) for role in ("viewer", "officer") for office in ("east", "west")]
    found = together(*[lambda who=who: who.post("/register/new/", barrier) for who in people])
    assert [answer.status_code for answer in found] == [302] * 4
    assert len(set(Report.objects.values_list("code", flat=True))) == 4
