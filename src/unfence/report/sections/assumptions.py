"""Assumptions: the figures that move the gain, each set to its ends; and, where books were drawn, the draws."""

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import Figure, in_percent, in_units
from unfence.report.pictures import GAIN, INK, LOSS, WIDTH, chart_of, svg
from unfence.report.tables import money_unit

_BAND = 40
_MOVERS = ("footing", "movers")


def section(facts: Facts) -> Section:
    """The section."""
    return Section("assumptions", facts.word("assumptions.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    counts = {word: facts.units(facts.figure("footing", word)) for word in ("assumptions", "idle", "tried")}
    movers = facts.at(*_MOVERS)
    if not movers:
        yield Paragraph(facts.text("assumptions.none", **counts))
        return
    gain = facts.figure("footing", "gain")
    key = "about" if facts.at("measures") else "about_open"
    yield Paragraph(facts.text(f"assumptions.{key}", gain=facts.money(gain), **counts))
    yield Paragraph(_foremost(facts), "notice")
    yield _picture(facts, gain)
    yield _table(facts)
    if facts.at("sensitivity"):
        yield from _drawn(facts)
    else:
        yield Paragraph(facts.text("assumptions.not_drawn"))


def _foremost(facts: Facts) -> Markup:
    """The figure on which most hangs, and whether any end turns the gain into a loss."""
    ends = [facts.maybe(*_MOVERS, k, end) for k in range(len(facts.at(*_MOVERS))) for end in ("gain_low", "gain_high")]
    known = [end for end in ends if end is not None]
    mover = facts.at(*_MOVERS, 0)
    losing = any(end.value < 0 for end in known)
    said = facts.text(
        "assumptions.foremost",
        cell=_cell(facts, mover),
        low=_end(facts, 0, "low"),
        high=_end(facts, 0, "high"),
        gain_low=_gain(facts, ends[0]),
        gain_high=_gain(facts, ends[1]),
    )
    return said + facts.text("assumptions.loses" if losing else "assumptions.never_loses")


def _gain(facts: Facts, figure: Figure | None) -> Markup | str:
    return facts.word("assumptions.no_answer") if figure is None else facts.money(figure)


def _end(facts: Facts, k: int, word: str) -> Markup | None:
    """An end of an assumption: in its own unit, or as a share of what is stated."""
    figure = facts.maybe(*_MOVERS, k, word)
    if figure is None:
        return None
    relative = facts.at(*_MOVERS, k, "relative")
    return in_percent(figure, facts.lang) if relative else in_units(figure, facts.lang)


def _table(facts: Facts) -> Table:
    columns = [
        Column(facts.word("assumptions.figure")),
        Column(facts.word("assumptions.basis")),
        *(Column(facts.word(f"assumptions.{word}")) for word in ("low", "stated", "high")),
        *(Column(facts.word(f"assumptions.gain_{word}"), "money") for word in ("low", "high")),
    ]
    rows = [
        Row(
            [
                _cell(facts, mover),
                facts.word(f"assumptions.basis_{mover['basis']}"),
                *(_end(facts, k, word) for word in ("low", "stated", "high")),
                *(facts.maybe(*_MOVERS, k, word) for word in ("gain_low", "gain_high")),
            ]
        )
        for k, mover in enumerate(facts.at(*_MOVERS))
    ]
    return Table(facts.word("assumptions.caption"), columns, rows, note=facts.word("assumptions.note"))


def _picture(facts: Facts, gain: Figure) -> Picture:
    """From the least gain to the most, of those at the ends and the one stated, an assumption a line."""
    factor = facts.scale.factor
    rows: list[dict[str, Any]] = [
        {
            "row": place * _BAND,
            "label": _cell(facts, mover),
            "least": min(gain.value, mover["gain_low"], mover["gain_high"]) / factor,
            "most": max(gain.value, mover["gain_low"], mover["gain_high"]) / factor,
            "way": "up" if mover["gain_high"] >= mover["gain_low"] else "down",
        }
        for place, mover in enumerate(facts.at(*_MOVERS))
        if mover["gain_low"] is not None and mover["gain_high"] is not None
    ]
    height = _BAND * len(facts.at(*_MOVERS))
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    unit = facts.text("assumptions.axis", unit=money_unit(facts.scale, facts.currency, facts.lang))
    x = alt.X("least:Q", title=unit, axis=alt.Axis(format=",.12~g", tickCount=5, grid=True), scale=alt.Scale(zero=True))
    way = alt.Color(
        "way:N",
        title=None,
        scale=alt.Scale(domain=["up", "down"], range=[GAIN, LOSS]),
        legend=alt.Legend(
            orient="bottom",
            labelExpr=f"datum.value == 'up' ? '{facts.word('assumptions.up')}' : '{facts.word('assumptions.down')}'",
        ),
    )
    stated = chart_of([{"at": gain.value / factor}]).mark_rule(color=INK, strokeDash=[3, 3]).encode(x="at:Q")
    chart = alt.layer(
        stated,
        base.mark_rule(strokeWidth=9, yOffset=26).encode(x=x, x2="most:Q", color=way),
        base.mark_text(align="left", baseline="top", yOffset=4, x=0, stroke="#ffffff", strokeWidth=3).encode(
            text="label:N"
        ),
    ).properties(width=WIDTH, height=height)
    return Picture(
        svg(chart, "assumptions", facts.word("assumptions.picture")), facts.text("assumptions.picture_caption")
    )


def _drawn(facts: Facts) -> Iterator[Block]:
    """What the drawn books say: the band of the gain, whether the plan stays ahead, whose order is not settled."""
    yield Heading(facts.word("heading.bands"))
    band = {
        word: facts.money(facts.figure("sensitivity", "gain" if facts.at("measures") else "open", word))
        for word in ("low", "middle", "high")
    }
    counts = {word: facts.units(facts.figure("sensitivity", word)) for word in ("draws", "answered")}
    yield Paragraph(
        facts.text("assumptions.drawn", keeps=facts.percent(facts.figure("sensitivity", "keeps")), **band, **counts)
    )
    for k, flip in enumerate(facts.at("sensitivity", "flips")):
        yield Paragraph(
            facts.text(
                "bands.flip",
                first=facts.name(flip["kind"], flip["first"]),
                second=facts.name(flip["kind"], flip["second"]),
                share=facts.percent(facts.figure("sensitivity", "flips", k, "share")),
            )
        )


def _cell(facts: Facts, mover: Mapping[str, Any]) -> str:
    """The cell of an assumption: what its row is called, and what the column holds."""
    table, key = mover["table"], mover["key"]
    what = facts.word(f"assumptions.column.{table}.{mover['column']}")
    return facts.word("assumptions.cell").format(name=" · ".join(_row_names(facts, table, key)), what=what)


def _row_names(facts: Facts, table: str, key: str) -> list[str]:
    names = Names(facts.book, facts.lang)
    if table in ("recipes", "effects"):
        parts = {"recipes": ("processes", "commodities"), "effects": ("measures",)}[table]
        return [facts.name(part, name) for part, name in zip(parts, key.split(";"), strict=False)]
    if table == "markets":
        markets = facts.book[table].select("id", "commodity").iter_rows()
        return [names.of(table, key), facts.name("commodities", dict(markets)[key])]
    if table == "links":
        modes = dict(facts.book[table].select("id", "mode").iter_rows())
        return [names.of(table, key), facts.name("modes", modes[key])]
    if table in ("fences", "measures", "modes", "commodities"):
        return [facts.name(table, key)]
    return [names.seller(key) if table == "plants" else names.of(table, key)]
