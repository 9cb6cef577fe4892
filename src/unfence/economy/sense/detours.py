"""Ways round a fence through sites that lie in no jurisdiction: there goods would slip past it unseen."""

import numpy as np

from unfence.book import sides
from unfence.economy.economy import Economy
from unfence.economy.layout import ARC, CHANGE
from unfence.economy.sense.doubt import Doubt
from unfence.economy.sense.supply import walk
from unfence.network.arcs import Bools, numbering, rows_of


def detours(economy: Economy) -> list[Doubt]:
    """The first way round each fence, if there is one."""
    book = economy.book
    jurisdictions = numbering(book["jurisdictions"])
    home = rows_of(book["sites"]["jurisdiction"], jurisdictions)
    found = []
    for f, fence in enumerate(book["fences"].iter_rows(named=True)):
        first, second = (
            np.isin(home, [jurisdictions[j] for j in side]) for side in sides(fence["between"], book["jurisdictions"])
        )
        ways = [(first, second)] if fence["direction"] == "first_to_second" else [(first, second), (second, first)]
        for start, end in ways:
            path = _way_round(economy, f, start, end, home < 0)
            if path:
                found.append(Doubt("fence_detour", "fences", f, "between", {"sites": path}))
                break
    return found


def _way_round(economy: Economy, fence: int, start: Bools, end: Bools, outside: Bools) -> list[str]:
    """Sites from one side to the other with nothing but outside between, on columns that the fence could bear on."""
    programme = economy.programme
    layout, columns = programme.layout, programme.layout.columns
    from_site, to_site = layout.node_site[columns.tail], layout.node_site[columns.head]
    moves = np.isin(columns.kind, [ARC, CHANGE]) & programme.crossings.commodities[fence][columns.commodity]
    modes = economy.book["fences"]["modes"][fence].to_list()
    if modes:
        named = rows_of(economy.book["fences"]["modes"][fence], numbering(economy.book["modes"]))
        moves &= (columns.kind == ARC) & np.isin(layout.node_level[columns.tail] - 2, named)
    leaves = (start | outside)[from_site] & outside[to_site]
    arrives = outside[from_site] & end[to_site]
    steps = np.flatnonzero(moves & (leaves | arrives))
    begin = np.flatnonzero(start[layout.node_site] & (layout.node_level > 1))
    order, before = walk(columns.tail[steps], columns.head[steps], begin, layout.nodes)
    ended = [int(n) for n in order if n < layout.nodes and end[layout.node_site[n]]]
    if not ended:
        return []
    path, node = [], ended[0]
    while node < layout.nodes:
        path.append(economy.book["sites"]["id"][int(layout.node_site[node])])
        node = int(before[node])
    return list(dict.fromkeys(reversed(path)))
