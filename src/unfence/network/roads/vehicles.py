"""What the tags of a way mean to a vehicle: may it drive here, in which direction, how fast.

The speed of a class is what is driven there, not what is allowed; a posted limit is driven at ``LIMIT_SHARE`` of its
value. The speeds are usual ones of road routing, set down from memory: none is official, a country may drive otherwise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["both", "forward", "backward"]
Tags = Mapping[str, str]

LIMIT_SHARE = 0.8
"""Of a posted limit, what is driven on average."""

KMH_PER_MPH = 1.609344
WALK = 7.0
"""km/h of a road signed "walk"."""
BELIEVED = (3.0, 200.0)
"""km/h that a sign may state; anything else is a slip, and the usual speed is taken."""

# What a posted limit that names a zone means, by the last part of its value: "FR:urban" is "urban".
ZONE_LIMITS = {"urban": 50.0, "rural": 90.0, "trunk": 100.0, "motorway": 120.0, "living_street": 20.0}

CLASS_SPEEDS = {
    "motorway": 90.0,
    "motorway_link": 45.0,
    "trunk": 85.0,
    "trunk_link": 40.0,
    "primary": 65.0,
    "primary_link": 30.0,
    "secondary": 55.0,
    "secondary_link": 25.0,
    "tertiary": 40.0,
    "tertiary_link": 20.0,
    "unclassified": 25.0,
    "residential": 25.0,
    "road": 25.0,
    "service": 15.0,
    "living_street": 10.0,
}
FERRY_SPEED = 8.0
"""km/h with the wait for it; a ferry has to say that it takes the vehicle."""

EXPRESSWAY = frozenset({"motorway", "motorway_link"})
"""Classes where nobody can stop, get on or get off between two interchanges."""

BARRED = frozenset({"no", "private", "agricultural", "forestry", "emergency", "psv", "bus", "military"})
PASSABLE_BARRIERS = frozenset(
    {"border_control", "cattle_grid", "entrance", "gate", "height_restrictor", "lift_gate", "no", "sally_port"}
    | {"sump_buster", "swing_gate", "toll_booth", "kerb", "arch"}
)
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?$")


@dataclass(frozen=True)
class Vehicle:
    """A kind of vehicle: what its access is called in OpenStreetMap, and how fast it goes at most."""

    name: str
    access: tuple[str, ...]
    """Keys of access, the most particular first: the first one a way has decides."""
    top: float
    """km/h"""
    limit: str = ""
    """Key of its own speed limit, asked before ``maxspeed``."""

    def barred(self, tags: Tags) -> bool:
        """It may not use the way.

        >>> CAR.barred({"highway": "service", "access": "private"})
        True
        >>> CAR.barred({"highway": "service", "access": "no", "motor_vehicle": "yes"})
        False
        """
        return next((tags[key] in BARRED for key in self.access if key in tags), False)

    def blocked(self, tags: Tags) -> bool:
        """It cannot pass a node with these tags: a bollard, a gate that is closed to it.

        >>> CAR.blocked({"barrier": "bollard"}), CAR.blocked({"barrier": "toll_booth"})
        (True, False)
        """
        if "barrier" not in tags:
            return False
        if any(key in tags for key in self.access):
            return self.barred(tags)
        return tags["barrier"] not in PASSABLE_BARRIERS

    def speeds(self, tags: Tags) -> tuple[float, float]:
        """km/h (along the way, against it); 0 where it does not go.

        >>> CAR.speeds({"highway": "residential", "oneway": "-1"})
        (0.0, 25.0)
        >>> CAR.speeds({"highway": "primary", "maxspeed": "50", "maxspeed:backward": "20 mph"})
        (40.0, 25.749504)
        """
        usual = self._class_speed(tags)
        if not usual or self.barred(tags) or tags.get("area") == "yes" or tags.get("oneway") == "reversible":
            return 0.0, 0.0
        way = direction(tags)
        return (
            0.0 if way == "backward" else self._speed(tags, "forward", usual),
            0.0 if way == "forward" else self._speed(tags, "backward", usual),
        )

    def _class_speed(self, tags: Tags) -> float:
        if tags.get("route") == "ferry" and "highway" not in tags:
            taken = next((tags[key] for key in self.access[:-1] if key in tags), "no")
            return 0.0 if taken in BARRED else FERRY_SPEED
        return CLASS_SPEEDS.get(tags.get("highway", ""), 0.0)

    def _speed(self, tags: Tags, side: str, usual: float) -> float:
        keys = (f"{self.limit}:{side}", self.limit) if self.limit else ()
        stated = (limit(tags[k]) for k in (*keys, f"maxspeed:{side}", "maxspeed") if k in tags)
        posted = next((s for s in stated if s), 0.0)
        return min(posted * LIMIT_SHARE if posted else usual, self.top)


def direction(tags: Tags) -> Direction:
    """Where a way may be driven; roundabouts and motorways are one-way unless they say otherwise.

    >>> direction({"highway": "tertiary", "junction": "roundabout"}), direction({"highway": "motorway", "oneway": "no"})
    ('forward', 'both')
    """
    stated = tags.get("oneway", "")
    if stated in {"yes", "true", "1"}:
        return "forward"
    if stated in {"-1", "reverse"}:
        return "backward"
    implied = tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
    return "forward" if implied and not stated else "both"


def limit(text: str) -> float:
    """A posted limit in km/h; 0 where the text states none that can be read and believed.

    >>> [limit(t) for t in ("50", "30 mph", "CN:urban", "walk", "60;80", "none", "signals", "5000", "1")]
    [50.0, 48.28032, 50.0, 7.0, 60.0, 0.0, 0.0, 0.0, 0.0]
    """
    value = text.split(";", maxsplit=1)[0].strip().lower()
    if value == "walk":
        return WALK
    if found := _NUMBER.match(value):
        stated = float(found[1]) * (KMH_PER_MPH if found[2] == "mph" else 1.0)
        return stated if BELIEVED[0] <= stated <= BELIEVED[1] else 0.0
    return ZONE_LIMITS.get(value.rpartition(":")[2], 0.0)


CAR = Vehicle("car", ("motorcar", "motor_vehicle", "vehicle", "access"), 140.0)
TRUCK = Vehicle("truck", ("hgv", "motor_vehicle", "vehicle", "access"), 80.0, "maxspeed:hgv")
VEHICLES = {vehicle.name: vehicle for vehicle in (CAR, TRUCK)}
