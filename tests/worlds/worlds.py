"""Small named worlds: books of a few rows whose answers can be worked out on paper.

Each function returns ``(tables, settings)``; ``writing.write(*two_bridges(), folder)`` makes the book.
The paper answer is in the docstring.
"""

from worlds.writing import Tables, World, link, ore, settings, two_sides


def three_regions(state: str = "open") -> World:
    """Miranda and Fackler's three regions; welfare by ``state``: open, autarky, time, fee.

    751.5 open; 713.85 in autarky; 741.4615 with 2 of lost time on region 0's borders; 749.5385 with a fee of 2.
    """
    cost = {(0, 1): 3, (0, 2): 9, (1, 0): 3, (1, 2): 3, (2, 0): 6, (2, 1): 3}
    demand, supply = {0: (42, 2), 1: (54, 3), 2: (51, 1)}, {0: (9, 1), 1: (3, 2), 2: (18, 1)}
    around = {"id": "round0", "name": "Round region 0", "between": "r0;r1+r2", "size": 2}
    fences = {
        "open": [],
        "autarky": [
            {"id": "round0", "name": "Round region 0", "between": "r0;r1+r2", "kind": "ban"},
            {"id": "wall12", "name": "Between 1 and 2", "between": "r1;r2", "kind": "ban"},
        ],
        "time": [around | {"kind": "time"}],
        "fee": [around | {"kind": "fee", "payee": "r0"}],
    }
    tables: Tables = {
        "jurisdictions": [{"id": f"r{i}", "name": f"Region {i}"} for i in range(3)],
        "sites": [{"id": f"s{i}", "name": f"Site {i}", "jurisdiction": f"r{i}"} for i in range(3)],
        "commodities": [{"id": "grain", "name": "Grain", "unit": "t", "kind": "good"}],
        "modes": [{"id": "road", "name": "Road", "carries": "good", "cost_hour": 1}],
        "markets": [
            *({"id": f"eat{i}", "site": f"s{i}", "commodity": "grain", "side": "demand", "price": p, "slope": k}
              for i, (p, k) in demand.items()),
            *({"id": f"grow{i}", "site": f"s{i}", "commodity": "grain", "side": "supply", "price": p, "slope": k,
               "quantity": 60} for i, (p, k) in supply.items()),
        ],
        "links": [
            {"id": f"road{i}{j}", "a": f"s{i}", "b": f"s{j}", "mode": "road", "km": 1, "minutes": 0, "cost": c,
             "both_ways": "no"} for (i, j), c in cost.items()
        ],
        "fences": fences[state],
    }  # fmt: skip
    return tables, settings("Three regions")


def two_bridges(capex: float = 20000) -> World:
    """Two bridges for one river, each side can build one: either brings 9000 a year, both no more than one.

    Yearly cost of a bridge with capex 20,000, no life, at 5 %: 1000. worth(west) = worth(east) = worth(both) = 8000.
    """
    tables = two_sides(
        markets=ore(10, 100),
        links=[link("bridge_w", status="planned"), link("bridge_e", status="planned")],
        measures=[
            {"id": f"build_{side[0]}", "name": f"Bridge of the {side}", "capex": capex, "parties": side}
            for side in ("west", "east")
        ],
        effects=[{"measure": f"build_{s}", "on": "link", "id": f"bridge_{s}", "change": "open"} for s in ("w", "e")],
    )
    return tables, settings("Two bridges")


def toll_paradox() -> World:
    """Taking down ``check`` lowers welfare from 4000 to 3900 while ``toll`` stands.

    100 t, worth 50, dug at 5. Direct: cost 5 and a toll of 5 (a transfer). Round by the ford: cost 6, and 5 lost at
    the check. With the check the direct way is cheaper (10 < 11): welfare (50 - 5 - 5) x 100. Without it the
    ford is (6 < 10): (50 - 5 - 6) x 100. With both down the direct way again: 4000.
    """
    tables = two_sides(
        markets=ore(5, 50),
        links=[
            link("direct", mode="expressway", cost=5),
            link("to_ford", b="ford", cost=4),
            link("from_ford", a="ford", cost=2),
        ],
        fences=[
            {"id": "toll", "name": "Toll", "between": "west;east", "modes": "expressway", "kind": "fee", "size": 5,
             "payee": "east"},
            {"id": "check", "name": "Check", "between": "west;east", "modes": "road", "kind": "cost", "size": 5},
        ],
    )  # fmt: skip
    tables["sites"].append({"id": "ford", "name": "Ford", "jurisdiction": "west"})
    tables["modes"].append({"id": "expressway", "name": "Expressway", "carries": "good"})
    return tables, settings("Toll paradox")


