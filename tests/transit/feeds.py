"""Small timetables: written as GTFS feeds, and routed by a router that shares nothing with the one under test."""

from dataclasses import dataclass, field
from math import asin, cos, inf, radians, sin, sqrt
from zipfile import ZipFile

MONDAY, SUNDAY = "2026-07-27", "2026-08-02"
WEEKDAYS = "1,1,1,1,1,0,0"


@dataclass(frozen=True)
class Call:
    stop: str
    arrives: int
    departs: int
    board: bool = True
    alight: bool = True


@dataclass(frozen=True)
class Small:
    """A timetable as plain facts: places of stops, trips as lists of calls, transfers as (from, to) -> seconds."""

    stops: dict
    trips: list
    transfers: dict = field(default_factory=dict)


def clock(seconds):
    return f"{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"


def write(path, small, **files):
    """The facts as a feed that runs on weekdays; ``files`` replaces a file by a text or leaves it out (None)."""
    calls = [
        f"t{t},{clock(c.arrives)},{clock(c.departs)},{c.stop},{n},{1 - c.board},{1 - c.alight}"
        for t, trip in enumerate(small.trips)
        for n, c in enumerate(trip)
    ]
    transfers = [f"{a},{b},{3 if s == inf else 2},{'' if s == inf else s}" for (a, b), s in small.transfers.items()]
    texts = {
        "stops": ["stop_id,stop_name,stop_lat,stop_lon", *(f"{s},{s},{y},{x}" for s, (x, y) in small.stops.items())],
        "routes": ["route_id,route_short_name,route_type", "r,101,3"],
        "trips": ["route_id,service_id,trip_id", *(f"r,week,t{t}" for t in range(len(small.trips)))],
        "stop_times": [
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type",
            *calls[::-1],  # a feed need not be in order
        ],
        "calendar": [
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            f"week,{WEEKDAYS},20260701,20260731",
        ],
        "transfers": ["from_stop_id,to_stop_id,transfer_type,min_transfer_time", *transfers],
    }
    whole = {name: "\n".join(lines) for name, lines in texts.items()} | files
    with ZipFile(path, "w") as file:
        for name, text in whole.items():
            if text is not None:
                file.writestr(f"{name}.txt", text)
    return path


def walk_seconds(a, b):
    """Straight line x 1.3 at 4.8 km/h, by haversine on a sphere of 6371.0088 km."""
    (x, y), (u, v) = ([radians(d) for d in place] for place in (a, b))
    half = sin((v - y) / 2) ** 2 + cos(y) * cos(v) * sin((u - x) / 2) ** 2
    metres = 2 * 6_371_008.8 * asin(sqrt(half))
    return metres * 1.3 / (4.8 / 3.6), metres


def naive(small, origin, points, departure, most=1500):
    """Seconds when one arrives at each point: all vehicles' calls that can be reached at all, whatever their order.

    A graph of two events for each call, its arrival and its departure; an event leads to another where it is possible,
    and what is reached from the start is looked for one after the other.
    """

    def on_foot(a, b):
        seconds, metres = walk_seconds(a, b)
        return seconds if metres <= most else inf

    def change(a, b):
        usual = 0 if a == b else on_foot(small.stops[a], small.stops[b])
        return small.transfers.get((a, b), usual)

    calls = {(t, n): call for t, trip in enumerate(small.trips) for n, call in enumerate(trip)}
    waiting = [("on", *k) for k, c in calls.items() if on_board(c, departure + on_foot(origin, small.stops[c.stop]))]
    reached = set()
    while waiting:
        event = waiting.pop()
        if event in reached:
            continue
        reached.add(event)
        kind, t, n = event
        if kind == "on":
            waiting += [("at", t, n + 1)] if (t, n + 1) in calls else []
            continue
        waiting.append(("on", t, n))  # stays in the vehicle
        here = calls[t, n]
        if here.alight:
            waiting += [("on", *k) for k, c in calls.items() if on_board(c, here.arrives + change(here.stop, c.stop))]
    off = [calls[t, n] for kind, t, n in reached if kind == "at" and calls[t, n].alight]
    return [
        min([departure + walk_seconds(origin, p)[0], *(c.arrives + on_foot(small.stops[c.stop], p) for c in off)])
        for p in points
    ]


def on_board(call, ready):
    return call.board and ready <= call.departs
