"""First book: the barriers of a form as the fences, links, trips and modes of a book, so that nothing is typed twice.

Each barrier gets a way across of its own (a mode and a link), so that it bears on its own volume only; who finds that
two of them stand on one road joins the two ways. With b what a crossing costs without the barrier and g what the
barrier adds (both per crossing), today's crossings are worth b + 2 g, and those that stay away b + g / 2, which is what
the rule of half counts for them. With every fence down the book then gains exactly what the page says.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unfence.book import Book, book_from_rows
from unfence.library import figures
from unfence.quick.answers import NOTHING, Span
from unfence.quick.pricing import Price
from unfence.quick.reading import Barrier, Form
from unfence.words import say

Row = Mapping[str, object]
Tables = dict[str, list[Row]]
SPEED = 50.0
"""Kilometres an hour on the way across; assumed."""


@dataclass(frozen=True)
class _Crossing:
    """A barrier with its id, the two sides' ids, and what one crossing costs without it."""

    id: str
    barrier: Barrier
    days: Span
    sides: tuple[str, str]
    km: Span
    cost_km: float

    @property
    def hour(self) -> Span:
        """The value of an hour."""
        return self.barrier.hour or NOTHING

    @property
    def base(self) -> float:
        """What a crossing costs without the barrier."""
        return self.km.value * (self.cost_km + self.hour.value / SPEED)

    @property
    def adds(self) -> float:
        """What the barrier adds to a crossing, fees included."""
        minutes = self.barrier.minutes or NOTHING
        return minutes.value / 60 * self.hour.value + self.barrier.money.value

    def yearly(self, daily: Span, share: float = 1.0) -> tuple[float, float, float]:
        """A number a day as one a year: as stated, lowest, highest."""
        days = self.days
        return share * daily.value * days.value, share * daily.low * days.low, share * daily.high * days.high

    @property
    def said(self) -> Row:
        """Who says so: an answer with a name behind it is derived, any other is assumed."""
        says = self.barrier.says
        return {"source": says or "quick form", "confidence": "derived" if says else "assumed"}


def first_book(form: Form, ranked: Sequence[Price]) -> Book:
    """The book of the barriers that have a price; raises ``BookError`` if it cannot be read as one.

    Raises ``ValueError`` where no barrier has a price.
    """
    priced = [price for price in ranked if price.priced]
    if not priced:
        raise ValueError(form.title)
    sides = _ids(form.sides, "side")
    first, second = sides
    tables: Tables = {
        "jurisdictions": [{"id": i, "name": n, "name_zh": n} for i, n in zip(sides, form.sides, strict=True)],
        "sites": [
            {"id": f"{i}_site", "name": n, "name_zh": n, "jurisdiction": i, "kind": "town"}
            for i, n in zip(sides, form.sides, strict=True)
        ],
    }
    for name, price in zip(_ids([p.barrier.name for p in priced], "barrier"), priced, strict=True):
        way = _Crossing(name, price.barrier, price.days, (first, second), form.km, _cost_km(form, price.barrier))
        for table, rows in (*_way(way, form), *_crossings(way), *_end(way)):
            tables.setdefault(table, []).extend(rows)
    settings = {"title": form.title, "title_zh": form.title, "currency": form.currency, "year": form.year}
    return book_from_rows({**settings, "discount_rate": 0.05}, **tables)


def _way(way: _Crossing, form: Form) -> Iterable[tuple[str, list[Row]]]:
    """The way across and what stands on it: a mode, a link, one fence for the time and one for the money."""
    barrier, trucks = way.barrier, way.barrier.crosses == "trucks"
    known = {"source": "starter library", "confidence": "derived" if way.cost_km else "assumed"}
    yield "modes", [{
        "id": f"by_{way.id}", "name": _english("way", barrier), "name_zh": _chinese("way", barrier),
        "carries": f"load_{way.id}" if trucks else "people", "cost_km": way.cost_km, "speed": SPEED,
        "cost_hour": way.hour.value if trucks else "", **known,
    }]  # fmt: skip
    yield "links", [{
        "id": f"over_{way.id}", "a": f"{way.sides[0]}_site", "b": f"{way.sides[1]}_site", "mode": f"by_{way.id}",
        "km": way.km.value, **({"confidence": "assumed"} if "km" in form.assumed else way.said),
    }]  # fmt: skip
    yield "ranges", [_range("links", f"over_{way.id}", "km", way.km.low, way.km.high)]
    if trucks and way.hour.low < way.hour.high:
        yield "ranges", [_range("modes", f"by_{way.id}", "cost_hour", way.hour.low, way.hour.high)]
    for fence, (kind, size, payee) in _fences(way).items():
        yield "fences", [{
            "id": fence, "name": barrier.name, "name_zh": barrier.name, "between": ";".join(way.sides),
            "modes": f"by_{way.id}", "kind": kind, "size": size.value, "payee": payee, "evidence": barrier.says,
            **way.said,
        }]  # fmt: skip
        yield "ranges", [_range("fences", fence, "size", size.low, size.high)]


