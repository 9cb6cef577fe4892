"""How fast are travel times, measured against others in one run: `python benchmarks/roads.py [FILE.osm.pbf]`.

Without a file the roads are a made-up city. Peers that are not installed are left out and named; `pip install
'.[bench]'` brings them. Contenders take turns, so that a busy machine slows all of them; a figure is the median of its
turns. Prints times and how many times longer each takes than unfence on one thread, and those ratios once more at the
end; asserts nothing about time, but refuses to compare answers that differ.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from unfence.network import read_roads
from unfence.network.roads import Roads, circle
from unfence.network.roads.hierarchy import dissected, prepare
from unfence.network.roads.sweep import sweep
from unfence.network.roads.times import by_dijkstra

TURNS = 7
SIDE = 220
LIMIT = 900.0
FAR = 1e6
"""Seconds within which all of a city lies."""
PEERS = ("pyroutingkit", "pandana")
CLOSE = 0.6
"""Seconds that an answer in whole milliseconds may be off after many hundred edges."""


@dataclass(frozen=True)
class Question:
    """One question that several can answer; the first answers first and is the measure."""

    name: str
    answers: dict[str, Callable[[], object]]
    check: bool = True


def main() -> None:
    """Read or make the roads, ask every question, print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", help=".osm, .osm.pbf or .npz; without it a made-up city")
    parser.add_argument("--sources", type=int, default=64)
    given = parser.parse_args()
    began = time.perf_counter()
    roads = read_roads(given.file) if given.file else made_up_city(SIDE)
    roads = roads if roads.dissected else dissected(roads)
    print(f"{roads.nodes} nodes, {roads.edges} edges; read and ordered in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    print(f"{len(roads.today.arcs.head)} arcs; contracted and customised in {time.perf_counter() - began:.2f} s")
    for peer in PEERS:
        if not find_spec(peer):
            print(f"{peer} is not installed and left out")
    print()
    asked = questions(roads, np.random.default_rng(1).integers(0, roads.nodes, given.sources))
    ratios = {question.name: ask(question) for question in asked}
    print("times as long as unfence")
    for name, times in ratios.items():
        print(f"  {name:46}", *(f"{peer} {ratio:.1f}" for peer, ratio in times.items()), sep="  ")


def questions(roads: Roads, sources: np.ndarray) -> list[Question]:
    """One source, many sources on one core and on all, a new scenario, a short circle."""
    today, one = roads.today, sources[:1]
    single = {"unfence": lambda: sweep(today, one), "scipy": lambda: by_dijkstra(roads, one, roads.seconds)}
    many = {
        "unfence, 1 thread": lambda: sweep(today, sources, threads=1),
        "unfence, all cores": lambda: sweep(today, sources),
        "scipy": lambda: by_dijkstra(roads, sources, roads.seconds),
    }
    scenario = {
        "unfence": lambda: today.hierarchy.customised(roads.seconds),
        "unfence, from nothing": lambda: prepare(roads),
    }
    short = {
        "unfence": lambda: circle(roads, one, LIMIT),
        "unfence, hierarchy": lambda: np.where((t := sweep(today, one)[0]) <= LIMIT, t, np.inf),
        "scipy": lambda: by_dijkstra(roads, one, roads.seconds, LIMIT)[0],
    }
    if find_spec("pyroutingkit"):
        routingkit = RoutingKit(roads)
        single["routingkit"] = lambda: routingkit.times(one)
        many["routingkit"] = lambda: routingkit.times(sources)
        scenario["routingkit"] = routingkit.customise
    if find_spec("pandana"):
        pandana = Pandana(roads)
        single["pandana"] = lambda: pandana.times(one, FAR)
        short["pandana"] = lambda: pandana.times(one, LIMIT)[0]
    return [
        Question("one source to all nodes", single),
        Question(f"{len(sources)} sources to all nodes", many),
        Question("new weights for a prepared graph", scenario, check=False),
        Question("all nodes within 15 minutes of one source", short),
    ]


def ask(question: Question) -> dict[str, float]:
    """Let the contenders take turns; print their medians, return how many times longer than the first each takes."""
    first, *others = question.answers
    if question.check:
        measure = np.asarray(question.answers[first]())
        for name in others:
            answer = np.asarray(question.answers[name]())
            both = np.isfinite(measure) & np.isfinite(answer)
            if (
                not both.sum() >= 0.99 * np.isfinite(measure).sum()
                or np.abs(measure[both] - answer[both]).max() > CLOSE
            ):
                raise SystemExit(f"{question.name}: {name} gives another answer than {first}")
    taken: dict[str, list[float]] = {name: [] for name in question.answers}
    for _ in range(TURNS):
        for name, answer_of in question.answers.items():
            began = time.perf_counter()
            answer_of()
            taken[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(question.name)
    for name, median in medians.items():
        print(f"  {name:24} {median * 1000:10.2f} ms  {median / medians[first]:8.2f} x")
    print()
    return {name: medians[name] / medians[first] for name in others}


class RoutingKit:
    """RoutingKit's customisable contraction hierarchy, in whole milliseconds."""

    def __init__(self, roads: Roads) -> None:
        from pyroutingkit import INF_WEIGHT, CCHMetric, CCHTopology  # noqa: PLC0415 - a peer that may be missing

        self.closed = INF_WEIGHT
        self.all = np.arange(roads.nodes, dtype=np.uint32)
        self.weights = np.where(np.isfinite(roads.seconds), roads.seconds * 1000, INF_WEIGHT).round().astype(np.uint32)
        topology = CCHTopology()
        tail, head = roads.tail.astype(np.uint32), roads.head.astype(np.uint32)
        topology.build(tail, head, roads.lat.astype(np.float32), roads.lon.astype(np.float32), roads.nodes)
        self.metric = CCHMetric(topology)
        self.customise()

    def customise(self) -> None:
        self.metric.customize(self.weights)

    def times(self, sources: np.ndarray) -> np.ndarray:
        milliseconds = self.metric.distances_many_to_many(sources.astype(np.uint32), self.all)
        return np.where(milliseconds < self.closed, milliseconds / 1000, np.inf)


class Pandana:
    """Pandana's nodes within a range; it wants a graph where each edge has a positive time."""

    def __init__(self, roads: Roads) -> None:
        import pandas as pd  # noqa: PLC0415 - comes with pandana
        from pandana import Network  # noqa: PLC0415 - a peer that may be missing

        weights = pd.DataFrame({"seconds": np.maximum(roads.seconds, 1e-3)})
        x, y = pd.Series(roads.lon), pd.Series(roads.lat)
        self.nodes = roads.nodes
        self.network = Network(x, y, pd.Series(roads.tail), pd.Series(roads.head), weights, twoway=False)

    def times(self, sources: np.ndarray, limit: float) -> np.ndarray:
        near = self.network.nodes_in_range(sources.tolist(), limit, imp_name="seconds")
        out = np.full((len(sources), self.nodes), np.inf)
        for row, source in enumerate(sources):
            mine = near[near["source"] == source]
            out[row, mine["destination"].to_numpy()] = mine["seconds"].to_numpy()
        return out


def made_up_city(side: int) -> Roads:
    """A square grid of streets about 100 m long, one in ten missing or one-way, with some quick ones."""
    random = np.random.default_rng(7)
    node = np.arange(side * side).reshape(side, side)
    rows, columns = (np.stack(p, -1).reshape(-1, 2) for p in ((node[:, :-1], node[:, 1:]), (node[:-1], node[1:])))
    pairs = np.concatenate([rows, columns])
    there, back = pairs[random.random(len(pairs)) < 0.9], pairs[random.random(len(pairs)) < 0.9]
    tail, head = np.concatenate([there, back[:, ::-1]]).T
    place = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) * 0.001
    quick = (tail // side % 20 == 0) & (head // side % 20 == 0)
    seconds = random.uniform(8, 30, len(tail)) / np.where(quick, 4, 1)
    place = place + random.normal(0, 1e-4, place.shape)
    return Roads.of(tail, head, seconds=seconds, metres=np.full(len(tail), 100.0), lon=place[:, 0], lat=place[:, 1])


if __name__ == "__main__":
    main()
