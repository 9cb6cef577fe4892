"""What stands and what it costs when some fences are down and some measures done.

A *leg* is one link in one direction for one commodity. A unit sent on it costs ``cost`` (burnt) and pays ``fees``
(to payees); ``arrives`` is the share that gets there; ``quotas`` are the fences that count it.
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from oracle.reader import Book, Row

PEOPLE = {"id": "people", "kind": "people"}
SIZED = {"fences": "size", "links": "capacity", "terminals": "capacity", "plants": "capacity", "markets": "quantity"}


@dataclass(frozen=True)
class Scene:
    """A book's things after the effects: ``standing[table]`` are the rows that are there, with their sizes."""

    book: Book
    standing: dict[str, list[Row]]


@dataclass(frozen=True)
class Leg:
    """One link, one direction, one commodity."""

    link: str
    start: str
    end: str
    mode: str
    commodity: str
    cost: Fraction
    fees: dict[str, Fraction]
    arrives: Fraction
    quotas: tuple[str, ...]


def decided(book: Book) -> frozenset[str]:
    """The measures that are in today: done, or being built."""
    return frozenset(row["id"] for row in book["measures"] if row["status"] in ("done", "building"))


def scene(book: Book, fences_down: Collection[str] = (), measures: Collection[str] = ()) -> Scene:
    """Apply the effects of the decided and the chosen measures, and take fences down."""
    done = decided(book) | set(measures)
    effects = [row for row in book["effects"] if row["measure"] in done]
    standing = {table: list(_standing(book, table, column, effects)) for table, column in SIZED.items()}
    standing["fences"] = [row for row in standing["fences"] if row["id"] not in fences_down]
    return Scene(book, standing)


def _standing(book: Book, table: str, column: str, effects: list[Row]) -> Iterator[Row]:
    for row in book[table]:
        mine = [e for e in effects if e["on"] + "s" == table and e["id"] == row["id"]]
        changes = [e["change"] for e in mine]
        if "remove" in changes or (row.get("status") == "planned" and "open" not in changes):
            continue
        size = row[column]
        if size != math.inf:
            size *= math.prod(e["amount"] for e in mine if e["change"] == "scale")
            size = max(0, size + sum(e["amount"] for e in mine if e["change"] == "add"))
        yield row | {column: size}


def legs(scene: Scene) -> Iterator[Leg]:
    """Every way goods can be sent over one link; a ban leaves none."""
    for link, start, end in ways(scene):
        mode = scene.book.row("modes", link["mode"])
        for commodity in scene.book["commodities"]:
            if not {commodity["id"], commodity["kind"]} & set(mode["carries"]):
                continue
            crossed = [f for f in scene.standing["fences"] if bears(scene.book, f, link, (start, end), commodity)]
            if any(f["kind"] == "ban" for f in crossed):
                continue
            waiting = sum(f["size"] for f in crossed if f["kind"] == "time")
            burnt = sum(f["size"] for f in crossed if f["kind"] == "cost")
            yield Leg(
                link["id"], start, end, mode["id"], commodity["id"],
                cost=haul(link, mode) + (hours(link, mode) + waiting) * mode["cost_hour"] / mode["payload"] + burnt,
                fees=fees(crossed),
                arrives=max(Fraction(0), 1 - mode["loss_km"] * link["km"]),
                quotas=tuple(f["id"] for f in crossed if f["kind"] == "quota"),
            )  # fmt: skip


def ways(scene: Scene) -> Iterator[tuple[Row, str, str]]:
    """Each standing link, in each direction that it has."""
    for link in scene.standing["links"]:
        yield link, link["a"], link["b"]
        if link["both_ways"] == "yes":
            yield link, link["b"], link["a"]


def haul(link: Row, mode: Row) -> Fraction:
    """Money per unit for the distance: the link's own cost, else km x cost_km / payload."""
    return link["cost"] if link["cost"] is not None else link["km"] * mode["cost_km"] / mode["payload"]


def hours(link: Row, mode: Row) -> Fraction:
    """Hours on a link: its minutes, else km / speed; with neither, none."""
    if link["minutes"] is not None:
        return link["minutes"] / 60
    return link["km"] / mode["speed"] if mode["speed"] else Fraction(0)


def fees(crossed: list[Row]) -> dict[str, Fraction]:
    """Payee -> money per unit sent (or per traveller)."""
    paid: dict[str, Fraction] = {}
    for fence in crossed:
        if fence["kind"] == "fee":
            paid[fence["payee"]] = paid.get(fence["payee"], Fraction(0)) + fence["size"]
    return paid


def bears(book: Book, fence: Row, link: Row, way: tuple[str, str], what: Row) -> bool:
    """Whether a fence bears on a link, in this direction, for this commodity (or ``PEOPLE``)."""
    if fence["modes"] and link["mode"] not in fence["modes"]:
        return False
    if fence["commodities"] and not {what["id"], what["kind"]} & set(fence["commodities"]):
        return False
    first, second = (side(book, name) for name in fence["between"])
    start, end = (book.jurisdiction(site) for site in way)
    there = start in first and end in second
    back = start in second and end in first
    return there or (back and fence["direction"] == "both")


def side(book: Book, name: str) -> set[str]:
    """The jurisdictions of one side of a fence: each part an id, else a province."""
    ids = {row["id"] for row in book["jurisdictions"]}
    found: set[str] = set()
    for part in name.split("+"):
        found |= {part} if part in ids else {r["id"] for r in book["jurisdictions"] if r["province"] == part}
    return found
