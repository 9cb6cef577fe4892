"""Industry in step: who supplies whom, what each needs of the other's make, where the chain breaks."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from unfence.industry.spoken import Names
from unfence.report.blocks import Block, Column, Heading, Paragraph, Picture, Row, Section, Table, long
from unfence.report.facts import Facts
from unfence.report.figures import Figure
from unfence.report.pictures import svg
from unfence.report.sections import claims, matches
from unfence.report.sections.prices import in_its_unit
from unfence.report.supply import Supply
from unfence.report.supply_drawing import Drawing, narrow, wide

_NEEDS = 12
"""Needs that are listed, largest worth first."""
_MISSING = 10
"""Missing links that are listed, largest worth first."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("chain", facts.word("chain.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not facts.at("chain", "steps"):
        yield Paragraph(facts.text("chain.none"))
        return
    yield from _pictured(facts)
    yield from _likeness(facts)
    yield from _needs(facts)
    yield from matches.blocks(facts)
    yield from _missing(facts)
    yield from claims.blocks(facts)


def _pictured(facts: Facts) -> Iterator[Block]:
    supply = Supply(facts)
    if not supply.lines:
        yield Paragraph(facts.text("chain.no_lines"))
        return
    yield Paragraph(facts.text("chain.about"))
    described = facts.word("chain.picture")
    on_page, on_phone = (
        svg(Drawing(supply, layout(supply)).chart(), name, described)
        for layout, name in ((wide, "chain"), (narrow, "chain-narrow"))
    )
    caption = facts.text("chain.caption_cut" if supply.left_out else "chain.caption")
    yield Picture(on_page, caption, narrow=on_phone)


def _likeness(facts: Facts) -> Iterator[Block]:
    """How alike the sides are, in every profile in which two of them make something."""
    found = [
        (p, k)
        for p, profile in enumerate(facts.at("structure", "profiles"))
        for k, pair in enumerate(profile["pairs"])
        if pair["overlap"] is not None
    ]
    if not found:
        return
    yield Heading(facts.word("heading.structure"))
    yield from _shift(facts)
    columns = [
        Column(facts.word("chain.profile")),
        Column(facts.word("column.pair")),
        *(Column(facts.word(f"chain.{word}"), "amount") for word in ("similarity", "krugman", "overlap")),
    ]
    rows = []
    for p, k in found:
        at = ("structure", "profiles", p)
        pair = facts.at(*at, "pairs", k)
        names = " – ".join(facts.name("jurisdictions", pair[end]) for end in ("first", "second"))
        indices = [facts.maybe(*at, "pairs", k, word) for word in ("similarity", "krugman", "overlap")]
        profile = facts.text(f"profile.{facts.at(*at, 'name')}", year=facts.at(*at, "year"))
        rows.append(Row([profile, names, *indices]))
    yield Table(facts.word("chain.likeness_caption"), columns, rows, note=facts.word("structure.meaning"))
    yield from _same(facts)


def _shift(facts: Facts) -> Iterator[Block]:
    """Whether the best plan makes two sides more alike or less, in one sentence."""
    profiles = {p["name"]: k for k, p in enumerate(facts.at("structure", "profiles"))}
    if len(facts.players) != 2 or not facts.at("best"):  # noqa: PLR2004  a sentence about two sides
        return
    ends = [facts.maybe("structure", "profiles", profiles[s], "pairs", 0, "overlap") for s in ("today", "best")]
    today, best = ends
    if today is None or best is None:
        return
    near = _SEEN * today.value
    change = "less" if best.value < today.value - near else "more" if best.value > today.value + near else "same"
    yield Paragraph(facts.text(f"chain.overlap_{change}", today=facts.units(today), best=facts.units(best)), "notice")


_SEEN = 0.01
"""The share by which the overlap has to change for it to be said."""


