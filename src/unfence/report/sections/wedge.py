"""Factors at one price: what power, gas, steam and labour cost on both sides, and what the difference is made of."""

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table, long
from unfence.report.facts import Facts
from unfence.report.figures import Figure
from unfence.report.pictures import FENCE, PALE, WIDTH, chart_of, svg
from unfence.report.sections import prices
from unfence.report.sections.prices import in_its_unit

_BAND = 46
_POLICY = "#0b5c8a"
_WEDGES = ("factors", "wedges")
_PARTS = ("policy", "distance", "fence")


def section(facts: Facts) -> Section:
    """The section: the price board of factors, then the prices of all commodities that both sides have."""
    return Section("prices", facts.word("wedge.title"), [*_blocks(facts), *_goods(facts)])


def _goods(facts: Facts) -> Iterator[Block]:
    yield Heading(facts.word("wedge.goods"))
    yield from prices.section(facts).blocks


def _blocks(facts: Facts) -> Iterator[Block]:
    wedges = facts.at(*_WEDGES)
    if not wedges:
        yield Paragraph(facts.text("wedge.none"))
        return
    yield Paragraph(facts.text("wedge.about"))
    yield Paragraph(_most(facts), "notice")
    yield _picture(facts)
    yield _table(facts)
    yield _keepers(facts)
    if not len(facts.book["tariffs"]):
        yield Paragraph(facts.text("wedge.no_tariffs"))
    yield Heading(facts.word("heading.level"))
    yield _level(facts)


def _most(facts: Facts) -> Markup:
    """The factor whose wedge costs its buyers most, and what fences make up of it."""
    k = max(range(len(facts.at(*_WEDGES))), key=lambda k: facts.at(*_WEDGES, k, "saved"))
    wedge = facts.at(*_WEDGES, k)
    return facts.text(
        "wedge.most",
        factor=facts.name("commodities", wedge["commodity"]),
        unit=facts.unit_name(facts.unit[wedge["commodity"]]),
        dear=facts.name("jurisdictions", wedge["dear"]),
        cheap=facts.name("jurisdictions", wedge["cheap"]),
        currency=facts.word_of_currency,
        **{word: facts.units(facts.figure(*_WEDGES, k, word)) for word in ("wedge", *_PARTS)},
    )


def _table(facts: Facts) -> Table:
    """Both sides' prices and what the difference is made of; of two players each has its own column."""
    two = facts.players if len(facts.players) == 2 else ()  # noqa: PLR2004  a column each
    sides = [Column(facts.name("jurisdictions", player), "amount") for player in two]
    columns = [
        Column(facts.word("column.factor")),
        *(sides or [Column(facts.word(f"column.{side}")) for side in ("cheap", "dear")]),
        *(Column(facts.word(f"column.{word}"), "amount") for word in ("wedge", "policy", "distance", "fence_part")),
    ]
    rows = []
    for k, wedge in enumerate(facts.at(*_WEDGES)):
        price = _prices(facts, wedge)
        named = [
            facts.text("board.of", name=facts.name("jurisdictions", side), amount=facts.units(price[side]))
            for side in (wedge["cheap"], wedge["dear"])
        ]
        parts = [facts.figure(*_WEDGES, k, word) for word in ("wedge", *_PARTS)]
        rows.append(Row([in_its_unit(facts, wedge["commodity"]), *([price[side] for side in two] or named), *parts]))
    caption = facts.text("wedge.caption", currency=facts.word_of_currency)
    return Table(caption, columns, rows, note=facts.word("board.meaning"))


def _prices(facts: Facts, wedge: Mapping[str, Any]) -> Mapping[str, Figure]:
    """The price on each of the two sides of a wedge."""
    offers = {(o["commodity"], o["id"]): k for k, o in enumerate(facts.at("factors", "offers"))}
    return {
        wedge[side]: facts.figure("factors", "offers", offers[wedge["commodity"], wedge[f"{side}_offer"]], "price")
        for side in ("cheap", "dear")
    }


