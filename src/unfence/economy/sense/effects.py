"""Fences that bear on nothing, and measures that change nothing."""

from unfence.economy.economy import Economy
from unfence.economy.sense.doubt import Doubt
from unfence.network.crossings import carries_people


def idle_fences(economy: Economy) -> list[Doubt]:
    """Fences that no link crosses, or across which nothing that they name can go; planned links count as links."""
    programme, book = economy.programme, economy.book
    people = carries_people(book)[programme.arcs.mode]
    found = []
    for f, kind in enumerate(programme.fence_kind):
        crosses = programme.crossings.arcs[f]
        travels = programme.crossings.people[f] and kind != "quota" and len(book["trips"]) and (crosses & people).any()
        if programme.bears[[f], :].nnz or travels:
            continue
        code = "fence_unmoved" if crosses.any() else "fence_uncrossed"
        found.append(Doubt(code, "fences", f, "between", {"between": book["fences"]["between"][f].to_list()}))
    return found


def idle_measures(economy: Economy) -> list[Doubt]:
    """Measures without which every state is as it was: neither alone nor beside all others do they change anything."""
    measures = economy.book["measures"]["id"].to_list()
    nothing, everything = economy.today().key(), economy.state(measures=measures).key()
    found = []
    for m, name in enumerate(measures):
        others = [other for other in measures if other != name]
        alone, without = economy.state(measures=[name]).key(), economy.state(measures=others).key()
        if alone == nothing and without == everything and economy.book["measures"]["status"][m] in ("idea", "agreed"):
            found.append(Doubt("measure_idle", "measures", m, "id"))
    return found
