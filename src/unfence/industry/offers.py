"""Offers: what a side asks for a factor, and what the price is made of.

A price P is the sum of its parts. A part per unit is its amount; what the price holds beyond those is the standing
part (a charge per kW and month), shared by amount if there are several; what no part explains is the ``rest``:

    P = sum of parts per unit + standing parts + rest

A part is a transfer where somebody receives it and nobody burns it. The book says how much of a price that is, the
market's ``fee``; the parts that add up to it are the transfers. Where there is no fee, the parts that a jurisdiction
receives are. A charge of A per kW and month that comes to s per unit of k kWh says how evenly power is drawn:

    load factor = 12 A k / (8760 s)

Where no market of a side sells a factor, its plants that make it offer it at the mill price (no parts: it is a shadow
price, the middle of its interval).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from unfence.economy import Solution
from unfence.economy.layout import MADE
from unfence.economy.prices import Prices
from unfence.industry.grids import KWH

HOURS = 8760.0
_CLOSE = 1e-3
"""The share of a price by which parts may miss a fee and still be it, rounded."""


@dataclass(frozen=True)
class Part:
    """One part of a price: as the tariff states it, and what it comes to per unit."""

    name: str
    """As in the tariff; ``price`` and ``fee`` where there is none, ``rest`` for what its parts leave out, ``slope``."""
    per: str
    amount: float
    each: float
    """Money per unit of the commodity."""
    payee: str
    transfer: bool


@dataclass(frozen=True)
class Offer:
    """What a side asks for a factor where it is sold or made; the parts add up to the price."""

    commodity: str
    side: str
    site: str
    id: str
    """Of the market, or of the plant."""
    price: float
    low: float
    """The price's interval; both ends are the price where a market states it."""
    high: float
    transfer: float
    parts: tuple[Part, ...]
    load_factor: float | None
    quantity: float
    """Sold or made a year."""
    confidence: str
    source: str

    @property
    def resource(self) -> float:
        """What is burnt per unit."""
        return self.price - self.transfer


def offers_of(solution: Solution, prices: Prices, commodity: int) -> tuple[Offer, ...]:
    """Every side's offers of a commodity (by row): its markets, and its plants where none of its markets sells.

    >>> from unfence.economy import Economy
    >>> from unfence.economy.prices import prices_of
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> today = economy.solve(economy.today())
    >>> [(offer.id, offer.price) for offer in offers_of(today, prices_of(today), 0)]
    [('mine', 300.0), ('far_coal', 258.0)]
    """
    markets = tuple(_by_markets(solution, commodity))
    selling = {offer.side for offer in markets}
    return (*markets, *(o for o in _by_plants(solution, prices, commodity) if o.side not in selling))


def parts_of(
    price: float, fee: float, payee: str, tariff: Sequence[Mapping[str, object]], jurisdictions: frozenset[str]
) -> tuple[Part, ...]:
    """The parts of a price; ``tariff`` holds rows with ``part``, ``per``, ``amount``, ``payee``.

    >>> rows = [{"part": "energy", "per": "unit", "amount": 300, "payee": "outside"},
    ...         {"part": "grid", "per": "kw_month", "amount": 31, "payee": "outside"}]
    >>> [(part.name, part.each, part.transfer) for part in parts_of(350, 50, "outside", rows, frozenset())]
    [('energy', 300.0, False), ('grid', 50.0, True)]
    """
    if not tariff:
        held = [Part("price", "unit", price - fee, price - fee, "", transfer=False)]
        return (*held, Part("fee", "unit", fee, fee, payee, transfer=True)) if fee else tuple(held)
    rows = [(str(t["part"]), str(t["per"]), float(str(t["amount"])), str(t["payee"])) for t in tariff]
    left = price - sum(amount for _, per, amount, _ in rows if per == "unit")
    standing = sum(amount for _, per, amount, _ in rows if per != "unit")
    scale = left / standing if standing > 0 and left > 0 else 0.0
    each = [amount if per == "unit" else amount * scale for _, per, amount, _ in rows]
    receives = [payee in jurisdictions for *_, payee in rows]
    moved = _adding_up(each, fee, _CLOSE * abs(price)) if fee else {i for i, yes in enumerate(receives) if yes}
    found = [Part(*row[:3], each[i], row[3], i in moved) for i, row in enumerate(rows)]
    rest = price - sum(each)
    if fee and not moved:  # the parts do not tell the fee apart: it is shown beside them
        found.append(Part("fee", "unit", fee, fee, payee, transfer=True))
        rest -= fee
    if abs(rest) > _CLOSE * abs(price):
        found.append(Part("rest", "unit", rest, rest, "", transfer=False))
    return tuple(found)


