"""Money in whole fen: nothing lost, nothing made up, the same answer on every machine.

Symbols, here and in every file of this package::

    T        an amount in fen (1/100 of the currency's main unit), a Python int
    w[i]     weight of party i, at least 0; W = sum of w
    s[i]     share of party i, in fen; sum of s = T, exactly

Shares are rounded by largest remainder (Hamilton's method): everyone gets floor(T w[i] / W), and what is left goes, one
fen each, to the largest fractions; of equal fractions the earlier party's comes first. A negative amount is
divided as the positive one with the sign turned, so that a refund undoes exactly what the payment did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd, lcm

from unfence.words import Lang

FEN = 100  # fen in one of the currency's main unit
MONEY = "_fen"  # a value whose name ends so is money


def split(amount: int, weights: Sequence[int | Fraction]) -> tuple[int, ...]:
    """Divide whole fen by weights, largest remainder first, ties to the earlier party.

    ``amount`` in fen, of either sign; ``weights`` at least 0 and not all 0 (``ZeroDivisionError`` otherwise).

    >>> split(1_000_001, [1, 1]), split(-1_000_001, [1, 1])
    ((500001, 500000), (-500001, -500000))
    >>> split(100, [1, 1, 1])
    (34, 33, 33)
    """
    parts = integers(weights)
    if amount < 0:
        return tuple(-share for share in split(-amount, parts))
    total = sum(parts)
    cut = [divmod(amount * part, total) for part in parts]
    shares = [whole for whole, _ in cut]
    left = amount - sum(shares)
    if left:
        for i in sorted(range(len(cut)), key=lambda i: -cut[i][1])[:left]:
            shares[i] += 1
    return tuple(shares)


def whole(amounts: Sequence[Fraction]) -> tuple[int, ...]:
    """Round exact amounts of either sign to whole fen, keeping their sum, which must be whole.

    >>> whole([Fraction(-5, 2), Fraction(5, 4), Fraction(5, 4)])
    (-2, 1, 1)
    """
    total = sum(amounts, Fraction(0))
    if total.denominator != 1:
        raise ValueError(f"amounts add up to {total}, which is not whole")
    shares = [floor(amount) for amount in amounts]
    order = sorted(range(len(shares)), key=lambda i: shares[i] - amounts[i])
    for i in order[: int(total) - sum(shares)]:
        shares[i] += 1
    return tuple(shares)


def nearest_fen(amount: Fraction) -> int:
    """An exact amount to the nearest fen, a half away from nothing.

    >>> nearest_fen(Fraction(5, 2)), nearest_fen(Fraction(-5, 2))
    (3, -3)
    """
    return floor(amount + Fraction(1, 2)) if amount >= 0 else -floor(Fraction(1, 2) - amount)


def integers(weights: Sequence[int | Fraction]) -> Sequence[int]:
    """The smallest whole numbers in the same proportion.

    >>> integers([Fraction(3, 5), Fraction(2, 5)])
    (3, 2)
    """
    if all(type(w) is int for w in weights):
        return weights  # type: ignore[return-value]  # checked in the line above
    scale = lcm(*(Fraction(w).denominator for w in weights))
    parts = [int(w * scale) for w in weights]
    common = gcd(*parts) or 1
    return tuple(part // common for part in parts)


def payments(net: Sequence[int]) -> list[tuple[int, int, int]]:
    """Who pays whom so that everyone's balance changes by ``net`` (fen, adding up to 0).

    Payers and receivers are matched in their own order, so that n parties need at most n - 1 payments, as
    ``(payer, payee, fen)`` with positions for parties.

    >>> payments([-5, 2, 3])
    [(0, 1, 2), (0, 2, 3)]
    """
    if sum(net):
        raise ValueError(f"balances add up to {sum(net)} fen instead of 0")
    left = list(net)
    found = []
    payer = 0
    for payee in range(len(left)):
        while left[payee] > 0:
            while left[payer] >= 0:
                payer += 1
            paid = min(left[payee], -left[payer])
            found.append((payer, payee, paid))
            left[payee] -= paid
            left[payer] += paid
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """Parties in their agreed order and their parts, in the smallest whole numbers.

    >>> Weights(("a", "b"), (3, 2)).split(1000)
    (600, 400)
    """

    parties: tuple[str, ...]
    parts: tuple[int, ...]

    def split(self, amount: int) -> tuple[int, ...]:
        """Shares of ``amount`` fen, one for each of ``parties``."""
        return split(amount, self.parts)

    def share(self, party: str) -> Fraction:
        """The exact share of a party; 0 for one that is not named."""
        part = self.parts[self.parties.index(party)] if party in self.parties else 0
        return Fraction(part, sum(self.parts))

    def text(self) -> str:
        """The ratio as agreements write it: ``3:2``."""
        return ":".join(str(part) for part in self.parts)


def shown(fen: int) -> str:
    """An amount in the currency's main unit, exact to the fen.

    >>> shown(123456789), shown(-500), shown(7)
    ('1,234,567.89', '-5', '0.07')
    """
    units, rest = divmod(abs(fen), FEN)
    return f"{'-' if fen < 0 else ''}{units:,}" + (f".{rest:02d}" if rest else "")


def spoken(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Values as a sentence needs them: ``pool_fen`` becomes ``pool``, in the currency's main unit.

    >>> spoken({"pool_fen": 1050, "rule": "r"}, "en")
    {'pool': '10.50', 'rule': 'r'}
    """
    said: dict[str, object] = {}
    for name, value in values.items():
        if name.endswith(MONEY) and isinstance(value, int):
            said[name.removesuffix(MONEY)] = shown(value)
        elif isinstance(value, tuple | list):
            said[name] = ("、" if lang == "zh" else ", ").join(str(v) for v in value)
        else:
            said[name] = value
    return said
