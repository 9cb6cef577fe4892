"""Incomes in a county's words: who owns what is earned, tax and fees, value added, work.

At the prices of the incomes' point, for each jurisdiction

    fees         fees and taxes that it receives
    tax          the part of them that its own plants pay
    value added  profits of its plants + taxes they pay + pay for the labour they use
    labour       units of labour that its plants use, by commodity of kind ``labour``

and for each owner his shares of the plants' profits; a plant without owners is its jurisdiction's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unfence.economy.incomes import Incomes, profits
from unfence.economy.solution import Solution
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Accounts:
    """Money a year by jurisdiction (and ``outside``), and plants' profits by owner."""

    by_jurisdiction: Mapping[str, Mapping[str, float]]
    by_owner: Mapping[str, float]


def accounts_of(solution: Solution, incomes: Incomes) -> Accounts:
    """The accounts of a solution."""
    programme = solution.programme
    plants = programme.book["plants"]
    homes = [incomes.parties[p] for p in programme.party[programme.plants]]
    earned = profits(solution, incomes.price)[programme.plants]
    taxes = (programme.levy * solution.x)[programme.plants]
    labour, pay = _labour(solution, incomes)
    by_jurisdiction = {
        party: {"fees": fees, "tax": 0.0, "value_added": 0.0, "labour": 0.0}
        for party, fees in solution.collected.items()
    }
    by_owner = dict.fromkeys(incomes.parties, 0.0)
    for p, home in enumerate(homes):
        by_jurisdiction[home]["tax"] += float(taxes[p])
        by_jurisdiction[home]["value_added"] += float(earned[p] + taxes[p] + pay[p])
        by_jurisdiction[home]["labour"] += float(labour[p])
        for owner in plants["owners"][p].to_list() or [{"id": home, "share": 1.0}]:
            by_owner[owner["id"]] += owner["share"] * float(earned[p])
    return Accounts(by_jurisdiction, by_owner)


def _labour(solution: Solution, incomes: Incomes) -> tuple[Floats, Floats]:
    """(plants,): labour used, and what is paid for it."""
    layout, programme = solution.programme.layout, solution.programme
    is_labour = (programme.book["commodities"]["kind"] == "labour").to_numpy().astype(bool)
    works = is_labour[layout.node_commodity[layout.recipe_node]] & (layout.recipe_amount < 0)
    plant, node = layout.recipe_plant[works], layout.recipe_node[works]
    used = -layout.recipe_amount[works] * solution.x[plant]
    hours, pay = np.zeros(len(programme.book["plants"])), np.zeros(len(programme.book["plants"]))
    np.add.at(hours, plant, used)
    np.add.at(pay, plant, used * incomes.price[node])
    return hours, pay
