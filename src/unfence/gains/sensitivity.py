"""Sensitivity: how far the answers may be off, given how far the book's numbers may be off.

A draw is one book, every assumption at a place of its own between its ends (``assumptions.py``); the same draw is used
for every scenario, so that what two scenarios have in common cancels in their difference. In each draw

    gain       = net(best)                            the plan that is best as stated;  net = welfare - cost - today
    open       = welfare(open) - welfare(today)
    fence f    = welfare(f down) - welfare(today)     each alone
    measure m  = net(best) - net(best without m)      m in the best plan;  both plans as chosen at what is stated
               = net(best with m) - net(best)         m outside it
    shares     by every rule; each coalition keeps to the plan that is best for it as stated

A band holds nine draws of ten, from the 5 % to the 95 % quantile. Draws without an answer (something is short, or a
trade pays without end) are counted and left out.

What moves the gain: the assumptions with most at stake to first order, and as many whose draws have the highest rank
correlation (Spearman) with the gain, are tried one at a time (``movers.py``); the MOVERS that move the gain furthest
are named. Correlation alone would name some by chance: a book has more assumptions than there are draws.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from unfence.economy import Economy, Solution
from unfence.gains.assumptions import WIDTHS, Assumption, assumptions_of
from unfence.gains.choices import Choices
from unfence.gains.draws import Answers, Task, drawn, scenarios_of, task_of
from unfence.gains.movers import Mover, foremost, movers_of
from unfence.gains.pairs import tolerance
from unfence.gains.plans import Plans
from unfence.gains.stakes import influence, stakes_of
from unfence.gains.sweep import Progress, Scenario
from unfence.network.arcs import Floats
from unfence.words import Lang, percent, say

LOW, HIGH = 0.05, 0.95
FLIPS = 0.05
"""The share of draws in which two must change places for their order to count as unsettled."""
MOVERS = 3


@dataclass(frozen=True)
class Band:
    """An amount as stated, and where nine draws of ten lie; ``above`` is the share of draws above 0."""

    stated: float
    low: float
    middle: float
    high: float
    above: float


@dataclass(frozen=True)
class Item:
    """A fence or a measure: its worth, its place in the ranking (1 is first) as stated and in nine draws of ten."""

    id: str
    worth: Band
    rank: int
    rank_low: int
    rank_high: int


@dataclass(frozen=True)
class Flip:
    """Two neighbours of a ranking that change places in ``share`` of the draws; ``kind``: ``fences``, ``measures``."""

    kind: str
    first: str
    second: str
    share: float

    def say(self, lang: Lang) -> str:
        """The flip in words.

        >>> Flip("fences", "check", "toll", 0.31).say("en")
        'the order of check and toll is not settled: toll is worth more in 31 % of the draws'
        """
        return say("sensitivity.flip", lang, first=self.first, second=self.second, share=percent(self.share, lang))


@dataclass(frozen=True)
class ShareBand:
    """What one rule gives one player; the rule ``own_change`` is what prices alone give."""

    rule: str
    player: str
    share: Band
    draws: int
    """Draws in which the rule has an answer; not every rule has one for every game."""


@dataclass(frozen=True)
class Sensitivity:
    """Every answer with its band. Money is the book's currency, a year."""

    draws: int
    answered: int
    """Draws that have an answer; bands and shares of draws are of these."""
    seed: int
    assumptions: int
    idle: int
    """Uncertain numbers left as stated: no scenario uses their row or comes near their limit."""
    bare: int
    """Empty cells left as they are: they stand for 0 or for unlimited, and no range says otherwise."""
    gain: Band
    open: Band
    keeps: float
    """Share of draws in which no other plan that was tried is better than the best as stated."""
    fences: tuple[Item, ...]
    measures: tuple[Item, ...]
    flips: tuple[Flip, ...]
    movers: tuple[Mover, ...]
    shares: tuple[ShareBand, ...]
    """Empty where there are more players than ``draws.SHARED``."""
    samples: tuple[float, ...]
    """The gain in each draw that has an answer."""

    def say(self, lang: Lang) -> str:
        """What was drawn, and what was left out."""
        return say("sensitivity.drawn", lang, **{**vars(self), "keeps": percent(self.keeps, lang)})


