"""The bill of fences: what each costs when it alone goes, when it goes last, and its fair share."""

from collections.abc import Iterator

import altair as alt

from unfence.report.bearing import Bearing
from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import total
from unfence.report.pictures import FENCE, INK, WIDTH, chart_of, svg
from unfence.report.sections.answer import almost_free

_BAND = 46


def section(facts: Facts) -> Section:
    """The section."""
    return Section("fences", facts.word("fences.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    bill = facts.at("fences")
    if not bill:
        yield Paragraph(facts.text("answer.no_fence"))
        return
    yield Paragraph(facts.text("fences.about"))
    if sampled(facts, "fences"):
        yield Paragraph(facts.text("fences.sampled"), "notice")
    yield _picture(facts)
    yield _table(facts)
    cheap = [facts.quoted("fences", bill[k]["id"]) for k in almost_free(facts)]
    if cheap:
        yield Paragraph(facts.text("answer.cheap", fences=cheap), "notice")
    if any("planned" in facts.book[table]["status"] for table in ("links", "terminals", "plants")):
        yield Paragraph(facts.text("fences.planned"))
    yield from (Paragraph(text) for text in _fees(facts))
    yield from (Paragraph(text, "notice") for text in _lowering(facts))
    yield from pairs(facts, "fences")


def _table(facts: Facts) -> Table:
    columns = [
        Column(facts.word("fence")),
        Column(facts.word("kind")),
        Column(facts.word("alone"), "money"),
        Column(facts.word("last"), "money"),
        Column(facts.word("shapley"), "money"),
        *([Column(facts.word("error"), "money")] if sampled(facts, "fences") else []),
        Column(facts.word("assumed"), "share"),
    ]
    order = _ranked(facts)
    worths = ["alone", "last", "shapley", *(["shapley_error"] if sampled(facts, "fences") else [])]
    rows = [
        Row(
            [
                facts.name("fences", facts.at("fences", k, "id")),
                facts.word(f"fence_kind.{facts.at('fences', k, 'kind')}"),
                *(facts.figure("fences", k, word) for word in worths),
                facts.maybe("fences", k, "assumed_share"),
            ]
        )
        for k in order
    ]
    summed = total(facts.figure("fences", k, "shapley") for k in order)
    rest = [""] * (len(columns) - 5)
    rows.append(Row([facts.word("fences.together"), "", "", "", summed, *rest], total=True))
    return Table(facts.word("fences.caption"), columns, rows, note=facts.text("fences.note"))


def sampled(facts: Facts, table: str) -> bool:
    """Whether the fair shares of a table are estimates."""
    return any(row["shapley_error"] > 0 for row in facts.at(table))


def _fees(facts: Facts) -> Iterator[str]:
    """How much money each fence that is a fee moves today."""
    for fence in facts.book["fences"].iter_rows(named=True):
        if fence["kind"] == "fee":
            paid = [flow.times(fence["size"]) for flow in Bearing(facts).borne("today", fence["id"]) if flow.value]
            name = facts.name("fences", fence["id"])
            amount = facts.money(total(paid)) if paid else ""
            yield facts.text("fences.fee" if paid else "fences.fee_idle", fence=name, amount=amount)


def _ranked(facts: Facts) -> list[int]:
    bill = facts.at("fences")
    return sorted(range(len(bill)), key=lambda k: -bill[k]["shapley"])


def _picture(facts: Facts) -> Picture:
    values = [
        facts.at("fences", k)
        | {"row": place * _BAND, "label": facts.name("fences", facts.at("fences", k, "id")), "zero": 0}
        for place, k in enumerate(_ranked(facts))
    ]
    rows = [{word: value[word] for word in ("row", "label", "alone", "last", "shapley", "zero")} for value in values]
    height = _BAND * len(rows)
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    ends = [0.0, *(value[word] for value in values for word in ("alone", "last", "shapley"))]
    across = alt.Scale(domain=[min(ends), max(ends)], range=[8, WIDTH - 8], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=across)

    low, high = base.transform_calculate(low="min(datum.alone, datum.last)", high="max(datum.alone, datum.last)"), 31
    chart = alt.layer(
        base.mark_bar(height=14, color=FENCE, opacity=0.8, yOffset=high).encode(x=at("shapley"), x2="zero:Q"),
        low.mark_rule(color=INK, strokeWidth=1.5, yOffset=high, y2Offset=high).encode(x=at("low"), x2="high:Q"),
        base.mark_point(shape="circle", fill="white", color=INK, size=140, yOffset=high, opacity=1).encode(
            x=at("alone")
        ),
        base.mark_point(shape="diamond", fill=INK, strokeWidth=0, size=60, yOffset=high, opacity=1).encode(
            x=at("last")
        ),
        base.mark_text(align="left", baseline="top", fontSize=12, yOffset=5, limit=WIDTH).encode(
            text="label:N", x=alt.value(0)
        ),
    ).properties(width=WIDTH, height=height)
    return Picture(svg(chart, "fences", facts.word("fences.picture")), facts.text("fences.picture_caption"))


def _lowering(facts: Facts) -> Iterator[str]:
    """Fences whose fall alone lowers welfare, with the reason."""
    for k, fence in enumerate(facts.at("fences")):
        if fence["lowers_welfare"] is not None:
            yield facts.text(
                "fences.lowers",
                fence=facts.name("fences", fence["id"]),
                alone=facts.money(facts.figure("fences", k, "alone")),
                kept=facts.money(facts.figure("fences", k, "lowers_welfare", "kept"), signed=True),
                collected=facts.money(facts.figure("fences", k, "lowers_welfare", "collected"), signed=True),
            )


def pairs(facts: Facts, table: str) -> Iterator[Block]:
    """Which of a table's rows are worth more together, and which do the same work twice."""
    found = facts.at("pairs", table)
    if not found:
        return
    yield Heading(facts.word(f"pairs.{table}"))
    columns = [
        Column(facts.word("pairs.two")),
        Column(facts.word("pairs.how")),
        Column(facts.word("pairs.amount"), "money", signed=True),
    ]
    rows = [
        Row(
            [
                f"{facts.name(table, pair['first'])} + {facts.name(table, pair['second'])}",
                facts.word(f"pair_how.{table}.{pair['kind']}"),
                facts.figure("pairs", table, k, "amount"),
            ]
        )
        for k, pair in enumerate(found)
    ]
    yield Table(facts.word("pairs.caption"), columns, rows, note=facts.text(f"pairs.note_{table}"))
