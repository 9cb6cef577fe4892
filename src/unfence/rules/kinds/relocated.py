"""A firm that moved: its old home shares in its taxes for some years, up to a cap."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import split
from unfence.rules.form import money, party, ratio, several, text, whole_number, year
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Relocated(Terms):
    """The old home gets a share of the moved firm's taxes until it has had what the firm paid there before.

    Formula: ``origin[t] = min(r T[t], C - got)``, ``C`` = sum of the taxes of the base years, ``got`` = what the
    origin has had so far; for ``years`` years from the first, and ``extension`` more if ``C`` is not reached. Unit:
    fen a year. A firm whose mean of the base years is below ``threshold`` is not in the scheme. Facts: ``item`` for
    ``origin`` in the base years (left out: the three before the rule's first), for ``host`` from the first year on.

    Source: Finance ministry and State taxation administration, 2015 no. 92 (Beijing, Tianjin, Hebei): firms of 20
    million yuan or more a year moved by government lead, 50:50 for three years from full output, two more if the cap
    is not met; what is then short the centre makes up once, as it sees fit.
    """

    origin: Annotated[str, party]
    host: Annotated[str, party]
    share: Annotated[Fraction, ratio]
    years: Annotated[int, whole_number]
    extension: Annotated[int, whole_number] = 0
    threshold: Annotated[int, money] = 0
    base_years: Annotated[tuple[int, ...], several(year)] = ()
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()

    def settle(self, view: View) -> Outcome:
        """The year's payment, after those of all earlier years."""
        before = self.base_years or tuple(range(view.first - 3, view.first))
        base = [view.in_year(y).money(self.item, self.origin, self.taxes) for y in before]
        if sum(base) < self.threshold * len(base):
            mean = Fraction(sum(base), len(base))
            raise view.fail("below_threshold", mean_fen=round(mean), threshold_fen=self.threshold)
        elapsed = view.year - view.first
        years = range(view.first, min(view.year, view.first + self.years + self.extension - 1) + 1)
        taxes = [shared_pool(view, view.in_year(y).money(self.item, self.host, self.taxes)) for y in years]
        got = origin_shares(taxes, self.share, sum(base))
        paid = got[elapsed] if elapsed < len(got) else 0
        values: dict[str, int | str] = {
            "share": str(self.share), "cap_fen": sum(base), "got_fen": sum(got), "short_fen": sum(base) - sum(got)
        }  # fmt: skip
        transfers = (Transfer(self.host, self.origin, paid, Reason("relocated", values)),) if paid else ()
        ended = elapsed >= self.years + self.extension - 1 and sum(got) < sum(base)
        return Outcome(transfers, remarks=(Reason("relocated_short", values),) if ended else ())


def origin_shares(taxes: Sequence[int], share: Fraction, cap: int) -> list[int]:
    """What the origin gets in each year, in fen; nothing once the cap is met.

    >>> origin_shares([3000, 4000, 5000], Fraction(1, 2), 6000)
    [1500, 2000, 2500]
    >>> origin_shares([2000, 2000, 2000, 1500, 1500], Fraction(1, 2), 6000)
    [1000, 1000, 1000, 750, 750]
    """
    got: list[int] = []
    for tax in taxes:
        part = split(tax, [share, 1 - share])[0]
        got.append(min(part, cap - sum(got)))
    return got
