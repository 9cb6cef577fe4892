"""The rule that both sides could sign: for each kind of tax sharing, the terms that give what the fair split gives.

Every year player i collects the tax T[i] of its own plants; before the best plan it was B[i]. By the fair split it
receives the transfer t[i] (what it pays is below 0; they add up to 0). With T and B the sums over the players:

    ratio       a share w[i] of all tax                    w[i] T - T[i] = t[i]
    increment   a share of its growth, each keeps its base  B[i] + w[i] (T - B) - T[i] = t[i]
    gap         a part r of the gap per head                r P[i] (T / P - T[i] / P[i]) = t[i]
    sum         a fixed sum a year                          t[i]

The first two have terms for every player and always fit; whether the terms are shares that a text could name (0 to 1)
is said beside them. The gap has a single rate: for two players it fits, for more it is the least-squares one and what
stays between is said. The kinds are those of ``unfence.rules``; P is population, or 1 each where it is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unfence.book import Book
from unfence.economy.accounts import Accounts
from unfence.gains.pairs import tolerance
from unfence.gains.sharing import Sharing
from unfence.network.arcs import Floats, floats


@dataclass(frozen=True)
class Terms:
    """One kind of rule fitted to the fair split. Money a year."""

    kind: str
    """``ratio`` | ``increment`` | ``gap`` | ``sum``"""
    terms: tuple[float, ...]
    """A share for each player, one rate, or a sum for each player; empty where nothing fits."""
    signable: bool
    """Every share or rate lies between 0 and 1."""
    apart: float
    """The largest difference, over the players, between what the rule gives and the fair split."""
    equal_apart: float | None
    """The same for equal shares (50:50 between two); None where the kind has no shares."""


@dataclass(frozen=True)
class Agreement:
    """What each player collects from its plants today and in the best plan, and the rules that fit the fair split."""

    split: str
    tax_today: tuple[float, ...]
    tax_best: tuple[float, ...]
    transfers: tuple[float, ...]
    rules: tuple[Terms, ...]


def agreement_of(book: Book, sharing: Sharing, today: Accounts, best: Accounts, gain: float) -> Agreement | None:
    """The rules that give the fair split of a study; None where nobody shares anything."""
    name = next((n for n in ("nucleolus", "prenucleolus") if n in sharing.splits), None)
    if name is None or len(sharing.players) < 2:  # noqa: PLR2004  one alone agrees with nobody
        return None
    before, after = (_tax(accounts, sharing.players) for accounts in (today, best))
    transfer = np.array(sharing.splits[name].transfers)
    heads = _heads(book, sharing.players)
    near = tolerance(gain)
    rules = (
        _shares("ratio", after.sum(), np.zeros(len(after)), after, transfer, near),
        _shares("increment", after.sum() - before.sum(), before, after, transfer, near),
        _rate("gap", heads * after.sum() / heads.sum() - after, transfer, near),
        Terms("sum", tuple(transfer.tolist()), signable=True, apart=0.0, equal_apart=None),
    )
    return Agreement(name, tuple(before.tolist()), tuple(after.tolist()), tuple(transfer.tolist()), rules)


def _tax(accounts: Accounts, players: Sequence[str]) -> Floats:
    return np.array([accounts.by_jurisdiction[p]["tax"] for p in players])


def _heads(book: Book, players: Sequence[str]) -> Floats:
    """Population of each player, or 1 each if one of them is not known."""
    known = dict(zip(book["jurisdictions"]["id"], floats(book["jurisdictions"]["population"], 0.0), strict=True))
    heads = np.array([known[p] for p in players])
    return heads if np.all(heads > 0) else np.ones(len(players))


def _shares(kind: str, pool: float, base: Floats, own: Floats, transfer: Floats, near: float) -> Terms:
    """Shares of a pool beside a base; where there is no pool, nothing can be shared."""
    if abs(pool) <= near:
        apart = float(np.abs(base - own - transfer).max())
        return Terms(kind, (), signable=False, apart=apart, equal_apart=apart)
    shares = (transfer + own - base) / pool
    equal = base + pool / len(own) - own
    return Terms(
        kind=kind,
        terms=tuple(shares.tolist()),
        signable=bool(np.all((shares >= 0) & (shares <= 1))),
        apart=0.0,
        equal_apart=float(np.abs(equal - transfer).max()),
    )


def _rate(kind: str, whole: Floats, transfer: Floats, near: float) -> Terms:
    """The rate at which ``whole`` comes nearest to the transfers, in least squares."""
    size = float(whole @ whole)
    if size <= near**2:
        return Terms(kind, (), signable=False, apart=float(np.abs(transfer).max()), equal_apart=None)
    rate = float(whole @ transfer) / size
    return Terms(
        kind=kind,
        terms=(rate,),
        signable=0 <= rate <= 1,
        apart=float(np.abs(rate * whole - transfer).max()),
        equal_apart=None,
    )
