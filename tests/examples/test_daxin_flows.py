"""The real case must make sense to someone in the trade: what has to move, what must not, what it is worth."""

import csv
import json
from importlib import resources

import pytest

import unfence

FOLDER = resources.files("unfence.examples") / "daxin"

MUST = {
    "shenghe feeds huicheng": ("recycled_mn", "xh_park", "dl_park", 40_000),
    "hongxing's filter cake goes to xinhuang": ("baso4_cake", "dl_park", "xh_park", 10_000),
    "the precursor works' sodium sulphate goes to luxiang": ("sodium_sulfate", "dl_park", "xh_park", 40_000),
    "maijinde serves firms in guizhou": ("treatment_agent", "xh_park", "dl_park", 4_000),
    "baiyun's mercury goes to yinxing": ("mercury", "xh_park", "dl_park", 150),
    "the barium works' sulphur goes to dalong's acid": ("sulfur", "xh_park", "dl_park", 8_000),
    "tianzhu's barite fills what xinhuang's mines lack": ("barite", "tianzhu", "xh_town", 100_000),
    "chromite comes by sea and rail": ("chromite", "qinzhou", "huaihua_port", 1_000_000),
    "tongren's manganese ore comes to dalong": ("mn_ore", "wanshan", "dl_ic", 200_000),
    "huicheng's tetroxide goes to jiashang": ("mn3o4", "dl_huicheng", "dl_park", 15_000),
    "hunan's spent catalyst helps to fill yinxing": ("spent_catalyst", "xh_park", "dl_park", 2_999),
    "ferrochrome leaves by rail": ("ferrochrome", "xh_station", "huaihua_port", 450_000),
}
OUTPUT = {  # what leaves each works today: none stands still in silence
    "dl_mn": {"emd": 30_000, "mnso4": 50_000, "baso4_cake": 11_000},
    "dl_huicheng": {"mn3o4": 20_000},
    "dl_cathode": {"cathode": 250_000, "lmo": 12_000, "sodium_sulfate": 154_000},
    "dl_mercury": {"hg_catalyst": 13_000},
    "dl_power": {"steam": 1_000_000},
    "xh_ferro": {"ferrochrome": 500_000, "aggregate": 380_000},
    "xh_barium": {"baco3": 60_000, "baso4": 83_000, "sodium_sulfide": 25_000},
    "xh_hg": {"mercury": 250},
    "xh_works": {"recycled_mn": 41_000},
    "xh_park": {"treatment_agent": 8_900},
}
WASTE = ("mn_residue", "ba_slag", "fecr_slag", "hg_residue")
NETWORKS = ("power_220", "power_110", "power_35", "power_10", "gas", "steam", "shift_labour")


