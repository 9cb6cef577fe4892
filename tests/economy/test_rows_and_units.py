"""What must not matter: the order of the rows, the unit of money, the unit of quantity."""

import random

import numpy as np
import pytest

import unfence
from economy.books import book_of
from unfence.economy import Economy
from unfence.economy.incomes import incomes_of
from worlds.random_book import random_book, thin_book

MONEY = {
    "plants": ("cost", "tax"),
    "markets": ("price", "fee", "slope"),
    "modes": ("cost_km", "cost_load", "cost_hour"),
    "links": ("cost",),
    "terminals": ("cost",),
    "trips": ("hour_value", "value"),
}


def shuffled(world, seed):
    tables, settings = world
    dice = random.Random(seed)
    return {name: dice.sample(rows, len(rows)) for name, rows in tables.items()}, settings


@pytest.mark.parametrize("seed", range(6))
def test_order_of_rows(seed):
    world = thin_book(seed) if seed % 2 else random_book(seed, 4, slopes=seed == 4)
    first = unfence.study(book_of(world)).to_dict()
    second = unfence.study(book_of(shuffled(world, seed))).to_dict()
    near = {"rel": 1e-6, "abs": 1e-6 * max(1.0, abs(first["welfare"]["today"]))}
    assert second["welfare"] == pytest.approx(first["welfare"], **near)
    assert sorted(second["best"]) == sorted(first["best"])
    for state in ("today", "open", "best"):
        assert second["income"][state] == pytest.approx(first["income"][state], **near)
    for table in ("fences", "measures"):
        rows = {row["id"]: row for row in second[table]}
        for row in first[table]:
            for figure in ("alone", "last", "shapley"):
                assert rows[row["id"]][figure] == pytest.approx(row[figure], **near)


def in_money(world, unit):
    tables, settings = world
    tables = {
        name: [
            {k: v / unit if k in MONEY.get(name, ()) and v not in ("", None) else v for k, v in r.items()} for r in rows
        ]
        for name, rows in tables.items()
    }
    for fence in tables.get("fences", []):
        if fence["kind"] in ("cost", "fee"):
            fence["size"] = fence["size"] / unit
    return tables, settings


@pytest.mark.parametrize("unit", [1e6, 1e-4])
@pytest.mark.parametrize("seed", range(4))
def test_unit_of_money(seed, unit):
    world = random_book(seed, 5, slopes=seed == 3)
    for effect in world[0]["effects"]:
        effect["change"] = "scale" if effect["change"] == "add" else effect["change"]
    first, second = Economy(book_of(world)), Economy(book_of(in_money(world, unit)))
    one, other = first.solve(first.today()), second.solve(second.today())
    assert other.welfare * unit == pytest.approx(one.welfare, rel=1e-6)
    near = 1e-5 * max(1.0, abs(one.welfare))
    assert np.allclose(incomes_of(other).low * unit, incomes_of(one).low, atol=near)
    assert np.allclose(incomes_of(other).high * unit, incomes_of(one).high, atol=near)
