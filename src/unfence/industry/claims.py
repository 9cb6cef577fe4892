"""Claims: savings that somebody stated, computed again from the claim's own inputs.

    computed = quantity x (delivered from ``was`` - delivered from ``now``)        part by part: goods, freight, ...

Delivered at the claimant (``by``: a plant, a market or a site; where it names none, whoever buys from ``now`` in
``trades``), with the fences as they stand. A seller's goods cost what ``trades`` says that this buyer pays him, else
a market's price, else a plant's ask. A claim does not say how the goods came before; like is compared with like, in the
modes that the way from ``now`` takes, and what is left of the saving if they had come the cheapest way of all is given
beside it. The factor is stated / computed; a claim holds where it is within ``NEAR`` of 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes
from unfence.industry.actors import Actor
from unfence.industry.carriage import PARTS, Parts, Way
from unfence.industry.trader import Offer, Trader

NEAR = 0.1
"""How far stated / computed may be from 1, either way, before a claim is flagged."""

UNITS: Mapping[str, float] = {
    "": 1.0,
    "yuan": 1.0,
    "元": 1.0,
    "元/年": 1.0,
    "yuan/year": 1.0,
    "thousand yuan": 1e3,
    "千元": 1e3,
    "万元": 1e4,
    "万元/年": 1e4,
    "million": 1e6,
    "million yuan": 1e6,
    "百万元": 1e6,
    "亿元": 1e8,
    "billion yuan": 1e9,
}
"""Units of money a year that a claim may be stated in; the book's currency code is one more."""

PER_UNIT = ("yuan/unit", "元/单位")
"""Units of money per unit of goods, besides currency / unit of the commodity (``yuan/t``, ``元/t``)."""

Ruling = Literal["holds", "off", "opposite", "unknown"]
"""``off``: the inputs give another figure; ``opposite``: they give no saving; ``unknown``: they give no figure."""


@dataclass(frozen=True)
class Claim:
    """One claim and what its own inputs give; money a year."""

    id: str
    about: str
    stated: float
    """In the book's currency a year."""
    ruling: Ruling
    reason: str
    """Why there is no figure, as a key of ``words``: ``industry.claim.reason.<reason>``; else empty."""
    commodity: str = ""
    buyer: str = ""
    """The site where the goods are used."""
    quantity: float | None = None
    was: Offer | None = None
    now: Offer | None = None
    computed: float | None = None
    parts: Mapping[str, float] | None = None
    """What each part saves a year, fences by id; they add up to ``computed``."""
    factor: float | None = None
    """stated / computed; None where nothing is saved."""
    against_cheapest: float | None = None
    """What is saved against the cheapest way from ``was`` in whatever modes."""
    implied_quantity: float | None = None
    """The quantity at which the stated figure would be right; None where nothing is saved."""


class _Unknown(Exception):  # noqa: N818  no error: an answer
    """The inputs do not give a figure."""


def claims_of(economy: Economy, solution: Solution, incomes: Incomes) -> tuple[Claim, ...]:
    """Every claim of the book, checked in a state (today's, as a rule).

    >>> from unfence.economy.incomes import incomes_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("daxin"))
    >>> today = economy.solve(economy.today())
    >>> (claim,) = claims_of(economy, today, incomes_of(today))
    >>> claim.stated, round(claim.computed), round(claim.factor, 3), claim.ruling
    (7000000.0, 6952544, 1.007, 'holds')
    """
    rows = economy.book["claims"].iter_rows(named=True)
    trader = Trader(economy, solution, incomes)
    return tuple(_checked(trader, row) for row in rows)


def _checked(trader: Trader, row: Mapping[str, object]) -> Claim:
    try:
        return _computed(trader, row)
    except _Unknown as unknown:
        stated = float(row["stated"])  # type: ignore[arg-type]
        return Claim(str(row["id"]), str(row["about"]), stated, "unknown", str(unknown))


def _computed(trader: Trader, row: Mapping[str, object]) -> Claim:
    was_actor, now_actor = _sellers(trader, str(row["was"]), str(row["now"]))
    buyers = _buyers(trader, str(row["by"]), now_actor)
    buyer = next((b for b in buyers if b.commodity == now_actor.commodity), None)
    if buyer is None:
        raise _Unknown("no_buyer")
    by_now = _way(trader, now_actor, buyer)
    cheapest = _way(trader, was_actor, buyer).parts.delivered
    was = trader.offer(was_actor, _way(trader, was_actor, buyer, trader.carriage.modes_of(by_now)))
    now = trader.offer(now_actor, by_now)
    quantity = _quantity(trader, row, buyer, now_actor)
    each = was.delivered - now.delivered
    stated = float(row["stated"]) * _factor(trader, str(row["unit"]), buyer.commodity, quantity)  # type: ignore[arg-type]
    computed = quantity * each
    factor = stated / computed if computed > 0 else None
    return Claim(
        id=str(row["id"]),
        about=str(row["about"]),
        stated=stated,
        ruling=_ruling(stated, factor),
        reason="",
        commodity=trader.commodities[buyer.commodity],
        buyer=trader.book["sites"]["id"][int(trader.programme.layout.node_site[buyer.node])],
        quantity=quantity,
        was=was,
        now=now,
        computed=computed,
        parts={name: quantity * saved for name, saved in difference(was.parts, now.parts).items()},
        factor=factor,
        against_cheapest=quantity * (cheapest - now.delivered),
        implied_quantity=stated / each if each > 0 else None,
    )


