"""People outside ask how far a case is: by number and short word, without an account, and not by guessing."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from unfence.workspace.counter.knocks import WRONG_OF_ADDRESS, WRONG_OF_THING, Knock
from unfence.workspace.counter.models import Case, Leg
from unfence.workspace.counter.shortword import digest_of
from workspace.cases import case, item, step


def asked(client, code, word, **more):
    return client.post("/status/", {"code": code, "word": word}, **more)


def test_the_status_says_where_it_is_and_nothing_about_who(area):
    made = case(area)
    step(area, made, "ask", note="Wu has moved to 5 Mill Lane", papers=[made.item.papers.first()])
    answer = asked(Client(), f" {made.code.lower()} ", f"{made.told[:4].lower()}-{made.told[4:]}")
    page = answer.content.decode()
    assert answer.status_code == 200
    for told in (made.code, "East Town", "identity of east", "papers are missing"):
        assert told in page
    for secret in ("Wu", "13800001111", "Mill Lane", "workshop", "east.officer"):
        assert secret not in page


def test_a_late_office_is_named_late(area):
    made = case(area)
    assert "is late" not in asked(Client(), made.code, made.told).content.decode()
    Leg.objects.update(got=timezone.localdate() - timedelta(days=9))
    assert "is late" in asked(Client(), made.code, made.told).content.decode()


def test_wrong_number_and_wrong_word_are_answered_alike(area):
    made = case(area)
    other = case(area)
    pages = [
        asked(Client(), code, word)
        for code, word in (
            (made.code, "WRONGWRD"),
            ("S-1999-001", made.told),
            (made.code, other.told),
            (made.code, "#"),
        )
    ]
    assert [answer.status_code for answer in pages] == [422] * 4
    told = {answer.content.decode().split('role="alert">')[1].split("<")[0] for answer in pages}
    assert len(told) == 1
    assert asked(Client(), made.code, "").status_code == 422


def test_who_guesses_has_to_wait_and_locks_nobody_else_out(area):
    made = case(area)
    for _ in range(WRONG_OF_ADDRESS):
        assert asked(Client(), made.code, "22222222").status_code == 422
    assert asked(Client(), made.code, made.told).status_code == 429, "even the right word"
    elsewhere = asked(Client(), made.code, made.told, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 200
    login = Client().post("/login/", {"name": "east.officer", "password": "fence-down-4711"})
    assert login.status_code == 302, "the offices' own log-in is counted apart"
    Knock.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert asked(Client(), made.code, made.told).status_code == 200


def test_one_number_is_not_guessed_from_many_addresses(area):
    made = case(area)
    for n in range(WRONG_OF_THING):
        asked(Client(), made.code, "22222222", REMOTE_ADDR=f"10.0.1.{n}")
    assert asked(Client(), made.code, made.told, REMOTE_ADDR="10.0.2.1").status_code == 429


def test_applied_for_online_without_an_account(area):
    item(area, "insurance", "online")
    client = Client()
    assert "insurance" in client.get("/apply/").content.decode()
    form = {"applicant": "Yang", "contact": "yang@example.org", "first": "west"}
    answer = client.post("/apply/insurance/", form, follow=True)
    made = Case.objects.get()
    page = answer.content.decode()
    assert (made.by, made.first, made.handler.key) == (None, area.other, "west")
    assert made.code in page
    assert "Yang" not in page
    word = page.split('class="receipt"')[1].split("<dd>")[2].split("<")[0]
    assert asked(Client(), made.code, word).status_code == 200
    assert made.code not in Client().get("/receipt/").content.decode(), "another browser sees no receipt"


def test_only_what_is_online_and_agreed_is_open_to_all(area):
    item(area, "permit", "together")
    item(area, "draft", "online", agreed=False)
    assert Client().get("/apply/permit/").status_code == 404
    assert Client().post("/apply/draft/", {"applicant": "A", "contact": "1", "first": "east"}).status_code == 422
    assert "draft" not in Client().get("/apply/").content.decode()
    assert not Case.objects.exists()


def test_many_applications_from_one_address_wait(area):
    item(area, "insurance", "online")
    form = {"applicant": "Yang", "contact": "1", "first": "west"}
    codes = [Client().post("/apply/insurance/", form).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]
    assert Case.objects.count() == 10


def test_a_new_word_makes_the_old_one_void(area, client_of):
    made = case(area)
    client = client_of("officer")
    page = client.post(f"/counter/cases/{made.code}/", {"do": "word", "version": 1}, follow=True).content.decode()
    word = page.split('class="receipt"')[1].split("<dd>")[2].split("<")[0]
    assert asked(Client(), made.code, made.told).status_code == 422
    assert asked(Client(), made.code, word).status_code == 200
    made.refresh_from_db()
    assert word not in made.word


def test_what_is_kept_of_a_word_fits_one_number_only():
    assert digest_of("S-2026-001", "ABCD2345") != digest_of("S-2026-002", "ABCD2345")
