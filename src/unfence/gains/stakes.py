"""Stakes: how much money hangs on each number, to first order, as a first guess at what moves the gain.

By the envelope theorem welfare moves with a number as if nobody changed what he does. A number that is off by a small
share e of itself moves the welfare of one scenario by e times

    price * amount * x     a recipe              cost * x            a plant's cost, a link, a terminal, a mode
    price * q              a market's price      rent * capacity     a full plant, market, link or terminal
    size * what it bears   a fence               number * cost       a trip that is made
    hours waited * cost    a mode

and the gain by the difference of two scenarios. This ranks what to look at; what is said of it is solved.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from unfence.economy import Solution
from unfence.economy.layout import ARC, CHANGE, LOAD
from unfence.gains.assumptions import Assumption, Cell

Stakes = Mapping[tuple[str, str, str], float]
"""Money by table, key and column; an empty column stands for all numbers of the row that are no limits."""

LIMITS = ("capacity", "quantity", "must")


def stakes_of(solution: Solution) -> Stakes:
    """What hangs on each number of the book in one scenario.

    >>> from unfence.economy import Economy
    >>> from unfence.examples import example
    >>> economy = Economy(example("two_towns"))
    >>> stakes_of(economy.solve(economy.today()))["plants", "kiln", ""]  # 2000 runs at 100, and 10 of tax
    220000.0
    """
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for part in (_made(solution), _carried(solution), _fenced(solution), _travelled(solution)):
        for where, money in part:
            found[where] += money
    return dict(found)


def influence(assumption: Assumption, before: Stakes, after: Stakes) -> float:
    """How far an assumption moves the difference of two scenarios, to first order, either way."""
    return abs(sum(_share(cell) * (_at(after, cell) - _at(before, cell)) for cell in assumption.cells))


def _share(cell: Cell) -> float:
    """By what share of itself a number may be off, half of its range."""
    size = abs(cell.stated) if cell.stated else max(abs(cell.low), abs(cell.high))
    return (cell.high - cell.low) / 2 / size


def _at(stakes: Stakes, cell: Cell) -> float:
    return stakes.get((cell.table, cell.key, cell.column if cell.column in LIMITS else ""), 0.0)


def _made(solution: Solution) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Plants, markets and recipes."""
    programme, layout, x = solution.programme, solution.programme.layout, solution.x
    book, cost = programme.book, programme.cost + programme.levy
    rent = (solution.price @ programme.matrix[: layout.nodes, :] - cost) * x
    for table in ("plants", "markets"):
        where = getattr(programme, table)
        limits = ("capacity",) if table == "plants" else ("quantity", "must")
        for key, paid, earned in zip(book[table]["id"], (cost * x)[where], rent[where], strict=True):
            yield (table, key, ""), float(paid)
            yield from (((table, key, limit), float(earned)) for limit in limits)
    commodities, processes = book["commodities"]["id"], book["plants"]["process"]
    value = solution.price[layout.recipe_node] * layout.recipe_amount * x[layout.recipe_plant]
    for plant, node, money in zip(layout.recipe_plant, layout.recipe_node, value, strict=True):
        commodity = commodities[int(layout.node_commodity[node])]
        yield ("recipes", f"{processes[int(plant)]};{commodity}", ""), float(money)


def _carried(solution: Solution) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Links, terminals and modes."""
    programme, columns = solution.programme, solution.programme.layout.columns
    book, first = programme.book, programme.transport.start
    sent = solution.x[first:]
    nodes = programme.layout.nodes
    rent = -(solution.dual[nodes:] @ programme.matrix[nodes:, first:]) * sent
    links, modes, terminals = book["links"]["id"], book["modes"]["id"], book["terminals"]["id"]
    paid = columns.cost * sent
    for c in np.flatnonzero((sent > 0) & np.isin(columns.kind, [ARC, CHANGE, LOAD])):
        thing = int(columns.thing[c])
        if columns.kind[c] == LOAD:
            yield ("modes", modes[thing], ""), float(paid[c])
            continue
        on_arc = columns.kind[c] == ARC
        where = ("links", links[int(programme.arcs.link[thing])]) if on_arc else ("terminals", terminals[thing])
        yield (*where, ""), float(paid[c])
        yield (*where, "capacity"), float(rent[c])
        if on_arc:
            yield ("modes", modes[int(programme.arcs.mode[thing])], ""), float(paid[c])


def _fenced(solution: Solution) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Fences, goods only, and what waiting costs by mode; what travellers lose is part of their trips' cost."""
    programme = solution.programme
    kinds = np.array(programme.fence_kind, dtype=object)
    sizes = np.where(np.isin(kinds, ["ban", "quota"]), 0.0, np.nan_to_num(solution.state.fences))
    taken = sizes * (programme.bears @ solution.x)
    yield from (
        (("fences", key, ""), float(money)) for key, money in zip(programme.book["fences"]["id"], taken, strict=True)
    )
    waits = np.where(kinds == "time", sizes, 0.0) @ programme.bears[:, programme.transport.start :]
    columns, modes = programme.layout.columns, programme.book["modes"]["id"]
    waited = np.asarray(waits).ravel() * solution.x[programme.transport.start :]
    for c in np.flatnonzero((waited > 0) & (columns.kind == ARC)):
        yield ("modes", modes[int(programme.arcs.mode[int(columns.thing[c])])], ""), float(waited[c])


def _travelled(solution: Solution) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Trips."""
    trips = solution.programme.book["trips"]
    rows = zip(trips["id"], trips["number"], solution.ways, strict=True)
    yield from ((("trips", key, ""), float(number * way.cost)) for key, number, way in rows if way.made)
