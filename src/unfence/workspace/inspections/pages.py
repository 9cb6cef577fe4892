"""The pages of inspections: the list, a new one, its code to be printed, who recognises what, and the checkpoint."""

from io import BytesIO
from pathlib import Path
from typing import ClassVar

import segno
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import Lang
from unfence.workspace.audit.models import record
from unfence.workspace.counter.forms import offer
from unfence.workspace.inspections.codes import write_keys
from unfence.workspace.inspections.models import (
    KINDS,
    LIST_DAYS,
    LONGEST,
    Inspection,
    Key,
    Recognition,
    inspect,
    keys_for,
    replace_key,
    take_back,
)
from unfence.workspace.inspections.window import use
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Office
from unfence.workspace.people.roles import LEADER, NOBODY, OFFICER
from unfence.workspace.register.forms import sides
from unfence.workspace.shell.forms import SaidForm, choices
from unfence.workspace.shell.pager import paged

INSPECTORS = frozenset({OFFICER, LEADER})
OF_A_SIDE = frozenset({LEADER})


class Inspecting(SaidForm):
    """An inspection in which everything that is ticked was in order."""

    said: ClassVar[str] = "inspections.inspecting"
    vehicle = forms.CharField(max_length=20, widget=forms.TextInput({"autocomplete": "off"}))
    cargo = forms.CharField(max_length=60)
    kinds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    seal = forms.CharField(max_length=30, required=False)
    hours = forms.IntegerField(min_value=1, max_value=LONGEST, initial=24)

    def __init__(self, lang: Lang, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        offer(self, "kinds", choices("inspections.kinds", KINDS, lang))


class Scanning(SaidForm):
    """A code as a scanner types it."""

    said: ClassVar[str] = "inspections.scanning"
    text = forms.CharField(max_length=2000, widget=forms.TextInput({"autocomplete": "off", "autofocus": True}))


@page("inspections/", menu="inspections.menu")
def inspections(request: Asked) -> HttpResponse:
    """Every inspection of the area, the newest first: both sides see what they recognise."""
    held = Inspection.objects.select_related("office", "taken_back")
    facts = {"paged": paged(request, held), "now": timezone.now(), "works": request.member.role in INSPECTORS}
    return render(request, "inspections/inspections.html", facts)


@page("inspections/new/", see=INSPECTORS, act=INSPECTORS)
def new_inspection(request: Asked) -> HttpResponse:
    """Record an inspection and sign it."""
    form = Inspecting(request.lang, request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        vehicle = held["vehicle"].replace(" ", "").upper()
        made = inspect(request.member, vehicle, held["cargo"], held["kinds"], held["hours"], held["seal"])
        return redirect("inspections.inspection", made.code)
    return render(request, "inspections/new.html", {"form": form}, status=422 if form.errors else 200)


def _inspection(request: Asked, code: str) -> Inspection:
    """An inspection: every member sees all; only the side that made it takes it back."""
    found = get_object_or_404(Inspection.objects.select_related("office", "by", "key", "taken_back"), code=code)
    if request.method == "POST" and not request.member.of(found.office):
        raise PermissionDenied
    return found


@page("inspections/<slug:code>/", act=OF_A_SIDE, load=_inspection)
def inspection(request: Asked, inspection: Inspection) -> HttpResponse:
    """One inspection with its code to print; a leader of its side takes it back."""
    if request.method == "POST":
        take_back(inspection, request.member, request.POST.get("reason", ""))
        return redirect("inspections.inspection", inspection.code)
    facts = {
        "inspection": inspection,
        "now": timezone.now(),
        "recognised": [(o, recognised_by(o, inspection)) for o in sides() if o != inspection.office],
        "leads": request.member.role in OF_A_SIDE and request.member.of(inspection.office),
    }
    return render(request, "inspections/inspection.html", facts)


def recognised_by(office: Office, inspection: Inspection) -> list[str]:
    """The kinds of an inspection that a side recognises."""
    known = set(Recognition.objects.filter(office=office, of=inspection.office).values_list("kind", flat=True))
    return [kind for kind in inspection.kinds if kind in known]


@page("inspections/<slug:code>/code.svg", load=_inspection)
def code_svg(_request: Asked, inspection: Inspection) -> HttpResponse:
    """The code as a picture."""
    picture = BytesIO()
    drawn = segno.make(inspection.text, error="m", micro=False)
    drawn.save(picture, kind="svg", scale=4, border=4, xmldecl=False, svgclass=None, lineclass=None)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@page("recognition/", act=OF_A_SIDE)
def recognition(request: Asked) -> HttpResponse:
    """Which side recognises which kinds of inspection of the other; a leader says it for the own side."""
    member = request.member
    if request.method == "POST":
        _recognise(request)
        return redirect("inspections.recognition")
    held = {(one.office_id, one.of_id, one.kind) for one in Recognition.objects.all()}
    offices = sides()
    lines = [
        (office, of, kinds, any(ticked for _, ticked in kinds), member.of(office))
        for office in offices
        for of in offices
        if office != of
        for kinds in [[(kind, (office.pk, of.pk, kind) in held) for kind in KINDS]]
    ]
    facts = {
        "lines": lines,
        "keys": Key.objects.select_related("office"),
        "leads": member.role in OF_A_SIDE,
        "days": LIST_DAYS,
    }
    return render(request, "inspections/recognition.html", facts)


def _recognise(request: Asked) -> None:
    """What the form says about one other side: of the ticked kinds each is recognised, of the others none."""
    own = request.member.office
    named = request.POST.get("of", "")
    of = next((office for office in sides() if office.key == named and office != own), None)
    if of is None:
        raise UnfenceError("workspace.recognise_whom", name=named)
    wanted = set(request.POST.getlist("kinds")) & set(KINDS)
    held = Recognition.objects.filter(office=own, of=of)
    before = set(held.values_list("kind", flat=True))
    held.exclude(kind__in=wanted).delete()
    for kind in sorted(wanted - before):
        Recognition.objects.create(office=own, of=of, kind=kind, by=request.member)
    if wanted != before:
        record(request, "inspections.recognised", of, before=sorted(before), after=sorted(wanted), kinds=sorted(wanted))


@page("recognition/key/", see=NOBODY, act=OF_A_SIDE)
def new_key(request: Asked) -> HttpResponse:
    """Replace the own side's key; a lost one is struck off."""
    replace_key(request.member.office, request.member, lost=request.POST.get("do") == "lost")
    return redirect("inspections.recognition")


def _own_side(request: Asked) -> Office:
    """The side whose checkpoint asks: the member's own; the secretariat has none."""
    if request.member.neutral:
        raise PermissionDenied
    return request.member.office


@page("checkpoint/keys.json", see=INSPECTORS, load=_own_side)
def checkpoint_keys(request: Asked, office: Office) -> HttpResponse:
    """The list of keys that a checkpoint of the own side takes along, for ``unfence verify-code``."""
    record(request, "inspections.list", office)
    headers = {"Content-Disposition": f'attachment; filename="keys-{office.key}.json"'}
    return HttpResponse(write_keys(keys_for(office)), content_type="application/json", headers=headers)


@page("checkpoint/", see=INSPECTORS, act=INSPECTORS, load=_own_side)
def checkpoint(request: Asked, office: Office) -> HttpResponse:
    """A checkpoint that has a network: the same verdict as without one, and the same window."""
    form = Scanning(request.lang, request.POST or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        window = Path(settings.DATA) / "checkpoints" / f"{office.key}.sqlite3"
        verdict = use(form.cleaned_data["text"], keys_for(office), timezone.now(), window)
        code = verdict.code
        record(request, "inspections.checked", code.serial if code else "", verdict=verdict.reason)
        form = Scanning(request.lang)
    made = Inspection.objects.filter(serial=verdict.code.serial).first() if verdict and verdict.code else None
    facts = {"form": form, "verdict": verdict, "made": made, "side": office, "days": LIST_DAYS}
    return render(request, "inspections/checkpoint.html", facts, status=422 if form.errors else 200)
