"""Pictures: Altair charts turned into SVG that stands inside the page, with no script and no font of its own.

Text stays text and takes the page's fonts. Each picture is one image to a screen reader, described in words; the
table beside it has its numbers.
"""

import json
import re
from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from unfence.report.thrift import thrifty

INK, PALE, FENCE, GAIN, LOSS = "#1f2933", "#c3ccd5", "#b3261e", "#1b6e4b", "#a8480b"
WIDTH = 400
"""Width of a chart that stands beside its table, in CSS pixels; text of 12 px stays readable on a telephone."""

_LETTERS = {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12}
_STYLE = {
    "font": "sans-serif",
    "padding": 4,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {**_LETTERS, "titleFontWeight": "normal"},
    "legend": {
        **_LETTERS,
        "labelLimit": 400,
        "layout": {"bottom": {"direction": "vertical", "margin": 12, "anchor": "start"}},
    },
    "text": {"color": INK, "fontSize": 12},
}
_REFERENCE = re.compile(r'(id="|url\(#)([^")]*)')


Rows = list[dict[str, Any]]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


def chart_of(rows: Rows) -> alt.Chart:
    """A chart of these rows.

    Altair gets them as text and ``specified`` gives them back: else each row is checked, wrapped and copied again for
    every layer.
    """
    return alt.Chart(alt.InlineData(values=json.dumps(rows, ensure_ascii=False)))


def svg(chart: Drawn, name: str, described: str) -> Markup:
    """A chart as inline SVG; ``name`` keeps its inner ids apart from those of other pictures."""
    return _inline(vlc.vegalite_to_svg(specified(chart)), name, described)


def specified(chart: Drawn) -> dict[str, Any]:
    """A chart's Vega-Lite specification, in the style of the page.

    The chart stands in a column of one: measured, Vega then draws a map in a quarter of the time, since it does not
    lay the legends out again for every text.
    """
    spec = chart.to_dict(validate=False)  # each part was checked when it was made
    schema, rows = spec.pop("$schema"), spec.pop("datasets")
    spec.pop("config", None)
    datasets = {name: json.loads(text) for name, text in rows.items()}
    return {"$schema": schema, "config": _STYLE, "datasets": datasets, "vconcat": [spec]}


def _inline(drawn: str, name: str, described: str) -> Markup:
    """The drawing without its own roles and fonts, under one description."""
    bare = thrifty(drawn)
    ids = {found: f"{name}-{k}" for k, found in enumerate(dict.fromkeys(re.findall(r'id="([^"]*)"', bare)))}
    # vl-convert numbers ids on and on: counted anew, the same study gives the same page
    own = _REFERENCE.sub(lambda found: found[1] + ids[found[2]], bare)
    opening, body = own.split(">", 1)
    size = re.search(r'viewBox="([^"]*)"', opening)
    width = size[1].split()[2] if size else "auto"
    root = Markup('<svg role="img" aria-label="{}" viewBox="{}" width="{}">').format(
        described, size[1] if size else "", width
    )
    return root + Markup(body)  # noqa: S704  vl-convert escapes the text it draws