def sensitivity(
    economy: Economy,
    plans: Plans,
    draws: int,
    *,
    seed: int = 0,
    jobs: int = 1,
    widths: Mapping[str, tuple[float, float]] = WIDTHS,
    progress: Progress = lambda _done, _all: None,
) -> Sensitivity:
    """The bands of a book's answers.

    Parameters
    ----------
    economy
        The book as stated.
    plans
        The plans of its measures, as the study found them.
    draws
        How many books are drawn, 1 or more; more draws with the same seed begin with the same ones.
    seed
        Names the draws; the same seed gives the same bands, whatever ``jobs`` is.
    jobs
        How many processes share the work.
    widths
        By confidence, how far a number without a range may be off, and a price, as shares.
    progress
        Told how many draws are done.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverError
        The book as stated has no answer; a study says so before.

    >>> from unfence.examples import example
    >>> from unfence.gains.choices import choices_of
    >>> from unfence.gains.plans import enumerated
    >>> economy = Economy(example("two_towns"))
    >>> plans = enumerated(economy, choices_of(economy.book), 1.0, 1, lambda done, whole: None)
    >>> found = sensitivity(economy, plans, draws=6)
    >>> found.gain.low <= found.gain.stated <= found.gain.high
    True
    """
    asked = task_of(economy, plans)
    used = {s: economy.solve(economy.state(s.fences, s.measures)) for s in scenarios_of(asked, plans.choices)}
    assumptions = assumptions_of(economy.book, used.values(), widths)
    task = replace(asked, assumptions=assumptions.drawn)
    stated = asked.solved(np.zeros(0))
    places = assumptions.streams(seed, draws)
    found = drawn(task, places, jobs, progress) if len(assumptions) else [stated] * draws
    met = np.array([answers is not None for answers in found], dtype=bool)
    answered = [answers for answers in found if answers is not None]
    gains = np.array([a.gain for a in answered])
    near = tolerance(stated.open)
    fences = _Ranking("fences", tuple(economy.book["fences"]["id"]), stated.fences, [a.fences for a in answered], near)
    measures = _Ranking("measures", plans.choices.ids, stated.measures, [a.measures for a in answered], near)
    return Sensitivity(
        draws=draws,
        answered=len(answered),
        seed=seed,
        assumptions=len(assumptions),
        idle=assumptions.idle,
        bare=assumptions.bare,
        gain=_band(stated.gain, gains),
        open=_band(stated.open, np.array([a.open for a in answered])),
        keeps=float(np.mean([bool(np.all(a.lost >= -near)) for a in answered])) if answered else 1.0,
        fences=fences.items(),
        measures=measures.items(),
        flips=(*fences.flips(), *measures.flips()),
        movers=_movers(task, _leading(task, plans.choices, used), stated.gain, places[met], gains),
        shares=_share_bands(stated, answered),
        samples=tuple(gains.tolist()),
    )


def _band(stated: float, draws: Floats) -> Band:
    """The band of an amount; where no draw says anything it is as stated."""
    known = draws[np.isfinite(draws)]
    known = known if len(known) else np.array([stated])
    low, middle, high = np.quantile(known, [LOW, 0.5, HIGH]).tolist()
    return Band(stated, low, middle, high, float(np.mean(known > 0)))


