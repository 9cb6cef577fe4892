"""The pages between the register and the book: a report becomes a fence by one step, a fence names its reports."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.books.cells import Form, typed
from unfence.workspace.books.findings import elsewhere
from unfence.workspace.books.revise import Edit, RefusedError, TouchedError, revise
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import LEADER, OFFICER
from unfence.workspace.register.models import Report
from unfence.workspace.register.moving import tie
from unfence.workspace.register.pages.reports import fence_named, report_seen
from unfence.workspace.register.prices import BookFence, fences_seen_by, prices_seen_by

OF_THE_OWNER = frozenset({OFFICER, LEADER})
"""The rows of the book are its sides'; the secretary writes none of theirs."""


def _entered_by(request: Asked, code: str) -> Report:
    """A report that is to become a fence: its owner's, not in the book yet."""
    found = report_seen(request, code)
    if not request.member.of(found.owner):
        raise PermissionDenied
    if found.fence:
        raise UnfenceError("workspace.report_in_book", number=found.code, fence=found.fence)
    if found.kind == "missing":
        raise UnfenceError("workspace.report_missing", number=found.code)
    return found


@page("register/<slug:code>/fence/", see=OF_THE_OWNER, act=OF_THE_OWNER, load=_entered_by)
def enter(request: Asked, report: Report) -> HttpResponse:
    """Make a report a fence of the book, or say which fence of the book it is."""
    if request.method != "POST":
        return _form(request, report, Form(request.member, request.lang), row_of(report), {}, 200)
    if request.POST.get("do") == "tie":
        return _tied(request, report)
    values = typed("fences", request.POST)
    form, told, status = Form(request.member, request.lang), dict[str, object](), 422
    try:
        made = revise(request.member, [Edit("fences", values["id"], 0, values)], note=report.code)
    except TouchedError:
        told, status = {"there": values["id"]}, 409
    except RefusedError as error:
        here = error.draft.at("fences", values["id"])
        form = Form(request.member, request.lang, findings=here)
        told = {"elsewhere": elsewhere(request.member, request.lang, error.draft, here)}
    except UnfenceError as error:
        told = {"mistake": error.say(request.lang)}
    else:
        tie(report, request.member, values["id"], made.number)
        return redirect("register.report", report.code)
    return _form(request, report, form, values, told, status)


def _tied(request: Asked, report: Report) -> HttpResponse:
    fence = request.POST.get("fence", "")
    if fence not in fences_seen_by(request.member, prices_seen_by(request.member)):
        told = {"mistake": UnfenceError("workspace.report_no_fence", fence=fence).say(request.lang)}
        return _form(request, report, Form(request.member, request.lang), row_of(report), told, 422)
    tie(report, request.member, fence)
    return redirect("register.report", report.code)


def row_of(report: Report) -> Mapping[str, str]:
    """A row of ``fences`` as a report suggests it; its evidence names the report."""
    size = f"{report.size:g}" if report.size is not None and report.kind != "ban" else ""
    return {
        "id": report.code.lower(),
        "name": report.title,
        "name_zh": report.title if not report.title.isascii() else "",
        "between": f"{report.owner.key};{report.other.key}",
        "commodities": ";".join(report.crosses),
        "kind": report.kind,
        "size": size,
        "evidence": report.code,
        "source": report.code,
        "confidence": "derived" if report.size is not None else "assumed",
    }


def _form(
    request: Asked, report: Report, form: Form, values: Mapping[str, str], told: Mapping[str, object], status: int
) -> HttpResponse:
    fences = fences_seen_by(request.member, prices_seen_by(request.member))
    facts = {"report": report, "cells": form.cells("fences", values), "fences": list(fences.values()), **told}
    return render(request, "register/enter.html", facts, status=status)


@page("register/fences/<slug:key>/", load=fence_named)
def fence(request: Asked, fence: BookFence) -> HttpResponse:
    """A fence of the book: its price, and what was reported about it."""
    reports = Report.objects.seen_by(request.member).filter(fence=fence.key).select_related("owner")
    facts = {"fence": fence, "reports": reports, "prices": prices_seen_by(request.member)}
    return render(request, "register/fence.html", facts)
