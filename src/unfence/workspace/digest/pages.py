"""The pages of the digest: the latest and earlier ones, and who gets it by mail."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.workspace.audit.models import record
from unfence.workspace.digest.forms import ReaderForm
from unfence.workspace.digest.models import Issue, Reader, week_of
from unfence.workspace.digest.post import post_of_the_environment, sections_in, title_of
from unfence.workspace.digest.sources import gathered
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import LEADERS, MEMBERS, NOBODY


def _issues(request: Asked) -> QuerySet[Issue]:
    """The digests that a member may read: their office's; the secretary reads all."""
    found = Issue.objects.select_related("office")
    return found if request.member.neutral else found.filter(office=request.member.office)


@page("digest/", see=MEMBERS, act=LEADERS, menu="digest.menu")
def digest(request: Asked) -> HttpResponse:
    """What the digest would say today, earlier ones, and who gets it; a leader names readers."""
    form = ReaderForm(request.lang, request.member.office, request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        made = Reader.objects.create(office=request.member.office, address=held["address"], lang=held["language"])
        record(request, "digest.reader", made.address, lang=made.lang)
        return redirect("digest.digest")
    today = timezone.localdate()
    draft = Issue(office=request.member.office, week=week_of(today), sections=gathered(request.member.office, today))
    facts = {
        "sections": sections_in(draft, request.lang),
        "issues": _issues(request)[:60],
        "readers": request.member.office.readers.all(),
        "mails": post_of_the_environment().mails,
        "form": form if request.member.role in LEADERS else None,
    }
    return render(request, "digest/digest.html", facts, status=422 if form.errors else 200)


def _issue(request: Asked, office: str, week: str) -> Issue:
    """A digest that the member may read."""
    try:
        day = date.fromisoformat(week)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(_issues(request), office__key=office, week=day)


@page("digest/<slug:office>/<str:week>/", load=_issue)
def issue(request: Asked, issue: Issue) -> HttpResponse:
    """One digest as it was made, and what became of its mails."""
    facts = {
        "title": title_of(issue, request.lang),
        "issue": issue,
        "sections": sections_in(issue, request.lang),
        "mails": issue.mails.all(),
    }
    return render(request, "digest/issue.html", facts)


def _reader(request: Asked, number: int) -> Reader:
    """A reader of the member's own office."""
    found = get_object_or_404(Reader.objects.select_related("office"), pk=number)
    if not request.member.of(found.office):
        raise PermissionDenied
    return found


@page("digest/readers/<int:number>/out/", see=NOBODY, act=LEADERS, load=_reader)
def reader_out(request: Asked, reader: Reader) -> HttpResponse:
    """Send it there no more."""
    record(request, "digest.reader_out", reader.address)
    reader.delete()
    return redirect("digest.digest")
