"""Carbon: what is emitted in each state, by side and by whose factors, and what each measure avoids."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from unfence.report.blocks import Block, Column, Heading, Paragraph, Row, Section, Table
from unfence.report.facts import STATES, Facts
from unfence.report.figures import Figure

_APART = 0.1
"""The share by which another set of factors has to differ to be said."""


def section(facts: Facts) -> Section:
    """The section."""
    return Section("carbon", facts.word("carbon.title"), list(_blocks(facts)))


def _blocks(facts: Facts) -> Iterator[Block]:
    if not any(footprint["total"] for footprint in facts.at("carbon", "footprints")):
        yield Paragraph(facts.text("carbon.none"))
        return
    yield Paragraph(_change(facts))
    yield _totals(facts)
    own = facts.at("carbon", "sets", 0, "name")
    places = _places(facts)
    avoided = [k for (factors, _), k in places.items() if factors == own and facts.at(*_ABATED, k, "tonnes")]
    if avoided:
        yield Heading(facts.word("carbon.measures"))
        yield _measures(facts, avoided)
        yield from _otherwise(facts, avoided, places)


_ABATED = ("carbon", "abatements")


def _change(facts: Facts) -> Markup:
    """What the best plan, or open borders, change; in one sentence."""
    own = {f["state"]: k for k, f in reversed(list(enumerate(facts.at("carbon", "footprints"))))}
    today, after = (facts.figure("carbon", "footprints", own[state], "total") for state in ("today", facts.shared))
    less = today - after
    key = "less" if less.value > 0 else "more" if less.value < 0 else "same"
    return facts.text(
        f"carbon.change_{key}",
        state=facts.word(facts.shared),
        today=facts.units(today),
        amount=facts.units(less if less.value >= 0 else after - today),
    )


def _totals(facts: Facts) -> Table:
    """Tonnes by state: in all, by player, elsewhere; other sets of factors below."""
    columns = [Column(facts.word("column.factors")), *(Column(facts.word(s), "amount") for s in STATES)]
    columns.append(Column(facts.word("carbon.best_less_today"), "amount"))
    place = {(f["factors"], f["state"]): k for k, f in enumerate(facts.at("carbon", "footprints"))}
    rows = []
    for k, factors in enumerate(facts.at("carbon", "sets")):
        states = [place[factors["name"], state] for state in STATES]
        totals = [facts.figure("carbon", "footprints", f, "total") for f in states]
        rows.append(_row(facts.text("carbon.all", set=_set(facts, factors)), totals))
        if k == 0:
            rows += list(_sides(facts, states, totals))
    return Table(facts.word("carbon.caption"), columns, rows, note=facts.word("carbon.note"))


def _sides(facts: Facts, states: list[int], totals: list[Figure]) -> Iterator[Row]:
    rest = totals
    for player in facts.players:
        side = [facts.figure("carbon", "footprints", f, "by_side", player) for f in states]
        yield _row(facts.text("carbon.side", side=facts.name("jurisdictions", player)), side)
        rest = [left - own for left, own in zip(rest, side, strict=True)]
    yield _row(facts.word("carbon.elsewhere"), rest)


def _row(title: str, states: list[Figure]) -> Row:
    today, _, best = states
    change = Figure(best.value - today.value, f"{best.path} - {today.path.replace(' - ', ' + ')}")
    return Row([title, *states, change])


def _measures(facts: Facts, avoided: list[int]) -> Table:
    columns = [
        Column(facts.word("measure")),
        Column(facts.word("carbon.avoids"), "amount"),
        Column(facts.word("carbon.per_tonne"), "amount"),
    ]
    ranked = sorted(avoided, key=lambda k: -facts.at(*_ABATED, k, "tonnes"))
    rows = [
        Row(
            [
                facts.name("measures", facts.at(*_ABATED, k, "measure")),
                facts.figure(*_ABATED, k, "tonnes"),
                facts.maybe(*_ABATED, k, "per_tonne"),
            ]
        )
        for k in ranked
    ]
    note = facts.text("carbon.meaning", unit=facts.word_of_currency)
    return Table(facts.word("carbon.measures_caption"), columns, rows, note=note)


def _otherwise(facts: Facts, avoided: list[int], places: Mapping[tuple[str, str], int]) -> Iterator[Paragraph]:
    """Measures for which another set of factors says something else."""
    for factors in facts.at("carbon", "sets")[1:]:
        for mine in avoided:
            other = places.get((factors["name"], facts.at(*_ABATED, mine, "measure")))
            if other is None:
                continue
            own, theirs = (facts.figure(*_ABATED, k, "tonnes") for k in (mine, other))
            if abs(theirs.value - own.value) > _APART * abs(own.value):
                yield Paragraph(
                    facts.text(
                        "carbon.other",
                        set=_set(facts, factors),
                        measure=facts.name("measures", facts.at(*_ABATED, mine, "measure")),
                        tonnes=facts.units(theirs),
                        own=facts.units(own),
                    ),
                    "notice",
                )


def _places(facts: Facts) -> dict[tuple[str, str], int]:
    """Where the abatement of each measure stands, by set of factors."""
    return {(a["factors"], a["measure"]): k for k, a in enumerate(facts.at(*_ABATED))}


def _set(facts: Facts, factors: Mapping[str, str]) -> str:
    """What a set of factors is called; one that only its giver knows by its own name."""
    names = {name: facts.word(f"carbon.{name}") for name in ("book", "grid_province_2022", "grid_region_2023")}
    if factors["agrees"]:
        return facts.text("carbon.book_agrees", name=names[factors["agrees"]])
    return names.get(factors["name"], factors["name"])
