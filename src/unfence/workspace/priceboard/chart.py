"""The chart of a factor: one line a side, month by month, as SVG that stands inside the page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import altair as alt
from markupsafe import Markup

from unfence.report.pictures import WIDTH, chart_of, svg
from unfence.words import Lang, say
from unfence.workspace.people.models import Office
from unfence.workspace.priceboard.factors import Factor
from unfence.workspace.priceboard.models import Price

FEWEST = 3
"""Of fewer months than this the table says enough."""
COLOURS = ("#0b5c8a", "#c2410c", "#1b6e4b", "#5b3fa8", "#7a5c00", "#9d2a6b")
TICKS = 5
DASHES: tuple[list[float], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])

_LEGEND = alt.Legend(orient="bottom", direction="horizontal", symbolType="stroke", symbolSize=400)


def chart(
    factor: Factor, offices: Sequence[Office], months: Sequence[tuple[date, list[Price | None]]], unit: str, lang: Lang
) -> Markup | None:
    """The chart; None where there are too few months to see a way."""
    rows = [
        {"month": month.isoformat(), "side": office.named(lang), "price": float(price.value)}
        for month, prices in reversed(months)
        for office, price in zip(offices, prices, strict=True)
        if price is not None and price.value is not None
    ]
    if len({row["month"] for row in rows}) < FEWEST:
        return None
    sides = [office.named(lang) for office in offices]
    drawn = (
        chart_of(rows)
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X(
                "month:T",
                title=None,
                scale=alt.Scale(type="utc"),
                axis=alt.Axis(format="%Y-%m", labelAngle=0, labelOverlap=False, values=_ticks(rows)),
            ),
            y=alt.Y("price:Q", title=unit, scale=alt.Scale(zero=False)),
            color=alt.Color("side:N", title=None, sort=sides, scale=_scale(sides, COLOURS), legend=_LEGEND),
            strokeDash=alt.StrokeDash("side:N", title=None, sort=sides, scale=_scale(sides, DASHES), legend=_LEGEND),
        )
        .properties(width=WIDTH, height=220)
    )
    return svg(drawn, "prices", say("priceboard.chart", lang, factor=factor.named(lang), unit=unit))


def _scale(sides: Sequence[str], looks: Sequence[str | list[float]]) -> alt.Scale:
    """Each side's look; where there are more sides than looks they begin anew."""
    return alt.Scale(domain=list(sides), range=[looks[i % len(looks)] for i in range(len(sides))])


def _ticks(rows: Sequence[Mapping[str, object]]) -> list[int]:
    """At most ``TICKS`` of the months, evenly apart, as milliseconds."""
    months = sorted({str(row["month"]) for row in rows})
    apart = -(-len(months) // TICKS)
    return [int(datetime.fromisoformat(f"{month}T00:00:00+00:00").timestamp() * 1000) for month in months[::apart]]
