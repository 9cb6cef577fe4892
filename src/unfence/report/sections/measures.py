"""The bill of measures: what each gains net of its yearly cost, and how the best ones add up to the gain."""

from collections.abc import Iterator
from typing import Any

import altair as alt

from unfence.report.blocks import Block, Column, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import in_scale
from unfence.report.pictures import GAIN, INK, LOSS, WIDTH, Drawn, Rows, chart_of, svg
from unfence.report.sections.fences import pairs, sampled
from unfence.report.tables import money_unit

_BAND = 44
_AMOUNT = 76
"""Room for an amount at the end of a bar's label, in pixels."""


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
        *([Column(facts.word("bands.measures"), "money")] if facts.at("sensitivity") else []),
        Column(facts.word("share_of_best"), "money"),
        Column(facts.word("delay_month"), "money"),
    ]
    best = set(facts.at("best"))
    rows = [
        Row(
            [
                facts.name("measures", measure["id"]),
                facts.word("yes" if measure["id"] in best else "no"),
                facts.maybe("measures", k, "in_best"),
                *([facts.band("measures", measure["id"])] if facts.at("sensitivity") else []),
                *(facts.maybe("measures", k, word) for word in ("share_of_best", "delay_month")),
            ]
        )
        for k, measure in enumerate(facts.at("measures"))
    ]
    blank = [""] * (len(columns) - 3)
    rows.append(Row([facts.word("answer.net_gain"), *blank, facts.figure("welfare", "gain"), ""], total=True))
    note = facts.text("measures.best_note") + (facts.text("bands.note_measures") if facts.at("sensitivity") else "")
    return Table(facts.word("measures.best_caption"), columns, rows, note=note)


def _waterfall(facts: Facts) -> Picture:
    """From today: what each chosen measure adds before its cost, then what all of them cost, then what is left."""
    names = {m["id"]: (k, facts.name("measures", m["id"])) for k, m in enumerate(facts.at("measures"))}
    added = [
        (facts.figure("measures", k, "share_of_best") + facts.figure("measures", k, "yearly_cost"), name)
        for k, name in (names[measure] for measure in facts.at("best"))
    ]
    steps = sorted(added, key=lambda step: -step[0].value)
    steps.append((facts.figure("welfare", "cost").opposite, facts.word("yearly_cost")))
    rows, reached = [], 0.0
    for figure, label in steps:
        colour = GAIN if figure.value >= 0 else LOSS
        rows.append({"start": reached, "end": reached + figure.value, "colour": colour, "label": label})
        reached += figure.value
    gain = facts.figure("welfare", "gain")
    rows.append({"start": 0.0, "end": gain.value, "colour": INK, "label": facts.word("answer.net_gain")})
    said = [in_scale(figure.value, facts.scale, signed=True) for figure in (*(figure for figure, _ in steps), gain)]
    placed = [row | {"row": k * _BAND, "said": text} for k, (row, text) in enumerate(zip(rows, said, strict=True))]
    unit = money_unit(facts.scale, facts.currency, facts.lang)
    caption = facts.text("measures.picture_caption", unit=unit)
    return Picture(svg(_steps(placed), "waterfall", facts.word("measures.picture")), caption)


def _steps(rows: Rows) -> Drawn:
    """A bar for each row from its start to its end, its label and its amount above it."""
    height = _BAND * len(rows)
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    across = alt.X("start:Q", axis=None, scale=alt.Scale(nice=False, range=[0, WIDTH]))
    bars = base.mark_bar(height=14, yOffset=30).encode(
        x=across, x2=alt.X2("end:Q"), color=alt.Color("colour:N", scale=None)
    )
    text: dict[str, Any] = {"baseline": "top", "fontSize": 12, "yOffset": 5}
    labels = base.mark_text(align="left", limit=WIDTH - _AMOUNT, **text).encode(
        text=alt.Text("label:N"), x=alt.value(0)
    )
    amounts = base.mark_text(align="right", **text).encode(text=alt.Text("said:N"), x=alt.value(WIDTH))
    drawn: Drawn = alt.layer(bars, labels, amounts).properties(width=WIDTH, height=height)
    return drawn
