"""Facts: what happened, reported by the office that it is about.

Nothing is overwritten: a number that comes late or was wrong is reported anew, and what was booked on the old one is
corrected by new lines (``booking``). Whoever reports says which report they looked at; if somebody was quicker, nothing
is written and they are shown what is there now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from unfence import rules
from unfence.errors import UnfenceError
from unfence.rules.tables import number_of
from unfence.workspace.audit.models import record
from unfence.workspace.ledger.models import Agreement, Fact
from unfence.workspace.ledger.texts import locked
from unfence.workspace.people.models import SECRETARIAT, Member

MOST = 2000
"""Numbers in one file."""
LONGEST_VALUE, LONGEST_NAME = 40, 100
"""Letters of a number, and of whom or what it is about."""


@dataclass(frozen=True, order=True)
class Cell:
    """What a number is about; month 0 is the whole year."""

    who: str
    year: int
    month: int
    item: str
    tax: str = ""


@dataclass(frozen=True)
class Report:
    """A number as somebody reports it ("" takes it back), and the report that they looked at (0: none)."""

    cell: Cell
    value: str
    seen: int = 0


class QuickerError(UnfenceError):
    """Somebody else reported some of the numbers in between."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = tuple(cells)
        super().__init__("workspace.ledger_quicker", cells=[said(cell) for cell in cells])


def said(cell: Cell) -> str:
    """A cell as short text.

    >>> said(Cell("east", 2026, 3, "tax", "vat"))
    'east 2026-03 tax vat'
    """
    when = f"{cell.year}-{cell.month:02d}" if cell.month else str(cell.year)
    return " ".join(part for part in (cell.who, when, cell.item, cell.tax) if part)


def cell_of(fact: Fact) -> Cell:
    """What a stored fact is about."""
    return Cell(fact.who, fact.year, fact.month, fact.item, fact.tax)


def last_reports(agreement: Agreement, year: int | None = None) -> dict[Cell, Fact]:
    """The last report of every number, taken-back ones too, in the order in which they first came."""
    found = agreement.facts.filter(year=year) if year else agreement.facts.all()
    return {cell_of(fact): fact for fact in found.order_by("pk")}


def facts_of(agreement: Agreement) -> rules.Facts:
    """Every number as it stands, for the rules; its row is the number of its report."""
    return rules.Facts(
        tuple(
            rules.Fact(cell.who, cell.year, cell.month, cell.item, number, cell.tax, row=fact.pk)
            for cell, fact in last_reports(agreement).items()
            if (number := number_of(fact.value)) is not None
        )
    )


def writes(member: Member, agreement: Agreement, who: str) -> bool:
    """Whether a member reports numbers of ``who``: a party's are its office's, all others the secretariat's."""
    if agreement.offices.filter(key=who).exists():
        return member.of(who)
    return member.of(SECRETARIAT)


def report(member: Member, agreement: Agreement, reports: Iterable[Report], source: str = "") -> tuple[Fact, ...]:
    """Report numbers, all or none; those that are as they were are left out.

    Raises
    ------
    QuickerError
        Somebody reported one of them in between.
    UnfenceError
        A number is not the member's to report, is none, or nothing is new.
    """
    with transaction.atomic():
        locked(agreement.key)
        held = last_reports(agreement)
        new = [r for r in reports if r.value != (held[r.cell].value if r.cell in held else "")]
        _may(member, agreement, new)
        touched = [r.cell for r in new if (held[r.cell].pk if r.cell in held else 0) != r.seen]
        if touched:
            raise QuickerError(touched)
        if not new:
            raise UnfenceError("workspace.nothing_new")
        made = Fact.objects.bulk_create(
            Fact(agreement=agreement, member=member, source=source[:200], value=r.value, **vars(r.cell)) for r in new
        )
        before = {said(r.cell): held[r.cell].value if r.cell in held else "" for r in new}
        after = {said(r.cell): r.value for r in new}
        record(member, "ledger.reported", agreement, before=before, after=after, count=len(new), source=source)
    return tuple(made)


def _may(member: Member, agreement: Agreement, reports: Sequence[Report]) -> None:
    foreign = sorted({r.cell.who for r in reports if not writes(member, agreement, r.cell.who)})
    if foreign:
        raise UnfenceError("workspace.ledger_foreign", who=foreign, office=member.office.key)
    wrong = [r for r in reports if r.value and number_of(r.value) is None]
    if wrong:
        raise UnfenceError("workspace.ledger_number", value=wrong[0].value, cell=said(wrong[0].cell))


@dataclass(frozen=True)
class Compared:
    """A table of facts beside what stands: what it would report anew, and what is not the sender's."""

    changes: tuple[tuple[Cell, str, str, int], ...]
    """(cell, the value that stands, the new value, the report that stands)."""
    foreign: tuple[Cell, ...]
    same: int

    @property
    def reports(self) -> tuple[Report, ...]:
        """What would be reported."""
        return tuple(Report(cell, value, seen) for cell, _, value, seen in self.changes)


def _kept(cell: Cell, value: str) -> str:
    """A number that there is room for; raises ``UnfenceError`` for one that is too long, or too long a name."""
    if len(value) > LONGEST_VALUE:
        raise UnfenceError("workspace.ledger_number", value=value[:LONGEST_VALUE], cell=said(cell)[:LONGEST_NAME])
    for name in (cell.who, cell.item, cell.tax):
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise UnfenceError("workspace.odd_name", value=name[:LONGEST_VALUE], most=LONGEST_NAME)
    return value


def compare(member: Member, agreement: Agreement, facts: rules.Facts) -> Compared:
    """Compare an uploaded table with what stands; raises ``UnfenceError`` for one that is too long.

    What a table does not name stays as it is.
    """
    if len(facts.rows) > MOST:
        raise UnfenceError("workspace.ledger_long", count=len(facts.rows), most=MOST)
    held = last_reports(agreement)
    whose: Mapping[str, bool] = {who: writes(member, agreement, who) for who in {f.party for f in facts.rows}}
    changes, foreign, same = [], [], 0
    for fact in facts.rows:
        cell = Cell(fact.party, fact.year, fact.month, fact.item, fact.tax)
        stands = held.get(cell)
        if stands is not None and number_of(stands.value) == fact.value:
            same += 1
        elif whose[fact.party]:
            value = _kept(cell, rules.line.plain(fact.value))
            changes.append((cell, stands.value if stands else "", value, stands.pk if stands else 0))
        else:
            foreign.append(cell)
    return Compared(tuple(changes), tuple(foreign), same)
