"""The pages of reports: the list, a new one, one report with its history, its documents."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS, MEMBERS, NOBODY
from unfence.workspace.register.documents import Document, served
from unfence.workspace.register.forms import Barrier, Moving, Noting, sides
from unfence.workspace.register.models import NEXT, Report
from unfence.workspace.register.moving import MovedError, move, note, report_barrier
from unfence.workspace.register.places import places
from unfence.workspace.register.prices import BookFence, Price, fences_seen_by, gone, prices_seen_by
from unfence.workspace.shell.pager import paged

STATES = tuple(NEXT)


@dataclass(frozen=True)
class Line:
    """A report with the price of the fence that it became."""

    report: Report
    price: Price | None

    @property
    def rank(self) -> tuple[bool, bool, float, object]:
        """Open before closed, overdue before others, the dearest first, then by deadline."""
        report = self.report
        return (report.over, not report.overdue, -(self.price.alone if self.price else 0.0), report.deadline)


@page("register/", menu="register.menu")
def register(request: Asked) -> HttpResponse:
    """Every report that the member sees, what matters most first; and the fences of the book with their prices."""
    state, office = request.GET.get("state", "open"), request.GET.get("owner", "")
    reports = Report.objects.seen_by(request.member).select_related("owner", "other")
    if state == "open":
        reports = reports.open()
    elif state in STATES:
        reports = reports.filter(state=state)
    if office:
        reports = reports.filter(owner__key=office)
    prices = prices_seen_by(request.member)
    lines = sorted((Line(report, prices.of(report.fence)) for report in reports), key=lambda line: line.rank)
    facts = {
        "paged": paged(request, lines),
        "prices": prices,
        "fences": list(fences_seen_by(request.member, prices).values()),
        "states": STATES,
        "offices": sides(),
        "asked": {"state": state, "owner": office},
    }
    return render(request, "register/register.html", facts)


@page("register/new/", see=MEMBERS, act=MEMBERS)
def new(request: Asked) -> HttpResponse:
    """Report a barrier: anybody who was invited may."""
    if len(sides()) < 2:  # noqa: PLR2004  a border has two sides
        raise UnfenceError("workspace.no_book")
    form = Barrier(request.lang, request.member, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = report_barrier(request.member, form.facts(), form.cleaned_data["document"])
        return redirect("register.report", made.code)
    return render(request, "register/new.html", {"form": form}, status=422 if form.errors else 200)


def report_seen(request: Asked, code: str) -> Report:
    """A report that the member sees; who acts on it holds it until they are done."""
    reports = Report.objects.seen_by(request.member).select_related("owner", "other", "office", "by")
    if request.method == "POST":
        reports = reports.select_for_update(of=("self",))
    return get_object_or_404(reports, code=code)


def report_moved_by(request: Asked, code: str) -> Report:
    """A report that the member sees; to be moved on it has to be their office's, or they the secretary."""
    found = report_seen(request, code)
    if request.method == "POST" and not moves(request.member, found):
        raise PermissionDenied
    return found


def moves(member: Member, report: Report) -> bool:
    """Whether a member may move a report on."""
    return member.role in EDITORS and (member.neutral or member.of(report.owner))


@page("register/<slug:code>/", see=MEMBERS, act=EDITORS, load=report_moved_by)
def report(request: Asked, report: Report) -> HttpResponse:
    """One report; its owner moves it on."""
    form = Moving(request.lang, report, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                move(report, request.member, form.wanted())
            except MovedError as error:
                form = _on_the_new_version(request, report)
                form.add_error(None, error.say(request.lang))
                status = 409
            except UnfenceError as error:
                form.add_error(None, error.say(request.lang))
            else:
                return redirect("register.report", report.code)
        report.refresh_from_db()
    return shown(request, report, form, Noting(request.lang), status)


def _on_the_new_version(request: Asked, report: Report) -> Moving:
    """What was typed, to be sent once more about the report as it is now."""
    sent = request.POST.copy()
    sent["version"] = str(report.version)
    form = Moving(request.lang, report, sent)
    form.is_valid()
    return form


@page("register/<slug:code>/notes/", see=NOBODY, act=MEMBERS, load=report_seen)
def notes(request: Asked, report: Report) -> HttpResponse:
    """Add a word or a document: everybody who sees the report may."""
    form = Noting(request.lang, request.POST, request.FILES)
    if form.is_valid():
        try:
            note(report, request.member, form.cleaned_data["text"], form.cleaned_data["document"])
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("register.report", report.code)
    return shown(request, report, Moving(request.lang, report), form, 422)


def _document(request: Asked, code: str, number: int) -> Document:
    """A document of a report: who sees the report may have it."""
    return get_object_or_404(report_seen(request, code).documents, pk=number)


@page("register/<slug:code>/documents/<int:number>/", load=_document)
def document(_request: Asked, document: Document) -> HttpResponse:
    """A document, to be saved."""
    return served(document)


def shown(request: Asked, report: Report, moving: Moving, noting: Noting, status: int) -> HttpResponse:
    """The page of one report."""
    member = request.member
    prices = prices_seen_by(member)
    fence = fences_seen_by(member, prices).get(report.fence)
    may = moves(member, report)
    facts = {
        "report": report,
        "place": _place(request, report.place),
        "steps": report.steps.select_related("by", "by__office"),
        "documents": report.documents.select_related("member"),
        "prices": prices,
        "price": prices.of(report.fence),
        "fence": fence,
        "gone": gone(member, report, fence),
        "moving": moving if may else None,
        "noting": noting,
        "enters": may and not member.neutral and not report.fence and report.kind != "missing" and not report.over,
    }
    return render(request, "register/report.html", facts, status=status)


def _place(request: Asked, place: str) -> str:
    """What people call the site or the link of a report; its id where it is gone or withheld."""
    return dict(places(request.member, request.lang)).get(place, place.partition("/")[2]) if place else ""


def fence_named(request: Asked, key: str) -> BookFence:
    """A fence of the book that the member sees."""
    found = fences_seen_by(request.member, prices_seen_by(request.member)).get(key)
    if found is None:
        raise Http404
    return found
