"""The plan: sites, links and facilities of both sides, as far as they are known.

It is read from rows whose cells are texts or values. A cell that is absent is withheld, and what hangs on it is None: a
plan can be made of a whole book as well as of the rows that one side may see.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from unfence.book import Book

Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]
Used = Mapping[tuple[str, str], float]
"""How much of its capacity a plant or a market uses today, by table and id: runs or units a year."""

EARTH_KM = 6371.0
READ = ("jurisdictions", "sites", "commodities", "recipes", "plants", "markets", "modes", "links", "terminals")
READ_TOO = ("trips", "zones", "measures", "effects", "fences")


@dataclass(frozen=True)
class Site:
    """A place; ``side`` is its jurisdiction ("" outside), ``place`` its longitude and latitude in degrees."""

    id: str
    side: str
    kind: str
    place: tuple[float, float] | None


@dataclass(frozen=True)
class Link:
    """A link as somebody states it; None is withheld or, for minutes, not stated; ``capacity`` inf is unlimited."""

    id: str
    a: str
    b: str
    mode: str
    km: float | None
    minutes: float | None
    capacity: float | None
    both_ways: bool
    planned: bool


@dataclass(frozen=True)
class Facility:
    """A plant, or a market that takes a waste: what it does, what it makes or takes, the share of it that is idle."""

    table: str
    id: str
    site: str
    work: str
    """Its process; of a market ``takes <commodity>``."""
    goods: frozenset[str]
    """What it makes; of a market what it takes."""
    planned: bool
    spare: float | None
    """0 to 1, inf where nothing limits it; None where it is not known."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What both sides have and plan; ``players`` are the jurisdictions that share the area."""

    players: frozenset[str]
    provinces: Mapping[str, str]
    sites: Mapping[str, Site]
    links: tuple[Link, ...]
    facilities: tuple[Facility, ...]
    carriers: Mapping[str, frozenset[str]]
    """Each mode's goods: commodity ids, and ``people``."""
    kinds: Mapping[str, str]
    """Each commodity's kind."""
    standing: frozenset[str]
    """Sites where something stands, begins or ends."""
    openers: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    """Each planned link's measures that open it, with the parties that they name."""
    fences: tuple[Row, ...]

    def side(self, site: str) -> str:
        """The player on whose side a site lies; "" for any other place."""
        found = self.sites.get(site)
        return found.side if found and found.side in self.players else ""

    def crosses(self, link: Link) -> bool:
        """Whether a link leads from one player to another."""
        return bool(self.side(link.a) and self.side(link.b)) and self.side(link.a) != self.side(link.b)

    def middle(self, link: Link) -> tuple[float, float] | None:
        """The middle of a link, drawn straight."""
        ends = [self.sites[s].place for s in (link.a, link.b) if s in self.sites]
        places = [place for place in ends if place]
        if len(places) < 2:  # noqa: PLR2004  two ends
            return None
        return (places[0][0] + places[1][0]) / 2, (places[0][1] + places[1][1]) / 2

    def length(self, link: Link) -> float | None:
        """Kilometres of a link; straight ones where they are withheld, None where nothing is known."""
        if link.km is not None:
            return link.km
        a, b = (self.sites.get(s) for s in (link.a, link.b))
        return km_between(a.place, b.place) if a and b and a.place and b.place else None

    @cached_property
    def by_mode(self) -> Mapping[str, tuple[Link, ...]]:
        """The links of each mode."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.mode, []).append(link)
        return {mode: tuple(links) for mode, links in found.items()}


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two places (longitude, latitude in degrees), in kilometres.

    >>> round(km_between((0, 0), (0, 1)), 1)
    111.2
    """
    (x, y), (u, v) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def plan_of_book(book: Book, used: Used = MappingProxyType({})) -> Plan:
    """The plan of a book, of which everything is known.

    >>> from unfence.examples import example
    >>> plan = plan_of_book(example("two_towns"))
    >>> sorted(plan.players), [link.id for link in plan.links if plan.crosses(link)]
    (['east', 'west'], ['road'])
    """
    return plan_of({table: book[table].to_dicts() for table in (*READ, *READ_TOO)}, used)


def plan_of(tables: Tables, used: Used = MappingProxyType({})) -> Plan:
    """The plan of rows by table; a row that lacks what names its place is left out."""
    towns = {str(row["id"]): row for row in tables.get("jurisdictions", ())}
    sites = {site.id: site for site in map(_site, tables.get("sites", ()))}
    kinds = {str(c["id"]): str(c.get("kind") or "") for c in tables.get("commodities", ())}
    modes = tables.get("modes", ())
    return Plan(
        players=frozenset(id_ for id_, row in towns.items() if yes(row.get("player"))),
        provinces={id_: str(row.get("province") or "") for id_, row in towns.items()},
        sites=sites,
        links=tuple(_link(row) for row in tables.get("links", ()) if row.get("a") in sites and row.get("b") in sites),
        facilities=(*_plants(tables, used), *_takers(tables, kinds, used)),
        carriers={str(mode["id"]): _carried(mode, kinds) for mode in modes},
        kinds=kinds,
        standing=frozenset(_standing(tables)),
        openers=_openers(tables),
        fences=tuple(tables.get("fences", ())),
    )


