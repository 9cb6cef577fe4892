"""Plants that cannot run: nobody can feed them, or nobody can take what they leave."""

from unfence.economy.economy import Economy
from unfence.economy.sense.doubt import Doubt
from unfence.economy.sense.supply import supply_of


def stranded_plants(economy: Economy) -> list[Doubt]:
    """Existing plants as things are today, planned ones as if every measure were done."""
    programme, book = economy.programme, economy.book
    planned = (book["plants"]["status"] == "planned").to_list()
    layout = programme.layout
    names = book["commodities"]["id"]
    found: dict[tuple[int, int], Doubt] = {}
    for state, wanted in ((economy.today(), False), (economy.state(measures=book["measures"]["id"].to_list()), True)):
        for stop in supply_of(programme, state).stops:
            if planned[stop.plant] == wanted:
                commodity = names[int(layout.node_commodity[stop.node])]
                code = "plant_outlet" if stop.fed else "plant_feed"
                site = book["plants"]["site"][stop.plant]
                doubt = Doubt(code, "plants", stop.plant, "process", {"commodity": commodity, "site": site})
                found.setdefault((stop.plant, stop.node), doubt)
    return list(found.values())
