"""Cards: firms and their wares as a member sees them, and how a card changes.

Names are seen by both sides; that is what a card is for. Quantities and prices follow the sharing rules of the book's
plants, unless the firm wants them shown. Whoever changes a card says which version they looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.firms.models import Firm, Ware
from unfence.workspace.firms.park import Dealer, Park
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.sight import Sight

FIRM = ("name", "name_zh", "site", "person", "reach", "about", "closed")
WARE = ("kind", "commodity", "name", "thing", "quantity", "unit", "price", "public")


class CardMovedError(UnfenceError):
    """Somebody else changed the card since it was looked at."""

    def __init__(self, thing: object) -> None:
        super().__init__("workspace.card_moved", thing=str(thing))


@dataclass(frozen=True)
class SeenWare:
    """A ware with the figures that a member sees; ``withheld`` if there are others."""

    ware: Ware
    called: Mapping[str, str]
    """What the book calls it; else what the card does."""
    behind: Dealer | None
    """The plant or market of the book."""
    quantity: float | None
    price: float | None
    withheld: bool


def wares_seen(firm: Firm, sight: Sight, park: Park) -> list[SeenWare]:
    """What a firm offers and needs."""
    return [ware_seen(ware, sight, park) for ware in firm.wares.all()]


def ware_seen(ware: Ware, sight: Sight, park: Park) -> SeenWare:
    """One ware."""
    owner = ware.firm.office.key
    amounts = ware.public or sight.sees(owner, "plants", "capacity")
    money = ware.public or sight.sees(owner, "plants", "cost")
    hidden = (ware.quantity is not None and not amounts) or (ware.price is not None and not money)
    called = park.commodities.get(ware.commodity) or {"name": ware.name or ware.commodity}
    return SeenWare(
        ware,
        called,
        park.dealers.get(ware.thing),
        ware.quantity if amounts else None,
        ware.price if money else None,
        hidden,
    )


def edits(member: Member, firm: Firm) -> bool:
    """Whether a card is theirs to change: it is their office's, or they are the secretary."""
    return member.neutral or member.of(firm.office)


def save(member: Member, card: Firm | Ware, values: Mapping[str, object], version: int) -> None:
    """Write a card or a ware; ``version`` 0 for a new one. Raises ``CardMovedError`` if somebody was quicker."""
    columns = FIRM if isinstance(card, Firm) else WARE
    if version != (card.version if card.pk else 0):
        raise CardMovedError(card)
    before = _standing(card, columns) if card.pk else None
    for name in columns:
        if name in values:
            setattr(card, name, values[name])
    if before == _standing(card, columns):
        raise UnfenceError("workspace.nothing_new")
    card.version = version + 1
    card.save()
    kind = "card" if isinstance(card, Firm) else "ware"
    record(member, f"firms.{kind}", card, before=before, after=_standing(card, columns))


def take_out(member: Member, ware: Ware) -> None:
    """Take a ware off its card."""
    record(member, "firms.ware_out", ware, before=_standing(ware, WARE))
    ware.delete()


def _standing(card: models.Model, columns: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(card, name) for name in columns}
