"""The 15-minute circle of a study: who and what lies within it today, open and in the best plan; what a case adds."""

from collections.abc import Sequence

from unfence.cli.printed.paper import Paper
from unfence.studies import STATES
from unfence.studies.reach import Difference, Start, Travel

BOUND = 0
"""Which of the bounds is printed: the shortest; the others are in the JSON."""
STARTS = 6
"""Starts that are listed for each travel."""
SENTENCES = 3
"""Differences that are said in words for each travel, the largest."""
SITES = 4
"""Sites that are named in a sentence."""


def reach(paper: Paper) -> None:
    """Circles by travel; nothing for a travel that no case changes, or that brings nothing nearer in this bound."""
    found = paper.study.reach
    for travel in found.travels:
        more = [d for d in found.differences if d.modes == travel.modes and d.minutes == found.minutes[BOUND]]
        if more:
            _circles(paper, travel)
            _differences(paper, more)
    if found.lost_zones:
        paper.line("reach.lost", count=len(found.lost_zones), ids=list(found.lost_zones[:SITES]))


def _circles(paper: Paper, travel: Travel) -> None:
    """A row for each start: residents and jobs, or sites, in the three states."""
    minutes = f"{paper.study.reach.minutes[BOUND]:g}"
    what = "people" if travel.people and _counted(travel) else "sites"
    paper.console.print()
    paper.line(f"reach.heading_{what}", minutes=minutes, modes=_modes(paper, travel))
    shown = travel.starts[:STARTS]
    paper.table(paper.columns("start", *STATES), [_row(paper, start, what) for start in shown])
    if (left := len(travel.starts) - len(shown)) > 0:
        paper.line("reach.more_starts", count=left)


def _modes(paper: Paper, travel: Travel) -> list[str]:
    rows = paper.study.book["modes"].select("id", "name", "name_zh").iter_rows()
    named = {mode: (chinese if paper.lang == "zh" else "") or name for mode, name, chinese in rows}
    return [named[mode] for mode in travel.modes]


def _counted(travel: Travel) -> bool:
    """Whether there are zones whose people can be counted."""
    return any(w.residents or w.jobs for s in travel.starts for c in s.circles for w in c.within)


def _row(paper: Paper, start: Start, what: str) -> list[str]:
    within = {str(circle.case): circle.within[BOUND] for circle in start.circles if circle.case in STATES}
    cells = [
        f"{within[state].residents:,.0f} / {within[state].jobs:,.0f}"
        if what == "people"
        else f"{len(within[state].sites)}"
        for state in STATES
    ]
    return [paper.things.of("sites", start.site), *cells]


def _differences(paper: Paper, more: Sequence[Difference]) -> None:
    """What single fences and measures add, the largest first, each fence and measure once."""
    single = [d for d in more if d.case in ("without", "with")]
    single.sort(key=lambda d: (-abs(d.residents), -len(d.sites) - len(d.lost)))
    said: set[tuple[str, str]] = set()
    for d in single:
        if (d.case, d.id) not in said and len(said) < SENTENCES:
            said.add((d.case, d.id))
            paper.line("reach.study_difference", **_sentence(paper, d))


def _sentence(paper: Paper, d: Difference) -> dict[str, object]:
    table = "fences" if d.case == "without" else "measures"
    parts = [
        paper.say(f"reach.more_{what}", count=f"{n:+,.0f}")
        for what, n in (("residents", d.residents), ("jobs", d.jobs), ("sites", len(d.sites) - len(d.lost)))
        if n
    ]
    names = [paper.things.of("sites", site) for site in (*d.sites, *d.lost)]
    return {
        "case": paper.say(f"reach.case.{d.case}", name=paper.names[table, d.id]),
        "start": paper.things.of("sites", d.start),
        "minutes": f"{d.minutes:g}",
        "parts": parts or [paper.say("reach.other_sites")],
        "names": names[:SITES] + (["…"] if len(names) > SITES else []),
    }
