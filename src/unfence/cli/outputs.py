"""Where results are written: nothing that a person wrote is ever lost.

A file that exists is replaced only if this program made it (a report, a brief, a study's JSON or plan map, or its
workbook as long as nobody has saved it since) or if ``--force`` says so. It is replaced at once and whole: the new one
is written beside it first.
"""

import os
import re
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from unfence.errors import UnfenceError

JSON_MARK = b'{\n "unfence":'
"""How a study's JSON, and its plan map, begins."""
REPORT_MARK = b'data-json="/welfare/'
"""What only a report, or a brief, has: each of its numbers names its place in the study's JSON."""
WORKBOOK_MARK = b"<dc:description>unfence: a study's tables</dc:description>"
"""What the properties of a study's workbook say."""
_UNSAVED = re.compile(rb"<dcterms:modified[^>]*>1980-01-01T00:00:00Z<")
"""When it says that it was saved, until somebody saves it."""


def place(path: str, *, force: bool) -> Path:
    """A path that may be written, its folder made; raises ``UnfenceError`` for what has to stay as it is."""
    file = Path(path)
    if file.is_dir():
        raise UnfenceError("output.folder", path=path)
    if file.exists() and not force and not ours(file):
        raise UnfenceError("output.exists", path=path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnfenceError("output.no_folder", path=str(file.parent)) from error
    return file


def ours(file: Path) -> bool:
    """Whether this program made a file."""
    held = file.read_bytes()
    return held.startswith(JSON_MARK) or REPORT_MARK in held or _our_workbook(held)


def _our_workbook(held: bytes) -> bool:
    """Whether this is a study's workbook as it was made: saved by nobody since, so that it holds nobody's notes."""
    try:
        said = ZipFile(BytesIO(held)).read("docProps/core.xml")
    except (BadZipFile, EOFError, KeyError, OSError, RuntimeError, zlib.error):  # no archive, another one, or locked
        return False
    return WORKBOOK_MARK in said and _UNSAVED.search(said) is not None


def put(file: Path, content: str | bytes) -> None:
    """Write a text, or bytes, beside its place and move it there when it is whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if isinstance(content, bytes):
            beside.write_bytes(content)
        else:
            beside.write_text(content, encoding="utf-8", newline="")
        beside.replace(file)
    except OSError as error:  # the part is our own affair: a person knows only the file
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
