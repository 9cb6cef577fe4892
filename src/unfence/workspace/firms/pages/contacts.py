"""The pages of contacts: all of them, a new one, one with its history and the check of what it saves."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.firms.dealing import (
    ContactMovedError,
    check_again,
    check_seen,
    make_contact,
    move,
    moves,
)
from unfence.workspace.firms.forms import Contacting, OutcomeForm, sides
from unfence.workspace.firms.models import NEXT, Contact
from unfence.workspace.firms.park import Park, park_seen_by
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, MEMBERS, NOBODY
from unfence.workspace.shell.pager import paged

ASKED = ("what", "commodity", "seller", "seller_name", "buyer", "buyer_name", "other")
STATES = tuple(NEXT)


@page("firms/contacts/")
def contacts(request: Asked) -> HttpResponse:
    """Every contact that the member sees: open ones first, those longest without a step first."""
    found = Contact.objects.seen_by(request.member).select_related("office", "other")
    state = request.GET.get("state", "")
    if state in STATES:
        found = found.filter(state=state)
    lines = sorted(found, key=_rank)
    park = park_seen_by(request.member)
    facts = {
        "paged": paged(request, lines),
        "state": state,
        "states": STATES,
        "currency": park.currency,
        "may": request.member.role in EDITORS,
    }
    return render(request, "firms/contacts.html", facts)


@page("firms/contacts/new/", see=EDITORS, act=EDITORS)
def contact_new(request: Asked) -> HttpResponse:
    """A contact is made."""
    if len(sides()) < 2:  # noqa: PLR2004  a border has two sides
        raise UnfenceError("workspace.no_book")
    park = park_seen_by(request.member)
    given = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    if "commodity" in given:
        given.setdefault("what", park.commodity_named(given["commodity"], request.lang))
    for end in ("seller", "buyer"):
        dealer = park.dealers.get(given.get(end, ""))
        if dealer and not request.member.of(dealer.owner):
            given.setdefault("other", dealer.owner)
    form = Contacting(request.lang, request.member, park, request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        made = make_contact(request.member, form.facts(), form.cleaned_data["note"])
        return redirect("firms.contact", made.pk)
    return render(request, "firms/contact_new.html", {"form": form}, status=422 if form.errors else 200)


def _contact(request: Asked, number: int) -> Contact:
    """A contact that the member sees; to be moved on it has to be between their office and another."""
    found = Contact.objects.seen_by(request.member).select_related("office", "other", "by")
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    contact = get_object_or_404(found, pk=number)
    if request.method == "POST" and not moves(request.member, contact):
        raise PermissionDenied
    return contact


@page("firms/contacts/<int:number>/", see=MEMBERS, act=EDITORS, load=_contact)
def contact(request: Asked, contact: Contact) -> HttpResponse:
    """One contact; either side says what came of it."""
    park, status = park_seen_by(request.member), 200
    form = OutcomeForm(request.lang, park, contact, request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                move(contact, request.member, form.wanted())
            except ContactMovedError as error:
                sent = request.POST.copy()
                sent["version"] = str(contact.version)
                form, status = OutcomeForm(request.lang, park, contact, sent), 409
                form.is_valid()
                form.add_error(None, error.say(request.lang))
            except UnfenceError as error:
                form.add_error(None, error.say(request.lang))
            else:
                return redirect("firms.contact", contact.pk)
        contact.refresh_from_db()
    return _shown(request, park, contact, form, status)


@page("firms/contacts/<int:number>/check/", see=NOBODY, act=EDITORS, load=_contact)
def check(request: Asked, contact: Contact) -> HttpResponse:
    """Check the saving once more, in the book as it is now."""
    check_again(contact, request.member)
    return redirect("firms.contact", contact.pk)


def _shown(request: Asked, park: Park, contact: Contact, form: OutcomeForm, status: int) -> HttpResponse:
    lang = request.lang
    facts = {
        "contact": contact,
        "seller": contact.seller_name or park.named(contact.seller, lang),
        "buyer": contact.buyer_name or park.named(contact.buyer, lang),
        "was": park.named(contact.was, lang) if contact.was else "",
        "called": park.commodities.get(contact.commodity),
        "unit": park.unit(contact.commodity),
        "currency": park.currency,
        "check": check_seen(contact, request.member),
        "steps": contact.steps.select_related("by", "by__office"),
        "form": form if moves(request.member, contact) else None,
    }
    return render(request, "firms/contact.html", facts, status=status)


def _rank(contact: Contact) -> tuple[bool, float]:
    """Open before ended; of the open ones the longest without a step first, of the others the newest."""
    moved = contact.moved.timestamp()
    return (contact.over, -moved if contact.over else moved)
