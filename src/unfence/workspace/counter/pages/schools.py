"""The pages of school places: what each side's schools keep open for children of the other side, and what is left."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.audit.models import record
from unfence.workspace.counter.forms import School
from unfence.workspace.counter.models import SCHOOL, Item, Quota
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import LEADER, NOBODY, OFFICER

OF_A_SIDE = frozenset({LEADER})
FIELDS = ("name", "name_zh", "year", "places")


@page("schools/", act=OF_A_SIDE)
def schools(request: Asked) -> HttpResponse:
    """Every school with its places; a leader adds one of the own side."""
    form = School(request.lang, request.POST or None) if request.member.role in OF_A_SIDE else None
    if request.method == "POST" and form and form.is_valid():
        held = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            with transaction.atomic():
                made = Quota.objects.create(office=request.member.office, **held)
        except IntegrityError:
            form.add_error(
                "name", say("error.workspace.school_there", request.lang, name=held["name"], year=held["year"])
            )
        else:
            record(request, "counter.school", made, places=made.places)
            return redirect("counter.schools")
    facts = {
        "quotas": Quota.objects.select_related("office"),
        "form": form,
        "works": request.member.role in (OFFICER, LEADER),
        "items": [item for item in Item.objects.filter(kind=SCHOOL).prefetch_related("agreed") if item.in_force],
    }
    return render(request, "counter/schools.html", facts, status=422 if form and form.errors else 200)


def _own_school(request: Asked, number: int) -> Quota:
    """A school of the own side."""
    quota = get_object_or_404(Quota.objects.select_related("office").select_for_update(of=("self",)), pk=number)
    if not request.member.of(quota.office):
        raise PermissionDenied
    return quota


@page("schools/<int:number>/", see=NOBODY, act=OF_A_SIDE, load=_own_school)
def school(request: Asked, quota: Quota) -> HttpResponse:
    """Change the number of places: never below those that are granted."""
    version, places = request.POST.get("version", ""), request.POST.get("places", "")
    if not places.isdecimal() or len(places) > 6:  # noqa: PLR2004  more than all children of a province
        raise UnfenceError("workspace.places_number", value=places)
    if version != str(quota.version):
        raise UnfenceError("workspace.school_changed", school=quota.name, places=quota.places, typed=places)
    if int(places) < quota.taken:
        raise UnfenceError("workspace.places_taken", school=quota.name, places=places, taken=quota.taken)
    before = quota.places
    quota.places, quota.version = int(places), quota.version + 1
    quota.save()
    record(
        request, "counter.school", quota, before={"places": before}, after={"places": quota.places}, places=quota.places
    )
    return redirect("counter.schools")
