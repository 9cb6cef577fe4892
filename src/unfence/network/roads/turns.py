"""Turns: what a junction forbids, told by splitting the junction where a ban bites and nowhere else.

    no_left_turn      from way F over the point v not into way T
    only_straight_on  from way F over the point v into way T only

Let the roads into v that may go on by the same roads be a *class*, and let the *common* roads be those that every class
may take. The point v itself keeps the common roads. A class that may take more arrives at a *copy* of v, from which the
further roads leave and which leads to v in no time:

    v -> common roads        copy -> further roads        copy -> v in 0 s

Every path over the copies and v makes allowed turns only, and every allowed path is there. The time to v is that of the
quickest arrival, whichever way it came; a trip that starts in v leaves by the common roads.

A ban counts when its two ways end at the point, as the data's rules ask. Left out: bans over a way instead of a point,
bans for some hours only (travel times are for no hour in particular), and an order to go where no road is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.network.roads.chains import Chains
from unfence.network.roads.roads import Bools, Ints
from unfence.network.roads.vehicles import Vehicle

KEY = "restriction"


@dataclass(frozen=True)
class Ban:
    """What one relation says of the turns at a point."""

    via: int
    """point"""
    origins: tuple[int, ...]
    """ways"""
    targets: tuple[int, ...]
    """ways"""
    only: bool
    """The targets are the only ways on; else they are closed."""


def ban(tags: Mapping[str, str], members: Sequence[tuple[str, int, str]], vehicle: Vehicle) -> Ban | None:
    """The ban that a relation states for a vehicle, in the file's own numbers; None: it states none.

    ``members`` are (type, number, role) with the types n, w and r.

    >>> from unfence.network.roads.vehicles import CAR
    >>> members = [("w", 1, "from"), ("n", 7, "via"), ("w", 2, "to")]
    >>> ban({"type": "restriction", "restriction": "no_left_turn"}, members, CAR)
    Ban(via=7, origins=(1,), targets=(2,), only=False)
    >>> ban({"type": "restriction", "restriction": "no_left_turn", "except": "bus;motorcar"}, members, CAR)
    """
    keys = vehicle.access[:-1]
    if tags.get("type", KEY) != KEY or set(keys) & {part.strip() for part in tags.get("except", "").split(";")}:
        return None
    stated = next((tags[key] for key in (*(f"{KEY}:{key}" for key in keys), KEY) if key in tags), "")
    via = [ref for kind, ref, role in members if role == "via" and kind == "n"]
    origins = tuple(ref for kind, ref, role in members if role == "from" and kind == "w")
    targets = tuple(ref for kind, ref, role in members if role == "to" and kind == "w")
    if len(via) != 1 or not origins or not targets or not stated.startswith(("no_", "only_")):
        return None
    return Ban(via[0], origins, targets, stated.startswith("only_"))


@dataclass(frozen=True)
class Split:
    """A graph whose junctions forbid what the bans forbid."""

    chains: Chains
    copies: Ints
    """(copies,) the point that each further point is a copy of; they are numbered on from the last point"""


def split(chains: Chains, bans: Sequence[Ban], points: int) -> Split:
    """The chains with the points of ``bans`` split; chains that lead back to their own start are left out."""
    at: dict[int, list[Ban]] = {}
    for one in bans:
        at.setdefault(one.via, []).append(one)
    end, stays = chains.end.copy(), np.ones(len(chains.start), dtype=bool)
    into, out = _at(chains.end, at), _at(chains.start, at)
    copies: list[int] = []
    further: list[tuple[int, int]] = []
    for via, here in at.items():
        allowed = _allowed(chains, into[via], out[via], here)
        common = allowed.all(axis=0)
        classes, member = np.unique(allowed, axis=0, return_inverse=True)
        for row, turns in enumerate(classes):
            more = out[via][turns & ~common]
            if len(more):
                copy = points + len(copies)
                end[into[via][member.ravel() == row]] = copy
                further.extend((int(chain), copy) for chain in more)
                copies.append(via)
        stays[out[via][~common]] = False
    return Split(_joined(chains, end, stays, further, np.array(copies, dtype=np.int64), points), np.array(copies, int))


def _at(ends: Ints, points: Mapping[int, object]) -> dict[int, Ints]:
    """The chains that have an end in each of a few points."""
    near = np.flatnonzero(np.isin(ends, np.fromiter(points, dtype=np.int64)))
    return {point: near[ends[near] == point] for point in points}


def _allowed(chains: Chains, into: Ints, out: Ints, bans: Sequence[Ban]) -> Bools:
    """(into, out) which turns the bans leave."""
    arriving, leaving = chains.arriving[into], chains.leaving[out]
    allowed = np.ones((len(into), len(out)), dtype=bool)
    for one in bans:
        turns = np.isin(arriving, one.origins)[:, None] & np.isin(leaving, one.targets)
        if not one.only:
            allowed &= ~turns
        elif turns.any():
            allowed &= turns | ~np.isin(arriving, one.origins)[:, None]
    return allowed


def _joined(
    chains: Chains, end: Ints, stays: Bools, further: Sequence[tuple[int, int]], copies: Ints, points: int
) -> Chains:
    """What stays, what leaves from copies, and the steps of no time from copies to their points."""
    rows = np.concatenate([np.flatnonzero(stays), np.array([chain for chain, _ in further], dtype=np.int64)])
    start = np.concatenate([chains.start[stays], np.array([copy for _, copy in further], dtype=np.int64)])
    nothing, nowhere = np.zeros(len(copies)), np.full(len(copies), -1)
    whole = Chains(
        np.concatenate([start, points + np.arange(len(copies))]),
        np.concatenate([end[rows], copies]),
        np.concatenate([chains.seconds[rows], nothing]),
        np.concatenate([chains.metres[rows], nothing]),
        np.concatenate([chains.leaving[rows], nowhere]),
        np.concatenate([chains.arriving[rows], nowhere]),
    )
    return whole.rows(whole.start != whole.end)
