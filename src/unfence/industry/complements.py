"""Complements: same goods or different ones, before and after, and what each side needs from the other.

Output by player and industry is read from the table ``output`` (``stated``, year by year) and valued from the
activities of a solution (``today``, ``best``): what plants make times today's mill prices, the same in both, so that
only quantities move. ``after`` is the last stated year moved by the difference,

    after = max(0, stated + best - today)

since the book's plants are only a part of what the table counts. Products with no price are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.book import Book
from unfence.economy import Solution
from unfence.economy.incomes import Incomes
from unfence.economy.layout import MADE, USED
from unfence.industry.origins import Origins, origins_of
from unfence.industry.structure import krugman, location_quotients, overlap, similarity
from unfence.network.arcs import Floats

_TRADED = 1e-9
"""The share of what is made below which something counts as not made."""


@dataclass(frozen=True)
class Likeness:
    """How alike two players' industries are; nan where one has none."""

    first: str
    second: str
    similarity: float
    """UNIDO, 0 to 1."""
    krugman: float
    """0 to 2."""
    overlap: float
    """Finger-Kreinin, 0 to 1."""


@dataclass(frozen=True)
class Profile:
    """Output by player and industry, and what follows from it."""

    name: str
    """``stated``, ``today``, ``best`` or ``after``."""
    year: int
    output: Mapping[str, Mapping[str, float]]
    """Money a year by player and industry (ISIC)."""
    quotients: Mapping[str, Mapping[str, float]]
    """Location quotients against the players' sum, by player and industry."""
    pairs: tuple[Likeness, ...]


@dataclass(frozen=True)
class SameGoods:
    """A product that several players make."""

    commodity: str
    made: Mapping[str, Mapping[str, float]]
    """Units a year by state (``today``, ``best``) and player."""


@dataclass(frozen=True)
class Need:
    """What one player uses of another's make."""

    commodity: str
    user: str
    maker: str
    today: float
    best: float
    value: float
    """What today's, or where there is none the best plan's, quantity is worth at the user's delivered price today."""


@dataclass(frozen=True)
class Complements:
    """The structure of both sides' industry and how they fit together."""

    players: tuple[str, ...]
    profiles: tuple[Profile, ...]
    same_goods: tuple[SameGoods, ...]
    needs: tuple[Need, ...]
    """Largest value first."""


def complements_of(book: Book, today: Solution, best: Solution, incomes: Incomes) -> Complements:
    """The structure before and after; ``incomes`` are today's, whose prices value both states.

    >>> from unfence.economy import Economy
    >>> from unfence.economy.incomes import incomes_of
    >>> from unfence.examples import example
    >>> book = example("two_towns")
    >>> economy = Economy(book)
    >>> today, best = economy.solve(economy.today()), economy.solve(economy.state(measures=["one_check"]))
    >>> found = complements_of(book, today, best, incomes_of(today))
    >>> [(n.commodity, n.user, n.maker, round(n.today), round(n.best)) for n in found.needs]
    [('bricks', 'east', 'west', 500, 1000)]
    """
    players = players_of(book)
    stated = stated_profiles(book)
    now, then = (valued(book, solution, incomes.price) for solution in (today, best))
    profiles = [*stated, _profile("today", book.settings.year, players, now)]
    profiles.append(_profile("best", book.settings.year, players, then))
    if stated:
        profiles.append(_profile("after", book.settings.year, players, _moved(stated[-1].output, now, then)))
    traced = origins_of(today), origins_of(best)
    return Complements(
        players=players,
        profiles=tuple(profiles),
        same_goods=_same_goods(book, today, best),
        needs=_needs(book, traced, _delivered(today, incomes)),
    )


def players_of(book: Book) -> tuple[str, ...]:
    """Those who share, in the book's order."""
    rows = book["jurisdictions"].iter_rows(named=True)
    return tuple(j["id"] for j in rows if j["player"])


def stated_profiles(book: Book) -> tuple[Profile, ...]:
    """The table ``output``, year by year."""
    players = players_of(book)
    years: dict[int, dict[str, dict[str, float]]] = {}
    for row in book["output"].iter_rows(named=True):
        if row["jurisdiction"] in players:
            by_player = years.setdefault(row["year"], {})
            by_player.setdefault(row["jurisdiction"], {})[row["isic"]] = row["value"]
    return tuple(_profile("stated", year, players, years[year]) for year in sorted(years))


def trend_of(books: Sequence[Book]) -> tuple[Profile, ...]:
    """The stated profiles of several books of one area, by year; where two state a year the later book counts.

    >>> from unfence.examples import example
    >>> [(p.year, round(p.pairs[0].similarity, 2)) for p in trend_of([example("daxin")])]
    [(2021, 0.92)]
    """
    by_year = {profile.year: profile for book in books for profile in stated_profiles(book)}
    return tuple(by_year[year] for year in sorted(by_year))


