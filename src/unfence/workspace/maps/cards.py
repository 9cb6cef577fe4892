"""Cards: what is said about a thing of the map, to whoever clicks on it and in the list beside it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from unfence.network.plan import Conflict
from unfence.network.plan.plan import number
from unfence.words import amount, money, percent, say
from unfence.workspace.maps.drawn import Drawn
from unfence.workspace.maps.scene import Scene

LISTED = 8
"""How many names a card lists before it counts the rest."""


@dataclass(frozen=True)
class Card:
    """A heading, lines of (label, value), and the row's page ("" for none)."""

    title: str
    facts: tuple[tuple[str, str], ...]
    href: str


@dataclass(frozen=True)
class Told:
    """A conflict in words."""

    kind: str
    what: str
    mend: str


def card_of(scene: Scene, thing: Drawn) -> Card:
    """The card of a thing on the map."""
    if thing.layer == "conflicts":
        told = told_of(scene, scene.conflicts[int(thing.key) - 1])
        return Card(told.kind, (("", told.what), ("", told.mend)), f"{reverse('maps.conflicts')}#conflict-{thing.key}")
    said = {"sites": _site, "links": _link, "fences": _fence, "measures": _measure}[thing.layer]
    facts = tuple((say(f"maps.fact.{label}", scene.lang), value) for label, value in said(scene, thing) if value)
    return Card(scene.name(thing.layer, thing.key), facts, reverse("books.row", args=(thing.layer, thing.key)))


def told_of(scene: Scene, conflict: Conflict) -> Told:
    """A conflict in the member's language."""
    lang = scene.lang
    gaps: dict[str, object] = {gap: _called(scene, *pair) for gap, pair in conflict.named.items()}
    if "km" in conflict.values:
        gaps["km"] = amount(round(float(conflict.values["km"]), 1), lang)
    modes = str(conflict.values.get("mode", ""))
    gaps["mode"] = [scene.name("modes", mode) for mode in modes.split(";")]
    if conflict.values.get("side") == "outside":
        gaps["side"] = say("outside", lang)
    if conflict.kind == "twice":
        gaps["room"] = _room(scene, conflict)
    gaps["differ"] = [_differing(scene, *parts) for parts in conflict.differ]
    kind = say(f"maps.conflict.{conflict.kind}.name", lang)
    what, mend = (say(f"maps.conflict.{conflict.kind}.{part}", lang, **gaps) for part in ("what", "mend"))
    return Told(kind, what, mend)


def _called(scene: Scene, table: str, key: str) -> str:
    """What a row is called in a sentence; of markets only those that take a waste are in one."""
    row = scene.row(table, key)
    if table != "markets" or row is None:
        return scene.name(table, key)
    what, site = (row.values.get(column, "") for column in ("commodity", "site"))
    return say("maps.taker", scene.lang, what=scene.name("commodities", what), site=scene.name("sites", site))


def _room(scene: Scene, conflict: Conflict) -> str:
    """How much room there is beside what is planned, as far as it is known."""
    spare = conflict.values.get("spare")
    if not isinstance(spare, float):
        return say("maps.room.both_planned", scene.lang)
    second = _called(scene, *conflict.named["second"])
    if math.isinf(spare):
        return say("maps.room.unlimited", scene.lang, second=second)
    return say("maps.room.idle", scene.lang, second=second, spare=percent(spare, scene.lang))


def _differing(scene: Scene, column: str, one: float | str, other: float | str) -> str:
    values = {name: _stated(scene, column, value) for name, value in (("one", one), ("other", other))}
    return say("maps.differs", scene.lang, what=say(f"maps.fact.{column}", scene.lang), **values)


def _stated(scene: Scene, column: str, value: float | str) -> str:
    if isinstance(value, str):
        return say(f"maps.status.{value}", scene.lang)
    return say("book.empty.unlimited", scene.lang) if math.isinf(value) else amount(value, scene.lang)


