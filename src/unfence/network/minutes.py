"""Minutes over the links of a book: how long it takes from some sites to all, by the arcs that are open.

    t[s] = 0 at the start s        t[head] = min over open arcs of  t[tail] + hours        until nothing gets shorter

All starts are relaxed at once, so the rounds are as many as the longest quickest way has arcs.
"""

import numpy as np

from unfence.network.arcs import Arcs, Floats, Ints

HOUR = 60.0
"""Minutes."""


def minutes(arcs: Arcs, hours: Floats, starts: Ints, sites: int) -> Floats:
    """Minutes from each start to each site, (starts, sites); inf where there is no way.

    ``hours`` (arcs,) is what each arc takes, inf where it is closed; ``starts`` are rows of the book's ``sites``.

    >>> from unfence.examples import example
    >>> from unfence.network import arcs_of
    >>> arcs = arcs_of(example("two_towns"))
    >>> minutes(arcs, np.full(len(arcs), 0.25), np.array([0]), 3)
    array([[ 0., 15., 30.]])
    """
    time = np.full((sites, len(starts)), np.inf)
    time[starts, np.arange(len(starts))] = 0.0
    open_ = np.flatnonzero(np.isfinite(hours))
    if not len(open_):
        return time.T * HOUR
    by_head = open_[np.argsort(arcs.head[open_], kind="stable")]
    head, first = np.unique(arcs.head[by_head], return_index=True)
    tail, takes = arcs.tail[by_head], hours[by_head, None]
    while True:
        arrived = np.minimum(np.minimum.reduceat(time[tail] + takes, first), time[head])
        if not (arrived < time[head]).any():
            return time.T * HOUR
        time[head] = arrived
