"""The pages for people outside: what can be applied for online, and how far a case is. Nobody logs in here.

A case's status is told to who has its number and its short word; it says where the case lies, which papers are missing
and by when the office has to answer, and nothing about who applies. Both have to be sent by a form, so that they stand
in no address. Whether the number or the word was wrong is not said.
"""

import time
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.counter.forms import Applying, Asking
from unfence.workspace.counter.handling import submit
from unfence.workspace.counter.knocks import WINDOW, knock, too_many
from unfence.workspace.counter.models import ONLINE, Case, Item
from unfence.workspace.counter.pages.items import item_pairs
from unfence.workspace.counter.shortword import digest_of, fits
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EVERYONE

RECEIPT = "counter.receipt"
KEPT = 15 * 60
"""Seconds for which a receipt can be looked at again, by the browser that got it."""


@page("status/", see=EVERYONE, act=EVERYONE)
def status(request: Asked) -> HttpResponse:
    """How far a case is."""
    form = Asking(request.lang, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "counter/status.html", {"form": form}, status=422 if form.errors else 200)
    code, address = form.cleaned_data["code"].strip().upper(), _address(request)
    if too_many("wrong", code, address):
        form.add_error(None, _wait(request))
        return render(request, "counter/status.html", {"form": form}, status=429)
    case = Case.objects.whole().filter(code=code).first()
    kept = case.word if case else digest_of("", "")
    if not fits(code, form.cleaned_data["word"], kept) or case is None:
        knock("wrong", code, address)
        form.add_error(None, say("counter.outside.unknown", request.lang))
        return render(request, "counter/status.html", {"form": form}, status=422)
    part = case.leg.part
    today = timezone.localdate()
    facts = {
        "case": case,
        "office": case.handler,
        "answer_by": part.next_by(today),
        "red": not case.over and part.colour(today) == "red",
    }
    return render(request, "counter/status.html", facts)


@page("apply/", see=EVERYONE)
def online(request: Asked) -> HttpResponse:
    """What can be applied for online."""
    items = [item for item in Item.objects.filter(mode=ONLINE).prefetch_related("agreed") if item.in_force]
    return render(request, "counter/online.html", {"items": items})


def _online_item(_request: HttpRequest, key: str) -> Item:
    """An item that is open to everybody: all online, agreed to by both sides."""
    return get_object_or_404(Item.objects.prefetch_related("agreed", "papers__office"), key=key, mode=ONLINE)


@page("apply/<slug:key>/", see=EVERYONE, act=EVERYONE, load=_online_item)
def apply_online(request: Asked, item: Item) -> HttpResponseBase:
    """Apply for it."""
    if not item.in_force:
        raise UnfenceError("workspace.item_proposal", item=item.key)
    form = Applying(request.lang, item, None, request.POST or None)
    wrong = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        if too_many("sent", item.key, _address(request)):
            form.add_error(None, _wait(request))
            wrong = 429
        else:
            knock("sent", item.key, _address(request))
            case, word = submit(form.application(), None)
            return give_receipt(request, case, word)
    facts = {"form": form, "item": item, "pairs": item_pairs(item)}
    return render(request, "counter/apply_online.html", facts, status=wrong)


def give_receipt(request: Asked, case: Case, word: str) -> HttpResponse:
    """Send a browser on to the receipt, which only it can see, for a while."""
    request.session[RECEIPT] = {"code": case.code, "word": word, "until": time.time() + KEPT}
    return redirect("counter.receipt")


@page("receipt/", see=EVERYONE)
def receipt(request: Asked) -> HttpResponse:
    """A case's number and short word, to be printed or written down."""
    held = cast("dict[str, object] | None", request.session.get(RECEIPT))
    if held and float(str(held["until"])) < time.time():
        del request.session[RECEIPT]
        held = None
    case = Case.objects.whole().filter(code=held["code"]).first() if held else None
    bring = case.papers[0] if case else ()
    facts = {"case": case, "word": held["word"] if held else "", "bring": bring}
    facts["where"] = request.build_absolute_uri("/status/")
    return render(request, "counter/receipt.html", facts)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _wait(request: Asked) -> str:
    return say("counter.outside.wait", request.lang, minutes=int(WINDOW.total_seconds() // 60))