def _same(facts: Facts) -> Iterator[Block]:
    """What several players make."""
    found = facts.at("structure", "same_goods")
    if not found:
        yield Paragraph(facts.text("structure.no_same"))
    for k, goods in enumerate(found):
        made = []
        for player in facts.players:
            today, best = (facts.figure("structure", "same_goods", k, "made", s, player) for s in ("today", "best"))
            if today.value or best.value:
                name = facts.name("jurisdictions", player)
                made.append(facts.text("structure.made", player=name, today=facts.units(today), best=facts.units(best)))
        commodity = goods["commodity"]
        name = facts.name("commodities", commodity)
        yield Paragraph(
            facts.text("structure.same", commodity=name, unit=facts.unit_name(facts.unit[commodity]), made=made)
        )


def _needs(facts: Facts) -> Iterator[Block]:
    """What each player uses of another's make, today and in the best plan."""
    needs = facts.at("structure", "needs")
    yield Heading(facts.word("heading.needs"))
    if not needs:
        yield Paragraph(facts.text("chain.no_needs"))
        return
    columns = [
        Column(facts.word("column.commodity")),
        Column(facts.word("column.user")),
        Column(facts.word("column.maker")),
        *(Column(facts.word(state), "amount") for state in ("today", "best")),
        Column(facts.word("chain.value"), "money"),
    ]
    rows = [
        Row(
            [
                in_its_unit(facts, n["commodity"]),
                *(facts.name("jurisdictions", n[role]) for role in ("user", "maker")),
                *(facts.figure("structure", "needs", k, state) for state in ("today", "best")),
                facts.maybe("structure", "needs", k, "value"),
            ]
        )
        for k, n in enumerate(needs[:_NEEDS])
    ]
    note = facts.text("chain.value_note")
    if len(needs) > _NEEDS:
        note += facts.text("chain.more", count=len(needs) - _NEEDS)
    yield Table(facts.word("chain.needs_caption"), columns, rows, note=note)


def _missing(facts: Facts) -> Iterator[Block]:
    """Where the chain breaks, how it would close, and what that is worth."""
    found = facts.at("chain", "missing")
    yield Heading(facts.word("heading.missing"))
    if not found:
        yield Paragraph(facts.text("missing.none"))
        return
    names = Names(facts.book, facts.lang)
    columns = [
        Column(facts.word("column.commodity")),
        Column(facts.word("chain.break")),
        Column(facts.word("chain.closing")),
        Column(facts.word("chain.less_outside"), "amount"),
        Column(facts.word("chain.worth"), "money"),
    ]
    rows = [
        Row(
            [
                in_its_unit(facts, m["commodity"]),
                facts.text(f"chain.break_{m['kind']}", players=[facts.name("jurisdictions", p) for p in m["players"]]),
                _closing(facts, k, m["closing"], names),
                facts.figure("chain", "missing", k, "quantity"),
                facts.figure("chain", "missing", k, "worth"),
            ]
        )
        for k, m in enumerate(found[:_MISSING])
    ]
    note = facts.text("chain.missing_note")
    if len(found) > _MISSING:
        note += facts.text("chain.more", count=len(found) - _MISSING)
    yield Table(facts.word("chain.missing_caption"), columns, rows, note=note)


def _closing(facts: Facts, k: int, closing: Mapping[str, Any], names: Names) -> Markup:
    """What would have to change, as a text that may run over several lines."""

    def figure(*steps: str | int) -> Figure:
        return facts.figure("chain", "missing", k, "closing", *steps)

    ways = [facts.text("chain.close_fence", name=facts.name("fences", f)) for f in closing["fences"]]
    ways += [facts.text("chain.close_opened", name=names.of(f"{o['on']}s", o["id"])) for o in closing["opened"]]
    link, plant = closing["link"], closing["plant"]
    if link:
        a, b = (facts.name("sites", link[end]) for end in ("a", "b"))
        ways.append(facts.text("chain.close_link", a=a, b=b, km=facts.units(figure("link", "km"))))
    for g, grown in enumerate(closing["grown"]):
        runs = facts.maybe("chain", "missing", k, "closing", "grown", g, "runs")
        more = facts.word("no_limit") if runs is None else facts.units(runs)
        ways.append(facts.text("chain.close_grown", name=names.seller(grown["plant"]), runs=more))
    if plant:
        process, site = facts.name("processes", plant["process"]), facts.name("sites", plant["site"])
        ways.append(facts.text("chain.close_plant", process=process, site=site))
    return long(facts.text("answer.semicolon").join(ways))
