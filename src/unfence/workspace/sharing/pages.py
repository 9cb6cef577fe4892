"""The pages of data sharing: what we let others see, what they let us see, what is asked."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.people.roles import LEADER, NOBODY, OFFICER
from unfence.workspace.sharing.forms import Terms
from unfence.workspace.sharing.granting import ask_for, give, refuse, revoke
from unfence.workspace.sharing.groups import GROUPS, groups_in
from unfence.workspace.sharing.models import ASKED, GRANTED, Grant
from unfence.workspace.sharing.sight import sight_of_office
from unfence.workspace.shell.pager import paged

ASKS = frozenset({OFFICER, LEADER})
DECIDES = frozenset({LEADER})
"""A side's leader decides what the other side sees; nobody decides it for them, the secretary neither."""
TABLED = ("sites", "plants", "markets", "links", "terminals", "fences", "measures", "trips", "trades", "tariffs")


@page("sharing/", menu="sharing.menu")
def sharing(request: Asked) -> HttpResponse:
    """What each office sees of the others, what is asked, what was decided."""
    return _sharing(request, _asking(request), _giving(request))


@page("sharing/ask/", see=NOBODY, act=ASKS)
def ask(request: Asked) -> HttpResponse:
    """Ask another side to let us see something."""
    form = _asking(request)
    return _settled(request, form, "viewer", ask_for) or _sharing(request, form, _giving(request, again=False))


@page("sharing/give/", see=NOBODY, act=DECIDES)
def offer(request: Asked) -> HttpResponse:
    """Let another side see something that nobody asked for; or less than before."""
    form = _giving(request)
    return _settled(request, form, "owner", give) or _sharing(request, _asking(request, again=False), form)


def _of_ours(request: Asked, number: int) -> Grant:
    """A grant about our own rows: only we decide on it."""
    found = get_object_or_404(
        Grant.objects.select_related("owner", "viewer").select_for_update(of=("self",)), pk=number
    )
    if not request.member.of(found.owner):
        raise PermissionDenied
    return found


@page("sharing/<int:number>/decide/", see=NOBODY, act=DECIDES, load=_of_ours)
def decide(request: Asked, grant: Grant) -> HttpResponse:
    """Grant, refuse or revoke."""
    wanted = request.POST.get("do")
    if grant.state == ASKED and wanted == "grant":
        give(grant, request.member)
    elif grant.state == ASKED and wanted == "refuse":
        refuse(grant, request.member)
    elif grant.state == GRANTED and wanted == "revoke":
        revoke(grant, request.member)
    return redirect("sharing.sharing")


def _asking(request: Asked, *, again: bool = True) -> Terms:
    return Terms(request.lang, request.member, (request.POST or None) if again else None, auto_id="ask_%s")


def _giving(request: Asked, *, again: bool = True) -> Terms:
    return Terms(request.lang, request.member, (request.POST or None) if again else None, auto_id="give_%s")


def _settled(request: Asked, form: Terms, own_is: str, step: Callable[[Grant, Member], Grant]) -> HttpResponse | None:
    """Do what a form says; None if it cannot be done, and the form says why."""
    if form.is_valid():
        try:
            step(form.grant(request.member.office, own_is=own_is), request.member)
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("sharing.sharing")
    return None


def _sharing(request: Asked, asking: Terms, giving: Terms) -> HttpResponse:
    member = request.member
    grants = Grant.objects.select_related("owner", "viewer", "asked_by", "decided_by")
    if not member.neutral:
        grants = grants.filter(Q(owner=member.office) | Q(viewer=member.office))
    offices = list(Office.objects.exclude(key=SECRETARIAT))
    mine = [o for o in offices if member.neutral or o == member.office]
    views = [(owner, viewer) for owner in mine for viewer in offices if viewer != owner]
    views += [(owner, viewer) for viewer in mine for owner in offices if owner not in mine]
    facts = {
        "views": [(owner, viewer, _levels(owner, viewer)) for owner, viewer in views],
        "groups": GROUPS,
        "waiting": grants.filter(state=ASKED),
        "paged": paged(request, grants.exclude(state=ASKED)),
        "asking": asking if member.role in ASKS else None,
        "giving": giving if member.role in DECIDES else None,
        "decides": member.role in DECIDES,
    }
    wrong = asking.errors or giving.errors
    return render(request, "sharing/sharing.html", facts, status=422 if wrong else 200)


def _levels(owner: Office, viewer: Office) -> list[tuple[str, list[str]]]:
    """What an office sees of another's tables: for each group its level, "" where the table has no such column."""
    sight = sight_of_office(viewer)
    return [(t, [sight.level(owner.key, t, g) if g in groups_in(t) else "" for g in GROUPS]) for t in TABLED]
