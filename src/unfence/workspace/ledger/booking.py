"""Booking: the ledger is brought to what the rules say, by new lines only.

    target(y)   what the rules in force in year y give with the facts as they stand: monthly parts while the year is
                open (account ``accrued``); what is to be paid, and counted, once it is cleared (``due``, ``appraisal``)
    booked(y)   the sum of all lines about y so far
    new lines   target(y) - booked(y), for each account, rule and month

So every step may be repeated, or be killed half-way and begun anew, and comes to the same ledger. A step is one
transaction that holds its agreement: its lines are there together or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db import transaction
from django.utils import timezone

from unfence import rules
from unfence.errors import UnfenceError
from unfence.rules.fen import payments, shown
from unfence.rules.line import fact_dict
from unfence.words import Lang
from unfence.workspace.audit.models import record
from unfence.workspace.ledger.facts import Report, facts_of, report
from unfence.workspace.ledger.models import (
    ACCOUNT_OF,
    ACCRUAL,
    ACCRUED,
    APPRAISAL,
    CLEARING,
    CORRECTION,
    DUE,
    PAYMENT,
    Agreement,
    Consent,
    Fact,
    Line,
    Posting,
    Signature,
    Version,
    digest_of,
)
from unfence.workspace.ledger.texts import locked, sign_version, version_for
from unfence.workspace.people.models import Member

Place = tuple[str, str, int, str]
"""Account, rule, month, item."""


@dataclass(frozen=True)
class Settled:
    """What the rules say about a year: all lines, and what keeps it from being cleared."""

    lines: tuple[rules.Line, ...]
    troubles: tuple[rules.RuleError | rules.Remark, ...]

    def said(self, lang: Lang) -> list[str]:
        """What keeps it from being cleared, in words."""
        colon = "：" if lang == "zh" else ": "
        return [
            f"{t.rule}{colon}{t.reason.say(lang)}" if isinstance(t, rules.Remark) else t.say(lang)
            for t in self.troubles
        ]

    def target(self, *, cleared: bool) -> list[rules.Line]:
        """The lines that the ledger should come to."""
        stages = ("cleared", "counted") if cleared else ("accrued",)
        return [line for line in self.lines if line.stage in stages]


def settled(agreement: Agreement, year: int) -> Settled:
    """Settle a year rule by rule, so that one that lacks a fact does not hold up the others.

    Raises ``UnfenceError`` if no signed version holds in the year.
    """
    version = version_for(agreement, year)
    if version is None:
        raise UnfenceError("workspace.ledger_no_version", key=agreement.key, year=year)
    agreed, facts = version.rules, facts_of(agreement)
    lines: list[rules.Line] = []
    troubles: list[rules.RuleError | rules.Remark] = []
    for rule in agreed.rules:
        if not rule.in_force(year):
            continue
        try:
            stated = rules.statement(replace(agreed, rules=(rule,)), facts, year)
        except rules.RuleError as error:
            troubles.append(error)
        else:
            lines += stated.lines
            troubles += [remark for remark in stated.remarks if remark.reason.key == "open"]
    if not any(rule.in_force(year) for rule in agreed.rules):
        raise UnfenceError("workspace.ledger_no_rule", key=agreement.key, year=year)
    return Settled(tuple(lines), tuple(troubles))


def report_and_accrue(member: Member, agreement: Agreement, reports: Iterable[Report], source: str = "") -> list[Fact]:
    """Report numbers and book the months that they make known; one step. Raises as ``report`` does."""
    with transaction.atomic():
        made = list(report(member, agreement, reports, source))
        _accrue_from(member, agreement, min(fact.year for fact in made))
    return made


def agree(member: Member, version: Version) -> Consent:
    """Sign a version; with the last signature it is in force, and the months that are known are booked by it."""
    with transaction.atomic():
        made = sign_version(member, version)
        if version.signed:
            _accrue_from(member, version.agreement, version.since)
    return made


def _accrue_from(member: Member, agreement: Agreement, first: int) -> None:
    """Book the months of every open year from one on: a rule may look at the years before its own."""
    years = agreement.facts.filter(year__gte=first).values_list("year", flat=True).distinct()
    for year in sorted(set(years)):
        accrue(member, agreement, year)


def accrue(member: Member, agreement: Agreement, year: int) -> Posting | None:
    """Book the known months of an open year; None where there is nothing to book."""
    with transaction.atomic():
        locked(agreement.key)
        if is_cleared(agreement, year) or version_for(agreement, year) is None:
            return None
        try:
            target = settled(agreement, year).target(cleared=False)
        except UnfenceError:  # no rule in this year: the number is kept for the year that needs it
            return None
        lines = difference(target, _booked(agreement, year))
        return _post(member, agreement, ACCRUAL, year, lines) if lines else None


def clear(member: Member, agreement: Agreement, year: int) -> Posting:
    """Clear a year: release its monthly parts, book what is to be paid; or correct it, if it has been cleared.

    Raises ``UnfenceError`` while facts are missing, and if nothing has changed since it was cleared.
    """
    with transaction.atomic():
        locked(agreement.key)
        corrects = is_cleared(agreement, year)
        found = settled(agreement, year)
        if found.troubles:
            raise UnfenceError("workspace.ledger_open", year=year, count=len(found.troubles))
        lines = difference(found.target(cleared=True), _booked(agreement, year))
        if corrects and not lines:
            raise UnfenceError("workspace.ledger_right", year=year)
        return _post(member, agreement, CORRECTION if corrects else CLEARING, year, lines)


def ready(agreement: Agreement, year: int) -> bool:
    """Whether everything is known that clearing a year needs."""
    try:
        return not settled(agreement, year).troubles
    except UnfenceError:  # no text or no rule holds in this year
        return False


def pending(agreement: Agreement, year: int) -> list[Line]:
    """What correcting a cleared year would book now; nothing while facts are missing."""
    if not is_cleared(agreement, year):
        return []
    found = settled(agreement, year)
    return [] if found.troubles else difference(found.target(cleared=True), _booked(agreement, year))


def pay(member: Member, agreement: Agreement, payer: str, fen: int, year: int, note: str = "") -> Posting:
    """Book money that arrived: the office that received it says so.

    Raises ``UnfenceError`` if it is not above 0 or more than the payer owes to this office.
    """
    with transaction.atomic():
        locked(agreement.key)
        payee = member.office.key
        owed = net_of(agreement.lines.filter(account=DUE))
        most = min(owed.get(payee, 0), -owed.get(payer, 0))
        if payer == payee or not 0 < fen <= most:
            values = {"amount": shown(fen), "payer": payer, "owed": shown(max(0, most))}
            raise UnfenceError("workspace.ledger_payment", **values)
        reason = {"key": "ledger.reason.paid", "values": {"note": note or "–"}}
        line = Line(account=DUE, stage="paid", year=year, payer=payer, payee=payee, fen=fen, reason=reason)
        return _post(member, agreement, PAYMENT, year, [line], note)


def sign(member: Member, posting: Posting) -> Signature:
    """Sign a clearing or a correction for the member's office; raises ``UnfenceError`` if it has been."""
    with transaction.atomic():
        locked(posting.agreement.key)
        if not posting.to_sign or posting.signatures.filter(office=member.office).exists():
            raise UnfenceError("workspace.ledger_signed", what=str(posting), office=member.office.key)
        made = Signature.objects.create(posting=posting, office=member.office, member=member, digest=posting.digest)
        record(member, "ledger.signed", posting, year=posting.year, digest=posting.digest)
    return made


