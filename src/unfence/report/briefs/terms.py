"""Terms: what has to be written down and signed for one measure."""

from collections.abc import Iterator

from markupsafe import Markup

from unfence.report.briefs.parties import Parties
from unfence.report.briefs.subject import LISTED, Subject
from unfence.report.sections.answer import rule_of


def terms(subject: Subject, parties: Parties) -> list[Markup]:
    """The terms, in order."""
    if not subject.possible:
        return [*_agreeing(subject, parties), *_paying(subject, parties)]
    if not subject.chosen:
        against = subject.text("not_worth", change=subject.money("in_best", signed=True))
        return [against, *_agreeing(subject, parties), *_paying(subject, parties)]
    return [
        *_agreeing(subject, parties),
        *_paying(subject, parties),
        *_making_good(subject, parties),
        *_timing(subject),
    ]


def _agreeing(subject: Subject, parties: Parties) -> Iterator[Markup]:
    who = subject.names("jurisdictions", parties.consenting)
    yield subject.text(f"agree_{subject.row['decides']}", who=who)
    bound = {word: subject.row[word] for word in ("needs", "excludes")}
    for word, measures in bound.items():
        if measures:
            yield subject.text(f"sign_{word}", measures=subject.names("measures", measures))


def _paying(subject: Subject, parties: Parties) -> Iterator[Markup]:
    shares = parties.payers
    if not subject.figure("yearly_cost").value:
        yield subject.text("no_cost")
        return
    clauses = [
        subject.text(
            "bears",
            who=subject.name("jurisdictions", party),
            capex=subject.facts.money(subject.figure("capex").times(share)),
            yearly=subject.facts.money(subject.figure("yearly_cost").times(share)),
        )
        for party, share in list(shares.items())[:LISTED]
    ]
    more = [subject.text("more_payers", count=len(shares) - LISTED)] if len(shares) > LISTED else []
    yield subject.text("pay", clauses=subject.clauses([*clauses, *more]))


def _making_good(subject: Subject, parties: Parties) -> Iterator[Markup]:
    """Who loses by this measure alone, and how the whole plan's gain is settled."""
    losers = parties.losers()
    clauses = [
        subject.text(
            "loses", who=subject.name("jurisdictions", p), amount=subject.facts.money(parties.change(p).opposite)
        )
        for p in losers[:LISTED]
    ]
    if clauses:
        more = [subject.text("more_losers", count=len(losers) - LISTED)] if len(losers) > LISTED else []
        yield subject.text("make_good", clauses=subject.clauses([*clauses, *more]))
    else:
        yield subject.text("no_loser")
    rule = rule_of(subject.facts)
    if rule:
        yield _settled(subject, rule)


def _settled(subject: Subject, rule: str) -> Markup:
    """The yearly payments by the rule that the report goes by, for the whole plan."""
    facts = subject.facts
    transfers = {p: facts.figure("sharing", "transfers", rule, k) for k, p in enumerate(facts.players)}
    moved = {p: t for p, t in transfers.items() if abs(t.value) > facts.near}
    called = facts.word(f"rule.{rule}")
    if not moved:
        return subject.text("settled_free", rule=called)
    clauses = [
        facts.text(
            "answer.pays" if transfer.value < 0 else "answer.receives",
            player=subject.name("jurisdictions", party),
            amount=facts.money(transfer.opposite if transfer.value < 0 else transfer),
        )
        for party, transfer in sorted(moved.items(), key=lambda item: -abs(item[1].value))[:LISTED]
    ]
    more = [subject.text("more_transfers", count=len(moved) - LISTED)] if len(moved) > LISTED else []
    return subject.text("settled", rule=called, clauses=subject.clauses([*clauses, *more]))


def _timing(subject: Subject) -> Iterator[Markup]:
    months = subject.row["lead_months"] or 0
    said = subject.facts.text("answer.works_now") if not months else subject.text("works", months=f"{months:g}")
    yield subject.text("time", works=said, delay=subject.money("delay_month"))
    yield subject.text("review")
