"""The same programme said in PyPSA's words: buses, links, generators and processes. No slopes, no trips.

A node is a bus; a flow is a link whose efficiency is what arrives; a supply market is a generator, a demand market
one of negative sign; a plant is a process whose rates are its recipe. What several links share (a capacity of all
commodities, a quota) is a further constraint. Only the private objective is compared.
"""

import logging
import math
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas as pd
    import pypsa

from oracle.reader import read
from oracle.scene import Scene, legs, scene

Part = dict[str, str | float]
PLENTY = 1e5  # an unlimited size: above what any small book can carry


def private(folder: Path, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> float:
    """The private objective of a state, goods alone, by PyPSA and HiGHS."""
    state = scene(read(folder), fences_down, measures)
    sharing: dict[tuple[str, str], list[str]] = {}
    parts = {
        "Link": [*_stays(state), *_roads(state, sharing), *_terminals(state, sharing)],
        "Generator": list(_markets(state)),
        "Process": list(_plants(state)),
    }
    if not parts["Generator"]:
        return 0.0
    buses = {
        end: None for rows in parts.values() for row in rows for name, end in row.items() if name.startswith("bus")
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for library in ("pypsa", "linopy"):
            logging.getLogger(library).setLevel(logging.ERROR)
        network = pypsa.Network()
        network.add("Bus", list(buses))
        for component, rows in parts.items():
            if rows:
                table = pd.DataFrame(rows).set_index("name")
                network.add(component, table.index, **{column: table[column] for column in table})
        status, condition = network.optimize(
            extra_functionality=lambda n, _: _share(n, state, sharing), include_objective_constant=False,
            solver_options={"output_flag": False},
        )  # fmt: skip
    if status != "ok":
        raise ValueError(condition)
    return -float(network.objective)


def _bus(*node: str) -> str:
    return "/".join(node)


def _flow(name: str, start: str, end: str, cost: float = 0.0, arrives: float = 1.0) -> Part:
    return {"name": name, "bus0": start, "bus1": end, "marginal_cost": cost, "efficiency": arrives, "p_nom": PLENTY}


def _stays(state: Scene) -> Iterator[Part]:
    for site in state.book["sites"]:
        for commodity in state.book["commodities"]:
            here = _bus(site["id"], commodity["id"])
            yield _flow(f"stay {here}", _bus("made", here), _bus("used", here))


def _roads(state: Scene, sharing: dict[tuple[str, str], list[str]]) -> Iterator[Part]:
    stops: dict[tuple[str, str, str], None] = {}
    for leg in legs(state):
        name = f"go {leg.link} {leg.start} {leg.commodity}"
        ends = [_bus(leg.mode + "!", site, leg.commodity) for site in (leg.start, leg.end)]
        yield _flow(name, *ends, cost=float(leg.cost + sum(leg.fees.values())), arrives=float(leg.arrives))
        for shared in (("link " + leg.start, leg.link), *(("quota", quota) for quota in leg.quotas)):
            sharing.setdefault(shared, []).append(name)
        stops |= {(leg.mode, leg.start, leg.commodity): None, (leg.mode, leg.end, leg.commodity): None}
    for mode, site, commodity in stops:
        row, on, here = state.book.row("modes", mode), _bus(mode + "!", site, commodity), _bus(site, commodity)
        yield _flow(f"on {on}", _bus("made", here), on, cost=float(row["cost_load"] / row["payload"]))
        yield _flow(f"off {on}", on, _bus("used", here))


def _terminals(state: Scene, sharing: dict[tuple[str, str], list[str]]) -> Iterator[Part]:
    for row in state.standing["terminals"]:
        mode = state.book.row("modes", row["to_mode"])
        cost = float(row["cost"] + row["hours"] * mode["cost_hour"] / mode["payload"])
        for commodity in (c["id"] for c in state.book["commodities"]):
            name = f"change {row['id']} {commodity}"
            ends = [_bus(row[end] + "!", row["site"], commodity) for end in ("from_mode", "to_mode")]
            yield _flow(name, *ends, cost=cost)
            sharing.setdefault(("terminal", row["id"]), []).append(name)


def _markets(state: Scene) -> Iterator[Part]:
    for row in state.standing["markets"]:
        sign = 1.0 if row["side"] == "supply" else -1.0
        most = PLENTY if row["quantity"] == math.inf else float(row["quantity"])
        yield {
            "name": row["id"], "bus": _bus("made" if sign > 0 else "used", row["site"], row["commodity"]),
            "sign": sign, "marginal_cost": sign * float(row["price"]), "p_nom": most,
            "p_min_pu": float(row["must"]) / most if most else 0.0,
        }  # fmt: skip


def _plants(state: Scene) -> Iterator[Part]:
    """A process each; recipes shorter than the longest are filled up with ports at a rate of 0."""
    recipes = {row["id"]: [r for r in state.book["recipes"] if r["process"] == row["process"]]
               for row in state.standing["plants"]}  # fmt: skip
    longest = max(map(len, recipes.values()), default=0)
    for plant in state.standing["plants"]:
        part: Part = {"name": plant["id"], "p_nom": float(plant["capacity"])}
        part["marginal_cost"] = float(plant["cost"] + plant["tax"])
        recipe = recipes[plant["id"]]
        for k in range(max(longest, 2)):
            row = recipe[min(k, len(recipe) - 1)]
            place = "made" if row["amount"] > 0 else "used"
            part[f"bus{k}"] = _bus(place, plant["site"], row["commodity"])
            part[f"rate{k}"] = float(row["amount"]) if k < len(recipe) else 0.0
        yield part


def _share(network: pypsa.Network, state: Scene, sharing: dict[tuple[str, str], list[str]]) -> None:
    """The sum over what shares a link's direction, a terminal or a quota stays within its size."""
    sizes = {("terminal", row["id"]): row["capacity"] for row in state.standing["terminals"]}
    sizes |= {("quota", row["id"]): row["size"] for row in state.standing["fences"] if row["kind"] == "quota"}
    sizes |= {("link " + end, r["id"]): r["capacity"] for r in state.standing["links"] for end in (r["a"], r["b"])}
    flow = network.model.variables["Link-p"]
    for key, names in sharing.items():
        if sizes[key] != math.inf:
            network.model.add_constraints(
                flow.sel(name=names).sum() <= float(sizes[key]), name="share " + " ".join(key)
            )