def difference(was: Parts, now: Parts) -> dict[str, float]:
    """What each part costs less, fences by their ids; parts that neither has are left out.

    >>> difference(Parts(goods=10, freight=7), Parts(goods=11, freight=2, fences={"check": 1}))
    {'goods': -1, 'freight': 5, 'check': -1}
    """
    saved = {name: was.plain[name] - now.plain[name] for name in PARTS if was.plain[name] or now.plain[name]}
    for fence in (*was.fences, *(f for f in now.fences if f not in was.fences)):
        saved[fence] = was.fences.get(fence, 0) - now.fences.get(fence, 0)
    return saved


def _ruling(stated: float, factor: float | None) -> Ruling:
    if factor is None or factor <= 0:
        return "opposite" if stated > 0 else "holds"
    return "holds" if 1 / (1 + NEAR) <= factor <= 1 + NEAR else "off"


def _sellers(trader: Trader, was: str, now: str) -> tuple[Actor, Actor]:
    """Who sold before and who sells now, with the commodity that both can sell."""
    if not was or not now:
        raise _Unknown("no_sellers")
    before = {a.commodity: a for a in trader.actors.makers if a.id == was}
    after = {a.commodity: a for a in trader.actors.makers if a.id == now}
    both = sorted(before.keys() & after.keys())
    if not both:
        raise _Unknown("no_common_goods")
    traded = [t["commodity"] for t in trader.book["trades"].iter_rows(named=True) if t["seller"] == now]
    commodity = next((c for c in both if trader.commodities[c] in traded), both[0])
    return before[commodity], after[commodity]


def _buyers(trader: Trader, by: str, now: Actor) -> list[Actor]:
    """Who may have bought: the plant, market or site that ``by`` names, else who buys from ``now`` in ``trades``."""
    users = trader.actors.users_of(now.commodity)
    layout, sites = trader.programme.layout, trader.book["sites"]["id"]
    named = [u for u in users if by and (u.id == by or sites[int(layout.node_site[u.node])] == by)]
    if named:
        return named
    trades = trader.book["trades"].iter_rows(named=True)
    buying = {t["buyer"] for t in trades if t["seller"] == now.id and not by}
    return [u for u in users if u.id in buying]


def _way(trader: Trader, seller: Actor, buyer: Actor, modes: frozenset[int] | None = None) -> Way:
    """The cheapest way from a seller to a buyer, by some modes if there is one."""
    price = _price(trader, seller, buyer)
    way = trader.way(seller.node, price, buyer.node, trader.today, modes) if modes else None
    way = way or trader.way(seller.node, price, buyer.node, trader.today)
    if way is None:
        raise _Unknown("no_way")
    return way


def _price(trader: Trader, seller: Actor, buyer: Actor) -> float:
    for trade in trader.book["trades"].iter_rows(named=True):
        goods = trade["commodity"] == trader.commodities[seller.commodity]
        if goods and trade["seller"] == seller.id and trade["buyer"] == buyer.id and trade["price"] is not None:
            return float(trade["price"])
    return float(trader.programme.price[seller.row]) if seller.table == "markets" else seller.price


def _quantity(trader: Trader, row: Mapping[str, object], buyer: Actor, now: Actor) -> float:
    """The claim's quantity, else what ``trades`` says that is bought."""
    if row["quantity"] is not None:
        return float(row["quantity"])  # type: ignore[arg-type]
    trades = trader.book["trades"].iter_rows(named=True)
    bought = [float(t["quantity"]) for t in trades if t["seller"] == now.id and t["buyer"] == buyer.id]
    if not bought:
        raise _Unknown("no_quantity")
    return sum(bought)


def _factor(trader: Trader, unit: str, commodity: int, quantity: float) -> float:
    """What one of the claim's units is in the book's money a year."""
    asked, currency = unit.strip(), trader.book.settings.currency
    goods = trader.book["commodities"]["unit"][commodity]
    money = {**UNITS, currency: 1.0}
    if asked in money:
        return money[asked]
    if asked in PER_UNIT or asked in {f"{name}/{goods}" for name in ("yuan", "元", currency)}:
        return quantity
    raise _Unknown("no_unit")
