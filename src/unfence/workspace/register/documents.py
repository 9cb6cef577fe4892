"""Documents: files that somebody brings as evidence, kept under random names, never run, never shown in our pages.

What a browser calls a file is not believed: its name has to end in one of ``KINDS``, and its first bytes have to be
that kind's. It lies in the data folder, outside every address; only a page that has asked for permission serves it, and
only to be saved.
"""

import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from unfence.errors import UnfenceError
from unfence.workspace.people.models import Member

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KINDS: Mapping[str, tuple[str, tuple[bytes, ...]]] = MappingProxyType(
    {
        "pdf": ("application/pdf", (b"%PDF-",)),
        "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
        "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
        "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
        "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
        "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
        "txt": ("text/plain; charset=utf-8", ()),
        "csv": ("text/csv; charset=utf-8", ()),
    }
)
"""By ending: what it is sent as, and how it begins; a text has no beginning of its own, only no zero bytes."""
ACCEPT = ",".join(f".{kind}" for kind in KINDS)
NAME = 160


class Document(models.Model):
    """One file: ``token`` is its name in the data folder, ``name`` what its sender calls it."""

    token = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=NAME)
    kind = models.CharField(max_length=5)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    """SHA-256 of what is in it."""
    member = models.ForeignKey(Member, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where it lies."""
        return folder() / self.token

    @property
    def kilobytes(self) -> int:
        """Its size in kB, at least 1."""
        return max(1, round(self.size / 1024))


def folder() -> Path:
    """The folder of all documents."""
    return Path(settings.DATA) / "documents"


def checked(file: "UploadedFile[bytes]") -> str:
    """The kind of an uploaded file; raises ``UnfenceError`` for one that is too large, empty or of no kind of ours."""
    name, size, limit = file.name or "", file.size or 0, int(settings.UPLOAD_LIMIT)
    kind = Path(name).suffix[1:].lower()
    if size > limit:
        raise UnfenceError("workspace.too_large", name=name, size=f"{size / 2**20:.1f}", limit=limit // 2**20)
    if kind not in KINDS:
        raise UnfenceError("workspace.document_kind", name=name, kinds=list(KINDS))
    if not size:
        raise UnfenceError("workspace.document_empty", name=name)
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    begins = KINDS[kind][1]
    if not (head.startswith(begins) if begins else b"\0" not in head):
        raise UnfenceError("workspace.document_other", name=name, kind=kind)
    return kind


def keep(file: "UploadedFile[bytes]", member: Member) -> Document:
    """Keep an uploaded file.

    It is written before the database knows of it: should the rest fail a file lies there that nobody can ask for, but
    no document is ever without its file. Raises ``UnfenceError`` as ``checked`` does.
    """
    kind = checked(file)
    token, digest = secrets.token_hex(24), hashlib.sha256()
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / token).open("xb") as copy:
        for chunk in file.chunks():
            digest.update(chunk)
            copy.write(chunk)
    stem = (file.name or "").replace("\0", "").rpartition(".")[0]
    name = f"{stem[: NAME - 6]}.{kind}"
    return Document.objects.create(
        token=token, name=name, kind=kind, size=file.size or 0, digest=digest.hexdigest(), member=member
    )


def served(document: Document) -> HttpResponse:
    """A document to be saved; raises ``UnfenceError`` if its file is gone from the data folder."""
    if not document.path.is_file():
        raise UnfenceError("workspace.document_gone", name=document.name)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=document.name) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(document.path.read_bytes(), content_type=KINDS[document.kind][0], headers=headers)
