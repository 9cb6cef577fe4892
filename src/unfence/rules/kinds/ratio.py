"""A fixed ratio, with a floor and a cap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from unfence.rules.fen import Weights, split
from unfence.rules.form import Wrong, choice, money, party, several, table, text, weights, year
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class Ratio(Terms):
    """Each party gets a fixed share of what was collected, but not below its floor nor above its cap.

    Formula: ``s[i] = min(C[i], max(F[i], T w[i] / W))``; what a floor or a cap moves, the others bear by their
    weights. Unit: fen a year. Where ``T`` is below the floors the text must say: ``if_short`` is ``error``, ``all``
    (those with a floor get everything, the rest is waived) or ``carry`` (the rest is owed out of later years' pools).

    Source: Qingchuan county and Guangyuan zone, Sichuan-Zhejiang park (plan of 2009, part 4): value-added and income
    tax 6:4, and at least 5 million yuan a year for Qingchuan once the aid has been there for a year. Triangle North,
    North Carolina: four counties, a quarter each. Danville and Pittsylvania County (agreement of 2001): 1:1.
    """

    shares: Annotated[Weights, weights]
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    floor: Annotated[Mapping[str, int] | None, table(money, party)] = None
    floor_from: Annotated[int, year] = 0
    cap: Annotated[Mapping[str, int] | None, table(money, party)] = None
    if_short: Annotated[str, choice("error", "all", "carry")] = "error"
    by_month: ClassVar[bool] = True

    def wrong(self) -> Iterator[Wrong]:
        """Floors and caps of parties that share nothing, floors above caps."""
        for name, bounds in (("floor", self.floor), ("cap", self.cap)):
            for who in bounds or {}:
                if who not in self.shares.parties:
                    yield Wrong(name, "no_share", {"value": who})
        for who, least in (self.floor or {}).items():
            if least > (self.cap or {}).get(who, least):
                yield Wrong("floor", "floor_above_cap", {"value": who})

    def settle(self, view: View) -> Outcome:
        """Shares of the year's pool; floors do not bear on months, only on the whole year."""
        parties = self.shares.parties
        held = view.held(self.item, parties, self.collects or parties, self.taxes)
        pool = shared_pool(view, sum(held))
        owed = self._owed(view) if self.if_short == "carry" and not view.provisional else {}
        shares, short = self._divided(view, pool, owed)
        reason = Reason("ratio", {"ratio": self.shares.text(), "pool_fen": pool})
        if shares != list(self.shares.split(pool)):
            reason = Reason("bounded", {"ratio": self.shares.text(), "pool_fen": pool})
        remarks = tuple(
            Reason("short_carried" if self.if_short == "carry" else "short_waived", {"party": who, "short_fen": fen})
            for who, fen in short.items()
            if fen
        )
        return shared(parties, held, shares, reason, remarks)

    def _owed(self, view: View) -> dict[str, int]:
        """What each party is still owed from earlier years."""
        owed: dict[str, int] = {}
        for earlier in range(max(view.first, self.floor_from), view.year):
            past = view.in_year(earlier)
            held = past.held(self.item, self.shares.parties, self.collects or self.shares.parties, self.taxes)
            _, owed = self._divided(past, shared_pool(past, sum(held)), owed)
        return owed

    def _divided(self, view: View, pool: int, owed: Mapping[str, int]) -> tuple[list[int], dict[str, int]]:
        """Shares of a pool, and what each party with a floor is short of."""
        parties = self.shares.parties
        bears = not view.provisional and view.year >= self.floor_from
        floors = [(self.floor or {}).get(who, 0) if bears else 0 for who in parties]
        caps = [(self.cap or {}).get(who, pool) for who in parties]
        if sum(caps) < pool:
            raise view.fail("caps_below_pool", pool_fen=pool, caps_fen=sum(caps))
        if sum(floors) > pool:
            if self.if_short == "error":
                raise view.fail("floor", pool_fen=pool, floor_fen=sum(floors))
            shares = list(split(pool, floors))
        else:
            shares = bounded(pool, self.shares.parts, floors, caps)
        return self._repaid(shares, floors, owed)

    def _repaid(
        self, shares: list[int], floors: Sequence[int], owed: Mapping[str, int]
    ) -> tuple[list[int], dict[str, int]]:
        """Shares after old debts are paid by those that are above their own floor, and what is still short."""
        short: dict[str, int] = {}
        for i, who in enumerate(self.shares.parties):
            due = owed.get(who, 0)
            for j in range(len(shares)):
                if j != i:
                    paid = min(due, max(0, shares[j] - floors[j]))
                    due, shares[i], shares[j] = due - paid, shares[i] + paid, shares[j] - paid
            short[who] = due + max(0, floors[i] - shares[i])
        return shares, short


def bounded(pool: int, parts: Sequence[int], floors: Sequence[int], caps: Sequence[int]) -> list[int]:
    """Shares by weight within bounds: ``sum(floors) <= pool <= sum(caps)``, all in fen.

    Whoever falls outside its bound gets the bound, on the side where more is missing first; the rest is divided
    again among the others.

    >>> bounded(700, (3, 2), (500, 0), (700, 700))
    [500, 200]
    >>> bounded(1000, (3, 2), (500, 0), (550, 1000))
    [550, 450]
    """
    shares: list[int | None] = [None] * len(parts)
    for _ in parts:  # each round settles somebody
        free = [i for i, share in enumerate(shares) if share is None]
        left = pool - sum(share for share in shares if share is not None)
        weighed = [parts[i] for i in free]
        tried = dict(zip(free, split(left, weighed if any(weighed) else [1] * len(free)), strict=True))
        lacking = {i: floors[i] - tried[i] for i in free if tried[i] < floors[i]}
        excess = {i: tried[i] - caps[i] for i in free if tried[i] > caps[i]}
        if not lacking and not excess:
            for i in free:
                shares[i] = tried[i]
        elif sum(lacking.values()) >= sum(excess.values()):
            for i in lacking:
                shares[i] = floors[i]
        else:
            for i in excess:
                shares[i] = caps[i]
    return [share for share in shares if share is not None]
