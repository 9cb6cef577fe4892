"""A uniform percentage of the gap to the average."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import whole
from unfence.rules.form import Wrong, number, party, ratio, several, text
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, settled
from unfence.rules.view import View


@dataclass(frozen=True)
class Gap(Terms):
    """Who has more per head than the average pays a part of the gap; who has less is paid the same part of its gap.

    Formula: ``net[i] = r P[i] (t - t[i])``, ``t[i] = T[i] / P[i]``, ``t = T / P``; it adds up to 0 by itself. Whoever
    is below ``extra_below`` of the average is paid ``extra_rate x P[i] (extra_below x t - t[i])`` more, and everybody
    bears that equally per head. Without ``people`` all parties count alike. Unit: fen a year.

    Source: Norway, income equalisation of the municipalities (rates of 2016): 60 % of the gap to the national
    average; those below 90 % of it get 35 % of the gap to that, borne by all per head. Canton of Zurich takes 70 %
    from above.
    """

    parties: Annotated[tuple[str, ...], several(party)]
    rate: Annotated[Fraction, ratio]
    people: Annotated[str, text] = ""
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    extra_below: Annotated[Fraction, number] = Fraction(0)
    extra_rate: Annotated[Fraction, ratio] = Fraction(0)

    def wrong(self) -> Iterator[Wrong]:
        """An extra with a rate and no line to be below, or the other way round."""
        if bool(self.extra_below) != bool(self.extra_rate):
            yield Wrong("extra_rate", "half_extra", {"value": str(self.extra_rate)})

    def settle(self, view: View) -> Outcome:
        """Payments around the average."""
        own = [view.money(self.item, who, self.taxes) for who in self.parties]
        people = [view.number(self.people, who) if self.people else Fraction(1) for who in self.parties]
        if min(people) <= 0:
            raise view.fail("no_factor", item=self.people)
        exact = evened(own, people, self.rate)
        if self.extra_rate:
            more = extra(own, people, self.extra_below, self.extra_rate)
            exact = [gap + added for gap, added in zip(exact, more, strict=True)]
        average = round(sum(own) / sum(people))
        return settled(self.parties, whole(exact), Reason("gap", {"rate": str(self.rate), "average_fen": average}))


def evened(own: list[int], people: list[Fraction], rate: Fraction) -> list[Fraction]:
    """A part of each party's gap to the average per head, in fen; adds up to 0.

    >>> [int(x) for x in evened([300, 100], [Fraction(1), Fraction(1)], Fraction(3, 5))]
    [-60, 60]
    """
    average = Fraction(sum(own)) / sum(people)
    return [rate * (p * average - has) for has, p in zip(own, people, strict=True)]


def extra(own: list[int], people: list[Fraction], below: Fraction, rate: Fraction) -> list[Fraction]:
    """More for those far below the average, borne by all per head, in fen; adds up to 0.

    >>> [int(x) for x in extra([300, 100], [Fraction(1), Fraction(1)], Fraction(9, 10), Fraction(1, 2))]
    [-20, 20]
    """
    line = below * sum(own) / sum(people)
    paid = [rate * max(Fraction(0), p * line - has) for has, p in zip(own, people, strict=True)]
    burden = sum(paid, Fraction(0)) / sum(people)
    return [got - p * burden for got, p in zip(paid, people, strict=True)]
