"""The pages of facts: the numbers of a year, those of one item to be typed in, and workbooks out and in."""

from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.rules import RulesError, read_facts
from unfence.rules.facts import MONTHS
from unfence.words import Lang
from unfence.workspace.books.uploads import uploaded
from unfence.workspace.ledger.booking import is_cleared, report_and_accrue, settled
from unfence.workspace.ledger.facts import Cell, Compared, QuickerError, Report, compare, last_reports, said, writes
from unfence.workspace.ledger.forms import FIRST, LAST, Numbers
from unfence.workspace.ledger.models import Agreement, Fact
from unfence.workspace.ledger.pages.agreements import EXCEL, agreement_of
from unfence.workspace.ledger.sheets import facts_book
from unfence.workspace.ledger.texts import shown_version
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS, NOBODY

SALT = "ledger.facts"
HOURS = 12
"""How long a difference that was shown can be accepted."""


@dataclass(frozen=True)
class Row:
    """The numbers of one item in one year: the whole year's, then the months'."""

    about: Cell
    name: str
    own: bool
    values: tuple[str, ...]


@page("ledger/<slug:key>/facts/", load=agreement_of)
def facts(request: Asked, agreement: Agreement) -> HttpResponse:
    """The numbers of a year, and what the rules still miss."""
    year = _year(request)
    known = {*agreement.facts.values_list("year", flat=True), timezone.localdate().year, year}
    told = {
        "agreement": agreement,
        "version": shown_version(agreement),
        "year": year,
        "years": sorted(known, reverse=True),
        "months": range(1, MONTHS + 1),
        "rows": rows_of(request.member, agreement, year, request.lang),
        "missing": _missing(request, agreement, year),
        "cleared": is_cleared(agreement, year),
        "whose": _whose(request.member, agreement),
        "items": sorted(set(agreement.facts.values_list("item", flat=True))) or ["tax"],
    }
    return render(request, "ledger/facts.html", told)


def rows_of(member: Member, agreement: Agreement, year: int, lang: Lang) -> list[Row]:
    """The numbers of a year by whom, what and kind of tax, the member's own first."""
    held = {cell: fact.value for cell, fact in last_reports(agreement, year).items()}
    names = {office.key: office.named(lang) for office in agreement.offices.all()}
    abouts = dict.fromkeys(Cell(cell.who, year, 0, cell.item, cell.tax) for cell in held)
    rows = [
        Row(
            about,
            names.get(about.who, about.who),
            member.role in EDITORS and writes(member, agreement, about.who),
            tuple(held.get(Cell(about.who, year, month, about.item, about.tax), "") for month in range(MONTHS + 1)),
        )
        for about in abouts
    ]
    return sorted(rows, key=lambda row: (not row.own, row.about))


def _whose(member: Member, agreement: Agreement) -> str:
    """Whose numbers a member reports when the row is new: the own office's; "" where a section's name is asked for."""
    return "" if member.neutral or member.role not in EDITORS else member.office.key


def _missing(request: Asked, agreement: Agreement, year: int) -> list[str]:
    """What the rules say about the year so far: missing facts, choices to be made."""
    try:
        return settled(agreement, year).said(request.lang)
    except UnfenceError as error:
        return [error.say(request.lang)]


def _year(request: Asked) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and FIRST <= int(text) <= LAST else timezone.localdate().year


@page("ledger/<slug:key>/facts/row/", see=EDITORS, act=EDITORS, load=agreement_of)
def row(request: Asked, agreement: Agreement) -> HttpResponse:
    """The numbers of one item in one year, to be typed in."""
    asked = request.GET
    who = asked.get("who", "").strip() or _whose(request.member, agreement)
    about = Cell(who[:100], _year(request), 0, asked.get("item", "").strip()[:100], asked.get("tax", "").strip()[:100])
    if not about.who or not about.item:
        raise UnfenceError("workspace.ledger_no_item")
    if not writes(request.member, agreement, about.who):
        raise PermissionDenied
    form = Numbers(request.lang, about, last_reports(agreement, about.year), request.POST or None)
    status, mistake = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                report_and_accrue(request.member, agreement, form.reports())
            except QuickerError as error:
                form, status, mistake = _on_what_stands(request, agreement, about), 409, error.say(request.lang)
            except UnfenceError as error:
                mistake = error.say(request.lang)
            else:
                return redirect(f"{request.path.removesuffix('row/')}?year={about.year}")
    told = {
        "agreement": agreement,
        "about": about,
        "name": next((o.named(request.lang) for o in agreement.offices.filter(key=about.who)), about.who),
        "pairs": [(form[f"value{month}"], form[f"seen{month}"]) for month in range(MONTHS + 1)],
        "mistake": mistake,
        "cleared": is_cleared(agreement, about.year),
        "history": _history(agreement, about),
    }
    return render(request, "ledger/row.html", told, status=status)


