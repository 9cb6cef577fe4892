"""A line of a statement: who, to whom, what, why, on what basis. Lines are never edited, only added."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from unfence.rules.facts import Fact
from unfence.rules.outcome import Reason

Ledger = Literal["cash", "appraisal"]
Stage = Literal["accrued", "cleared", "corrected", "counted"]
PAYABLE = ("cleared", "corrected")


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    ``ledger`` is ``cash`` (adds up to 0) or ``appraisal`` (need not). ``stage`` is ``accrued`` (a month's part, not
    yet to be paid), ``cleared`` (to be paid for a year), ``corrected`` (a change to an earlier year) or ``counted``.
    ``booked`` is the year of the statement, ``year`` and ``month`` (0: the year) what the line is about. ``fen`` goes
    from ``payer`` to ``payee`` and is above 0; in the appraisal ledger there is no payer, and a correction may be
    below 0. ``basis`` are the facts that were used.
    """

    rule: str
    kind: str
    ledger: Ledger
    stage: Stage
    booked: int
    year: int
    month: int
    payer: str
    payee: str
    fen: int
    reason: Reason
    basis: tuple[Fact, ...] = ()

    @property
    def payable(self) -> bool:
        """Whether money moves by this line."""
        return self.ledger == "cash" and self.stage in PAYABLE

    def to_dict(self) -> dict[str, object]:
        """The line as JSON holds it: fen as whole numbers, the reason as key, values and both sentences."""
        return {
            "rule": self.rule,
            "kind": self.kind,
            "ledger": self.ledger,
            "stage": self.stage,
            "booked": self.booked,
            "year": self.year,
            "month": self.month or None,
            "payer": self.payer or None,
            "payee": self.payee,
            "fen": self.fen,
            "reason": reason_dict(self.reason),
            "basis": [fact_dict(fact) for fact in self.basis],
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a rule has to say in a year although no money moves."""

    rule: str
    year: int
    reason: Reason


def reason_dict(reason: Reason) -> dict[str, object]:
    """A reason as JSON holds it."""
    return {"key": reason.key, "values": dict(reason.values), "en": reason.say("en"), "zh": reason.say("zh")}


def fact_dict(fact: Fact) -> dict[str, object]:
    """A fact as JSON holds it."""
    return {
        "party": fact.party,
        "year": fact.year,
        "month": fact.month or None,
        "item": fact.item,
        "tax": fact.tax or None,
        "value": plain(fact.value),
        "reported": fact.known,
        "row": fact.row or None,
    }


def plain(value: Fraction) -> str:
    """An exact number in the shortest way: a decimal where there is one, else a fraction.

    >>> plain(Fraction(5, 2)), plain(Fraction(1, 3)), plain(Fraction(12))
    ('2.5', '1/3', '12')
    """
    rest = value.denominator
    places = 0
    while rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else 2 if rest % 2 == 0 else 5
        places += 1
    if rest != 1:
        return str(value)
    scaled = value * 10**places
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if value < 0 else text
