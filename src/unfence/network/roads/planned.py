"""Planned links: a bridge, an interchange, a road that is not there yet, as edges at infinite time.

A table of planned links is a CSV file: ``id``, ``from_lon``, ``from_lat``, ``to_lon``, ``to_lat``, then as far as known
``minutes``, ``km``, ``both_ways`` (``yes`` ``no``), ``from_on`` and ``to_on`` (``street`` ``expressway``: which kind of
road that end joins; an interchange needs a row for each carriageway).

An end joins the node that lies within ``MEANT`` metres of it, else the nearest node of the main piece of the roads. A
piece cut off from that, an island or the stub of a road that goes on once the link is there, is joined where its road
is nearer than the roads of the main piece by more than ``AWAY`` metres: else scraps beside the road would be taken.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from unfence.network.roads.errors import RoadsError
from unfence.network.roads.places import metres_between
from unfence.network.roads.roads import Floats, Ints, Roads
from unfence.network.roads.snap import FAR, between_interchanges, main_piece, nearest, on_plane

SPEED = 60.0
"""km/h of a planned link whose minutes are not stated."""
HOUR = 3600.0
MEANT = 5.0
"""Metres within which a node is the one that is meant."""
AWAY = 50.0
"""Metres by which a road that is cut off has to be nearer."""

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

    Who comes from a planned link may turn as freely as anybody at its end. RoadsError where an end is farther than
    ``within`` metres from any road, or an id comes twice.
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
        head=np.concatenate([roads.head, _freest(roads, head), _freest(roads, tail[back])]).astype(np.int32),
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
            places = np.array([getattr(links[i], end) for i in rows], dtype=float)
            nodes[rows] = _joined(roads, places, expressway=expressway, within=within)
    return nodes


def _joined(roads: Roads, places: Floats, *, expressway: bool, within: float) -> Ints:
    """(places,) the node that an end at each place, (places, 2) degrees, joins."""
    main = main_piece(roads)
    usable = between_interchanges(roads) if expressway else roads.kerb
    today = np.isfinite(roads.seconds)
    tail, head = roads.tail[today], roads.head[today]
    whole = main[tail] & main[head]
    points = on_plane(roads, roads.lon, roads.lat)
    joined = np.full(len(places), -1, dtype=np.int64)
    for row, place in enumerate(on_plane(roads, *places.T)):
        away = np.where(usable, np.hypot(*(points - place).T), np.inf)
        if away.min(initial=np.inf) <= min(MEANT, within):
            joined[row] = away.argmin()
            continue
        to_end = [np.where(main[v], np.inf, away[v]) for v in (tail, head)]
        beside = _to_lines(place, points[tail], points[head])
        beside_off = np.where(np.isfinite(np.minimum(*to_end)), beside, np.inf)
        if beside_off.min(initial=np.inf) + AWAY < beside[whole].min(initial=np.inf):
            edge = beside_off.argmin()
            metres, node = min((to_end[0][edge], tail[edge]), (to_end[1][edge], head[edge]))
            joined[row] = node if metres <= within else -1
    others = np.flatnonzero(joined < 0)
    if len(others):
        joined[others], _ = nearest(roads, *places[others].T, expressway=expressway, within=within)
    return joined


def _freest(roads: Roads, nodes: Ints) -> Ints:
    """(nodes,) where a junction forbids turns, its copy that most roads leave; else the node itself."""
    steps = np.flatnonzero((roads.seconds == 0) & (roads.metres == 0) & ~roads.kerb[roads.tail])
    here = (roads.lon[roads.tail[steps]] == roads.lon[roads.head[steps]]) & (
        roads.lat[roads.tail[steps]] == roads.lat[roads.head[steps]]
    )
    copy, junction = roads.tail[steps[here]], roads.head[steps[here]]
    leaving = np.bincount(roads.tail, minlength=roads.nodes)[copy]
    most = np.lexsort((leaving, junction))
    freest = np.arange(roads.nodes)
    freest[junction[most]] = copy[most]
    return freest[nodes]


def _to_lines(place: Floats, start: Floats, end: Floats) -> Floats:
    """(lines,) metres from a place to straight lines on the plane."""
    along = end - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((place - start) * along).sum(axis=1) / length, 0, 1)
    return np.asarray(np.hypot(*(start + share[:, None] * along - place).T))


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
