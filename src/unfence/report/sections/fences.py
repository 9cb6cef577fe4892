"""The bill of fences: what each costs when it alone goes, when it goes last, and its fair share."""

from collections.abc import Iterator
from typing import Any

import altair as alt

from unfence.report.bearing import Bearing
from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table
from unfence.report.facts import Facts
from unfence.report.figures import total
from unfence.report.pictures import FENCE, INK, PALE, WIDTH, chart_of, svg
from unfence.report.sections.answer import almost_free
from unfence.report.tables import folded

_BAND = 46
_LINE = 31


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
        *([Column(facts.word("bands.fences"), "money")] if facts.at("sensitivity") else []),
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
                *([facts.band("fences", facts.at("fences", k, "id"))] if facts.at("sensitivity") else []),
                facts.maybe("fences", k, "assumed_share"),
            ]
        )
        for k in order
    ]
    summed = total(facts.figure("fences", k, "shapley") for k in order)
    rest = [""] * (len(columns) - 5)
    rows.append(Row([facts.word("fences.together"), "", "", "", summed, *rest], total=True))
    note = facts.text("fences.note") + (facts.text("bands.note_fences") if facts.at("sensitivity") else "")
    return Table(facts.word("fences.caption"), columns, rows, note=note)


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
    rows = [_bar(facts, k) | {"row": place * _BAND} for place, k in enumerate(_ranked(facts))]
    height = _BAND * len(rows)
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    drawn = bool(facts.at("sensitivity"))
    marks = ("zero", "alone", "last", "shapley", *(("likely_low", "likely_high") if drawn else ()))
    ends = [row[mark] for row in rows for mark in marks]
    across = alt.Scale(domain=[min(ends), max(ends)], range=[8, WIDTH - 8], nice=False)

    def at(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=None, scale=across)

    band = base.mark_rule(color=PALE, strokeWidth=22, yOffset=_LINE, y2Offset=_LINE)
    between = base.mark_rule(color=INK, strokeWidth=1.5, yOffset=_LINE, y2Offset=_LINE)
    point: dict[str, Any] = {"color": INK, "yOffset": _LINE, "opacity": 1}
    chart = alt.layer(
        *([band.encode(x=at("likely_low"), x2=alt.X2("likely_high:Q"))] if drawn else []),
        base.mark_bar(height=14, color=FENCE, opacity=0.8, yOffset=_LINE).encode(x=at("zero"), x2=alt.X2("shapley:Q")),
        between.encode(x=at("least"), x2=alt.X2("most:Q")),
        base.mark_point(shape="circle", fill="white", size=140, **point).encode(x=at("alone")),
        base.mark_point(shape="diamond", fill=INK, strokeWidth=0, size=60, **point).encode(x=at("last")),
        base.mark_text(align="left", baseline="top", fontSize=12, yOffset=5, limit=WIDTH).encode(
            text=alt.Text("label:N"), x=alt.value(0)
        ),
    ).properties(width=WIDTH, height=height)
    caption = facts.text("fences.picture_caption") + (facts.text("bands.picture") if drawn else "")
    return Picture(svg(chart, "fences", facts.word("fences.picture")), caption)


def _bar(facts: Facts, k: int) -> dict[str, Any]:
    """What the picture shows of a fence."""
    fence = facts.at("fences", k)
    worths = {word: fence[word] for word in ("alone", "last", "shapley")}
    band = facts.band("fences", fence["id"])
    low, high = (
        fence["alone"] if end is None else end.value for end in ((band.low, band.high) if band else (None, None))
    )
    ends = {"least": min(fence["alone"], fence["last"]), "most": max(fence["alone"], fence["last"])}
    likely = {"likely_low": low, "likely_high": high}
    return worths | ends | likely | {"label": facts.name("fences", fence["id"]), "zero": 0}


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
    whole = Table(facts.word("pairs.caption"), columns, rows, note=facts.text(f"pairs.note_{table}"))
    yield folded(whole, facts.lang)