def rows(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8") as file:
        return {row.get("id", i): row for i, row in enumerate(csv.DictReader(file))}


@pytest.fixture(scope="module")
def found():
    text = unfence.study(unfence.read_book(FOLDER)).to_json()
    return json.loads(text) if isinstance(text, str) else text


@pytest.fixture(scope="module")
def province():
    of = {i: j["province"] for i, j in rows("jurisdictions").items()}
    return {i: of[s["jurisdiction"]] for i, s in rows("sites").items()}


def moved(found, commodity, start, end, state="today"):
    return sum(
        f["quantity"]
        for f in found["flows"]
        if (f["state"], f["commodity"], f["from"], f["to"]) == (state, commodity, start, end)
    )


def crossing(found, province, commodity, state):
    ends = {"Hunan", "Guizhou"}
    return sum(
        f["quantity"]
        for f in found["flows"]
        if (f["state"], f["commodity"]) == (state, commodity) and {province[f["from"]], province[f["to"]]} == ends
    )


@pytest.mark.parametrize("flow", MUST)
def test_must_occur(found, flow):
    commodity, start, end, least = MUST[flow]
    assert moved(found, commodity, start, end) >= least


@pytest.mark.parametrize("site", OUTPUT)
def test_every_named_works_runs(found, site):
    for commodity, least in OUTPUT[site].items():
        today = [f for f in found["flows"] if f["state"] == "today" and f["commodity"] == commodity]
        leaves = sum(f["quantity"] for f in today if f["from"] == site)
        arrives = sum(f["quantity"] for f in today if f["to"] == site)
        assert leaves - arrives >= least if site != "xh_park" else leaves >= 0.5 * least


@pytest.mark.parametrize("state", ["today", "open", "best"])
@pytest.mark.parametrize("commodity", WASTE)
def test_no_waste_runs_over_the_border_to_a_cheaper_dump(found, province, commodity, state):
    assert crossing(found, province, commodity, state) == 0


@pytest.mark.parametrize("commodity", NETWORKS)
def test_no_power_gas_steam_or_labour_crosses_today(found, province, commodity):
    assert crossing(found, province, commodity, "today") == 0


@pytest.mark.parametrize("commodity", ["power_220", "gas", "steam", "shift_labour"])
def test_they_cross_in_the_best_plan(found, province, commodity):
    assert crossing(found, province, commodity, "best") > 0


def test_nothing_slips_round_the_border_by_chongqing_or_the_south(found):
    for state in ("today", "open", "best"):
        for place in ("chongqing", "guangzhou", "qinzhou", "zhanjiang"):
            mine = [f for f in found["flows"] if f["state"] == state]
            into = {f["commodity"] for f in mine if f["to"] == place}
            assert not into & {f["commodity"] for f in mine if f["from"] == place}


def test_nothing_runs_both_ways_on_one_link(found):
    for state in ("today", "open", "best"):
        ways = {(f["link"], f["commodity"], f["from"]) for f in found["flows"] if f["state"] == state}
        links = rows("links")
        assert not [w for w in ways if (w[0], w[1], links[w[0]]["b"]) in ways and w[2] == links[w[0]]["a"]]


def test_huicheng_buys_nothing_in_chongqing(found):
    assert not [f for f in found["flows"] if f["commodity"] == "recycled_mn" and f["from"] == "chongqing"]


def test_no_chromite_comes_from_the_sea_by_truck(found):
    links = rows("links")
    ports = ("qinzhou", "zhanjiang", "guangzhou")
    by_truck = [f for f in found["flows"] if f["commodity"] == "chromite" and links[f["link"]]["mode"] == "truck"]
    assert by_truck
    assert not [f for f in by_truck if f["from"] in ports]


def test_no_manganese_ore_goes_by_hunan_today(found, province):
    assert crossing(found, province, "mn_ore", "today") == 0


def test_no_port_ore_displaces_tongrens(found):
    assert not [f for f in found["flows"] if f["commodity"] == "mn_ore" and f["from"] == "qinzhou"]


def test_no_mercury_is_sold_away_while_the_catalyst_makers_want_it(found):
    assert not [f for f in found["flows"] if f["commodity"] == "mercury" and f["to"] == "guangzhou"]


def test_no_by_product_salt_is_bought_from_afar(found):
    assert not [f for f in found["flows"] if f["commodity"] == "sodium_sulfate" and f["from"] == "changsha"]


def test_the_gain_is_tens_of_millions_and_not_one_artefact(found):
    gain = found["welfare"]["gain"]
    assert 20e6 < gain < 200e6
    shares = {m["id"]: m["share_of_best"] or 0 for m in found["measures"]}
    assert max(shares.values()) < 0.6 * gain


def test_every_first_agreed_item_is_worth_its_cost_in_the_best_plan(found):
    agreed = {i for i, m in rows("measures").items() if m["status"] == "agreed"}
    assert len(agreed) == 5
    assert agreed <= set(found["best"])


def test_bus_and_interchange_are_worth_millions(found):
    measures = {m["id"]: m for m in found["measures"]}
    for measure in ("bus_line", "interchange"):
        assert measures[measure]["alone"] + measures[measure]["yearly_cost"] > 1e6


def test_a_double_check_costs_about_a_yuan_and_a_half_a_tonne(found):
    check = next(f for f in found["fences"] if f["id"] == "check")
    assert 0.5e6 < check["alone"] < 20e6
    trucks = [
        f for f in found["flows"] if f["state"] == "today" and f["link"] == "t_dl_park_xh_park" and f["quantity"] > 0
    ]
    assert trucks
    for flow in trucks:
        assert flow["fence_cost"] / flow["quantity"] == pytest.approx(1.5626, rel=1e-3)


def test_the_claim_of_seven_million_a_year():
    """41 000 t from Chongqing against 41 000 t from Shenghe: the ways differ only up to the park."""
    truck, links, check = rows("modes")["truck"], rows("links"), rows("fences")["check"]
    a_tonne = 1 / float(truck["payload"])
    hour = float(truck["cost_hour"]) * a_tonne

    def way(*ids):
        km = sum(float(links[i]["km"]) for i in ids)
        hours = sum(float(links[i]["minutes"]) for i in ids) / 60
        return km * float(truck["cost_km"]) * a_tonne + hours * hour

    was = way("t_dl_ic_chongqing", "t_dl_park_dl_ic")
    now = way("t_xh_park_xh_works", "t_dl_park_xh_park") + float(check["size"]) * hour
    assert (was - now) * float(rows("claims")["huicheng_local"]["quantity"]) == pytest.approx(6.9e6, rel=0.02)


@pytest.mark.parametrize("table", [f.name[:-4] for f in FOLDER.iterdir() if f.name.endswith(".csv")])
def test_every_row_bears_source_and_confidence(table):
    for key, row in rows(table).items():
        assert row["source"], (table, key)
        assert row["confidence"] in {"seed", "published", "derived", "assumed"}, (table, key)


def test_a_power_price_is_the_sum_of_its_parts():
    parts = list(rows("tariffs").values())
    for market, row in rows("markets").items():
        mine = [p for p in parts if p["market"] == market]
        if not mine or not market.startswith(("dl_power", "xh_power")):
            continue
        per_unit = {p["part"]: float(p["amount"]) for p in mine if p["per"] == "unit"}
        demand = next(float(p["amount"]) for p in mine if p["per"] == "kw_month") / (730 * 0.85) * 1000
        assert sum(per_unit.values()) + demand == pytest.approx(float(row["price"]), abs=0.1)
        assert per_unit["grid energy charge"] + per_unit["government funds"] + demand == pytest.approx(
            float(row["fee"]), abs=0.1
        )
