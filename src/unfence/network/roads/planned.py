"""Planned links: a bridge, an interchange, a road that is not there yet, as edges at infinite time.

A table of planned links is a CSV file: ``id``, ``from_lon``, ``from_lat``, ``to_lon``, ``to_lat``, then as far as known
``minutes``, ``km``, ``both_ways`` (``yes`` ``no``), ``from_on`` and ``to_on`` (``street`` ``expressway``: which kind of
road that end joins; an interchange needs a row for each carriageway).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import metres_between
from unfence.network.roads.roads import Ints, Roads
from unfence.network.roads.snap import FAR, nearest

SPEED = 60.0
"""km/h of a planned link whose minutes are not stated."""
HOUR = 3600.0

PLACES = ("from_lon", "from_lat", "to_lon", "to_lat")
CHOICES = {"both_ways": ("yes", "no"), "from_on": ("street", "expressway"), "to_on": ("street", "expressway")}


@dataclass(frozen=True)
class PlannedLink:
    """A road that is not there yet, between two places."""

    id: str
    start: tuple[float, float]
    """lon, lat in degrees"""
    end: tuple[float, float]
    minutes: float | None = None
    """None: by its length at 60 km/h"""
    km: float | None = None
    """None: as the crow flies"""
    both_ways: bool = True
    start_on_expressway: bool = False
    end_on_expressway: bool = False


def read_planned(path: str | Path) -> tuple[PlannedLink, ...]:
    """The planned links of a CSV file; RoadsError names the file, the row and the column of what is wrong."""
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in ("id", *PLACES) if name not in (reader.fieldnames or ())]
            if missing:
                raise RoadsError("column", path=str(path), missing=missing)
            links = tuple(_link(path, reader.line_num, row) for row in reader)
    except FileNotFoundError as error:
        raise RoadsError("no_file", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise RoadsError("not_utf8", path=str(path)) from error
    return links


def with_planned(roads: Roads, links: Sequence[PlannedLink], within: float = FAR) -> Roads:
    """The roads with planned links joined to the nearest nodes, at infinite time until a scenario builds them.

    RoadsError where an end is farther than ``within`` metres from any road, or an id comes twice.
    """
    tail, head = (_ends(roads, links, end, within) for end in ("start", "end"))
    names = (*roads.links, *(link.id for link in links))
    for name in names:
        if names.count(name) > 1:
            raise RoadsError("twice", seen=name)
    crow = metres_between(roads.lon[tail], roads.lat[tail], roads.lon[head], roads.lat[head])
    metres = np.array([crow[i] if link.km is None else link.km * 1000 for i, link in enumerate(links)])
    seconds = np.array(
        [metres[i] / 1000 / SPEED * HOUR if k.minutes is None else k.minutes * 60 for i, k in enumerate(links)]
    )
    back = np.flatnonzero([link.both_ways for link in links])
    both = np.concatenate([np.arange(len(links)), back])
    return replace(
        roads,
        tail=np.concatenate([roads.tail, tail, head[back]]).astype(np.int32),
        head=np.concatenate([roads.head, head, tail[back]]).astype(np.int32),
        seconds=np.concatenate([roads.seconds, np.full(len(both), np.inf)]),
        built=np.concatenate([roads.built, seconds[both]]),
        metres=np.concatenate([roads.metres, metres[both]]),
        link=np.concatenate([roads.link, len(roads.links) + both]).astype(np.int32),
        links=names,
    )


def _ends(roads: Roads, links: Sequence[PlannedLink], end: str, within: float) -> Ints:
    """(links,) the node that each link joins at its start or its end."""
    nodes = np.zeros(len(links), dtype=np.int64)
    for expressway in (False, True):
        rows = [i for i, link in enumerate(links) if getattr(link, f"{end}_on_expressway") == expressway]
        if rows:
            lon, lat = np.array([getattr(links[i], end) for i in rows], dtype=float).T
            nodes[rows], _ = nearest(roads, lon, lat, expressway=expressway, within=within)
    return nodes


def _link(path: Path, line: int, row: Mapping[str, str | None]) -> PlannedLink:
    def number(column: str, *, needed: bool, least: float = -np.inf) -> float | None:
        text = (row.get(column) or "").strip()
        if not text and not needed:
            return None
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not (np.isfinite(value) and value >= least):
            raise RoadsError("cell", path=str(path), row=line, column=column, seen=text)
        return value

    def choice(column: str) -> str:
        text = (row.get(column) or "").strip() or CHOICES[column][0]
        if text not in CHOICES[column]:
            raise RoadsError("choice", path=str(path), row=line, column=column, seen=text, known=list(CHOICES[column]))
        return text

    name = (row.get("id") or "").strip()
    if not name:
        raise RoadsError("cell", path=str(path), row=line, column="id", seen="")
    from_lon, from_lat, to_lon, to_lat = (number(column, needed=True) or 0.0 for column in PLACES)
    return PlannedLink(
        id=name,
        start=(from_lon, from_lat),
        end=(to_lon, to_lat),
        minutes=number("minutes", needed=False, least=0.0),
        km=number("km", needed=False, least=0.0),
        both_ways=choice("both_ways") == "yes",
        start_on_expressway=choice("from_on") == "expressway",
        end_on_expressway=choice("to_on") == "expressway",
    )
