"""Real OpenStreetMap files, where UNFENCE_OSM names a folder that holds some."""

import os
from pathlib import Path

import numpy as np
import pytest

from unfence.network import read_roads, travel_times
from unfence.network.roads import main_piece, read_borders
from unfence.network.roads.times import by_dijkstra

FOLDER = os.environ.get("UNFENCE_OSM", "")
LEVELS = range(1, 12)
FILES = sorted(Path(FOLDER).rglob("*.osm.pbf")) if FOLDER else []
BORDERS = sorted(Path(FOLDER).rglob("boundaries.osm")) if FOLDER else []


@pytest.mark.slow
@pytest.mark.skipif(not BORDERS, reason="UNFENCE_OSM names no folder with a boundaries.osm and a network.osm")
@pytest.mark.parametrize("path", BORDERS, ids=lambda path: path.parent.name)
def test_a_real_border(path):
    borders = read_borders(path, LEVELS)
    assert borders.broken == ()
    roads = read_roads(path.parent / "network.osm", borders)
    assert 0 < len(roads.crossings) < roads.edges / 5


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="UNFENCE_OSM names no folder with .osm.pbf files")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_city(path):
    roads = read_roads(path)
    assert main_piece(roads).mean() > 0.5
    assert roads.metres.max() < 50_000
    assert 5 < (roads.metres.sum() / roads.seconds.sum()) * 3.6 < 100
    sources = np.random.default_rng(0).integers(0, roads.nodes, 24)
    assert roads.today is not None
    quick, sure = travel_times(roads, sources), by_dijkstra(roads, sources, roads.seconds)
    assert (np.isfinite(quick) == np.isfinite(sure)).all()
    reached = np.isfinite(sure)
    assert np.abs(quick[reached] - sure[reached]).max() < 0.01
