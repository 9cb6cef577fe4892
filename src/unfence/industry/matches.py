"""Matches: who could supply whom across the border, for what price, and which fence stands in the way.

For each present purchase (table ``trades``) and each thing that a plant needs: what a unit costs delivered today, and
the least that it would cost from a supplier on another player's side, with the fences as they stand and with all down.
A present purchase costs its stated price (taken at the seller's gate; the seller's ask where none is stated) and the
cheapest way; a need costs the delivered price of today's optimum. Suppliers ask what ``actors`` says, so nobody is
asked to sell for less than others pay him, or than it costs him.

    saving        = delivered today - delivered from the match, per unit
    could cover   = least of: what is bought, what the supplier can make, what fits through the way

Savings are at today's prices: they rank, they do not add up. What several changes are worth together is solved, in the
chain's missing links and in the bill of fences.

Waste is no match because a dump over there is cheaper: a market that takes goods only against payment is never a
buyer here. Who could dump cheaper across the border is listed apart, as just that.
"""

from dataclasses import dataclass, replace
from typing import Literal

from unfence.economy import Economy, Solution, State
from unfence.economy.incomes import Incomes
from unfence.industry.actors import Actor
from unfence.industry.carriage import Way
from unfence.industry.trader import Offer, Trader, is_dump
from unfence.network.arcs import numbering

Verdict = Literal["matched", "ready", "fenced", "unlinked", "dearer"]
"""``matched``: bought across the border already, from the cheapest there; ``ready``: would save with all fences
standing; ``fenced``: would save if fences fell; ``unlinked``: would save if, besides, what is planned were built;
``dearer``: would not save even then."""

_WORTH = 1e-6
"""The share of the price below which a saving is none."""


@dataclass(frozen=True)
class Hurdle:
    """A fence, or a link or terminal that is only planned, on the way of a match."""

    id: str
    kind: str
    """The fence's kind, or ``link`` or ``terminal``."""
    cost: float | None
    """What it puts on a unit; None where it forbids (a ban), limits (a quota not used up) or is not there yet."""
    enough: bool
    """Whether the match saves once this alone is out of the way."""


@dataclass(frozen=True)
class Match:
    """One purchase or need, as it is met today and as the other side could meet it."""

    id: str
    about: Literal["trade", "need"]
    buyer: str
    commodity: str
    quantity: float
    now: Offer
    best: Offer | None
    """The best supplier across the border with the fences as they stand; None where nobody gets through."""
    open: Offer
    """The best with all fences down; with what is planned built, where nothing else leads here."""
    saving: float | None
    """Per unit with ``best``."""
    open_saving: float
    """Per unit with ``open``."""
    could_cover: float
    """Units a year that the supplier and the way could bring: of ``best`` where ready or matched, else of ``open``."""
    verdict: Verdict
    in_the_way: tuple[Hurdle, ...]
    """What stands on the way of ``open`` where the verdict is ``fenced`` or ``unlinked``."""


@dataclass(frozen=True)
class CheaperDump:
    """Waste that costs less to dump across the border: no match, no gain in industry, named as what it is."""

    plant: str
    commodity: str
    dump: str
    quantity: float
    here: float
    """What the plant pays per unit to be rid of it today."""
    there: float
    """What it would pay across the border with all fences down."""
    open_today: bool
    """Cheaper even with the fences as they stand."""


@dataclass(frozen=True)
class Matches:
    """All purchases and needs that the other side could meet, largest saving first; and the cheaper dumps."""

    rows: tuple[Match, ...]
    dumps: tuple[CheaperDump, ...]


def matches_of(economy: Economy, solution: Solution, incomes: Incomes) -> Matches:
    """The matches of a state (today's, as a rule), at the prices of its incomes.

    >>> from unfence.economy.incomes import incomes_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> (match,) = matches_of(economy, today, incomes_of(today)).rows
    >>> match.verdict, match.open.seller, round(match.open_saving), [h.id for h in match.in_the_way]
    ('fenced', 'mine', 22, ['checkpoint', 'stamp'])
    """
    trader = Trader(economy, solution, incomes)
    found = [m for m in (*_trades(trader), *_needs(trader)) if m is not None]
    found.sort(key=lambda m: -max(m.saving or 0.0, m.open_saving) * m.could_cover)
    return Matches(tuple(found), tuple(_dumps(trader)))


def _trades(trader: Trader) -> list[Match | None]:
    """Present purchases; what a purchase pays is what its seller asks there."""
    commodity = numbering(trader.book["commodities"])
    makers = {(a.id, a.commodity): a for a in trader.actors.makers}
    users = {(a.id, a.commodity): a for a in trader.actors.users}
    found = []
    for trade in trader.book["trades"].iter_rows(named=True):
        what = commodity[trade["commodity"]]
        seller, buyer = makers.get((trade["seller"], what)), users.get((trade["buyer"], what))
        if seller is None or buyer is None or is_dump(trader, buyer):
            continue
        seller = seller if trade["price"] is None else replace(seller, price=trade["price"])
        way = trader.way(seller.node, seller.price, buyer.node, trader.today)
        if way is not None:
            found.append(_match(trader, Purchase(trade["id"], "trade", buyer, trade["quantity"], seller, way)))
    return found


