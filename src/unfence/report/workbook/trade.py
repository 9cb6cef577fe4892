"""Sheets of what moves: prices, flows, plants, markets, people, the chain, matches, claims."""

from collections.abc import Iterator, Mapping
from typing import Any

from unfence.report.facts import STATES
from unfence.report.workbook.sheet import Cells, Sheet, Source, ends


def sheets(source: Source) -> Iterator[Sheet]:
    """The sheets, in order."""
    ranges = " ".join(f"{state}_low:each {state}_high:each" for state in STATES)
    yield Sheet("prices", f"commodity unit site party level {ranges}", list(_prices(source)))
    columns = "state link mode from to commodity unit quantity:amount fence_cost:money transport_cost:money rent:money"
    yield Sheet("flows", columns, list(_flows(source)))
    columns = "id plant site party capacity:amount today:amount open:amount best:amount"
    yield Sheet("plants", columns, list(_plants(source)))
    columns = "id site party side commodity unit today:amount open:amount best:amount"
    yield Sheet("markets", columns, list(_markets(source)))
    yield Sheet("trips", "id from to trips:amount state made cost:each ways", list(_trips(source)))
    columns = "commodity unit role trader party quantity:amount most:amount spare:amount price:each"
    yield Sheet("chain", columns, list(_chain(source)))
    yield Sheet("sources", "commodity unit user maker quantity:amount", list(_sources(source)))
    columns = "plant process party runs:amount capacity:amount spare:amount cost:each tax:each margin:each"
    yield Sheet("steps", columns, list(_steps(source)))
    columns = "commodity unit gap makers takers players worth:money quantity:amount closing"
    yield Sheet("missing", columns, list(_missing(source)))
    columns = "id buyer commodity unit quantity:amount verdict saving:each open_saving:each could_cover:amount hurdles"
    yield Sheet("matches", columns, list(_matches(source)))
    yield Sheet("dumps", "plant commodity unit dump quantity:amount here:each there:each open_today", _dumps(source))
    columns = "id about claimed:money ruling commodity buyer quantity:amount computed:money times:amount"
    yield Sheet("claims", f"{columns} against_cheapest:money implied:amount", list(_claims(source)))
    yield Sheet("claim_parts", "id part saved:money", list(_claim_parts(source)))
    yield Sheet("offers", "id place seller part amount:each", list(_offers(source)))


def _prices(source: Source) -> Iterator[Cells]:
    for price in source.at("prices"):
        home = source.who(source.facts.home[price["site"]] or "outside")
        where = *source.goods(price["commodity"]), source.name("sites", price["site"]), home
        yield (*where, source.word("level.delivered"), *_ranges(price))
        if price["mill"]:
            yield (*where, source.word("level.mill"), *_ranges(price["mill"]))


def _ranges(price: Mapping[str, Any]) -> list[float | None]:
    return [end for state in STATES for end in ends(price.get(state))]


def _flows(source: Source) -> Iterator[Cells]:
    for flow in source.at("flows"):
        mode = source.name("modes", source.row("links", flow["link"])["mode"])
        way = flow["link"], mode, source.name("sites", flow["from"]), source.name("sites", flow["to"])
        money = (flow[w] for w in ("quantity", "fence_cost", "transport_cost", "rent"))
        yield (source.word(flow["state"]), *way, *source.goods(flow["commodity"]), *money)


def _place(source: Source, site: str) -> tuple[str, str]:
    return source.name("sites", site), source.who(source.facts.home[site] or "outside")


def _plants(source: Source) -> Iterator[Cells]:
    for plant in source.at("plants"):
        row = source.row("plants", plant["id"])
        named = plant["id"], source.name("plants", plant["id"]), *_place(source, row["site"])
        yield (*named, row["capacity"], *(plant[state] for state in STATES))


def _markets(source: Source) -> Iterator[Cells]:
    for market in source.at("markets"):
        row = source.row("markets", market["id"])
        side = source.word(f"market_side.{row['side']}")
        where = *_place(source, row["site"]), side, *source.goods(row["commodity"])
        yield (market["id"], *where, *(market[state] for state in STATES))


def _trips(source: Source) -> Iterator[Cells]:
    for trip in source.at("trips"):
        row = source.row("trips", trip["id"])
        ends_ = source.name("sites", row["from"]), source.name("sites", row["to"])
        for state in STATES:
            said = trip[state]
            ways = source.names("links", said["links"])
            yield (trip["id"], *ends_, row["number"], source.word(state), source.yes(said["made"]), said["cost"], ways)


def _chain(source: Source) -> Iterator[Cells]:
    for goods in source.at("chain", "commodities"):
        for role in ("makers", "users"):
            for one in goods[role]:
                named = source.word(f"role.{role}"), source.trader(one["id"]), source.who(one["home"])
                yield (*source.goods(goods["id"]), *named, *(one[w] for w in ("quantity", "most", "spare", "price")))


