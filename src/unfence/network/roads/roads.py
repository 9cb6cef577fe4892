"""Roads: a directed graph that a vehicle may drive, as arrays; stored as .npz and read back in milliseconds.

Nodes are junctions, dead ends and a point every few hundred metres between them. An edge runs from ``tail`` to
``head``; its length and time follow the real line of the road; of parallel roads only the quickest is kept. A junction
that forbids turns is several nodes at one place (``turns``); the one with a kerb is reached by all of them.
An edge crosses a border when its ends lie in different jurisdictions: a road that strays over the drawn line for a few
metres does not cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from unfence.network.roads.errors import RoadsError

if TYPE_CHECKING:
    from unfence.network.roads.hierarchy import Weights

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

FORMAT = 1
"""Of the stored file; another number is refused."""

OUTSIDE = "outside"
"""What a place in no jurisdiction is called."""


def _no_ints() -> Ints:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Roads:
    """What one kind of vehicle can drive.

    >>> import numpy as np
    >>> roads = Roads.of([0, 1], [1, 0], seconds=[60, 90], lon=[109.0, 109.01], lat=[27.3, 27.3])
    >>> roads.nodes, roads.edges
    (2, 2)
    """

    tail: Ints
    """(edges,) node where the edge begins"""
    head: Ints
    """(edges,) node where it ends"""
    seconds: Floats
    """(edges,) today; inf for a planned link"""
    metres: Floats
    """(edges,)"""
    lon: Floats
    """(nodes,) degrees, WGS 84"""
    lat: Floats
    """(nodes,) degrees, WGS 84"""
    kerb: Bools
    """(nodes,) one can start and stop here; not on an expressway between two interchanges, nor at a junction's copy"""
    jurisdiction: Ints
    """(nodes,) row in ``jurisdictions``; -1: outside all of them"""
    jurisdictions: tuple[str, ...] = ()
    """Ids of the areas whose borders were given."""
    vehicle: str = "car"
    link: Ints = field(default_factory=_no_ints)
    """(edges,) row in ``links``; -1: a road of today"""
    links: tuple[str, ...] = ()
    """Ids of planned links."""
    built: Floats = field(default_factory=lambda: np.empty(0))
    """(edges,) seconds once a planned link is built; of a road of today as ``seconds``"""
    dissected: bool = False
    """Nodes are numbered in the order of a nested dissection."""

    @staticmethod
    def of(
        tail: Sequence[int] | Ints,
        head: Sequence[int] | Ints,
        *,
        seconds: Sequence[float] | Floats,
        lon: Sequence[float] | Floats,
        lat: Sequence[float] | Floats,
        metres: Sequence[float] | Floats | None = None,
    ) -> "Roads":
        """Roads from plain arrays, with no border and a kerb everywhere."""
        nodes, edges = len(lon), len(tail)
        return Roads(
            tail=np.asarray(tail, dtype=np.int32),
            head=np.asarray(head, dtype=np.int32),
            seconds=np.asarray(seconds, dtype=float),
            metres=np.zeros(edges) if metres is None else np.asarray(metres, dtype=float),
            lon=np.asarray(lon, dtype=float),
            lat=np.asarray(lat, dtype=float),
            kerb=np.ones(nodes, dtype=bool),
            jurisdiction=np.full(nodes, -1, dtype=np.int32),
            link=np.full(edges, -1, dtype=np.int32),
            built=np.asarray(seconds, dtype=float),
        )

    @property
    def nodes(self) -> int:
        """How many nodes."""
        return len(self.lon)

    @property
    def edges(self) -> int:
        """How many directed edges."""
        return len(self.tail)

    @cached_property
    def crossings(self) -> Ints:
        """(crossings,) edges whose ends lie in different jurisdictions, outside counted as one."""
        return np.flatnonzero(self.jurisdiction[self.tail] != self.jurisdiction[self.head])

    @cached_property
    def leaving(self) -> tuple[Ints, Ints]:
        """Edges by the node they leave: ``order[first[v]:first[v + 1]]`` leave v; (first, order)."""
        first = np.concatenate([[0], np.cumsum(np.bincount(self.tail, minlength=self.nodes))])
        return first, np.argsort(self.tail, kind="stable")

    @cached_property
    def today(self) -> "Weights":
        """The hierarchy with today's times: prepared when first asked for, kept with the roads."""
        from unfence.network.roads.hierarchy import prepare  # noqa: PLC0415 - the compiler loads only for who asks

        return prepare(self).customised(self.seconds)

    def save(self, path: str | Path) -> None:
        """Store as .npz; arrays are not compressed, so that reading takes milliseconds."""
        arrays: dict[str, Any] = {f.name: np.asarray(getattr(self, f.name)) for f in fields(self)}
        with Path(path).open("wb") as file:
            np.savez(file, format=np.array(FORMAT), **arrays)

    @staticmethod
    def load(path: str | Path) -> "Roads":
        """Read back what ``save`` stored; RoadsError where the file is something else."""
        try:
            with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if "format" not in stored or int(stored["format"]) != FORMAT:
                    raise RoadsError("stored", path=str(path))
                values: dict[str, Any] = {f.name: stored[f.name] for f in fields(Roads)}
        except FileNotFoundError as error:
            raise RoadsError("no_file", path=str(path)) from error
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise RoadsError("stored", path=str(path)) from error
        for name in ("jurisdictions", "links"):
            values[name] = tuple(values[name].tolist())
        return Roads(**values | {"vehicle": str(values["vehicle"]), "dissected": bool(values["dissected"])})


def quickest(tail: Ints, head: Ints, seconds: Floats) -> Ints:
    """Rows of the edges, by tail and head, of which no parallel edge is quicker; one for each pair of nodes.

    >>> quickest(np.array([1, 0, 0]), np.array([0, 1, 1]), np.array([5.0, 9.0, 7.0]))
    array([2, 0])
    """
    order = np.lexsort((seconds, head, tail))
    other = (np.diff(tail[order], prepend=-1) != 0) | (np.diff(head[order], prepend=-1) != 0)
    return np.asarray(order[other])
