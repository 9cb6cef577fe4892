"""A statement as a workbook: one sheet for each question that a clerk asks of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from unfence.rules.fen import FEN
from unfence.rules.line import Line, Remark, plain
from unfence.words import Lang, say

MONEY_FORMAT = "#,##0.00"
_WIDTHS = {"reason": 70, "basis": 70, "payer": 16, "payee": 16, "party": 16, "rule": 16, "amount": 18, "item": 16}
Cell = str | int | float


def write_sheets(
    path: Path,
    names: Mapping[str, str],
    lines: Sequence[Line],
    balances: Sequence[tuple[int, str, int]],
    remarks: Sequence[Remark],
    lang: Lang,
) -> None:
    """Write the sheets; amounts in the currency's main unit. ``names`` are the parties' in the language."""
    sheets: dict[str, tuple[tuple[str, ...], list[list[Cell]]]] = {
        "payable": (_LINE, [_line(line, names, lang) for line in lines if line.payable]),
        "accrued": (_LINE, [_line(line, names, lang) for line in lines if line.stage == "accrued"]),
        "balances": (("booked", "party", "amount"), [[y, names[who], fen / FEN] for y, who, fen in balances]),
        "appraisal": (_COUNT, [_count(line, names, lang) for line in lines if line.ledger == "appraisal"]),
        "remarks": (("rule", "year", "reason"), [[r.rule, r.year, r.reason.say(lang)] for r in remarks]),
    }
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True, "bottom": 1})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    money = workbook.add_format({"num_format": MONEY_FORMAT, "valign": "top"})
    for name, (columns, rows) in sheets.items():
        if not rows and name != "payable":
            continue
        sheet = workbook.add_worksheet(say(f"rules.sheet.{name}", lang))
        sheet.freeze_panes(1, 0)
        for i, column in enumerate(columns):
            sheet.set_column(i, i, _WIDTHS.get(column, 10), money if column == "amount" else wrap)
            sheet.write_string(0, i, say(f"rules.column.{column}", lang), bold)
        for number, cells in enumerate(rows, start=1):
            for i, cell in enumerate(cells):
                sheet.write(number, i, cell)
    workbook.close()


_LINE = ("rule", "stage", "booked", "year", "month", "payer", "payee", "amount", "reason", "basis")
_COUNT = ("rule", "stage", "booked", "year", "party", "item", "amount", "reason", "basis")


def _line(line: Line, names: Mapping[str, str], lang: Lang) -> list[Cell]:
    about: list[Cell] = [line.rule, say(f"rules.stage.{line.stage}", lang), line.booked, line.year, line.month or ""]
    return [*about, names[line.payer], names[line.payee], line.fen / FEN, line.reason.say(lang), _basis(line, lang)]


def _count(line: Line, names: Mapping[str, str], lang: Lang) -> list[Cell]:
    about: list[Cell] = [line.rule, say(f"rules.stage.{line.stage}", lang), line.booked, line.year, names[line.payee]]
    return [*about, str(line.reason.values["item"]), line.fen / FEN, line.reason.say(lang), _basis(line, lang)]


def _basis(line: Line, lang: Lang) -> str:
    """The facts that were used, as short texts: ``a 2026-03 tax vat = 12.5``."""
    texts = []
    for fact in dict.fromkeys(line.basis):
        when = f"{fact.year}-{fact.month:02d}" if fact.month else str(fact.year)
        words = [fact.party, when, fact.item, fact.tax, "=", plain(fact.value)]
        texts.append(" ".join(word for word in words if word))
    return ("；" if lang == "zh" else "; ").join(texts)