def is_cleared(agreement: Agreement, year: int) -> bool:
    """Whether a year has been cleared."""
    return agreement.postings.filter(kind=CLEARING, year=year).exists()


def net_of(lines: Iterable[Line]) -> dict[str, int]:
    """What each party has to get (above 0) or to pay by some lines, in fen; money that was paid counts against it."""
    net: dict[str, int] = defaultdict(int)
    for line in lines:
        fen = -line.fen if line.stage == "paid" else line.fen
        net[line.payee] += fen
        if line.payer:
            net[line.payer] -= fen
    return dict(net)


def difference(target: Sequence[rules.Line], booked: Sequence[Line]) -> list[Line]:
    """The lines that take what is booked about one year to its target."""
    wanted: dict[Place, list[Line]] = defaultdict(list)
    held: dict[Place, list[Line]] = defaultdict(list)
    for line in map(_stored, target):
        wanted[_place(line)].append(line)
    for line in booked:
        held[_place(line)].append(line)
    new: list[Line] = []
    for place in dict.fromkeys((*held, *wanted)):
        if place in held:
            new += _corrected(place, wanted[place], held[place])
        else:
            new += wanted[place]
    return new


def _corrected(place: Place, wanted: Sequence[Line], held: Sequence[Line]) -> list[Line]:
    """New lines at a place where something is booked already."""
    account, rule, month, item = place
    now, was = net_of(wanted), net_of(held)
    change = {who: now.get(who, 0) - was.get(who, 0) for who in dict.fromkeys((*was, *now))}
    year = held[0].year
    released = account == ACCRUED and not wanted
    stage = "released" if released else "accrued" if account == ACCRUED else "corrected"
    key = "ledger.reason.released" if released else "rules.reason.corrected"
    reason = {"key": key, "values": {"year": year}}
    basis = [fact for line in wanted for fact in line.basis]
    common = {"account": account, "stage": stage, "rule": rule, "year": year, "month": month, "item": item}
    if account == APPRAISAL:
        moves = [("", who, fen) for who, fen in change.items() if fen]
    else:
        parties = list(change)
        moves = [(parties[a], parties[b], fen) for a, b, fen in payments(list(change.values()))]
    return [Line(**common, payer=a, payee=b, fen=fen, reason=reason, basis=basis) for a, b, fen in moves]


