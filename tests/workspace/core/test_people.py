"""Who comes in, who does not, and who has to wait."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.people.models import Attempt, Invitation, Member, invitation_of, invite
from unfence.workspace.people.throttle import OF_ADDRESS, OF_BOTH, WINDOW
from workspace.area import PASSWORD

NEW = {"name": "New.One", "shown": "New One", "password": "bridge-over-4711", "again": "bridge-over-4711"}


def _log_in(name, password=PASSWORD, client=None, **extra):
    return (client or Client()).post("/login/", {"name": name, "password": password}, **extra)


def test_a_name_and_its_password_open_the_door(area):
    client = Client()
    assert _log_in("East.Officer", client=client).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="people.in", who="east.officer", office="east").count() == 1


def test_a_wrong_password_does_not_and_is_noted(area):
    assert _log_in("east.officer", "guess").status_code == 422
    assert Entry.objects.filter(action="people.failed", thing="east.officer").exists()


def test_where_one_wanted_to_go_has_to_be_a_place_of_ours(area):
    for there, then in (
        ("/book/", "/book/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("javascript:1", "/"),
    ):
        answer = Client().post(f"/login/?next={there}", {"name": "east.viewer", "password": PASSWORD})
        assert answer.headers["Location"] == then


def test_who_guesses_has_to_wait_even_with_the_right_password(area):
    for _ in range(OF_BOTH):
        assert _log_in("east.officer", "guess").status_code == 422
    assert _log_in("east.officer").status_code == 429
    assert _log_in("east.officer", REMOTE_ADDR="10.0.0.9").status_code == 302, "another address is another person"
    assert _log_in("east.viewer").status_code == 302, "another name is not held up"
    Attempt.objects.update(at=timezone.now() - WINDOW)
    assert _log_in("east.officer").status_code == 302


def test_an_address_that_tries_many_names_has_to_wait(area):
    for n in range(OF_ADDRESS):
        _log_in(f"name{n}", "guess")
    assert _log_in("east.officer").status_code == 429


def test_a_closed_account_is_closed_at_once(area, client_of):
    officer = client_of("officer")
    assert officer.get("/").status_code == 200
    client_of("leader").post("/members/east.officer/active/")
    assert officer.get("/").status_code == 302
    assert _log_in("east.officer").status_code == 422
    client_of("leader").post("/members/east.officer/active/")
    assert _log_in("east.officer").status_code == 302


def test_nobody_closes_their_own_account(area, client_of):
    assert client_of("leader").post("/members/east.leader/active/").status_code == 403


def test_an_invitation_opens_one_account_once(area):
    token, made = invite(area.own, "officer")
    assert token not in made.digest
    assert Client().post(f"/invitation/{token}/", NEW).headers["Location"] == "/"
    member = Member.objects.get(name="new.one")
    assert (member.office, member.role) == (area.own, "officer")
    assert "used" in Client().post(f"/invitation/{token}/", NEW | {"name": "second"}).content.decode()
    assert not Member.objects.filter(name="second").exists()


def test_an_invitation_ends_is_withdrawn_or_was_never_made(area, client_of):
    token, made = invite(area.own, "officer")
    Invitation.objects.filter(pk=made.pk).update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(UnfenceError, match="ended on"):
        invitation_of(token)
    token, made = invite(area.own, "officer")
    assert client_of("leader").post(f"/invitations/{made.pk}/withdraw/").status_code == 302
    with pytest.raises(UnfenceError, match="used or withdrawn"):
        invitation_of(token)
    with pytest.raises(UnfenceError, match="not known"):
        invitation_of("x")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "other"}, "again"),
        ({"password": "12345678901", "again": "12345678901"}, "password"),
        ({"password": "new.one", "again": "new.one"}, "password"),
        ({"name": "east.officer"}, "name"),
        ({"name": "a b"}, "name"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_at_its_field(area, wrong, field):
    token, _ = invite(area.own, "officer")
    answer = Client().post(f"/invitation/{token}/", NEW | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Invitation.objects.get().used is None


def test_only_the_secretariat_has_secretaries(area):
    for office, role in ((area.own, "secretary"), (area.neutral, "leader"), (area.own, "king")):
        with pytest.raises(UnfenceError, match="no role"):
            invite(office, role)
        with pytest.raises(UnfenceError, match="no role"):
            Member.objects.join("x", PASSWORD, office, role)


def test_a_leader_invites_into_the_own_office_only(area, client_of):
    leader = client_of("leader")
    assert leader.post("/members/", {"shown": "A", "office": "east", "role": "viewer"}).status_code == 200
    assert leader.post("/members/", {"shown": "A", "office": "west", "role": "viewer"}).status_code == 422
    assert (
        client_of("secretary").post("/members/", {"shown": "A", "office": "west", "role": "leader"}).status_code == 200
    )
    assert list(Invitation.objects.order_by("pk").values_list("office__key", flat=True)) == ["east", "west"]


def test_a_new_password_logs_other_browsers_out(area):
    here, there = Client(), Client()
    for client in (here, there):
        _log_in("east.viewer", client=client)
    sent = {"old": PASSWORD, "password": "gate-is-open-4712", "again": "gate-is-open-4712"}
    assert here.post("/account/", sent | {"old": "wrong"}).status_code == 422
    assert here.post("/account/", sent).status_code == 200
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert _log_in("east.viewer", "gate-is-open-4712").status_code == 302


def test_a_form_that_is_not_ours_is_refused(area):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"name": "east.viewer", "password": PASSWORD})
    assert answer.status_code == 403
    assert "not sent from a page" in answer.content.decode()


def test_of_two_who_use_a_link_at_the_same_moment_one_comes_in(area):
    token, _ = invite(area.own, "officer")
    first, second = invitation_of(token), invitation_of(token)
    first.use()
    with pytest.raises(UnfenceError, match="used or withdrawn"):
        second.use()
