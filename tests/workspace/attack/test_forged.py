"""Forms that are not ours, addresses that lead elsewhere, links used twice, doors knocked at too often."""

import io
import re
import zipfile
import zlib
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from unfence.workspace import APPS
from unfence.workspace.pages import all_pages
from unfence.workspace.people.models import Attempt, Invitation, Member, invite
from unfence.workspace.people.roles import OF_A_SIDE
from workspace.area import PASSWORD
from workspace.barriers import reported

LINES = [
    line
    for app in APPS
    if find_spec(f"workspace.matrix.{app}")
    for line in import_module(f"workspace.matrix.{app}").LINES
]
ACTING = {page.name for page in all_pages() if page.act}
SEEN = {page.name: page for page in all_pages() if page.see}
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
ACTORS = [
    *[(role, office) for office in ("east", "west") for role in OF_A_SIDE],
    ("secretary", "east"),
    ("anonymous", "east"),
]


def strict(area, role, office="east"):
    """A client that checks where forms come from, as a browser's server does."""
    client = Client(enforce_csrf_checks=True)
    if role != "anonymous":
        client.force_login(area.member(role, office), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("line", [line for line in LINES if line.page in ACTING], ids=lambda line: line.page)
def test_no_address_takes_a_form_without_its_token(area, line):
    where = reverse(line.page, kwargs=line.make(area))
    for role, office in ACTORS:
        for headers in ({}, {"HX-Request": "true"}):
            answer = strict(area, role, office).post(where, {"do": "x"}, headers=headers)
            assert answer.status_code == 403, f"{where} by {role}"


@pytest.mark.parametrize("line", [line for line in LINES if line.page in SEEN], ids=lambda line: line.page)
def test_every_page_forbids_foreign_scripts_and_is_kept_by_nobody(area, client_of, line):
    where = reverse(line.page, kwargs=line.make(area))
    for role, office in ACTORS:
        with transaction.atomic():
            answer = client_of(role, office).get(where)
            transaction.set_rollback(True)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, where
        assert "script-src 'unsafe" not in policy
        assert "unsafe-inline" not in policy or ("sandbox" in policy and "allow-scripts" not in policy), where
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] in ("no-store", "max-age=600"), where
        html = answer.headers["Content-Type"].startswith("text/html") and "unsafe-inline" not in policy
        if html and answer.status_code == 200:
            assert INLINE.search(answer.content.decode()) is None, where


