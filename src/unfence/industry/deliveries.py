"""Deliveries: what everybody could get from everybody, for what price at the door; and one claim, checked by itself.

For each commodity, each who makes or sells it and each who uses or buys it: the delivered price by the cheapest way,
with the fences as they stand and with all of them down. Suppliers ask what ``actors`` says. It is what ``matches``
chooses its best from, here in full: for a clerk who looks for a supplier, not for the cheapest one only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from unfence.book import Book
from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes, incomes_of
from unfence.industry.actors import Actor
from unfence.industry.claims import Claim, claims_of
from unfence.industry.trader import Offer, Trader, is_dump

ASKED = "asked"
"""The id of a claim that is not in the book."""


@dataclass(frozen=True)
class Delivery:
    """One seller's goods at one buyer's door."""

    commodity: str
    seller: str
    buyer: str
    ask: float
    """Money per unit at the seller's gate; inf where he lacks something else and could not make any."""
    spare: float
    """Units a year that the seller could make beyond what it makes; inf where unlimited."""
    room: float
    """Units a year that the buyer could use beyond what it uses; inf where unlimited."""
    dump: bool
    """Whether the buyer takes it only against payment."""
    today: Offer | None
    """With the fences as they stand; None where nothing gets through."""
    open: Offer | None
    """With all fences down."""


def deliveries_of(book: Book) -> tuple[Delivery, ...]:
    """Every seller's goods at every buyer's door, in the state of today.

    Raises ``StudyError`` where today has no answer.

    >>> from unfence.examples import example
    >>> found = deliveries_of(example("two_towns"))
    >>> [(d.seller, d.buyer, round(d.today.delivered), round(d.open.delivered)) for d in found if d.buyer == "kiln"]
    [('mine', 'kiln', 372, 318), ('far_coal', 'kiln', 340, 340)]
    """
    return tuple(_deliveries(Trader(*_today(book))))


def claim_checked(book: Book, claim: Mapping[str, object]) -> Claim:
    """A claim that is not in the book, checked as if it were; ``claim`` holds columns of the table ``claims``.

    >>> from unfence.examples import example
    >>> stated = {"stated": 8000.0, "quantity": 400.0, "was": "mine", "now": "far_coal", "by": "kiln"}
    >>> claim = claim_checked(example("two_towns"), stated)
    >>> claim.computed, claim.factor, claim.ruling
    (12800.0, 0.625, 'off')
    """
    schema = book["claims"].schema
    values = {name: claim.get(name, "" if kind == pl.String else None) for name, kind in schema.items()}
    row = pl.DataFrame([values | {"id": ASKED}], schema=schema)
    asked = replace(book, tables={**book.tables, "claims": row}, stated={**book.stated, "claims": row})
    (found,) = claims_of(*_today(asked))
    return found


def _today(book: Book) -> tuple[Economy, Solution, Incomes]:
    economy = Economy(book)
    solution = economy.solve(economy.today())
    return economy, solution, incomes_of(solution)


def _deliveries(trader: Trader) -> Iterator[Delivery]:
    for seller in trader.actors.makers:
        for buyer in trader.actors.users_of(seller.commodity):
            if buyer.id != seller.id:
                yield _delivery(trader, seller, buyer)


def _delivery(trader: Trader, seller: Actor, buyer: Actor) -> Delivery:
    ways = [trader.way(seller.node, seller.price, buyer.node, state) for state in (trader.today, trader.open)]
    today, freed = [trader.offer(seller, way) if way else None for way in ways]
    return Delivery(
        commodity=trader.commodities[seller.commodity],
        seller=seller.id,
        buyer=buyer.id,
        ask=seller.price,
        spare=seller.spare,
        room=buyer.spare,
        dump=is_dump(trader, buyer),
        today=today,
        open=freed,
    )
