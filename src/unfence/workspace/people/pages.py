"""The pages of people: log in and out, come in by an invitation, the own account, the members of the offices."""

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth import login as log_in
from django.contrib.auth import logout as log_out
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.audit.models import record
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.forms import Invite, Join, Login, OwnPassword
from unfence.workspace.people.models import Invitation, Member, Office, invitation_of, invite
from unfence.workspace.people.roles import EVERYONE, LEADERS, MEMBERS, NOBODY
from unfence.workspace.people.throttle import admit, note
from unfence.workspace.shell.back import back


@page("login/", see=EVERYONE, act=EVERYONE)
def login(request: Asked) -> HttpResponse:
    """Log in; who fails too often has to wait."""
    if request.user.is_authenticated:
        return redirect(back(request))
    form = Login(request.lang, request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, address = form.cleaned_data["name"].lower(), request.META.get("REMOTE_ADDR", "")
        try:
            admit(name, address)
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
            return render(request, "people/login.html", {"form": form}, status=429)
        member = authenticate(request, username=name, password=form.cleaned_data["password"])
        note(name, address, passed=member is not None)
        if isinstance(member, Member):
            log_in(request, member)
            record(member, "people.in", address=address)
            return redirect(back(request))
        record(None, "people.failed", name, address=address)
        form.add_error(None, say("people.login.wrong", request.lang))
    return render(request, "people/login.html", {"form": form}, status=422 if form.errors else 200)


@page("logout/", see=NOBODY, act=MEMBERS)
def logout(request: Asked) -> HttpResponse:
    """Log out."""
    record(request, "people.out")
    log_out(request)
    return redirect("people.login")


def _invitation(_request: HttpRequest, token: str) -> Invitation:
    """The invitation of a link, which is all the permission that it needs."""
    return invitation_of(token)


@page("invitation/<str:token>/", see=EVERYONE, act=EVERYONE, load=_invitation)
def invitation(request: Asked, invitation: Invitation) -> HttpResponse:
    """Come in by a link: choose a name and a password."""
    form = Join(request.lang, request.POST or None, initial={"shown": invitation.shown})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            invitation.use()
            held = form.cleaned_data
            member = Member.objects.join(
                held["name"], held["password"], invitation.office, invitation.role, held["shown"], request.lang
            )
            record(member, "people.joined", member, role=member.role, office=member.office.key)
        log_in(request, member, "django.contrib.auth.backends.ModelBackend")
        return redirect("shell.home")
    facts = {"form": form, "invitation": invitation}
    return render(request, "people/invitation.html", facts, status=422 if form.errors else 200)


@page("account/", act=MEMBERS)
def account(request: Asked) -> HttpResponse:
    """The own account, and a new password."""
    form = OwnPassword(request.lang, request.POST or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        request.member.set_password(form.cleaned_data["password"])
        request.member.save()
        update_session_auth_hash(request, request.member)
        record(request, "people.password")
        return render(request, "people/account.html", {"changed": True})
    return render(request, "people/account.html", {"form": form}, status=422 if form.errors else 200)


@page("members/", act=LEADERS, menu="people.members.menu")
def members(request: Asked) -> HttpResponse:
    """Who works in the offices; a leader invites into the own office, the secretary into any."""
    leads = request.member.role in LEADERS
    form = Invite(request.lang, request.member, request.POST or None) if leads else None
    link = ""
    if request.method == "POST" and form and form.is_valid():
        office = get_object_or_404(Office, key=form.cleaned_data["office"])
        try:
            token, made = invite(office, form.cleaned_data["role"], request.member, form.cleaned_data["shown"])
        except UnfenceError as error:
            form.add_error("role", error.say(request.lang))
        else:
            record(request, "people.invited", made.shown, role=made.role, office=office.key)
            link = request.build_absolute_uri(f"/invitation/{token}/")
            form = Invite(request.lang, request.member)
    facts = {
        "form": form,
        "link": link,
        "offices": Office.objects.prefetch_related("members"),
        "invitations": _open_invitations(request.member) if leads else (),
    }
    return render(request, "people/members.html", facts, status=422 if form and form.errors else 200)


def _colleague(request: Asked, name: str) -> Member:
    """A member whom who asks may send away or take back: of the own office; the secretary: of any; never oneself."""
    member = get_object_or_404(Member.objects.select_related("office"), name=name)
    if member == request.member or not (request.member.neutral or request.member.of(member.office)):
        raise PermissionDenied
    return member


@page("members/<str:name>/active/", see=NOBODY, act=LEADERS, load=_colleague)
def active(request: Asked, member: Member) -> HttpResponse:
    """Close a member's account, or open it again; what they did stays."""
    member.is_active = not member.is_active
    member.save(update_fields=["is_active"])
    record(request, "people.opened" if member.is_active else "people.closed", member)
    return redirect("people.members")


def _own_invitation(request: Asked, number: int) -> Invitation:
    """An invitation into an office for which who asks may invite."""
    return get_object_or_404(_open_invitations(request.member), pk=number)


@page("invitations/<int:number>/withdraw/", see=NOBODY, act=LEADERS, load=_own_invitation)
def withdraw(request: Asked, invitation: Invitation) -> HttpResponse:
    """Make a link useless before it is used."""
    invitation.use()
    record(request, "people.withdrawn", invitation.shown, role=invitation.role, office=invitation.office.key)
    return redirect("people.members")


def _open_invitations(member: Member) -> QuerySet[Invitation]:
    """The links that can still be used, of the offices for which a member may invite."""
    waiting = Invitation.objects.select_related("office").filter(used=None, expires__gt=timezone.now())
    return waiting if member.neutral else waiting.filter(office=member.office)
