"""Walking: the roads as people on foot use them, both ways along every street and nowhere along an expressway.

    seconds = metres / v        v = ``SPEED``; a one-way street may be walked against its direction

What is in the graph is what the vehicle may drive that the file was read for: footpaths and stairs are not.
"""

from dataclasses import replace

import numpy as np

from unfence.network.reach.ground import Ground
from unfence.network.roads.borders import Borders
from unfence.network.roads.roads import Roads
from unfence.network.transit.walks import SPEED as KMH

SPEED = KMH / 3.6
"""Metres a second on foot."""
FOOT = "foot"


def walked(roads: Roads, borders: Borders | None = None) -> Ground:
    """The ground of people on foot, who walk off the roads as fast as on them."""
    return Ground(on_foot(roads), borders, SPEED)


def on_foot(roads: Roads) -> Roads:
    """The same nodes, walked between; planned links can be walked once they are built.

    >>> roads = Roads.of([0, 1], [1, 2], seconds=[5, 5], metres=[40, 80], lon=[0, 1, 2], lat=[0, 0, 0])
    >>> walked = on_foot(roads)
    >>> walked.tail.tolist(), walked.head.tolist(), walked.seconds.round().tolist()
    ([0, 1, 1, 2], [1, 2, 0, 1], [30.0, 60.0, 30.0, 60.0])
    """
    street = np.flatnonzero(roads.kerb[roads.tail] & roads.kerb[roads.head])
    tail, head = roads.tail[street], roads.head[street]
    takes, planned = roads.metres[street] / SPEED, roads.link[street] >= 0
    today = np.where(planned, np.inf, takes)
    return replace(
        roads,
        tail=np.concatenate([tail, head]),
        head=np.concatenate([head, tail]),
        seconds=np.concatenate([today, today]),
        built=np.concatenate([takes, takes]),
        metres=np.tile(roads.metres[street], 2),
        link=np.tile(roads.link[street], 2),
        vehicle=FOOT,
    )
