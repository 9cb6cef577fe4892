"""The bill of barriers: what each fence costs, what each measure is worth, and which of them depend on each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper, Unit

if TYPE_CHECKING:
    from unfence.gains.fences import FencePrice
    from unfence.gains.measures import MeasurePrice
    from unfence.gains.pairs import Pair

PAIRS = 5
"""Pairs that are said in words; the others are weaker."""


def fences(paper: Paper) -> None:
    """The bill of fences, the costliest first, with the reason where taking one down lowers welfare."""
    bill = paper.study.fences
    if not bill.prices:
        return
    prices = sorted(bill.prices, key=lambda f: -f.shapley)
    unit = paper.unit(v for f in prices for v in (f.alone, f.last, f.shapley))
    paper.heading("fences", unit)
    shares, doubt = _shares(prices), paper.study.doubt.fences
    rows = [[paper.names["fences", f.id], *_worth(paper, unit, f, shares), paper.percent(doubt[f.id])] for f in prices]
    paper.table(paper.columns("fence", "alone", "last", *shares, "assumed"), rows)
    paper.line("fences.meaning", whole=paper.money(bill.open - bill.today))
    _planned_and_fees(paper)
    for price in prices:
        if price.lost and price.alone < -paper.small:
            paper.line(
                "fences.lowers",
                name=paper.names["fences", price.id],
                loss=paper.money(-price.alone),
                kept=paper.money(price.lost.kept),
                fees=paper.money(-price.lost.collected),
            )
    _pairs(paper, "fences", bill.pairs)


def measures(paper: Paper) -> None:
    """The bill of measures: among all the others, then in the best plan."""
    bill = paper.study.measures
    if bill.prices:
        prices = sorted(bill.prices, key=lambda m: -m.shapley)
        unit = paper.unit(v for m in prices for v in (m.yearly_cost, m.alone, m.last, m.shapley))
        paper.heading("measures", unit)
        shares, doubt = _shares(prices), paper.study.doubt.measures
        rows = [
            [
                paper.names["measures", m.id],
                unit.text(m.yearly_cost),
                *_worth(paper, unit, m, shares),
                paper.percent(doubt[m.id]),
            ]
            for m in prices
        ]
        paper.table(paper.columns("measure", "yearly_cost", "alone", "last", *shares, "assumed"), rows)
        paper.line("measures.meaning")
        _pairs(paper, "measures", bill.pairs)
        _inside(paper, prices)
    table = paper.study.book["measures"].select("id", "status").iter_rows()
    decided = [name for name, status in table if status in ("building", "done")]
    if decided:
        paper.line("measures.decided", names=paper.called("measures", decided))


def _inside(paper: Paper, prices: Sequence["MeasurePrice"]) -> None:
    """What each measure means to the best plan."""
    unit = paper.unit(v for m in prices for v in (m.in_best, m.share_of_best))
    paper.heading("inside", unit)
    decides = dict(paper.study.book["measures"].select("id", "decides").iter_rows())
    best = set(paper.study.measures.best.measures)
    rows = [
        [
            paper.names["measures", m.id],
            paper.say("yes" if m.id in best else "no"),
            unit.text(None if m.in_best is None else paper.calm(m.in_best)),
            unit.text(paper.calm(m.share_of_best)),
            unit.text(paper.calm(m.delay_month)),
            paper.say(f"decides.{decides[m.id]}"),
        ]
        for m in sorted(prices, key=lambda m: (m.id not in best, -m.share_of_best, -(m.in_best or 0.0)))
    ]
    paper.table(
        paper.columns("measure", "chosen", "in_best", "share_of_gain", "delay_month", "decides"), rows, texts=(0, 1, 5)
    )
    paper.line("measures.inside", gain=paper.money(paper.study.gain))


def _planned_and_fees(paper: Paper) -> None:
    """Why a fence may cost nothing: nothing is built there yet, or it only moves money."""
    book = paper.study.book
    if any("planned" in book[table]["status"] for table in ("links", "terminals", "plants")):
        paper.line("fences.planned")
    taken = paper.study.outcomes["today"].solution.fee_by_fence().tolist()
    for (fence, kind), amount in zip(book["fences"].select("id", "kind").iter_rows(), taken, strict=True):
        if kind == "fee":
            moves = "fee" if paper.calm(amount) else "fee_idle"
            paper.line(f"fences.{moves}", name=paper.names["fences", fence], amount=paper.money(amount))


def _shares(prices: "Sequence[FencePrice | MeasurePrice]") -> tuple[str, ...]:
    return ("fair_share", "error") if any(price.error > 0 for price in prices) else ("fair_share",)


def _worth(paper: Paper, unit: Unit, price: "FencePrice | MeasurePrice", shares: tuple[str, ...]) -> list[str]:
    """Alone, last, the Shapley share and, where it is sampled, its standard error."""
    return [unit.text(paper.calm(value)) for value in (price.alone, price.last, price.shapley, price.error)][
        : 2 + len(shares)
    ]


def _pairs(paper: Paper, table: str, pairs: Sequence["Pair"]) -> None:
    """Blocks and overlaps in words, the strongest first."""
    for pair in pairs[:PAIRS]:
        first, second = paper.called(table, (pair.first, pair.second))
        paper.line(f"pairs.{table}.{pair.kind}", first=first, second=second, amount=paper.money(abs(pair.amount)))
    if len(pairs) > PAIRS:
        paper.line("pairs.more", count=len(pairs) - PAIRS)
