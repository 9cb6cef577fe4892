"""A page read back: its elements, its figures and its text, with nothing but the standard library."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "hr"}
SCALES = {"billion": 1e9, "million": 1e6, "亿": 1e8, "万": 1e4, "%": 0.01}
Tag = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Printed:
    """A figure as the page prints it, and what it says it is."""

    text: str
    value: float
    path: str
    unit: str
    """The caption of the table that it stands in, or nothing."""


@dataclass
class Page(HTMLParser):
    """A page, read."""

    html: str
    tags: list[Tag] = field(default_factory=list)
    figures: list[Printed] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """Every run of text, and every text that is read aloud only; titles in another language and the book's rows not."""
    extracts: dict[str, list[list[str]]] = field(default_factory=dict)
    """The book's rows that are shown, headings first, by table; they are no figures of the study."""

    def __post_init__(self):
        super().__init__()
        self._open: list[Tag] = []
        self._caption = ""
        self._rows: list[list[str]] = []
        self.feed(self.html)
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.tags.append((tag, said))
        if "aria-label" in said:
            self.words.append(said["aria-label"])
        if tag not in VOID:
            self._open.append((tag, said))
        if tag == "table":
            self._rows = []
            book = self._inside("data-book")
            if book is None:
                self.tables.append(self._rows)
            else:
                self.extracts[book] = self._rows
            self._caption = ""
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._rows[-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        if tag == "table":
            self._caption = ""

    def handle_data(self, data):
        names = [tag for tag, _ in self._open]
        if "style" in names or not data.strip():
            return
        if self._inside("data-book") is None and "cite" not in names:
            self.words.append(data)
        if "caption" in names:
            self._caption += data
        if "tr" in names:
            self._rows[-1][-1] += data
        if names and names[-1] == "data":
            said = self._open[-1][1]
            self.figures.append(Printed(data, float(said["value"]), said["data-json"], self._caption))

    def _inside(self, name):
        """What the innermost open element with an attribute says of it; None where there is none."""
        return next((said[name] for _, said in reversed(self._open) if name in said), None)

    def all(self, tag):
        """The attributes of every element of a kind."""
        return [said for name, said in self.tags if name == tag]


def printed_values(figure):
    """What a printed number may mean, with half a unit of its last digit: by its own scale, or by its table's."""
    digits = re.match(r"[+-]?[\d,]+(\.\d+)?", figure.text)
    number = float(digits[0].replace(",", ""))
    half = 0.5 * 10.0 ** -len(digits[1][1:]) if digits[1] else 0.5
    own = [scale for word, scale in SCALES.items() if word in figure.text]
    table = [scale for word, scale in SCALES.items() if word in figure.unit and word != "%"]
    return [(number * scale, half * scale) for scale in own or [1.0, *table]]


def value_at(said, path):
    """What a figure's JSON pointers add up to, each counted as often as the number before it says."""
    whole, sign, times = 0.0, 1, 1.0
    for word in path.replace(" * ", " ").split():
        if word in "+-":
            sign = 1 if word == "+" else -1
            continue
        if not word.startswith("/"):
            times *= float(word)
            continue
        value = said
        for step in word[1:].split("/"):
            value = value[int(step) if isinstance(value, list | tuple) else step]
        whole, times = whole + sign * times * value, 1.0
    return whole
