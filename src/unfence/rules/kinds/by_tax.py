"""A ratio for each kind of tax."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from unfence.rules.fen import Weights
from unfence.rules.form import Wrong, choice, party, several, table, text, weights
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, Transfer, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class ByTax(Terms):
    """Each kind of tax is shared by a ratio of its own.

    Formula: ``s[i] = sum over taxes k of T[k] w[k][i] / W[k]``. Unit: fen a year. What happens to a kind of tax that
    the table does not name must be said: ``others`` is ``error`` or ``own`` (it stays where it was collected).

    Source: the rule of 2015 for Beijing, Tianjin and Hebei (Finance ministry, 2015 no. 92) shares three taxes and no
    others; most park agreements name their taxes one by one.
    """

    shares: Annotated[Mapping[str, Weights], table(weights)]
    item: Annotated[str, text] = "tax"
    collects: Annotated[tuple[str, ...], several(party)] = ()
    others: Annotated[str, choice("error", "own")] = "error"
    by_month: ClassVar[bool] = True

    def wrong(self) -> Iterator[Wrong]:
        """Taxes that are shared among different parties."""
        first = self._parties()
        for tax, shares in self.shares.items():
            if set(shares.parties) != set(first):
                yield Wrong(f"shares.{tax}", "other_parties", {"value": list(shares.parties)})

    def settle(self, view: View) -> Outcome:
        """Payments for each kind of tax that the year's facts name."""
        collects = self.collects or self._parties()
        for who in collects:
            if not view.facts.cells(self.item, who, view.year):
                view.money(self.item, who)
        found: list[Transfer] = []
        for tax in view.taxes(self.item, collects):
            if tax not in self.shares:
                if self.others == "error":
                    raise view.fail("unknown_tax", tax=tax, known=list(self.shares))
                continue
            shares = self.shares[tax]
            payers = [who for who in collects if tax in {t for _, t in view.facts.cells(self.item, who, view.year)}]
            held = view.held(self.item, shares.parties, payers, (tax,))
            pool = shared_pool(view, sum(held))
            reason = Reason("by_tax", {"tax": tax, "ratio": shares.text(), "pool_fen": pool})
            found += shared(shares.parties, held, shares.split(pool), reason).transfers
        return Outcome(tuple(found))

    def _parties(self) -> tuple[str, ...]:
        return next(iter(self.shares.values())).parties
