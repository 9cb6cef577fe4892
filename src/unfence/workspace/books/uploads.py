"""Uploads: a workbook that somebody sends, looked at before anything is believed.

It is written to a folder of its own under a name of ours, read as a book is read; the folder is gone afterwards.
"""

import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from unfence.errors import UnfenceError
from unfence.workspace.books.spans import spanned

CHUNK = 2**20
"""Bytes that are unpacked at a time."""
MOST_CELLS = 2_000_000
"""Cells, empty ones too, of the rectangle that holds a sheet: its reader makes room for all of them at once."""


@dataclass(frozen=True)
class Upload:
    """An uploaded workbook while it is looked at: where it lies, and what its sender calls it."""

    path: Path
    name: str


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[Upload]:
    """The workbook that a form sends as ``file``; raises ``UnfenceError`` for what cannot be one."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise UnfenceError("workspace.no_file")
    if not file.name.lower().endswith(".xlsx"):
        raise UnfenceError("workspace.no_workbook", name=file.name)
    size, limit = file.size or 0, settings.UPLOAD_LIMIT
    if size > limit:
        raise UnfenceError("workspace.too_large", name=file.name, size=f"{size / 2**20:.1f}", limit=limit // 2**20)
    with tempfile.TemporaryDirectory(prefix="unfence-") as folder:
        path = Path(folder) / "upload.xlsx"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        if (full := _unpacked(path, file.name)) > settings.UNPACKED_LIMIT:
            most = settings.UNPACKED_LIMIT // 2**20
            raise UnfenceError("workspace.too_large", name=file.name, size=f"{full / 2**20:.0f}", limit=most)
        if (cells := spanned(path, file.name)) > MOST_CELLS:
            raise UnfenceError("workspace.too_wide", name=file.name, cells=cells, most=MOST_CELLS)
        yield Upload(path, file.name[:200])


def _unpacked(path: Path, name: str) -> int:
    """How many bytes a workbook has when it is unpacked, counted no further than allowed; 0 for what is not packed.

    What the file says of its own size is not believed, and a part that cannot be unpacked is no part of a workbook.
    """
    total, most = 0, settings.UNPACKED_LIMIT
    try:
        parts = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        return 0
    with parts:
        for part in parts.infolist():
            part.file_size = sys.maxsize
            try:
                with parts.open(part) as stream:
                    while total <= most and (chunk := stream.read(CHUNK)):
                        total += len(chunk)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
                raise UnfenceError("workspace.no_workbook", name=name) from error
    return total