def valued(book: Book, solution: Solution, price: Floats) -> dict[str, dict[str, float]]:
    """What each player's plants make, in money a year at given node prices, by industry (the product, without one)."""
    layout, parties = solution.programme.layout, solution.programme.parties
    isic = [code or name for name, code in zip(book["commodities"]["id"], book["commodities"]["isic"], strict=True)]
    players = players_of(book)
    found: dict[str, dict[str, float]] = {player: {} for player in players}
    rows = zip(layout.recipe_plant, layout.recipe_node, layout.recipe_amount, strict=True)
    for plant, node, amount in rows:
        value = float(amount * solution.x[plant] * price[node])
        home = parties[int(solution.programme.party[plant])]
        if amount > 0 and value > 0 and home in found:
            code = isic[int(layout.node_commodity[node])]
            found[home][code] = found[home].get(code, 0.0) + value
    return found


Output = Mapping[str, Mapping[str, float]]


def _profile(name: str, year: int, players: tuple[str, ...], output: Output) -> Profile:
    industries = sorted({code for by_industry in output.values() for code in by_industry})
    x = np.array([[output.get(p, {}).get(code, 0.0) for code in industries] for p in players], dtype=np.float64)
    x = x.reshape(len(players), len(industries))
    quotients = location_quotients(x)
    known = x if industries else np.zeros((len(players), 1))  # nobody makes anything: every index is nan
    alike, different, common = similarity(known), krugman(known), overlap(known)
    return Profile(
        name=name,
        year=year,
        output={p: dict(zip(industries, x[i].tolist(), strict=True)) for i, p in enumerate(players)},
        quotients={p: dict(zip(industries, quotients[i].tolist(), strict=True)) for i, p in enumerate(players)},
        pairs=tuple(
            Likeness(players[i], players[j], float(alike[i, j]), float(different[i, j]), float(common[i, j]))
            for i in range(len(players))
            for j in range(i + 1, len(players))
        ),
    )


def _moved(stated: Output, today: Output, best: Output) -> dict[str, dict[str, float]]:
    def at(output: Output, player: str, code: str) -> float:
        return output.get(player, {}).get(code, 0.0)

    codes = {code for output in (stated, today, best) for by_industry in output.values() for code in by_industry}
    return {
        p: {code: max(0.0, at(stated, p, code) + at(best, p, code) - at(today, p, code)) for code in sorted(codes)}
        for p in stated
    }


def _same_goods(book: Book, today: Solution, best: Solution) -> tuple[SameGoods, ...]:
    """Products that plants of at least two players make, today or best; waste is no product."""
    players, kinds = players_of(book), book["commodities"]["kind"]
    made = {name: _made(solution, players) for name, solution in (("today", today), ("best", best))}
    names = book["commodities"]["id"]
    return tuple(
        SameGoods(
            names[c], {state: dict(zip(players, units[c].tolist(), strict=True)) for state, units in made.items()}
        )
        for c in range(len(names))
        if kinds[c] != "waste"
        and any((units[c] > _TRADED * max(1.0, units[c].sum())).sum() > 1 for units in made.values())
    )


def _made(solution: Solution, players: tuple[str, ...]) -> Floats:
    """(commodities, players): units that plants make."""
    programme, layout = solution.programme, solution.programme.layout
    made = np.zeros((len(programme.book["commodities"]), len(programme.parties)))
    out = layout.recipe_amount > 0
    plant, node = layout.recipe_plant[out], layout.recipe_node[out]
    np.add.at(
        made, (layout.node_commodity[node], programme.party[plant]), layout.recipe_amount[out] * solution.x[plant]
    )
    return np.asarray(made[:, [programme.parties.index(p) for p in players]])


def _delivered(solution: Solution, incomes: Incomes) -> Floats:
    """(commodities, parties): the mean delivered price by jurisdiction; nan where the commodity has no user's node."""
    programme, layout = solution.programme, solution.programme.layout
    shape = (len(programme.book["commodities"]), len(programme.parties))
    total, count = np.zeros(shape), np.zeros(shape)
    home = {s: p for p, s in enumerate(programme.parties)}
    sites = [home.get(j, len(programme.parties) - 1) for j in programme.book["sites"]["jurisdiction"]]
    for level in (USED, MADE):
        for n in np.flatnonzero(layout.node_level == level):
            at = int(layout.node_commodity[n]), sites[int(layout.node_site[n])]
            if level == USED or count[at] == 0:
                total[at] += incomes.price[n]
                count[at] += 1
    return np.asarray(np.divide(total, count, out=np.full(shape, np.nan), where=count > 0))


def _needs(book: Book, traced: tuple[Origins, Origins], price: Floats) -> tuple[Need, ...]:
    parties = [*book["jurisdictions"]["id"], "outside"]
    players = [parties.index(p) for p in players_of(book)]
    names = book["commodities"]["id"]
    now, then = (origins.used for origins in traced)
    found = []
    for c in range(len(names)):
        least = _TRADED * max(1.0, float(now[c].sum()), float(then[c].sum()))
        for i in players:
            for j in players:
                units = float(now[c, i, j]), float(then[c, i, j])
                if i != j and max(units) > least:
                    worth = (units[0] if units[0] > least else units[1]) * float(price[c, i])
                    found.append(Need(names[c], parties[i], parties[j], *units, worth))
    return tuple(sorted(found, key=lambda n: -n.value))
