"""Reporting: an office says what its factors cost in a month, typed in or by a workbook.

Whoever reports says which report they looked at; if somebody was quicker nothing is written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import python_calamine
from django.db import transaction

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.people.models import Member, Office
from unfence.workspace.priceboard.models import Price

COLUMNS = ("factor", "month", "price", "source")
LIMIT = Decimal(10) ** 12
"""More than this is a slip of the hand."""
MOST = 2000
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|\b.*)?\Z")


@dataclass(frozen=True, order=True)
class Cell:
    """What a price is about: a factor and the first day of a month."""

    factor: str
    month: date


@dataclass(frozen=True)
class Report:
    """A price as an office reports it (None takes it back), and the report that was looked at (0: none)."""

    cell: Cell
    value: Decimal | None
    source: str = ""
    seen: int = 0


class QuickerError(UnfenceError):
    """A colleague reported some of the months in between."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__("workspace.price_quicker", cells=[said(cell) for cell in cells])


def said(cell: Cell) -> str:
    """A cell as short text.

    >>> said(Cell("power", date(2026, 3, 1)))
    'power 2026-03'
    """
    return f"{cell.factor} {cell.month:%Y-%m}"


def last_reports(office: Office) -> dict[Cell, Price]:
    """The last report of every month of an office, taken-back ones too."""
    return {Cell(p.factor, p.month): p for p in Price.objects.filter(office=office).order_by("pk")}


def report(member: Member, reports: Iterable[Report]) -> tuple[Price, ...]:
    """Report prices of the member's own office, all or none; those that are as they were are left out.

    Raises
    ------
    QuickerError
        A colleague reported one of them in between.
    UnfenceError
        Nothing is new.
    """
    office = member.office
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office.pk)  # an office's reports come one after another
        held = last_reports(office)
        new = [r for r in reports if r.value != (held[r.cell].value if r.cell in held else None)]
        touched = [r.cell for r in new if (held[r.cell].pk if r.cell in held else 0) != r.seen]
        if touched:
            raise QuickerError(touched)
        if not new:
            raise UnfenceError("workspace.nothing_new")
        made = Price.objects.bulk_create(
            Price(
                factor=r.cell.factor, office=office, month=r.cell.month, value=r.value, source=r.source, member=member
            )
            for r in new
        )
        before = {said(r.cell): _text(held[r.cell].value) if r.cell in held else "" for r in new}
        after = {said(r.cell): _text(r.value) for r in new}
        record(member, "priceboard.reported", office.key, before=before, after=after, count=len(new))
    return tuple(made)


def month_of(text: str) -> date | None:
    """The first day of a month as people write it; None if it is none.

    >>> [str(month_of(t)) for t in ("2026-03", "2026/3", "2026年3月", "2026-03-15 00:00:00", "March", "2026-13")]
    ['2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01', 'None', 'None']
    """
    found = _MONTH.match(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1990:  # noqa: PLR2004
        return None
    return date(int(found[1]), int(found[2]), 1)


def price_of(text: str) -> Decimal | None:
    """A price as people write it, to four places; None if it is none.

    >>> [str(price_of(t)) for t in ("573.62", "1,234.5", "0.45", "free", "1e15")]
    ['573.6200', '1234.5000', '0.4500', 'None', 'None']
    """
    plain = text.strip()
    if "," in plain and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        return None
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.0001")) if value.is_finite() and value.copy_abs() < LIMIT else None


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@dataclass(frozen=True)
class Sheet:
    """What a workbook says: its reports and every row that is wrong, as (row, key of the sentence, value)."""

    reports: tuple[Report, ...]
    wrong: tuple[tuple[int, str, str], ...]


def read_sheet(path: Path, office: Office, factors: Iterable[str], today: date) -> Sheet:
    """Read the first sheet of a workbook: factor, month, price, source, one price a row.

    Raises ``UnfenceError`` for a file that is no workbook, lacks a column, or is too long.
    """
    rows = _rows(path)
    known, held = set(factors), last_reports(office)
    reports: dict[Cell, Report] = {}
    wrong: list[tuple[int, str, str]] = []
    for number, row in rows:
        month, value = month_of(row["month"]), price_of(row["price"])
        if row["factor"] not in known:
            wrong.append((number, "factor", row["factor"]))
        elif month is None or month > today:
            wrong.append((number, "month", row["month"]))
        elif value is None:
            wrong.append((number, "price", row["price"]))
        elif Cell(row["factor"], month) in reports:
            wrong.append((number, "twice", said(Cell(row["factor"], month))))
        else:
            cell = Cell(row["factor"], month)
            seen = held[cell].pk if cell in held else 0
            reports[cell] = Report(cell, value, row.get("source", "")[:200], seen)
    return Sheet(tuple(reports.values()), tuple(wrong))


def _rows(path: Path) -> Sequence[tuple[int, Mapping[str, str]]]:
    try:
        table = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        raise UnfenceError("workspace.price_workbook") from None
    texts = [[_cell(value) for value in row] for row in table]
    heading = next((i for i, row in enumerate(texts) if any(row)), None)
    names = [text.lower() for text in texts[heading]] if heading is not None else []
    missing = [name for name in COLUMNS[:3] if name not in names]
    if heading is None or missing:
        raise UnfenceError("workspace.price_columns", missing=missing, columns=list(COLUMNS))
    found = [
        (i + 1, dict(zip(names, row, strict=False)))
        for i, row in enumerate(texts)
        if i > heading and any(row) and dict(zip(names, row, strict=False))["price"]
    ]
    if len(found) > MOST:
        raise UnfenceError("workspace.price_long", count=len(found), most=MOST)
    return found


def _cell(value: object) -> str:
    return (
        f"{value:.15g}" if isinstance(value, float) else str(value).replace("\0", "").strip()
    )  # databases keep no NUL


def changes_of(office: Office, reports: Iterable[Report]) -> list[tuple[Report, str, str]]:
    """The reports that are new or other than what stands, with what stands and what would."""
    held = last_reports(office)
    return [
        (r, _text(held[r.cell].value) if r.cell in held else "", _text(r.value))
        for r in reports
        if r.value != (held[r.cell].value if r.cell in held else None)
    ]
