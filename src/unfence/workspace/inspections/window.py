"""The window: which codes a checkpoint has let through, so that none passes there twice.

A file of SQLite at the checkpoint, which needs no network and survives a power cut. A serial is kept until its code has
expired: from then on the code is refused anyway. Two officers who scan at the same moment are told apart by the
database: one of them is first.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from unfence.errors import UnfenceError
from unfence.workspace.inspections.codes import Keys, Verdict, verify

WAIT = 10.0
"""Seconds that one waits for another's write."""


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=WAIT, isolation_level=None)) as held:
            held.execute("PRAGMA synchronous=FULL")
            held.execute("CREATE TABLE IF NOT EXISTS used (serial TEXT PRIMARY KEY, until INTEGER, at INTEGER) STRICT")
            yield held
    except (sqlite3.Error, OSError) as error:
        raise UnfenceError("workspace.window", path=str(file), reason=str(error)) from error


def use(code: str, keys: Keys, now: datetime, file: Path) -> Verdict:
    """Verify a code and, if it is fit, use it up at this checkpoint: a second time it is refused as ``used``.

    Raises ``UnfenceError`` where the checkpoint's file cannot be read or written: then nobody can say.
    """
    verdict = verify(code, keys, now)
    if not verdict.fit or verdict.code is None:
        return verdict
    moment = int(now.timestamp())
    with _opened(file) as held:
        # kept a day longer than needed, should the clock be set back
        held.execute("DELETE FROM used WHERE until < ?", (moment - 86400,))
        row = (verdict.code.serial, verdict.code.until, moment)
        first = held.execute("INSERT INTO used VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount == 1
    return verdict if first else replace(verdict, reason="used")
