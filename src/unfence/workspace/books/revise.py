"""Revising: the one way in which the book changes.

    revise(member, [Edit("links", "road", version=3, after={...})], note="...")

One transaction looks at each row again: it must be the member's office's, before and after, its version must be the
one that was looked at, and the whole must be a book. Either all of it becomes a revision, or nothing does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from unfence.book import Book
from unfence.book.schema import TABLES
from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.books.content import Draft, content_at, content_of, digest_of, draft_of
from unfence.workspace.books.models import Change, Revision, Row, latest_revision
from unfence.workspace.books.owners import Content, Owners, Values, key_of, owners_of, players_of
from unfence.workspace.people.models import Member, Office, secretariat


@dataclass(frozen=True)
class Edit:
    """A row as it should be: ``after`` None takes it out; ``version`` 0 says that there was none."""

    table: str
    key: str
    version: int
    after: Values | None


class TouchedError(UnfenceError):
    """Somebody else changed some of the rows since they were looked at; ``rows`` are those, as they are now."""

    def __init__(self, rows: Mapping[tuple[str, str], Row | None]) -> None:
        self.rows = rows
        super().__init__("workspace.touched", rows=["/".join(pair) for pair in rows])


class RefusedError(UnfenceError):
    """So changed the rows would be no book; ``draft`` says what is wrong, and where."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__("workspace.refused", count=len(draft.findings))


def load_book(book: Book, member: Member | None = None, note: str = "") -> Revision:
    """Make a book revision 1, an office for each of its players; raises ``UnfenceError`` if there is one already."""
    content = content_of(book)
    with transaction.atomic():
        if latest_revision() is not None:
            raise UnfenceError("workspace.loaded_already")
        offices = offices_of(content)
        first = Revision.objects.create(
            number=1, author=member, office=secretariat(), note=note, digest=digest_of(content)
        )
        owners = owners_of(content, offices)
        rows = [
            Row(table=table, key=key, values=values, owner=offices[owners.of(table, values)])
            for (table, key), values in content.items()
        ]
        Row.objects.bulk_create(rows)
        Change.objects.bulk_create(
            Change(revision=first, table=row.table, key=row.key, after=row.values, owner=row.owner) for row in rows
        )
        record(member, "books.loaded", "book", title=book.settings.title, rows=len(rows))
    return first


def revise(member: Member, edits: Sequence[Edit], *, note: str = "", everybodys: bool = False) -> Revision:
    """Accept edits as one revision.

    ``everybodys`` lets the secretariat bring back rows of every office (an earlier revision restored).

    Raises
    ------
    TouchedError
        Somebody changed one of the rows in between.
    RefusedError
        What would come out is no book; nothing is changed.
    UnfenceError
        A row is not theirs, or there is nothing to change.
    """
    for e in edits:
        if e.after is not None and e.table in TABLES and key_of(e.table, e.after) != e.key:
            raise UnfenceError("workspace.other_key", table=e.table, key=e.key, other=key_of(e.table, e.after))
    with transaction.atomic():
        parent = _locked()
        before = content_at(parent)
        held = _rows(edits)
        content = edited(before, edits)
        offices = offices_of(content)
        owners = owners_of(content, offices)
        if not everybodys:
            _own(member, edits, held, owners)  # first: what is said below tells what stands in the rows now
        edits = [e for e in edits if before.get((e.table, e.key)) != e.after]
        if not edits:
            raise UnfenceError("workspace.nothing_new")
        _untouched(edits, held)
        draft = draft_of(content)
        if draft.book is None:
            raise RefusedError(draft)
        revision = Revision.objects.create(
            number=parent.number + 1,
            author=member,
            office=member.office,
            parent=parent,
            note=note,
            digest=digest_of(content),
        )
        for e in edits:
            row = held.get((e.table, e.key))
            owner = row.owner if e.after is None and row else offices[owners.of(e.table, e.after or {})]
            _store(e, row, owner)
            was = before.get((e.table, e.key))
            Change.objects.create(revision=revision, table=e.table, key=e.key, before=was, after=e.after, owner=owner)
        _owned_anew(content, owners, offices)
        record(member, "books.changed", f"revision {revision.number}", number=revision.number, rows=len(edits))
    return revision


def offices_of(content: Content) -> dict[str, Office]:
    """Every office by its key; a player of the book that has none gets one."""
    offices = {office.key: office for office in (secretariat(), *Office.objects.all())}
    for key in players_of(content):
        if key not in offices:
            town = content["jurisdictions", key]
            names = {"name": town.get("name") or key, "name_zh": town.get("name_zh", "")}
            offices[key] = Office.objects.create(key=key, **names)
    return offices


def edited(content: Content, edits: Iterable[Edit]) -> Content:
    """A content with edits in it.

    >>> edited({("sites", "s"): {"id": "s"}}, [Edit("sites", "s", 1, None), Edit("sites", "t", 0, {"id": "t"})])
    {('sites', 't'): {'id': 't'}}
    """
    held = dict(content)
    for e in edits:
        if e.after is None:
            held.pop((e.table, e.key), None)
        else:
            held[e.table, e.key] = e.after
    return held


def _locked() -> Revision:
    """The last revision, while nobody else can add one; raises ``UnfenceError`` while no book is loaded."""
    Revision.objects.select_for_update().filter(number=1).first()  # SQLite has locked the whole file already
    latest = latest_revision()
    if latest is None:
        raise UnfenceError("workspace.no_book")
    return latest


def _rows(edits: Sequence[Edit]) -> Mapping[tuple[str, str], Row]:
    wanted = {(e.table, e.key) for e in edits}
    near = Row.objects.select_related("owner").filter(table__in={t for t, _ in wanted}, key__in={k for _, k in wanted})
    return {(row.table, row.key): row for row in near if (row.table, row.key) in wanted}


def _untouched(edits: Sequence[Edit], held: Mapping[tuple[str, str], Row]) -> None:
    """Every row has to be at the version that was looked at."""
    touched = {}
    for e in edits:
        row = held.get((e.table, e.key))
        if (row.version if row else 0) != e.version:
            touched[e.table, e.key] = row
    if touched:
        raise TouchedError(touched)


def _own(member: Member, edits: Sequence[Edit], held: Mapping[tuple[str, str], Row], owners: Owners) -> None:
    """Every row has to be the member's office's, as it was and as it would be; the secretariat may hand rows over."""
    for e in edits:
        row = held.get((e.table, e.key))
        whose = [row.owner.key] if row else []
        if e.after is not None and not (row and member.neutral):
            whose.append(owners.of(e.table, e.after))
        for office in whose:
            if not member.of(office):
                raise UnfenceError("workspace.not_yours", table=e.table, key=e.key, office=office)


def _store(e: Edit, row: Row | None, owner: Office) -> None:
    if e.after is None:
        if row:
            row.delete()
    elif row:
        row.values, row.owner, row.version = dict(e.after), owner, row.version + 1
        row.save()
    else:
        Row.objects.create(table=e.table, key=e.key, values=e.after, owner=owner)


def _owned_anew(content: Content, owners: Owners, offices: Mapping[str, Office]) -> None:
    """A site that changes sides takes along what stands there."""
    for row in Row.objects.select_related("owner"):
        owner = owners.of(row.table, content[row.table, row.key])
        if owner != row.owner.key:
            Row.objects.filter(pk=row.pk).update(owner=offices[owner])
