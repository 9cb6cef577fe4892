"""Parties: who must agree to a measure, who pays for it, who is better and who is worse off by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unfence.report.blocks import Column, Row, Table
from unfence.report.briefs.subject import Subject
from unfence.report.facts import OUTSIDE
from unfence.report.figures import Figure, total

SHOWN = 7
"""As many parties as the page's table bears; the others are one line."""


@dataclass(frozen=True, eq=False)
class Parties:
    """The parties of one measure."""

    subject: Subject

    @property
    def consenting(self) -> Sequence[str]:
        """Those who must agree, in the book's order."""
        return [p for p in self._everybody if p in self.subject.json["parties"]]

    @property
    def payers(self) -> Mapping[str, float]:
        """Those who bear a share of the cost, and which."""
        shares: Mapping[str, float] = self.subject.json["payers"]
        return {p: shares[p] for p in self._everybody if shares.get(p)}

    @property
    def _everybody(self) -> list[str]:
        return [*self.subject.facts.book["jurisdictions"]["id"], OUTSIDE]

    def change(self, party: str) -> Figure:
        """What a party's income is with the measure less without it, after what it pays."""
        return self.subject.facts.figure("measures", self.subject.number, "change", party)

    def pays(self, party: str) -> Figure | None:
        """What a party pays for it a year, if anything."""
        share = self.payers.get(party)
        return self.subject.figure("yearly_cost").times(share) if share else None

    def losers(self) -> list[str]:
        """Those who share and are worse off by it, the worst first."""
        players, near = self.subject.facts.players, self.subject.facts.near
        return sorted((p for p in players if self.change(p).value < -near), key=lambda p: self.change(p).value)

    def table(self) -> Table:
        """The table; everybody whom it touches, the largest change first."""
        subject = self.subject
        touched = [p for p in self._everybody if self._touched(p)]
        touched.sort(key=lambda p: -abs(self.change(p).value))
        shown = len(touched) if len(touched) <= SHOWN + 1 else SHOWN  # one other is as short by its name
        rows = [
            Row([subject.name("jurisdictions", p), self._consent(p), self.pays(p), self.change(p)])
            for p in touched[:shown]
        ]
        if rest := touched[shown:]:
            paid = [figure for p in rest if (figure := self.pays(p))]
            cells = [subject.text("others", count=len(rest)), "", total(paid) if paid else None]
            rows.append(Row([*cells, total(self.change(p) for p in rest)]))
        whole = [subject.facts.word("brief.together"), "", subject.figure("yearly_cost"), subject.figure("in_best")]
        columns = [
            Column(subject.facts.word("brief.who")),
            Column(subject.facts.word("brief.consent")),
            Column(subject.facts.word("brief.pays"), "money"),
            Column(subject.facts.word("brief.income_change"), "money", signed=True),
        ]
        return Table(subject.facts.word("brief.parties"), columns, [*rows, Row(whole, total=True)], note=self._note())

    def _note(self) -> Markup:
        unsettled = self.subject.facts.unsettled
        return self.subject.text("change_note", middle=self.subject.facts.word("brief.middle") if unsettled else "")

    def _touched(self, party: str) -> bool:
        known = party in self.consenting or party in self.payers
        return known or abs(self.change(party).value) > self.subject.facts.near

    def _consent(self, party: str) -> str:
        return self.subject.facts.word("yes") if party in self.subject.json["parties"] else ""
