"""Shares by the capital that each party has paid in."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar

from unfence.rules.fen import split
from unfence.rules.form import choice, party, several, text
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class Capital(Terms):
    """What was collected is shared as the parties have paid for it.

    Formula: ``s[i] = T K[i] / K``, ``K[i]`` = capital of party ``i``: with ``counted = "paid"`` all that it paid in
    from the rule's first year to this one, with ``counted = "standing"`` what stands at this year's end. Unit: fen a
    year; capital in the facts' money.

    Source: Code of Virginia section 15.2-5947 (a plan that accounts for each locality's contributions to the costs);
    Kerr-Tar hub, North Carolina (letters of intent, 2005): share proportionately in costs and revenues.
    """

    parties: Annotated[tuple[str, ...], several(party)]
    capital: Annotated[str, text] = "capital"
    counted: Annotated[str, choice("paid", "standing")] = "paid"
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    by_month: ClassVar[bool] = True

    def settle(self, view: View) -> Outcome:
        """Shares of the year's pool."""
        held = view.held(self.item, self.parties, self.collects or self.parties, self.taxes)
        pool = shared_pool(view, sum(held))
        years = range(view.first, view.year + 1) if self.counted == "paid" else (view.year,)
        paid = [sum((view.in_year(y).number(self.capital, who) for y in years), Fraction(0)) for who in self.parties]
        if min(paid) < 0 or not sum(paid):
            raise view.fail("no_capital", item=self.capital)
        texts = ":".join(f"{float(amount):g}" for amount in paid)
        return shared(self.parties, held, split(pool, paid), Reason("capital", {"ratio": texts, "pool_fen": pool}))
