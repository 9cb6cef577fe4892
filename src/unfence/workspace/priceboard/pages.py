"""The pages of the price board: the board, one factor with its history, workbooks out and in."""

import io
from datetime import date
from decimal import Decimal
from typing import Any, cast

import xlsxwriter
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import Lang, say
from unfence.workspace.books.uploads import uploaded
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import LEADER, MEMBERS, NOBODY, OFFICER
from unfence.workspace.priceboard.board import board_seen_by, history, sides
from unfence.workspace.priceboard.chart import chart
from unfence.workspace.priceboard.factors import Factor, currency_of, factors_of
from unfence.workspace.priceboard.forms import MonthForm
from unfence.workspace.priceboard.models import shows
from unfence.workspace.priceboard.reporting import (
    COLUMNS,
    Cell,
    QuickerError,
    Report,
    changes_of,
    last_reports,
    read_sheet,
    report,
    said,
)
from unfence.workspace.sharing.results import study_seen_by
from unfence.workspace.sharing.sight import sight_of

OF_A_SIDE = frozenset({OFFICER, LEADER})
"""Prices are the sides' own; the secretary reports none."""
SALT = "priceboard.prices"
HOURS = 12
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("prices/", menu="priceboard.menu")
def board(request: Asked) -> HttpResponse:
    """The latest price of every factor on both sides, the widest wedge first."""
    currency = currency_of(request.member)
    lines = [(line, line.factor.unit_in(currency, request.lang)) for line in board_seen_by(request.member)]
    sight = sight_of(request.member)
    facts = {
        "lines": lines,
        "offices": sides(),
        "withheld": [office for office in sides() if not shows(sight, office)],
        "reports": request.member.role in OF_A_SIDE,
    }
    return render(request, "priceboard/board.html", facts)


def _factor(request: Asked, key: str) -> Factor:
    """A factor; its prices are asked for by ``seen_by``."""
    found = factors_of(request.member).get(key)
    if found is None:
        raise Http404
    return found


@page("prices/factors/<slug:key>/", see=MEMBERS, act=OF_A_SIDE, load=_factor)
def factor(request: Asked, factor: Factor) -> HttpResponse:
    """One factor: its history on both sides, what the latest study says of the wedge; report the own price."""
    status = 200
    form = MonthForm(request.lang, request.POST or None, initial=_initial(request.member, factor))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                report(request.member, [form.report(factor.key, request.member.office)])
            except QuickerError as error:
                form, status = _on_what_stands(request, factor), 409
                form.add_error("month", error.say(request.lang))
            except UnfenceError as error:
                form.add_error("price", error.say(request.lang))
            else:
                return redirect("priceboard.factor", factor.key)
    months, offices = history(request.member, factor), sides()
    sight = sight_of(request.member)
    unit = factor.unit_in(currency_of(request.member), request.lang)
    facts = {
        "factor": factor,
        "name": factor.named(request.lang),
        "unit": unit,
        "offices": [(office, shows(sight, office)) for office in offices],
        "months": [(month, _wedge(prices), prices) for month, prices in months],
        "chart": chart(factor, offices, months, unit, request.lang),
        "study": _of_study(request, factor),
        "form": form if request.member.role in OF_A_SIDE else None,
    }
    return render(request, "priceboard/factor.html", facts, status=status)


def _initial(member: Member, factor: Factor) -> dict[str, object]:
    return {"known": _known(member), "month": f"{timezone.localdate():%Y-%m}"}


def _known(member: Member) -> int:
    """The last report of the member's office, of whatever factor."""
    return max((price.pk for price in last_reports(member.office).values()), default=0)


def _on_what_stands(request: Asked, factor: Factor) -> MonthForm:
    """What was typed, to be sent once more about the month as it is now."""
    sent = request.POST.copy()
    sent["known"] = str(_known(request.member))
    form = MonthForm(request.lang, sent)
    form.is_valid()
    return form


def _wedge(prices: list[Any]) -> Decimal | None:
    """The wedge of one month; None where fewer than two sides have a price."""
    values = [price.value for price in prices if price is not None]
    return max(values) - min(values) if len(values) > 1 else None


