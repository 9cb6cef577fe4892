"""What a rule says for one year: payments with their reasons, amounts that are counted, and remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unfence.rules.facts import Fact
from unfence.rules.fen import payments, spoken
from unfence.words import Lang, say


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: ``key`` names a sentence in ``words/`` (``rules.reason.<key>``), ``values`` fills its gaps.

    Values are numbers and words only, so that a reason can be stored and said later in either language; a value
    called ``..._fen`` is money in fen.
    """

    key: str
    values: Mapping[str, int | str] = field(default_factory=dict)

    def say(self, lang: Lang) -> str:
        """The sentence in a language."""
        return say(f"rules.reason.{self.key}", lang, **spoken(self.values, lang))


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment that follows from a rule: ``fen`` (above 0) from ``payer`` to ``payee``; month 0 is the year."""

    payer: str
    payee: str
    fen: int
    reason: Reason
    month: int = 0
    basis: tuple[Fact, ...] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What a party may count in its appraisal: ``fen`` of ``item``; such amounts need not add up."""

    party: str
    item: str
    fen: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one rule says for one year. ``complete`` is false while months are still to come."""

    transfers: tuple[Transfer, ...] = ()
    counts: tuple[Count, ...] = ()
    remarks: tuple[Reason, ...] = ()
    complete: bool = True

    def net(self) -> dict[str, int]:
        """What every party gains, in fen; adds up to 0.

        >>> Outcome((Transfer("a", "b", 5, Reason("ratio")),)).net()
        {'a': -5, 'b': 5}
        """
        change: dict[str, int] = {}
        for transfer in self.transfers:
            change[transfer.payer] = change.get(transfer.payer, 0) - transfer.fen
            change[transfer.payee] = change.get(transfer.payee, 0) + transfer.fen
        return change


def settled(
    parties: Sequence[str],
    net: Sequence[int],
    reason: Reason,
    remarks: tuple[Reason, ...] = (),
) -> Outcome:
    """The payments that change the parties' balances by ``net`` (fen, adding up to 0), all for one reason."""
    made = tuple(Transfer(parties[payer], parties[payee], fen, reason) for payer, payee, fen in payments(net))
    return Outcome(made, remarks=remarks)


def shared(
    parties: Sequence[str],
    held: Sequence[int],
    shares: Sequence[int],
    reason: Reason,
    remarks: tuple[Reason, ...] = (),
) -> Outcome:
    """The payments that take everyone from what it ``held`` to its share; both in fen, with equal sums.

    >>> shared(("a", "b"), (1000, 0), (600, 400), Reason("ratio")).transfers[0].fen
    400
    """
    return settled(parties, [share - own for share, own in zip(shares, held, strict=True)], reason, remarks)
