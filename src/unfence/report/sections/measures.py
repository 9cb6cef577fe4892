"""The bill of measures: what each gains net of its yearly cost, and how the best ones add up to the gain."""

from collections.abc import Iterator

import altair as alt

from unfence.report.blocks import Block, Column, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.pictures import GAIN, INK, LOSS, WIDTH, chart_of, svg
from unfence.report.sections.fences import pairs, sampled

_BAND = 44


def section(facts: Facts) -> Section:
    """The section."""
    return Section("measures", facts.word("measures.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not facts.at("measures"):
        yield Paragraph(facts.text("answer.no_measure"))
        return
    yield Paragraph(facts.text("measures.about"))
    if not facts.at("exact", "measures"):
        yield Paragraph(facts.text("measures.unproven"), "notice")
    if sampled(facts, "measures"):
        yield Paragraph(facts.text("fences.sampled"), "notice")
    yield _table(facts)
    if facts.at("best"):
        yield _waterfall(facts)
    else:
        yield Paragraph(facts.text("answer.none_pays"), "notice")
    yield _best_table(facts)
    yield from pairs(facts, "measures")


def _table(facts: Facts) -> Table:
    columns = [
        Column(facts.word("measure")),
        Column(facts.word("decides")),
        Column(facts.word("status")),
        Column(facts.word("capex"), "money"),
        Column(facts.word("yearly_cost"), "money"),
        Column(facts.word("alone"), "money"),
        Column(facts.word("last"), "money"),
        Column(facts.word("shapley"), "money"),
        *([Column(facts.word("error"), "money")] if sampled(facts, "measures") else []),
        Column(facts.word("assumed"), "share"),
    ]
    worths = ["capex", "yearly_cost", "alone", "last", "shapley"]
    worths += ["shapley_error"] if sampled(facts, "measures") else []
    rows = [
        Row(
            [
                facts.name("measures", measure["id"]),
                facts.word(f"decides_by.{measure['decides']}"),
                facts.word(f"measure_status.{measure['status']}"),
                *(facts.figure("measures", k, word) for word in worths),
                facts.maybe("measures", k, "assumed_share"),
            ]
        )
        for k, measure in enumerate(facts.at("measures"))
    ]
    return Table(facts.word("measures.caption"), columns, rows, note=facts.text("measures.note"))


def _best_table(facts: Facts) -> Table:
    """What each measure is worth to the best plan, and what a month's delay costs."""
    columns = [
        Column(facts.word("measure")),
        Column(facts.word("measures.chosen")),
        Column(facts.word("in_best"), "money"),
        Column(facts.word("share_of_best"), "money"),
        Column(facts.word("delay_month"), "money"),
    ]
    best = set(facts.at("best"))
    rows = [
        Row(
            [
                facts.name("measures", measure["id"]),
                facts.word("yes" if measure["id"] in best else "no"),
                *(facts.maybe("measures", k, word) for word in ("in_best", "share_of_best", "delay_month")),
            ]
        )
        for k, measure in enumerate(facts.at("measures"))
    ]
    rows.append(Row([facts.word("answer.net_gain"), "", "", facts.figure("welfare", "gain"), ""], total=True))
    return Table(facts.word("measures.best_caption"), columns, rows, note=facts.text("measures.best_note"))


def _waterfall(facts: Facts) -> Picture:
    steps = sorted(
        (
            (facts.figure("measures", k, "share_of_best"), m["id"])
            for k, m in enumerate(facts.at("measures"))
            if m["id"] in facts.at("best")
        ),
        key=lambda step: -step[0].value,
    )
    rows, reached = [], 0.0
    for figure, measure in steps:
        rows.append(
            {
                "start": reached,
                "end": reached + figure.value,
                "color": GAIN if figure.value >= 0 else LOSS,
                "label": facts.name("measures", measure),
            }
        )
        reached += figure.value
    rows.append({"start": 0.0, "end": reached, "color": INK, "label": facts.word("answer.net_gain")})
    placed = [row | {"row": k * _BAND} for k, row in enumerate(rows)]
    height = _BAND * len(rows)
    base = chart_of(placed).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    chart = alt.layer(
        base.mark_bar(height=14, yOffset=30).encode(
            x=alt.X("start:Q", axis=None, scale=alt.Scale(nice=False)),
            x2="end:Q",
            color=alt.Color("color:N", scale=None),
        ),
        base.mark_text(align="left", baseline="top", fontSize=12, yOffset=5, limit=WIDTH).encode(
            text="label:N", x=alt.value(0)
        ),
    ).properties(width=WIDTH, height=height)
    return Picture(svg(chart, "waterfall", facts.word("measures.picture")), facts.text("measures.picture_caption"))