def _on_what_stands(request: Asked, agreement: Agreement, about: Cell) -> Numbers:
    """What was typed, to be sent once more about the numbers as they are now."""
    held = last_reports(agreement, about.year)
    sent = request.POST.copy()
    for month in range(MONTHS + 1):
        stands = held.get(Cell(about.who, about.year, month, about.item, about.tax))
        sent[f"seen{month}"] = str(stands.pk if stands else 0)
    return Numbers(request.lang, about, held, sent)


def _history(agreement: Agreement, about: Cell) -> list[Fact]:
    """Every report of these numbers, the latest first."""
    found = agreement.facts.filter(who=about.who, year=about.year, item=about.item, tax=about.tax)
    return list(found.select_related("member").order_by("-pk"))


@page("ledger/<slug:key>/facts.xlsx", see=EDITORS, load=agreement_of)
def facts_file(request: Asked, agreement: Agreement) -> HttpResponse:
    """The own numbers as a workbook to work in and send back."""
    headers = {"Content-Disposition": f'attachment; filename="{agreement.key}-facts.xlsx"'}
    return HttpResponse(facts_book(request.member, agreement), content_type=EXCEL, headers=headers)


@page("ledger/<slug:key>/upload/", see=EDITORS, act=EDITORS, load=agreement_of)
def upload(request: Asked, agreement: Agreement) -> HttpResponse:
    """Send a workbook of numbers; what it would change is shown before anything is."""
    told: dict[str, object] = {"agreement": agreement, "version": shown_version(agreement)}
    status = 200
    if request.method == "POST":
        try:
            with uploaded(request) as sent:
                found = compare(request.member, agreement, read_facts(sent.path))
                told |= _difference(request, agreement, found, sent.name)
        except RulesError as error:
            told["findings"] = [finding.say(request.lang) for finding in error.findings]
            status = 422
        except UnfenceError as error:
            told["mistake"], status = error.say(request.lang), 422
    return render(request, "ledger/upload.html", told, status=status)


def _difference(request: Asked, agreement: Agreement, found: Compared, file: str) -> dict[str, object]:
    """The difference to be shown, and what the form sends back to accept just that."""
    rows = [[*vars(cell).values(), value, seen] for cell, _, value, seen in found.changes]
    held = {"agreement": agreement.key, "member": request.member.pk, "file": file, "rows": rows}
    return {
        "found": found,
        "file": file,
        "changes": [(said(cell), old, value) for cell, old, value, _ in found.changes],
        "foreign": [said(cell) for cell in found.foreign],
        "token": signing.dumps(held, salt=SALT, compress=True),
    }


@page("ledger/<slug:key>/accept/", see=NOBODY, act=EDITORS, load=agreement_of)
def accept(request: Asked, agreement: Agreement) -> HttpResponse:
    """Report the numbers of a difference that was shown."""
    try:
        held = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        raise UnfenceError("workspace.ledger_token", hours=HOURS) from None
    if held["agreement"] != agreement.key or held["member"] != request.member.pk:
        raise PermissionDenied
    reports = [Report(Cell(*row[:5]), row[5], row[6]) for row in held["rows"]]
    try:
        report_and_accrue(request.member, agreement, reports, held["file"])
    except QuickerError as error:
        now = last_reports(agreement)
        again = Compared(
            tuple((r.cell, now[r.cell].value if r.cell in now else "", r.value, _seen(now, r.cell)) for r in reports),
            (),
            0,
        )
        told = {"agreement": agreement, "version": shown_version(agreement), "mistake": error.say(request.lang)}
        told |= _difference(request, agreement, again, held["file"])
        return render(request, "ledger/upload.html", told, status=409)
    years = sorted({r.cell.year for r in reports})
    return redirect(f"/ledger/{agreement.key}/facts/?year={years[-1]}")


def _seen(now: dict[Cell, Fact], cell: Cell) -> int:
    return now[cell].pk if cell in now else 0