def _place(line: Line) -> Place:
    return line.account, line.rule, line.month, line.item


def _stored(line: rules.Line) -> Line:
    """A line of the rules as the ledger keeps it."""
    account = ACCOUNT_OF[line.stage]
    values = dict(line.reason.values)
    return Line(
        account=account,
        stage=line.stage,
        rule=line.rule,
        year=line.year,
        month=line.month,
        item=str(values["item"]) if account == APPRAISAL else "",
        payer=line.payer,
        payee=line.payee,
        fen=line.fen,
        reason={"key": f"rules.reason.{line.reason.key}", "values": _plain(values)},
        basis=[fact_dict(fact) for fact in line.basis],
    )


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: list(cast("tuple[object, ...]", v)) if isinstance(v, tuple) else v for name, v in values.items()}


def _booked(agreement: Agreement, year: int) -> list[Line]:
    return list(agreement.lines.filter(year=year).exclude(stage="paid"))


def _post(member: Member, agreement: Agreement, kind: str, year: int, lines: Sequence[Line], note: str = "") -> Posting:
    """Book lines as one posting, chained to the one before; in the transaction that holds the agreement."""
    last = agreement.postings.order_by("-number").first()
    posting = Posting(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        kind=kind,
        year=year,
        day=timezone.localdate(),
        member=member,
        note=note[:200],
    )
    posting.digest = digest_of(last.digest if last else "", posting, list(lines))
    posting.save(force_insert=True)
    for line in lines:
        line.posting, line.agreement = posting, agreement
    Line.objects.bulk_create(lines)
    paid = sum(line.fen for line in lines if line.account == DUE)
    record(member, f"ledger.{kind}", posting, year=year, lines=len(lines), amount=shown(paid), digest=posting.digest)
    return posting


def broken(agreement: Agreement) -> Posting | None:
    """The first posting whose digest is not that of its lines and all before it; None if the ledger is whole."""
    before = ""
    for posting in agreement.postings.prefetch_related("lines").order_by("number"):
        if digest_of(before, posting, list(posting.lines.all())) != posting.digest:
            return posting
        before = posting.digest
    return None
