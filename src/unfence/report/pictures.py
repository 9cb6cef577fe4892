"""Pictures: Altair charts turned into SVG that stands inside the page, with no script and no font of its own.

Text stays text and takes the page's fonts. Each picture is one image to a screen reader, described in words; the
table beside it has its numbers.
"""

import re
from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

INK, PALE, FENCE, GAIN, LOSS = "#1f2933", "#c3ccd5", "#b3261e", "#1b6e4b", "#a8480b"
WIDTH = 400
"""Width of a chart that stands beside its table, in CSS pixels; text of 12 px stays readable on a telephone."""

_LEGENDS = {"bottom": {"direction": "vertical", "margin": 4, "anchor": "start"}}
_NOT_NEEDED = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|font-family|xmlns(?::xlink)?|version)="[^"]*"')
_EMPTY = re.compile(r'<path d="" display="none"/>')
_REFERENCE = re.compile(r'(id="|url\(#)([^")]*)')
_LONG = re.compile(r"(\.\d\d)\d+(?=[^<>]*>)")


Rows = list[dict[str, Any]]
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


def chart_of(rows: Rows) -> alt.Chart:
    """A chart of these rows."""
    return alt.Chart(alt.InlineData(values=rows))


def svg(chart: Drawn, name: str, described: str) -> Markup:
    """A chart as inline SVG; ``name`` keeps its inner ids apart from those of other pictures."""
    styled = (
        chart.configure(font="sans-serif", padding=4, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, titleFontWeight="normal")
        .configure_legend(labelColor=INK, titleColor=INK, labelFontSize=12, titleFontSize=12, labelLimit=400)
        .configure_text(color=INK, fontSize=12)
    )
    spec = styled.to_dict()
    spec["config"]["legend"]["layout"] = _LEGENDS  # Vega knows it; Altair's schema does not
    return _inline(vlc.vegalite_to_svg(spec), name, described)


def _inline(drawn: str, name: str, described: str) -> Markup:
    """The drawing without its own roles and fonts, under one description."""
    bare = _EMPTY.sub("", _LONG.sub(r"\1", _NOT_NEEDED.sub("", drawn)))
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