def _of_study(request: Asked, factor: Factor) -> list[str]:
    """What the latest study says of the factor's wedges, where the member may see it."""
    study = study_seen_by(request.member)
    held = cast("dict[str, Any]", study.figures).get("factors") if study else None
    names = {office.key: office.named(request.lang) for office in sides()}
    return [
        say(
            f"factors.wedge.{wedge['way']}",
            request.lang,
            **{
                **wedge,
                "commodity": factor.named(request.lang),
                "cheap": names.get(wedge["cheap"], wedge["cheap"]),
                "dear": names.get(wedge["dear"], wedge["dear"]),
                "kept_by": list(wedge["kept_by"]) or ["–"],
            },
        )
        for wedge in (held or {}).get("wedges", ())
        if wedge["commodity"] == factor.key
    ]


@page("prices/prices.xlsx", see=OF_A_SIDE)
def workbook(request: Asked) -> HttpResponse:
    """The own prices as a workbook to work in and send back, and the list of factors."""
    headers = {"Content-Disposition": f'attachment; filename="{request.member.office.key}-prices.xlsx"'}
    return HttpResponse(_workbook(request.member, request.lang), content_type=EXCEL, headers=headers)


def _workbook(member: Member, lang: Lang) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    factors, currency = factors_of(member), currency_of(member)
    sheet = book.add_worksheet("prices")
    sheet.write_row(0, 0, COLUMNS, bold)
    sheet.set_column(0, 3, 18)
    rows = sorted((cell, price) for cell, price in last_reports(member.office).items() if price.value is not None)
    for number, (cell, price) in enumerate(rows, start=1):
        sheet.write_string(number, 0, cell.factor)
        sheet.write_string(number, 1, f"{cell.month:%Y-%m}")
        sheet.write_number(number, 2, float(price.value or 0))
        sheet.write_string(number, 3, price.source)
    sheet.data_validation(1, 0, 2000, 0, {"validate": "list", "source": f"=factors!$A$2:$A${len(factors) + 1}"})
    listed = book.add_worksheet("factors")
    listed.write_row(0, 0, ("factor", say("priceboard.factor", lang), say("priceboard.unit", lang)), bold)
    listed.set_column(0, 2, 24)
    for number, held in enumerate(factors.values(), start=1):
        for column, text in enumerate((held.key, held.named(lang), held.unit_in(currency, lang))):
            listed.write_string(number, column, text)
    book.close()
    return stream.getvalue()


@page("prices/upload/", see=OF_A_SIDE, act=OF_A_SIDE)
def upload(request: Asked) -> HttpResponse:
    """Send a workbook of prices; what it would change is shown before anything is."""
    told: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        try:
            with uploaded(request) as sent:
                office = request.member.office
                sheet = read_sheet(sent.path, office, factors_of(request.member), timezone.localdate())
                if sheet.wrong:
                    status = 422
                    told["findings"] = [
                        say(f"priceboard.wrong.{key}", request.lang, row=row, value=value)
                        for row, key, value in sheet.wrong
                    ]
                else:
                    told = _difference(request, sheet.reports, sent.name)
        except UnfenceError as error:
            told, status = {"mistake": error.say(request.lang)}, 422
    return render(request, "priceboard/upload.html", told, status=status)


def _difference(request: Asked, reports: tuple[Report, ...], file: str) -> dict[str, object]:
    """The difference to be shown, and what the form sends back to accept just that."""
    found = changes_of(request.member.office, reports)
    rows = [[r.cell.factor, r.cell.month.isoformat(), str(r.value), r.source or file, r.seen] for r, _, _ in found]
    return {
        "file": file,
        "changes": [(said(r.cell), old, new) for r, old, new in found],
        "same": len(reports) - len(found),
        "token": signing.dumps({"member": request.member.pk, "rows": rows}, salt=SALT, compress=True),
    }


@page("prices/accept/", see=NOBODY, act=OF_A_SIDE)
def accept(request: Asked) -> HttpResponse:
    """Report the prices of a difference that was shown."""
    try:
        held = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        raise UnfenceError("workspace.price_token", hours=HOURS) from None
    if held["member"] != request.member.pk:
        raise PermissionDenied
    reports = [
        Report(Cell(factor, date.fromisoformat(month)), Decimal(value), source[:200], seen)
        for factor, month, value, source, seen in held["rows"]
    ]
    try:
        report(request.member, reports)
    except QuickerError as error:
        stands = last_reports(request.member.office)
        again = tuple(Report(r.cell, r.value, r.source, stands[r.cell].pk if r.cell in stands else 0) for r in reports)
        told = {"mistake": error.say(request.lang), **_difference(request, again, "")}
        return render(request, "priceboard/upload.html", told, status=409)
    return redirect("priceboard.board")