def number(cell: object) -> float | None:
    """A cell as a number; None where it holds none.

    >>> number("5"), number("?"), number(None)
    (5.0, None, None)
    """
    try:
        found = float(str(cell))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def names(cell: object) -> tuple[str, ...]:
    """A cell that lists: as a text, or read already.

    >>> names("a; b"), names(["a"]), names(None)
    (('a', 'b'), ('a',), ())
    """
    parts = cell.split(";") if isinstance(cell, str) else cell if isinstance(cell, list | tuple) else ()
    return tuple(str(part).strip() for part in parts if str(part).strip())


def yes(cell: object, *, otherwise: bool = True) -> bool:
    """A cell that says yes or no, empty for ``otherwise``."""
    if cell is None or cell == "":
        return otherwise
    return cell is True or str(cell).strip().lower() in ("yes", "true")


def _site(row: Row) -> Site:
    lon, lat = number(row.get("lon")), number(row.get("lat"))
    side = str(row.get("jurisdiction") or "")
    place = None if lon is None or lat is None else (lon, lat)
    return Site(str(row["id"]), "" if side == "outside" else side, str(row.get("kind") or ""), place)


def _link(row: Row) -> Link:
    capacity = None if "capacity" not in row else number(row["capacity"])
    return Link(
        id=str(row["id"]),
        a=str(row["a"]),
        b=str(row["b"]),
        mode=str(row.get("mode") or ""),
        km=number(row.get("km")),
        minutes=number(row.get("minutes")),
        capacity=math.inf if capacity is None and row.get("capacity", "?") in ("", None) else capacity,
        both_ways=yes(row.get("both_ways")),
        planned=planned(row),
    )


def planned(row: Row) -> bool:
    """Whether a row is of something that is only planned."""
    return str(row.get("status") or "") == "planned"


def _carried(mode: Row, kinds: Mapping[str, str]) -> frozenset[str]:
    said = names(mode.get("carries"))
    return frozenset(c for c, kind in kinds.items() if c in said or kind in said) | (frozenset(said) & {"people"})


def _plants(tables: Tables, used: Used) -> Iterator[Facility]:
    made: dict[str, set[str]] = {}
    for recipe in tables.get("recipes", ()):
        if (number(recipe.get("amount")) or 0) > 0:
            made.setdefault(str(recipe["process"]), set()).add(str(recipe["commodity"]))
    for row in tables.get("plants", ()):
        if row.get("site") and row.get("process"):
            work = str(row["process"])
            goods = frozenset(made.get(work, ()))
            yield Facility("plants", *_where(row), work, goods, planned(row), _spare("plants", row, "capacity", used))


def _takers(tables: Tables, kinds: Mapping[str, str], used: Used) -> Iterator[Facility]:
    """Markets that take a waste: yards, dumps, treatment works."""
    for row in tables.get("markets", ()):
        what = str(row.get("commodity") or "")
        if row.get("site") and row.get("side") == "demand" and kinds.get(what) == "waste":
            spare = _spare("markets", row, "quantity", used)
            yield Facility("markets", *_where(row), f"takes {what}", frozenset({what}), planned(row), spare)


def _where(row: Row) -> tuple[str, str]:
    return str(row["id"]), str(row["site"])


def _spare(table: str, row: Row, column: str, used: Used) -> float | None:
    """The idle share of a capacity."""
    if column not in row:
        return None
    most = number(row[column])
    if most is None:
        return math.inf if row[column] in ("", None) else None
    today = used.get((table, str(row["id"])))
    return None if today is None or most <= 0 else max(0.0, 1.0 - today / most)


def _standing(tables: Tables) -> Iterator[str]:
    for table, columns in (
        *((t, ("site",)) for t in ("plants", "markets", "terminals", "zones")),
        ("trips", ("from", "to")),
    ):
        for row in tables.get(table, ()):
            yield from (str(row[column]) for column in columns if row.get(column))


def _openers(tables: Tables) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    parties = {str(row["id"]): frozenset(names(row.get("parties"))) for row in tables.get("measures", ())}
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in tables.get("effects", ()):
        if row.get("on") == "link" and row.get("change") == "open" and row.get("measure") in parties:
            measure = str(row["measure"])
            found.setdefault(str(row["id"]), []).append((measure, parties[measure]))
    return {link: tuple(measures) for link, measures in found.items()}
