"""The bands of the answers: how far they may be off, whether the rankings are settled, what moves the gain most."""

from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper, Unit
from unfence.words import amount

if TYPE_CHECKING:
    from unfence.gains.movers import Mover
    from unfence.gains.sensitivity import Band, Item, Sensitivity, ShareBand

FLIPS = 8
"""Unsettled neighbours that are said, the first of each ranking first."""


def bands(paper: Paper) -> None:
    """Gain, fences, measures and shares with their bands; nothing where no books were drawn."""
    found = paper.study.sensitivity
    if found is None:
        return
    ranked = {"fence": found.fences, "measure": found.measures}
    worths = [found.gain, found.open, *(item.worth for items in ranked.values() for item in items)]
    unit = paper.unit(v for band in worths for v in (band.stated, band.low, band.high))
    paper.heading("bands", unit)
    paper.line("bands.drawn", text=found.say(paper.lang))
    rows = [[paper.say(f"bands.{name}"), *_band(paper, unit, band), ""] for name, band in _whole(paper, found)]
    for kind, items in ranked.items():
        rows += [_item(paper, unit, kind, item) for item in sorted(items, key=lambda item: item.rank)]
    heads = paper.columns("band_of", "stated", "low", "middle", "high", "above", "rank")
    paper.table(heads, rows)
    paper.line("bands.meaning")
    _flips(paper, found)
    _movers(paper, found)
    _shares(paper, found)


def _whole(paper: Paper, found: "Sensitivity") -> list[tuple[str, "Band"]]:
    """The gain of the best plan where there are measures, that of open borders where there are fences."""
    whole = [("gain", found.gain)] if paper.study.measures.prices else []
    return [*whole, ("open", found.open)] if paper.study.fences.prices else whole


def _band(paper: Paper, unit: Unit, band: "Band") -> list[str]:
    amounts = [unit.text(paper.calm(v)) for v in (band.stated, band.low, band.middle, band.high)]
    return [*amounts, paper.percent(band.above)]


def _item(paper: Paper, unit: Unit, kind: str, item: "Item") -> list[str]:
    name = paper.say(f"bands.{kind}", name=paper.names[f"{kind}s", item.id])
    place = paper.say("bands.place", rank=item.rank, low=item.rank_low, high=item.rank_high)
    return [name, *_band(paper, unit, item.worth), place]


def _flips(paper: Paper, found: "Sensitivity") -> None:
    """The neighbours of a ranking whose order is not settled."""
    for flip in found.flips[:FLIPS]:
        first, second = paper.called(flip.kind, (flip.first, flip.second))
        paper.line("bands.flip", first=first, second=second, share=paper.percent(flip.share))
    if len(found.flips) > FLIPS:
        paper.line("bands.more_flips", count=len(found.flips) - FLIPS)
    if not found.flips and max(len(found.fences), len(found.measures)) > 1:
        paper.line("bands.no_flips")


def _movers(paper: Paper, found: "Sensitivity") -> None:
    """The assumptions that move the gain most, and how far."""
    if not found.movers:
        paper.line("bands.no_movers")
        return
    unit = paper.unit(gain for m in found.movers for gain in (m.gain_low, m.gain_high))
    paper.heading("movers", unit)
    rows = [
        [_cell(paper, m), *_ends(paper, m), *(unit.text(gain) for gain in (m.gain_low, m.gain_high))]
        for m in found.movers
    ]
    heads = paper.columns("assumption", "lowest", "highest", "gain_lowest", "gain_highest")
    paper.table(heads, rows)


def _cell(paper: Paper, mover: "Mover") -> str:
    """The cell of an assumption: what its row is called, and where it is to be found."""
    names = [paper.things.of(mover.table, mover.key)]
    if mover.key.count(";") == 1 and mover.table == "recipes":
        process, commodity = mover.key.split(";")
        names = [paper.things.of("processes", process), paper.things.of("commodities", commodity)]
    known = " · ".join(paper.names.get((mover.table, mover.key), name) for name in names)
    return paper.say("bands.cell", name=known, column=f"{mover.table}.{mover.column}")


def _ends(paper: Paper, mover: "Mover") -> list[str]:
    ends = (mover.low, mover.high)
    return [paper.percent(end) if mover.relative else amount(end, paper.lang) for end in ends]


def _shares(paper: Paper, found: "Sensitivity") -> None:
    """What each rule gives each player; rules that agree are one line."""
    if not found.shares:
        return
    unit = paper.unit(v for s in found.shares for v in (s.share.stated, s.share.low, s.share.high))
    paper.heading("share_bands", unit)
    rows = [[_share(paper, same), *_band(paper, unit, same[0].share)] for same in _agreeing(paper, found)]
    paper.table(paper.columns("band_of", "stated", "low", "middle", "high", "above"), rows)


def _agreeing(paper: Paper, found: "Sensitivity") -> list[list["ShareBand"]]:
    """The shares by player, those of rules that give the same together."""
    groups: list[list[ShareBand]] = []
    for share in sorted(found.shares, key=lambda s: paper.study.sharing.players.index(s.player)):
        for group in groups:
            if group[0].player == share.player and _close(paper, group[0].share, share.share):
                group.append(share)
                break
        else:
            groups.append([share])
    return groups


def _close(paper: Paper, one: "Band", other: "Band") -> bool:
    pairs = ((one.stated, other.stated), (one.low, other.low), (one.middle, other.middle), (one.high, other.high))
    return all(abs(a - b) <= paper.small for a, b in pairs)


def _share(paper: Paper, same: list["ShareBand"]) -> str:
    player = paper.names["jurisdictions", same[0].player]
    rules = {share.rule for share in same}
    if rules >= set(paper.study.sharing.splits):
        return paper.say("bands.all_rules", player=player)
    names = [paper.say("bands.own_change" if s.rule == "own_change" else f"rule.{s.rule}") for s in same]
    return paper.say("bands.rules", player=player, rules=names)
