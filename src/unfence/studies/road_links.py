"""Minutes and km between the sites of a book, from real roads: rows for its table ``links``.

A link stands for the fastest drive, fences left out: the book has those itself. Two sites with a third one on the way
between them get no link of their own, so that a drive past a site is a drive by its links.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unfence.network.reach import Ground, Places, ReachError, detailed, drives
from unfence.network.reach.ground import MINUTE, OFF_ROAD
from unfence.network.roads.roads import Bools, Floats, Roads
from unfence.network.roads.snap import FAR

KM = 1000.0
ALIKE = 0.05
"""Share by which there and back may differ and still be one link."""
DETOUR = 5.0
"""Seconds up to which a detour past a site still lies on the way."""
FEWEST = 2
COLUMNS = ("id", "a", "b", "mode", "km", "minutes", "both_ways", "status", "source", "confidence")


@dataclass(frozen=True)
class RoadLink:
    """A row of the table ``links``."""

    a: str
    b: str
    km: float
    minutes: float
    both_ways: bool


@dataclass(frozen=True)
class RoadLinks:
    """The links of a book's sites by road."""

    rows: tuple[RoadLink, ...]
    lost: tuple[str, ...]
    """Ids of sites that no road comes near."""

    def to_csv(self, mode: str, source: str) -> str:
        """The table ``links`` of the book's format, for one of its modes.

        >>> print(RoadLinks((RoadLink("x", "y", 4.26, 7.04, True),), ()).to_csv("truck", "a file"))
        id,a,b,mode,km,minutes,both_ways,status,source,confidence
        truck_x_y,x,y,truck,4.26,7.0,yes,existing,a file,derived
        """
        text = io.StringIO()
        out = csv.writer(text, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in self.rows:
            both = "yes" if row.both_ways else "no"
            ends = (f"{mode}_{row.a}_{row.b}", row.a, row.b, mode)
            out.writerow((*ends, f"{row.km:.2f}", f"{row.minutes:.1f}", both, "existing", source, "derived"))
        return text.getvalue()


def road_links(roads: Roads, sites: Places, path: str, within: float = FAR) -> RoadLinks:
    """Links between neighbouring sites; ReachError where fewer than two lie near a road of the file ``path``.

    >>> roads = Roads.of([0, 1], [1, 0], seconds=[300, 300], metres=[4000, 4000], lon=[109, 109.04], lat=[27, 27])
    >>> from unfence.network.reach import Label
    >>> ends = Places.of([(Label("x"), 109.0, 27.0), (Label("y"), 109.04, 27.0)])
    >>> road_links(roads, ends, "small.osm").rows
    (RoadLink(a='x', b='y', km=4.0, minutes=5.0, both_ways=True),)
    """
    roads = detailed(roads)
    found = Ground(roads).belonging(sites.lon, sites.lat, within)
    here = np.flatnonzero(found.node >= 0)
    if len(here) < FEWEST:
        raise ReachError("few_sites", count=len(here), path=path)
    nodes, off_road = found.node[here], found.metres[here]
    by_road = drives(roads, roads.seconds, nodes, nodes)
    seconds = by_road.seconds + (off_road[:, None] + off_road) / OFF_ROAD
    metres = by_road.metres + off_road[:, None] + off_road
    ids = [sites.labels[i].id for i in here]
    # A site beside the road is on the way of who drives past its node, not of who turns in to its door.
    kept = _neighbours(by_road.seconds)
    rows = _rows(ids, seconds / MINUTE, metres / KM, kept)
    return RoadLinks(tuple(rows), tuple(sites.labels[i].id for i in found.missing))


def _neighbours(seconds: Floats) -> Bools:
    """(sites, sites) whether the drive from one to the other passes no third site.

    Of two sites at one node each stands for the other, so that neither hides what lies beyond.
    """
    count = len(seconds)
    kept = np.isfinite(seconds)
    for third in range(count):
        past = seconds[:, third, None] + seconds[third]
        apart = (seconds[:, third, None] > DETOUR) & (seconds[third] > DETOUR)
        kept &= ~(apart & (past <= seconds + DETOUR))
    kept[np.arange(count), np.arange(count)] = False
    return kept


def _rows(ids: list[str], minutes: Floats, km: Floats, kept: Bools) -> Iterator[RoadLink]:
    for a in range(len(ids)):
        for b in range(a + 1, len(ids)):
            there, back = minutes[a, b], minutes[b, a]
            if kept[a, b] and kept[b, a] and abs(there - back) <= ALIKE * max(there, back):
                yield RoadLink(ids[a], ids[b], float(km[a, b] + km[b, a]) / 2, float(there + back) / 2, both_ways=True)
                continue
            for i, j in ((a, b), (b, a)):
                if kept[i, j]:
                    yield RoadLink(ids[i], ids[j], float(km[i, j]), float(minutes[i, j]), both_ways=False)
