"""Lossy ways that run both ways: what somebody would pay to be rid of can be driven to and fro until it is gone."""

import numpy as np

from unfence.economy.economy import Economy
from unfence.economy.layout import ARC
from unfence.economy.sense.doubt import Doubt


def leaks(economy: Economy) -> list[Doubt]:
    """The first lossy two-way link for each commodity that some market takes only against payment."""
    programme, book = economy.programme, economy.book
    markets = zip(book["markets"]["commodity"], book["markets"]["side"], book["markets"]["price"], strict=True)
    unwanted = {commodity for commodity, side, price in markets if side == "demand" and price < 0}
    both_ways = book["links"]["both_ways"].to_numpy().astype(bool)
    columns, arcs, names = programme.layout.columns, programme.arcs, book["commodities"]["id"]
    found: dict[str, Doubt] = {}
    for c in np.flatnonzero(columns.kind == ARC):
        arc, commodity = columns.thing[c], names[int(columns.commodity[c])]
        lossy = arcs.arrives[arc] < 1 and both_ways[arcs.link[arc]]
        if lossy and commodity in unwanted and commodity not in found:
            found[commodity] = Doubt("leak", "links", int(arcs.link[arc]), "both_ways", {"commodity": commodity})
    return list(found.values())
