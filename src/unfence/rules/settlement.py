"""Settling: rules and facts in, a statement out.

For a year the rules in force are settled with what was known by then. By month: the accrual of month m is the
result up to m less the result up to m - 1, so that twelve accruals are the year, whatever the rule. If facts of
earlier years were first reported in this year, those years are settled twice, with what was known before and with
what is known now, and the difference is booked as new lines. Nothing that was stated is ever changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from unfence.rules.facts import MONTHS, Fact, Facts
from unfence.rules.fen import payments
from unfence.rules.line import Ledger, Line, Remark, Stage
from unfence.rules.outcome import Outcome, Reason
from unfence.rules.read import Rule, Rules, read_rules
from unfence.rules.statement import Statement
from unfence.rules.tables import read_facts
from unfence.rules.trouble import MissingFactError, RuleError
from unfence.rules.view import View


def settle(rules_path: str | Path, facts_path: str | Path, year: int | None = None) -> Statement:
    """The statement of a rules file (TOML) and a table of facts (CSV or .xlsx).

    Parameters
    ----------
    rules_path, facts_path
        The two files; their form is in ``docs/rules.md``.
    year
        The year to settle; left out, every year that the facts cover.

    Raises
    ------
    RulesError
        A file that is not in order, with all findings.
    RuleError
        A rule that cannot be met; it names the rule, the year and the choice to make.
    """
    return statement(read_rules(rules_path), read_facts(facts_path), year)


def statement(rules: Rules, facts: Facts, year: int | None = None) -> Statement:
    """The statement of rules and facts that are read already; as ``settle``."""
    years = (year,) if year is not None else tuple(y for y in facts.years() if _concerned(rules, facts, y))
    if not years or not _concerned(rules, facts, years[0]):
        first = min(rule.common.first for rule in rules.rules)
        named = ", ".join(rule.id for rule in rules.rules)
        raise RuleError("no_rule", rule=named, year=year or max(facts.years()), first=first)
    own = {fact.year for fact in facts.rows}
    lines: list[Line] = []
    remarks: list[Remark] = []
    for y in years:
        known = facts.known_by(y)
        for rule in rules.rules:
            clerk = _Clerk(rules, rule, y)
            if rule.in_force(y) and (year is not None or y in own):
                lines += clerk.year_lines(known)
                remarks += clerk.remarks(known)
            lines += clerk.corrections(facts)
    return Statement(rules.title, rules.title_zh, rules.currency, years, rules.parties, tuple(lines), tuple(remarks))


def _concerned(rules: Rules, facts: Facts, year: int) -> bool:
    """Whether a rule is in force in a year, or was in one that this year's reports may change."""
    years = range(min(facts.late(year), default=year), year + 1)
    return any(rule.in_force(y) for rule in rules.rules for y in years)


