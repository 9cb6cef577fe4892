"""The pages of decisions: write the text that both sides are asked to sign, and sign it."""

from django.http import HttpResponse
from django.shortcuts import redirect

from unfence.errors import UnfenceError
from unfence.workspace.matters.forms import DecisionForm
from unfence.workspace.matters.models import Matter
from unfence.workspace.matters.pages.matters import matter_seen, shown
from unfence.workspace.matters.settling import OutdatedError, draft, sign
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, LEADER, NOBODY


@page("matters/<slug:code>/decision/", see=NOBODY, act=EDITORS, load=matter_seen)
def decide(request: Asked, matter: Matter) -> HttpResponse:
    """Write another text of the decision; whoever signed the one before has to sign again."""
    form = DecisionForm(request.lang, request.POST)
    status = 422
    if form.is_valid():
        try:
            draft(matter, request.member, form.cleaned_data["text"], form.cleaned_data["looked_at"])
        except OutdatedError as error:
            sent = request.POST.copy()
            latest = matter.decision
            sent["looked_at"] = str(latest.pk if latest else 0)
            form = DecisionForm(request.lang, sent)
            form.add_error("text", error.say(request.lang))
            status = 409
        except UnfenceError as error:
            form.add_error("text", error.say(request.lang))
        else:
            return redirect("matters.matter", matter.code)
    return shown(request, matter, drafting=form, status=status)


@page("matters/<slug:code>/sign/", see=NOBODY, act=frozenset({LEADER}), load=matter_seen)
def agree(request: Asked, matter: Matter) -> HttpResponse:
    """Sign the decision as it was read."""
    read = request.POST.get("decision", "")
    sign(matter, request.member, int(read) if read.isdecimal() and len(read) < 10 else 0)  # noqa: PLR2004
    return redirect("matters.matter", matter.code)