def _needs(trader: Trader) -> list[Match | None]:
    """What plants need, labour left out; the seller is the cheapest of those who sell, of equals one across."""
    found = []
    labour = (trader.book["commodities"]["kind"] == "labour").to_list()
    for buyer in trader.actors.users:
        if buyer.table != "plants" or buyer.quantity <= 0 or labour[buyer.commodity]:
            continue
        selling = [a for a in trader.actors.makers_of(buyer.commodity) if a.quantity > 0]
        now = trader.best(selling, buyer.node, trader.today)
        if now is None:
            continue
        near = trader.best([a for a in trader.across(buyer) if a.quantity > 0], buyer.node, trader.today)
        if near and near[1].parts.delivered <= now[1].parts.delivered + _small(now[1]):
            now = near
        name = f"{buyer.id}.{trader.commodities[buyer.commodity]}"
        found.append(_match(trader, Purchase(name, "need", buyer, buyer.quantity, *now)))
    return found


@dataclass(frozen=True)
class Purchase:
    """Something that is bought today, from whom, and how it comes."""

    id: str
    about: Literal["trade", "need"]
    buyer: Actor
    quantity: float
    seller: Actor
    way: Way


def _small(way: Way) -> float:
    return _WORTH * max(1.0, abs(way.parts.delivered))


def _match(trader: Trader, bought: Purchase) -> Match | None:
    """The match of one purchase; None where nobody across the border makes it or no way leads here."""
    buyer, now = bought.buyer, bought.way.parts.delivered
    across = trader.across(buyer) if buyer.home in trader.actors.players else []
    across = [bought.seller if a.id == bought.seller.id else a for a in across]
    free, state = trader.best(across, buyer.node, trader.open), trader.open
    if free is None:
        free, state = trader.best(across, buyer.node, trader.built), trader.built
    if free is None:
        return None
    through = trader.best(across, buyer.node, trader.today)
    saving = now - through[1].parts.delivered if through else None
    verdict = _verdict(bought, across, saving, now - free[1].parts.delivered, linked=state is trader.open)
    if verdict == "matched":
        through, saving = (bought.seller, bought.way), 0.0
    taken, in_state = (through, trader.today) if through and verdict in ("matched", "ready") else (free, state)
    return Match(
        id=bought.id,
        about=bought.about,
        buyer=buyer.id,
        commodity=trader.commodities[buyer.commodity],
        quantity=bought.quantity,
        now=trader.offer(bought.seller, bought.way),
        best=trader.offer(*through) if through else None,
        open=trader.offer(*free),
        saving=saving,
        open_saving=now - free[1].parts.delivered,
        could_cover=_could_cover(trader, bought.quantity, taken, in_state),
        verdict=verdict,
        in_the_way=_hurdles(trader, bought, across, free[1]) if verdict in ("fenced", "unlinked") else (),
    )


def _verdict(
    bought: Purchase, across: list[Actor], saving: float | None, open_saving: float, *, linked: bool
) -> Verdict:
    small = _small(bought.way)
    if saving is not None and saving > small:
        return "ready"
    if bought.seller in across:
        return "matched"
    if open_saving > small:
        return "fenced" if linked else "unlinked"
    return "dearer"


def _could_cover(trader: Trader, quantity: float, taken: tuple[Actor, Way], state: State) -> float:
    seller, way = taken
    return min(quantity, seller.most / way.leaving, trader.carriage.narrowest(way, state))


def _hurdles(trader: Trader, bought: Purchase, across: list[Actor], way: Way) -> tuple[Hurdle, ...]:
    """Standing fences and missing links on a way, and whether each alone keeps the purchase from saving."""
    carriage, book, today = trader.carriage, trader.book, trader.today
    below = bought.way.parts.delivered - _small(bought.way)

    def saves(state: State) -> bool:
        found = trader.best(across, bought.buyer.node, state)
        return found is not None and found[1].parts.delivered < below

    missing = carriage.missing_on(way, today)
    fences = [f for f in carriage.on_way(way) if carriage.hinders(f, way, today)]
    hurdles = [
        Hurdle(book["fences"]["id"][f], book["fences"]["kind"][f], carriage.cost_of(f, way, today), saves(alone))
        for f in fences
        for alone in [trader.without(f)]
    ]
    alone = len(missing) == 1 and saves(trader.only_built)
    return (*hurdles, *(Hurdle(name, table, None, alone) for table, name in missing))


def _dumps(trader: Trader) -> list[CheaperDump]:
    """For each plant that pays to be rid of something: the cheapest dump across the border, if it is cheaper."""
    found = []
    for maker in trader.actors.makers:
        pays = -float(trader.price[maker.node])
        if maker.table != "plants" or maker.quantity <= 0 or pays <= 0 or maker.home not in trader.actors.players:
            continue
        there = trader.actors.players - {maker.home}
        dumps = [u for u in trader.actors.users_of(maker.commodity) if u.home in there and is_dump(trader, u)]
        costs = [(cost, d) for d in dumps if (cost := _rid(trader, maker, d, trader.open)) is not None]
        if not costs:
            continue
        cost, dump = min(costs, key=lambda c: (c[0], c[1].id))
        if cost < pays - _WORTH * max(1.0, pays):
            standing = _rid(trader, maker, dump, trader.today)
            found.append(
                CheaperDump(
                    plant=maker.id,
                    commodity=trader.commodities[maker.commodity],
                    dump=dump.id,
                    quantity=maker.quantity,
                    here=pays,
                    there=cost,
                    open_today=standing is not None and standing <= pays + _WORTH * max(1.0, pays),
                )
            )
    return found


def _rid(trader: Trader, maker: Actor, dump: Actor, state: State) -> float | None:
    """What a unit costs to be rid of at a dump: its charge for what arrives, and the way."""
    way = trader.way(maker.node, 0.0, dump.node, state)
    if way is None:
        return None
    return (way.parts.delivered - float(trader.programme.price[dump.row])) / way.leaving
