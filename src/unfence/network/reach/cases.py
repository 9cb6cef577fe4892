"""Cases: today, without each fence, with each planned thing; what is compared with today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from unfence.network.reach.places import Label
from unfence.network.roads.roads import OUTSIDE, Roads
from unfence.network.roads.scenarios import TimeFence

Kind = Literal["today", "without", "open", "with", "all"]
"""Today; without one fence; without any; with one planned thing; with every planned thing."""


@dataclass(frozen=True)
class Fence:
    """A wait at a border with a name."""

    label: Label
    wait: TimeFence


@dataclass(frozen=True)
class Case:
    """What stands and what is built."""

    kind: Kind
    label: Label
    fences: tuple[TimeFence, ...] = ()
    built: tuple[str, ...] = ()


def cases_of(fences: Sequence[Fence], links: Iterable[str] = (), built: tuple[str, ...] = ()) -> tuple[Case, ...]:
    """Today with all ``fences`` and what is ``built``, then without each fence, and with each of the planned ``links``.

    >>> [(case.kind, case.label.id) for case in cases_of([], ["bridge", "ferry"])]
    [('today', 'today'), ('with', 'bridge'), ('with', 'ferry'), ('all', 'all')]
    """
    waits = tuple(fence.wait for fence in fences)
    found = [Case("today", Label("today"), waits, built)]
    for gone in fences:
        left = tuple(fence.wait for fence in fences if fence != gone)
        found.append(Case("without", gone.label, left, built))
    if len(fences) > 1:
        found.append(Case("open", Label("open"), (), built))
    planned = [link for link in links if link not in built]
    found += [Case("with", Label(link), waits, (*built, link)) for link in planned]
    if len(planned) > 1:
        found.append(Case("all", Label("all"), waits, (*built, *planned)))
    return tuple(found)


def border_fences(roads: Roads, minutes: float) -> tuple[Fence, ...]:
    """A wait of ``minutes`` between each two jurisdictions that a road joins; what lies in none counts as one more.

    >>> from dataclasses import replace
    >>> roads = Roads.of([0, 1], [1, 0], seconds=[60, 60], lon=[0, 1], lat=[0, 0])
    >>> roads = replace(roads, jurisdiction=np.array([1, 0]), jurisdictions=("west", "east"))
    >>> [fence.label.id for fence in border_fences(roads, 5)]
    ['west|east']
    """
    names = (*roads.jurisdictions, OUTSIDE)
    ends = np.stack([roads.jurisdiction[side[roads.crossings]] for side in (roads.tail, roads.head)], axis=-1)
    ends = np.sort(ends % len(names), axis=1)
    pairs = [(names[a], names[b]) for a, b in np.unique(ends, axis=0)]
    return tuple(Fence(Label(f"{a}|{b}", f"{a} – {b}", f"{a} – {b}"), TimeFence(a, b, minutes)) for a, b in pairs)
