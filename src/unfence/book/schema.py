"""The tables of a book: one declaration each, from which everything about a table is made.

Columns stand in the order of the book's format. A number without ``required`` and without a word for ``empty``
has the default 0 (or the one stated). Units and the words for ``empty`` are keys of ``words/book.toml``, where the
sentence that explains each table and column stands too.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import dataframely as dy
import polars as pl

from unfence.book.columns import (
    OUTSIDE,
    PEOPLE,
    Meaning,
    choice,
    identifier,
    meaning,
    names,
    number,
    payee,
    reference,
    shares,
    sides,
    text,
    whole,
    yes_no,
)

KINDS = ("good", "waste", "energy", "utility", "labour")
STATUS = ("existing", "planned")
TAIL = ("source", "confidence", "note")


class Table(dy.Schema):
    """What every table may end with, and the row's number in the editor of whoever wrote it."""

    source = text()
    confidence = choice("assumed", "derived", "published", "seed", default="assumed")
    note = text()
    row = dy.Int64(nullable=False)


class Jurisdictions(Table):
    """Counties, zones, cities: who decides, who shares."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    province = text(empty="no_province")
    player = yes_no(default=True)
    population = number("persons", low=0)


class Sites(Table):
    """Places where things are made, used or change mode."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    jurisdiction = reference("jurisdictions", names=(OUTSIDE,), empty="outside")
    lon = number("degrees", low=-180, high=180, empty="not_drawn")
    lat = number("degrees", low=-90, high=90, empty="not_drawn")
    kind = choice("plant", "park", "town", "station", "port", "junction", "market", empty="nothing")


class Commodities(Table):
    """What is made, moved and used."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    unit = text(required=True)
    kind = choice(*KINDS)
    hs = text()
    isic = text()


class Processes(Table):
    """Ways to make some commodities out of others."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    co2 = number("kg_run")


class Recipes(Table):
    """What one run of a process makes and uses."""

    process = reference("processes", key=True)
    commodity = reference("commodities", key=True)
    amount = number("units_run", required=True)


class Plants(Table):
    """Where a process can run, how much, at what cost."""

    id = identifier()
    site = reference("sites", required=True)
    process = reference("processes", required=True)
    name = text()
    name_zh = text()
    capacity = number("runs_year", required=True, low=0)
    cost = number("money_run")
    tax = number("money_run")
    owners = shares(empty="no_owners")
    status = choice(*STATUS, default="existing")


class Markets(Table):
    """Where a commodity can be bought or sold, at what price."""

    id = identifier()
    site = reference("sites", required=True)
    commodity = reference("commodities", required=True)
    side = choice("supply", "demand")
    price = number("money_unit", required=True)
    fee = number("money_unit")
    payee = payee()
    quantity = number("units_year", low=0, empty="unlimited")
    slope = number("money_unit_unit", low=0)
    must = number("units_year", low=0)
    co2 = number("kg_unit")


class Modes(Table):
    """Ways to move: trucks, trains, pipes, wires, buses."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    carries = names("commodities", words=(*KINDS, PEOPLE), required=True)
    payload = number("units_vehicle", low=0, open_low=True, default=1.0)
    cost_km = number("money_km", low=0)
    cost_load = number("money_vehicle", low=0)
    cost_hour = number("money_hour", low=0)
    speed = number("km_h", low=0, empty="minutes_or_none", unknown=(20.0, 80.0))
    loss_km = number("share_km", low=0)
    co2_km = number("kg_km")


class Links(Table):
    """Roads, rails, pipes, wires: what joins two sites."""

    id = identifier()
    a = reference("sites", required=True)
    b = reference("sites", required=True)
    mode = reference("modes", required=True)
    km = number("km", required=True, low=0)
    minutes = number("minutes", low=0, empty="by_speed")
    capacity = number("units_year", low=0, empty="unlimited")
    cost = number("money_unit", low=0, empty="by_km")
    both_ways = yes_no(default=True)
    status = choice(*STATUS, default="existing")


class Terminals(Table):
    """Where goods may change from one mode to another."""

    id = identifier()
    site = reference("sites", required=True)
    from_mode = reference("modes", required=True)
    to_mode = reference("modes", required=True)
    cost = number("money_unit", low=0)
    hours = number("hours", low=0, unknown=(1.0, 12.0))
    capacity = number("units_year", low=0, empty="unlimited")
    status = choice(*STATUS, default="existing")


class Fences(Table):
    """What stands at the border and costs time, money or a way."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    between = sides()
    direction = choice("both", "first_to_second", default="both")
    modes = names("modes", empty="all_modes")
    commodities = names("commodities", words=(*KINDS, PEOPLE), empty="all_commodities")
    kind = choice("time", "cost", "fee", "ban", "quota")
    size = number("by_kind", low=0)
    payee = payee()
    evidence = text()


