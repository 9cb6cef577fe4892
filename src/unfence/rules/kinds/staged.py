"""A ratio that changes by stages of years."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from unfence.rules.fen import Weights
from unfence.rules.form import Wrong, party, rows, several, text, weights, whole_number
from unfence.rules.kinds.terms import Terms, shared_pool
from unfence.rules.outcome import Outcome, Reason, shared
from unfence.rules.view import View


@dataclass(frozen=True)
class Stage:
    """Some years and their ratio; without ``years`` the stage does not end."""

    shares: Annotated[Weights, weights]
    years: Annotated[int, whole_number] = 0


@dataclass(frozen=True)
class Staged(Terms):
    """Each party gets the share that the year's stage lays down.

    Formula: ``s[i] = T w[k][i] / W[k]`` in stage ``k``, the one that holds year ``y``: stages follow each other from
    the rule's first year. Unit: fen a year. A year after the last stage is an error.

    Source: a usual form of park agreements, first all to the host, then shared; as ``5 years 1:0, 5 years 3:2, then
    1:1``.
    """

    stages: Annotated[tuple[Stage, ...], rows(Stage)]
    item: Annotated[str, text] = "tax"
    taxes: Annotated[tuple[str, ...], several(text)] = ()
    collects: Annotated[tuple[str, ...], several(party)] = ()
    by_month: ClassVar[bool] = True

    def wrong(self) -> Iterator[Wrong]:
        """Stages after one that does not end, and stages of other parties."""
        for i, stage in enumerate(self.stages):
            if not stage.years and i < len(self.stages) - 1:
                yield Wrong(f"stages.{i + 1}", "endless_stage", {"value": i + 1})
            if set(stage.shares.parties) != set(self.stages[0].shares.parties):
                yield Wrong(f"stages.{i + 1}", "other_parties", {"value": list(stage.shares.parties)})

    def settle(self, view: View) -> Outcome:
        """Shares of the year's pool in the year's stage."""
        place = stage_of(view.year - view.first, [stage.years for stage in self.stages])
        if place is None:
            last = view.first + sum(stage.years for stage in self.stages) - 1
            raise view.fail("after_stages", last=last)
        shares = self.stages[place].shares
        parties = shares.parties
        held = view.held(self.item, parties, self.collects or parties, self.taxes)
        pool = shared_pool(view, sum(held))
        reason = Reason("staged", {"stage": place + 1, "ratio": shares.text(), "pool_fen": pool})
        return shared(parties, held, shares.split(pool), reason)


def stage_of(elapsed: int, years: list[int]) -> int | None:
    """The stage that holds the year ``elapsed`` years after the first; a stage of 0 years does not end.

    >>> [stage_of(n, [5, 5, 0]) for n in (0, 4, 5, 9, 10, 99)], stage_of(10, [5, 5])
    ([0, 0, 1, 1, 2, 2], None)
    """
    end = 0
    for place, length in enumerate(years):
        end += length
        if elapsed < end or not length:
            return place
    return None
