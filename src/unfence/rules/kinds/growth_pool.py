"""A pool fed by growth and shared by need."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import FEN, nearest_fen, split
from unfence.rules.form import Wrong, choice, party, ratio, several, table, text
from unfence.rules.kinds.factors import apportioned
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, settled
from unfence.rules.view import View


@dataclass(frozen=True)
class GrowthPool(Terms):
    """Each party pays a part of its growth into a pool; the pool is paid out by an index of need.

    Formula: ``c[i] = r max(0, T[i] - B[i])``, ``s[i] = C d[i] / D`` with ``C = sum of c[i]``; payment ``s[i] -
    c[i]``. The index is ``d[i] = people[i] x average / capacity[i]`` (capacity per head, average weighted by people),
    or, where ``index`` names factors, their weighted shares. ``base`` names the item of ``B``; left out, ``B = 0``: a
    part of everything. ``cap`` limits what a net payer pays to a share of an item of its own. Unit: fen a year. Where
    ``T[i]`` fell below ``B[i]``, ``if_falling`` says: ``error``, ``nothing`` (pays 0) or ``refund`` (is paid its part
    of the fall by the pool).

    Source: Minnesota Statutes chapter 473F (40 % of the growth of commercial-industrial tax capacity since 1971).
    Charlottesville and Albemarle County, Virginia (agreement of 1982): .0037 of all taxable real property; index =
    mean of the shares in population and in tax rate; at most .001 of the payer's property.
    """

    parties: Annotated[tuple[str, ...], several(party)]
    rate: Annotated[Fraction, ratio]
    item: Annotated[str, text] = "tax"
    base: Annotated[str, text] = ""
    index: Annotated[Mapping[str, Fraction] | None, table(ratio)] = None
    people: Annotated[str, text] = "people"
    capacity: Annotated[str, text] = "capacity"
    cap: Annotated[Mapping[str, Fraction] | None, table(ratio)] = None
    if_falling: Annotated[str, choice("error", "nothing", "refund")] = "error"

    def wrong(self) -> Iterator[Wrong]:
        """Weights of the index that do not add up to 1, caps of several items."""
        if self.index and sum(self.index.values()) != 1:
            yield Wrong("index", "not_one", {"value": str(sum(self.index.values()))})
        if self.cap and len(self.cap) != 1:
            yield Wrong("cap", "one_item", {"value": len(self.cap)})

    def settle(self, view: View) -> Outcome:
        """What goes in, what comes out, and the difference."""
        paid_in = [self._paid_in(view, who) for who in self.parties]
        pool = sum(paid_in)
        if pool < 0:
            raise view.fail("empty_pool", pool_fen=pool)
        paid_out = split(pool, self._index(view))
        net = [out - into for out, into in zip(paid_out, paid_in, strict=True)]
        values: dict[str, int | str] = {"rate": str(self.rate), "pool_fen": pool}
        if self.cap:
            limits = [self._limit(view, who) for who in self.parties]
            if any(-change > limit for change, limit in zip(net, limits, strict=True)):
                return settled(self.parties, limited(net, limits), Reason("growth_pool_capped", values))
        return settled(self.parties, net, Reason("growth_pool", values))

    def _paid_in(self, view: View, who: str) -> int:
        now = view.money(self.item, who)
        base = view.money(self.base, who) if self.base else 0
        if now < base:
            if self.if_falling == "error":
                raise view.fail("party_falling", party=who, now_fen=now, base_fen=base)
            if self.if_falling == "nothing":
                return 0
        return nearest_fen(self.rate * (now - base))

    def _index(self, view: View) -> list[Fraction]:
        if self.index:
            x = [[view.number(name, who) for who in self.parties] for name in self.index]
            for name, amounts in zip(self.index, x, strict=True):
                if min(amounts) < 0 or not sum(amounts):
                    raise view.fail("no_factor", item=name)
            return apportioned(list(self.index.values()), x)
        people = [view.number(self.people, who) for who in self.parties]
        capacity = [view.number(self.capacity, who) for who in self.parties]
        if min(capacity) <= 0 or min(people) < 0 or not sum(people):
            raise view.fail("no_factor", item=self.capacity)
        return need(people, capacity)

    def _limit(self, view: View, who: str) -> int:
        item, share = next(iter((self.cap or {}).items()))
        base = view.number(item, who)
        if base < 0:
            raise view.fail("negative_factor", item=item, party=who, value=f"{float(base):g}")
        return int(base * view.unit * FEN * share)


def need(people: list[Fraction], capacity: list[Fraction]) -> list[Fraction]:
    """The index of need: people times the average capacity per head over the party's own.

    >>> people, capacity = [Fraction(40000), Fraction(30000), Fraction(10000)], [Fraction(c) for c in (1000, 800, 400)]
    >>> [int(d) for d in need(people, capacity)]
    [34000, 31875, 21250]
    """
    average = sum((p * c for p, c in zip(people, capacity, strict=True)), Fraction(0)) / sum(people)
    return [p * average / c for p, c in zip(people, capacity, strict=True)]


def limited(net: list[int], limits: list[int]) -> list[int]:
    """Balances where no payer pays more than its limit; what is missing is missed by the receivers in proportion.

    >>> limited([-100, 75, 25], [60, 0, 0])
    [-60, 45, 15]
    """
    if not any(net):
        return net
    paid = [min(-change, limit) if change < 0 else 0 for change, limit in zip(net, limits, strict=True)]
    got = split(sum(paid), [max(0, change) for change in net])
    return [into - out for into, out in zip(got, paid, strict=True)]