class Measures(Table):
    """What could be done about it, what that costs, who decides."""

    id = identifier()
    name = text(required=True)
    name_zh = text()
    capex = number("money", low=0)
    opex = number("money_year")
    life = number("years", low=0, open_low=True, empty="no_life", unknown=(20.0, 50.0))
    parties = names("jurisdictions", empty="touched")
    payers = shares(empty="equally")
    needs = names("measures", empty="nothing")
    excludes = names("measures", empty="nothing")
    decides = choice("players", "province", "state", default="players")
    lead_months = number("months", low=0, unknown=(6.0, 36.0))
    status = choice("idea", "agreed", "building", "done", default="idea")


class Effects(Table):
    """What a measure changes."""

    measure = reference("measures", key=True)
    on = choice("fence", "link", "terminal", "plant", "market", key=True)
    id = text(key=True)
    change = choice("remove", "open", "scale", "add", key=True)
    amount = number("by_change", empty="no_amount")


class Trips(Table):
    """People who would travel: commuters, patients, pupils."""

    id = identifier()
    from_ = reference("sites", required=True, alias="from")
    to = reference("sites", required=True)
    modes = names("modes", required=True)
    number_ = number("trips_year", required=True, low=0, alias="number")
    hour_value = number("money_hour", required=True, low=0)
    value = number("money_trip", required=True)


class Trades(Table):
    """What is bought from whom today."""

    id = identifier()
    seller = reference("plants", "markets", required=True)
    buyer = reference("plants", "markets", required=True)
    commodity = reference("commodities", required=True)
    quantity = number("units_year", required=True, low=0)
    price = number("money_unit", empty="not_known")


class Claims(Table):
    """Savings that somebody stated."""

    id = identifier()
    about = text()
    stated = number("by_unit", required=True)
    unit = text()
    quantity = number("units_year", low=0, empty="not_known")
    was = reference("plants", "markets", empty="nothing")
    now = reference("plants", "markets", empty="nothing")
    by = text()


class Output(Table):
    """The structure of industry."""

    jurisdiction = reference("jurisdictions", key=True)
    year = whole("year", key=True)
    isic = text(key=True)
    value = number("money_year")
    employment = number("persons", low=0)


class Tariffs(Table):
    """What a price is made of."""

    market = reference("markets", key=True)
    part = text(key=True)
    per = text(required=True)
    amount = number("money_per", required=True)
    payee = payee()


class Ranges(Table):
    """How far a number may be off."""

    table = text(key=True)
    key = text(key=True)
    column = text(key=True)
    low = number("by_column", required=True)
    high = number("by_column", required=True)


class Zones(Table):
    """Where people live and work."""

    id = identifier()
    site = reference("sites", empty="by_lonlat")
    lon = number("degrees", low=-180, high=180, empty="by_site")
    lat = number("degrees", low=-90, high=90, empty="by_site")
    residents = number("persons", low=0)
    workers = number("persons", low=0)
    jobs = number("persons", low=0)


TABLES: Mapping[str, type[Table]] = MappingProxyType(
    {
        "jurisdictions": Jurisdictions,
        "sites": Sites,
        "commodities": Commodities,
        "processes": Processes,
        "recipes": Recipes,
        "plants": Plants,
        "markets": Markets,
        "modes": Modes,
        "links": Links,
        "terminals": Terminals,
        "fences": Fences,
        "measures": Measures,
        "effects": Effects,
        "trips": Trips,
        "trades": Trades,
        "claims": Claims,
        "tariffs": Tariffs,
        "output": Output,
        "ranges": Ranges,
        "zones": Zones,
    }
)

NEEDED = ("jurisdictions", "sites")


@cache
def columns(table: str) -> Mapping[str, Meaning]:
    """What each column of a table means, in the order of the format, ``source``, ``confidence``, ``note`` last.

    >>> list(columns("recipes"))
    ['process', 'commodity', 'amount', 'source', 'confidence', 'note']
    """
    declared = TABLES[table].columns()
    order = [*(c for c in declared if c not in (*TAIL, "row")), *TAIL]
    return MappingProxyType({name: meaning(declared[name]) for name in order})


@cache
def key(table: str) -> tuple[str, ...]:
    """The columns that name a row; joined by ``;`` they are what ``ranges.key`` writes.

    >>> key("links"), key("recipes")
    (('id',), ('process', 'commodity'))
    """
    return tuple(name for name, said in columns(table).items() if said.key)


@cache
def types(table: str) -> Mapping[str, pl.DataType]:
    """The polars type of each column of a table's frame, ``row`` last.

    >>> types("ranges")["low"], types("ranges")["row"]
    (Float64, Int64)
    """
    declared = TABLES[table].columns()
    return MappingProxyType({c: declared[c].dtype for c in (*columns(table), "row")})


def empty_frame(table: str) -> pl.DataFrame:
    """A table without rows, every column typed.

    >>> empty_frame("sites").height
    0
    """
    return pl.DataFrame(schema=dict(types(table)))
