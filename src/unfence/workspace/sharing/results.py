"""Results: which figures of a study a member may see.

A study rests on every row, withheld ones too. Its sums over the whole area, and what fences and measures are worth,
give nobody's figure away; a figure of one plant, market, link or site would, and so would a sum of few of them. So each
part of the study's JSON is listed here with what it rests on: a part that is not listed is shown only to who sees the
whole book. An entry that names a withheld row, anywhere in it, is left out; a sum of a side is shown where it rests on
at least ``FEWEST`` withheld rows, or on none. Whoever knows a whole and all its parts but one knows that one: where a
single side's sum is withheld, what is outside is withheld with it. A study of an earlier revision is shown by what its
own rows were, and by what is shared today.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from unfence.workspace.books.content import content_at
from unfence.workspace.books.models import Row, latest_revision
from unfence.workspace.books.owners import Values, owners_of
from unfence.workspace.jobs.models import StudyResult, latest_study
from unfence.workspace.people.models import Member, Office
from unfence.workspace.sharing.sight import FEWEST, sight_of

Json = Mapping[str, Any]
Part = Callable[[Any, "Withheld"], object]


OUTSIDE = "outside"
TRADED = ("plants", "markets", "links", "terminals", "trips", "trades", "zones")
"""The tables whose rows a result may name."""
STANDING = ("plants", "markets", "terminals")
"""What earns at a site."""


@dataclass(frozen=True)
class Withheld:
    """What a member does not see: rows of which some figure is withheld, by table; how many of them each side has."""

    rows: Mapping[str, frozenset[str]]
    sites: frozenset[str]
    """Sites where a withheld plant or market stands."""
    of_side: Mapping[str, int]
    """How many withheld plants, markets and terminals stand on a side."""

    @property
    def nothing(self) -> bool:
        """Whether the member sees the whole book."""
        return not any(self.rows.values())

    @cached_property
    def names(self) -> frozenset[str]:
        """The ids that no shown entry may name."""
        return frozenset().union(*(self.rows.get(table, ()) for table in TRADED))

    def row(self, table: str, key: object) -> bool:
        """Whether a figure of this row is withheld."""
        return key in self.rows.get(table, ())

    def side(self, jurisdiction: str) -> bool:
        """Whether a sum of this side would give a withheld figure away."""
        return 0 < self.of_side.get(jurisdiction, 0) < FEWEST

    def named_in(self, value: object) -> bool:
        """Whether a withheld row is named anywhere in a value; ``plant.commodity`` names the plant."""
        if isinstance(value, str):
            return not self.names.isdisjoint(value.split("."))
        if isinstance(value, Mapping):
            return any(self.named_in(part) for pair in value.items() for part in pair)
        return isinstance(value, list | tuple) and any(self.named_in(part) for part in value)


def study_seen_by(member: Member, study: StudyResult | None = None) -> StudyResult | None:
    """A study (the latest, if none is given) without the figures that a member may not see; None if there is none.

    Parts that are withheld as a whole are absent; of lists the entries that are withheld are absent; sums that are
    withheld are null.
    """
    found = study or latest_study()
    if found is None:
        return None
    withheld = withheld_from(member, found.revision)
    return StudyResult(found.number, found.revision, figures_seen(found.figures, withheld))


def withheld_from(member: Member, revision: int | None = None) -> Withheld:
    """What a member does not see today of the rows of a revision (the present one, if none is named)."""
    sight = sight_of(member)
    rows: dict[str, set[str]] = {}
    sites: set[str] = set()
    of_side: dict[str, int] = {}
    for table, key, values, owner in _owned(revision):
        if sight.withholds(owner, table, notes=False):
            rows.setdefault(table, set()).add(key)
            if table in STANDING:
                sites.add(values.get("site", ""))
                of_side[owner] = of_side.get(owner, 0) + 1
    return Withheld({t: frozenset(keys) for t, keys in rows.items()}, frozenset(sites), of_side)


def _owned(revision: int | None) -> Iterator[tuple[str, str, Values, str]]:
    """Every row of a revision and its owner: one that was taken out since still stands in what was studied then."""
    latest = latest_revision()
    if not revision or latest is None or revision == latest.number:
        yield from Row.objects.values_list("table", "key", "values", "owner__key")
        return
    content = content_at(revision)
    owners = owners_of(content, Office.objects.values_list("key", flat=True))
    for (table, key), values in content.items():
        yield table, key, values, owners.of(table, values)


def figures_seen(figures: Json, withheld: Withheld) -> Json:
    """The parts of a study that may be seen."""
    if withheld.nothing:
        return figures
    seen = {}
    for part, held in figures.items():
        if part in OPEN:
            seen[part] = held
        elif part in PARTS and held is not None:
            seen[part] = PARTS[part](held, withheld)
    return seen


def _prices(entries: list[Json], withheld: Withheld) -> list[Json]:
    return [entry for entry in entries if entry["site"] not in withheld.sites]


def _flows(entries: list[Json], withheld: Withheld) -> list[Json]:
    ends = withheld.sites
    return [e for e in entries if not (withheld.row("links", e["link"]) or e["from"] in ends or e["to"] in ends)]


def _rows_of(table: str) -> Part:
    return lambda entries, withheld: [entry for entry in entries if not withheld.row(table, entry["id"])]


def _entries(held: object, withheld: Withheld) -> object:
    """Lists without the entries that name a withheld row."""
    if isinstance(held, Mapping):
        return {name: _entries(part, withheld) for name, part in held.items() if not withheld.named_in(name)}
    if isinstance(held, list):
        return [entry for entry in held if not withheld.named_in(entry)]
    return held


def _by_side(held: object, withheld: Withheld) -> object:
    """Sums by side, however deep: null where few withheld rows are behind them, or where that would be reckoned."""
    if not isinstance(held, Mapping):
        return held
    hidden = {name for name in held if withheld.side(name)}
    if len(hidden) == 1:
        hidden.add(OUTSIDE)
    return {name: None if name in hidden else _by_side(part, withheld) for name, part in held.items()}


def _agreement(held: Json, withheld: Withheld) -> Json:
    """What is to be paid, which is negotiated; the taxes behind it are few plants' where a side has few."""
    if not any(map(withheld.side, withheld.of_side)):
        return held
    rules = [rule for rule in held["rules"] if rule["kind"] == "sum"]  # all others can be solved for the taxes
    return {**held, "tax_today": None, "tax_best": None, "rules": rules}


