"""The page of focal points: to whom in each office reports go."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import LEADERS, MEMBERS
from unfence.workspace.register.forms import sides
from unfence.workspace.register.models import FocalPoint


@page("register/points/", see=MEMBERS, act=LEADERS)
def points(request: Asked) -> HttpResponse:
    """Who the focal points are; a leader names the own office's, the secretary any."""
    member = request.member
    if request.method == "POST":
        office = Office.objects.filter(key=request.POST.get("office", member.office.key)).first()
        if office is None or not _may(member, office):
            raise PermissionDenied
        name = request.POST.get("member", "")
        named = Member.objects.filter(office=office, is_active=True, name=name).first()
        if named is None:
            raise UnfenceError("workspace.point_unknown", name=name, office=office.key)
        FocalPoint.objects.update_or_create(office=office, defaults={"member": named})
        record(request, "register.named", named, office=office.key)
        return redirect("register.points")
    held = {point.office_id: point.member for point in FocalPoint.objects.select_related("member")}
    names = member.role in LEADERS
    lines = [
        (office, held.get(office.pk), office.members.filter(is_active=True) if names and _may(member, office) else None)
        for office in sides()
    ]
    return render(request, "register/points.html", {"lines": lines})


def _may(member: Member, office: Office) -> bool:
    """Whether a leader may name the focal point of an office."""
    return member.neutral or member.of(office)
