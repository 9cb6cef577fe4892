"""Commuting: which sites people reach from a fair's place, as the latest study's circles say.

Only the circles of 15, 30 and 45 minutes are read, never minutes by themselves: so much both sides may know. Beside the
way as it is today stands the way if every fence were down.
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
        for travel in (held or {}).get("travels", ())
        if travel["people"]
        for start in travel["starts"]
        if start["site"] == site
    ]
    if not starts:
        return None
    return Commute(study.revision, _circles(starts, "today"), _circles(starts, "open"))


def _circles(starts: list[Mapping[str, Any]], case: str) -> Mapping[str, int]:
    """The least circle of a case in which each site lies, whichever way people travel.

    >>> bounds = [{"minutes": m, "sites": s} for m, s in ((15, ["a"]), (30, ["a", "b"]), (60, ["c"]))]
    >>> _circles([{"circles": [{"case": "today", "within": bounds}]}], "today")
    {'a': 15, 'b': 30}
    """
    least: dict[str, int] = {}
    for start in starts:
        for circle in start["circles"]:
            if circle["case"] == case:
                for bound in circle["within"]:
                    minutes = round(bound["minutes"])
                    for site in bound["sites"] if minutes <= LIMIT else ():
                        least[site] = min(minutes, least.get(site, minutes))
    return least
