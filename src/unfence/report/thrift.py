"""Thrift: a drawing's SVG with nothing said twice, so that the map of hundreds of sites stays a small page.

Vega writes every mark on its own. Lines that look alike become one path, marks that follow each other take what they
have in common from a group round them, and positions are kept to a tenth of a pixel. What is drawn is the same.
"""

import re
from itertools import groupby

_INHERITED = {
    *("fill", "fill-opacity", "font-size", "font-weight", "stroke", "stroke-dasharray", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor"),
}
"""What a group hands down to its marks."""

_NOT_NEEDED = re.compile(
    r' (?:(?:role|aria-[a-z]+|class|pointer-events|font-family|xmlns(?::xlink)?|version)="[^"]*"|opacity="1")'
)
_EMPTY = re.compile(r'<path d="" display="none"/>')
_PLACES = re.compile(r' (?:d|transform|[xy][12]?|width|height)="[^"]*"')
_LONG = re.compile(r"(\.\d)\d+")
_ZERO = re.compile(r"\.0(?!\d)")
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_LINES = re.compile(r"(?:<line [^>]*/>){2,}")
_LINE = re.compile(r'<line transform="translate\(([^,]*),([^)]*)\)"([^>]*)/>')
_ALIKE = re.compile(r"(?:<path [^>]*/>){2,}|(?:<text [^>]*>[^<]*</text>){2,}")
_MARK = re.compile(r"<(path|text)((?: [\w-]+=\"[^\"]*\")*)(/>|>[^<]*</text>)")


def thrifty(svg: str) -> str:
    """The same drawing in fewer letters.

    >>> line = '<line transform="translate(1.234,2)" x2="3" y2="-4" stroke="red"/>'
    >>> thrifty(line * 2)
    '<path d="M1.2,2l3,-4M1.2,2l3,-4" stroke="red"/>'
    >>> thrifty('<text x="0.50" fill="red">a</text><text x="2" fill="red">b</text>')
    '<g fill="red"><text x="0.5">a</text><text x="2">b</text></g>'
    """
    bare = _EMPTY.sub("", _NOT_NEEDED.sub("", svg))
    short = _PLACES.sub(lambda found: _ZERO.sub("", _LONG.sub(r"\1", found[0])), bare)
    return _ALIKE.sub(_grouped, _LINES.sub(_joined, short))


def _joined(run: re.Match[str]) -> str:
    """Lines, those that look alike and follow each other as one path."""
    drawn = []
    for x, y, rest in _LINE.findall(run[0]):
        said = dict(_ATTRIBUTE.findall(rest))
        ends = said.pop("x2", "0"), said.pop("y2", "0")
        drawn.append((_written(said), f"M{x},{y}l{ends[0]},{ends[1]}"))
    if len(drawn) != run[0].count("<line "):
        return run[0]
    alike = groupby(drawn, key=lambda line: line[0])
    return "".join(f'<path d="{"".join(path for _, path in lines)}"{look}/>' for look, lines in alike)


def _grouped(run: re.Match[str]) -> str:
    """Marks in a group that says what all of them have in common."""
    marks = [(tag, dict(_ATTRIBUTE.findall(said)), end) for tag, said, end in _MARK.findall(run[0])]
    shared = dict(set.intersection(*(set(said.items()) for _, said, _ in marks)))
    common = {name: shared[name] for name in sorted(_INHERITED & shared.keys())}
    if not common:
        return run[0]
    own = "".join(
        f"<{tag}{_written({name: value for name, value in said.items() if name not in common})}{end}"
        for tag, said, end in marks
    )
    return f"<g{_written(common)}>{own}</g>"


def _written(said: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in said.items())
