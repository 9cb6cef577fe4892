"""What cannot be a workbook is refused before anybody reads it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from unfence.workspace.books.models import Proposal


def _sent(client, name, data):
    return client.post("/book/upload/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("book.csv", b"id", "no Excel workbook"),
        ("book.xlsx.exe", b"MZ", "no Excel workbook"),
        ("book.xlsx", b"", "book.xlsx"),
        ("book.xlsx", b"PK\x03\x04 broken", "upload.xlsx"),
        ("../../etc/passwd.xlsx", b"not", "upload.xlsx"),
    ],
)
def test_what_is_no_workbook(client_of, name, data, said):
    answer = _sent(client_of("officer"), name, data)
    assert answer.status_code == 422
    assert said in answer.content.decode() or "empty" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_small_file_that_unpacks_to_a_large_one(client_of):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/workbook.xml", "w") as part:
        for _ in range(201):
            part.write(bytes(2**20))
    answer = _sent(client_of("officer"), "bomb.xlsx", packed.getvalue())
    assert answer.status_code == 422
    assert "at most 200 MB" in answer.content.decode()


def test_no_file_at_all(client_of):
    answer = client_of("officer").post("/book/upload/")
    assert "no file was chosen" in answer.content.decode()
