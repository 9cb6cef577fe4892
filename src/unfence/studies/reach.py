"""Reach in a study: who and what lies within 15, 30 and 45 minutes of a place, over the book's own links.

A *travel* is a way to get about: the modes that some trips may use, changed freely, or one mode of goods. For each of
its starts stands a circle for today, for every fence down, for the best plan, and for each fence and each measure that
changes a minute of it. Circles on real roads are those of ``studies.circles``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

MINUTES = (15.0, 30.0, 45.0)

CaseKind = Literal["today", "open", "best", "without", "with"]
"""The states of a study; without one fence; with one measure (and what it needs)."""


@dataclass(frozen=True)
class Within:
    """Who and what lies within so many minutes."""

    minutes: float
    residents: float
    workers: float
    jobs: float
    sites: tuple[str, ...]
    """Ids, in the book's order, the start among them."""


@dataclass(frozen=True)
class Away:
    """How far a site is."""

    site: str
    minutes: float


@dataclass(frozen=True)
class Circle:
    """What one start reaches in one case."""

    case: CaseKind
    id: str
    """Of the fence or the measure; of a state its name."""
    within: tuple[Within, ...]
    """By bound, as in ``Reach.minutes``."""
    to_sites: tuple[Away, ...]
    """All sites within the longest bound, in the book's order."""


@dataclass(frozen=True)
class Start:
    """A place and its circles."""

    site: str
    circles: tuple[Circle, ...]
    """Today first; the same cases for each start of a travel."""


@dataclass(frozen=True)
class Travel:
    """A way to get about."""

    modes: tuple[str, ...]
    """Ids, in the book's order."""
    people: bool
    """Whether people travel; else goods, of which only sites are counted."""
    starts: tuple[Start, ...]
    changed: bool
    """Whether any case changes a minute; where none does there is nothing to compare."""


@dataclass(frozen=True)
class Difference:
    """What a case brings into a circle, or takes out of it."""

    modes: tuple[str, ...]
    people: bool
    start: str
    case: CaseKind
    id: str
    minutes: float
    residents: float
    workers: float
    jobs: float
    sites: tuple[str, ...]
    """Ids of the sites that come in."""
    lost: tuple[str, ...]
    """Ids of the sites that fall out."""


@dataclass(frozen=True)
class Reach:
    """The circles of a book."""

    minutes: tuple[float, ...]
    """The bounds."""
    travels: tuple[Travel, ...]
    """People's first."""
    lost_zones: tuple[str, ...]
    """Ids of zones that lie at no site and near none; counted nowhere."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Each circle that is not as today, in its order: travel, start, case, bound."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[Difference]:
        for travel in self.travels:
            for start in travel.starts:
                today, *others = start.circles
                for circle in others:
                    for then, now in zip(circle.within, today.within, strict=True):
                        if then != now:
                            yield _difference(travel, start, circle, then, now)


def _difference(travel: Travel, start: Start, circle: Circle, then: Within, now: Within) -> Difference:
    return Difference(
        modes=travel.modes,
        people=travel.people,
        start=start.site,
        case=circle.case,
        id=circle.id,
        minutes=then.minutes,
        residents=then.residents - now.residents,
        workers=then.workers - now.workers,
        jobs=then.jobs - now.jobs,
        sites=tuple(site for site in then.sites if site not in now.sites),
        lost=tuple(site for site in now.sites if site not in then.sites),
    )
