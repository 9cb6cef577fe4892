"""Contacts: made, moved on by either side, and what they are said to save is checked against the book."""

import pytest
from django.db import DatabaseError, transaction

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.firms.dealing import ContactMovedError, Outcome, check_seen, make_contact, move
from unfence.workspace.firms.models import NEXT, Contact, Step
from unfence.workspace.firms.notices import notices
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import Job
from unfence.workspace.people.models import Member, Office
from unfence.workspace.sharing.granting import give
from unfence.workspace.sharing.models import VALUES, Grant
from workspace.area import change

FORM = {"what": "Coal for the kiln", "commodity": "coal", "seller": "far_coal", "buyer": "kiln", "other": "west"}


def made(area, **facts):
    held = {"what": "Coal for the kiln", "commodity": "coal", "seller": "far_coal", "buyer": "kiln"}
    return make_contact(area.member("officer"), held | {"office": area.own, "other": area.other} | facts)


def wanted(contact, state="agreed", **changes):
    held = {"quantity": 400.0, "saving": 8000.0, "was": "mine", "note": "signed"}
    return Outcome(**{"version": contact.version, "state": state} | held | changes)


def test_a_contact_is_made_and_the_other_side_is_told(area, client_of):
    answer = client_of("officer").post("/firms/contacts/new/", FORM)
    contact = Contact.objects.get()
    assert answer.headers["Location"] == f"/firms/contacts/{contact.pk}/"
    assert (contact.office.key, contact.other.key, contact.state) == ("east", "west", "made")
    assert [n.values["what"] for n in notices(area.member("officer", "west"))] == ["Coal for the kiln"]
    assert list(notices(area.member("officer", "east"))) == []
    move(contact, area.member("officer", "west"), wanted(contact, "talking", saving=None))
    assert list(notices(area.member("officer", "west"))) == []


def test_a_claimed_saving_is_checked_by_the_worker(area, client_of):
    """400 t x (372 from the mine - 340 from the far city) = 12 800; somebody says 8 000."""
    contact = made(area)
    move(contact, area.member("officer", "west"), wanted(contact))
    secretary = area.member("secretary")
    assert check_seen(contact, secretary).claim is None
    do(claim("w"), "w")
    check = check_seen(contact, secretary)
    assert (check.claim["computed"], check.claim["factor"], check.claim["ruling"]) == (12800.0, 0.625, "off")
    page = client_of("secretary").get(f"/firms/contacts/{contact.pk}/").content.decode()
    assert "12,800 yuan" in page
    assert "250 t" in page, "the quantity at which 8 000 would be right"


def test_a_check_that_rests_on_withheld_figures_is_withheld(area, client_of):
    contact = made(area)
    move(contact, area.member("officer", "west"), wanted(contact))
    do(claim("w"), "w")
    for office in ("east", "west"):
        page = client_of("officer", office).get(f"/firms/contacts/{contact.pk}/").content.decode()
        assert "12,800" not in page
        assert "your office may not see" in page
    give(Grant(owner=area.own, viewer=area.other, table="*", group="*", level=VALUES), area.member("leader", "east"))
    assert "12,800" in client_of("officer", "west").get(f"/firms/contacts/{contact.pk}/").content.decode()


def test_checked_again_it_is_of_the_book_as_it_is_now(area, client_of):
    contact = made(area)
    move(contact, area.member("officer", "west"), wanted(contact))
    do(claim("w"), "w")
    change(area.member("officer"), "fences", "checkpoint", size="1")
    client_of("leader", "west").post(f"/firms/contacts/{contact.pk}/check/")
    do(claim("w"), "w")
    contact.refresh_from_db()
    check = check_seen(contact, area.member("secretary"))
    assert (check.job.revision, check.claim["computed"]) == (2, 8000.0), "12 a tonne less at the checkpoint"
    assert check.claim["ruling"] == "holds"


def test_who_is_not_in_the_book_cannot_be_checked_and_that_is_said(area, client_of):
    contact = made(area, seller="", seller_name="Somebody new")
    move(contact, area.member("officer", "west"), wanted(contact))
    do(claim("w"), "w")
    page = client_of("secretary").get(f"/firms/contacts/{contact.pk}/").content.decode()
    assert "cannot be checked" in page
    assert "from whom was bought before" in page


