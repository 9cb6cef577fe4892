"""Workbooks: the ledger as it stands, and the facts of an office to work in and send back."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from unfence.rules.fen import FEN
from unfence.rules.tables import COLUMNS
from unfence.words import Lang, say
from unfence.workspace.ledger.balances import balances
from unfence.workspace.ledger.facts import last_reports, writes
from unfence.workspace.ledger.models import Agreement, Line
from unfence.workspace.people.models import Member

Cell = str | int | float
LINES = (
    *("number", "day", "posting", "account", "stage", "year", "month"),
    *("rule", "payer", "payee", "amount", "reason", "basis", "digest"),
)
WIDE = {"reason": 60, "basis": 60, "digest": 24, "amount": 18, "value": 18, "payer": 18, "payee": 18, "party": 18}


def ledger_book(agreement: Agreement, lang: Lang) -> bytes:
    """The whole ledger: lines, balances, facts with every report, signatures."""
    names = {office.key: office.named(lang) for office in agreement.offices.all()}
    held = [(b.office.named(lang), b.due / FEN, b.accrued / FEN) for b in balances(agreement)]
    facts = (
        (f.who, f.year, f.month or "", f.item, f.tax, f.value, f.at.date().isoformat(), f.member.shown, f.source)
        for f in agreement.facts.select_related("member")
    )
    signed = (
        (p.number, p.year, names[s.office.key], s.member.shown, s.at.date().isoformat(), s.digest)
        for p in agreement.postings.all()
        for s in p.signatures.select_related("office", "member")
    )
    lines = agreement.lines.select_related("posting").order_by("pk")
    return _written(
        lang,
        {
            "lines": (LINES, (_line(line, names, lang) for line in lines)),
            "balances": (("party", "due", "accrued"), held),
            "facts": (("party", "year", "month", "item", "tax", "value", "day", "member", "file"), facts),
            "signatures": (("number", "year", "party", "member", "day", "digest"), signed),
        },
    )


def facts_book(member: Member, agreement: Agreement) -> bytes:
    """The facts that a member reports, as they stand, in the columns that ``unfence settle`` reads."""
    rows = [
        [cell.who, cell.year, cell.month or "", cell.item, fact.value, cell.tax, ""]
        for cell, fact in last_reports(agreement).items()
        if fact.value and writes(member, agreement, cell.who)
    ]
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet("facts")
    bold, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
    sheet.write_row(0, 0, COLUMNS, bold)
    sheet.set_column(4, 4, 18, text)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
    workbook.close()
    return stream.getvalue()


def _line(line: Line, names: dict[str, str], lang: Lang) -> list[Cell]:
    posting = line.posting
    return [
        posting.number,
        posting.day.isoformat(),
        say(f"ledger.kinds.{posting.kind}", lang),
        say(f"ledger.accounts.{line.account}", lang),
        say(f"ledger.stages.{line.stage}", lang),
        line.year,
        line.month or "",
        line.rule,
        names.get(line.payer, ""),
        names.get(line.payee, line.payee),
        line.fen / FEN,
        line.why(lang),
        basis_of(line, lang),
        posting.digest,
    ]


def basis_of(line: Line, lang: Lang) -> str:
    """The facts that a line rests on, as short texts: ``east 2026-03 tax vat = 12.5``."""
    texts = []
    for fact in line.basis:
        when = f"{fact['year']}-{fact['month']:02d}" if fact["month"] else str(fact["year"])
        texts.append(
            " ".join(part for part in (fact["party"], when, fact["item"], fact["tax"], "=", fact["value"]) if part)
        )
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(texts))


def _written(lang: Lang, sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    money = workbook.add_format({"num_format": "#,##0.00", "valign": "top"})
    for name, (columns, rows) in sheets.items():
        sheet = workbook.add_worksheet(say(f"ledger.sheets.{name}", lang))
        sheet.freeze_panes(1, 0)
        for i, column in enumerate(columns):
            in_money = column in ("amount", "due", "accrued")
            sheet.set_column(i, i, WIDE.get(column, 12), money if in_money else wrap)
            sheet.write_string(0, i, say(f"ledger.columns.{column}", lang), bold)
        for number, cells in enumerate(rows, start=1):
            for i, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, i, cell)
                else:
                    sheet.write_number(number, i, cell)
    workbook.close()
    return stream.getvalue()
