"""Uses: what the programme does of each thing that measures can better, as rows over its columns.

A measure betters a thing when more can be done with it or less is burnt there. For each such thing, and each direction
of a link, there is one row

    use_g = sum_j r_gj x_j          units on a link, at a terminal, through a quota or a ban; runs; a market's quantity;
                                    units, or units * money per hour, that bear a fence of kind cost or time

with, for every choice i, ``step`` d_gi: the most that it adds to the capacity of g whatever else is chosen; of a fence
that costs, the most that is ever used. Rows with an infinite step say nothing and are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, State
from unfence.economy.layout import ARC, CHANGE
from unfence.economy.programme import Programme
from unfence.gains.bounds import flow_bounds
from unfence.gains.spans import Effects
from unfence.network import trips_of
from unfence.network.arcs import Bools, Floats, Ints


@dataclass(frozen=True)
class Use:
    """One row: the thing (its kind and place), its weights by column of the programme, its steps by choice."""

    on: str
    thing: int
    weights: Floats
    step: Floats


def capacity_uses(programme: Programme, effects: Mapping[str, Effects], widest: State) -> tuple[Use, ...]:
    """The rows whose capacity choices enlarge; ``widest`` is the most favourable state of all plans."""
    most = flow_bounds(programme, widest)
    tops = sizes_in(programme, widest)
    found = []
    for on, thing, weights in _rows(programme):
        use = float(most[weights > 0] @ weights[weights > 0])
        step = np.minimum(effects[on].steps(np.minimum(tops[on], use))[:, thing], use)
        step = np.where(effects[on].removes[:, thing], use, step)
        if step.any() and np.isfinite(step).all():
            found.append(Use(on, thing, weights, step))
    return tuple(found)


def cost_uses(programme: Programme, effects: Mapping[str, Effects], widest: State) -> tuple[Use, ...]:
    """The rows of fences that burn resources and that choices lower."""
    most = flow_bounds(programme, widest)
    found = []
    for fence, kind in enumerate(programme.fence_kind):
        lowers = effects["fence"].lowers()[:, fence]
        weights = programme.fence_on(fence)
        use = float(most[weights > 0] @ weights[weights > 0])
        if kind in ("time", "cost") and lowers.any() and 0 < use < np.inf:
            found.append(Use("fence", fence, weights, np.where(lowers, use, 0.0)))
    return tuple(found)


def sizes_in(programme: Programme, state: State) -> Mapping[str, Floats]:
    """The capacity of every thing in a state, by kind; a fence that is down, or is no ban and no quota, has no end."""
    fences = np.where(np.isin(programme.fence_kind, ["ban"]), 0.0, state.fences)
    bounding = np.isin(programme.fence_kind, ["ban", "quota"]) & ~np.isnan(state.fences)
    return {
        "fence": np.where(bounding, fences, np.inf),
        "link": state.links,
        "terminal": state.terminals,
        "plant": state.plants,
        "market": programme.market_bound(state),
    }


def trip_helpers(economy: Economy, effects: Mapping[str, Effects]) -> Bools:
    """(trips, choices): the choice opens a link or lowers a fence that the trip's ways may meet."""
    programme = economy.programme
    arcs, crossings = programme.arcs, programme.crossings
    trips = trips_of(economy.book)
    opens = (effects["link"].opens & effects["link"].planned[None, :])[:, arcs.link]
    lowers = effects["fence"].lowers() & crossings.people[None, :]
    lowers &= ~np.isin(programme.fence_kind, ["fee", "quota"])[None, :]
    betters = opens | (lowers.astype(int) @ crossings.arcs.astype(int) > 0)
    return np.asarray(trips.modes[:, arcs.mode].astype(int) @ betters.astype(int).T > 0)


def _rows(programme: Programme) -> Iterator[tuple[str, int, Floats]]:
    """Every row of use of a capacity: its thing and its weights."""
    columns, first = programme.layout.columns, programme.transport.start
    width = programme.matrix.shape[1]

    def ones(places: Ints) -> Floats:
        weights = np.zeros(width)
        weights[places] = 1.0
        return weights

    for arc in range(len(programme.arcs)):
        yield "link", int(programme.arcs.link[arc]), ones(_met(columns.kind == ARC, columns.thing == arc) + first)
    for terminal in range(len(programme.book["terminals"])):
        yield "terminal", terminal, ones(_met(columns.kind == CHANGE, columns.thing == terminal) + first)
    for plant in range(len(programme.book["plants"])):
        yield "plant", plant, ones(np.array([plant]))
    for market in range(len(programme.book["markets"])):
        yield "market", market, ones(np.array([programme.markets.start + market]))
    for fence, kind in enumerate(programme.fence_kind):
        if kind in ("ban", "quota"):
            yield "fence", fence, programme.fence_on(fence)


def _met(first: Bools, second: Bools) -> Ints:
    return np.flatnonzero(first & second)
