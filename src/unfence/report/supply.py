"""Supply: the lines of the chain, from whoever makes a thing to whoever uses it, and at which step each stands.

Who gets what from whom is traced between sides (``industry.origins``); among the makers and the users of one side it is
drawn in proportion:

    line(m, u) = traced(side of u, side of m) * made(m) / made on m's side * used(u) / used on u's side

A plant stands one step after the last of those that supply it with goods; a line that would close a circle does not
count. Power, gas and steam, and the markets of one's own side, are left out within a side: everybody has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from unfence.report.facts import Facts

MOST = 60
"""Lines that are drawn, largest value first."""
_GOODS = ("good", "waste")
_PIPED = ("energy", "utility")
_SAVING = ("ready", "fenced", "unlinked")
_LEAST = 1e-6
"""The share of what is made below which a line is none."""


@dataclass(frozen=True)
class Line:
    """So much of a commodity from a plant or market to another; ``could`` where it would save but does not move."""

    commodity: str
    start: str
    end: str
    value: float
    """Money a year at the maker's price; of a line that could be, what it would save."""
    across: bool
    could: bool


@dataclass(frozen=True, eq=False)
class Supply:
    """The lines of a book's chain and the plants between which they run."""

    facts: Facts

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Those drawn: every line across the border first, then the largest."""
        found = sorted((*self._moving(), *self._could()), key=lambda line: (not line.across, -line.value))
        return found[:MOST]

    @cached_property
    def left_out(self) -> int:
        """How many lines are not drawn."""
        return sum(1 for _ in (*self._moving(), *self._could())) - len(self.lines)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The side of every plant and market that some line touches."""
        found: dict[str, str] = {}
        for commodity in self.facts.at("chain", "commodities"):
            for member in (*commodity["makers"], *commodity["users"]):
                found[member["id"]] = member["home"]
        ends = {end for line in self.lines for end in (line.start, line.end)}
        return {name: home for name, home in found.items() if name in ends}

    @cached_property
    def steps(self) -> Mapping[str, int]:
        """At which step of the chain each stands, 0 first."""
        kinds = {c["id"]: c["kind"] for c in self.facts.at("chain", "commodities")}
        moving = sorted((m for m in self.lines if not m.could), key=lambda m: -m.value)
        goods = [(m.start, m.end) for m in moving if kinds[m.commodity] in _GOODS]
        return {**dict.fromkeys(self.homes, 0), **steps_of(goods)}

    def _moving(self) -> Iterator[Line]:
        """What is made by one and used by another today."""
        players, plants = set(self.facts.players), {step["plant"] for step in self.facts.at("chain", "steps")}
        for commodity in self.facts.at("chain", "commodities"):
            if commodity["kind"] not in _GOODS + _PIPED:
                continue
            makers, users = (
                [m for m in commodity[role] if m["home"] in players and m["quantity"] > 0]
                for role in ("makers", "users")
            )
            made, used = _by_home(makers), _by_home(users)
            for user in users:
                for maker in makers:
                    traced = commodity["sources"].get(user["home"], {}).get(maker["home"], 0.0)
                    amount = traced * maker["quantity"] / made[maker["home"]] * user["quantity"] / used[user["home"]]
                    across = maker["home"] != user["home"]
                    inner = {maker["id"], user["id"]} <= plants and commodity["kind"] in _GOODS
                    if amount > _LEAST * made[maker["home"]] and (across or inner) and maker["id"] != user["id"]:
                        value = amount * abs(maker["price"] or 0.0)
                        ends = self._place(maker["id"]), self._place(user["id"])
                        yield Line(commodity["id"], *ends, value, across, could=False)

    def _could(self) -> Iterator[Line]:
        """What would save if it were bought across the border."""
        for match in self.facts.at("matches", "rows"):
            if match["verdict"] in _SAVING:
                offer = match["best"] if match["verdict"] == "ready" else match["open"]
                saving = match["saving"] if match["verdict"] == "ready" else match["open_saving"]
                value = saving * match["could_cover"]
                ends = self._place(offer["seller"]), self._place(match["buyer"])
                yield Line(match["commodity"], *ends, value, across=True, could=True)

    def _place(self, name: str) -> str:
        """The box in which a plant or market stands: all markets of one site and side share that of the first."""
        return self._shared.get(name, name)

    @cached_property
    def _shared(self) -> Mapping[str, str]:
        first: dict[tuple[str, str], str] = {}
        rows = self.facts.book["markets"].select("id", "site", "side").iter_rows()
        return {name: first.setdefault((site, side), name) for name, site, side in rows}


def _by_home(members: Iterable[Mapping[str, Any]]) -> Mapping[str, float]:
    found: dict[str, float] = defaultdict(float)
    for member in members:
        found[member["home"]] += member["quantity"]
    return found


def steps_of(lines: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """At which step each stands: one after the last of those before it.

    The lines come most valuable first; one that would close a circle of those before it does not count.

    >>> steps_of([("ore", "mill"), ("mill", "works"), ("ore", "works"), ("works", "ore")])
    {'ore': 0, 'mill': 1, 'works': 2}
    """
    after: dict[str, set[str]] = {name: set() for line in lines for name in line}
    for start, end in lines:
        if start not in _beyond(end, after):
            after[start].add(end)
    steps = dict.fromkeys(after, 0)
    for _ in steps:
        for start, others in after.items():
            for end in others:
                steps[end] = max(steps[end], steps[start] + 1)
    return steps


def _beyond(name: str, after: Mapping[str, set[str]]) -> set[str]:
    """Everybody to whom lines lead from one, himself included."""
    found, waiting = {name}, [name]
    while waiting:
        new = after[waiting.pop()] - found
        found |= new
        waiting += new
    return found
