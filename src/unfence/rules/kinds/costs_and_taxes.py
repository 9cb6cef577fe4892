"""Costs by one ratio, taxes by another, cleared together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from unfence.rules.fen import Weights
from unfence.rules.form import Wrong, party, several, text, weights
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, settled
from unfence.rules.view import View


@dataclass(frozen=True)
class CostsAndTaxes(Terms):
    """What the park costs is borne by one ratio, what it brings is shared by another; one payment settles both.

    Formula: ``net[i] = (T u[i] / U - T[i]) - (K w[i] / W - K[i])``: its share of the taxes ``T`` less what it
    collected, minus its share of the costs ``K`` less what it paid. Unit: fen a year. Facts: ``tax_item`` and
    ``cost_item`` of each party.

    Source: Danville and Pittsylvania County, Virginia: "agreement for cost sharing and revenue sharing" (2001);
    General Statutes of North Carolina 158-7.4 (financing, expenditures and revenues of a joint park by agreement).
    """

    costs: Annotated[Weights, weights]
    taxes: Annotated[Weights, weights]
    cost_item: Annotated[str, text] = "cost"
    tax_item: Annotated[str, text] = "tax"
    pays: Annotated[tuple[str, ...], several(party)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    by_month: ClassVar[bool] = True

    def wrong(self) -> Iterator[Wrong]:
        """Costs that others bear than those that share the taxes."""
        if set(self.costs.parties) != set(self.taxes.parties):
            yield Wrong("costs", "other_parties", {"value": list(self.costs.parties)})

    def settle(self, view: View) -> Outcome:
        """One payment for both."""
        parties = self.taxes.parties
        held = view.held(self.tax_item, parties, self.collects or parties)
        paid = view.held(self.cost_item, parties, self.pays or parties)
        pool, cost = shared_pool(view, sum(held)), shared_pool(view, sum(paid))
        bears = dict(zip(self.costs.parties, self.costs.split(cost), strict=True))
        net = [
            (share - has) - (bears[who] - spent)
            for who, share, has, spent in zip(parties, self.taxes.split(pool), held, paid, strict=True)
        ]
        values: dict[str, int | str] = {
            "tax_ratio": self.taxes.text(), "cost_ratio": self.costs.text(), "pool_fen": pool, "cost_fen": cost
        }  # fmt: skip
        return settled(parties, net, Reason("costs_and_taxes", values))
