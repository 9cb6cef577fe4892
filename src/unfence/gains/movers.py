"""Movers: the assumptions that move the gain furthest, each set to its ends alone, all others as stated.

    gain(a, end) = welfare(plan) - cost(plan) - welfare(today)     of the book with a at that end

``plan`` is the best plan at what is stated, or every fence down where the book has no measures. Those are tried that
have most at stake to first order (``stakes.py``) and most money on them; what is said of them is solved, since a fee,
or a capacity that nobody comes near, has much at stake and moves nothing.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, SolverError, UnboundedError
from unfence.gains.assumptions import Assumption, assumptions_of, drawn_book
from unfence.gains.choices import Choices, choices_of
from unfence.gains.pairs import tolerance
from unfence.gains.stakes import Stakes, influence, stakes_of
from unfence.gains.sweep import Scenario, welfare_of
from unfence.network.arcs import Floats
from unfence.words import Lang, percent, say

CANDIDATES = 10
TRIED = 16
"""So many are solved where no books are drawn; a study takes a second or two for them."""

GainAt = Callable[[Assumption, float], float | None]
"""The gain with one assumption at a place between 0 (lowest) and 1 (highest); None where there is no answer."""


@dataclass(frozen=True)
class Mover:
    """An assumption that moves the gain: its ends, and the gain with it alone at either end.

    Ends are in the cell's unit; where cells are drawn together (``relative``) they are shares of what is stated.
    """

    table: str
    key: str
    column: str
    basis: str
    relative: bool
    low: float
    stated: float | None
    high: float
    gain_low: float | None
    """None where the book has no answer there."""
    gain_high: float | None
    correlation: float | None
    """Spearman's, between the draws of the assumption and those of the gain; None where nothing was drawn."""

    def say(self, lang: Lang) -> str:
        """The mover in words."""
        ends = [percent(end, lang) if self.relative else end for end in (self.low, self.high)]
        place = f"{self.table}.{self.key}.{self.column}"
        none = say("sensitivity.none", lang)
        gains = {
            name: none if gain is None else gain
            for name, gain in (("gain_low", self.gain_low), ("gain_high", self.gain_high))
        }
        return say("sensitivity.mover", lang, place=place, low=ends[0], high=ends[1], **gains)


@dataclass(frozen=True)
class Footing:
    """What the gain stands on, found without a draw."""

    gain: float
    """As stated; of open borders where the book has no measures."""
    assumptions: int
    """Numbers that may be off."""
    idle: int
    """Uncertain numbers of rows that neither state uses, and limits that none comes near."""
    tried: int
    """So many were solved."""
    movers: tuple[Mover, ...]
    """Those of them that move the gain, the one that moves it furthest first."""


def footing_of(economy: Economy, choices: Choices, best: int) -> Footing:
    """The movers of a book's gain; ``best`` is the mask of the best plan.

    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> found = footing_of(economy, choices_of(economy.book), 1)
    >>> found.gain, [(m.key, m.column, round(m.gain_low), round(m.gain_high)) for m in found.movers][2]
    (27500.0, ('kiln', 'cost', 27500, -3000))
    """
    before, after = Scenario(), _after(economy, choices, best)
    used = {s: economy.solve(economy.state(s.fences, s.measures)) for s in (before, after)}
    stated = used[after].welfare - choices.cost(best) - used[before].welfare
    found = assumptions_of(economy.book, used.values())
    cost = {("measures", m, ""): -float(choices.yearly[choices.ids.index(m)]) for m in choices.named(best)}
    at_stake = stakes_of(used[before]), {**stakes_of(used[after]), **cost}
    likely = _likely(found.drawn, *at_stake, tolerance(stated))

    def gain_at(assumption: Assumption, end: float) -> float | None:
        return _gain(Economy(drawn_book(economy.book, (assumption,), np.array([end])), like=economy), best)

    movers = movers_of(found.drawn, likely, stated, gain_at)
    return Footing(stated, len(found), found.idle, len(likely), movers)


def foremost(sizes: Floats) -> list[int]:
    """The places of the ``CANDIDATES`` largest, largest first; of equals the first."""
    return [int(k) for k in np.argsort(-sizes, kind="stable")[:CANDIDATES]]


def _likely(assumptions: Sequence[Assumption], before: Stakes, after: Stakes, near: float) -> list[int]:
    """The places of those to try: half that move the gain most to first order, then those with most money on them.

    The second may move nothing at first and much further on, where a plant stops or a way no longer pays. Where no
    money is on anything any more fences and effects come next: a lower one may be crossed.
    """
    leading = np.array([influence(a, before, after) for a in assumptions])
    money = np.array([influence(a, {}, after) for a in assumptions])
    first = np.argsort(-leading, kind="stable")[: TRIED // 2]
    bars = np.array([a.table in ("fences", "effects") for a in assumptions], dtype=bool)
    rest = np.lexsort((~bars, -np.where(money > near, money, 0.0)))
    return list(dict.fromkeys(int(k) for k in (*first[leading[first] > near], *rest)))[:TRIED]


def movers_of(
    assumptions: Sequence[Assumption],
    which: Collection[int],
    stated: float,
    gain_at: GainAt,
    correlation: Floats | None = None,
) -> tuple[Mover, ...]:
    """Those of some assumptions that move the gain, the one that moves it furthest first.

    Parameters
    ----------
    assumptions
        All that may be off.
    which
        The places of those to try.
    stated
        The gain at what is stated.
    gain_at
        Solves the gain with one assumption at an end.
    correlation
        (assumptions,): with the gain, where books were drawn.
    """
    moved = []
    for k in sorted(which):
        ends = [gain_at(assumptions[k], end) for end in (0.0, 1.0)]
        known = [gain for gain in (stated, *ends) if gain is not None]
        moved.append((max(known) - min(known), k, ends))
    moved.sort(key=lambda m: (-m[0], m[1]))
    return tuple(
        _mover(assumptions[k], ends, None if correlation is None else float(correlation[k]))
        for far, k, ends in moved
        if far > tolerance(stated)
    )


def _after(economy: Economy, choices: Choices, best: int) -> Scenario:
    if len(choices):
        return Scenario(measures=choices.named(best))
    return Scenario(fences=tuple(economy.book["fences"]["id"]))


def _gain(economy: Economy, best: int) -> float | None:
    """The gain of a book; None where something is short, has no bound, or cannot be solved."""
    choices = choices_of(economy.book)
    try:
        after = welfare_of(economy, _after(economy, choices, best))
        gain = after - choices.cost(best) - welfare_of(economy, Scenario())
    except (UnboundedError, SolverError):
        return None
    return gain if np.isfinite(gain) else None


def _mover(assumption: Assumption, ends: Sequence[float | None], correlation: float | None) -> Mover:
    relative = assumption.table == "commodities"
    cells = [c for c in assumption.cells if c.stated]
    shares = [abs(c.low / c.stated - 1) for c in cells if c.stated]
    cell, width = assumption.cells[0], max(shares, default=0.0)
    return Mover(
        table=assumption.table,
        key=assumption.key,
        column=assumption.column,
        basis=assumption.basis,
        relative=relative,
        low=1 - width if relative else cell.low,
        stated=1.0 if relative else cell.stated,
        high=1 + width if relative else cell.high,
        gain_low=ends[0],
        gain_high=ends[1],
        correlation=correlation,
    )
