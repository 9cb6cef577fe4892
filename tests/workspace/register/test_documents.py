"""Documents: kept under random names, of a few kinds, served to whom the report is shown, never as a page."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from unfence.errors import UnfenceError
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.documents import KINDS, Document, checked, folder
from workspace.barriers import reported

PDF = b"%PDF-1.7\n..."
FORM = {"title": "Second weighing", "kind": "time", "where": "at the bridge", "owner": "east"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_file_is_what_its_name_says(kind):
    begins = KINDS[kind][1] or ("过磅 14".encode(),)
    assert checked(SimpleUploadedFile(f"a.{kind.upper()}", begins[0] + b" rest")) == kind
    with pytest.raises(UnfenceError) as error:
        checked(SimpleUploadedFile(f"a.{kind}", b"MZ\0\0 a programme"))
    assert error.value.code == "workspace.document_other"


@pytest.mark.parametrize(
    ("name", "held", "code"),
    [
        ("a.exe", b"MZ", "document_kind"),
        ("a.html", b"<script>", "document_kind"),
        ("a.svg", b"<svg/>", "document_kind"),
        ("pdf", PDF, "document_kind"),
        ("a.pdf", b"", "document_empty"),
    ],
)
def test_what_is_not_kept(name, held, code):
    file = SimpleUploadedFile("a", held)
    file._name = name
    with pytest.raises(UnfenceError) as error:
        checked(file)
    assert error.value.code == f"workspace.{code}"


def test_a_file_above_the_limit_is_refused_in_words(client_of, settings):
    settings.UPLOAD_LIMIT = 2**20
    big = SimpleUploadedFile("big.pdf", PDF + b"0" * 2**20)
    answer = client_of("officer").post("/register/new/", FORM | {"document": big})
    assert answer.status_code == 422
    assert "big.pdf" in answer.content.decode()
    assert not Document.objects.exists()
    assert not list(folder().glob("*")) or not Document.objects.exists()


def test_a_document_comes_back_byte_by_byte_to_be_saved(client_of):
    name = "过磅 <b>.pdf"
    where = client_of("viewer").post("/register/new/", FORM | {"document": SimpleUploadedFile(name, PDF)})
    made = Document.objects.get()
    assert made.path.parent == settings.DATA / "documents"
    assert made.path.read_bytes() == PDF
    assert made.token not in made.name
    assert len(made.token) == 48
    page = client_of("viewer", "west").get(where.headers["Location"]).content.decode()
    assert "&lt;b&gt;" in page
    assert "<b>.pdf" not in page
    answer = client_of("viewer", "west").get(f"{where.headers['Location']}documents/{made.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_does_not_see_the_report_does_not_get_its_document(area, client_of):
    one = reported(area, file=SimpleUploadedFile("a.pdf", PDF))
    other = reported(area)
    document = one.documents.get()
    north = Office.objects.create(key="north", name="North")
    client = client_of("anonymous")
    client.force_login(Member.objects.join("north.officer", "x", north, "officer", lang="en"))
    assert client.get(f"/register/{one.code}/documents/{document.pk}/").status_code == 404
    assert client_of("officer").get(f"/register/{other.code}/documents/{document.pk}/").status_code == 404


def test_a_lost_file_is_said_in_words(area, client_of):
    one = reported(area, file=SimpleUploadedFile("a.pdf", PDF))
    document = one.documents.get()
    document.path.unlink()
    answer = client_of("officer").get(f"/register/{one.code}/documents/{document.pk}/")
    assert answer.status_code == 422
    assert "a.pdf" in answer.content.decode()


def test_where_something_else_is_wrong_the_file_is_asked_for_again(client_of):
    sent = FORM | {"title": "", "document": SimpleUploadedFile("a.pdf", PDF)}
    answer = client_of("officer").post("/register/new/", sent)
    assert answer.status_code == 422
    assert "Choose the file once more" in answer.content.decode()
    assert not Document.objects.exists()