def _keepers(facts: Facts) -> Table:
    """What keeps the fence part of each wedge up."""
    names = Names(facts.book, facts.lang)
    columns = [Column(facts.word("column.factor")), Column(facts.word("wedge.kept_by"))]
    return Table(
        facts.word("wedge.kept_caption"),
        columns,
        [
            Row([facts.name("commodities", wedge["commodity"]), _kept(facts, wedge, names)])
            for wedge in facts.at(*_WEDGES)
        ],
    )


def _kept(facts: Facts, wedge: Mapping[str, Any], names: Names) -> Markup:
    """What keeps the fence part up, as a text that may run over several lines."""
    if wedge["way"] == "none":
        said = facts.text("wedge.no_way")
    else:
        things = [thing.split(".", 1) for thing in wedge["kept_by"]]
        parts = [facts.text(f"board.{table}", name=names.of(table, key)) for table, key in things]
        said = facts.text("wedge.things", things=parts or ["–"])
    return long(said)


def _picture(facts: Facts) -> Picture:
    """Each wedge as a share of the lower price, split into its three parts."""
    rows: list[dict[str, Any]] = []
    for place, wedge in enumerate(facts.at(*_WEDGES)):
        price = abs(_prices(facts, wedge)[wedge["cheap"]].value) or 1.0
        label = facts.word("wedge.label").format(
            factor=facts.name("commodities", wedge["commodity"]), dear=facts.name("jurisdictions", wedge["dear"])
        )
        for order, part in enumerate(_PARTS):
            share = wedge[part] / price
            rows.append({"row": place * _BAND, "label": label, "part": part, "order": order, "share": share})
    height = _BAND * len(facts.at(*_WEDGES))
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    said = " : ".join(f"datum.value == '{part}' ? '{facts.word('wedge.part_' + part)}'" for part in _PARTS)
    color = alt.Color(
        "part:N",
        title=None,
        scale=alt.Scale(domain=list(_PARTS), range=[_POLICY, PALE, FENCE]),
        legend=alt.Legend(orient="bottom", labelExpr=f"{said} : ''"),
    )
    chart = alt.layer(
        base.mark_bar(size=11, yOffset=30).encode(
            x=alt.X("sum(share):Q", title=None, stack="zero", axis=alt.Axis(format="%", tickCount=5)),
            color=color,
            order="order:Q",
        ),
        base.transform_filter("datum.order == 0")
        .mark_text(align="left", baseline="top", yOffset=6, x=0, stroke="#ffffff", strokeWidth=3)
        .encode(text="label:N"),
    ).properties(width=WIDTH, height=height)
    return Picture(svg(chart, "wedge", facts.word("wedge.picture")), facts.text("wedge.picture_caption"))


def _level(facts: Facts) -> Table:
    """Who saves and who loses if both sides take the lower price."""
    columns = [
        Column(facts.word("column.factor")),
        Column(facts.word("column.buyers")),
        Column(facts.word("column.saved"), "money"),
        Column(facts.word("column.lost")),
        Column(facts.word("column.uncovered"), "money"),
    ]
    rows = [
        Row(
            [
                facts.name("commodities", wedge["commodity"]),
                facts.name("jurisdictions", wedge["dear"]),
                facts.figure(*_WEDGES, k, "saved"),
                _lost(facts, k, wedge["lost"]),
                facts.figure(*_WEDGES, k, "uncovered"),
            ]
        )
        for k, wedge in enumerate(facts.at(*_WEDGES))
    ]
    return Table(facts.word("wedge.level_caption"), columns, rows, note=facts.word("board.level"))


def _lost(facts: Facts, k: int, lost: Mapping[str, float]) -> Markup | None:
    parts: list[Markup] = []
    for who in lost:
        amount = facts.figure(*_WEDGES, k, "lost", who)
        parts.append(facts.text("board.of", name=facts.name("jurisdictions", who), amount=facts.money(amount)))
    return facts.text("answer.semicolon").join(parts) if parts else None
