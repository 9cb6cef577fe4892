"""The price board by hand, by the printed difference of two grids' charges, and by its laws."""

import pytest

from economy.books import book_of
from industry.chains import commodity, market, recipe
from unfence.economy import Economy
from unfence.economy.prices import prices_of
from unfence.examples import example
from unfence.industry.factors import board
from unfence.industry.offers import parts_of
from worlds.writing import settings, two_sides

WIRE = [{"id": "wire", "name": "Wire", "carries": "energy;utility", "cost_km": 0.5}]
ZONES = [{"id": "zones", "name": "Tariff zones", "between": "west;east", "kind": "ban"}]


def tariff(key, *parts):
    return [{"market": key, "part": p, "per": per, "amount": a, "payee": payee} for p, per, a, payee in parts]


def two_grids(**more):
    """Power costs 400 in the west, 600 in the east, where 1000 MWh are used; a wire of 10 km would cost 5."""
    return two_sides(
        commodities=[commodity("power", "energy", unit="MWh")],
        modes=WIRE,
        markets=[
            market("west_grid", "mine", "power", "supply", 400, fee=100, payee="west", quantity=9000),
            market("east_grid", "mill", "power", "supply", 600, fee=180, payee="outside", quantity=9000),
            market("works", "mill", "power", "demand", 900, quantity=1000),
        ],
        links=[{"id": "line", "a": "mine", "b": "mill", "mode": "wire", "km": 10, "minutes": 0}],
        fences=ZONES,
        tariffs=[
            *tariff("west_grid", ("coal", "unit", 300, "outside"), ("grid", "unit", 60, "west"),
                    ("demand", "kw_month", 24, "west")),
            *tariff("east_grid", ("coal", "unit", 420, "outside"), ("grid", "unit", 120, "outside"),
                    ("demand", "kw_month", 36, "east")),
        ],
    ) | more  # fmt: skip


def told(tables, *down):
    economy = Economy(book_of((tables, settings("Factors"))))
    today = economy.solve(economy.state(down))
    return board({"today": today}, {"today": prices_of(today)})


def test_the_parts_of_a_price_by_hand():
    west, east = told(two_grids()).offers
    assert [(p.name, p.each, p.transfer) for p in west.parts] == [
        ("coal", 300, False), ("grid", 60, True), ("demand", 40, True),
    ]  # fmt: skip
    assert (west.price, west.transfer, west.resource) == (400, 100, 300)
    assert west.load_factor == pytest.approx(12 * 24 * 1000 / (8760 * 40))
    assert (west.quantity, east.quantity, east.transfer) == (0, 1000, 180)


def test_the_wedge_by_hand():
    (found,) = told(two_grids()).wedges
    assert (found.cheap, found.dear, found.wedge, found.policy) == ("west", "east", 200, 80)
    assert (found.distance, found.fence) == pytest.approx((5, 115))
    assert (found.way, found.kept_by) == ("open", ("fences.zones",))
    assert found.saved == 200_000
    assert dict(found.lost) == {"west": -100_000, "outside": 120_000, "east": 60_000}
    assert found.uncovered == 120_000


def test_without_the_fence_a_full_line_keeps_the_prices_apart():
    tables = two_grids()
    tables["links"][0]["capacity"] = 300
    (found,) = told(tables, "zones").wedges
    assert found.kept_by == ("links.line",)
    assert found.quantity == 700
    assert found.fence == pytest.approx(115)


def test_a_missing_line_is_named_with_the_fence_that_would_stand_on_it():
    tables = two_grids()
    tables["links"][0]["status"] = "planned"
    (found,) = told(tables).wedges
    assert (found.way, found.kept_by) == ("planned", ("fences.zones", "links.line"))
    assert found.distance == pytest.approx(5)


def test_without_any_way_distance_is_not_told_apart():
    (found,) = told(two_grids(links=[])).wedges
    assert (found.way, found.distance, found.fence, found.kept_by) == ("none", 0, 120, ())


def test_distance_is_no_more_than_what_it_explains():
    tables = two_grids(modes=[WIRE[0] | {"cost_km": 50}])
    (found,) = told(tables).wedges
    assert (found.distance, found.fence) == (120, 0)


def test_a_wedge_of_policy_alone_may_hide_a_cheaper_source():
    """East burns 20 less than west, yet asks 30 more: its charges are 50 higher; the way goes from east to west."""
    tables = two_grids(tariffs=[])
    tables["markets"] = [
        market("west_grid", "mine", "power", "supply", 400, fee=100, quantity=9000),
        market("east_grid", "mill", "power", "supply", 430, fee=150, quantity=9000),
        market("works", "mill", "power", "demand", 900, quantity=1000),
        market("shops", "mine", "power", "demand", 900, quantity=10),
    ]
    (found,) = told(tables).wedges
    assert (found.wedge, found.policy, found.distance, found.fence) == (30, 50, -5, -15)


