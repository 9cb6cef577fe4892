"""Real roads: from an OpenStreetMap file to travel times under any fence and any plan.

    read_roads -> Roads -> with_planned -> scenario (a weight vector) -> travel_times
    (a file)      (arrays)  (what may      (what waits, what is       (seconds from sources
                             be built)      built)                     to every node)

>>> from unfence.network.roads import Roads, travel_times
>>> roads = Roads.of([0, 1, 1], [1, 0, 2], seconds=[60, 60, 30], lon=[0.0, 0.01, 0.02], lat=[0.0, 0.0, 0.0])
>>> travel_times(roads, [0])
array([[ 0., 60., 90.]])
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unfence.network.roads.borders import Borders, read_borders
    from unfence.network.roads.buckets import circle
    from unfence.network.roads.errors import RoadsError
    from unfence.network.roads.planned import PlannedLink, read_planned, with_planned
    from unfence.network.roads.reading import read_roads
    from unfence.network.roads.roads import Roads
    from unfence.network.roads.scenarios import TimeFence, scenario
    from unfence.network.roads.snap import main_piece, nearest
    from unfence.network.roads.times import travel_times

_HOMES = {
    "Borders": "borders",
    "PlannedLink": "planned",
    "Roads": "roads",
    "RoadsError": "errors",
    "TimeFence": "scenarios",
    "circle": "buckets",
    "main_piece": "snap",
    "nearest": "snap",
    "read_borders": "borders",
    "read_planned": "planned",
    "read_roads": "reading",
    "scenario": "scenarios",
    "travel_times": "times",
    "with_planned": "planned",
}

__all__ = [
    "Borders",
    "PlannedLink",
    "Roads",
    "RoadsError",
    "TimeFence",
    "circle",
    "main_piece",
    "nearest",
    "read_borders",
    "read_planned",
    "read_roads",
    "scenario",
    "travel_times",
    "with_planned",
]


def __getattr__(name: str) -> object:
    """Import a name where it is first asked for: reading and compiling libraries load only for who uses them."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
