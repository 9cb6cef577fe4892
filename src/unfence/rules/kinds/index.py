"""A pollution index with tiers, and a smooth band instead of the cliff."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from unfence.rules.fen import nearest_fen
from unfence.rules.form import Wrong, money, number, party, rows, table, text
from unfence.rules.kinds.terms import Terms
from unfence.rules.outcome import Outcome, Reason, Transfer
from unfence.rules.view import View


@dataclass(frozen=True)
class Tier:
    """An index of at most ``upto`` earns the upstream ``pays``."""

    upto: Annotated[Fraction, number]
    pays: Annotated[int, money]


@dataclass(frozen=True)
class Index(Terms):
    """An index of the year's concentrations decides how much downstream pays, or upstream.

    Formula: ``P = k0 sum over pollutants j of k[j] C[j] / C0[j]``. The first tier with ``P <= upto`` is what
    downstream pays; above the last tier upstream pays ``reverse``. With ``band`` the payment does not jump at a tier:
    from ``upto - band/2`` to ``upto + band/2`` it goes from one payment to the next in a straight line. Unit: fen a
    year; concentrations in the unit of ``limits``. All coefficients are the agreement's own and have to be stated;
    none is a default.

    Source: Xin'an river, Anhui and Zhejiang, pilots since 2012: 100 million yuan either way at P = 1; later
    agreements with tiers.
    """

    section: Annotated[str, text]
    upstream: Annotated[str, party]
    downstream: Annotated[str, party]
    k0: Annotated[Fraction, number]
    weights: Annotated[Mapping[str, Fraction], table(number)]
    limits: Annotated[Mapping[str, Fraction], table(number)]
    tiers: Annotated[tuple[Tier, ...], rows(Tier)]
    reverse: Annotated[int, money]
    band: Annotated[Fraction, number] = Fraction(0)

    def wrong(self) -> Iterator[Wrong]:
        """Pollutants without limit, tiers out of order, bands that overlap."""
        for name in self.weights.keys() ^ self.limits.keys():
            yield Wrong("limits", "no_pair", {"value": name})
        for name, limit in self.limits.items():
            if not limit:
                yield Wrong(f"limits.{name}", "zero_limit", {"value": name})
        for i, (lower, upper) in enumerate(zip(self.tiers, self.tiers[1:], strict=False)):
            if lower.upto >= upper.upto:
                yield Wrong(f"tiers.{i + 2}", "tier_order", {"value": str(float(upper.upto))})
            elif upper.upto - lower.upto < self.band:
                yield Wrong("band", "wide_band", {"value": str(float(self.band))})

    def settle(self, view: View) -> Outcome:
        """The year's payment."""
        seen = {name: view.number(name, self.section) for name in self.weights}
        p = pollution(self.k0, self.weights, seen, self.limits)
        fen = nearest_fen(payment(p, [(t.upto, t.pays) for t in self.tiers], self.reverse, self.band))
        reason = Reason("index", {"section": self.section, "index": f"{float(p):.6f}"})
        if fen > 0:
            return Outcome((Transfer(self.downstream, self.upstream, fen, reason),))
        if fen < 0:
            return Outcome((Transfer(self.upstream, self.downstream, -fen, reason),))
        return Outcome(remarks=(Reason("index_nothing", reason.values),))


def pollution(
    k0: Fraction,
    weights: Mapping[str, Fraction],
    seen: Mapping[str, Fraction],
    limits: Mapping[str, Fraction],
) -> Fraction:
    """The pollution index ``P``, a pure number; 1 where everything is at its limit and ``k0`` and the weights say so.

    >>> pollution(Fraction(1), {"n": Fraction(1)}, {"n": Fraction(3)}, {"n": Fraction(2)})
    Fraction(3, 2)
    """
    return k0 * sum((k * seen[name] / limits[name] for name, k in weights.items()), Fraction(0))


def payment(p: Fraction, tiers: Sequence[tuple[Fraction, int]], reverse: int, band: Fraction) -> Fraction:
    """What downstream pays at index ``p`` in fen (below 0: upstream pays); ``tiers`` as (upto, pays), rising.

    >>> tiers = [(Fraction(1), 100)]
    >>> [int(payment(Fraction(p), tiers, 100, Fraction(0))) for p in ("1", "1.001")]
    [100, -100]
    >>> [int(payment(Fraction(p), tiers, 100, Fraction("0.1"))) for p in ("0.95", "1", "1.025", "1.05")]
    [100, 0, -50, -100]
    """
    after = [pays for _, pays in tiers[1:]] + [-reverse]
    for (upto, pays), following in zip(tiers, after, strict=True):
        if p <= upto - band / 2:
            return Fraction(pays)
        if p < upto + band / 2:
            return pays + (following - pays) * (p - upto + band / 2) / band
    return Fraction(-reverse)
