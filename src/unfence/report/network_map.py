"""The network of a map: which sites are joined, what flows between them in a state, and where fences stand.

Links between the same two sites are one line. A flow's width is its share of the greatest flow that is measured in the
same unit, over all states, so that the three maps compare; several kinds of flow on one line lie side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unfence.book import Book
from unfence.network.crossings import PEOPLE
from unfence.report.bearing import Pair, standing
from unfence.report.facts import STATES, Facts


@dataclass(frozen=True, eq=False)
class Network:
    """What the map draws between sites."""

    facts: Facts

    def joined(self, state: str) -> Mapping[Pair, bool]:
        """Each pair of sites with a link, and whether one of its links exists in a state (else all are planned)."""
        found: dict[Pair, bool] = {}
        for link in self._book(state)["links"].iter_rows(named=True):
            pair = _pair(link["a"], link["b"])
            found[pair] = found.get(pair, False) or link["status"] == "existing"
        return found

    def modes(self) -> Mapping[Pair, Mapping[str, bool]]:
        """For each pair of sites, each mode of its links, and whether one of them exists (else they are planned)."""
        found: dict[Pair, dict[str, bool]] = defaultdict(dict)
        for link in self.facts.book["links"].iter_rows(named=True):
            modes = found[_pair(link["a"], link["b"])]
            modes[link["mode"]] = modes.get(link["mode"], False) or link["status"] == "existing"
        return found

    def fenced(self, state: str) -> set[Pair]:
        """Pairs of sites between which a fence stands in a state and bears on what can move there."""
        return self._standing[state]

    def flows(self, state: str) -> Mapping[Pair, Mapping[str, float]]:
        """For each pair of sites, each kind's flow as a share of the greatest in its unit."""
        shares: dict[Pair, dict[str, float]] = defaultdict(dict)
        for (pair, kind, unit), quantity in self._sums[state].items():
            share = quantity / self._greatest[unit]
            shares[pair][kind] = max(share, shares[pair].get(kind, 0.0))
        return shares

    def kinds(self) -> list[str]:
        """The kinds of things that flow in any state."""
        known = ("good", "waste", "energy", "utility", "labour", PEOPLE)
        seen = {kind for state in STATES for _, kind, _ in self._sums[state]}
        return [kind for kind in known if kind in seen]

    @cached_property
    def _sums(self) -> Mapping[str, Mapping[tuple[Pair, str, str], float]]:
        """(pair, kind, unit) -> quantity a year, for each state."""
        return {state: _summed([*self._goods(state), *self._people(state)]) for state in STATES}

    @cached_property
    def _standing(self) -> Mapping[str, set[Pair]]:
        return {state: standing(self._book(state)) for state in STATES}

    @cached_property
    def _greatest(self) -> Mapping[str, float]:
        greatest: dict[str, float] = {}
        for sums in self._sums.values():
            for (_, _, unit), quantity in sums.items():
                greatest[unit] = max(quantity, greatest.get(unit, 0.0))
        return greatest

    def _goods(self, state: str) -> Iterable[tuple[Pair, str, str, float]]:
        frame = self.facts.book["commodities"]
        kinds = dict(zip(frame["id"], frame["kind"], strict=True))
        for flow in self.facts.at("flows"):
            if flow["state"] == state:
                commodity = flow["commodity"]
                pair = _pair(flow["from"], flow["to"])
                yield pair, kinds[commodity], self.facts.unit[commodity], flow["quantity"]

    def _people(self, state: str) -> Iterable[tuple[Pair, str, str, float]]:
        links = self.facts.book["links"].rows_by_key("id", named=True, unique=True)
        numbers = dict(zip(self.facts.book["trips"]["id"], self.facts.book["trips"]["number"], strict=True))
        for trip in self.facts.at("trips"):
            if trip[state]["made"]:
                for link in trip[state]["links"]:
                    yield _pair(links[link]["a"], links[link]["b"]), PEOPLE, PEOPLE, numbers[trip["id"]]

    def _book(self, state: str) -> Book:
        book = self.facts.book
        if state == "open":
            return book.without_fences(*book["fences"]["id"])
        return book.with_measures(*self.facts.at("best")) if state == "best" else book


def _summed(moves: Iterable[tuple[Pair, str, str, float]]) -> Mapping[tuple[Pair, str, str], float]:
    sums: dict[tuple[Pair, str, str], Any] = defaultdict(float)
    for pair, kind, unit, quantity in moves:
        sums[pair, kind, unit] += quantity
    return {key: quantity for key, quantity in sums.items() if quantity > 0}


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)
