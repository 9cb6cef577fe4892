"""The ground between the roads: which node a place belongs to, and how long it takes from there.

A place belongs to the nearest node on its own side of the border where one can stop, never to one across it:
what lies on the other bank or behind the fence is reached by the bridge and through the gate, or not at all.

    minutes(place) = (t(node) + d / v) / 60     t seconds to the node, d metres from it, v the speed of ``Ground``
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.spatial import KDTree

from unfence.network.reach.errors import ReachError
from unfence.network.reach.places import Places
from unfence.network.roads.borders import Borders
from unfence.network.roads.places import EARTH
from unfence.network.roads.roads import Bools, Floats, Ints, Roads
from unfence.network.roads.snap import FAR, main_piece

OFF_ROAD = 15.0 / 3.6
"""Metres a second between a place and its node: as on a service road."""
NOWHERE = -1
MINUTE = 60.0


@dataclass(frozen=True, eq=False)
class Belonging:
    """The node of each place and how far it is."""

    node: Ints
    """(places,); -1: none near enough"""
    metres: Floats
    """(places,); inf where there is none"""
    speed: float = OFF_ROAD
    """Metres a second between a place and its node."""

    @property
    def seconds(self) -> Floats:
        """(places,) between each place and its node; inf where there is none."""
        return self.metres / self.speed

    def minutes(self, seconds: Floats) -> Floats:
        """(..., places) minutes, given (..., nodes) seconds; inf where a place has no node or its node no way.

        >>> Belonging(np.array([1, -1]), np.array([250.0, np.inf])).minutes(np.array([0.0, 60.0]))
        array([ 2., inf])
        """
        return np.where(self.node == NOWHERE, np.inf, seconds[..., self.node] + self.seconds) / MINUTE

    @property
    def missing(self) -> Ints:
        """Rows of places without a node."""
        return np.flatnonzero(self.node == NOWHERE)


@dataclass(frozen=True, eq=False)
class Ground:
    """Roads, and the areas that the nodes' jurisdictions come from, if there are any."""

    roads: Roads
    borders: Borders | None = None
    speed: float = OFF_ROAD
    """Metres a second between a place and its node."""

    @cached_property
    def usable(self) -> Bools:
        """(nodes,) one can stop here, and get here and away once everything planned is built."""
        whole = replace(self.roads, seconds=self.roads.built)
        return np.asarray(main_piece(whole) & self.roads.kerb)

    @property
    def cut_off(self) -> float:
        """Share of the places to stop that no way joins to the main piece of the roads, even with all plans built."""
        return 1.0 - float(self.usable.sum() / max(1, self.roads.kerb.sum()))

    @cached_property
    def _middle(self) -> float:
        """Cosine of the latitude at which degrees are turned into metres."""
        return float(np.cos(np.radians(self.roads.lat.mean())))

    @property
    def metres_per_degree(self) -> tuple[float, float]:
        """East and north."""
        north = float(np.radians(1.0) * EARTH)
        return north * self._middle, north

    @cached_property
    def _trees(self) -> dict[int, tuple[KDTree, Ints]]:
        """The usable nodes of each jurisdiction; without borders all are on one side."""
        side = self.roads.jurisdiction if self.borders else np.full(self.roads.nodes, NOWHERE)
        trees: dict[int, tuple[KDTree, Ints]] = {}
        for row in np.unique(side[self.usable]):
            nodes = np.flatnonzero(self.usable & (side == row))
            trees[int(row)] = KDTree(self._plane(self.roads.lon[nodes], self.roads.lat[nodes])), nodes
        return trees

    def belonging(self, lon: Floats, lat: Floats, within: float = FAR) -> Belonging:
        """The nearest usable node of each place, on the place's own side of every border and ``within`` metres."""
        points = self._plane(lon, lat)
        node, metres = np.full(len(lon), NOWHERE), np.full(len(lon), np.inf)
        side = self.borders.of(lon, lat) if self.borders else np.full(len(lon), NOWHERE)
        for row, (tree, nodes) in self._trees.items():
            here = np.flatnonzero(side == row)
            if not len(here):
                continue
            # The tree leaves out what lies just at its bound.
            found, place = tree.query(points[here], distance_upper_bound=within * (1 + 1e-9) + 1e-6)
            near = np.flatnonzero(np.isfinite(found))
            node[here[near]], metres[here[near]] = nodes[place[near]], found[near]
        return Belonging(node, metres, self.speed)

    def snapped(self, places: Places, within: float = FAR) -> Belonging:
        """The node where each start joins the roads; ReachError names the first one that is too far from any.

        Where a start's own side has no road near enough, the nearest road of any side counts: borders are drawn
        less finely than roads.
        """
        found = self.belonging(places.lon, places.lat, within)
        node, metres = found.node.copy(), found.metres.copy()
        lost = found.missing
        if len(lost):
            node[lost], metres[lost] = self.nearest(places.lon[lost], places.lat[lost])
        far = np.flatnonzero(~(metres <= within))
        if len(far):
            row = far[0]
            raise ReachError(
                "far",
                start=places.labels[row].id,
                lon=f"{places.lon[row]:.5f}",
                lat=f"{places.lat[row]:.5f}",
                km=f"{metres[row] / 1000:.1f}",
                most=f"{within / 1000:g}",
                enough=f"{np.ceil(metres[row] / 1000):.0f}",
            )
        return Belonging(node, metres, self.speed)

    def nearest(self, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
        """The nearest usable node of each place on any side, and the metres to it."""
        nodes = np.flatnonzero(self.usable)
        metres, place = KDTree(self._plane(self.roads.lon[nodes], self.roads.lat[nodes])).query(self._plane(lon, lat))
        return nodes[place], np.asarray(metres)

    def _plane(self, lon: Floats, lat: Floats) -> Floats:
        """(places, 2) metres on a plane that is true near the roads."""
        return np.asarray(np.stack([lon, lat], axis=-1) * np.array(self.metres_per_degree))