@dataclass(frozen=True)
class _Clerk:
    """Books one rule in the statement of one year."""

    rules: Rules
    rule: Rule
    booked: int

    def view(self, facts: Facts, year: int) -> View:
        return View(self.rule.id, year, self.rule.common.first, facts, self.rules.unit)

    def year_lines(self, facts: Facts) -> list[Line]:
        """The year's own lines: months first, then what is to be paid."""
        if self.rule.common.accrual == "month":
            return self._accrued_by_month(facts)
        view = self.view(facts, self.booked)
        outcome = self.rule.terms.settle(view)
        monthly = [t for t in outcome.transfers if t.month]
        lines = [
            self._line("accrued", self.booked, t.month, t.payer, t.payee, t.fen, t.reason, t.basis or ())
            for t in monthly
        ]
        if monthly:
            return lines + (self._cleared(outcome, view.seen) if outcome.complete else [])
        return self._final(outcome, view.seen)

    def remarks(self, facts: Facts) -> list[Remark]:
        """What the rule has to say in the year besides its lines."""
        known = MONTHS
        if self.rule.common.accrual == "month":
            known = len(self._months(facts))
        view = self.view(facts, self.booked).until(known)
        outcome = self.rule.terms.settle(view)
        found = [Remark(self.rule.id, self.booked, reason) for reason in outcome.remarks]
        if known < MONTHS or not outcome.complete:
            found.append(Remark(self.rule.id, self.booked, Reason("open", {"year": self.booked})))
        return found

    def corrections(self, facts: Facts) -> list[Line]:
        """What reports of this year change in earlier years."""
        late = facts.late(self.booked)
        lines: list[Line] = []
        for year in range(min(late, default=self.booked), self.booked):
            if not self.rule.in_force(year):
                continue
            before, _ = self._known(facts.known_by(self.booked - 1), year)
            after, seen = self._known(facts.known_by(self.booked), year)
            new = tuple(fact for fact in dict.fromkeys(seen) if fact.known == self.booked)
            lines += self._corrected(year, before, after, new)
        return lines

    def _known(self, facts: Facts, year: int) -> tuple[Outcome, Sequence[Fact]]:
        """What could be cleared for a year with these facts; nothing while facts are missing or months to come."""
        view = self.view(facts, year)
        try:
            outcome = self.rule.terms.settle(view)
        except MissingFactError:
            return Outcome(), ()
        return (outcome if outcome.complete else Outcome()), view.seen

    def _corrected(self, year: int, before: Outcome, after: Outcome, new: tuple[Fact, ...]) -> list[Line]:
        reason = Reason("corrected", {"year": year})
        lines = [
            self._line("corrected", year, 0, payer, payee, fen, reason, new)
            for payer, payee, fen in _paid(_less(after.net(), before.net()))
        ]
        counts = {(c.party, c.item): c for c in (*before.counts, *after.counts)}
        old = {(c.party, c.item): c.fen for c in before.counts}
        now = {(c.party, c.item): c.fen for c in after.counts}
        for place, count in counts.items():
            change = now.get(place, 0) - old.get(place, 0)
            if change:
                why = Reason("recounted", {"item": count.item, "year": year})
                lines.append(self._line("corrected", year, 0, "", count.party, change, why, new))
        return lines

    def _accrued_by_month(self, facts: Facts) -> list[Line]:
        results = self._months(facts)
        lines: list[Line] = []
        for month, ((before, old), (after, seen)) in enumerate(pairwise([(Outcome(), ()), *results]), start=1):
            why = after.transfers[0].reason if after.transfers else Reason("accrued", {"month": month})
            new = tuple(fact for fact in dict.fromkeys(seen) if fact not in old)
            lines += [
                self._line("accrued", self.booked, month, payer, payee, fen, why, new)
                for payer, payee, fen in _paid(_less(after.net(), before.net()))
            ]
        return lines + (self._final(*results[-1]) if len(results) == MONTHS else [])

    def _months(self, facts: Facts) -> list[tuple[Outcome, Sequence[Fact]]]:
        """The results up to each month that is known, at least the first."""
        results: list[tuple[Outcome, Sequence[Fact]]] = []
        for month in range(1, MONTHS + 1):
            view = self.view(facts, self.booked).until(month)
            try:
                results.append((self.rule.terms.settle(view), view.seen))
            except MissingFactError:
                if not results:
                    raise
                break
        return results

    def _cleared(self, outcome: Outcome, seen: Sequence[Fact]) -> list[Line]:
        months = sum(1 for transfer in outcome.transfers if transfer.month)
        reason = Reason("cleared", {"year": self.booked, "months": months})
        return [
            self._line("cleared", self.booked, 0, payer, payee, fen, reason, tuple(dict.fromkeys(seen)))
            for payer, payee, fen in _paid(outcome.net())
        ]

    def _final(self, outcome: Outcome, seen: Sequence[Fact]) -> list[Line]:
        used = tuple(dict.fromkeys(seen))
        lines = [
            self._line(
                "cleared", self.booked, 0, t.payer, t.payee, t.fen, t.reason, used if t.basis is None else t.basis
            )
            for t in outcome.transfers
        ]
        return lines + [
            self._line(
                "counted", self.booked, 0, "", c.party, c.fen, c.reason, tuple(f for f in used if f.item == c.item)
            )
            for c in outcome.counts
        ]

    def _line(  # noqa: PLR0913, PLR0917  one argument for each thing that differs from line to line
        self,
        stage: Stage,
        year: int,
        month: int,
        payer: str,
        payee: str,
        fen: int,
        reason: Reason,
        basis: tuple[Fact, ...],
    ) -> Line:
        ledger: Ledger = "cash" if payer else "appraisal"
        return Line(
            self.rule.id, self.rule.kind, ledger, stage, self.booked, year, month, payer, payee, fen, reason, basis
        )


def _less(after: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    return {who: after.get(who, 0) - before.get(who, 0) for who in dict.fromkeys((*after, *before))}


def _paid(net: Mapping[str, int]) -> list[tuple[str, str, int]]:
    parties = list(net)
    return [(parties[a], parties[b], fen) for a, b, fen in payments(list(net.values()))]