def test_a_mistake_has_the_headers_too(client_of):
    for where in ("/nowhere/", "/book/nothing/", "/log/"):
        answer = client_of("viewer").get(where)
        assert answer.status_code in (403, 404)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "there",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "/%0d%0aX: y\r\nX: y",
    ],
)
def test_nobody_is_led_elsewhere(area, there):
    client = Client()
    answer = client.post(f"/login/?next={there}", {"name": "east.viewer", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    assert "\n" not in answer.headers["Location"]
    answer = client.post("/language/", {"lang": "en", "next": there})
    assert not answer.headers["Location"].startswith(("//", "/\\", "http", "java"))


def test_another_host_is_refused(client_of):
    answer = client_of("leader").post("/members/", {}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_forwarded_address_does_not_open_the_door_again(area):
    """Who guesses cannot say that each guess comes from somebody else."""
    client = Client()
    for n in range(8):
        guess = {"name": "east.leader", "password": f"guess {n}"}
        status = client.post("/login/", guess, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
    assert status == 429
    right = {"name": "EAST.leader ", "password": PASSWORD}
    assert client.post("/login/", right).status_code in (422, 429), (
        "not with the right one either, however it is written"
    )
    assert Attempt.objects.filter(passed=False).count() == 5


def test_cookies_are_for_this_server_and_no_script(area):
    client = Client()
    client.post("/login/", {"name": "east.viewer", "password": PASSWORD})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.get("/").status_code == 302, "who logged out is out, cookie or not"


def test_a_session_is_a_new_one_after_the_login(area):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post("/login/", {"name": "east.viewer", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_an_open_session_knows_at_once_that_the_role_is_another(area, client_of):
    client = client_of("leader")
    member = area.member("leader")
    assert client.get("/book/upload/").status_code == 200
    Member.objects.filter(pk=member.pk).update(role="viewer")
    assert client.get("/book/upload/").status_code == 403
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert Client().post("/login/", {"name": member.name, "password": PASSWORD}).status_code == 422


def test_another_sessions_end_with_the_password(area, client_of):
    one, other = client_of("leader"), client_of("leader")
    fields = {"old": PASSWORD, "password": "another-bridge-99", "again": "another-bridge-99"}
    assert one.post("/account/", fields).status_code == 200
    assert one.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_a_link_lets_in_once_in_time_into_its_own_office(area):
    token, made = invite(area.own, "viewer")
    fields = {"name": "new.one", "shown": "N", "password": "over-the-river-88", "again": "over-the-river-88"}
    greedy = fields | {"role": "leader", "office": "west"}
    assert Client().post(f"/invitation/{token}/", greedy).status_code == 302
    joined = Member.objects.get(name="new.one")
    assert (joined.role, joined.office.key) == ("viewer", "east")
    assert Client().post(f"/invitation/{token}/", fields | {"name": "second"}).status_code == 422
    token, made = invite(area.own, "viewer")
    Invitation.objects.filter(pk=made.pk).update(expires=timezone.now() - timedelta(seconds=1))
    for answer in (
        Client().get(f"/invitation/{token}/"),
        Client().post(f"/invitation/{token}/", fields | {"name": "late"}),
    ):
        assert answer.status_code == 422
    assert Member.objects.filter(name__in=("second", "late")).count() == 0


def test_a_leader_invites_into_the_own_office_only(client_of):
    for office, role in (("west", "viewer"), ("secretariat", "secretary"), ("east", "secretary")):
        answer = client_of("leader").post("/members/", {"shown": "X", "office": office, "role": role})
        assert answer.status_code == 422
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["../../secret.txt", "..\\..\\secret.txt", "/etc/passwd.txt", "a\r\nX-Evil: 1.txt", "a\0b.txt", "x" * 400 + ".txt"],
)
def test_a_document_lies_where_we_say_whatever_it_is_called(area, client_of, name):
    file = SimpleUploadedFile("count.txt", b"14 of 20")
    file._name = name  # what a browser of ill will sends, before Django looks at it
    document = reported(area, file=file).documents.get()
    assert document.path.parent == settings.DATA / "documents"
    code = reported(area, file=SimpleUploadedFile("b.txt", b"x")).code
    answer = client_of("viewer", "west").get(
        reverse("register.document", args=(document.report_set.get().code, document.pk))
    )
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of("viewer").get(f"/register/{code}/documents/{document.pk}/").status_code == 404, (
        "of that report only"
    )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.html", b"<script>"),
        ("a.svg", b"<svg onload=x>"),
        ("a.pdf", b"<html>"),
        ("a.xlsx.exe", b"MZ"),
        ("a.png", b"GIF89a"),
    ],
)
def test_what_is_no_document_is_refused(client_of, name, body):
    fields = {"title": "T", "kind": "time", "place": "links/road", "crosses": "good", "size": "1", "owner": "east"}
    answer = client_of("officer").post("/register/new/", {**fields, "document": SimpleUploadedFile(name, body)})
    assert answer.status_code == 422


def test_a_form_larger_than_allowed_is_refused_in_words(client_of):
    answer = client_of("officer").post(
        "/book/links/rows/road/", {"note": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    )
    assert answer.status_code in (400, 413)
    answer = client_of("officer").post(
        "/book/links/rows/road/", {f"f{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    )
    assert answer.status_code in (400, 413)
    assert "Traceback" not in answer.content.decode()


def bomb(*, says=None, name_inside=None):
    """A workbook that is small until it is unpacked; ``says`` is the size that it owns up to."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"a" * 5_000_000)
        if says is not None:
            parts.filelist[-1].file_size = says
            parts.filelist[-1].CRC = zlib.crc32(b"a" * says)
        if name_inside:
            parts.filelist[-1].filename = name_inside
    return SimpleUploadedFile("book.xlsx", held.getvalue())


@pytest.mark.parametrize("lie", [{}, {"says": 10}, {"says": 0}, {"says": 10, "name_inside": "xl/other.xml"}])
def test_a_small_file_that_unpacks_to_a_large_one_is_not_read(client_of, monkeypatch, lie):
    monkeypatch.setattr(settings, "UNPACKED_LIMIT", 1_000_000)
    monkeypatch.setattr("unfence.workspace.books.proposals.read_text", None)  # it would be called
    answer = client_of("officer").post("/book/upload/", {"file": bomb(**lie)})
    assert answer.status_code == 422
