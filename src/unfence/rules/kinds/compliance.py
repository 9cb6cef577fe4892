"""A rate of compliance that rises from year to year."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.facts import MONTHS
from unfence.rules.form import choice, money, party, ratio, table, text, whole_number, year_name
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Compliance(Terms):
    """Downstream pays for a year in which the mean is in class and enough months are.

    Formula: downstream pays ``amount`` if the year's mean class is ``target`` or better and the share of months in
    class is at least ``rates[year]``. If not, ``if_missed`` says: ``error``, ``nothing``, or ``reverse`` (upstream
    pays as much). Unit: fen a year; class 1 (best) to 6. Facts: ``class`` of the section for the year (its mean) and
    for all twelve months.

    Source: Jiuzhou river, Guangxi and Guangdong, agreement of 2018-2020 (Guangxi Daily, 10 January 2019): mean in
    class III; 75 %, 83 % and 100 % of the months in 2018, 2019 and 2020; each side 100 million yuan a year.
    """

    section: Annotated[str, text]
    upstream: Annotated[str, party]
    downstream: Annotated[str, party]
    amount: Annotated[int, money]
    target: Annotated[int, whole_number]
    rates: Annotated[Mapping[int, Fraction], table(ratio, year_name)]
    if_missed: Annotated[str, choice("error", "nothing", "reverse")] = "error"

    def settle(self, view: View) -> Outcome:
        """The year's payment, once the year is complete."""
        if view.year not in self.rates:
            raise view.fail("no_rate", known=list(self.rates))
        mean = view.number("class", self.section)
        months = [view.number("class", self.section, month) for month in range(1, MONTHS + 1)]
        good = sum(seen <= self.target for seen in months)
        met = mean <= self.target and in_time(good, self.rates[view.year])
        values: dict[str, int | str] = {
            "section": self.section, "good": good, "rate": f"{float(self.rates[view.year]):.0%}", "mean": str(mean)
        }  # fmt: skip
        if met:
            return Outcome((Transfer(self.downstream, self.upstream, self.amount, Reason("rate_met", values)),))
        if self.if_missed == "error":
            raise view.fail("rate_missed", **values)
        if self.if_missed == "nothing":
            return Outcome(remarks=(Reason("rate_missed", values),))
        return Outcome((Transfer(self.upstream, self.downstream, self.amount, Reason("rate_missed", values)),))


def in_time(good: int, rate: Fraction) -> bool:
    """Whether so many good months of twelve reach a rate.

    >>> in_time(10, Fraction("0.83")), in_time(9, Fraction("0.83")), in_time(9, Fraction("0.75"))
    (True, False, True)
    """
    return Fraction(good, MONTHS) >= rate
