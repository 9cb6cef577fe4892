"""The network: links as arcs, the fences they cross, the ways of people."""

from unfence.network.arcs import Arcs, arcs_of
from unfence.network.crossings import Crossings, carried, crossings_of
from unfence.network.ways import Bars, Trips, Way, bars, trips_of, ways

__all__ = [
    "Arcs",
    "Bars",
    "Crossings",
    "Trips",
    "Way",
    "arcs_of",
    "bars",
    "carried",
    "crossings_of",
    "trips_of",
    "ways",
]