def _carbon(held: Json, withheld: Withheld) -> Json:
    """What the whole area emits; its parts are figures of plants and markets."""
    return {"footprints": [{name: e[name] for name in ("state", "factors", "total")} for e in held["footprints"]]}


def _footing(held: Json, withheld: Withheld) -> Json:
    movers = [mover for mover in held["movers"] if not withheld.row(mover["table"], mover["key"])]
    return {**held, "movers": movers}


def _reach(held: Json, withheld: Withheld) -> Json:
    """Which sites people reach within the bounds, today and with fences down; never minutes, nor who lives there."""

    def circle(found: Json) -> Json:
        return {"case": found["case"], "within": [{n: w[n] for n in ("minutes", "sites")} for w in found["within"]]}

    def start(found: Json) -> Json:
        circles = [circle(c) for c in found["circles"] if c["case"] in ("today", "open")]
        return {"site": found["site"], "circles": circles}

    def travel(found: Json) -> Json:
        return {"people": True, "starts": [start(s) for s in found["starts"]]}

    return {"travels": [travel(found) for found in held["travels"] if found["people"]]}


OPEN: Collection[str] = frozenset(
    {
        "unfence", "book", "welfare", "fences", "measures", "pairs", "best", "plans", "players_only", "order",
        "sharing", "exact", "provenance",
    }
)  # fmt: skip
"""Parts that are sums over the whole area, or about fences and measures, over which both sides negotiate."""

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "prices": _prices,
        "flows": _flows,
        **{table: _rows_of(table) for table in ("plants", "markets", "trips")},
        **dict.fromkeys(("income", "income_range", "accounts"), _by_side),
        **dict.fromkeys(("matches", "claims"), _entries),
        "agreement": _agreement,
        "carbon": _carbon,
        "footing": _footing,
        "reach": _reach,
    }
)
"""Parts that are shown in part, and how. Not listed, so shown to nobody who does not see the whole book: ``chain``,
``structure`` and ``factors``, whose sums by side and commodity often rest on one plant."""