def lossy_pipe(fee: float = 0.1) -> World:
    """10 km of pipe lose a tenth: 100 sent, 90 arrive. Private 60 - 100 fee, welfare 60.

    Gas costs 1, brings 2, and 0.2 per unit sent; the fee counts what is sent.
    """
    tables = two_sides(
        commodities=[{"id": "gas", "name": "Gas", "unit": "GJ", "kind": "energy"}],
        modes=[{"id": "pipe", "name": "Pipe", "carries": "energy", "cost_km": 0.02, "loss_km": 0.01}],
        markets=[
            {"id": "well", "site": "mine", "commodity": "gas", "side": "supply", "price": 1, "quantity": 1000},
            {"id": "burner", "site": "mill", "commodity": "gas", "side": "demand", "price": 2, "quantity": 90},
        ],
        links=[{"id": "tube", "a": "mine", "b": "mill", "mode": "pipe", "km": 10, "minutes": 0}],
        fences=[{"id": "transit", "name": "Transit fee", "between": "west;east", "commodities": "energy",
                 "kind": "fee", "size": fee, "payee": "west"}],
    )  # fmt: skip
    return tables, settings("Lossy pipe")


def terminal_change() -> World:
    """From road to rail at a terminal for 200 units: 9 each, 1800; with the terminal doubled 3600.

    10 bought, 3 loaded, 4 + 3 by road, 5 + 2 at the terminal, 20 + 4 by rail, sold at 60.
    """
    tables = two_sides(
        markets=ore(10, 60, melted=500),
        modes=[
            {"id": "road", "name": "Road", "carries": "good", "payload": 10, "cost_km": 2, "cost_load": 30,
             "cost_hour": 60},
            {"id": "rail", "name": "Rail", "carries": "good", "payload": 50, "cost_km": 10, "cost_load": 999,
             "cost_hour": 100, "speed": 50},
        ],
        links=[
            {"id": "street", "a": "mine", "b": "halt", "mode": "road", "km": 20, "minutes": 30},
            {"id": "track", "a": "halt", "b": "mill", "mode": "rail", "km": 100},
        ],
        terminals=[
            {"id": "crane", "site": "halt", "from_mode": "road", "to_mode": "rail", "cost": 5, "hours": 1,
             "capacity": 200},
        ],
        measures=[{"id": "second_crane", "name": "Second crane", "capex": 1000, "opex": 100, "life": 10}],
        effects=[{"measure": "second_crane", "on": "terminal", "id": "crane", "change": "scale", "amount": 2}],
    )  # fmt: skip
    tables["sites"].append({"id": "halt", "name": "Halt", "jurisdiction": "west", "kind": "station"})
    return tables, settings("A change of mode")


def quota_shared() -> World:
    """One quota of 100 over two goods, two links, both directions: 80 x 10 + 20 x 6 = 920; without it 1280."""
    tables = two_sides(
        markets=[
            *ore(10, 20, melted=80),
            {"id": "saw", "site": "mill", "commodity": "wood", "side": "supply", "price": 4, "quantity": 500},
            {"id": "build", "site": "mine", "commodity": "wood", "side": "demand", "price": 10, "quantity": 80},
        ],
        links=[link("north", capacity=50), link("south")],
        fences=[{"id": "quota", "name": "Permits", "between": "west;east", "kind": "quota", "size": 100}],
    )
    tables["commodities"].append({"id": "wood", "name": "Wood", "unit": "t", "kind": "good"})
    return tables, settings("A shared quota")


def directed_fence() -> World:
    """A cost of 3 from west to east only: ore (10 - 3) x 80 = 560, wood back 6 x 80 = 480; 1040, without it 1280."""
    tables, _ = quota_shared()
    tables["fences"] = [
        {"id": "gate", "name": "Gate", "between": "sunset;dawn", "direction": "first_to_second", "kind": "cost",
         "size": 3},
    ]  # fmt: skip
    return tables, settings("A fence one way")


