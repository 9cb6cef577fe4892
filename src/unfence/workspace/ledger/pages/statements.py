"""The pages of statements: one year of an agreement; clear it, correct it, sign what was booked."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.ledger.balances import beside, year_of
from unfence.workspace.ledger.booking import clear, pending, settled, sign
from unfence.workspace.ledger.models import ACCRUED, Agreement, Line, Posting, Version
from unfence.workspace.ledger.pages.agreements import SIGNERS, agreement_of
from unfence.workspace.ledger.sheets import basis_of
from unfence.workspace.ledger.texts import version_for
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, NOBODY


def _year(request: Asked, key: str, year: int) -> tuple[Agreement, Version, int]:
    """A year of an agreement that the member sees, with the version that holds in it."""
    agreement = agreement_of(request, key)
    version = version_for(agreement, year)
    if version is None:
        raise Http404
    return agreement, version, year


@page("ledger/<slug:key>/<int:year>/", load=_year)
def statement(request: Asked, asked: tuple[Agreement, Version, int]) -> HttpResponse:
    """The statement of one year: who pays whom how much, why, on what basis; who has signed."""
    return _shown(request, asked, "", 200)


@page("ledger/<slug:key>/<int:year>/clear/", see=NOBODY, act=EDITORS, load=_year)
def book(request: Asked, asked: tuple[Agreement, Version, int]) -> HttpResponse:
    """Clear the year, or book the correction that later facts ask for."""
    agreement, _, year = asked
    try:
        clear(request.member, agreement, year)
    except UnfenceError as error:
        return _shown(request, asked, error.say(request.lang), 422)
    return redirect("ledger.statement", agreement.key, year)


def _posting(request: Asked, key: str, number: int) -> Posting:
    """A posting of an agreement that the member's office is a party of."""
    agreement = agreement_of(request, key)
    found = agreement.postings.filter(number=number).first()
    if found is None:
        raise Http404
    if not agreement.offices.filter(pk=request.member.office_id).exists():
        raise PermissionDenied
    return found


@page("ledger/<slug:key>/postings/<int:number>/sign/", see=NOBODY, act=SIGNERS, load=_posting)
def signed(request: Asked, posting: Posting) -> HttpResponse:
    """Sign a clearing or a correction for the own office."""
    sign(request.member, posting)
    return redirect("ledger.statement", posting.agreement.key, posting.year)


def _shown(request: Asked, asked: tuple[Agreement, Version, int], mistake: str, status: int) -> HttpResponse:
    agreement, version, year = asked
    lang, member = request.lang, request.member
    lines = list(agreement.lines.filter(year=year).select_related("posting", "posting__member"))
    troubles, coming = _outlook(request, agreement, year)
    facts = {
        "agreement": agreement,
        "version": version,
        "held": year_of(agreement, year),
        "names": {office.key: office for office in agreement.offices.all()},
        "due": [_row(line, agreement, request) for line in lines if line.account != ACCRUED],
        "accrued": [_row(line, agreement, request) for line in lines if line.account == ACCRUED],
        "coming": [_row(line, agreement, request) for line in coming],
        "troubles": troubles,
        "books": member.role in EDITORS,
        "signings": [_signing(request, posting) for posting in agreement.postings.filter(year=year) if posting.to_sign],
        "beside": (found := beside(member, agreement, version, year)),
        "beside_said": [part.say(lang) for part in found.parties],
        "mistake": mistake,
    }
    return render(request, "ledger/statement.html", facts, status=status)


def _outlook(request: Asked, agreement: Agreement, year: int) -> tuple[list[str], list[Line]]:
    """What keeps a year from being cleared, and what correcting it would book."""
    try:
        return settled(agreement, year).said(request.lang), pending(agreement, year)
    except UnfenceError as error:
        return [error.say(request.lang)], []


def _row(line: Line, agreement: Agreement, request: Asked) -> dict[str, object]:
    names = {office.key: office.named(request.lang) for office in agreement.offices.all()}
    return {
        "line": line,
        "payer": names.get(line.payer, line.payer),
        "payee": names.get(line.payee, line.payee),
        "basis": basis_of(line, request.lang),
    }


def _signing(request: Asked, posting: Posting) -> dict[str, object]:
    """A posting that is to be signed: by whom it is, by whom it is not yet, whether this member may."""
    held = {s.office_id: s for s in posting.signatures.select_related("member")}
    offices = list(posting.agreement.offices.all())
    mine = request.member.role in SIGNERS and request.member.office in offices
    return {
        "posting": posting,
        "by": [(office, held.get(office.pk)) for office in offices],
        "signs": mine and request.member.office_id not in held,
    }
