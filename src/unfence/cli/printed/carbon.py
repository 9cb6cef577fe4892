"""Carbon: emissions in every state by every set of factors, by side, and what a tonne less brings or costs."""

from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper
from unfence.studies import STATES

if TYPE_CHECKING:
    from unfence.industry.carbon import Carbon, FactorSet

APART = 0.1
"""The share by which another set has to differ to be said."""


def carbon(paper: Paper) -> None:
    """Totals and measures; nothing where nothing emits."""
    found = paper.study.industry.carbon
    totals = {(f.factors, f.state): f for f in found.footprints}
    if not any(footprint.total for footprint in found.footprints):
        return
    paper.heading("carbon")
    rows = []
    for factors in found.sets:
        states = [totals[factors.name, state] for state in STATES]
        rows.append([paper.say("carbon.all", set=_name(paper, factors)), *(f"{f.total:,.0f}" for f in states)])
        if factors is found.sets[0]:
            sides = [[f.by_side[player] for f in states] for player in paper.study.sharing.players]
            names = paper.called("jurisdictions", paper.study.sharing.players)
            for name, side in zip(names, sides, strict=True):
                rows.append([paper.say("carbon.side", side=name), *(f"{tonnes:,.0f}" for tonnes in side)])
            rest = [f.total - sum(side[k] for side in sides) for k, f in enumerate(states)]
            rows.append([paper.say("carbon.elsewhere"), *(f"{max(0.0, tonnes):,.0f}" for tonnes in rest)])
    paper.table(paper.columns("factors", *STATES), rows)
    _measures(paper, found)


def _measures(paper: Paper, found: "Carbon") -> None:
    """What each measure avoids by the book's own factors, and where another set says something else."""
    own = {a.measure: a for a in found.abatements if a.factors == found.sets[0].name and a.tonnes}
    if not own:
        return
    paper.heading("abatements")
    ranked = sorted(own.values(), key=lambda a: -a.tonnes)
    money = [a.per_tonne for a in ranked]
    rows = [
        [
            paper.names["measures", a.measure],
            f"{a.tonnes:,.1f}",
            "–" if a.per_tonne is None else f"{a.per_tonne:,.0f}",
        ]
        for a in ranked
    ]
    paper.table(paper.columns("measure", "avoids", "per_tonne"), rows)
    if any(money):
        paper.line("carbon.meaning", unit=paper.unit([1.0]).name)
    sets = {factors.name: factors for factors in found.sets[1:]}
    for other in found.abatements:
        mine = own.get(other.measure)
        if other.factors in sets and mine and abs(other.tonnes - mine.tonnes) > APART * abs(mine.tonnes):
            paper.line(
                "carbon.other",
                set=_name(paper, sets[other.factors]),
                measure=paper.names["measures", other.measure],
                tonnes=f"{other.tonnes:,.1f}",
                own=f"{mine.tonnes:,.1f}",
            )


def _name(paper: Paper, factors: "FactorSet") -> str:
    """What a set of factors is called; a set that only its giver knows by its own name."""
    names = {name: paper.say(f"carbon.{name}") for name in ("book", "grid_province_2022", "grid_region_2023")}
    if factors.agrees:
        return paper.say("carbon.book_agrees", name=names[factors.agrees])
    return names.get(factors.name, factors.name)