def test_a_nearer_neighbour_has_a_distance_below_0():
    """East's own grid lies 40 km from the works at 20; the western one 10 km at 5."""
    tables = two_grids()
    tables["sites"].append({"id": "far", "name": "Far", "jurisdiction": "east"})
    tables["markets"][1]["site"] = "far"
    tables["links"].append({"id": "own", "a": "far", "b": "mill", "mode": "wire", "km": 40, "minutes": 0})
    (found,) = told(tables).wedges
    assert (found.distance, found.fence) == pytest.approx((-15, 135))


def test_what_is_made_is_offered_at_the_mill_price():
    """Steam costs 70 in the west, 120 in the east, where it is used up to 30 a side."""
    processes = [{"id": "good_boiler", "name": "Good"}, {"id": "bad_boiler", "name": "Bad"}]
    tables = two_grids(
        commodities=[commodity("steam", "utility")],
        processes=processes,
        recipes=recipe("good_boiler", steam=1) + recipe("bad_boiler", steam=1),
        plants=[
            {"id": "good", "site": "mine", "process": "good_boiler", "capacity": 100, "cost": 70},
            {"id": "bad", "site": "mill", "process": "bad_boiler", "capacity": 100, "cost": 120},
        ],
        markets=[market(f"use_{s}", s, "steam", "demand", 300, quantity=30) for s in ("mine", "mill")],
        tariffs=[],
    )
    found = told(tables)
    assert [(o.id, o.price, o.quantity) for o in found.offers] == [("good", 70, 30), ("bad", 120, 30)]
    (wedge,) = found.wedges
    assert (wedge.wedge, wedge.policy, wedge.distance, wedge.fence) == pytest.approx((50, 0, 5, 45))
    delivered = {s.site: (s.low, s.high) for s in found.shadows if s.level == "delivered"}
    assert delivered["mine"] == pytest.approx((70, 70))
    assert delivered["mill"] == pytest.approx((120, 120))


def test_a_good_with_a_tariff_is_a_factor_too():
    tables = two_grids(commodities=[commodity("power", "good", unit="MWh")], modes=[WIRE[0] | {"carries": "good"}])
    assert len(told(tables).wedges) == 1
    assert told(tables | {"tariffs": []}).offers == ()


def test_an_idle_price_has_no_end():
    tables = two_grids(markets=[market("works", "mill", "power", "demand", 900, quantity=1000)], tariffs=[])
    (shadow,) = told(tables).shadows
    assert (shadow.site, shadow.low, shadow.high) == ("mill", pytest.approx(900), None)


def test_a_fee_that_no_parts_make_up_is_shown_beside_them():
    rows = tariff("m", ("energy", "unit", 60, "outside"), ("grid", "unit", 20, "outside"))
    found = parts_of(100, 15, "west", rows, frozenset({"west"}))
    assert [(p.name, p.each, p.transfer) for p in found] == [
        ("energy", 60, False), ("grid", 20, False), ("fee", 15, True), ("rest", 5, False),
    ]  # fmt: skip


def test_without_a_fee_what_a_jurisdiction_receives_is_the_transfer():
    rows = tariff("m", ("energy", "unit", 60, "outside"), ("land", "unit", 40, "west"))
    assert [p.transfer for p in parts_of(100, 0, "outside", rows, frozenset({"west"}))] == [False, True]


@pytest.fixture(scope="module")
def daxin():
    economy = Economy(example("daxin"))
    today = economy.solve(economy.today())
    return board({"today": today}, {"today": prices_of(today)})


def test_the_grid_charges_of_the_ferrochrome_base(daxin):
    """0.063 yuan a kWh at 220 kV, about 104 million a year on 500,000 t: NDRC price notice [2026] 1077, annex 1."""
    found = next(w for w in daxin.wedges if w.commodity == "power_220")
    assert found.policy == pytest.approx(62.93)
    assert dict(found.lost)["outside"] == pytest.approx(104e6, rel=0.01)
    assert found.kept_by == ("fences.tariff_zones", "links.w220_direct")
    assert all(o.load_factor == pytest.approx(0.85, abs=0.001) for o in daxin.offers if "power" in o.commodity)


def test_parts_add_up_everywhere(daxin):
    for offer in daxin.offers:
        assert sum(p.each for p in offer.parts) == pytest.approx(offer.price)
        assert sum(p.each for p in offer.parts if p.transfer) == pytest.approx(offer.transfer)
    for w in daxin.wedges:
        assert w.policy + w.distance + w.fence == pytest.approx(w.wedge)
        assert sum(amount for _, amount in w.lost) + w.uncovered == pytest.approx(w.saved)
    assert {w.commodity for w in daxin.wedges} == {"power_220", "power_35", "power_10", "gas", "steam", "shift_labour"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_wedge_has_words(daxin, lang):
    for wedge in daxin.wedges:
        assert wedge.commodity in wedge.say(lang)
        assert wedge.commodity in wedge.say_level(lang)
