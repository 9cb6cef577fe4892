"""Build or not: a bridge that is taken out of a file and planned again is the bridge it was, with and without a fence.

Once in a made-up town, and once in Porto, where UNFENCE_OSM names a folder that holds its file.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import pytest
import shapely

from roads.maps import DEGREE, Map
from unfence.network import read_roads, travel_times
from unfence.network.roads import Borders, PlannedLink, Roads, TimeFence, main_piece, scenario, with_planned
from unfence.network.roads.vehicles import CAR
from unfence.network.roads.ways import read_stretches

METRE = 1 / DEGREE
WAIT = TimeFence("south", "north", 7)
PORTO = sorted(Path(os.environ.get("UNFENCE_OSM", "") or "/nowhere").rglob("porto_portugal.osm.pbf"))
INFANTE = (49982592, 173072164)
"""Two carriageways."""
LUIS = (165660759,)
"""The lower deck."""
# Along the middle of the Douro, from the sea to the bridge of Freixo.
DOURO = (
    *((-8.675, 41.1463), (-8.66, 41.1463), (-8.6404, 41.147), (-8.625, 41.143), (-8.6184, 41.1407), (-8.6163, 41.1403)),
    *((-8.6145, 41.14), (-8.6094, 41.1399), (-8.6017, 41.1407), (-8.5973, 41.1398), (-8.591, 41.1393)),
    *((-8.5878, 41.1405), (-8.577, 41.1412)),
)


@dataclass(frozen=True)
class Pair:
    """The roads as they are, and the roads without a bridge that is planned."""

    whole: Roads
    planned: Roads

    def same_places(self):
        """Numbers of the nodes that stand alone at their place, in the one and in the other."""
        alone = []
        for roads in (self.whole, self.planned):
            place, row, count = np.unique(roads.lon + 1j * roads.lat, return_index=True, return_counts=True)
            alone.append(dict(zip(place[count == 1].tolist(), row[count == 1].tolist(), strict=True)))
        shared = sorted(alone[0].keys() & alone[1].keys(), key=lambda place: (place.real, place.imag))
        return (np.array([rows[place] for place in shared]) for rows in alone)


def without(path, ways, out):
    """A file without some of its ways."""
    with osmium.SimpleWriter(str(out)) as writer:
        for thing in osmium.FileProcessor(str(path)):
            if not (thing.is_way() and thing.id in ways):
                writer.add(thing)
    return out


def as_planned(path, ways):
    """Ways of a file as planned links: their ends, their length, their time."""
    stretches = read_stretches(path, CAR)
    links = []
    for way in ways:
        pieces = np.flatnonzero(stretches.way == way)
        ends = stretches.first[pieces[0]], stretches.last[pieces[-1]]
        start, end = ((float(stretches.lon[point]), float(stretches.lat[point])) for point in ends)
        along, against = stretches.along[pieces], stretches.against[pieces]
        if not along.any():
            start, end, along, against = end, start, against, along
        minutes = float((stretches.metres[pieces] * 3.6 / along).sum()) / 60
        links.append(PlannedLink(f"way-{way}", start, end, minutes, both_ways=bool(against.any())))
    return links


def pair(path, ways, folder, borders):
    """Build and no build: all junctions, no points between them."""
    removed = without(path, ways, folder / f"without{''.join(path.suffixes)}")
    whole = read_roads(path, borders, spacing=1e9)
    return Pair(whole, with_planned(read_roads(removed, borders, spacing=1e9), as_planned(path, ways)))


def check(pair, sources):
    """The link open is the bridge; the link shut is no bridge; a fence between the banks weighs on both alike."""
    here, there = pair.same_places()
    assert len(here) > 0.9 * pair.whole.nodes
    some = np.random.default_rng(5).permutation(np.flatnonzero(main_piece(pair.whole)[here]))[:sources]
    shut = travel_times(pair.planned, there[some])[:, there]
    differ = 0
    for fences in ((), (WAIT,)):
        today = travel_times(pair.whole, here[some], scenario(pair.whole, fences))[:, here]
        opened = travel_times(pair.planned, there[some], scenario(pair.planned, fences, pair.planned.links))[:, there]
        assert (np.isfinite(today) == np.isfinite(opened)).all()
        reached = np.isfinite(today)
        assert np.abs(today[reached] - opened[reached]).max() < 0.01
        differ += (shut > opened + 1).sum() if not fences else 0
    assert differ > 0, "without the bridge some trip is longer"
    return here[some], here, today


def town(*, bridges):
    """Two banks of a grid of streets, one-ways among them, joined by bridges at some columns of a river."""
    random = np.random.default_rng(3)
    world, columns, rows = Map(), 10, 8

    def point(column, row):
        return 1 + row * columns + column

    for row in range(rows):
        for column in range(columns):
            east, north = random.uniform(-15, 15, 2)
            north += row * 110 + (300 if row >= rows // 2 else 0)
            world.point(point(column, row), (column * 120 + east) * METRE, north * METRE)
    for row in range(rows):
        tags = {"oneway": "yes" if row % 4 == 1 else "-1"} if row % 4 in (1, 2) else {}
        world.road(*(point(column, row) for column in range(columns)), maxspeed=str(30 + 10 * (row % 3)), **tags)
    for column in range(columns):
        for half in (range(rows // 2), range(rows // 2, rows)):
            world.road(*(point(column, row) for row in half), maxspeed="40")
    numbers = [
        world.road(point(column, rows // 2 - 1), point(column, rows // 2), maxspeed="50", bridge="yes", **tags)
        for column, tags in bridges
    ]
    return world, numbers


def banks():
    """South and north of the town's river."""
    middle = (3 * 110 + 150) * METRE
    return Borders(("south", "north"), (shapely.box(-1, -1, 1, middle), shapely.box(-1, middle, 1, 1)))


@pytest.mark.parametrize("removed", [(0,), (1,), (0, 1), (2, 3), (0, 1, 2, 3)])
def test_a_bridge_taken_out_and_planned_again_is_the_bridge_it_was(tmp_path, removed):
    world, bridges = town(bridges=[(2, {}), (7, {}), (4, {"oneway": "yes"}), (5, {"oneway": "-1"})])
    path = world.write(tmp_path / "town.osm")
    ways = tuple(bridges[row] for row in removed)
    both = pair(path, ways, tmp_path, banks())
    sources, places, fenced = check(both, 12)
    # Who crosses the river once waits once; there is no other way from bank to bank.
    free = travel_times(both.whole, sources)[:, places]
    other = both.whole.jurisdiction[sources][:, None] != both.whole.jurisdiction[places]
    assert fenced[other] - free[other] == pytest.approx(420)
    assert fenced[~other] == pytest.approx(free[~other])


@pytest.mark.slow
@pytest.mark.skipif(not PORTO, reason="UNFENCE_OSM names no folder with porto_portugal.osm.pbf")
@pytest.mark.parametrize("ways", [INFANTE, LUIS], ids=["infante", "luis"])
def test_a_bridge_of_porto_taken_out_and_planned_again_is_the_bridge_it_was(tmp_path, ways):
    (west, _), (east, _) = DOURO[0], DOURO[-1]
    south = shapely.Polygon([*DOURO, (east, 41.12), (west, 41.12)])
    north = shapely.Polygon([*DOURO, (east, 41.17), (west, 41.17)])
    both = pair(PORTO[0], ways, tmp_path, Borders(("south", "north"), (south, north)))
    waits = scenario(both.whole, [WAIT]) > both.whole.seconds
    assert waits.sum() == 8, "four bridges, there and back"
    check(both, 24)
