"""The network: links as arcs, the fences they cross, the ways of people; real roads are in ``network.roads``."""

from importlib import import_module
from typing import TYPE_CHECKING

from unfence.network.arcs import Arcs, arcs_of
from unfence.network.crossings import Crossings, carried, crossings_of
from unfence.network.ways import Bars, Trips, Way, bars, trips_of, ways

if TYPE_CHECKING:
    from unfence.network.roads import Roads, read_roads, travel_times

_OF_ROADS = ("Roads", "read_roads", "travel_times")

__all__ = [
    "Arcs",
    "Bars",
    "Crossings",
    "Roads",
    "Trips",
    "Way",
    "arcs_of",
    "bars",
    "carried",
    "crossings_of",
    "read_roads",
    "travel_times",
    "trips_of",
    "ways",
]


def __getattr__(name: str) -> object:
    """Import what concerns real roads where it is first asked for."""
    if name in _OF_ROADS:
        return getattr(import_module("unfence.network.roads"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
