"""A fund of several parties: paid in by one ratio, paid out by another, with deductions for bad sections."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import Weights, nearest_fen, payments
from unfence.rules.form import Wrong, money, ratio, rows, text, weights
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Section:
    """A river section: its share of the fund, who is deducted if it fails, and to whom the deduction goes."""

    section: Annotated[str, text]
    share: Annotated[Fraction, ratio]
    deduct: Annotated[Weights, weights]
    to: Annotated[Weights, weights]

    def wrong(self) -> Iterator[Wrong]:
        """A party that would pay itself."""
        for who in set(self.deduct.parties) & set(self.to.parties):
            yield Wrong("to", "pays_itself", {"value": who})


@dataclass(frozen=True)
class Fund(Terms):
    """Parties pay into a fund by one ratio, are paid by another; a section that fails costs those who answer for it.

    Formula: ``net[i] = F out[i] - F in[i]``; for section ``k`` with compliance ``q[k]`` (1 met, 0 missed, between: in
    part) ``D[k] = F share[k] (1 - q[k])`` is deducted from the parties of ``deduct`` by their ratio and goes to those
    of ``to`` by theirs. Unit: fen a year. Facts: ``compliance`` of each section. No party can lose more than it is
    paid.

    Source: Chishui river, Yunnan, Guizhou and Sichuan, 2018-2020 (Xinhua, 25 March 2018): 200 million yuan a year, in
    1:5:4, out 3:4:3; if Qingshuipu fails Yunnan's deduction goes to the other two half and half, if Lianyuxi fails
    Guizhou's goes to Sichuan. The shares of the sections are not in that report; state your own.
    """

    fund: Annotated[int, money]
    pay_in: Annotated[Weights, weights]
    pay_out: Annotated[Weights, weights]
    sections: Annotated[tuple[Section, ...], rows(Section)] = ()

    def wrong(self) -> Iterator[Wrong]:
        """Sections that share more than the fund; parties that only the sections name."""
        if sum(section.share for section in self.sections) > 1:
            yield Wrong("sections", "above_one", {"value": str(float(sum(s.share for s in self.sections)))})
        for i, section in enumerate(self.sections):
            for who in (*section.deduct.parties, *section.to.parties):
                if who not in self._parties():
                    yield Wrong(f"sections.{i + 1}", "no_share", {"value": who})

    def settle(self, view: View) -> Outcome:
        """What the ratios move, then what each section moves."""
        parties = self._parties()
        out = dict(zip(self.pay_out.parties, self.pay_out.split(self.fund), strict=True))
        into = dict(zip(self.pay_in.parties, self.pay_in.split(self.fund), strict=True))
        net = [out.get(who, 0) - into.get(who, 0) for who in parties]
        values: dict[str, int | str] = {
            "fund_fen": self.fund, "pay_in": self.pay_in.text(), "pay_out": self.pay_out.text()
        }  # fmt: skip
        reason = Reason("fund", values)
        found = [Transfer(parties[a], parties[b], fen, reason, basis=()) for a, b, fen in payments(net)]
        for section in self.sections:
            found += self._deducted(view, section)
        lost = dict.fromkeys(parties, 0)
        for transfer in found:
            if transfer.reason.key == "fund_section":
                lost[transfer.payer] += transfer.fen
        for who, fen in lost.items():
            if fen > out.get(who, 0):
                raise view.fail("deduction", party=who, deduction_fen=fen, paid_fen=out.get(who, 0))
        return Outcome(tuple(found))

    def _deducted(self, view: View, section: Section) -> list[Transfer]:
        seen = len(view.seen)
        met = view.number("compliance", section.section)
        if not 0 <= met <= 1:
            raise view.fail("not_share", item="compliance", party=section.section, value=f"{float(met):g}")
        fen = nearest_fen(self.fund * section.share * (1 - met))
        reason = Reason(
            "fund_section", {"section": section.section, "compliance": f"{float(met):g}", "deduction_fen": fen}
        )
        basis = tuple(view.seen[seen:])
        return [
            Transfer(payer, payee, part, reason, basis=basis)
            for payer, due in zip(section.deduct.parties, section.deduct.split(fen), strict=True)
            for payee, part in zip(section.to.parties, section.to.split(due), strict=True)
            if part
        ]

    def _parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.pay_in.parties, *self.pay_out.parties)))