def waste_dump() -> World:
    """Steel leaves half a tonne of slag that must be tipped over the border at 20 and 2 to carry.

    50 runs of 100 - 30 - 0.5 x 22 - 5 = 54: 2700, of which the tax of 4 (200) is paid to the west. With the ban in
    force nothing can be made: 0.
    """
    tables = two_sides(
        commodities=[
            {"id": "ore", "name": "Ore", "unit": "t", "kind": "good"},
            {"id": "steel", "name": "Steel", "unit": "t", "kind": "good"},
            {"id": "slag", "name": "Slag", "unit": "t", "kind": "waste"},
        ],
        modes=[{"id": "road", "name": "Road", "carries": "good;waste"}],
        processes=[{"id": "smelt", "name": "Smelting"}],
        recipes=[
            {"process": "smelt", "commodity": "ore", "amount": -1},
            {"process": "smelt", "commodity": "steel", "amount": 1},
            {"process": "smelt", "commodity": "slag", "amount": 0.5},
        ],
        plants=[{"id": "works", "site": "mine", "process": "smelt", "capacity": 50, "cost": 5, "tax": 4}],
        markets=[
            {"id": "pit", "site": "mine", "commodity": "ore", "side": "supply", "price": 30, "quantity": 1000},
            {"id": "shop", "site": "mine", "commodity": "steel", "side": "demand", "price": 100, "quantity": 1000},
            {"id": "tip", "site": "mill", "commodity": "slag", "side": "demand", "price": -20, "quantity": 1000},
        ],
        links=[link("lane", cost=2)],
        fences=[{"id": "no_waste", "name": "No waste", "between": "west;east", "commodities": "waste", "kind": "ban"}],
    )
    return tables, settings("A dump over the border")


def commuters() -> World:
    """A hundred pupils a year from the mine to the mill; an hour is worth 20 to each, the school 50.

    By the bus they wait 1 h at the check, ride 0.5 h and pay 3 + a fee of 2: 35, surplus 1500, fees 200. With the
    check down 15: 3500 and 200, and the idlers, who would pay 34.9, go too: 1990 and 200.
    The train (10 min) is banned to people; free of the ban it would cost 6 + 20 / 6.
    By the planned bridge on foot it is half an hour, and no fence bears on walking: 10, so 4000.
    """
    tables = two_sides(
        modes=[
            {"id": "bus", "name": "Bus", "carries": "people", "payload": 20, "cost_km": 6, "cost_hour": 999,
             "speed": 20},
            {"id": "train", "name": "Train", "carries": "people;good", "payload": 1, "cost_km": 0},
            {"id": "foot", "name": "On foot", "carries": "people"},
        ],
        links=[
            {"id": "line", "a": "mine", "b": "mill", "mode": "bus", "km": 10, "capacity": 1},
            {"id": "track", "a": "mine", "b": "mill", "mode": "train", "km": 10, "minutes": 10, "cost": 6},
            {"id": "footbridge", "a": "mine", "b": "mill", "mode": "foot", "km": 2, "minutes": 30,
             "status": "planned"},
        ],
        fences=[
            {"id": "check", "name": "Check", "between": "west;east", "modes": "bus", "kind": "time", "size": 1},
            {"id": "ticket", "name": "Ticket", "between": "west;east", "modes": "bus", "commodities": "people",
             "kind": "fee", "size": 2, "payee": "east"},
            {"id": "no_train", "name": "No train", "between": "west;east", "modes": "train",
             "commodities": "people", "kind": "ban"},
            {"id": "goods_only", "name": "Goods", "between": "west;east", "commodities": "good", "kind": "cost",
             "size": 500},
            {"id": "seats", "name": "Seats", "between": "west;east", "kind": "quota", "size": 1},
        ],
        trips=[
            {"id": "pupils", "from": "mine", "to": "mill", "modes": "bus;train;foot", "number": 100,
             "hour_value": 20, "value": 50},
            {"id": "idlers", "from": "mill", "to": "mine", "modes": "bus", "number": 100, "hour_value": 20,
             "value": 34.9},
        ],
        measures=[{"id": "span", "name": "Footbridge", "capex": 10000, "life": 20}],
        effects=[{"measure": "span", "on": "link", "id": "footbridge", "change": "open"}],
    )  # fmt: skip
    return tables, settings("Commuters")


def tie_fee() -> World:
    """Two ways that cost a trader 10 each; 4 of one is a fee. Both for ore and for ten travellers the fee counts.

    Ore: private (50 - 20 - 10) x 100 = 2000, welfare 2400. Travellers: 10 x (30 - 10) = 200, fees 40. In all 2640.
    The row of the way without a fee comes first, so that the order of rows would choose wrongly.
    """
    tables = two_sides(
        markets=ore(20, 50),
        links=[link("plain", cost=10), link("turnpike", mode="pike", cost=6)],
        fences=[
            {"id": "pike_fee", "name": "Pike", "between": "west;east", "modes": "pike", "kind": "fee", "size": 4,
             "payee": "west"},
        ],
        trips=[
            {"id": "callers", "from": "mine", "to": "mill", "modes": "road;pike", "number": 10, "hour_value": 0,
             "value": 30},
        ],
    )  # fmt: skip
    tables["modes"].append({"id": "pike", "name": "Turnpike", "carries": "good;people"})
    return tables, settings("A tie with a fee")


