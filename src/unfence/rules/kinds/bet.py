"""The monthly bet on a river section, cleared once a year."""

from dataclasses import dataclass
from typing import Annotated

from unfence.rules.facts import MONTHS, YEAR
from unfence.rules.form import choice, money, party, text, whole_number
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Bet(Terms):
    """Each month upstream and downstream bet on the section: good water is paid for, bad water is compensated.

    Formula: in month ``m`` downstream pays the stake if the section's class is ``target`` or better and its measure
    is better than last year's; upstream pays it if the class is missed or the measure is worse. With ``needs =
    "class"`` the class alone decides. Where nothing changed ``if_equal`` says who pays: ``error``, ``nobody``,
    ``downstream``, ``upstream``. Unit: fen a month; class 1 (best) to 6 (worse than V); the measure is any number of
    which less is better (left out: the class). Last year's is the year's mean, or with ``last = "month"`` that of the
    same month.

    Source: Chongqing, plan for compensation between upstream and downstream of 2018 (19 rivers, 1 million yuan a
    month, accounted monthly, cleared yearly). Youshui river, Chongqing and Hunan, 2019-2021: the class alone (III).
    """

    section: Annotated[str, text]
    upstream: Annotated[str, party]
    downstream: Annotated[str, party]
    stake: Annotated[int, money]
    target: Annotated[int, whole_number]
    needs: Annotated[str, choice("class", "class_and_better")] = "class_and_better"
    measure: Annotated[str, text] = "class"
    last: Annotated[str, choice("year", "month")] = "year"
    if_equal: Annotated[str, choice("error", "nobody", "downstream", "upstream")] = "error"

    def settle(self, view: View) -> Outcome:
        """One payment for each month that is known; the year is complete with its twelfth month."""
        known = min(view.months("class", self.section), view.upto)
        if not known:
            view.number("class", self.section, 1)
        found: list[Transfer] = []
        for month in range(1, known + 1):
            seen = len(view.seen)
            result, reason = self._month(view, month)
            basis = tuple(view.seen[seen:])
            if result > 0:
                found.append(Transfer(self.downstream, self.upstream, self.stake, reason, month, basis))
            elif result < 0:
                found.append(Transfer(self.upstream, self.downstream, self.stake, reason, month, basis))
        return Outcome(tuple(found), complete=known == MONTHS)

    def _month(self, view: View, month: int) -> tuple[int, Reason]:
        """1 if downstream pays, -1 if upstream pays, 0 if nobody does; and why."""
        seen = view.number("class", self.section, month)
        values: dict[str, int | str] = {"section": self.section, "class": str(seen), "target": self.target}
        if seen > self.target:
            return -1, Reason("class_missed", values)
        if self.needs == "class":
            return 1, Reason("class_met", values)
        now = view.number(self.measure, self.section, month)
        before = view.in_year(view.year - 1).number(self.measure, self.section, month if self.last == "month" else YEAR)
        values |= {"now": f"{float(now):g}", "before": f"{float(before):g}"}
        if now != before:
            return (1, Reason("better", values)) if now < before else (-1, Reason("worse", values))
        if self.if_equal == "error":
            raise view.fail("equal", section=self.section, month=month, value=f"{float(now):g}")
        return {"nobody": 0, "downstream": 1, "upstream": -1}[self.if_equal], Reason("equal", values)
