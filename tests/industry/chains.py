"""Small books for the tests of industry: two sides, one road, and what each may lack of the other."""

from dataclasses import dataclass

from economy.books import book_of
from unfence.book import Book
from unfence.economy import Economy, Solution
from unfence.economy.incomes import Incomes, incomes_of
from worlds.writing import Tables, link, settings, two_sides


@dataclass(frozen=True)
class Today:
    """A book, solved as it stands."""

    economy: Economy
    solution: Solution
    incomes: Incomes

    def __iter__(self):
        return iter((self.economy, self.solution, self.incomes))


def today(book: Book) -> Today:
    economy = Economy(book)
    solution = economy.solve(economy.today())
    return Today(economy, solution, incomes_of(solution))


def solved(tables: Tables) -> Today:
    return today(book_of((tables, settings("Industry"))))


def commodity(key: str, kind: str = "good", **more: object) -> dict[str, object]:
    return {"id": key, "name": key.title(), "unit": "t", "kind": kind} | more


def market(key: str, site: str, what: str, side: str, price: float, **more: object) -> dict[str, object]:
    return {"id": key, "site": site, "commodity": what, "side": side, "price": price, "quantity": 1000} | more


def recipe(process: str, **amounts: float) -> list[dict[str, object]]:
    return [{"process": process, "commodity": c, "amount": a} for c, a in amounts.items()]


def slag_chain(*, ban: bool = True, dump_price: float = -30, takers: float = 200, road: bool = True) -> Tables:
    """West makes 100 t of steel a year and as much slag, and pays 30 a tonne to tip it; east makes cement of slag.

    Steel brings 200, costs 100. Cement brings 60, costs 20 and takes 1 t of slag; otherwise east stands still. The
    road costs 5 a tonne, so slag that crosses is worth 60 - 20 - 5 + 30 = 65 a tonne: 6,500 a year for 100 t.
    """
    return two_sides(
        commodities=[commodity("steel"), commodity("slag", "waste"), commodity("cement")],
        modes=[{"id": "road", "name": "Road", "carries": "good;waste"}],
        processes=[{"id": "smelt", "name": "Smelting"}, {"id": "grind", "name": "Grinding"}],
        recipes=[*recipe("smelt", steel=1, slag=1), *recipe("grind", slag=-1, cement=1)],
        plants=[
            {"id": "works", "site": "mine", "process": "smelt", "capacity": 100, "cost": 100},
            {"id": "mill_cement", "site": "mill", "process": "grind", "capacity": takers, "cost": 20},
        ],
        markets=[
            market("steel_sale", "mine", "steel", "demand", 200),
            market("tip", "mine", "slag", "demand", dump_price),
            market("cement_sale", "mill", "cement", "demand", 60),
        ],
        links=[link("lane", cost=5)] if road else [],
        fences=[{"id": "no_waste", "name": "No waste", "between": "west;east", "commodities": "waste", "kind": "ban"}]
        if ban
        else [],
    )


def cheap_tip() -> Tables:
    """As ``slag_chain``, but nobody in the east uses slag: there is only a tip that takes it for 10 less."""
    tables = slag_chain()
    tables["plants"], tables["recipes"] = tables["plants"][:1], recipe("smelt", steel=1, slag=1)
    tables["processes"] = tables["processes"][:1]
    tables["markets"] = [m for m in tables["markets"] if m["commodity"] != "cement"]
    tables["markets"].append(market("east_tip", "mill", "slag", "demand", -20))
    tables["commodities"] = tables["commodities"][:2]
    return tables


def bought_outside(*, capacity: float = 100, toll: float = 50, here: bool = True) -> Tables:
    """East's 80 t of paste come from a far town at 100 + 10; west could make them at 60 + 5, but for a toll of 50.

    Without the toll on paste the mill pays 65 instead of 110: 45 x 80 = 3,600 a year. Pulp, which paste is made of, is
    sold in the west at 40 (or, unless ``here``, in the far town only); boiling costs 20.
    """
    tables = two_sides(
        commodities=[commodity("pulp"), commodity("paste")],
        processes=[{"id": "boil", "name": "Boiling"}],
        recipes=recipe("boil", pulp=-1, paste=1),
        plants=[{"id": "boiler", "site": "mine", "process": "boil", "capacity": capacity, "cost": 20}],
        markets=[
            market("pulp_sale", "mine" if here else "far", "pulp", "supply", 40),
            market("far_paste", "far", "paste", "supply", 100),
            market("paste_use", "mill", "paste", "demand", 500, quantity=80),
        ],
        links=[link("lane", cost=5), link("highway", a="mill", b="far", cost=10)],
        fences=[{"id": "toll", "name": "Toll", "between": "west;east", "kind": "cost", "size": toll}],
    )
    tables["sites"].append({"id": "far", "name": "Far", "lon": 110.0, "lat": 27.3})
    return tables
