"""Carbon: what is emitted where, in every state, and what a tonne less costs.

    process     co2 of the process * runs                            at the plant's site
    purchase    co2 of the supply market * quantity                  at the market's site
    link        km * co2_km of the mode / payload * units sent       half at each end; travellers count as units

Everything that the book moves is counted, outside too; sums by process, purchase and link, by site and by side are the
same. Emissions are in tonnes a year; the book's ``co2`` in kilograms. Fuel counts once: where it is burnt or where it
is bought, as the book says.

A measure avoids  tonnes = before - after  and brings  net = welfare after - welfare before - yearly cost,  so that

    per_tonne = net / tonnes      what each tonne avoided brings; below 0 it is what it costs

Which emission factors were used is part of every figure: the book's own, and beside them every other set
(``grids.py`` knows those printed for the grids of China; a caller may give more).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.book import Book
from unfence.economy import Solution
from unfence.economy.layout import ARC
from unfence.industry.grids import GRIDS, agreeing, factors_by
from unfence.network.arcs import Floats, Ints, floats, numbering, rows_of
from unfence.words import Lang, say

KILOGRAMS = 1000.0
"""In a tonne."""
_LEAST = 1e-9
"""The share of all emissions below which a difference is none."""


@dataclass(frozen=True)
class FactorSet:
    """Emission factors of purchases: kg per unit by market; ``source`` says who printed them."""

    name: str
    """``book``, a name of ``grids.GRIDS``, or the caller's."""
    source: str
    factors: Mapping[str, float]
    agrees: str = ""
    """The printed set with which the book's own factors for electricity agree, if one does."""


@dataclass(frozen=True)
class Footprint:
    """Tonnes a year in one state, by one set of factors; what emits nothing is left out of the breakdowns."""

    state: str
    factors: str
    total: float
    by_process: Mapping[str, float]
    by_purchase: Mapping[str, float]
    """By supply market."""
    by_link: Mapping[str, float]
    by_site: Mapping[str, float]
    by_side: Mapping[str, float]
    """Every jurisdiction, and ``outside``."""


@dataclass(frozen=True)
class Abatement:
    """What a measure avoids a year, by one set of factors, and what a tonne brings."""

    measure: str
    factors: str
    tonnes: float
    """Below 0 more is emitted."""
    net: float
    """Change of welfare less yearly cost."""
    per_tonne: float | None
    """None where nothing is avoided."""

    def say(self, lang: Lang) -> str:
        """The measure's carbon in words.

        >>> Abatement("heat_link", "book", 2000.0, -50000.0, -25.0).say("en")
        'heat_link avoids 2,000 t of CO2 a year at a cost of 25 a tonne'
        """
        if self.per_tonne is None:
            key = "more" if self.tonnes < 0 else "same"
            return say(f"carbon.{key}", lang, measure=self.measure, tonnes=-self.tonnes)
        key = "costs" if self.per_tonne < 0 else "brings"
        return say(f"carbon.{key}", lang, measure=self.measure, tonnes=self.tonnes, each=abs(self.per_tonne))


@dataclass(frozen=True)
class Carbon:
    """Emissions in every state by every set of factors, the book's own first."""

    sets: tuple[FactorSet, ...]
    footprints: tuple[Footprint, ...]
    abatements: tuple[Abatement, ...] = ()


def carbon(
    solutions: Mapping[str, Solution],
    bettered: Mapping[str, tuple[Solution, Solution, float]] | None = None,
    others: Sequence[FactorSet] = (),
) -> Carbon:
    """Emissions in every state, and the tonnes of every measure.

    Parameters
    ----------
    solutions
        By state (``today``, ``open``, ``best``), of one book.
    bettered
        By measure: the solution without it, the one with it, and its yearly cost.
    others
        Further sets of factors; a market that a set does not name keeps the book's.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> carbon({"today": economy.solve(economy.today())}).footprints[0].total  # 2000 runs of 400 kg
    800.0
    """
    book = next(iter(solutions.values())).programme.book
    sets = (*factor_sets(book), *others)
    return Carbon(
        sets=sets,
        footprints=tuple(footprint(s, state, factors) for factors in sets for state, s in solutions.items()),
        abatements=tuple(
            abatement(measure, before, after, cost, factors)
            for factors in sets
            for measure, (before, after, cost) in (bettered or {}).items()
        ),
    )


