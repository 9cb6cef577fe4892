"""Industry in a study: the chain, matches, claims, structure, factor prices and carbon of one book.

All but carbon, price board and structure are of today. What a measure does to emissions is told where it counts:

    in the best plan    best without it (and without what needs it)  ->  best
    outside it          today  ->  today with it (and with what it needs)

A measure is left out where no solution, or no allowed set, holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unfence.economy import Economy, InfeasibleError, Solution
from unfence.gains.choices import Choices
from unfence.industry import (
    Chain,
    Claim,
    Complements,
    Matches,
    chain_of,
    claims_of,
    complements_of,
    matches_of,
)
from unfence.industry.carbon import Carbon, carbon
from unfence.industry.factors import Board, board

if TYPE_CHECKING:
    from unfence.studies.record import Outcome

Bettered = Mapping[str, tuple[Solution, Solution, float]]
"""By measure: the solution without it, the one with it, and the yearly cost between the two."""


@dataclass(frozen=True)
class Industry:
    """What the two sides can do for each other."""

    chain: Chain
    matches: Matches
    claims: tuple[Claim, ...]
    complements: Complements
    board: Board
    carbon: Carbon


def industry_of(economy: Economy, outcomes: Mapping[str, "Outcome"], choices: Choices, best: int) -> Industry:
    """The industry of a book; ``best`` is the mask of the best plan among ``choices``."""
    solutions = {name: outcome.solution for name, outcome in outcomes.items()}
    today, incomes = solutions["today"], outcomes["today"].incomes
    return Industry(
        chain=chain_of(economy, today, incomes),
        matches=matches_of(economy, today, incomes),
        claims=claims_of(economy, today, incomes),
        complements=complements_of(economy.book, today, solutions["best"], incomes),
        board=board(solutions, {name: outcome.prices for name, outcome in outcomes.items()}),
        carbon=carbon(solutions, _bettered(economy, solutions, choices, best)),
    )


def _bettered(economy: Economy, solutions: Mapping[str, Solution], choices: Choices, best: int) -> Bettered:
    """Every measure's solution without it and with it."""
    found = {}
    for i, name in enumerate(choices.ids):
        inside = bool(best >> i & 1)
        kept = best & ~_needing(choices, i) if inside else _needed(choices, i)
        if not choices.allowed(kept):
            continue
        try:
            other = economy.solve(economy.state(measures=choices.named(kept)))
        except InfeasibleError:
            continue
        before, after = (other, solutions["best"]) if inside else (solutions["today"], other)
        found[name] = before, after, choices.cost(best & ~kept) if inside else choices.cost(kept)
    return found


def _needed(choices: Choices, i: int) -> int:
    """A measure with all that it needs, and what that needs."""
    mask, grown = 0, 1 << i
    while mask != grown:
        mask = grown
        for k in range(len(choices)):
            grown |= choices.needs[k] if mask >> k & 1 else 0
    return mask


def _needing(choices: Choices, i: int) -> int:
    """A measure with all that needs it, and what needs that."""
    return sum(1 << k for k in range(len(choices)) if _needed(choices, k) >> i & 1)
