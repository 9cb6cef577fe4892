"""Proposals: an uploaded workbook compared with the book, before anything of it is believed.

Only rows of the sender's office count, and only on sheets that have rows. A row that the sheet no longer has is
proposed to be taken out. What the file says about other offices' rows is left alone, and named where it differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unfence.book.read import Text, read_text
from unfence.book.schema import columns
from unfence.book.sheets import Sheet
from unfence.errors import Finding, UnfenceError
from unfence.workspace.books.cells import alike
from unfence.workspace.books.content import content_at
from unfence.workspace.books.models import Proposal, Row, latest_revision
from unfence.workspace.books.owners import Content, Values, key_of, owners_of
from unfence.workspace.books.revise import Edit
from unfence.workspace.people.models import Member, Office


@dataclass(frozen=True)
class Looked:
    """What was found in a workbook: the edits that it proposes, whose other rows it writes otherwise, what is wrong."""

    edits: tuple[Edit, ...]
    foreign: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def propose(member: Member, path: Path, name: str) -> tuple[Proposal | None, tuple[Finding, ...]]:
    """A proposal from a workbook, or (None and) what keeps the workbook from being read.

    Raises ``UnfenceError`` while no book is loaded.
    """
    base = latest_revision()
    if base is None:
        raise UnfenceError("workspace.no_book")
    looked = look(member, path, content_at(base))
    if any(f.level == "error" for f in looked.findings):
        return None, looked.findings
    changes = [[e.table, e.key, e.version, e.after] for e in looked.edits]
    foreign = [list(pair) for pair in looked.foreign]
    made = Proposal.objects.create(
        office=member.office, member=member, file=name, base=base, changes=changes, foreign=foreign
    )
    return made, looked.findings


def look(member: Member, path: Path, content: Content) -> Looked:
    """Compare a workbook with a content of the book."""
    text = read_text(path)
    if not isinstance(text, Text):
        return Looked((), (), text)
    sheets = text.sheets
    offices = list(Office.objects.values_list("key", flat=True))
    mine = {(row.table, row.key): row.version for row in Row.objects.filter(owner=member.office)}
    sent = {(sheet.table, key): values for sheet in sheets for key, values in rows_of(sheet).items()}
    owners = owners_of({**content, **sent}, offices)
    seen = {(row.table, row.key): row.values for row in Row.objects.exclude(owner=member.office).seen_by(member)}
    edits: list[Edit] = []
    foreign: list[tuple[str, str]] = []
    for pair, values in sent.items():
        held = content.get(pair)
        if pair in mine or (held is None and owners.of(pair[0], values) == member.office.key):
            if not alike(pair[0], held, values):
                edits.append(Edit(*pair, mine.get(pair, 0), values))
        elif pair not in seen or not alike(pair[0], {**values, **seen[pair]}, values):
            foreign.append(pair)  # by what is seen of it: nobody learns here whether a guess is right
    full = {sheet.table for sheet in sheets if sheet.cells.height}
    edits += [Edit(*pair, version, None) for pair, version in mine.items() if pair[0] in full and pair not in sent]
    return Looked(tuple(edits), tuple(foreign), text.findings)


def rows_of(sheet: Sheet) -> Mapping[str, Values]:
    """The rows of a sheet by their keys, every column of the table in each."""
    found = {}
    for cells in sheet.cells.iter_rows(named=True):
        values = {name: cells.get(name) or "" for name in columns(sheet.table)}
        found[key_of(sheet.table, values)] = values
    return found


def edits_of(proposal: Proposal) -> list[Edit]:
    """The edits that a proposal stands for."""
    return [Edit(*change) for change in proposal.changes]


def renewed(proposal: Proposal) -> None:
    """Put a proposal on the book as it is now: the same rows, compared anew, each at its present version."""
    latest = latest_revision()
    if latest is None:
        return
    content = content_at(latest)
    versions = {(row.table, row.key): row.version for row in Row.objects.filter(owner=proposal.office)}
    edits = [e for e in edits_of(proposal) if not alike(e.table, content.get((e.table, e.key)), e.after)]
    proposal.changes = [[e.table, e.key, versions.get((e.table, e.key), 0), e.after] for e in edits]
    proposal.base = latest
    proposal.save(update_fields=["changes", "base"])
