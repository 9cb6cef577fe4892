"""Pricing: what each barrier costs a year, by volume x time x value.

With N crossings a day today, M more that would come without the barrier, d days a year, t hours lost by each, h the
value of an hour, c money that each loses to nobody and f money that each pays to somebody:

    burnt   = d N (t h + c)               what those who cross lose
    missed  = d M (t h + c + f) / 2       what those who stay away would gain: from nothing to all of it
    moved   = d N f                       changes hands; no loss to both sides together
    cost    = burnt + missed

The rule of half is the usual one of transport appraisal (World Bank, Treatment of Induced Traffic, 2005). The band
takes each answer to its low and its high end, one at a time, and adds the squares of the changes (independent errors);
it is kept between all answers low and all answers high.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from unfence.quick.answers import NOTHING, Span
from unfence.quick.reading import Barrier, Form

ANSWERS = ("number", "days", "minutes", "hour", "money", "more")
"""The answers that a cost is made of."""


@dataclass(frozen=True)
class Price:
    """A barrier and what it costs a year; ``missing`` are the answers without which it has no price."""

    barrier: Barrier
    days: Span
    burnt: float
    missed: float
    moved: float
    cost: Span
    hours: float
    """Hours a year that are lost by those who cross."""
    mover: str
    """The answer that moves the cost most; "" where none does."""
    missing: tuple[str, ...]

    @property
    def priced(self) -> bool:
        """Whether there is a price."""
        return not self.missing


def prices(form: Form) -> tuple[Price, ...]:
    """Every barrier of a form, the costliest first, those without a price last."""
    found = [_price(barrier, form.days[barrier.crosses]) for barrier in form.barriers]
    return tuple(sorted(found, key=lambda price: (not price.priced, -price.cost.value)))


def settled(ranked: Sequence[Price]) -> tuple[bool, ...]:
    """For each but the last with a price: whether its band lies wholly above that of the next."""
    priced = [price for price in ranked if price.priced]
    return tuple(a.cost.low > b.cost.high for a, b in pairwise(priced))


def total(ranked: Sequence[Price]) -> Span:
    """All barriers together, each counted by itself: all low ends, all values, all high ends."""
    held = [price.cost for price in ranked if price.priced]
    return Span(sum(c.low for c in held), sum(c.value for c in held), sum(c.high for c in held))


def _price(barrier: Barrier, days: Span) -> Price:
    answers = {
        "number": barrier.number or NOTHING,
        "days": days,
        "minutes": barrier.minutes or NOTHING,
        "hour": barrier.hour or NOTHING,
        "money": barrier.money,
        "more": barrier.more,
    }
    fee = barrier.gets != "nobody"
    at = {name: span.value for name, span in answers.items()}
    changes = {
        name: (
            _cost({**at, name: span.low}, fee=fee) - _cost(at, fee=fee),
            _cost({**at, name: span.high}, fee=fee) - _cost(at, fee=fee),
        )
        for name, span in answers.items()
    }
    value = _cost(at, fee=fee)
    least = _cost({name: span.low for name, span in answers.items()}, fee=fee)
    most = _cost({name: span.high for name, span in answers.items()}, fee=fee)
    low = max(least, value - hypot(*(down for down, _ in changes.values())))
    high = min(most, value + hypot(*(up for _, up in changes.values())))
    widest = max(changes, key=lambda name: changes[name][1] - changes[name][0])
    hours = at["days"] * at["number"] * at["minutes"] / 60
    burnt = hours * at["hour"] + (0.0 if fee else at["days"] * at["number"] * at["money"])
    return Price(
        barrier=barrier,
        days=days,
        burnt=burnt,
        missed=value - burnt,
        moved=at["days"] * at["number"] * at["money"] if fee else 0.0,
        cost=Span(low, value, high),
        hours=hours,
        mover=widest if changes[widest][1] > changes[widest][0] else "",
        missing=_missing(barrier),
    )


def _cost(at: dict[str, float], *, fee: bool) -> float:
    """Burnt and missed, with the answers at these values."""
    each = at["minutes"] / 60 * at["hour"] + at["money"]
    burnt = each - (at["money"] if fee else 0.0)
    return at["days"] * (at["number"] * burnt + at["more"] * each / 2)


def _missing(barrier: Barrier) -> tuple[str, ...]:
    """What has to be known before there is a price: how many, and what each loses."""
    lacks = []
    if barrier.number is None and not barrier.more.value:
        lacks.append("number")
    if barrier.minutes is None and not barrier.money.value:
        lacks.append("minutes")
    if barrier.minutes is not None and barrier.minutes.value and barrier.hour is None:
        lacks.append("hour")
    return tuple(lacks)
