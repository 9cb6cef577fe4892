"""Industry in step: claims computed again, matches, cheaper dumps, missing links; one line each, by name."""

from unfence.cli.printed.paper import Paper
from unfence.industry.spoken import claim_line, dump_line, match_line, missing_line

SHOWN = 10
"""Matches that are said, largest saving first."""
SAVES = ("ready", "fenced", "unlinked")
"""Verdicts of matches that would save something."""


def claims(paper: Paper) -> None:
    """Every claim and what its own inputs give."""
    book, found = paper.study.book, paper.study.industry.claims
    if found:
        paper.heading("claims")
    for claim in found:
        paper.line("claims.line", about=claim.about or claim.id, text=claim_line(claim, book, paper.lang))


def matches(paper: Paper) -> None:
    """The matches that would save most, and the dumps that are only cheaper."""
    book, found = paper.study.book, paper.study.industry.matches
    saving = [match for match in found.rows if match.verdict in SAVES]
    if found.rows:
        paper.heading("matches")
    for match in saving[:SHOWN]:
        _item(paper, match_line(match, book, paper.lang))
    if len(saving) > SHOWN:
        paper.line("matches.more", count=len(saving) - SHOWN)
    elif saving:
        paper.line("matches.note")
    elif found.rows:
        paper.line("matches.none", count=len(found.rows))
    if found.dumps:
        paper.heading("dumps")
    for dump in found.dumps:
        _item(paper, dump_line(dump, book, paper.lang))


def missing(paper: Paper) -> None:
    """Where the chain breaks, and what closing the break is worth."""
    chain = paper.study.industry.chain
    if not chain.steps:
        return
    paper.heading("missing")
    for link in chain.missing[:SHOWN]:
        _item(paper, missing_line(link, paper.study.book, paper.lang))
    if not chain.missing:
        paper.line("missing.none")


def _item(paper: Paper, line: str) -> None:
    """A line of a list, with its full stop."""
    paper.text(line + ("。" if paper.lang == "zh" else "."))
