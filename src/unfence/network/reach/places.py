"""Places that a question about reach names: where trips start, the zones where people live and work, the sites.

Tables are CSV files in UTF-8. Starts: ``id``, ``lon``, ``lat``, and ``name``, ``name_zh`` as far as there are any.
Zones, as in the book: ``id``, then ``lon`` and ``lat`` or a ``site``, and ``residents``, ``workers``, ``jobs``.
"""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unfence.network.reach.errors import ReachError
from unfence.network.roads.roads import Floats
from unfence.words import Lang

PEOPLE = ("residents", "workers", "jobs")
"""What is counted in zones."""
LIMITS = {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0)}

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Label:
    """What a place or a case is called.

    >>> Label("check", "Second check", "重复查验").say("zh"), Label("p1").say("en")
    ('重复查验', 'p1')
    """

    id: str
    name: str = ""
    name_zh: str = ""

    def say(self, lang: Lang) -> str:
        """The name in a language, else the other name, else the id."""
        first, second = (self.name_zh, self.name) if lang == "zh" else (self.name, self.name_zh)
        return first or second or self.id


@dataclass(frozen=True, eq=False)
class Places:
    """Named points."""

    labels: tuple[Label, ...]
    lon: Floats
    """(places,) degrees, WGS 84"""
    lat: Floats
    """(places,) degrees, WGS 84"""

    @staticmethod
    def of(points: Sequence[tuple[Label, float, float]]) -> "Places":
        """Places from (label, lon, lat).

        >>> Places.of([(Label("park"), 109.03, 27.31)]).lon
        array([109.03])
        """
        lon = np.array([point[1] for point in points], dtype=float)
        return Places(tuple(point[0] for point in points), lon, np.array([point[2] for point in points], dtype=float))

    def __len__(self) -> int:
        return len(self.labels)

    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(label.id for label in self.labels)


@dataclass(frozen=True, eq=False)
class Zones:
    """Where people live and work: a zone is a point, within reach or not."""

    places: Places
    people: Floats
    """(zones, 3) residents, workers, jobs"""

    @staticmethod
    def none() -> "Zones":
        """No zones."""
        return Zones(Places.of([]), np.empty((0, len(PEOPLE))))


def read_starts(path: str | Path) -> Places:
    """The starts of a CSV file; ReachError names the file, the row and the column of what is wrong."""
    path = Path(path)
    points = []
    for line, row in _rows(path, ("id", "lon", "lat")):
        label = Label(_id(path, line, row), (row.get("name") or "").strip(), (row.get("name_zh") or "").strip())
        points.append((label, _degrees(path, line, row, "lon"), _degrees(path, line, row, "lat")))
    if not points:
        raise ReachError("no_rows", path=str(path))
    return Places.of(points)


def read_zones(path: str | Path, sites: Places | None = None) -> Zones:
    """The zones of a CSV file; a zone that names a ``site`` lies there. ReachError as ``read_starts``."""
    path = Path(path)
    where = {} if sites is None else dict(zip(sites.ids(), zip(sites.lon, sites.lat, strict=True), strict=True))
    points, people = [], []
    for line, row in _rows(path, ("id",)):
        label = Label(_id(path, line, row))
        site = (row.get("site") or "").strip()
        if (row.get("lon") or "").strip() or not site:
            lon, lat = _degrees(path, line, row, "lon"), _degrees(path, line, row, "lat")
        elif site in where:
            lon, lat = where[site]
        else:
            raise ReachError("site" if where else "site_without_book", path=str(path), row=line, seen=site)
        points.append((label, lon, lat))
        people.append([_number(path, line, row, column) for column in PEOPLE])
    if not points:
        raise ReachError("no_rows", path=str(path))
    return Zones(Places.of(points), np.array(people, dtype=float))


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a file that are not empty, each with its number in an editor."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise ReachError("columns", path=str(path), missing=missing)
            seen: set[str] = set()
            for row in reader:
                if not any(isinstance(cell, str) and cell.strip() for cell in row.values()):
                    continue
                if (name := (row.get("id") or "").strip()) in seen:
                    raise ReachError("twice", path=str(path), row=reader.line_num, seen=name)
                seen.add(name)
                yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise ReachError("not_utf8", path=str(path)) from error


def _id(path: Path, line: int, row: Row) -> str:
    name = (row.get("id") or "").strip()
    if not name:
        raise ReachError("no_id", path=str(path), row=line)
    return name


def _degrees(path: Path, line: int, row: Row, column: str) -> float:
    text = row.get(column) or ""
    if (value := degrees(text, column)) is None:
        raise _wrong("degrees", path, line, column, text)
    return value


def degrees(text: str, axis: str) -> float | None:
    """A longitude (``lon``) or a latitude (``lat``) as it is written; None where the text is none.

    >>> degrees("109.03", "lon"), degrees("109.03", "lat"), degrees("east", "lon")
    (109.03, None, None)
    """
    low, high = LIMITS[axis]
    try:
        value = float(text)
    except ValueError:
        return None
    return value if low <= value <= high else None


def _number(path: Path, line: int, row: Row, column: str) -> float:
    """How many; an empty cell is 0, as everywhere in a book."""
    text = (row.get(column) or "").strip()
    try:
        value = float(text or "0")
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise _wrong("count", path, line, column, text)
    return value


def _wrong(code: str, path: Path, line: int, column: str, seen: str) -> ReachError:
    return ReachError(code, path=str(path), row=line, column=column, seen=seen.strip())