@dataclass(frozen=True)
class _Ranking:
    """Things with their worth as stated and in every draw."""

    kind: str
    ids: tuple[str, ...]
    stated: Floats
    draws: Sequence[Floats]
    near: float

    def items(self) -> tuple[Item, ...]:
        """Every thing in the book's order; what can be in no plan has no worth and no place, and is left out."""
        worths = np.array(self.draws or [self.stated])
        places = np.quantile(_ranks(worths), [LOW, HIGH], axis=0, method="inverted_cdf").astype(int)
        first = _ranks(self.stated[None, :])[0].astype(int)
        return tuple(
            Item(name, _band(float(self.stated[i]), worths[:, i]), int(first[i]), int(places[0, i]), int(places[1, i]))
            for i, name in enumerate(self.ids)
            if np.isfinite(self.stated[i])
        )

    def flips(self) -> tuple[Flip, ...]:
        """The pairs of next neighbours that change places; an inversion anywhere shows as one between neighbours."""
        order = [i for i in np.argsort(-self.stated, kind="stable").tolist() if np.isfinite(self.stated[i])]
        worths = np.array(self.draws or [self.stated])
        found = []
        for place, j in enumerate(order):
            above = [i for i in order[:place] if self.stated[i] > self.stated[j] + self.near]
            nearest = [i for i in above if self.stated[i] <= self.stated[above[-1]] + self.near]
            for i in nearest:
                share = float(np.mean(worths[:, j] > worths[:, i] + self.near))
                if share >= FLIPS:
                    found.append(Flip(self.kind, self.ids[i], self.ids[j], share))
        return tuple(found)


def _ranks(worths: Floats) -> Floats:
    """(draws, things): places, 1 is first; equals share the better one, what has no worth comes last."""
    worst = np.where(np.isfinite(worths), worths, -np.inf)
    return _places(-worst.T, "min").T.reshape(worths.shape)


def _places(values: Floats, equals: Literal["min", "average"] = "average") -> Floats:
    """Ranks down each column, 1 for the least."""
    from scipy.stats import rankdata  # noqa: PLC0415  takes a second to import, and few studies draw

    return np.asarray(rankdata(values, method=equals, axis=0), dtype=np.float64)


def _leading(task: Task, choices: Choices, used: Mapping[Scenario, Solution]) -> Floats:
    """(assumptions,): how far each moves the gain to first order; what a measure costs counts in full."""
    best = choices.named(task.best)
    before, after = stakes_of(used[Scenario()]), stakes_of(used[Scenario(measures=best)])
    cost = {("measures", m, ""): -float(choices.yearly[choices.ids.index(m)]) for m in best}
    return np.array([influence(a, before, {**after, **cost}) for a in task.assumptions])


def _movers(task: Task, leading: Floats, stated: float, places: Floats, gains: Floats) -> tuple[Mover, ...]:
    """The assumptions that move the gain furthest, one at a time, among those that may."""
    correlation = _correlation(places, gains)
    likely = {*foremost(leading), *foremost(np.abs(correlation))}

    def gain_at(assumption: Assumption, end: float) -> float | None:
        return replace(task, assumptions=(assumption,)).gain(np.array([end]))

    return movers_of(task.assumptions, likely, stated, gain_at, correlation)[:MOVERS]


def _correlation(places: Floats, gains: Floats) -> Floats:
    """(assumptions,): Spearman's rank correlation with the gain; 0 where either never changes."""
    if not len(gains):
        return np.zeros(places.shape[1])
    ranks = _places(places) - (len(places) + 1) / 2
    gained = _places(gains) - (len(gains) + 1) / 2
    size = np.sqrt((ranks**2).sum(axis=0) * (gained**2).sum())
    return np.asarray(np.divide(gained @ ranks, size, out=np.zeros(places.shape[1]), where=size > 0))


def _share_bands(stated: Answers, answered: Sequence[Answers]) -> tuple[ShareBand, ...]:
    found = []
    for (rule, player), share in stated.shares.items():
        met = np.array([a.shares[rule, player] for a in answered if (rule, player) in a.shares])
        found.append(ShareBand(rule, player, _band(share, met), len(met)))
    return tuple(found)
