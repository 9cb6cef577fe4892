"""What each figure of a study rests on: every measure answers for itself, not for the plan it is in."""

import pytest

import unfence
from unfence.book import book_from_rows
from worlds.writing import link, settings, two_sides


def book(**confidence):
    """Ore and salt cross, each past a fence of its own that its own measure takes down, free of charge."""
    goods = ("ore", "salt")
    tables = two_sides(
        commodities=[{"id": g, "name": g, "unit": "t", "kind": "good"} for g in goods],
        markets=[
            {"id": f"{g}_{side}", "site": site, "commodity": g, "side": side, "price": price, "quantity": 100}
            for g in goods
            for side, site, price in (("supply", "mine", 10), ("demand", "mill", 60))
        ],
        links=[link("lane", cost=5)],
        fences=[
            {"id": f"{g}_gate", "name": g, "between": "west;east", "commodities": g, "kind": "cost", "size": 3}
            for g in goods
        ],
        measures=[{"id": f"free_{g}", "name": g} for g in goods],
        effects=[{"measure": f"free_{g}", "on": "fence", "id": f"{g}_gate", "change": "remove"} for g in goods],
    )
    for rows in tables.values():
        for row in rows:
            row["confidence"] = confidence.get(str(row.get("id")), "published")
    return book_from_rows(settings("Doubts"), **tables)


def test_a_measure_rests_on_what_it_moves_in_the_plan():
    doubt = unfence.study(book(salt_gate="assumed")).doubt
    assert doubt.measures == {"free_ore": 0, "free_salt": 1}
    assert doubt.fences == {"ore_gate": 0, "salt_gate": 1}
    assert doubt.gain == pytest.approx(0.5)


def test_where_nothing_moves_nothing_is_said():
    tables = book()
    closed = tables.with_measures("free_ore")
    assert unfence.study(closed).doubt.measures == {"free_salt": 0}
    assert unfence.study(closed.without_fences("salt_gate")).doubt.measures == {"free_salt": None}
