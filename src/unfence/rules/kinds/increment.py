"""Stock to its owners, increment by a ratio."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from unfence.rules.fen import Weights, split
from unfence.rules.form import Wrong, choice, money, party, several, table, text, weights
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class Increment(Terms):
    """Each party keeps its base; what grew since is shared by a ratio.

    Formula: ``s[i] = B[i] + (T - B) w[i] / W`` with ``B = sum of B[i]``. Unit: fen a year. If the pool falls below
    the base, ``T < B``, the text must say: ``if_falling`` is ``error``, ``ratio`` (the loss is borne by the ratio),
    ``base`` (the pool is shared as the base was) or ``own`` (everyone keeps what it collected).

    Source: Sichuan-Chongqing Gaozhu new area (overall plan, 2021): the stock stays with each side, the increment 5:5.
    """

    base: Annotated[Mapping[str, int], table(money, party)]
    shares: Annotated[Weights, weights]
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    if_falling: Annotated[str, choice("error", "ratio", "base", "own")] = "error"

    def wrong(self) -> Iterator[Wrong]:
        """A base of other parties than those that share; a base of nothing to share by."""
        if set(self.base) != set(self.shares.parties):
            yield Wrong("base", "other_parties", {"value": list(self.base)})
        if self.if_falling == "base" and not any(self.base.values()):
            yield Wrong("base", "all_zero", {"value": list(self.base)})

    def settle(self, view: View) -> Outcome:
        """Shares of the year's pool."""
        parties = self.shares.parties
        held = view.held(self.item, parties, self.collects or parties, self.taxes)
        base = [self.base[who] for who in parties]
        growth = sum(held) - sum(base)
        values: dict[str, int | str] = {"ratio": self.shares.text(), "base_fen": sum(base), "growth_fen": abs(growth)}
        if growth >= 0:
            return shared(parties, held, grown(base, growth, self.shares), Reason("increment", values))
        if self.if_falling == "error":
            raise view.fail("falling", pool_fen=sum(held), base_fen=sum(base))
        shares = {
            "ratio": lambda: grown(base, growth, self.shares),
            "base": lambda: list(split(sum(held), base)),
            "own": lambda: held,
        }[self.if_falling]()
        return shared(parties, held, shares, Reason(f"falling_{self.if_falling}", values))


def grown(base: list[int], growth: int, shares: Weights) -> list[int]:
    """Bases plus shares of the growth, in fen.

    >>> grown([300, 200], 180, Weights(("a", "b"), (1, 1)))
    [390, 290]
    """
    return [own + more for own, more in zip(base, shares.split(growth), strict=True)]
