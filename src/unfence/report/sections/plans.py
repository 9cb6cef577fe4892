"""Plans: the best set of measures for every budget, with the players' own powers only, and the order over the years."""

import math
from collections.abc import Iterator

import altair as alt

from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import scale_of
from unfence.report.pictures import GAIN, INK, LOSS, WIDTH, Rows, chart_of, svg
from unfence.report.tables import folded, money_unit

_BAND = 40
_DECIDERS = {"players": GAIN, "province": "#0b5c8a", "state": LOSS}


def section(facts: Facts) -> Section:
    """The section."""
    return Section("plans", facts.word("plans.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not facts.at("measures"):
        yield Paragraph(facts.text("answer.no_measure"))
        return
    if facts.at("order"):
        yield Heading(facts.word("plans.order"))
        yield _timeline(facts)
        yield _order(facts)
    yield Heading(facts.word("plans.budgets"))
    yield Paragraph(facts.text("plans.about"))
    if len(facts.at("plans")) > 1:
        yield _picture(facts)
    yield Paragraph(_own_powers(facts))
    yield folded(_budgets(facts), facts.lang)


def _order(facts: Facts) -> Table:
    columns = [
        Column(facts.word("measure")),
        Column(facts.word("decides")),
        Column(facts.word("plans.year")),
        Column(facts.word("plans.works"), "count"),
        Column(facts.word("capex"), "money"),
        Column(facts.word("plans.added"), "money"),
    ]
    decides = {measure["id"]: measure["decides"] for measure in facts.at("measures")}
    rows = [
        Row(
            [
                facts.name("measures", step["measure"]),
                facts.word(f"decides_by.{decides[step['measure']]}"),
                str(step["year"]),
                *(facts.figure("order", k, word) for word in ("works_month", "capex", "added_gain")),
            ]
        )
        for k, step in enumerate(facts.at("order"))
    ]
    return Table(facts.word("plans.order_caption"), columns, rows, note=facts.text("plans.order_note"))


def _timeline(facts: Facts) -> Picture:
    """When each measure starts and when it works, coloured by who decides."""
    rows = _turns(facts)
    height = _BAND * len(rows)
    down = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    first = math.floor(min(row["begins"] for row in rows))
    last = max(math.ceil(max(row["works"] for row in rows)), first + 1)
    axis = alt.Axis(values=list(range(first, last + 1)), format="d", title=None, grid=True)
    across = alt.Scale(domain=[first, last], nice=False)
    inks = {facts.word(f"decides_by.{word}"): ink for word, ink in _DECIDERS.items()}
    shown = [word for word in inks if any(row["who"] == word for row in rows)]
    colour = alt.Color(
        "who:N",
        scale=alt.Scale(domain=shown, range=[inks[word] for word in shown]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    base = chart_of(rows).encode(y=down)
    bars = base.mark_bar(height=12, yOffset=29, opacity=1).encode(
        x=alt.X("begins:Q", axis=axis, scale=across), x2=alt.X2("works:Q"), color=colour
    )
    ends = base.mark_point(shape="diamond", filled=True, fill=INK, size=50, yOffset=29, opacity=1).encode(
        x=alt.X("works:Q", axis=axis, scale=across)
    )
    names = base.mark_text(align="left", baseline="top", fontSize=12, yOffset=5, limit=WIDTH).encode(
        text=alt.Text("label:N"), x=alt.value(0)
    )
    chart = alt.layer(bars, ends, names).properties(width=WIDTH - 10, height=height)
    return Picture(svg(chart, "timeline", facts.word("plans.timeline")), facts.text("plans.timeline_caption"))


def _turns(facts: Facts) -> Rows:
    """Each step of the order: from when to when, in years, and who decides."""
    leads = dict(facts.book["measures"].select("id", "lead_months").iter_rows())
    decides = {measure["id"]: measure["decides"] for measure in facts.at("measures")}
    rows: Rows = []
    for k, step in enumerate(facts.at("order")):
        measure, works = step["measure"], step["works_month"]
        begins = works - leads[measure]
        first = step["year"] - begins // 12
        words = {"label": facts.name("measures", measure), "who": facts.word(f"decides_by.{decides[measure]}")}
        rows.append({"row": k * _BAND, "begins": first + begins / 12, "works": first + works / 12, **words})
    return rows


def _budgets(facts: Facts) -> Table:
    columns = [
        Column(facts.word("plans.set")),
        Column(facts.word("capex"), "money"),
        Column(facts.word("yearly_cost"), "money"),
        Column(facts.word("plans.gain"), "money"),
    ]
    rows = [
        Row(
            [_named(facts, plan["measures"]), *(facts.figure("plans", k, w) for w in ("budget", "yearly_cost", "gain"))]
        )
        for k, plan in enumerate(facts.at("plans"))
    ]
    return Table(facts.word("plans.caption"), columns, rows)


def _named(facts: Facts, measures: list[str]) -> str:
    comma = "、" if facts.lang == "zh" else ", "
    return comma.join(facts.name("measures", m) for m in measures) or facts.word("plans.nothing")


def _own_powers(facts: Facts) -> str:
    own = facts.at("players_only", "measures")
    if not own:
        return facts.text("plans.players_none")
    return facts.text(
        "plans.players",
        measures=[facts.quoted("measures", m) for m in own],
        capex=facts.money(facts.figure("players_only", "budget")),
        gain=facts.money(facts.figure("players_only", "gain")),
    )


def _picture(facts: Facts) -> Picture:
    plans = facts.at("plans")
    scale = scale_of([v for plan in plans for v in (plan["budget"], plan["gain"])], facts.lang)
    unit = money_unit(scale, facts.currency, facts.lang)
    rows = [{"budget": p["budget"] / scale.factor, "gain": p["gain"] / scale.factor} for p in plans]
    chart = (
        chart_of(rows)
        .mark_line(interpolate="step-after", point=alt.OverlayMarkDef(color=GAIN, size=36), color=GAIN)
        .encode(
            x=alt.X("budget:Q", title=facts.word("plans.axis_budget").format(unit=unit), axis=alt.Axis(tickCount=5)),
            y=alt.Y("gain:Q", title=facts.word("plans.axis_gain").format(unit=unit), axis=alt.Axis(tickCount=5)),
        )
        .properties(width=WIDTH - 60, height=260)
    )
    return Picture(svg(chart, "budgets", facts.word("plans.picture")), facts.text("plans.picture_caption"))
