"""Neighbourhood: the site whose circle a zone lies in, since a book's links join sites and not zones.

    minutes(zone) = t(site) + d / v        t minutes to the site, d metres from it to the zone, v = ``OFF_ROAD``

A zone lies at the site that it names. One that has only a lon and a lat of its own belongs to the nearest site on its
side of the border, as far as areas beside the book say where that is, and within ``FAR`` metres.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from unfence.book import Book
from unfence.network.arcs import Bools, Floats, Ints, floats, numbering, rows_of

PEOPLE = ("residents", "workers", "jobs")
OFF_ROAD = 15.0
"""km/h between a zone and its site, as between a place and its road in ``network.reach``."""
FAR = 2000.0
"""Metres."""
DEGREE = 111_195.0
"""Metres in a degree of latitude."""
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The zones of a book that lie at a site or near one."""

    site: Ints
    """(zones,) row of ``sites``"""
    minutes: Floats
    """(zones,) from the site to the zone"""
    people: Floats
    """(zones, 3) residents, workers, jobs"""
    lost: tuple[str, ...]
    """Ids of the other zones."""

    def within(self, time: Floats, bound: float) -> Floats:
        """(3,) residents, workers, jobs within ``bound`` minutes, given (sites,) minutes.

        >>> near = Neighbourhood(np.array([0, 1]), np.array([0.0, 6.0]), np.array([[9.0, 4, 2], [7, 3, 1]]), ())
        >>> near.within(np.array([10.0, 10.0]), 15.0)
        array([9., 4., 2.])
        """
        return np.asarray((time[self.site] + self.minutes <= bound) @ self.people)


def neighbourhood_of(book: Book) -> Neighbourhood:
    """Where the zones of a book lie."""
    zones = book["zones"]
    site = rows_of(zones["site"], numbering(book["sites"]))
    metres = np.zeros(len(zones))
    loose = np.flatnonzero(site == NOWHERE)
    if len(loose):
        site[loose], metres[loose] = _nearest(book, floats(zones["lon"])[loose], floats(zones["lat"])[loose])
    people = np.stack([floats(zones[column], 0.0) for column in PEOPLE], axis=1)
    near = site != NOWHERE
    return Neighbourhood(
        site=site[near],
        minutes=metres[near] / 1000 / OFF_ROAD * 60,
        people=people[near],
        lost=tuple(np.array(zones["id"].to_list(), dtype=object)[~near].tolist()),
    )


def _nearest(book: Book, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """The nearest site of each place, on its own side, and the metres to it; -1 where none is near."""
    sites = book["sites"]
    east = (lon[:, None] - floats(sites["lon"])) * np.cos(np.radians(lat))[:, None]
    metres = np.hypot(east, lat[:, None] - floats(sites["lat"])) * DEGREE
    metres = np.where((metres <= FAR) & ~_across(book, lon, lat), metres, np.inf)
    row = metres.argmin(axis=1)
    found = metres[np.arange(len(row)), row]
    return np.where(np.isfinite(found), row, NOWHERE), found


def _across(book: Book, lon: Floats, lat: Floats) -> Bools:
    """(places, sites) whether the site is known to lie in another jurisdiction than the place."""
    home = np.array([j or "" for j in book["sites"]["jurisdiction"]], dtype=object)
    here = np.full(len(lon), "", dtype=object)
    for jurisdiction, area in _areas(book).items():
        import shapely  # noqa: PLC0415  only few books place zones freely

        here[shapely.contains_xy(area, lon, lat)] = jurisdiction
    return np.asarray((here[:, None] != "") & (here[:, None] != home))


def _areas(book: Book) -> Mapping[str, Any]:
    """The areas of jurisdictions beside the book."""
    from unfence.studies.circles import areas_of  # noqa: PLC0415  only few books place zones freely

    found = areas_of(book)
    return dict(zip(found.ids, found.areas, strict=True)) if found else {}
