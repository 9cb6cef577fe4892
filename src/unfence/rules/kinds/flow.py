"""Partial compliance, weighted by the water that flows."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import split
from unfence.rules.form import money, party, several, text
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Flow(Terms):
    """Downstream pays in proportion to the flow of the sections that comply.

    Formula: ``A sum of Q[k] q[k] / sum of Q[k]``, ``Q`` = flow of section ``k``, ``q`` = 1 if it complies, else 0.
    Unit: fen a year; flow in any unit, the same for all. Facts: ``flow`` and ``compliance`` (1 or 0) of each section.

    Source: Ting and Han rivers, Fujian and Guangdong, agreements since 2016 (two tests, concentration and compliance;
    the weighting by flow is recalled, not checked in print).
    """

    sections: Annotated[tuple[str, ...], several(text)]
    upstream: Annotated[str, party]
    downstream: Annotated[str, party]
    amount: Annotated[int, money]

    def settle(self, view: View) -> Outcome:
        """The year's payment."""
        flows = [view.number("flow", section) for section in self.sections]
        met = [view.number("compliance", section) for section in self.sections]
        if min(flows) < 0 or not sum(flows):
            raise view.fail("no_factor", item="flow")
        for section, value in zip(self.sections, met, strict=True):
            if value not in (0, 1):
                raise view.fail("not_yes_no", party=section, value=f"{float(value):g}")
        fen = complying(self.amount, flows, met)
        reason = Reason("flow", {"met": int(sum(met)), "sections": len(met), "amount_fen": self.amount})
        return Outcome(
            (Transfer(self.downstream, self.upstream, fen, reason),) if fen else (), remarks=() if fen else (reason,)
        )


def complying(amount: int, flows: list[Fraction], met: list[Fraction]) -> int:
    """The part of an amount, in fen, that belongs to the flow of complying sections.

    >>> complying(100, [Fraction(30), Fraction(70)], [Fraction(0), Fraction(1)])
    70
    """
    good = sum((flow * yes for flow, yes in zip(flows, met, strict=True)), Fraction(0))
    return split(amount, [good, sum(flows) - good])[0]
