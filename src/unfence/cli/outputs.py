"""Where results are written: nothing that a person wrote is ever lost.

A file that exists is replaced only if this program made it (a report or a study's JSON) or
if ``--force`` says so. It is replaced at once and whole: the new one is written beside it first.
"""

import os
from contextlib import suppress
from pathlib import Path

from unfence.errors import UnfenceError

JSON_MARK = b'{\n "unfence":'
"""How a study's JSON begins."""
REPORT_MARK = b'data-json="/welfare/'
"""What only a report has: each of its numbers names its place in the study's JSON."""


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
    return held.startswith(JSON_MARK) or REPORT_MARK in held


def put(file: Path, text: str) -> None:
    """Write a text beside its place and move it there when it is whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(file)
    except OSError as error:  # the part is our own affair: a person knows only the file
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