def test_a_seller_that_is_gone_from_the_book_gives_no_figure(area):
    contact = made(area)
    move(contact, area.member("officer", "west"), wanted(contact))
    neutral = area.member("secretary")
    revise(neutral, [Edit("markets", "far_coal", 1, None)])
    contact.check_job = None
    move(contact, neutral, wanted(contact, note="once more", saving=8001.0))
    while (job := claim("w")) is not None:
        do(job, "w")
    assert {j.state for j in Job.objects.all()} <= {"done", "failed"}
    check = check_seen(contact, neutral)
    assert check.job.state == "failed" or check.claim["ruling"] == "unknown"


def test_every_way_that_there_is_and_none_other(area):
    officer = area.member("officer")
    for start, ways in NEXT.items():
        for end in NEXT:
            contact = made(area)
            Contact.objects.filter(pk=contact.pk).update(state=start)
            contact.refresh_from_db()
            if end in ways or end == start:
                move(contact, officer, wanted(contact, end, saving=None))
                assert Contact.objects.get(pk=contact.pk).state == end
            else:
                with pytest.raises(UnfenceError):
                    move(contact, officer, wanted(contact, end))


def test_what_came_to_nothing_says_why(area):
    contact = made(area)
    with pytest.raises(UnfenceError, match="say in the remark"):
        move(contact, area.member("officer"), wanted(contact, "failed", note=" "))
    assert Step.objects.count() == 1


def test_who_comes_second_keeps_what_they_typed(area, client_of):
    contact = made(area)
    sent = {"version": 1, "state": "talking", "quantity": "", "saving": "", "was": "", "note": "we talk"}
    where = f"/firms/contacts/{contact.pk}/"
    assert client_of("officer", "west").post(where, sent).status_code == 302
    late = client_of("officer").post(where, sent | {"state": "agreed", "note": "mine"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "mine" in page
    assert 'name="version" value="2"' in page
    contact.refresh_from_db()
    with pytest.raises(ContactMovedError):
        move(contact, area.member("leader"), wanted(contact, version=1))


def test_a_third_office_sees_nothing_of_it(area, client_of):
    contact = made(area)
    north = Office.objects.create(key="north", name="North")
    client = client_of("anonymous")
    client.force_login(Member.objects.join("north.officer", "x", north, "officer", lang="en"))
    assert client.get(f"/firms/contacts/{contact.pk}/").status_code == 404
    assert "Coal for the kiln" not in client.get("/firms/contacts/").content.decode()


def test_a_contact_with_mistakes_is_refused_in_words(area, client_of):
    for wrong, said in (
        ({"buyer": ""}, "say who it is"),
        ({"buyer": "far_coal"}, "seller and buyer are the same"),
        ({"other": "east"}, "Select a valid choice"),
    ):
        answer = client_of("officer").post("/firms/contacts/new/", FORM | wrong)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Coal for the kiln" in answer.content.decode()
    assert not Contact.objects.exists()


def test_the_form_is_filled_in_from_the_search(client_of):
    page = (
        client_of("officer", "west").get("/firms/contacts/new/?commodity=coal&seller=mine&buyer=kiln").content.decode()
    )
    assert '<option value="mine" selected>' in page
    assert '<option value="east" selected>' in page
    assert 'value="Coal"' in page


def test_the_history_only_grows_and_the_log_has_every_step(area):
    contact = made(area)
    move(contact, area.member("officer", "west"), wanted(contact))
    assert [(s.state, s.facts) for s in contact.steps.all()] == [
        ("made", {}),
        ("agreed", {"quantity": 400.0, "saving": 8000.0, "was": "mine"}),
    ]
    logged = Entry.objects.filter(action__in=("firms.contacted", "firms.moved")).order_by("pk")
    assert [(e.who, e.action) for e in logged] == [("east.officer", "firms.contacted"), ("west.officer", "firms.moved")]
    for spoil in (lambda: Step.objects.update(note="other"), lambda: Step.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_open_before_ended_and_the_longest_quiet_first(area, client_of):
    done, _, older = (made(area, what=what) for what in ("Done", "Newer", "Older"))
    Contact.objects.filter(pk=done.pk).update(state="agreed")
    Contact.objects.filter(pk=older.pk).update(moved="2020-01-01T00:00Z")
    page = client_of("viewer", "west").get("/firms/contacts/").content.decode()
    assert page.index("Older") < page.index("Newer") < page.index("Done")