def _site(scene: Scene, thing: Drawn) -> Iterator[tuple[str, str]]:
    site = scene.plan.sites[thing.key]
    yield "kind", say(f"report.site_kind.{site.kind or 'other'}", scene.lang)
    yield "side", scene.name("jurisdictions", site.side)
    for table in ("plants", "markets"):
        here = [row for row in scene.rows[table] if row.values.get("site") == thing.key]
        names = [scene.name(table, row.key) if table == "plants" else _market(scene, row.values) for row in here]
        yield table, _some(scene, names)


def _market(scene: Scene, values: Mapping[str, str]) -> str:
    side = values.get("side") or "demand"
    return say(f"maps.market.{side}", scene.lang, what=scene.name("commodities", values.get("commodity", "")))


def _link(scene: Scene, thing: Drawn) -> Iterator[tuple[str, str]]:
    link = scene.links[thing.key]
    yield "mode", scene.name("modes", link.mode)
    yield "status", say(f"maps.status.{thing.tags['status'][0]}", scene.lang)
    for column in ("km", "minutes", "capacity"):
        yield column, _cell(scene, "links", thing.key, column)
    fences = [scene.name("fences", fence) for fence, links in scene.borne.items() if link in links]
    yield "fences", _some(scene, fences)
    yield "opened_by", _some(scene, [scene.name("measures", m) for m, _ in scene.plan.openers.get(link.id, ())])


def _fence(scene: Scene, thing: Drawn) -> Iterator[tuple[str, str]]:
    row = scene.row("fences", thing.key)
    kind = row.values.get("kind", "") if row else ""
    if kind:
        yield "kind", say(f"report.fence_kind.{kind}", scene.lang)
    yield "size", "" if kind == "ban" else _size(scene, thing.key, kind)
    price = scene.prices.get(thing.key)
    if price and scene.study:
        for word in ("alone", "shapley"):
            yield word, money(price[word], scene.currency, scene.lang)
        yield "study", say("shell.home.of_revision", scene.lang, number=scene.study.revision)
    else:
        yield "alone", say("maps.no_price", scene.lang)
    yield "links", _some(scene, [scene.name("links", link.id) for link in scene.borne.get(thing.key, ())])


def _size(scene: Scene, key: str, kind: str) -> str:
    row = scene.row("fences", key)
    if row is None or "size" in row.withheld:
        return say("sharing.withheld", scene.lang)
    size = number(row.values.get("size"))
    if size is None:
        return row.values.get("size", "")
    shown = money(size, scene.currency, scene.lang) if kind in ("cost", "fee") else amount(size, scene.lang)
    return say(f"maps.size.{kind}", scene.lang, size=shown)


def _measure(scene: Scene, thing: Drawn) -> Iterator[tuple[str, str]]:
    if thing.properties["status"]:
        yield "status", say(f"report.measure_status.{thing.properties['status']}", scene.lang)
    row = scene.row("measures", thing.key)
    capex = number(row.values.get("capex")) if row and "capex" not in row.withheld else None
    withheld = row is None or "capex" in row.withheld
    yield "capex", say("sharing.withheld", scene.lang) if withheld else money(capex or 0.0, scene.currency, scene.lang)
    pairs = [part.partition("/") for part in thing.properties["changes"].split(";") if part]
    yield "changes", _some(scene, [scene.name(table, key) for table, _, key in pairs])


def _cell(scene: Scene, table: str, key: str, column: str) -> str:
    """A number of a row as it is written here, "" where none is stated."""
    row = scene.row(table, key)
    if row is None or column in row.withheld:
        return say("sharing.withheld", scene.lang)
    held = row.values.get(column, "")
    shown = number(held)
    return held if shown is None else amount(shown, scene.lang)


def _some(scene: Scene, names: list[str]) -> str:
    """Names in a row; of many the first and how many more."""
    names = list(dict.fromkeys(names))
    shown, more = names[:LISTED], len(names) - LISTED
    joined = ("、" if scene.lang == "zh" else ", ").join(shown)
    return say("maps.and_more", scene.lang, names=joined, count=more) if more > 0 else joined
