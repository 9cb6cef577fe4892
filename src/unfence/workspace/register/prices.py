"""Prices: what the latest study says each fence costs, and whether a fence still stands in the book.

``alone`` is what the area would gain a year if only this fence came down, ``last`` if it came down after all others.
Both are sums over the whole area, over which the sides negotiate: every member sees them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from unfence.workspace.books.models import Row
from unfence.workspace.jobs.models import StudyResult
from unfence.workspace.people.models import Member
from unfence.workspace.register.models import Report
from unfence.workspace.sharing.results import study_seen_by
from unfence.workspace.sharing.sight import Seen

DOWN = ("done",)
"""Measures in this state are in force today."""


@dataclass(frozen=True)
class Price:
    """What one fence costs a year, in the book's currency."""

    alone: float
    last: float


@dataclass(frozen=True)
class Prices:
    """The prices of one study; ``revision`` and ``number`` are 0 where there is no study yet."""

    revision: int
    number: int
    currency: str
    fences: Mapping[str, Price]

    def of(self, fence: str) -> Price | None:
        """The price of a fence; None if the study does not hold it."""
        return self.fences.get(fence)


@dataclass(frozen=True)
class BookFence:
    """A fence of the book as a member sees it: its row, its price if a study holds it, whether it stands."""

    row: Seen
    price: Price | None
    down: bool

    @property
    def key(self) -> str:
        """Its id."""
        return self.row.key

    @property
    def name(self) -> str:
        """Its name; its id where the name is withheld."""
        return self.row.values.get("name") or self.row.key

    @property
    def name_zh(self) -> str:
        """Its Chinese name."""
        return self.row.values.get("name_zh", "")


def prices_seen_by(member: Member) -> Prices:
    """What the latest study says."""
    return prices_of(study_seen_by(member))


def prices_of(study: StudyResult | None) -> Prices:
    """The prices that a study holds."""
    if study is None:
        return Prices(0, 0, "CNY", {})
    figures = cast("Mapping[str, Any]", study.figures)
    fences = {f["id"]: Price(to_the_fen(f["alone"]), to_the_fen(f["last"])) for f in figures["fences"]}
    return Prices(study.revision, study.number, figures["book"]["currency"], fences)


def to_the_fen(value: float) -> float:
    """A figure without what the solver leaves below the smallest coin.

    >>> to_the_fen(-1.9e-6), to_the_fen(27500.004)
    (0.0, 27500.0)
    """
    return round(value, 2) + 0.0


def fences_seen_by(member: Member, prices: Prices) -> dict[str, BookFence]:
    """The fences of the book by id, the dearest first."""
    done = {row.key for row in Row.objects.filter(table="measures").seen_by(member) if row.values.get("status") in DOWN}
    removed = {
        row.values.get("id", "")
        for row in Row.objects.filter(table="effects").seen_by(member)
        if row.values.get("on") == "fence"
        and row.values.get("change") == "remove"
        and row.values.get("measure") in done
    }
    rows = Row.objects.filter(table="fences").seen_by(member)
    fences = [BookFence(row, prices.of(row.key), row.key in removed) for row in rows]
    fences.sort(key=lambda fence: -(fence.price.alone if fence.price else float("-inf")))
    return {fence.key: fence for fence in fences}


def gone(member: Member, report: Report, fence: BookFence | None) -> bool:
    """Whether the fence that a report became is down or out of the book; only who sees its owner's rows can say."""
    knows = member.neutral or member.of(report.owner)
    return bool(report.fence) and knows and (fence is None or fence.down)