def must_short() -> World:
    """No answer: the mill must have 100 GJ of steam, the boiler gives 88."""
    tables = two_sides(
        commodities=[{"id": "steam", "name": "Steam", "unit": "GJ", "kind": "utility"}],
        modes=[{"id": "pipe", "name": "Pipe", "carries": "utility"}],
        markets=[
            {"id": "boiler", "site": "mine", "commodity": "steam", "side": "supply", "price": 9, "quantity": 88},
            {"id": "heat", "site": "mill", "commodity": "steam", "side": "demand", "price": 20, "quantity": 200,
             "must": 100},
        ],
        links=[link("pipe1", mode="pipe")],
    )  # fmt: skip
    return tables, settings("A must that falls short")


def endless() -> World:
    """No answer: bought at 5 without limit, carried for 1, sold at 9 without limit."""
    tables = two_sides(markets=ore(5, 9), links=[link("lane", cost=1)])
    for market in tables["markets"]:
        del market["quantity"]
    return tables, settings("Endless")


def one_side() -> World:
    """One player only, no border: (40 - 10 - 5) x 100 = 2500."""
    tables = two_sides(markets=ore(10, 40), links=[link("lane", cost=5)])
    tables["jurisdictions"] = tables["jurisdictions"][:1]
    tables["sites"][1]["jurisdiction"] = "west"
    return tables, settings("One side")


def no_fences() -> World:
    """Two players and nothing between them: (40 - 10 - 5) x 100 = 2500, open as today."""
    return two_sides(markets=ore(10, 40), links=[link("lane", cost=5)]), settings("No fences")


def bilateral() -> World:
    """As much dug as is wanted: any price from 10 to 35 at the mine will do. Each side's income: 0 to 2500."""
    tables = two_sides(markets=ore(10, 40, dug=100), links=[link("lane", cost=5)])
    return tables, settings("Bilateral")


def emptyish() -> World:
    """Jurisdictions and sites and nothing else: 0."""
    tables = two_sides()
    return {table: tables[table] for table in ("jurisdictions", "sites")}, settings("Nearly empty")


def joint_plant() -> World:
    """One run makes 2 chlorine and 3 lye of 1 brine: 100 runs of 2 x 10 + 3 x 8 - 6 - 4 = 34; the tax of 4 is within.

    Lye is wanted for 240 only, what is over must be tipped at -1: 80 runs at 34, 20 more at 20 - 3 - 6 - 4 = 7.
    In all 2860 private, 3260 welfare. The plant is 0.4 of the east, the rest outside's; its tax goes to the west.
    """
    tables = two_sides(
        commodities=[
            {"id": key, "name": key.title(), "unit": "t", "kind": "good"} for key in ("brine", "chlorine", "lye")
        ],
        processes=[{"id": "cell", "name": "Cell"}],
        recipes=[
            {"process": "cell", "commodity": "brine", "amount": -1},
            {"process": "cell", "commodity": "chlorine", "amount": 2},
            {"process": "cell", "commodity": "lye", "amount": 3},
        ],
        plants=[
            {"id": "cells", "site": "mine", "process": "cell", "capacity": 100, "cost": 0, "tax": 4,
             "owners": "east:0.4;outside:0.6"},
        ],
        markets=[
            {"id": "spring", "site": "mine", "commodity": "brine", "side": "supply", "price": 6, "quantity": 1000},
            {"id": "bleach", "site": "mine", "commodity": "chlorine", "side": "demand", "price": 10,
             "quantity": 1000},
            {"id": "soap", "site": "mine", "commodity": "lye", "side": "demand", "price": 8, "quantity": 240},
            {"id": "sump", "site": "mine", "commodity": "lye", "side": "demand", "price": -1, "quantity": 1000},
        ],
    )  # fmt: skip
    return tables, settings("Joint products")


def sloped_supply(melted: float = 1000) -> World:
    """Supply rises from 10 by 0.1 a unit, a fee of 1 in its price; demand flat at 50: 400 t, private 8000, fees 400.

    With ``melted`` = 300 the demand is the end: 15000 - 3000 - 4500 = 7500 and 300 of fees.
    """
    tables = two_sides(markets=ore(10, 50, melted=melted), links=[link("lane")])
    tables["markets"][0] |= {"slope": 0.1, "fee": 1, "payee": "west"}
    return tables, settings("A sloped supply")


