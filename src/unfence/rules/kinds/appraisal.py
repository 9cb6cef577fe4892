"""The second ledger: what each side may count in its appraisal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import nearest_fen
from unfence.rules.form import Wrong, party, ratio, several, table, text
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Count, Outcome, Reason
from unfence.rules.view import View


@dataclass(frozen=True)
class Appraisal(Terms):
    """Output and investment that each party may count, in full or in part; no money moves.

    Formula: ``count[i] = a[i] V``, ``V`` = sum of the item over the parties that report it. The shares ``a`` need not
    add up to 1: where both are 1 the same output counts twice, on purpose. Unit: fen a year (output and investment
    are money).

    Source: Kunming, rule for key enclave parks of May 2024: investment, output, sales and revenue of a project are
    counted in full by both sides; money raised outside the province in full by the cooperating side alone. Guangyuan
    park (2009): value added 6:4.
    """

    items: Annotated[tuple[str, ...], several(text)]
    counts: Annotated[Mapping[str, Fraction], table(ratio, party)]
    reports: Annotated[tuple[str, ...], several(party)] = ()

    def wrong(self) -> Iterator[Wrong]:
        """Shares of which none is above 0."""
        if not any(self.counts.values()):
            yield Wrong("counts", "all_zero", {"value": list(self.counts)})

    def settle(self, view: View) -> Outcome:
        """What each party may count of each item."""
        found = []
        for item in self.items:
            value = sum(view.held(item, tuple(self.counts), self.reports or tuple(self.counts)))
            for who, share in self.counts.items():
                reason = Reason("counted", {"item": item, "share": str(share), "whole_fen": value})
                found.append(Count(who, item, nearest_fen(share * value), reason))
        return Outcome(counts=tuple(found))
