"""Emissions by hand, by law, and by two printed sets of factors."""

import pytest

from economy.books import book_of
from industry.chains import commodity, market, recipe
from unfence.economy import Economy
from unfence.examples import example
from unfence.industry.carbon import Abatement, FactorSet, abatement, carbon, factor_sets, footprint
from unfence.industry.grids import GRIDS, factors_by
from worlds.random_book import random_book
from worlds.writing import link, settings, two_sides

MODES = [{"id": "road", "name": "Road", "carries": "good;people", "payload": 4, "co2_km": 2, "cost_km": 4}]


def smelter(**more):
    """100 t of ore (5 kg a tonne bought) go 10 km by road (2 kg a km for 4 t) and are smelted at 300 kg a run."""
    return two_sides(
        commodities=[commodity("ore"), commodity("metal")],
        processes=[{"id": "smelting", "name": "Smelting", "co2": 300}],
        recipes=recipe("smelting", ore=-1, metal=1),
        plants=[{"id": "smelter", "site": "mill", "process": "smelting", "capacity": 100, "cost": 10}],
        modes=MODES,
        markets=[
            market("dig", "mine", "ore", "supply", 10, co2=5),
            market("sell", "mill", "metal", "demand", 200, co2=9),
        ],
        links=[link("road", cost=10)],
        trips=[{"id": "go", "from": "mine", "to": "mill", "modes": "road", "number": 30, "hour_value": 1, "value": 99}],
        **more,
    )


def solved(tables, *measures):
    economy = Economy(book_of((tables, settings("Carbon"))))
    return economy.solve(economy.state((), measures))


def test_each_source_by_hand():
    today = solved(smelter())
    found = carbon({"today": today}).footprints[0]
    assert found.by_process == {"smelting": pytest.approx(30.0)}
    assert found.by_purchase == {"dig": pytest.approx(0.5)}  # what is sold emits nothing here
    assert found.by_link == {"road": pytest.approx(0.5 + 0.15)}  # goods, and 30 travellers at 4 a vehicle
    assert found.by_site == {"mine": pytest.approx(0.5 + 0.325), "mill": pytest.approx(30 + 0.325)}
    assert found.by_side == {"west": pytest.approx(0.825), "east": pytest.approx(30.325), "outside": 0.0}
    assert found.total == pytest.approx(31.15)
    assert (found.state, found.factors) == ("today", "book")


def test_a_shorter_way_avoids_what_the_longer_emitted():
    """6 km less: 100 t and 30 people at 2 / 4 kg a km are 390 kg; freight of 6 a tonne and 6 a head is saved."""
    tables = smelter(
        measures=[{"id": "bridge", "name": "Bridge", "capex": 2000, "opex": 30}],
        effects=[{"measure": "bridge", "on": "link", "id": "short", "change": "open"}],
    )
    tables["links"].append(link("short", km=4, cost=4, status="planned"))
    before, after = solved(tables), solved(tables, "bridge")
    found = abatement("bridge", before, after, 130.0, factor_sets(before.programme.book)[0])
    assert found.tonnes == pytest.approx(0.39)
    assert found.net == pytest.approx(600 + 180 - 130)
    assert found.per_tonne == pytest.approx(650 / 0.39)
    dear = abatement("bridge", before, after, 1000.0, factor_sets(before.programme.book)[0])
    assert dear.per_tonne == pytest.approx(-220 / 0.39)
    back = abatement("undo", after, before, 0.0, factor_sets(before.programme.book)[0])
    assert (back.tonnes, back.per_tonne) == (pytest.approx(-0.39), None)


def test_nothing_changed_avoids_nothing():
    today = solved(smelter())
    found = abatement("idle", today, today, 5.0, factor_sets(today.programme.book)[0])
    assert (found.tonnes, found.net, found.per_tonne) == (0.0, -5.0, None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_abatement_has_words(lang):
    said = {
        Abatement("m", "book", t, n, p).say(lang) for t, n, p in [(2, 4, 2), (2, -4, -2), (-2, 4, None), (0, 4, None)]
    }
    assert len(said) == 4


def test_a_caller_s_set_stands_beside_the_book_s():
    today = solved(smelter())
    found = carbon({"today": today}, others=[FactorSet("theirs", "a friend", {"dig": 50.0})])
    assert [s.name for s in found.sets] == ["book", "theirs"]
    own, theirs = found.footprints
    assert theirs.total - own.total == pytest.approx(4.5)
    assert theirs.by_process == own.by_process


@pytest.mark.parametrize("seed", range(6))
def test_all_breakdowns_add_up(seed):
    tables, told = random_book(seed, 6)
    for k, mode in enumerate(tables["modes"]):
        mode["co2_km"] = 0.3 + k
    for k, row in enumerate(tables["markets"]):
        row["co2"] = 2.0 * k
    for k, process in enumerate(tables.get("processes", [])):
        process["co2"] = 7.0 + k
    economy = Economy(book_of((tables, told)))
    state = economy.solve(economy.today())
    found = footprint(state, "today", factor_sets(economy.book)[0])
    assert found.total > 0
    assert sum(found.by_site.values()) == pytest.approx(found.total)
    assert sum(found.by_side.values()) == pytest.approx(found.total)
    by_source = (found.by_process, found.by_purchase, found.by_link)
    assert sum(sum(part.values()) for part in by_source) == pytest.approx(found.total)


def test_the_two_grids_are_alike_by_province_and_differ_by_region():
    book = example("daxin")
    own, region = factor_sets(book)
    assert (own.agrees, region.name) == ("grid_province_2022", "grid_region_2023")
    assert own.factors["dl_power_220"] / own.factors["xh_power_220"] == pytest.approx(1.02, abs=0.005)
    assert 1 - region.factors["dl_power_220"] / region.factors["xh_power_220"] == pytest.approx(0.23, abs=0.005)
    assert region.factors["dl_gas"] == own.factors["dl_gas"] == 2160


def test_power_from_the_other_province_saves_carbon_by_one_set_only():
    economy = Economy(example("daxin"))
    today, better = economy.solve(economy.today()), economy.solve(economy.state((), ["direct_power"]))
    by_province, by_region = carbon({"today": today}, {"direct_power": (today, better, 11e6)}).abatements
    assert by_province.tonnes < 0 < by_region.tonnes
    assert by_province.per_tonne is None
    assert by_province.net == by_region.net > 0


def test_power_is_known_by_its_code_and_unit_and_a_book_of_no_chinese_province_has_its_own_set_only():
    tables = smelter()
    tables["commodities"].append(commodity("power", "energy", unit="kWh", hs="271600"))
    tables["markets"].append(market("grid", "mine", "power", "supply", 1, co2=0.6))
    assert [s.name for s in factor_sets(book_of((tables, settings("No province"))))] == ["book"]
    tables["jurisdictions"][0]["province"] = "湖南省"
    book = book_of((tables, settings("Hunan")))
    assert factors_by(GRIDS[0], book) == {"grid": pytest.approx(0.49)}
    assert [s.name for s in factor_sets(book)] == ["book", "grid_province_2022", "grid_region_2023"]
    assert factor_sets(book)[0].agrees == ""
