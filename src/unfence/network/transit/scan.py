"""Connection scan (Dibbelt, Pajor, Strasser, Wagner 2013): one pass over the connections of a day, by departure.

    ready[s]     when one can get on at stop s at the earliest: walked from the start, or changed from another vehicle
    ridden[s]    when one gets off a vehicle at stop s at the earliest
    aboard[r]    the first place of run r from which on one sits in it

A connection is taken if one sits in its run already or is ready at its start when it leaves. Whoever gets off may walk
once, then has to get on or be there; so walks need not be closed under composition and no walk is longer than allowed.
Connections of no duration and walks of no length make it possible to change within one moment, whatever the order in
which the connections of that moment lie: a moment in which somebody got ready for it is scanned once more.
"""

import numpy as np

from unfence.network.roads.compiled import compiled
from unfence.network.roads.roads import Floats
from unfence.network.transit.timetable import Connections, Timetable
from unfence.network.transit.walks import Paths, Walks

NEVER = np.iinfo(np.int64).max
"""The place in its run of somebody who has not got on: beyond all, however few connections of a run are left."""


def scan(timetable: Timetable, walks: Walks, origin: int, departure: float, until: float = np.inf) -> Floats:
    """(points,) seconds when one arrives at the earliest, having left at ``departure``; inf where there is no way.

    ``origin`` is a row of ``walks``. What arrives after ``until`` need not be found.
    """
    got_off = ridden(timetable, walks.between, departure + walks.access[origin], departure, until)
    return np.asarray(_got_off(walks.egress, got_off, departure + walks.direct[origin]))


def ridden(timetable: Timetable, between: Paths, ready: Floats, departure: float, until: float = np.inf) -> Floats:
    """(stops,) seconds when one gets off a vehicle at each stop at the earliest, inf where none brings one.

    ``ready`` (stops,) is when one can get on at the earliest, inf where never; nobody gets on before ``departure``.
    What arrives after ``until`` need not be found.
    """
    begin = int(np.searchsorted(timetable.connections.departs, departure))
    return np.asarray(_scan(timetable.connections, between, ready.copy(), begin, float(until), timetable.runs))


@compiled
def _scan(c: Connections, between: Paths, ready: Floats, begin: int, until: float, runs: int) -> Floats:
    ridden = np.full(len(ready), np.inf)
    aboard = np.full(runs, NEVER)
    moment, k, once_more = begin, begin, False
    while k < len(c.run) and c.departs[k] <= until:
        now = c.departs[k]
        if aboard[c.run[k]] <= c.place[k] or (c.board[k] and ready[c.start[k]] <= now):
            aboard[c.run[k]] = min(aboard[c.run[k]], c.place[k])
            s = c.end[k]
            if c.alight[k] and c.arrives[k] < ridden[s]:
                ridden[s] = c.arrives[k]
                for p in range(between.first[s], between.first[s + 1]):
                    t = ridden[s] + between.seconds[p]
                    if t < ready[between.stop[p]]:
                        once_more = once_more or t <= now
                        ready[between.stop[p]] = t
        k += 1
        if k == len(c.run) or c.departs[k] > now:
            k = moment if once_more else k
            moment, once_more = k, False
    return ridden


@compiled
def _got_off(egress: Paths, ridden: Floats, walked: Floats) -> Floats:
    there = walked.copy()
    for point in range(len(there)):
        for p in range(egress.first[point], egress.first[point + 1]):
            there[point] = min(there[point], ridden[egress.stop[p]] + egress.seconds[p])
    return there
