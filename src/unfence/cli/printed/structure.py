"""The structure of industry: how alike the sides are, what both make, what each needs of the other's make."""

import math
from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper
from unfence.words import amount

if TYPE_CHECKING:
    from unfence.industry.complements import Complements, Likeness

NEEDS = 8
"""Needs that are listed, largest worth first."""


def structure(paper: Paper) -> None:
    """Indices before and after, same goods and mutual needs; nothing where fewer than two players make anything."""
    found = paper.study.industry.complements
    known = [profile for profile in found.profiles if any(not math.isnan(pair.overlap) for pair in profile.pairs)]
    if known:
        paper.heading("structure")
        rows = [
            [
                paper.say(f"profile.{profile.name}", year=profile.year),
                _pair(paper, pair),
                *(_index(v) for v in (pair.similarity, pair.krugman, pair.overlap)),
            ]
            for profile in known
            for pair in profile.pairs
        ]
        paper.table(paper.columns("profile", "pair", "similarity", "krugman", "overlap"), rows, texts=(0, 1))
        paper.line("structure.meaning")
        _same(paper, found)
    _needs(paper, found)


def _pair(paper: Paper, pair: "Likeness") -> str:
    return " – ".join(paper.called("jurisdictions", (pair.first, pair.second)))


def _index(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _same(paper: Paper, found: "Complements") -> None:
    """The products that several players make, and how much each."""
    units = dict(paper.study.book["commodities"].select("id", "unit").iter_rows())
    for goods in found.same_goods:
        made = [
            paper.say(
                "structure.made",
                player=paper.names["jurisdictions", player],
                **{state: amount(goods.made[state][player], paper.lang) for state in ("today", "best")},
            )
            for player in found.players
            if any(goods.made[state][player] for state in ("today", "best"))
        ]
        name = paper.things.of("commodities", goods.commodity)
        paper.line("structure.same", commodity=name, unit=units[goods.commodity], made=made)
    if not found.same_goods:
        paper.line("structure.no_same")


def _needs(paper: Paper, found: "Complements") -> None:
    """What each player uses of another's make, today and in the best plan."""
    if not found.needs:
        return
    shown = found.needs[:NEEDS]
    units = dict(paper.study.book["commodities"].select("id", "unit").iter_rows())
    unit = paper.unit(need.value for need in shown)
    paper.heading("needs", unit)
    rows = [
        [
            f"{paper.things.of('commodities', need.commodity)} ({units[need.commodity]})",
            paper.names["jurisdictions", need.user],
            paper.names["jurisdictions", need.maker],
            *(amount(quantity, paper.lang) for quantity in (need.today, need.best)),
            unit.text(None if math.isnan(need.value) else need.value),
        ]
        for need in shown
    ]
    paper.table(paper.columns("commodity", "user", "maker", "today", "best", "value"), rows, texts=(0, 1, 2))
    if len(found.needs) > NEEDS:
        paper.line("structure.more", count=len(found.needs) - NEEDS)
