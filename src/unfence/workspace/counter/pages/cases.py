"""The pages of cases: how the offices keep to the clock, the list, a new one at the counter, one case."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.counter import clock
from unfence.workspace.counter.forms import Adding, Applying, Doing
from unfence.workspace.counter.handling import NEW_WORD, MovedOnError, add, do, submit, ways
from unfence.workspace.counter.models import OPEN, Case, Item, Leg
from unfence.workspace.counter.pages.items import item_named, item_pairs
from unfence.workspace.counter.pages.outside import give_receipt
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import LEADER, NOBODY, OFFICER
from unfence.workspace.register.documents import Document, served
from unfence.workspace.register.forms import sides
from unfence.workspace.shell.pager import paged

COUNTER = frozenset({OFFICER, LEADER})
"""Who sits at a side's counter; the secretariat has none."""
RANK = {clock.RED: 0, clock.AMBER: 1, clock.GREEN: 2}
YEAR = timedelta(days=365)


@page("counter/", menu="counter.menu")
def counter(request: Asked) -> HttpResponse:
    """How the offices keep to the clock, and every case that the member sees: what is late or due first."""
    asked = request.GET.get("state", OPEN)
    cases = Case.objects.seen_by(request.member).whole()
    if asked == OPEN:
        cases = cases.filter(state=OPEN)
    if office := request.GET.get("office", ""):
        cases = cases.filter(legs__office__key=office, legs__done=None)
    far = timezone.localdate() + YEAR
    lines = sorted(cases, key=lambda case: (case.over, RANK[case.leg.colour], case.leg.next_by or far, -case.pk))
    facts = {
        "paged": paged(request, lines),
        "records": records(),
        "offices": sides(),
        "asked": {"state": asked, "office": office},
        "rule": {"first": clock.FIRST, "whole": clock.WHOLE, "enough": clock.ENOUGH},
        "works": request.member.role in COUNTER,
    }
    return render(request, "counter/counter.html", facts)


def records() -> list[tuple[object, clock.Record]]:
    """How each side's office has kept to the clock in the last twelve months."""
    today = timezone.localdate()
    legs = list(Leg.objects.filter(got__gte=today - YEAR).select_related("office"))
    return [
        (office, clock.record_of((leg.part for leg in legs if leg.office_id == office.pk), today)) for office in sides()
    ]


@page("counter/items/<slug:key>/apply/", see=COUNTER, act=COUNTER, load=item_named)
def apply(request: Asked, item: Item) -> HttpResponse:
    """Take a case at the counter."""
    if not item.in_force:
        raise UnfenceError("workspace.item_proposal", item=item.key)
    form = Applying(request.lang, item, request.member.office, request.POST or None)
    if request.method == "POST" and form.is_valid():
        case, word = submit(form.application(), request.member)
        return give_receipt(request, case, word)
    facts = {"form": form, "item": item, "pairs": item_pairs(item)}
    return render(request, "counter/apply.html", facts, status=422 if form.errors else 200)


def case_seen(request: Asked, code: str) -> Case:
    """A case that the member sees; who acts on it holds it until they are done."""
    cases = Case.objects.seen_by(request.member).whole()
    if request.method == "POST":
        cases = cases.select_for_update(of=("self",))
    return get_object_or_404(cases, code=code)


def _handled(request: Asked, code: str) -> Case:
    """A case that the member sees; to do a step it has to lie at their office."""
    found = case_seen(request, code)
    if request.method == "POST" and not handles(request.member, found):
        raise PermissionDenied
    return found


def handles(member: Member, case: Case) -> bool:
    """Whether a case lies at a member's office, and they work on cases."""
    return member.role in COUNTER and member.of(case.handler)


@page("counter/cases/<slug:code>/", act=COUNTER, load=_handled)
def case(request: Asked, case: Case) -> HttpResponse:
    """One case; the office at which it lies does the next step."""
    if request.method != "POST":
        return shown(request, case, None, Adding(request.lang), 200)
    sent = request.POST.get("version", "")
    if request.POST.get("do") == NEW_WORD:
        word = do(case, request.member, int(sent) if sent.isdecimal() else 0, NEW_WORD)
        return give_receipt(request, case, word or "")
    form, status = _doing(request, case, request.POST), 422
    if form.is_valid():
        held = form.cleaned_data
        try:
            do(case, request.member, held["version"], held["action"], held["note"], form.chosen())
        except MovedOnError as error:
            again = request.POST.copy()
            again["version"] = str(case.version)
            form, status = _doing(request, case, again), 409
            form.is_valid()
            form.add_error(None, error.say(request.lang))
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("counter.case", case.code)
    elif sent.isdecimal() and int(sent) != case.version:  # the step that was chosen is no longer there
        form.add_error(None, MovedOnError(case).say(request.lang))
        status = 409
    return shown(request, case_seen(request, case.code), form, Adding(request.lang), status)


def _doing(request: Asked, case: Case, sent: object = None) -> Doing:
    return Doing(request.lang, ways(case), case.papers[0], case.version, sent)


def _worked_on(request: Asked, code: str) -> Case:
    """A case that the member may read with everything personal in it: a leader or officer of one of its offices."""
    found = case_seen(request, code)
    if not found.personal_to(request.member):
        raise PermissionDenied
    return found


@page("counter/cases/<slug:code>/notes/", see=NOBODY, act=COUNTER, load=_worked_on)
def case_notes(request: Asked, case: Case) -> HttpResponse:
    """Add a word or a document: both offices may, at any time."""
    form = Adding(request.lang, request.POST, request.FILES)
    if form.is_valid():
        try:
            add(case, request.member, form.cleaned_data["text"], form.cleaned_data["document"])
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("counter.case", case.code)
    return shown(request, case, None, form, 422)


def _document(request: Asked, code: str, number: int) -> Document:
    """A document of a case: who may read all of the case may have it."""
    return get_object_or_404(_worked_on(request, code).documents, pk=number)


@page("counter/cases/<slug:code>/documents/<int:number>/", see=COUNTER, load=_document)
def case_document(_request: Asked, document: Document) -> HttpResponse:
    """A document, to be saved."""
    return served(document)


def shown(request: Asked, case: Case, doing: Doing | None, adding: Adding, status: int) -> HttpResponse:
    """The page of one case; who may not read what is personal sees where it is, and nothing else."""
    member = request.member
    bring, spared = case.papers
    personal = case.personal_to(member)
    mine = handles(member, case)
    open_here = mine and not case.over
    today = timezone.localdate()
    facts = {
        "case": case,
        "personal": personal,
        "bring": bring,
        "spared": spared,
        "legs": [(leg, leg.part.done_by(today)) for leg in case.legs.all()],
        "areas": [(office, case.areas.get(office.key)) for office in (case.first, case.second)] if case.areas else (),
        "steps": case.steps.select_related("by", "by__office"),
        "documents": case.documents.select_related("member") if personal else (),
        "doing": (doing or _doing(request, case)) if open_here else None,
        "adding": adding if personal else None,
        "mine": mine,
    }
    return render(request, "counter/case.html", facts, status=status)
