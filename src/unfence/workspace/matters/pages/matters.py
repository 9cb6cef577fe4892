"""The pages of matters: what is open and what its delay costs, one matter, its text, its end."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.matters.delays import Delay, Figures, figures_seen_by
from unfence.workspace.matters.forms import DecisionForm, MatterForm, OutcomeForm, TaskForm
from unfence.workspace.matters.models import Matter, Meeting
from unfence.workspace.matters.settling import OutdatedError, change_matter, close_matter, raise_matter
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, LEADER, NOBODY
from unfence.workspace.register.forms import sides
from unfence.workspace.shell.pager import paged


@dataclass(frozen=True)
class Line:
    """A matter with what a month of delay costs."""

    matter: Matter
    delay: Delay | None

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Open before closed, the dearest delay first, then the oldest."""
        return (bool(self.matter.closed), -(self.delay.monthly if self.delay else -1.0), self.matter.pk)


def lines_of(matters: list[Matter], figures: Figures) -> list[Line]:
    """Matters, the dearest delay first."""
    return sorted((Line(matter, figures.delay(matter)) for matter in matters), key=lambda line: line.rank)


@page("matters/", menu="matters.menu")
def matters(request: Asked) -> HttpResponse:
    """Every matter that the member sees, the dearest delay first."""
    figures = figures_seen_by(request.member)
    closed = request.GET.get("closed") == "1"
    found = Matter.objects.seen_by(request.member)
    if not closed:
        found = found.filter(closed=None)
    held = list(found.prefetch_related("offices", "decisions__signatures", "tasks"))
    facts = {
        "paged": paged(request, lines_of(held, figures)),
        "figures": figures,
        "closed": closed,
        "edits": request.member.role in EDITORS,
    }
    return render(request, "matters/matters.html", facts)


@page("matters/new/", see=EDITORS, act=EDITORS)
def new(request: Asked) -> HttpResponse:
    """Raise a matter."""
    if len(sides()) < 2:  # noqa: PLR2004  a border has two sides
        raise UnfenceError("workspace.no_book")
    form = MatterForm(request.lang, request.member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = raise_matter(request.member, form.content(), form.chosen())
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("matters.matter", made.code)
    facts = {"form": form, "title": "matters.new", "lead": "matters.new_lead"}
    return render(request, "matters/form.html", facts, status=422 if form.errors else 200)


def matter_seen(request: Asked, code: str) -> Matter:
    """A matter that the member's office takes part in; who acts on it holds it until they are done."""
    found = Matter.objects.seen_by(request.member)
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, code=code)


@page("matters/<slug:code>/", load=matter_seen)
def matter(request: Asked, matter: Matter) -> HttpResponse:
    """One matter: what it costs to wait, what is decided, who has signed, what is being done."""
    return shown(request, matter)


@page("matters/<slug:code>/change/", see=EDITORS, act=EDITORS, load=matter_seen)
def change(request: Asked, matter: Matter) -> HttpResponse:
    """Write a matter otherwise."""
    form = MatterForm(request.lang, request.member, request.POST or None, matter=matter)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_matter(matter, request.member, form.cleaned_data["version"], form.content())
            except OutdatedError as error:
                sent = request.POST.copy()
                sent["version"] = str(matter.version)
                form = MatterForm(request.lang, request.member, sent, matter=matter)
                form.add_error(None, error.say(request.lang))
                status = 409
            except UnfenceError as error:
                form.add_error(None, error.say(request.lang))
            else:
                return redirect("matters.matter", matter.code)
    facts = {"form": form, "title": "matters.change", "now": matter if status == 409 else None}  # noqa: PLR2004
    return render(request, "matters/form.html", facts, status=status)


@page("matters/<slug:code>/close/", see=NOBODY, act=EDITORS, load=matter_seen)
def close(request: Asked, matter: Matter) -> HttpResponse:
    """Close a matter, or open it again."""
    form = OutcomeForm(request.lang, request.POST)
    if form.is_valid():
        try:
            close_matter(matter, request.member, form.cleaned_data["outcome"])
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("matters.matter", matter.code)
    return shown(request, matter, outcome=form, status=422)


def shown(
    request: Asked,
    matter: Matter,
    *,
    drafting: DecisionForm | None = None,
    tasking: TaskForm | None = None,
    outcome: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one matter, with forms as they were sent if something is wrong with them."""
    member = request.member
    figures = figures_seen_by(member)
    latest = matter.decision
    edits = member.role in EDITORS
    signed = latest is not None and latest.signatures.filter(office=member.office).exists()
    takes_part = matter.offices.filter(pk=member.office_id).exists()
    text = {"looked_at": latest.pk if latest else 0, "text": latest.text if latest else ""}
    facts = {
        "matter": matter,
        "figures": figures,
        "delay": figures.delay(matter),
        "ties": figures.ties(matter),
        "latest": latest,
        "earlier": list(matter.decisions.exclude(pk=latest.pk)) if latest else [],
        "moved": figures.moved(latest) if latest else [],
        "newer": latest is not None and figures.number not in (0, latest.study),
        "signs": bool(latest) and not signed and takes_part and member.role == LEADER and not matter.closed,
        "tasks": matter.tasks.select_related("lead__office", "partner__office", "done_by"),
        "items": matter.items.select_related("meeting").filter(meeting__in=Meeting.objects.seen_by(member)),
        "edits": edits,
        "drafting": drafting or DecisionForm(request.lang, initial=text),
        "tasking": tasking or TaskForm(request.lang, matter),
        "outcome": outcome or OutcomeForm(request.lang),
    }
    return render(request, "matters/matter.html", facts, status=status)
