"""Balances: what each party has to get or to pay, at any date; and beside it the fair split of the latest study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from unfence.rules.fen import FEN, shown
from unfence.words import Lang, say
from unfence.words.numbers import currency_name
from unfence.workspace.ledger.booking import is_cleared, net_of, pending
from unfence.workspace.ledger.models import (
    ACCRUED,
    CLEARING,
    DUE,
    PAYMENT,
    Agreement,
    Line,
    Posting,
    Version,
)
from unfence.workspace.ledger.texts import version_for
from unfence.workspace.people.models import Member, Office
from unfence.workspace.sharing.results import study_seen_by


@dataclass(frozen=True)
class Balance:
    """What a party has to get (above 0) or to pay, in fen: due now, and provisional for open years."""

    office: Office
    due: int
    accrued: int


def balances(agreement: Agreement, on: date | None = None, year: int | None = None) -> list[Balance]:
    """The balances of all parties at the end of a day (without one: now), of one year or of all.

    Each column adds up to 0. What was paid counts; corrections count from the day on which they were booked.
    """
    lines = agreement.lines.all()
    lines = lines.filter(posting__day__lte=on) if on else lines
    lines = lines.filter(year=year) if year else lines
    due, accrued = net_of(lines.filter(account=DUE)), net_of(lines.filter(account=ACCRUED))
    return [Balance(office, due.get(office.key, 0), accrued.get(office.key, 0)) for office in agreement.offices.all()]


@dataclass(frozen=True)
class Year:
    """One year of an agreement: whether it is cleared, its balances, the postings that wait for a signature."""

    year: int
    cleared: bool
    changed: bool
    """It has been cleared, and facts that came later ask for a correction."""
    balances: Sequence[Balance]
    unsigned: Sequence[Posting]


def years_of(agreement: Agreement) -> list[Year]:
    """The years that facts or lines are about and a version holds in, the latest first."""
    known = set(agreement.facts.values_list("year", flat=True)) | set(agreement.lines.values_list("year", flat=True))
    return [year_of(agreement, year) for year in sorted(known, reverse=True) if version_for(agreement, year)]


def year_of(agreement: Agreement, year: int) -> Year:
    """One year."""
    return Year(
        year,
        is_cleared(agreement, year),
        bool(pending(agreement, year)),
        balances(agreement, year=year),
        [posting for posting in agreement.postings.filter(year=year) if waits(posting)],
    )


def waits(posting: Posting) -> bool:
    """Whether a posting still needs a signature."""
    return posting.to_sign and posting.signatures.count() < posting.agreement.offices.count()


@dataclass(frozen=True)
class Fair:
    """A party's part of one year beside what the fair split of a study would be, in fen; above 0 is received."""

    office: Office
    year: int
    ledger: int
    fair: int
    currency: str

    def say(self, lang: Lang) -> str:
        """The two and their difference in words."""
        values = {
            "party": self.office.named(lang),
            "year": self.year,
            "ledger": self._moved(self.ledger, lang),
            "fair": self._moved(self.fair, lang),
            "amount": self._money(abs(self.ledger - self.fair), lang),
        }
        much = "same" if self.ledger == self.fair else "more" if self.ledger > self.fair else "less"
        return say(f"ledger.fair.{much}", lang, **values)

    def _moved(self, fen: int, lang: Lang) -> str:
        way = "gets" if fen > 0 else "pays" if fen < 0 else "none"
        return say(f"ledger.fair.{way}", lang, amount=self._money(abs(fen), lang))

    def _money(self, fen: int, lang: Lang) -> str:
        return f"{shown(fen)} {currency_name(self.currency, lang)}"


@dataclass(frozen=True)
class Beside:
    """The fair split beside a cleared year, or the key of the sentence that says why there is none."""

    why_not: str
    revision: int = 0
    split: str = ""
    parties: Sequence[Fair] = ()


def beside(member: Member, agreement: Agreement, version: Version, year: int) -> Beside:
    """What the fair split of the latest study that the member may see would give, beside what a year was cleared at."""
    if not is_cleared(agreement, year):
        return Beside("not_cleared")
    study = study_seen_by(member)
    figures = cast("Mapping[str, Any]", study.figures) if study else {}
    agreed = figures.get("agreement")
    if study is None or not agreed:
        return Beside("no_study")
    transfers = dict(zip(figures["sharing"]["players"], agreed["transfers"], strict=True))
    offices = list(agreement.offices.all())
    if set(transfers) != {office.key for office in offices}:
        return Beside("other_players", study.revision)
    if figures["book"]["currency"] != version.currency:
        return Beside("other_currency", study.revision)
    net = net_of(_cleared(agreement, year))
    parties = [
        Fair(office, year, net.get(office.key, 0), round(transfers[office.key] * FEN), version.currency)
        for office in offices
    ]
    return Beside("", study.revision, agreed["split"], parties)


def _cleared(agreement: Agreement, year: int) -> list[Line]:
    return list(agreement.lines.filter(account=DUE, year=year).exclude(stage="paid"))


def last_cleared(agreement: Agreement) -> int | None:
    """The last year that was cleared."""
    return agreement.postings.filter(kind=CLEARING).order_by("-year").values_list("year", flat=True).first()


def payments_of(agreement: Agreement) -> list[Line]:
    """The money that was paid, the latest first."""
    return list(
        agreement.lines.filter(posting__kind=PAYMENT).select_related("posting", "posting__member").order_by("-pk")
    )
