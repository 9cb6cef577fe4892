"""Sheets of industry and doubt: structure, factor prices, carbon, bands, and what the study rests on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from unfence.report.facts import STATES
from unfence.report.workbook.sheet import Cells, Sheet, Source

_BAND = "stated:{0} p5:{0} middle:{0} p95:{0} above:share"


def sheets(source: Source) -> Iterator[Sheet]:
    """The sheets, in order."""
    yield Sheet("output", "profile of_year:year party isic output:money quotient:amount", list(_output(source)))
    columns = "profile of_year:year first second similarity:amount krugman:amount overlap:amount"
    yield Sheet("similarity", columns, list(_similarity(source)))
    yield Sheet("same_goods", "commodity unit party state quantity:amount", list(_same(source)))
    columns = "commodity unit user maker today:amount best:amount value:money"
    yield Sheet("needs", columns, list(_needs(source)))
    yield from _factors(source)
    yield Sheet("emission_factors", "factors source trader kg:amount", list(_sets(source)))
    yield Sheet("carbon", "state factors by item tonnes:amount", list(_footprints(source)))
    columns = "measure factors avoided:amount net:money per_tonne:sum"
    yield Sheet("abatements", columns, list(_abatements(source)))
    yield _movers(source, "footing", source.at("footing", "movers"))
    if source.at("sensitivity"):
        yield from _sensitivity(source)
    yield Sheet("provenance", "item count:count weight:share", list(_provenance(source)))


def _profile(source: Source, profile: Mapping[str, Any]) -> tuple[str, int]:
    return source.word(f"profile.{profile['name']}", year=profile["year"]), profile["year"]


def _output(source: Source) -> Iterator[Cells]:
    for profile in source.at("structure", "profiles"):
        for party, industries in profile["output"].items():
            for isic, output in industries.items():
                quotient = profile["quotients"].get(party, {}).get(isic)
                yield (*_profile(source, profile), source.who(party), isic, output, quotient)


def _similarity(source: Source) -> Iterator[Cells]:
    for profile in source.at("structure", "profiles"):
        for pair in profile["pairs"]:
            two = source.who(pair["first"]), source.who(pair["second"])
            yield (*_profile(source, profile), *two, *(pair[w] for w in ("similarity", "krugman", "overlap")))


def _same(source: Source) -> Iterator[Cells]:
    for same in source.at("structure", "same_goods"):
        for state, made in same["made"].items():
            for party, quantity in made.items():
                yield (*source.goods(same["commodity"]), source.who(party), source.word(state), quantity)


def _needs(source: Source) -> Iterator[Cells]:
    for need in source.at("structure", "needs"):
        named = *source.goods(need["commodity"]), source.who(need["user"]), source.who(need["maker"])
        yield (*named, need["today"], need["best"], need["value"])


def _factors(source: Source) -> Iterator[Sheet]:
    offers: list[Cells] = []
    parts: list[Cells] = []
    for offer in source.at("factors", "offers"):
        goods, side = source.goods(offer["commodity"]), source.who(offer["side"])
        named = *goods, side, source.name("sites", offer["site"]), source.trader(offer["id"])
        numbers = (offer[w] for w in ("price", "low", "high", "transfer", "quantity", "load_factor"))
        offers.append((*named, *numbers, _confidence(source, offer["confidence"]), offer["source"]))
        for part in offer["parts"]:
            named = *goods, side, part["name"], part["per"]
            paid = source.who(part["payee"]), source.yes(part["transfer"])
            parts.append((*named, part["amount"], part["each"], *paid))
    columns = "commodity unit party site seller price:each low:each high:each transfer_part:each quantity:amount"
    yield Sheet("factor_prices", f"{columns} load_factor:share confidence source", offers)
    yield Sheet("tariffs", "commodity unit party part per amount:amount each:each payee is_transfer", parts)
    columns = (
        "commodity unit cheap dear wedge:each policy:each distance:each fence_part:each way kept_by quantity:amount"
    )
    yield Sheet("wedges", f"{columns} saved:money uncovered:money", list(_wedges(source)))
    lost: list[Cells] = [
        (source.name("commodities", wedge["commodity"]), source.who(wedge["dear"]), source.who(party), money)
        for wedge in source.at("factors", "wedges")
        for party, money in wedge["lost"].items()
    ]
    yield Sheet("wedge_lost", "commodity dear party lost:money", lost)
    shadows: list[Cells] = [
        (
            source.word(s["state"]),
            *source.goods(s["commodity"]),
            source.who(s["side"]),
            source.name("sites", s["site"]),
            source.word(f"level.{s['level']}"),
            s["low"],
            s["high"],
        )
        for s in source.at("factors", "shadows")
    ]
    yield Sheet("shadows", "state commodity unit party site level low:each high:each", shadows)


def _wedges(source: Source) -> Iterator[Cells]:
    for wedge in source.at("factors", "wedges"):
        kept = source.joined(source.name(*thing.split(".", 1)) for thing in wedge["kept_by"])
        two = source.who(wedge["cheap"]), source.who(wedge["dear"])
        numbers = (wedge[w] for w in ("wedge", "policy", "distance", "fence"))
        said = source.word(f"way_is.{wedge['way']}"), kept, wedge["quantity"], wedge["saved"], wedge["uncovered"]
        yield (*source.goods(wedge["commodity"]), *two, *numbers, *said)


def _set(source: Source, name: str) -> str:
    return source.word(f"carbon.{name}")


def _sets(source: Source) -> Iterator[Cells]:
    for factors in source.at("carbon", "sets"):
        for market, factor in factors["factors"].items():
            yield _set(source, factors["name"]), factors["source"], source.trader(market), factor


_TABLES = {"process": "processes", "purchase": "markets", "link": "links", "site": "sites", "side": "jurisdictions"}


def _footprints(source: Source) -> Iterator[Cells]:
    for footprint in source.at("carbon", "footprints"):
        named = source.word(footprint["state"]), _set(source, footprint["factors"])
        yield (*named, source.word("by.all"), "", footprint["total"])
        for by, table in _TABLES.items():
            for key, tonnes in footprint[f"by_{by}"].items():
                yield (*named, source.word(f"by.{by}"), source.name(table, key), tonnes)


def _abatements(source: Source) -> Iterator[Cells]:
    for abatement in source.at("carbon", "abatements"):
        named = source.name("measures", abatement["measure"]), _set(source, abatement["factors"])
        yield (*named, abatement["tonnes"], abatement["net"], abatement["per_tonne"])


def _sensitivity(source: Source) -> Iterator[Sheet]:
    said = source.at("sensitivity")
    money = _BAND.format("money")
    rows: list[Cells] = [
        (source.word(f"bands.{word}"), *_band(said[word]), None, None, None) for word in ("gain", "open")
    ]
    for table, word in (("fences", "fence"), ("measures", "measure")):
        for one in said[table]:
            named = source.word(f"bands.{word}", name=source.name(table, one["id"]))
            rows.append((named, *_band(one["worth"]), one["rank"], one["rank_low"], one["rank_high"]))
    yield Sheet("bands", f"item {money} rank:count rank_low:count rank_high:count", rows)
    shares: list[Cells] = [
        (
            source.word("bands.own_change" if s["rule"] == "own_change" else f"rule.{s['rule']}"),
            source.who(s["player"]),
            *_band(s["share"]),
            s["draws"],
        )
        for s in said["shares"]
    ]
    yield Sheet("share_bands", f"rule party {money} draws:count", shares)
    flips: list[Cells] = [
        (source.name(f["kind"], f["first"]), source.name(f["kind"], f["second"]), f["share"]) for f in said["flips"]
    ]
    yield Sheet("flips", "first second flipped:share", flips)
    yield _movers(source, "movers", said["movers"])
    counts = ("draws", "answered", "assumptions", "idle", "bare", "seed")
    told: list[Cells] = [(source.word(f"drawn.{word}"), said[word], None) for word in counts]
    yield Sheet("drawn", "item count:count weight:share", [*told, (source.word("drawn.keeps"), None, said["keeps"])])
    yield Sheet("draws", "gain:money", [(gain,) for gain in said["samples"]])


def _movers(source: Source, name: str, movers: Iterable[Mapping[str, Any]]) -> Sheet:
    """Assumptions that move the gain, each with the gain at its lowest and at its highest."""
    columns = "table key column basis relative low:amount stated:amount high:amount gain_low:money gain_high:money"
    words = ("low", "stated", "high", "gain_low", "gain_high", "correlation")
    rows = [
        (
            *(mover[w] for w in ("table", "key", "column")),
            source.word(f"basis.{mover['basis'] or 'assumed'}"),
            source.yes(mover["relative"]),
            *(mover[w] for w in words),
        )
        for mover in movers
    ]
    return Sheet(name, f"{columns} correlation:amount", rows)


def _band(band: Mapping[str, float]) -> tuple[float, ...]:
    return tuple(band[word] for word in ("stated", "low", "middle", "high", "above"))


def _provenance(source: Source) -> Iterator[Cells]:
    said = source.at("provenance")
    for confidence, count in said["rows"].items():
        yield (
            source.word("rows_of", kind=_confidence(source, confidence)),
            count,
            None,
        )
    for word in ("empty_cells", "unknown_cells"):
        yield source.word(word), said[word], None
    for word in (*STATES[:2], "gain"):
        yield source.word(f"rests.{word}"), None, said["assumed_share"][word]


def _confidence(source: Source, said: str) -> str:
    return source.word(f"confidence.{said}" if said else "unstated")
