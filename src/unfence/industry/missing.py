"""Missing links: what closing each break of a chain would be worth, found by solving.

For each break up to three closings are solved: the way (fences off this commodity; what is planned, or a new link,
where no way leads), more capacity, and both. One counts if it is worth something and does what it promises: less is
bought outside, or more crosses to plants that use it; both together only if worth more than the two added. While a
waste link is solved no dump may take more than today, so that a cheaper dump is never counted as a gain of the chain.

By duality fences off a commodity are worth nothing if at today's prices no way under them would earn anything without
them: those are not solved.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes
from unfence.industry.breaks import SMALL, Break, Kind, Scene
from unfence.industry.closings import Closer, Closing
from unfence.industry.origins import origins_of
from unfence.industry.trader import is_dump


@dataclass(frozen=True)
class MissingLink:
    """A break in a chain and one way to close it."""

    kind: Kind
    commodity: str
    makers: tuple[str, ...]
    """Who makes it here, or could."""
    takers: tuple[str, ...]
    """Who uses it here."""
    players: tuple[str, ...]
    """Who buys outside, or who pays to be rid of it."""
    closing: Closing
    worth: float
    """Welfare a year, before what has to be built costs."""
    quantity: float
    """Units a year that are no longer bought outside, or that more cross to those who use them."""


def missing_links(economy: Economy, solution: Solution, incomes: Incomes) -> tuple[MissingLink, ...]:
    """The missing links of today, largest worth first; ``solution`` and ``incomes`` are those of ``economy.today()``.

    >>> from unfence.economy.incomes import incomes_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> [(m.kind, m.commodity, m.players, round(m.worth), round(m.quantity))
    ...  for m in missing_links(economy, today, incomes_of(today))]
    [('bought_outside', 'coal', ('west',), 8800, 400)]
    """
    search = _Search(economy, solution, incomes)
    found = [link for broken in search.scene.breaks() for link in search.closings(broken)]
    return tuple(sorted(found, key=lambda m: -m.worth))


class _Search:
    """Breaks of one solution, closed one by one."""

    def __init__(self, economy: Economy, solution: Solution, incomes: Incomes) -> None:
        self.scene = Scene(economy, solution, incomes)
        self._closer = Closer(economy)
        self._welfare = solution.welfare
        self._least = SMALL * max(1.0, abs(solution.welfare))

    def closings(self, broken: Break) -> Iterator[MissingLink]:
        """Every closing of a break that counts."""
        way = self._solved(broken, broken.way) if broken.way else None
        alone = {c: self._solved(broken, c) for c in broken.capacity}
        yield from (link for link in (way, *alone.values()) if link)
        if broken.way is None:
            return
        for larger in broken.larger:
            both = self._solved(broken, broken.way.together(larger))
            parts = [part.worth for part in (way, alone.get(larger)) if part]
            if both and both.worth > sum(parts) + self._least:
                yield both

    def _solved(self, broken: Break, closing: Closing) -> MissingLink | None:
        """A closing and its worth; None where it does not count."""
        if not closing.builds and not self._could_pay(broken.commodity):
            return None
        scene = self.scene
        dumps = [u for u in scene.actors.users_of(broken.commodity) if is_dump(scene.trader, u)]
        after = self._closer.solve(closing, {d.row: d.quantity for d in dumps} if broken.kind == "waste" else {})
        if after is None or after.welfare - self._welfare <= self._least:
            return None
        quantity = self._kept(broken, after)
        if quantity <= SMALL * max(1.0, float(scene.origins.made[broken.commodity].sum())):
            return None
        return MissingLink(
            kind=broken.kind,
            commodity=closing.commodity,
            makers=tuple(a.id for a in broken.makers),
            takers=tuple(a.id for a in broken.takers),
            players=tuple(scene.book["jurisdictions"]["id"][j] for j in broken.players),
            closing=closing,
            worth=after.welfare - self._welfare,
            quantity=quantity,
        )

    def _kept(self, broken: Break, after: Solution) -> float:
        """How much less players buy outside, or how much more crosses to plants that use it."""
        scene, traced, c = self.scene, origins_of(after), broken.commodity
        if broken.kind == "bought_outside":
            return float((scene.from_outside(scene.origins, c) - scene.from_outside(traced, c)).sum())
        return scene.crossing(traced, c) - scene.crossing(scene.origins, c)

    def _could_pay(self, commodity: int) -> bool:
        """Whether some way under a fence would earn something at today's prices if the fence were gone."""
        programme, price = self.scene.trader.programme, self.scene.dual
        columns = programme.layout.columns
        fenced = np.asarray(programme.bears[:, programme.transport].sum(axis=0)).ravel() > 0
        which = np.flatnonzero(fenced & (columns.commodity == commodity))
        value = columns.arrives[which] * price[columns.head[which]]
        left = value - price[columns.tail[which]] - columns.cost[which]
        return bool(np.any(left > SMALL * (np.abs(value) + 1.0)))
