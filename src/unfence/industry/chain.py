"""The chain: commodities, processes and plants of both sides, and where it breaks.

For each commodity who makes it, who uses it, what each side gets from whom (traced, see ``origins``), what is spare.
For each plant a step: what a run sells, buys and pays at today's prices, and what is left,

    margin = sum over recipe of  amount x price  - cost - tax           per run

Prices are those of the incomes, delivered for what is used, at the mill for what is made; where nothing moves, quotes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes
from unfence.industry.actors import Actor, Actors
from unfence.industry.carriage import Carriage
from unfence.industry.missing import MissingLink, missing_links
from unfence.industry.origins import Origins, origins_of
from unfence.industry.quotes import quoted

_NONE = 1e-9
"""The share of what is made below which a quantity is none."""


@dataclass(frozen=True)
class Member:
    """A plant or market and what it makes or uses of one commodity; units a year."""

    id: str
    home: str
    quantity: float
    most: float
    """inf where unlimited."""
    spare: float
    price: float
    """What it asks, or bids, per unit."""


@dataclass(frozen=True)
class Commodity:
    """One commodity of the chain."""

    id: str
    kind: str
    unit: str
    makers: tuple[Member, ...]
    users: tuple[Member, ...]
    sources: Mapping[str, Mapping[str, float]]
    """Units a year by who uses it (players) and where it was made (any party)."""
    from_outside: Mapping[str, float]
    """Units a year that players use and no player made, by where they were made."""


@dataclass(frozen=True)
class Step:
    """A plant of a player as a step of the chain; money per run."""

    plant: str
    process: str
    home: str
    runs: float
    capacity: float
    spare: float
    sells: Mapping[str, float]
    """By commodity; below 0 what it pays to be rid of."""
    buys: Mapping[str, float]
    cost: float
    tax: float
    margin: float


@dataclass(frozen=True)
class Chain:
    """Every commodity that somebody makes or uses, every step, and the missing links, largest worth first."""

    commodities: tuple[Commodity, ...]
    steps: tuple[Step, ...]
    missing: tuple[MissingLink, ...]


def chain_of(economy: Economy, solution: Solution, incomes: Incomes) -> Chain:
    """The chain today; ``solution`` and ``incomes`` are those of ``economy.today()``.

    >>> from unfence.economy.incomes import incomes_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> chain = chain_of(economy, today, incomes_of(today))
    >>> coal = chain.commodities[0]
    >>> [(m.id, round(m.spare)) for m in coal.makers if m.home == "east"], coal.from_outside
    ([('mine', 600)], {'outside': 400.0})
    >>> [(s.plant, round(s.margin)) for s in chain.steps]
    [('kiln', 5)]
    """
    carriage = Carriage(economy.programme, solution.state, incomes.price)
    actors, origins = quoted(carriage, solution, incomes.price), origins_of(solution)
    return Chain(
        commodities=_commodities(economy, actors, origins, incomes.parties),
        steps=_steps(solution, incomes, actors),
        missing=missing_links(economy, solution, incomes),
    )


def _commodities(economy: Economy, actors: Actors, origins: Origins, parties: tuple[str, ...]) -> tuple[Commodity, ...]:
    players = sorted(actors.players)
    found = []
    for c, row in enumerate(economy.book["commodities"].iter_rows(named=True)):
        makers, users = (_members(a, parties) for a in (actors.makers_of(c), actors.users_of(c)))
        if not makers and not users:
            continue
        used = origins.used[c]
        least = _NONE * max(1.0, float(used.sum()))
        sources = {
            parties[j]: {parties[k]: float(used[j, k]) for k in np.flatnonzero(used[j] > least)} for j in players
        }
        outside = used[players].sum(axis=0)
        found.append(
            Commodity(
                id=row["id"],
                kind=row["kind"],
                unit=row["unit"],
                makers=makers,
                users=users,
                sources=sources,
                from_outside={
                    parties[k]: float(outside[k]) for k in np.flatnonzero(outside > least) if int(k) not in players
                },
            )
        )
    return tuple(found)


def _members(actors: tuple[Actor, ...], parties: tuple[str, ...]) -> tuple[Member, ...]:
    return tuple(Member(a.id, parties[a.home], a.quantity, a.most, a.spare, a.price) for a in actors)


def _steps(solution: Solution, incomes: Incomes, actors: Actors) -> tuple[Step, ...]:
    programme, layout = solution.programme, solution.programme.layout
    names = programme.book["commodities"]["id"]
    value = layout.recipe_amount * actors.price[layout.recipe_node]
    found = []
    for p, plant in enumerate(programme.book["plants"].iter_rows(named=True)):
        home = int(programme.party[p])
        if home not in actors.players:
            continue
        recipe = np.flatnonzero(layout.recipe_plant == p)
        runs, capacity = float(solution.x[p]), float(solution.state.plants[p])
        worth = {
            sign: {
                names[int(layout.node_commodity[layout.recipe_node[k]])]: sign * float(value[k])
                for k in recipe
                if sign * layout.recipe_amount[k] > 0
            }
            for sign in (1, -1)
        }
        found.append(
            Step(
                plant=plant["id"],
                process=plant["process"],
                home=incomes.parties[home],
                runs=runs,
                capacity=capacity,
                spare=max(0.0, capacity - runs),
                sells=worth[1],
                buys=worth[-1],
                cost=plant["cost"],
                tax=plant["tax"],
                margin=float(actors.margin[p]),
            )
        )
    return tuple(found)
