"""The pages of revisions: the list, what one changed, two compared, one named, one brought back."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.audit.models import record
from unfence.workspace.books.content import content_at
from unfence.workspace.books.differences import Differences, differences, pairs_between
from unfence.workspace.books.models import Revision, Row
from unfence.workspace.books.owners import owners_of
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import EDITORS, LEADERS, NOBODY
from unfence.workspace.sharing.sight import sight_of
from unfence.workspace.shell.pager import paged


@page("book/revisions/")
def revisions(request: Asked) -> HttpResponse:
    """Every revision, the latest first."""
    lines = paged(request, Revision.objects.select_related("author", "office"))
    return render(request, "books/revisions.html", {"paged": lines})


@dataclass(frozen=True)
class Compared:
    """A revision beside another one (the one before it, if none is named; None for the first)."""

    revision: Revision
    base: Revision | None


def _revision(request: Asked, number: int) -> Compared:
    """A revision is everybody's to look at; of its rows each member sees what they may."""
    found = get_object_or_404(Revision.objects.select_related("author", "office", "parent"), number=number)
    against = request.GET.get("against", "")
    if against and not (against.isdecimal() and len(against) < 10):  # noqa: PLR2004
        raise Http404
    base = get_object_or_404(Revision, number=int(against)) if against else found.parent
    return Compared(found, base)


@page("book/revisions/<int:number>/", load=_revision)
def revision(request: Asked, compared: Compared) -> HttpResponse:
    """What is different in a revision: from the one before it, or from ``?against=``."""
    latest = Revision.objects.order_by("-number").first()
    found = compare(request.member, compared) if compared.base else None
    facts = {
        "revision": compared.revision,
        "base": compared.base,
        "found": found,
        "paged": paged(request, found.rows if found else ()),
        "others": Revision.objects.exclude(pk=compared.revision.pk)[:100],
        "latest": latest,
        "names": request.member.role in EDITORS,
        "restores": request.member.role in LEADERS and compared.revision != latest,
    }
    return render(request, "books/revision.html", facts)


def compare(member: Member, compared: Compared) -> Differences:
    """The differences between two revisions, as a member may see them."""
    after = content_at(compared.revision)
    before = content_at(compared.base) if compared.base else {}
    offices = list(Office.objects.values_list("key", flat=True))
    owners = (owners_of(before, offices), owners_of(after, offices))
    return differences(pairs_between(before, after), owners, sight_of(member))


@page("book/revisions/<int:number>/name/", see=NOBODY, act=EDITORS, load=_revision)
def name(request: Asked, compared: Compared) -> HttpResponse:
    """Give a revision a name."""
    revision = compared.revision
    before, revision.name = revision.name, request.POST.get("name", "").strip()[:120]
    revision.save(update_fields=["name"])
    record(
        request, "books.named", revision, before=before, after=revision.name, number=revision.number, name=revision.name
    )
    return redirect("books.revision", revision.number)


@page("book/revisions/<int:number>/restore/", see=NOBODY, act=LEADERS, load=_revision)
def restore(request: Asked, compared: Compared) -> HttpResponse:
    """Bring the office's rows back to what they were (the secretary: every row); it is a new revision."""
    wanted, member = compared.revision, request.member
    note = say("books.restored", request.lang, number=wanted.number)
    return redirect("books.revision", restored(member, wanted, note).number)


def restored(member: Member, wanted: Revision, note: str) -> Revision:
    """A new revision in which rows are as they were in an earlier one: the member's office's, the secretary's all.

    Raises ``UnfenceError`` if they are so already, or if that would be no book.
    """
    latest = Revision.objects.order_by("-number").first()
    if latest is None:
        raise UnfenceError("workspace.no_book")
    now, then = content_at(latest), content_at(wanted)
    owners = owners_of(then, Office.objects.values_list("key", flat=True))
    held = {(row.table, row.key): row for row in Row.objects.select_related("owner")}
    edits = []
    for (table, key), (_, after) in pairs_between(now, then).items():
        row = held.get((table, key))
        owner = row.owner.key if row else owners.of(table, after or {})
        if member.neutral or member.of(owner):
            edits.append(Edit(table, key, row.version if row else 0, after))
    return revise(member, edits, note=note, everybodys=member.neutral)
