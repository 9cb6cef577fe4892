"""Quotes: what others' goods cost at one's door, by the delivered prices that the worker computed for a study's book.

A delivered price rests on the seller's, the buyer's and every link's figures on the way; like an entry of the study it
is shown where none of the rows that it names is withheld. Where it is withheld only the names are left, and those
stand in no order that would tell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from unfence.workspace.firms.models import Ware
from unfence.workspace.firms.park import Dealer, Park
from unfence.workspace.jobs.models import DONE, Job, StudyResult
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.results import study_seen_by, withheld_from

KIND = "firms.quotes"
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Quotes:
    """The delivered prices of a revision as a member sees them; ``job`` is None where nobody has asked for them."""

    revision: int
    job: int | None
    entries: Mapping[tuple[str, str, str], Entry]
    """By commodity, seller, buyer."""
    hidden: frozenset[tuple[str, str, str]]
    """Which are withheld."""


@dataclass(frozen=True)
class Quote:
    """One partner: a seller for who needs, a buyer for who has; money per unit, None where not known."""

    seller: Dealer
    buyer: Dealer
    withheld: bool
    known: bool = False
    dump: bool = False
    ask: float | None = None
    spare: float | None = None
    """What the partner could still make or take a year; None where unlimited or not known."""
    today: float | None = None
    open: float | None = None
    ware: Ware | None = None
    """The line of a firm's card that stands for the partner."""

    @property
    def order(self) -> tuple[bool, bool, float, str]:
        """Known before withheld, disposal last, the cheapest first; withheld ones by name."""
        cost = self.today if self.today is not None else float("inf")
        return (not self.known, self.dump, cost, f"{self.seller.name} {self.buyer.name}")


def quotes_seen_by(member: Member, study: StudyResult | None) -> Quotes:
    """The delivered prices of the book that a study is of."""
    revision = study.revision if study else 0
    job = Job.objects.filter(kind=KIND, state=DONE, revision=revision).order_by("-pk").first()
    if job is None:
        return Quotes(revision, None, {}, frozenset())
    withheld = withheld_from(member, revision)
    entries, hidden = {}, set()
    for entry in (job.result or {})["deliveries"]:
        key = entry["commodity"], entry["seller"], entry["buyer"]
        if withheld.named_in(entry):
            hidden.add(key)
        else:
            entries[key] = entry
    return Quotes(revision, job.pk, entries, frozenset(hidden))


def quotes_for(park: Park, quotes: Quotes, commodity: str, own: Iterable[Dealer], *, need: bool) -> list[Quote]:
    """A line for each of one's own dealers with each partner.

    ``need``: own dealers use the commodity, and partners make it; else own dealers make it, and partners use it.
    """
    partners = park.makers(commodity) if need else park.users(commodity)
    by_thing = {ware.thing: ware for ware in Ware.objects.exclude(thing="").filter(firm__closed=False)}
    found = []
    for mine in own:
        for theirs in partners:
            seller, buyer = (theirs, mine) if need else (mine, theirs)
            if seller != buyer:
                found.append(_quote(quotes, commodity, seller, buyer, by_thing.get(theirs.id), need=need))
    return sorted(found, key=lambda quote: quote.order)


def matches_seen(study: StudyResult | None) -> list[Entry]:
    """What the study found to be had cheaper from across the border, the most money first, as far as it is seen."""
    if study is None:
        return []
    rows: list[Entry] = study.figures.get("matches", {}).get("rows", [])  # type: ignore[attr-defined]
    worth = [row for row in rows if row["verdict"] in ("ready", "fenced", "unlinked")]
    return sorted(worth, key=lambda row: -saved_by(row)) if worth else []


def saved_by(match: Entry) -> float:
    """What a match would save a year: today where it is ready, else with what is in the way gone."""
    each = match["saving"] if match["verdict"] == "ready" else match["open_saving"]
    return float((each or 0.0) * (match["could_cover"] or 0.0))


def _quote(quotes: Quotes, commodity: str, seller: Dealer, buyer: Dealer, ware: Ware | None, *, need: bool) -> Quote:
    key = commodity, seller.id, buyer.id
    entry = quotes.entries.get(key)
    if entry is None:
        return Quote(seller, buyer, withheld=key in quotes.hidden, ware=ware)
    today, freed = entry["today"], entry["open"]
    return Quote(
        seller=seller,
        buyer=buyer,
        withheld=False,
        dump=entry["dump"],
        ask=entry["ask"],
        spare=entry["spare"] if need else entry["room"],
        known=True,
        today=today["delivered"] if today else None,
        open=freed["delivered"] if freed else None,
        ware=ware,
    )


def latest(member: Member) -> StudyResult | None:
    """The latest study as a member sees it."""
    return study_seen_by(member)
