"""Incomes in a county's words, by hand."""

import pytest

from economy.books import book_of
from unfence.economy import Economy
from unfence.economy.accounts import accounts_of
from unfence.economy.incomes import incomes_of
from worlds.writing import settings, two_sides


def test_tax_value_added_labour_and_owners():
    """Ten chairs at 100, each of two hours at 20 and 5 of tax: 550 of profit + 50 + 400 make 1000 of value added."""
    tables = two_sides(
        commodities=[
            {"id": "chair", "name": "Chair", "unit": "piece", "kind": "good"},
            {"id": "work", "name": "Work", "unit": "h", "kind": "labour"},
        ],
        processes=[{"id": "joinery", "name": "Joinery"}],
        recipes=[
            {"process": "joinery", "commodity": "work", "amount": -2},
            {"process": "joinery", "commodity": "chair", "amount": 1},
        ],
        plants=[
            {"id": "shop", "site": "mill", "process": "joinery", "capacity": 10, "tax": 5,
             "owners": "west:0.4;outside:0.6"},
        ],
        markets=[
            {"id": "hands", "site": "mill", "commodity": "work", "side": "supply", "price": 20, "quantity": 100},
            {"id": "fair", "site": "mill", "commodity": "chair", "side": "demand", "price": 100, "quantity": 50},
        ],
    )  # fmt: skip
    economy = Economy(book_of((tables, settings("Joinery"))))
    solution = economy.solve(economy.today())
    accounts = accounts_of(solution, incomes_of(solution))
    east = {"fees": 50, "tax": 50, "value_added": 1000, "labour": 20}
    assert accounts.by_jurisdiction["east"] == pytest.approx(east)
    assert accounts.by_owner == pytest.approx({"west": 220, "east": 0, "outside": 330})
