"""The pages by which workbooks go out and come in: download, upload, the difference, accept or drop."""

import tempfile
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.book import write_book
from unfence.errors import Finding, UnfenceError
from unfence.words import say
from unfence.workspace.audit.models import record
from unfence.workspace.books.content import content_at, draft_of
from unfence.workspace.books.differences import differences, pairs_between
from unfence.workspace.books.findings import elsewhere
from unfence.workspace.books.models import Proposal, latest_revision
from unfence.workspace.books.owners import owners_of
from unfence.workspace.books.proposals import edits_of, propose, renewed
from unfence.workspace.books.revise import RefusedError, TouchedError, edited, revise
from unfence.workspace.books.uploads import uploaded
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Office
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.sharing.seen_book import book_seen_by
from unfence.workspace.sharing.sight import sight_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("book/book.xlsx")
def download(request: Asked) -> HttpResponse:
    """The book as the member sees it, as a workbook to work in and send back."""
    book = book_seen_by(request.member)
    latest = latest_revision()
    with tempfile.TemporaryDirectory(prefix="unfence-") as folder:
        path = Path(folder) / "book.xlsx"
        write_book(book, path, lang=request.lang)
        data = path.read_bytes()
    number = latest.number if latest else 0
    record(request, "books.exported", "book", number=number)
    name = f"{request.member.office.key}-{number}.xlsx"
    return HttpResponse(data, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page("book/upload/", see=EDITORS, act=EDITORS)
def upload(request: Asked) -> HttpResponse:
    """Send a workbook; what it would change is shown before anything is."""
    findings: tuple[Finding, ...] = ()
    mistake = ""
    if request.method == "POST":
        try:
            with uploaded(request) as sent:
                made, findings = propose(request.member, sent.path, sent.name)
        except UnfenceError as error:
            mistake = error.say(request.lang)
        else:
            if made is not None:
                record(request, "books.proposed", f"proposal {made.pk}", file=made.file, rows=len(made.changes))
                return redirect("books.proposal", made.pk)
    facts = {
        "findings": [f.say(request.lang) for f in findings],
        "mistake": mistake,
        "proposals": Proposal.objects.filter(office=request.member.office, accepted=None, dropped=False),
    }
    return render(request, "books/upload.html", facts, status=422 if findings or mistake else 200)


def _proposal(request: Asked, number: int) -> Proposal:
    """A proposal is its office's alone until it is accepted."""
    found = get_object_or_404(Proposal.objects.select_related("member", "office", "accepted"), pk=number)
    if not request.member.of(found.office):
        raise PermissionDenied
    return found


@page("book/proposals/<int:number>/", act=EDITORS, load=_proposal)
def proposal(request: Asked, proposal: Proposal) -> HttpResponse:
    """The difference that a workbook would make; accepted whole, or dropped."""
    notice = ""
    status = 200
    if request.method == "POST" and proposal.open:
        if request.POST.get("do") == "drop":
            proposal.dropped = True
            proposal.save(update_fields=["dropped"])
            record(request, "books.dropped", f"proposal {proposal.pk}", file=proposal.file)
            return redirect("books.upload")
        try:
            proposal.accepted = revise(request.member, edits_of(proposal), note=proposal.file)
            proposal.save(update_fields=["accepted"])
            return redirect("books.revision", proposal.accepted.number)
        except TouchedError as error:
            renewed(proposal)
            notice, status = say("books.renewed", request.lang, rows=error.values["rows"]), 409
        except RefusedError as error:
            notice, status = error.say(request.lang), 422
        except UnfenceError as error:
            notice, status = error.say(request.lang), 422
    return render(request, "books/proposal.html", _shown(request, proposal) | {"notice": notice}, status=status)


def _shown(request: Asked, proposal: Proposal) -> dict[str, object]:
    """The difference between the book as it is and as it would be, and what would be wrong with it."""
    latest = latest_revision()
    before = content_at(latest) if latest else {}
    after = edited(before, edits_of(proposal))
    offices = list(Office.objects.values_list("key", flat=True))
    owners = (owners_of(before, offices), owners_of(after, offices))
    found = differences(pairs_between(before, after), owners, sight_of(request.member))
    wrong = elsewhere(request.member, request.lang, draft_of(after)) if proposal.open else []
    return {"proposal": proposal, "found": found, "wrong": wrong, "edits": request.member.role in EDITORS}
