"""Reach: who and what lies within 15 minutes of each park, town and yard, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
from markupsafe import Markup

from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table, long
from unfence.report.facts import Facts
from unfence.report.pictures import FENCE, GAIN, INK, PALE, WIDTH, Rows, chart_of, svg

_BAND, _LOWER = 32, 21
_PLACES = 14
"""Places that a picture shows, nearest first."""
_STARTS = 12
"""Starts that a table lists, largest change first."""
_CAUSES = 5
"""Fences and measures that are said to widen a circle, the widest first."""
_COUNTED = ("residents", "jobs")


def section(facts: Facts) -> Section:
    """The section."""
    return Section("reach", facts.word("reach.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    rings = [ring for ring in _rings(facts) if ring.wider]
    if not rings:
        yield Paragraph(facts.text("reach.none", minutes=_minutes(facts)))
        return
    rings.sort(key=lambda ring: ring.weight, reverse=True)
    yield Paragraph(facts.text("reach.about", minutes=_minutes(facts)))
    for people in (True, False):
        some = [ring for ring in rings if ring.people is people]
        if some:
            yield Heading(facts.word(f"reach.heading_{'people' if people else 'goods'}"))
            yield from (Paragraph(text) for text in _causes(facts, people))
            yield _picture(facts, some[0])
            yield _table(facts, some)
    yield Paragraph(facts.text("reach.note"))


def _minutes(facts: Facts) -> Markup:
    return facts.units(facts.figure("reach", "minutes", 0))


@dataclass(frozen=True, eq=False)
class _Ring:
    """The shortest circle of one start, today and in the state whose gain is shared."""

    facts: Facts
    travel: int
    start: int

    @property
    def people(self) -> bool:
        """Whether people travel, else goods."""
        return bool(self.facts.at("reach", "travels", self.travel, "people"))

    @property
    def site(self) -> str:
        """Where it begins."""
        return str(self.facts.at(*self._at, "site"))

    @property
    def _at(self) -> tuple[str | int, ...]:
        return ("reach", "travels", self.travel, "starts", self.start)

    def circle(self, state: str) -> tuple[str | int, ...]:
        """Where the circle of a state stands in the JSON."""
        circles = self.facts.at(*self._at, "circles")
        return (*self._at, "circles", next(k for k, circle in enumerate(circles) if circle["case"] == state))

    def within(self, state: str) -> tuple[str | int, ...]:
        """Where its shortest bound stands in the JSON."""
        return (*self.circle(state), "within", 0)

    @cached_property
    def wider(self) -> Sequence[str]:
        """The sites that come in."""
        today, after = (self.facts.at(*self.within(s), "sites") for s in ("today", self.facts.shared))
        return [site for site in after if site not in today]

    @property
    def weight(self) -> tuple[float, int]:
        """How much comes in: residents, then sites."""
        today, after = (self.facts.at(*self.within(s), "residents") for s in ("today", self.facts.shared))
        return after - today, len(self.wider)

    @property
    def modes(self) -> str:
        """By what one travels."""
        comma = "、" if self.facts.lang == "zh" else ", "
        modes = self.facts.at("reach", "travels", self.travel, "modes")
        return comma.join(self.facts.name("modes", mode) for mode in modes)


def _rings(facts: Facts) -> list[_Ring]:
    travels = facts.at("reach", "travels")
    return [_Ring(facts, t, s) for t, travel in enumerate(travels) for s in range(len(travel["starts"]))]


def _table(facts: Facts, rings: Sequence[_Ring]) -> Table:
    people = rings[0].people and any(facts.at(*r.within(facts.shared), "residents") for r in rings)
    states = ("today", facts.shared)
    counts = [(word, state) for word in _COUNTED for state in states] if people else []
    columns = [
        Column(facts.word("reach.start")),
        *(
            Column(facts.text("reach.count", what=facts.word(f"reach.{w}"), when=facts.word(s)), "count")
            for w, s in counts
        ),
        Column(facts.word("reach.comes_in")),
    ]
    rows = [
        Row(
            [
                facts.text("reach.by", start=facts.name("sites", ring.site), modes=ring.modes),
                *(facts.figure(*ring.within(state), word) for word, state in counts),
                long(facts.text("reach.places", places=[facts.name("sites", site) for site in ring.wider])),
            ]
        )
        for ring in rings[:_STARTS]
    ]
    caption = facts.text("reach.caption", minutes=_minutes(facts), state=facts.word(facts.shared))
    left = len(rings) - _STARTS
    return Table(caption, columns, rows, note=facts.text("chain.more", count=left) if left > 0 else "")


def _causes(facts: Facts, people: bool) -> Iterator[Markup]:
    """The single fences and measures that bring most into a circle, each once."""
    shortest = facts.at("reach", "minutes", 0)
    found = [
        (k, d)
        for k, d in enumerate(facts.at("reach", "differences"))
        if d["people"] is people and d["minutes"] == shortest and d["case"] in ("without", "with") and d["sites"]
    ]
    found.sort(key=lambda item: (-item[1]["residents"], -len(item[1]["sites"])))
    said: set[tuple[str, str]] = set()
    for k, d in found:
        if (d["case"], d["id"]) not in said and len(said) < _CAUSES:
            said.add((d["case"], d["id"]))
            yield _cause(facts, k, d)


def _cause(facts: Facts, k: int, d: Mapping[str, Any]) -> Markup:
    residents, jobs = (facts.figure("reach", "differences", k, word) for word in _COUNTED)
    key = "counted" if residents.value > 0 or jobs.value > 0 else "named"
    return facts.text(
        f"reach.{d['case']}_{key}",
        name=facts.name("fences" if d["case"] == "without" else "measures", d["id"]),
        start=facts.name("sites", d["start"]),
        minutes=_minutes(facts),
        residents=facts.units(residents),
        jobs=facts.units(jobs),
        places=[facts.name("sites", site) for site in d["sites"]],
    )


def _picture(facts: Facts, ring: _Ring) -> Picture:
    """Minutes to each place today and after, and the bound."""
    today, after = (
        {away["site"]: away["minutes"] for away in facts.at(*ring.circle(s), "to_sites")}
        for s in ("today", facts.shared)
    )
    near = sorted((site for site in after if site != ring.site), key=lambda site: after[site])[:_PLACES]
    rows: Rows = [
        {"row": k * _BAND, "label": facts.name("sites", site), "today": today.get(site), "after": after[site]}
        for k, site in enumerate(near)
    ]
    height = _BAND * len(rows)
    base = chart_of(rows).encode(
        y=alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))
    )
    axis = alt.X("at:Q", title=facts.word("reach.axis"), scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=6))
    chart = alt.layer(
        chart_of([{"at": facts.at("reach", "minutes", 0)}]).mark_rule(color=FENCE, strokeDash=[4, 3]).encode(x=axis),
        base.transform_filter("datum.today != null")
        .mark_rule(color=PALE, strokeWidth=3, yOffset=_LOWER)
        .encode(x="today:Q", x2="after:Q"),
        base.mark_point(stroke=INK, fill="#ffffff", size=80, opacity=1, yOffset=_LOWER).encode(x="today:Q"),
        base.mark_point(filled=True, color=GAIN, size=80, opacity=1, yOffset=_LOWER).encode(x="after:Q"),
        base.mark_text(align="left", baseline="top", x=0, yOffset=1, stroke="#ffffff", strokeWidth=3).encode(
            text="label:N"
        ),
        base.mark_text(align="left", baseline="top", x=0, yOffset=1).encode(text="label:N"),
    ).properties(width=WIDTH, height=height)
    words = {"start": facts.name("sites", ring.site), "modes": ring.modes, "state": facts.word(facts.shared)}
    described = facts.word("reach.picture").format(**words)
    return Picture(svg(chart, f"reach-{ring.travel}", described), facts.text("reach.picture_caption", **words))