def _sources(source: Source) -> Iterator[Cells]:
    for goods in source.at("chain", "commodities"):
        for user, makers in goods["sources"].items():
            for maker, quantity in makers.items():
                yield (*source.goods(goods["id"]), source.who(user), source.who(maker), quantity)


def _steps(source: Source) -> Iterator[Cells]:
    for step in source.at("chain", "steps"):
        named = source.name("plants", step["plant"]), source.name("processes", step["process"])
        numbers = (step[w] for w in ("runs", "capacity", "spare", "cost", "tax", "margin"))
        yield (*named, source.who(step["home"]), *numbers)


def _missing(source: Source) -> Iterator[Cells]:
    for gap in source.at("chain", "missing"):
        traders = (source.joined(source.trader(t) for t in gap[word]) for word in ("makers", "takers"))
        players = source.names("jurisdictions", gap["players"])
        said = source.word(f"gap.{gap['kind']}"), *traders, players, gap["worth"], gap["quantity"]
        yield (*source.goods(gap["commodity"]), *said, source.joined(_closing(source, gap["closing"])))


def _closing(source: Source, closing: Mapping[str, Any]) -> Iterator[str]:
    """What closes a gap, part by part."""
    for fence in closing["fences"]:
        yield source.word("closing.fence", name=source.name("fences", fence))
    for opened in closing["opened"]:
        yield source.word("closing.opened", name=source.name(f"{opened['on']}s", opened["id"]))
    if link := closing["link"]:
        a, b = source.name("sites", link["a"]), source.name("sites", link["b"])
        yield source.word("closing.link", a=a, b=b, km=link["km"])
    for grown in closing["grown"]:
        yield source.word("closing.grown", name=source.name("plants", grown["plant"]), runs=grown["runs"])
    if plant := closing["plant"]:
        where, process = source.name("sites", plant["site"]), source.name("processes", plant["process"])
        yield source.word("closing.plant", process=process, site=where)


def _matches(source: Source) -> Iterator[Cells]:
    for match in source.at("matches", "rows"):
        hurdles = (_hurdle(source, hurdle) for hurdle in match["in_the_way"])
        named = match["id"], source.trader(match["buyer"]), *source.goods(match["commodity"]), match["quantity"]
        numbers = (match[w] for w in ("saving", "open_saving", "could_cover"))
        yield (*named, source.word(f"verdict.{match['verdict']}"), *numbers, source.joined(hurdles))


def _hurdle(source: Source, hurdle: Mapping[str, Any]) -> str:
    planned = hurdle["kind"] in ("link", "terminal")
    return source.name(f"{hurdle['kind']}s" if planned else "fences", hurdle["id"])


def _dumps(source: Source) -> list[Cells]:
    return [
        (
            source.name("plants", dump["plant"]),
            *source.goods(dump["commodity"]),
            source.trader(dump["dump"]),
            *(dump[w] for w in ("quantity", "here", "there")),
            source.yes(dump["open_today"]),
        )
        for dump in source.at("matches", "dumps")
    ]


def _claims(source: Source) -> Iterator[Cells]:
    for claim in source.at("claims"):
        ruling = source.word(f"ruling.{claim['ruling']}")
        about = claim["id"], claim["about"], claim["stated"], ruling
        what = source.name("commodities", claim["commodity"]), source.name("sites", claim["buyer"])
        numbers = ("quantity", "computed", "factor", "against_cheapest", "implied_quantity")
        yield (*about, *what, *(claim[w] for w in numbers))


def _claim_parts(source: Source) -> Iterator[Cells]:
    """What each part of the price saves; a part that is no part of every price is a fence."""
    for claim in source.at("claims"):
        for part, saved in (claim["parts"] or {}).items():
            named = source.name("fences", part) if part in source.fences else source.word(f"part.{part}")
            yield claim["id"], named, saved


def _offers(source: Source) -> Iterator[Cells]:
    """What a delivered unit is made of, for every offer of a match or a claim."""
    found = [(m["id"], place, m[place]) for m in source.at("matches", "rows") for place in ("now", "best", "open")]
    found += [(c["id"], place, c[place]) for c in source.at("claims") for place in ("was", "now")]
    for key, place, offer in found:
        if offer is None:
            continue
        named = key, source.word(f"place.{place}"), source.trader(offer["seller"])
        for part, each in offer["parts"].items():
            if part != "fences":
                yield (*named, source.word(f"part.{part}"), each)
        for fence, each in offer["parts"]["fences"].items():
            yield (*named, source.name("fences", fence), each)
        yield (*named, source.word("part.delivered"), offer["delivered"])
