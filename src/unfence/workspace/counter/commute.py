"""Commuting: which sites people reach from a fair's place, as the latest study's circles say.

They are those of the modes by which most trips of the book are made: who goes to work by bus has no use for the minutes
of a car. Only the circles of 15, 30 and 45 minutes are read, never minutes by themselves: so much both sides may know.
Beside the way as it is today stands the way if every fence were down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from unfence.workspace.people.models import Member
from unfence.workspace.sharing.results import study_seen_by

LIMIT = 45
"""Minutes that people commute."""


@dataclass(frozen=True)
class Commute:
    """The circles round one site: by site the least of their minutes, ``today`` and with the fences ``open``."""

    revision: int
    today: Mapping[str, int]
    open: Mapping[str, int]


def commute_from(member: Member, site: str) -> Commute | None:
    """The circles round a site; None where no study that the member sees holds any."""
    study = study_seen_by(member)
    if study is None:
        return None
    held = cast("Mapping[str, Any] | None", study.figures.get("reach"))
    starts = [
        start
        for travel in (held or {}).get("travels", ())  # the most travelled first
        if travel["people"]
        for start in travel["starts"]
        if start["site"] == site
    ]
    if not starts:
        return None
    return Commute(study.revision, _circles(starts[0], "today"), _circles(starts[0], "open"))


def _circles(start: Mapping[str, Any], case: str) -> Mapping[str, int]:
    """The least circle of a case in which each site lies.

    >>> bounds = [{"minutes": m, "sites": s} for m, s in ((15, ["a"]), (30, ["a", "b"]), (60, ["c"]))]
    >>> _circles({"circles": [{"case": "today", "within": bounds}]}, "today")
    {'a': 15, 'b': 30}
    """
    least: dict[str, int] = {}
    for circle in start["circles"]:
        for bound in circle["within"] if circle["case"] == case else ():
            minutes = round(bound["minutes"])
            for site in bound["sites"] if minutes <= LIMIT else ():
                least[site] = min(minutes, least.get(site, minutes))
    return least
