"""The page of the digest: what the own office has to see to, today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from unfence.workspace.matters.digest import digest as digested
from unfence.workspace.pages import Asked, page


@page("matters/digest/")
def digest(request: Asked) -> HttpResponse:
    """What is overdue, due soon, to be confirmed, to be signed, to be answered."""
    return render(request, "matters/digest.html", {"digest": digested(request.member.office, timezone.localdate())})
