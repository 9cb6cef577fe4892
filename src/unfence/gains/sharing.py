"""Sharing: what each coalition of players can gain for itself, and what each rule gives to each player.

    worth(S)     = the players' income change, all players together, net of what they pay,
                   under the best plan whose parties all are in S;  worth(nobody) = 0
    own change   = a player's income change in the plan of all, after what he pays: what prices alone give
    transfer     = share by a rule - own change;  transfers add up to 0

A book without measures shares open - today: a coalition takes down the fences that touch no other player. The worths
need not be superadditive and can be below 0; then the prenucleolus stands for the nucleolus, and a sentence says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from unfence import games
from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes, incomes_of
from unfence.errors import UnfenceError
from unfence.gains.choices import fence_parties, players_of
from unfence.gains.pairs import tolerance
from unfence.gains.plans import Plans
from unfence.gains.sweep import Scenario
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Split:
    """What one rule gives: shares and transfers by player, and how it stands against every coalition."""

    shares: tuple[float, ...]
    transfers: tuple[float, ...]
    in_core: bool
    complaint: float
    """The largest: what some coalition could have more on its own; below 0 nobody complains."""
    complainant: tuple[str, ...]
    worse_off: tuple[str, ...]
    """Players who would have less than today."""


@dataclass(frozen=True)
class Sharing:
    """The game of the players and its solutions."""

    players: tuple[str, ...]
    worth: tuple[float, ...]
    """By mask: bit i is player i."""
    own_change: tuple[float, ...]
    outside_change: float
    """What everybody who is no player gains or loses; with the pot it adds up to the gain."""
    superadditive: bool
    core_empty: bool
    least_core: float
    splits: Mapping[str, Split]


Incomed = Callable[[Scenario], tuple[Solution, Incomes]]
"""Solves a scenario and says who earns what."""


def solver(economy: Economy) -> Incomed:
    """A function that solves scenarios with incomes and remembers them."""

    @cache
    def incomed(scenario: Scenario) -> tuple[Solution, Incomes]:
        solution = economy.solve(economy.state(scenario.fences, scenario.measures))
        return solution, incomes_of(solution)

    return incomed


def sharing_of(economy: Economy, plans: Plans, incomed: Incomed, gain: float) -> Sharing:
    """The players' game and its solutions; ``gain`` sets what counts as a difference."""
    book = economy.book
    players = players_of(book)
    parties = economy.programme.parties
    rows = [parties.index(p) for p in players]
    before = incomed(Scenario())[1].income

    def change(members: frozenset[str]) -> Floats:
        scenario, paid = _deal(economy, plans, members)
        return np.asarray(incomed(scenario)[1].income - paid - before)

    members = [frozenset(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1 << len(players))]
    changes = [change(m) if m else np.zeros(len(parties)) for m in members]
    worth = np.array([c[rows].sum() for c in changes])
    own = changes[-1][rows]
    near = tolerance(gain)
    least = games.least_core(worth)[0] if players else 0.0
    superadditive = not players or games.superadditive(worth).excess <= near
    return Sharing(
        players=players,
        worth=tuple(worth.tolist()),
        own_change=tuple(own.tolist()),
        outside_change=float(changes[-1].sum() - own.sum()),
        superadditive=bool(superadditive),
        core_empty=bool(least > near),
        least_core=float(least),
        splits={
            name: _split(players, worth, own, share, near) for name, share in _shares(worth, superadditive).items()
        },
    )


def _deal(economy: Economy, plans: Plans, members: frozenset[str]) -> tuple[Scenario, Floats]:
    """What a coalition does on its own, and what each party pays for it."""
    choices, parties = plans.choices, economy.programme.parties
    if not len(choices):
        return Scenario(fences=_own_fences(economy, members)), np.zeros(len(parties))
    plan = plans.best(choices.consenting(members))
    mask = plan.mask if plan else 0
    return Scenario(measures=choices.named(mask)), choices.payments(mask, parties)


def _own_fences(economy: Economy, members: frozenset[str]) -> tuple[str, ...]:
    book = economy.book
    players = frozenset(players_of(book))
    rows = zip(book["fences"]["id"], book["fences"]["between"], strict=True)
    return tuple(f for f, between in rows if fence_parties(book, between) & players <= members)


def _shares(worth: Floats, superadditive: bool) -> dict[str, Floats]:
    """Every rule's shares; a rule that does not exist for this game is left out."""
    if len(worth) == 1:
        return {}
    positive = superadditive and bool(np.all(worth >= 0))
    rules: dict[str, Callable[[Floats], Floats]] = {
        "shapley": games.shapley,
        "nucleolus": games.nucleolus if positive else games.prenucleolus,
        "equal_surplus": games.equal_surplus,
        "tau": games.tau_value,
        "per_capita_nucleolus": games.per_capita_nucleolus,
    }
    shares = {}
    for name, rule in rules.items():
        try:
            shares[name if name != "nucleolus" or positive else "prenucleolus"] = np.asarray(rule(worth))
        except UnfenceError:
            continue
    return shares


def _split(players: tuple[str, ...], worth: Floats, own: Floats, share: Floats, near: float) -> Split:
    excess, mask = games.core_excess(worth, share)
    return Split(
        shares=tuple(share.tolist()),
        transfers=tuple((share - own).tolist()),
        in_core=bool(excess <= near),
        complaint=float(excess),
        complainant=tuple(p for i, p in enumerate(players) if int(mask) >> i & 1),
        worse_off=tuple(p for p, s in zip(players, share, strict=True) if s < -near),
    )