def _fences(way: _Crossing) -> Mapping[str, tuple[str, Span, str]]:
    """Each fence of a barrier by id: its kind, its size, who is paid ("" for nobody)."""
    barrier, found = way.barrier, {}
    minutes = barrier.minutes or NOTHING
    if minutes.value or not barrier.money.value:
        found[way.id] = ("time", minutes.scaled(1 / 60), "")
    if barrier.money.value:
        payee = {"nobody": "", "first": way.sides[0], "second": way.sides[1], "outside": "outside"}[barrier.gets]
        found[f"{way.id}_money" if found else way.id] = ("fee" if payee else "cost", barrier.money, payee)
    return found


def _crossings(way: _Crossing) -> Iterable[tuple[str, list[Row]]]:
    """Who crosses today, and who would: travellers both ways, truckloads one way."""
    today, more = way.barrier.number or NOTHING, way.barrier.more
    worth = {"": way.base + 2 * way.adds, "_more": way.base + way.adds / 2}
    if way.barrier.crosses == "people":
        ends = tuple(f"{side}_site" for side in way.sides)
        for ending, daily in (("", today), ("_more", more)):
            for back in range(2 if daily.value else 0):
                yield from _trip(way, f"{way.id}{ending}{'_back' * back}", daily, worth[ending], ends[:: 1 - 2 * back])
        return
    load = f"load_{way.id}"
    yield "commodities", [{
        "id": load, "name": _english("load", way.barrier), "name_zh": _chinese("load", way.barrier),
        "unit": "truckload", "kind": "good", **way.said,
    }]  # fmt: skip
    yield "markets", [{
        "id": f"{way.id}_from", "site": f"{way.sides[0]}_site", "commodity": load, "side": "supply", "price": 0,
        "confidence": "assumed", "note": "only what the load is worth above its price at the other end counts",
    }]  # fmt: skip
    for ending, daily in (("", today), ("_more", more)):
        if daily.value:
            number, low, high = way.yearly(daily)
            yield "markets", [{
                "id": f"{way.id}_to{ending}", "site": f"{way.sides[1]}_site", "commodity": load, "side": "demand",
                "price": worth[ending], "quantity": number, **way.said,
                "note": "trucks of both directions together; what a load is worth is not asked: placed so that it "
                + ("crosses today" if not ending else "crosses once the barrier is gone"),
            }]  # fmt: skip
            yield "ranges", [_range("markets", f"{way.id}_to{ending}", "quantity", low, high)]


def _trip(
    way: _Crossing, name: str, daily: Span, worth: float, ends: tuple[str, ...]
) -> Iterable[tuple[str, list[Row]]]:
    """Half of the travellers of a day, in one direction, with the ranges of their number and their hour's value."""
    number, low, high = way.yearly(daily, 0.5)
    yield "trips", [{
        "id": name, "from": ends[0], "to": ends[1], "modes": f"by_{way.id}", "number": number,
        "hour_value": way.hour.value, "value": worth, **way.said,
        "note": "half of both directions; what a trip is worth is not asked",
    }]  # fmt: skip
    yield "ranges", [_range("trips", name, "number", low, high)]
    if way.hour.low < way.hour.high:
        yield "ranges", [_range("trips", name, "hour_value", way.hour.low, way.hour.high)]


def _end(way: _Crossing) -> Iterable[tuple[str, list[Row]]]:
    """The measure that takes the barrier down; what it costs was not asked and is unknown."""
    yield "measures", [{
        "id": f"end_{way.id}", "name": _english("end", way.barrier), "name_zh": _chinese("end", way.barrier),
        "capex": "?", "decides": way.barrier.decides, "confidence": "assumed",
        "note": "what it costs is not asked on the form: 0 until it is filled in",
    }]  # fmt: skip
    yield (
        "effects",
        [
            {"measure": f"end_{way.id}", "on": "fence", "id": fence, "change": "remove", **way.said}
            for fence in _fences(way)
        ],
    )


def _range(table: str, key: str, column: str, low: float, high: float) -> Row:
    return {"table": table, "key": key, "column": column, "low": low, "high": high, "confidence": "derived"}


def _cost_km(form: Form, barrier: Barrier) -> float:
    """What a kilometre costs a truck, or a traveller by bus, in yuan; 0 in any other money."""
    if form.currency != "CNY":
        return 0.0
    topic, mode = ("road", "truck") if barrier.crosses == "trucks" else ("people", "bus")
    held = {f.column: f.value for f in figures(topic) if f.key == mode}
    return held["cost_km"] if mode == "truck" else held["cost_km"] / held["payload"]


def _ids(names: Sequence[str], word: str) -> tuple[str, ...]:
    """An id for each name: the name itself as far as ids may hold it, else ``word_2``; none twice.

    >>> _ids(["Two checks!", "重复查验", "two checks"], "barrier")
    ('two_checks', 'barrier_2', 'barrier_3')
    """
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        plain = re.sub(r"[^a-z0-9]+", "_", unicodedata.normalize("NFKD", name).lower()).strip("_")
        usable = name.isascii() and plain and plain != "outside" and plain not in found
        found.append(plain[:40].strip("_") if usable and plain[:40].strip("_") not in found else f"{word}_{number}")
    return tuple(found)


def _english(what: str, barrier: Barrier) -> str:
    return say(f"quick.book.{what}", "en", name=barrier.name)


def _chinese(what: str, barrier: Barrier) -> str:
    return say(f"quick.book.{what}", "zh", name=barrier.name)