def factor_sets(book: Book) -> tuple[FactorSet, ...]:
    """The book's own factors, and every printed set for grids that would give others."""
    bought = book["markets"].filter(side="supply")
    own = dict(zip(bought["id"], bought["co2"].to_list(), strict=True))
    sources = dict.fromkeys(s for s, co2 in zip(bought["source"], bought["co2"], strict=True) if co2 and s)
    named = agreeing(book, own)
    printed = {grid.name: factors_by(grid, book) for grid in GRIDS}
    more = [
        FactorSet(grid.name, grid.source, {**own, **printed[grid.name]})
        for grid in GRIDS
        if printed[grid.name] and grid.name != named
    ]
    return FactorSet("book", "; ".join(sources), own, named), *more


def footprint(solution: Solution, state: str, factors: FactorSet) -> Footprint:
    """What is emitted in one solution, by one set of factors."""
    programme, book = solution.programme, solution.programme.book
    own = dict(zip(book["processes"]["id"], book["processes"]["co2"], strict=True))
    made = np.array([own[p] for p in book["plants"]["process"]], dtype=np.float64) * solution.x[programme.plants]
    per_unit = _per_unit(book, factors)
    bought = per_unit * solution.x[programme.markets]
    moved = _moved(solution)
    sites, homes = book["sites"]["id"].to_list(), _homes(book)
    at = np.zeros(len(sites))
    places = numbering(book["sites"])
    np.add.at(at, rows_of(book["plants"]["site"], places), made)
    np.add.at(at, rows_of(book["markets"]["site"], places), bought)
    np.add.at(at, programme.arcs.tail, moved / 2)
    np.add.at(at, programme.arcs.head, moved / 2)
    by_side = np.zeros(len(programme.parties))
    np.add.at(by_side, homes, at)
    by_link = np.zeros(len(book["links"]))
    np.add.at(by_link, programme.arcs.link, moved)
    processes, process = (
        book["processes"]["id"].to_list(),
        rows_of(book["plants"]["process"], numbering(book["processes"])),
    )
    by_process = np.zeros(len(processes))
    np.add.at(by_process, process, made)
    return Footprint(
        state=state,
        factors=factors.name,
        total=float(made.sum() + bought.sum() + moved.sum()) / KILOGRAMS,
        by_process=_tonnes(processes, by_process),
        by_purchase=_tonnes(book["markets"]["id"].to_list(), bought),
        by_link=_tonnes(book["links"]["id"].to_list(), by_link),
        by_site=_tonnes(sites, at),
        by_side=_tonnes(programme.parties, by_side, every=True),
    )


def abatement(measure: str, before: Solution, after: Solution, yearly_cost: float, factors: FactorSet) -> Abatement:
    """What a measure avoids and what a tonne brings, from the solutions without and with it."""
    was, now = footprint(before, "", factors).total, footprint(after, "", factors).total
    tonnes = was - now if abs(was - now) > _LEAST * max(abs(was), abs(now)) else 0.0
    net = after.welfare - before.welfare - yearly_cost
    return Abatement(measure, factors.name, tonnes, net, net / tonnes if tonnes > 0 else None)


def _per_unit(book: Book, factors: FactorSet) -> Floats:
    """(markets,): kg per unit bought; what is sold emits nothing here."""
    rows = zip(book["markets"]["id"], book["markets"]["side"], book["markets"]["co2"], strict=True)
    return np.array(
        [factors.factors.get(m, co2) if side == "supply" else 0.0 for m, side, co2 in rows], dtype=np.float64
    )


def _moved(solution: Solution) -> Floats:
    """(arcs,): kg emitted by all vehicles, those with people too."""
    programme, book = solution.programme, solution.programme.book
    arcs, columns = programme.arcs, programme.layout.columns
    units = np.zeros(len(arcs))
    on_arc = columns.kind == ARC
    np.add.at(units, columns.thing[on_arc], solution.x[programme.transport][on_arc])
    for way, people in zip(solution.ways, book["trips"]["number"], strict=True):
        if way.made:
            units[list(way.arcs)] += people
    per_km = floats(book["modes"]["co2_km"]) / floats(book["modes"]["payload"])
    return np.asarray(units * arcs.km * per_km[arcs.mode])


def _homes(book: Book) -> Ints:
    """(sites,): the jurisdiction of each, outside after them all."""
    jurisdictions = numbering(book["jurisdictions"])
    home = rows_of(book["sites"]["jurisdiction"], jurisdictions)
    return np.where(home < 0, len(jurisdictions), home)


def _tonnes(names: Sequence[str], kilograms: Floats, *, every: bool = False) -> Mapping[str, float]:
    rows = zip(names, kilograms.tolist(), strict=True)
    return {name: kg / KILOGRAMS for name, kg in rows if kg or every}
