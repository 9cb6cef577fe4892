"""Markets that must trade but are banned from it, and trades that would pay without end."""

import numpy as np

from unfence.economy.economy import Economy
from unfence.economy.sense.doubt import Doubt
from unfence.economy.sense.supply import supply_of
from unfence.economy.trouble import endless_path


def banned_musts(economy: Economy) -> list[Doubt]:
    """Markets with a ``must`` that something could meet today, if a ban did not stand in the way."""
    programme, today = economy.programme, economy.today()
    layout = programme.layout
    standing, lifted = supply_of(programme, today), supply_of(programme, today, bans=False)
    bans = [
        name
        for f, (name, kind) in enumerate(zip(economy.book["fences"]["id"], programme.fence_kind, strict=True))
        if kind == "ban" and not np.isnan(today.fences[f])
    ]
    found = []
    for m, least in enumerate(economy.book["markets"]["must"]):
        node = layout.market_node[m]
        served = "emptied" if layout.market_supplies[m] else "fed"
        if least > 0 and getattr(lifted, served)[node] and not getattr(standing, served)[node]:
            found.append(Doubt("banned_must", "markets", m, "must", {"must": float(least), "bans": bans}))
    return found


def endless_trades(economy: Economy) -> list[Doubt]:
    """An unlimited supply that reaches an unlimited dearer demand: today, or when fences fall and measures are done."""
    book = economy.book
    fences, measures = book["fences"]["id"].to_list(), book["measures"]["id"].to_list()
    for down, done in (((), ()), (fences, ()), ((), measures), (fences, measures)):
        path = endless_path(economy.programme, economy.state(down, done))
        if path is not None:
            row = book["markets"]["id"].to_list().index(path.supply)
            return [Doubt("endless", "markets", row, "quantity", vars(path))]
    return []