def _adding_up(each: Sequence[float], fee: float, near: float) -> set[int]:
    """The places of the fewest parts that add up to a fee; of equals the first."""
    places = range(len(each))
    sets = chain.from_iterable(combinations(places, size) for size in range(1, len(each) + 1))
    return next((set(some) for some in sets if abs(sum(each[i] for i in some) - fee) <= near), set())


def _by_markets(solution: Solution, commodity: int) -> Iterator[Offer]:
    book, sold = solution.programme.book, solution.x[solution.programme.markets]
    name, unit = book["commodities"]["id"][commodity], book["commodities"]["unit"][commodity]
    homes = dict(zip(book["sites"]["id"], book["sites"]["jurisdiction"], strict=True))
    jurisdictions = frozenset(book["jurisdictions"]["id"])
    tariffs: dict[str, list[Mapping[str, object]]] = {}
    for stated in book["tariffs"].iter_rows(named=True):
        tariffs.setdefault(stated["market"], []).append(stated)
    for row, market in enumerate(book["markets"].iter_rows(named=True)):
        if market["commodity"] != name or market["side"] != "supply":
            continue
        tariff = tariffs.get(market["id"], [])
        parts = parts_of(market["price"], market["fee"], market["payee"], tariff, jurisdictions)
        if risen := market["slope"] * float(sold[row]):
            parts = (*parts, Part("slope", "unit", risen, risen, "", transfer=False))
        price = sum(part.each for part in parts)
        yield Offer(
            commodity=name,
            side=homes[market["site"]] or "outside",
            site=market["site"],
            id=market["id"],
            price=price,
            low=price,
            high=price,
            transfer=sum(part.each for part in parts if part.transfer),
            parts=parts,
            load_factor=_load_factor(parts, unit),
            quantity=float(sold[row]),
            confidence=market["confidence"],
            source=market["source"],
        )


def _by_plants(solution: Solution, prices: Prices, commodity: int) -> Iterator[Offer]:
    layout, book = solution.programme.layout, solution.programme.book
    sites, plants = book["sites"], book["plants"]
    ends = zip(prices.low.tolist(), prices.high.tolist(), strict=True)
    interval = dict(zip(prices.node.tolist(), ends, strict=True))
    makes = (layout.node_commodity[layout.recipe_node] == commodity) & (layout.node_level[layout.recipe_node] == MADE)
    for k in np.flatnonzero(makes):
        plant, node = int(layout.recipe_plant[k]), int(layout.recipe_node[k])
        made = float(layout.recipe_amount[k] * solution.x[plant])
        low, high = interval[node]
        if made > 0 and np.isfinite([low, high]).all():
            site = int(layout.node_site[node])
            price = (low + high) / 2
            yield Offer(
                commodity=book["commodities"]["id"][commodity],
                side=sites["jurisdiction"][site] or "outside",
                site=sites["id"][site],
                id=plants["id"][plant],
                price=price,
                low=low,
                high=high,
                transfer=0.0,
                parts=(Part("price", "unit", price, price, "", transfer=False),),
                load_factor=None,
                quantity=made,
                confidence=plants["confidence"][plant],
                source=plants["source"][plant],
            )


def _load_factor(parts: Sequence[Part], unit: str) -> float | None:
    """How evenly power has to be drawn for its charge per kW and month to come to what the price holds."""
    charges = [part for part in parts if part.per == "kw_month" and part.each > 0]
    if not charges or unit not in KWH:
        return None
    return 12 * charges[0].amount * KWH[unit] / (HOURS * charges[0].each)
