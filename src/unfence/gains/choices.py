"""Measures as choices: what they cost a year, which sets of them are allowed, who must consent, who pays.

A set of measures is a mask: bit i stands for measure i. Measures that are done or being built are no choice: they are
in force in every state, today included, and what they cost is spent or owed whatever is decided now.

    yearly cost = capex r / (1 - (1 + r)^-life) + opex        r = 0: capex / life        no life: capex r
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unfence.book import Book, sides
from unfence.economy.state import DECIDED
from unfence.network.arcs import Bools, Floats

EXACT = 12
"""So many choices are enumerated set by set; beyond that plans are searched and shares are sampled."""


@dataclass(frozen=True)
class Choices:
    """The measures that can still be chosen, in the book's order."""

    ids: tuple[str, ...]
    yearly: Floats
    capex: Floats
    needs: tuple[int, ...]
    """Mask of what each needs; decided measures are not in it."""
    excludes: tuple[int, ...]
    barred: int
    """Mask of those that can never be: they exclude one that is decided, or it excludes them."""
    parties: tuple[frozenset[str], ...]
    payers: tuple[Mapping[str, float], ...]
    decides: tuple[str, ...]
    lead_months: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def named(self, mask: int) -> tuple[str, ...]:
        """The ids in a set."""
        return tuple(m for i, m in enumerate(self.ids) if mask >> i & 1)

    def mask(self, ids: Sequence[str]) -> int:
        """The set of some ids."""
        return sum(1 << i for i, m in enumerate(self.ids) if m in ids)

    def allowed(self, mask: int) -> bool:
        """Whether a set keeps all needs and excludes."""
        if mask & self.barred:
            return False
        chosen = [i for i in range(len(self)) if mask >> i & 1]
        return all(self.needs[i] & ~mask == 0 and self.excludes[i] & mask == 0 for i in chosen)

    def cost(self, mask: int) -> float:
        """Yearly cost of a set."""
        return float(sum(self.yearly[i] for i in range(len(self)) if mask >> i & 1))

    def capital(self, mask: int) -> float:
        """Capex of a set."""
        return float(sum(self.capex[i] for i in range(len(self)) if mask >> i & 1))

    def consenting(self, players: frozenset[str]) -> int:
        """The measures all whose parties are among some players."""
        return sum(1 << i for i, parties in enumerate(self.parties) if parties <= players)

    def payments(self, mask: int, parties: Sequence[str]) -> Floats:
        """(parties,): what each pays a year for a set."""
        paid = dict.fromkeys(parties, 0.0)
        for i in range(len(self)):
            if mask >> i & 1:
                for payer, share in self.payers[i].items():
                    paid[payer] += share * float(self.yearly[i])
        return np.array([paid[p] for p in parties])


def yearly_cost(capex: float, opex: float, life: float | None, rate: float) -> float:
    """What a measure costs a year.

    >>> round(yearly_cost(1000, 10, 20, 0.05), 4)
    90.2426
    >>> yearly_cost(1000, 0, 20, 0), yearly_cost(1000, 0, None, 0.05)
    (50.0, 50.0)
    """
    if life is None:
        return capex * rate + opex
    return float(opex + (capex * rate / -np.expm1(-life * np.log1p(rate)) if rate else capex / life))


def choices_of(book: Book) -> Choices:
    """The choices of a book."""
    decided = {m["id"] for m in book["measures"].iter_rows(named=True) if m["status"] in DECIDED}
    rows = [m for m in book["measures"].iter_rows(named=True) if m["id"] not in decided]
    ids = tuple(m["id"] for m in rows)
    bit = {m: 1 << i for i, m in enumerate(ids)}
    excludes = _both_ways([sum(bit.get(other, 0) for other in m["excludes"]) for m in rows])
    refused = {m["id"] for m in rows if decided & set(m["excludes"])}
    refused |= {e for m in book["measures"].iter_rows(named=True) if m["id"] in decided for e in m["excludes"]}
    parties = tuple(_parties(book, m) for m in rows)
    costs = [yearly_cost(m["capex"], m["opex"], m["life"], book.settings.discount_rate) for m in rows]
    return Choices(
        ids=ids,
        yearly=np.array(costs, dtype=np.float64),
        capex=np.array([m["capex"] for m in rows], dtype=np.float64),
        needs=tuple(sum(bit[n] for n in m["needs"] if n in bit) for m in rows),
        excludes=tuple(excludes),
        barred=sum(bit[m] for m in ids if m in refused),
        parties=parties,
        payers=tuple(_payers(m, p) for m, p in zip(rows, parties, strict=True)),
        decides=tuple(m["decides"] for m in rows),
        lead_months=np.array([m["lead_months"] or 0.0 for m in rows], dtype=np.float64),
    )


def _both_ways(excludes: list[int]) -> list[int]:
    """If a excludes b, b excludes a."""
    return [mask | sum(1 << j for j, other in enumerate(excludes) if other >> i & 1) for i, mask in enumerate(excludes)]


def players_of(book: Book) -> tuple[str, ...]:
    """Those who share the gain, in the book's order."""
    rows = book["jurisdictions"].iter_rows(named=True)
    return tuple(j["id"] for j in rows if j["player"])


def _parties(book: Book, measure: Mapping[str, object]) -> frozenset[str]:
    """Whose consent a measure needs: those named, else all players that its effects touch, else all players."""
    if measure["parties"]:
        return frozenset(measure["parties"])  # type: ignore[call-overload,no-any-return]
    players = frozenset(players_of(book))
    effects = book["effects"].iter_rows(named=True)
    touched = [_touched(book, e["on"], e["id"]) for e in effects if e["measure"] == measure["id"]]
    return frozenset().union(*touched) & players or players


def _touched(book: Book, on: str, name: str) -> frozenset[str]:
    """The jurisdictions that a thing lies in."""
    thing = next(row for row in book.stated[f"{on}s"].iter_rows(named=True) if row["id"] == name)
    if on == "fence":
        return fence_parties(book, thing["between"])
    homes = dict(zip(book["sites"]["id"], book["sites"]["jurisdiction"], strict=True))
    ends = (thing["a"], thing["b"]) if on == "link" else (thing["site"],)
    return frozenset(homes[site] for site in ends) - {""}


def fence_parties(book: Book, between: Sequence[str]) -> frozenset[str]:
    """All jurisdictions on the two sides of a fence."""
    first, second = sides(between, book["jurisdictions"])
    return first | second


def _payers(measure: Mapping[str, object], parties: frozenset[str]) -> Mapping[str, float]:
    stated: Sequence[Mapping[str, object]] = measure["payers"]  # type: ignore[assignment]
    if stated:
        return {str(p["id"]): float(p["share"]) for p in stated}  # type: ignore[arg-type]
    return {p: 1 / len(parties) for p in sorted(parties)} if parties else {"outside": 1.0}


def subsets(mask: int) -> list[int]:
    """Every subset of a set, the empty one first.

    >>> subsets(0b101)
    [0, 1, 4, 5]
    """
    found, part = [0], 0
    while part != mask:
        part = (part - mask) & mask
        found.append(part)
    return found


def best_part(worth: Floats, allowed: Bools) -> Floats:
    """For every set the best worth of its allowed parts, -inf where none is allowed."""
    best = np.where(allowed, worth, -np.inf)
    n = int(best.size).bit_length() - 1
    for i in range(n):
        view = best.reshape(-1, 2, 1 << i)
        view[:, 1, :] = np.maximum(view[:, 1, :], view[:, 0, :])
    return best