def two_towns() -> World:
    """Two provinces by name, a port outside, a measure that is done and one that is agreed.

    The check costs 2 h x 60 / 10 = 12 a tonne; a done measure halves it to 6. Margin 60 - 20 - 5 - 6 = 29 on 100 t:
    2900 today. Open: 3500. ``halve`` (agreed) halves again: 3200, less its cost of 100.
    The port lies on no side, so its road crosses no fence; but it sells at 30.
    """
    tables = two_sides(
        modes=[{"id": "road", "name": "Road", "carries": "ore", "payload": 10, "cost_km": 5, "cost_hour": 60}],
        markets=[
            *ore(20, 60),
            {"id": "ship", "site": "port", "commodity": "ore", "side": "supply", "price": 30},
        ],
        links=[
            {"id": "lane", "a": "mine", "b": "mill", "mode": "road", "km": 10, "minutes": 0},
            {"id": "quay", "a": "port", "b": "mill", "mode": "road", "km": 10, "minutes": 0},
        ],
        fences=[{"id": "check", "name": "Check", "between": "sunset;dawn", "kind": "time", "size": 2}],
        measures=[
            {"id": "lanes", "name": "More lanes", "capex": 77, "status": "done"},
            {"id": "halve", "name": "One check", "opex": 100, "status": "agreed"},
        ],
        effects=[
            {"measure": "lanes", "on": "fence", "id": "check", "change": "scale", "amount": 0.5},
            {"measure": "halve", "on": "fence", "id": "check", "change": "scale", "amount": 0.5},
        ],
    )
    tables["sites"].append({"id": "port", "name": "Port", "kind": "port"})
    return tables, settings("Two towns and a port")


def under_way() -> World:
    """A kiln that is being built counts as decided, its capex spent: 100 t more are in today, 29 x 200 = 5800."""
    tables, _ = two_towns()
    tables["measures"].append({"id": "kiln", "name": "Kiln", "capex": 88, "opex": 9, "status": "building"})
    tables["effects"].append({"measure": "kiln", "on": "market", "id": "melt", "change": "add", "amount": 100})
    return tables, settings("Two towns and a kiln")


def named_alike() -> World:
    """A side is a jurisdiction's id first: ``dawn`` is the one of that id, in no province of that name.

    The fence ``west;dawn`` bears on the road to Dawn (cost 8), not on the road to East, which lies in province
    ``dawn``: 10 t at 40 - 10 - 8 and 100 t at 30 - 10 make 2220.
    """
    tables = two_sides(
        markets=[
            *ore(10, 30),
            {"id": "forge", "site": "anvil", "commodity": "ore", "side": "demand", "price": 40, "quantity": 10},
        ],
        links=[link("lane"), link("path", b="anvil")],
        fences=[{"id": "gate", "name": "Gate", "between": "west;dawn", "kind": "cost", "size": 8}],
    )
    tables["jurisdictions"].append({"id": "dawn", "name": "Dawn", "province": "noon"})
    tables["sites"].append({"id": "anvil", "name": "Anvil", "jurisdiction": "dawn"})
    return tables, settings("A name used twice")


def chained_measures() -> World:
    """``ramp`` needs ``bridge``; ``ferry`` excludes ``bridge``. Alone the ramp is worth nothing.

    The bridge opens a road for 50 t (2500, cost 500), the ramp adds 50 t more (2500, cost 100), the ferry opens a
    way at 5 more for all 100 t (4500, cost 300). Best: bridge and ramp, 5000 - 600 = 4400 > 4200. For a capex below
    6000 the ferry (3000).
    """
    tables = two_sides(
        markets=ore(10, 60),
        links=[
            link("span", status="planned", capacity=50),
            link("boat", status="planned", cost=5),
        ],
        measures=[
            {"id": "bridge", "name": "Bridge", "capex": 5000, "life": 10},
            {"id": "ramp", "name": "Ramp", "capex": 1000, "life": 10, "needs": "bridge"},
            {"id": "ferry", "name": "Ferry", "capex": 3000, "life": 10, "excludes": "bridge", "decides": "province"},
        ],
        effects=[
            {"measure": "bridge", "on": "link", "id": "span", "change": "open"},
            {"measure": "ramp", "on": "link", "id": "span", "change": "add", "amount": 50},
            {"measure": "ferry", "on": "link", "id": "boat", "change": "open"},
        ],
    )
    return tables, settings("Measures that need and exclude", rate=0)
