"""The pages of agreements: the list, a new version, one agreement with its balances, one version."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from unfence.errors import UnfenceError
from unfence.rules import RulesError
from unfence.workspace.ledger.balances import Balance, balances, payments_of, years_of
from unfence.workspace.ledger.booking import agree, broken, pay
from unfence.workspace.ledger.forms import PayForm, VersionForm
from unfence.workspace.ledger.models import Agreement, Version
from unfence.workspace.ledger.sheets import ledger_book
from unfence.workspace.ledger.texts import enter_version, shown_version
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Office
from unfence.workspace.people.roles import EDITORS, LEADER, MEMBERS, NOBODY, OFFICER, SECRETARY

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEEPER = frozenset({SECRETARY})
SIGNERS = frozenset({LEADER})
"""An agreement binds a side by its leader's signature; the secretary signs for nobody."""
PAYEES = frozenset({OFFICER, LEADER})


@dataclass(frozen=True)
class Entry:
    """One agreement in the list."""

    agreement: Agreement
    version: Version
    in_force: bool
    balances: list[Balance]


@page("ledger/", menu="ledger.menu")
def ledger(request: Asked) -> HttpResponse:
    """The agreements that the member's office is a party of, and what each party has to get or to pay."""
    entries = []
    for agreement in Agreement.objects.seen_by(request.member):
        version = shown_version(agreement)
        entries.append(Entry(agreement, version, version.signed, balances(agreement)))
    return render(request, "ledger/ledger.html", {"entries": entries, "enters": request.member.role in KEEPER})


@page("ledger/new/", see=KEEPER, act=KEEPER)
def new(request: Asked) -> HttpResponse:
    """Enter a version of an agreement, a new one or one that there is."""
    initial = {"key": request.GET.get("key", ""), "since": timezone.localdate().year}
    form = VersionForm(request.lang, request.POST or None, request.FILES or None, initial=initial)
    findings: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_version(request.member, form.draft)
        except RulesError as error:
            findings = [finding.say(request.lang) for finding in error.findings]
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("ledger.version", made.agreement.key, made.number)
    facts = {"form": form, "findings": findings, "offices": Office.objects.exclude(pk=request.member.office_id)}
    return render(request, "ledger/new.html", facts, status=422 if form.errors or findings else 200)


def agreement_of(request: Asked, key: str) -> Agreement:
    """An agreement that the member's office is a party of."""
    return get_object_or_404(Agreement.objects.seen_by(request.member), key=key)


@page("ledger/<slug:key>/", load=agreement_of)
def agreement(request: Asked, agreement: Agreement) -> HttpResponse:
    """One agreement: its versions, its years, its balances at a date."""
    return shown(request, agreement, PayForm(request.lang, request.member, agreement), 200)


def _party(request: Asked, key: str) -> Agreement:
    """An agreement that the member's office is itself a party of."""
    found = agreement_of(request, key)
    if not found.offices.filter(pk=request.member.office_id).exists():
        raise PermissionDenied
    return found


@page("ledger/<slug:key>/pay/", see=NOBODY, act=PAYEES, load=_party)
def received(request: Asked, agreement: Agreement) -> HttpResponse:
    """Say that money arrived; the office that received it says so."""
    form = PayForm(request.lang, request.member, agreement, request.POST)
    if form.is_valid():
        held = form.cleaned_data
        try:
            pay(request.member, agreement, held["payer"], form.fen, held["year"], held["note"])
        except UnfenceError as error:
            form.add_error("amount", error.say(request.lang))
        else:
            return redirect("ledger.agreement", agreement.key)
    return shown(request, agreement, form, 422)


def shown(request: Asked, agreement: Agreement, paying: PayForm, status: int) -> HttpResponse:
    """The page of one agreement."""
    on = _day(request.GET.get("on", ""))
    member = request.member
    own = agreement.offices.filter(pk=member.office_id).exists()
    names = {office.key: office.named(request.lang) for office in agreement.offices.all()}
    facts = {
        "agreement": agreement,
        "version": shown_version(agreement),
        "versions": agreement.versions.prefetch_related("consents__office"),
        "offices": list(agreement.offices.all()),
        "on": on,
        "balances": balances(agreement, on),
        "years": years_of(agreement),
        "payments": [(line, names.get(line.payer), names.get(line.payee)) for line in payments_of(agreement)],
        "paying": paying if own and member.role in PAYEES else None,
        "enters": member.role in KEEPER,
        "reports": member.role in EDITORS,
        "postings": agreement.postings.count(),
        "broken": broken(agreement),
    }
    return render(request, "ledger/agreement.html", facts, status=status)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@page("ledger/<slug:key>/ledger.xlsx", load=agreement_of)
def export(request: Asked, agreement: Agreement) -> HttpResponse:
    """The whole ledger of an agreement as a workbook."""
    headers = {"Content-Disposition": f'attachment; filename="{agreement.key}-ledger.xlsx"'}
    return HttpResponse(ledger_book(agreement, request.lang), content_type=EXCEL, headers=headers)


def _version(request: Asked, key: str, number: int) -> Version:
    """A version; who signs it has to be of a party."""
    found = (_party if request.method == "POST" else agreement_of)(request, key)
    version = found.versions.filter(number=number).first()
    if version is None:
        raise Http404
    return version


@page("ledger/<slug:key>/versions/<int:number>/", see=MEMBERS, act=SIGNERS, load=_version)
def version(request: Asked, version: Version) -> HttpResponse:
    """One version: its rules as they were entered, who has signed; a party's leader signs."""
    if request.method == "POST":
        agree(request.member, version)
        return redirect("ledger.version", version.agreement.key, version.number)
    consents = {c.office_id: c for c in version.consents.select_related("member")}
    offices = list(version.agreement.offices.all())
    mine = request.member.role in SIGNERS and request.member.office in offices
    facts = {
        "version": version,
        "rules": version.rules,
        "signatures": [(office, consents.get(office.pk)) for office in offices],
        "signs": mine and request.member.office_id not in consents,
    }
    return render(request, "ledger/version.html", facts)
