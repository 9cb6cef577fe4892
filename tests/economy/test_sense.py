"""Each warning: planted, it is found; mended, it is gone."""

import copy

import pytest

from economy.books import book_of
from unfence.economy.sense import sense
from worlds import worlds
from worlds.writing import link, ore, settings, two_sides


def codes(tables):
    return [finding.code for finding in sense(book_of((tables, settings("Sense"))))]


def works():
    """Iron from ore; the slag goes to a dump. Nothing is wrong."""
    return two_sides(
        commodities=[
            {"id": name, "name": name.title(), "unit": "t", "kind": "waste" if name == "slag" else "good"}
            for name in ("ore", "iron", "slag")
        ],
        modes=[{"id": "road", "name": "Road", "carries": "good;waste", "cost_hour": 1, "speed": 60}],
        processes=[{"id": "smelt", "name": "Smelting"}],
        recipes=[
            {"process": "smelt", "commodity": "ore", "amount": -2},
            {"process": "smelt", "commodity": "iron", "amount": 1},
            {"process": "smelt", "commodity": "slag", "amount": 1},
        ],
        plants=[{"id": "furnace", "site": "mill", "process": "smelt", "capacity": 10}],
        links=[link("lane")],
        markets=[
            {"id": "dig", "site": "mine", "commodity": "ore", "side": "supply", "price": 1, "quantity": 100},
            {"id": "sell", "site": "mill", "commodity": "iron", "side": "demand", "price": 50, "quantity": 100},
            {"id": "dump", "site": "mill", "commodity": "slag", "side": "demand", "price": -1, "quantity": 100},
        ],
    )


def without(table, **row):
    tables = copy.deepcopy(works())
    tables[table] = [r for r in tables[table] if any(r.get(k) != v for k, v in row.items())]
    return tables


def test_nothing_is_wrong():
    assert codes(works()) == []


def test_a_plant_nobody_can_feed():
    assert codes(without("links", id="lane")) == ["plant_feed"]


def test_a_plant_whose_waste_nobody_takes():
    assert codes(without("markets", id="dump")) == ["plant_outlet"]


def test_a_planned_plant_is_judged_with_all_measures_done():
    tables = works()
    tables["plants"][0]["status"] = "planned"
    tables["links"][0]["status"] = "planned"
    tables["measures"] = [{"id": "build", "name": "Build"}]
    tables["effects"] = [
        {"measure": "build", "on": "link", "id": "lane", "change": "open"},
        {"measure": "build", "on": "plant", "id": "furnace", "change": "open"},
    ]
    assert codes(tables) == []


def test_the_plant_that_waits_for_one_that_cannot_run():
    """Tools need iron; the furnace cannot run for want of a dump: both are named."""
    tables = without("markets", id="dump")
    tables["commodities"].append({"id": "tool", "name": "Tool", "unit": "t", "kind": "good"})
    tables["processes"].append({"id": "forge", "name": "Forging"})
    tables["recipes"] += [
        {"process": "forge", "commodity": "iron", "amount": -1},
        {"process": "forge", "commodity": "tool", "amount": 1},
    ]
    tables["plants"].append({"id": "smithy", "site": "mill", "process": "forge", "capacity": 5})
    tables["markets"].append(
        {"id": "fair", "site": "mill", "commodity": "tool", "side": "demand", "price": 90, "quantity": 5}
    )
    assert sorted(codes(tables)) == ["plant_feed", "plant_outlet"]


def gate(**more):
    return [{"id": "gate", "name": "Gate", "between": "west;east", "kind": "cost", "size": 1, **more}]


def test_a_fence_that_no_link_crosses():
    tables = two_sides(markets=ore(10, 40), links=[link("lane")], fences=gate(modes="rail"))
    tables["modes"].append({"id": "rail", "name": "Rail", "carries": "good"})
    assert codes(tables) == ["fence_uncrossed"]


