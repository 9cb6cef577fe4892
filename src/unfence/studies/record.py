"""A study: everything one book says, frozen. Report, command line and workspace only read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from unfence.book import Book
from unfence.economy import Solution
from unfence.economy.accounts import Accounts
from unfence.economy.incomes import Incomes
from unfence.economy.prices import Flow, Prices
from unfence.gains.agreement import Agreement
from unfence.gains.fences import FenceBill
from unfence.gains.incidence import Incidence
from unfence.gains.measures import MeasureBill
from unfence.gains.movers import Footing
from unfence.gains.order import Step
from unfence.gains.sensitivity import Sensitivity
from unfence.gains.sharing import Sharing
from unfence.network.arcs import Floats
from unfence.studies.industry import Industry
from unfence.studies.reach import Reach
from unfence.words import Lang

STATES = ("today", "open", "best")
"""As things are; every fence down free of charge; the best set of measures done."""


@dataclass(frozen=True)
class Outcome:
    """One state of the area: what is done, who earns what, at which prices."""

    name: str
    solution: Solution
    incomes: Incomes
    """Before anybody pays for measures."""
    accounts: Accounts
    prices: Prices
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class Doubt:
    """How much of each result rests on assumed rows, as shares of the money that moves; None where none moves."""

    today: float | None
    open: float | None
    gain: float | None
    fences: Mapping[str, float | None]
    measures: Mapping[str, float | None]


@dataclass(frozen=True)
class Study:
    """Everything one book says. Money is the book's currency, a year."""

    book: Book
    outcomes: Mapping[str, Outcome]
    """By state, in the order of ``STATES``."""
    fences: FenceBill
    measures: MeasureBill
    payments: Floats
    """(parties,): what each pays a year for the best plan."""
    incidence: Mapping[str, Incidence]
    """By measure: whom it makes richer or poorer."""
    order: tuple[Step, ...]
    sharing: Sharing
    agreement: Agreement | None
    """The terms on which the fair split could be signed; None where there is nothing to share."""
    doubt: Doubt
    footing: Footing
    """The assumptions that move the gain, found without a draw."""
    industry: Industry
    reach: Reach
    """Who and what lies within so many minutes, over the book's links."""
    sensitivity: Sensitivity | None
    """The bands of every answer; None where no books were drawn."""

    @property
    def gain(self) -> float:
        """What the best plan gains, net of its yearly cost."""
        return self.measures.best.gain

    def to_dict(self) -> dict[str, object]:
        """The study as plain values, in the form that ``docs/study-json.md`` documents."""
        from unfence.studies.export import as_dict  # noqa: PLC0415  export knows Study

        return as_dict(self)

    def to_json(self) -> str:
        """The study as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)

    def report(self, path: str | Path, lang: Lang = "en") -> Path:
        """Write the self-contained report page and return where it lies; raises ``UnfenceError`` if it cannot be."""
        from unfence.report import write_report  # noqa: PLC0415  the report knows Study

        return write_report(self, Path(path), lang)
