"""Apportionment by factors: wages, revenue, assets, installed power, with any weights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar

from unfence.rules.fen import split
from unfence.rules.form import Wrong, number, party, ratio, several, table, text
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class Factors(Terms):
    """What was collected is shared as the parties' factors are, each factor with its weight.

    Formula: ``s[i] = (1 - h) T sum over factors k of a[k] x[k][i] / X[k]``, with weights ``a`` that add up to 1 and
    ``X[k] = sum of x[k][i]``; a head office gets ``h T`` first. Unit: fen a year; factors in any unit of their own.
    ``steps`` rounds a factor down to whole steps before it is used.

    Source: State taxation administration 2012 no. 57: half to the head office, half by .35 revenue, .35 wages, .30
    assets. German trade tax act (GewStG) section 29: by wages, rounded down to full 1,000 euro; wind and solar power
    1/10 by wages, 9/10 by installed power. United States, UDITPA: sales, property, payroll, a third each.
    """

    parties: Annotated[tuple[str, ...], several(party)]
    factors: Annotated[Mapping[str, Fraction], table(ratio)]
    steps: Annotated[Mapping[str, Fraction] | None, table(number)] = None
    head: Annotated[str, party] = ""
    head_share: Annotated[Fraction, ratio] = Fraction(0)
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    by_month: ClassVar[bool] = True

    def wrong(self) -> Iterator[Wrong]:
        """Weights that do not add up to 1, steps of nothing, a share for a head that is not named."""
        if sum(self.factors.values()) != 1:
            yield Wrong("factors", "not_one", {"value": str(sum(self.factors.values()))})
        for name, step in (self.steps or {}).items():
            if name not in self.factors or not step:
                yield Wrong(f"steps.{name}", "no_step", {"value": name})
        if bool(self.head) != bool(self.head_share):
            yield Wrong("head_share", "no_head", {"value": str(self.head_share)})

    def settle(self, view: View) -> Outcome:
        """Shares of the year's pool."""
        everyone = self.parties if not self.head or self.head in self.parties else (self.head, *self.parties)
        held = view.held(self.item, everyone, self.collects or everyone, self.taxes)
        pool = shared_pool(view, sum(held))
        x = {name: [self._factor(view, name, who) for who in self.parties] for name in self.factors}
        for name, amounts in x.items():
            if not sum(amounts):
                raise view.fail("no_factor", item=name)
        rest = apportioned(list(self.factors.values()), list(x.values()))
        first, others = split(pool, [self.head_share, 1 - self.head_share])
        due = dict(zip(self.parties, split(others, rest), strict=True))
        shares = [due.get(who, 0) + (first if who == self.head else 0) for who in everyone]
        named = ", ".join(f"{name} {weight}" for name, weight in self.factors.items())
        return shared(everyone, held, shares, Reason("factors", {"factors": named, "pool_fen": pool}))

    def _factor(self, view: View, name: str, who: str) -> Fraction:
        value = view.number(name, who)
        if value < 0:
            raise view.fail("negative_factor", item=name, party=who, value=str(float(value)))
        step = (self.steps or {}).get(name)
        return value // step * step if step else value


def apportioned(weights: list[Fraction], x: list[list[Fraction]]) -> list[Fraction]:
    """Exact shares, adding up to 1, by factors ``x[k][i]`` with weights ``weights[k]`` that add up to 1.

    >>> apportioned([Fraction(1, 2), Fraction(1, 2)], [[Fraction(3), Fraction(1)], [Fraction(1), Fraction(1)]])
    [Fraction(5, 8), Fraction(3, 8)]
    """
    sums = [sum(amounts) for amounts in x]
    parties = range(len(x[0]))
    return [
        sum((a * xs[i] / total for a, xs, total in zip(weights, x, sums, strict=True)), Fraction(0)) for i in parties
    ]
