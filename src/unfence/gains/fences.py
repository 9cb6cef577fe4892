"""The bill of fences: what each costs, among the others.

The game: a set of fences is worth what welfare gains when they are down, free of charge, with no choice measure in
place. ``alone`` is a fence's worth on today, ``last`` what it still adds when all others are down, the Shapley share
lies between. Removing a fence never lowers what the deciders keep together; welfare it can lower, while another fee
stands and less of it is collected: that is printed with its reason, never clipped.
"""

from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy
from unfence.gains.choices import EXACT
from unfence.gains.pairs import Pair, pairs_of
from unfence.gains.sweep import Progress, Scenario, gray, welfares
from unfence.games import sampled_shapley, shapley
from unfence.network.arcs import Floats, settled

PAIRS = 200
"""Orders drawn, each with its reverse, where fences are too many to enumerate."""


@dataclass(frozen=True)
class Lost:
    """Why welfare falls when a fence goes: the fees that are no longer collected outweigh what is kept."""

    kept: float
    collected: float


@dataclass(frozen=True)
class FencePrice:
    """What one fence costs a year; ``error`` is the standard error of a sampled Shapley share, 0 if exact."""

    id: str
    alone: float
    last: float
    shapley: float
    error: float
    lost: Lost | None


@dataclass(frozen=True)
class FenceBill:
    """Every fence's price; the Shapley shares add up to ``open`` - ``today``."""

    today: float
    open: float
    prices: tuple[FencePrice, ...]
    pairs: tuple[Pair, ...]
    exact: bool


def fence_bill(economy: Economy, jobs: int, progress: Progress) -> FenceBill:
    """The bill of a book's fences."""
    ids = tuple(economy.book["fences"]["id"])
    exact = len(ids) <= EXACT
    game = _enumerated(economy, ids, jobs, progress) if exact else _sampled(economy, ids, progress)
    lost = [_lost(economy, fence) if alone < 0 else None for fence, alone in zip(ids, game.alone, strict=True)]
    rows = zip(ids, game.alone, game.last, game.share, game.error, lost, strict=True)
    return FenceBill(
        today=game.today,
        open=game.open,
        prices=tuple(FencePrice(i, float(a), float(e), float(s), float(r), why) for i, a, e, s, r, why in rows),
        pairs=pairs_of(ids, game.alone, game.two, game.open - game.today),
        exact=exact,
    )


@dataclass(frozen=True)
class _Game:
    today: float
    open: float
    alone: Floats
    last: Floats
    two: Floats
    share: Floats
    error: Floats


def _scenario(ids: tuple[str, ...], mask: int) -> Scenario:
    return Scenario(fences=tuple(f for i, f in enumerate(ids) if mask >> i & 1))


def _enumerated(economy: Economy, ids: tuple[str, ...], jobs: int, progress: Progress) -> _Game:
    masks = gray(len(ids))
    welfare = np.empty(len(masks))
    welfare[masks] = welfares(economy, [_scenario(ids, m) for m in masks], jobs, progress)
    worth = settled(welfare - welfare[0], welfare[-1])
    everybody = len(masks) - 1
    bits = [1 << i for i in range(len(ids))]
    return _Game(
        today=float(welfare[0]),
        open=float(welfare[-1]),
        alone=np.array([worth[b] for b in bits]),
        last=np.array([worth[-1] - worth[everybody & ~b] for b in bits]),
        two=np.array([[worth[a | b] for b in bits] for a in bits]).reshape(len(ids), len(ids)),
        share=shapley(worth) if len(ids) else np.zeros(0),
        error=np.zeros(len(ids)),
    )


def _sampled(economy: Economy, ids: tuple[str, ...], progress: Progress) -> _Game:
    seen: dict[int, float] = {}
    wanted = 2 * PAIRS * len(ids)

    def welfare(mask: int) -> float:
        if mask not in seen:
            seen[mask] = float(welfares(economy, [_scenario(ids, mask)])[0])
            progress(min(len(seen), wanted - 1), wanted)
        return seen[mask]

    everybody, today = (1 << len(ids)) - 1, welfare(0)
    bits = [1 << i for i in range(len(ids))]
    estimate = sampled_shapley(lambda mask: welfare(mask) - today, len(ids), PAIRS)
    progress(wanted, wanted)
    return _Game(
        today=today,
        open=welfare(everybody),
        alone=np.array([welfare(b) - today for b in bits]),
        last=np.array([welfare(everybody) - welfare(everybody & ~b) for b in bits]),
        two=np.array([[welfare(a | b) - today for b in bits] for a in bits]),
        share=estimate.value,
        error=estimate.error,
    )


def _lost(economy: Economy, fence: str) -> Lost:
    before = economy.solve(economy.today())
    after = economy.solve(economy.state(fences_down=[fence]))
    kept = after.private - before.private
    return Lost(kept=kept, collected=after.welfare - before.welfare - kept)