def test_a_planned_link_counts_as_a_crossing():
    tables = two_sides(
        markets=ore(10, 40),
        links=[link("lane", status="planned")],
        fences=gate(),
        measures=[{"id": "build", "name": "Build"}],
        effects=[{"measure": "build", "on": "link", "id": "lane", "change": "open"}],
    )
    assert codes(tables) == []


def test_a_fence_across_which_nothing_goes():
    tables = two_sides(markets=ore(10, 40), links=[link("lane")], fences=gate(commodities="people"))
    assert codes(tables) == ["fence_unmoved"]
    tables["trips"] = [
        {"id": "work", "from": "mine", "to": "mill", "modes": "road", "number": 9, "hour_value": 1, "value": 90}
    ]
    assert codes(tables) == []


def test_a_must_that_a_ban_makes_impossible():
    tables, _ = worlds.must_short()
    tables["fences"] = gate(kind="ban")
    assert codes(tables) == ["banned_must"]
    tables["fences"] = gate()
    assert codes(tables) == []


def test_a_trade_without_end_names_its_path():
    found = sense(book_of(worlds.endless()))
    assert [f.code for f in found] == ["endless"]
    assert "mine, mill" in found[0].what("en")
    assert found[0].place.column == "quantity"


def round_by(jurisdiction):
    tables = two_sides(
        markets=ore(10, 40), links=[link("lane"), link("out", b="far"), link("back", a="far")], fences=gate()
    )
    tables["jurisdictions"].append({"id": "third", "name": "Third", "province": "noon", "player": "no"})
    tables["sites"].append({"id": "far", "name": "Far", "jurisdiction": jurisdiction})
    return tables


def test_a_way_round_through_an_outside_site():
    found = sense(book_of((round_by(""), settings("Round"))))
    assert [f.code for f in found] == ["fence_detour"]
    assert "mine, far, mill" in found[0].what("en")
    assert codes(round_by("third")) == []


@pytest.mark.parametrize("direction", ["both", "first_to_second"])
def test_a_one_way_detour_matters_only_against_its_direction(direction):
    tables = round_by("")
    for way, name in enumerate(("out", "back")):
        row = next(r for r in tables["links"] if r["id"] == name)
        row["both_ways"] = "no"
        row["a"], row["b"] = (("far", "mine"), ("mill", "far"))[way]  # only east -> far -> west
    tables["fences"] = gate(direction=direction)
    assert codes(tables) == (["fence_detour"] if direction == "both" else [])


def test_a_measure_that_changes_nothing():
    tables = works() | {"measures": [{"id": "talk", "name": "Talks"}]}
    assert codes(tables) == ["measure_idle"]
    tables["effects"] = [{"measure": "talk", "on": "plant", "id": "furnace", "change": "scale", "amount": 1}]
    assert codes(tables) == ["measure_idle"]
    tables["effects"][0]["amount"] = 2
    assert codes(tables) == []


def test_a_measure_that_works_only_beside_another():
    """More capacity on a link that only another measure opens is not idle."""
    tables = works() | {"measures": [{"id": "open", "name": "Open"}, {"id": "widen", "name": "Widen"}]}
    tables["links"][0] |= {"status": "planned", "capacity": 5}
    tables["effects"] = [
        {"measure": "open", "on": "link", "id": "lane", "change": "open"},
        {"measure": "widen", "on": "link", "id": "lane", "change": "add", "amount": 5},
    ]
    assert "measure_idle" not in codes(tables)


def test_waste_on_a_lossy_two_way_link_could_be_driven_away():
    tables = works()
    tables["modes"][0]["loss_km"] = 0.01
    tables["commodities"][2]["kind"] = "waste"
    tables["markets"].append({"id": "pit", "site": "mine", "commodity": "slag", "side": "demand", "price": -9})
    found = sense(book_of((tables, settings("Leak"))))
    assert [(f.code, f.values["commodity"]) for f in found] == [("leak", "slag")]  # not iron, which is wanted
    tables["links"] = [link("lane", both_ways="no"), link("back", a="mill", b="mine", both_ways="no")]
    assert codes(tables) == []
